"""From signing in to the review: by mouse, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from project.drafts import DraftStatus
from tests.browser.steps import (
    PASSWORD,
    begin_iep,
    edit_link,
    fill_meeting,
    only_iep,
    section,
    send_to_review,
    sign_in,
    tab_to,
    text_field,
)
from tests.ieps.factories import make_assessment, make_student

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

MINE = "Maribel reads short stories to the class on Fridays."


@pytest.fixture
def maribel(alice):
    student = make_student(alice)
    make_assessment(student)
    return student


@pytest.fixture
def slow_model(everything_runs, settings):
    """Sections come a few at a time, so that there is something to watch."""
    everything_runs.latency = 0.4
    settings.STEP_CONCURRENCY = 4
    return everything_runs


def test_journey_by_mouse(visitors, alice, rita, maribel, slow_model, background):
    page = visitors.visit()
    sign_in(page, "alice")
    begin_iep(page, "Maribel Ostrander")
    expect(page.get_by_text("Waiting for a free worker.")).to_be_visible()
    page.evaluate("window.sameDocument = true")

    background()

    first = section(page, "present_levels")
    expect(first).to_contain_text("takes part in class")
    expect(page.locator("section .writing").first).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\d+ of 19: "))
    expect(page.get_by_role("button", name="Send to review")).to_be_visible()
    expect(page.locator("section .writing")).to_have_count(0)
    assert page.evaluate("window.sameDocument"), "the sections appeared without loading the page"

    edit_link(page, "present_levels").click()
    text = text_field(page)
    expect(text).to_be_focused()
    text.fill(MINE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(first).to_contain_text(MINE)
    expect(first.get_by_text("Saved.")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "the section was edited in place"

    page.reload()
    expect(first).to_contain_text(MINE)
    expect(first).to_contain_text("Edited by Alice Marchetti")
    send_to_review(page)
    expect(page.locator(".title-row")).to_contain_text("In review")
    expect(page.get_by_role("link", name=re.compile("^Edit"))).to_have_count(0)

    review = visitors.visit()
    sign_in(review, "rita")
    expect(review.get_by_text("1 draft waits for your review.")).to_be_visible()
    review.get_by_role("link", name="Maribel Ostrander").click()
    expect(section(review, "present_levels")).to_contain_text(MINE)
    expect(review.get_by_role("link", name="Approve or return it")).to_be_visible()


def test_edit_while_other_sections_are_written(visitors, alice, maribel, slow_model, background):
    page = visitors.visit(alice)
    page.goto(f"/ieps/students/{maribel.pk}/ieps/new/")
    fill_meeting(page)
    page.get_by_role("button", name="Draft the IEP").click()
    page.wait_for_url(re.compile(r"/ieps/[0-9a-f-]{36}/$"))
    background()
    expect(section(page, "present_levels")).to_contain_text("takes part in class")

    edit_link(page, "present_levels").click()
    text_field(page).fill(MINE)
    expect(page.locator("section .writing").first).to_be_visible()
    expect(page.get_by_role("button", name="Send to review")).to_be_visible()

    expect(text_field(page)).to_have_value(MINE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(section(page, "present_levels")).to_contain_text(MINE)


def test_journey_by_keyboard(visitors, alice, rita, maribel, everything_runs, held_queue):
    page = visitors.visit()
    keys = page.keyboard
    page.goto("/")

    tab_to(page, page.get_by_label("Username"))
    keys.type("alice")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    keys.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()

    tab_to(page, page.get_by_role("link", name="Choose a student"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="Maribel Ostrander"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("link", name="New IEP"))
    keys.press("Enter")
    tab_to(page, page.get_by_label("Academic year"))
    keys.press("Control+A")
    keys.type("2026-2027")
    tab_to(page, page.get_by_label("Meeting date"))
    keys.type("09152026")
    tab_to(page, page.get_by_role("button", name="Draft the IEP"))
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/ieps/[0-9a-f-]{36}/$"))
    held_queue.work()
    expect(page.get_by_role("button", name="Send to review")).to_be_visible()

    tab_to(page, edit_link(page, "present_levels"))
    keys.press("Enter")
    expect(text_field(page)).to_be_focused()
    keys.press("Control+A")
    keys.type(MINE)
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    keys.press("Enter")
    expect(section(page, "present_levels")).to_contain_text(MINE)
    expect(page.locator("#present_levels")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Send to review"))
    keys.press("Enter")
    expect(page.get_by_text("It is with the reviewers now.")).to_be_visible()

    tab_to(page, page.locator("summary", has_text="Alice Marchetti"))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
    tab_to(page, page.locator("summary", has_text="Alice Marchetti"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("button", name="Log out"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_journey_without_javascript(visitors, alice, rita, maribel, everything_runs, held_queue):
    page = visitors.visit(java_script_enabled=False)
    sign_in(page, "alice")
    begin_iep(page, "Maribel Ostrander")
    held_queue.work()
    page.get_by_role("link", name="Show what has been written since").click()
    expect(section(page, "present_levels")).to_contain_text("takes part in class")

    edit_link(page, "present_levels").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Present levels")
    text_field(page).fill(MINE)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Present levels” is saved.")).to_be_visible()
    expect(section(page, "present_levels")).to_contain_text(MINE)
    send_to_review(page)

    assert only_iep().status == DraftStatus.IN_REVIEW
    review = visitors.visit(java_script_enabled=False)
    sign_in(review, "rita")
    expect(review.get_by_role("link", name="Maribel Ostrander")).to_be_visible()
