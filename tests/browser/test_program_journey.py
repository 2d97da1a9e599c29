"""From the first question to an approved program that is trained: with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, TrainingSession
from project.drafts import DraftStatus
from project.models import Role
from tests.browser.visitors import PHONE
from tests.people import person
from tests.programs.factories import make_coaching

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def carl(db):
    return person("carl", Role.COACHES, first_name="Carl", last_name="Brandt")


@pytest.fixture
def bea(carl):
    client = person("bea", Role.LEARNERS, first_name="Bea", last_name="Okafor")
    make_coaching(carl, client)
    return client


def go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Continue")).click()


def answer_everything(page: Page, weeks: int = 4) -> None:
    """All steps of the questionnaire, up to its check."""
    page.get_by_label("Muscle: get bigger").check()
    page.get_by_label("Intermediate: training").check()
    go_on(page)
    page.get_by_label("Weeks").fill(str(weeks))
    go_on(page)
    page.get_by_label("Age").fill("31")
    page.get_by_label("Weight in kg").fill("72,5")
    go_on(page)
    page.get_by_label("A full gym: ").check()
    go_on(page)
    page.get_by_label("Knee").check()
    go_on(page)
    page.get_by_label("Exercise 1").fill("Barbell bench press")
    page.get_by_label("kg 1").fill("60")
    page.get_by_label("Reps 1").fill("8")
    go_on(page)
    for no in page.get_by_label("No", exact=True).all():
        no.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the answers")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}, {"viewport": PHONE}],
                         ids=["wide", "without-javascript", "phone"])  # fmt: skip
def test_journey(visitors, bea, carl, held_queue, options):
    page = visitors.visit(bea, **options)
    page.goto("/programs/")
    page.get_by_role("link", name="Plan a program").click()
    page.get_by_role("button", name="Start").click()
    answer_everything(page)
    page.get_by_role("button", name="Draft the program").click()
    page.wait_for_url(re.compile(r"/programs/[0-9a-f-]{36}/$"))
    expect(page.get_by_text("Waiting for a free worker.")).to_be_visible()

    held_queue.work()
    page.reload()

    expect(page.get_by_role("heading", name=re.compile("^Week 4"))).to_be_visible()
    page.get_by_role("button", name="Send to my coach").click()
    expect(page.get_by_text("It is with your coach now.")).to_be_visible()

    coach = visitors.visit(carl, **options)
    coach.goto("/")
    coach.get_by_role("link", name=re.compile("^Muscle")).first.click()
    coach.get_by_role("link", name=re.compile("^Approve")).click()
    coach.get_by_role("button", name="Approve").click()
    expect(coach.get_by_text("It is approved.")).to_be_visible()
    assert Program.objects.get().status == DraftStatus.APPROVED

    page.reload()
    page.get_by_role("link", name=re.compile("^Log it")).first.click()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("The session is logged.")).to_be_visible()
    assert TrainingSession.objects.get().client == bea


def test_weeks_appear_as_they_land(visitors, bea, held_queue, background):
    page = visitors.visit(bea)
    page.goto("/programs/new/")
    page.get_by_role("button", name="Start").click()
    answer_everything(page, weeks=12)
    page.get_by_role("button", name="Draft the program").click()
    page.wait_for_url(re.compile(r"/programs/[0-9a-f-]{36}/$"))
    page.evaluate("window.sameDocument = true")

    background()

    expect(page.get_by_role("heading", name=re.compile("^Week 12"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Open and edit")).first).to_be_visible()
    expect(page.get_by_role("button", name="Send to my coach")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "the weeks appeared without loading the page"


def test_going_back_in_the_browser_and_reloading_loses_nothing(visitors, bea):
    page = visitors.visit(bea)
    page.goto("/programs/new/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Strength: lift more").check()
    page.get_by_label("Beginner: new").check()
    page.get_by_label("In your own words").fill("A chin-up")
    go_on(page)
    page.get_by_label("Weeks").fill("6")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("In your own words")).to_have_value("A chin-up")
    go_on(page)
    expect(page.get_by_label("Weeks")).to_have_value("6")
    page.reload()
    expect(page.get_by_label("Weeks")).to_have_value("6")
    page.go_back()
    expect(page.get_by_label("Strength: lift more")).to_be_checked()
    page.goto("/programs/")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("person"))
