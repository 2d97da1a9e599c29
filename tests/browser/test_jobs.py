"""The job page: true progress, what failed, going on, stopping; and a session that ends."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from project.models import Job, JobStatus
from tests.browser.stage import iep_path, job_path, newest_job
from tests.browser.steps import edit_link, section, sign_in, text_field
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def iep(alice):
    student = make_student(alice)
    make_assessment(student)
    return make_iep(student, alice).iep


@pytest.fixture
def slow_model(everything_runs, settings):
    everything_runs.latency = 0.5
    settings.STEP_CONCURRENCY = 3
    return everything_runs


def values_while(bar, until) -> list[int]:
    seen = [0]
    while not until():
        seen.append(int(bar.get_attribute("value") or 0))
    return seen


def test_bar_moves_and_only_forward(visitors, alice, iep, slow_model, background):
    page = visitors.visit(alice)
    page.goto(job_path())
    bar = page.get_by_role("progressbar")
    background()

    seen = values_while(bar, lambda: page.locator(".badge-succeeded:visible").count() == 20)

    assert seen == sorted(seen)
    assert len(set(seen)) >= 4
    expect(bar).to_have_attribute("value", "19")
    expect(page.get_by_text("100%")).to_be_visible()
    page.get_by_role("link", name="Open the draft").click()
    expect(page).to_have_url(re.compile(iep_path(iep)))


def test_partial_job_names_what_failed_and_retry_does_just_that(
    visitors, alice, iep, everything_runs, vector_store, held_queue, settings
):
    settings.CHROMA_URL = "http://127.0.0.1:9"
    held_queue.work()
    page = visitors.visit(alice)
    page.goto(job_path())
    outcome = page.locator(".alert-warning")
    expect(outcome).to_contain_text("The vector store does not answer")
    expect(outcome.get_by_role("listitem")).to_have_text(["Make the new IEP findable"])
    expect(page.get_by_text("18 of 19 steps are done.")).to_be_visible()
    calls = len(everything_runs.calls())

    page.get_by_role("button", name="Try the failed steps again").click()
    expect(page.get_by_text("The missing steps are being done now.")).to_be_visible()
    settings.CHROMA_URL = vector_store
    held_queue.work()

    expect(page.get_by_text("100%")).to_be_visible()
    assert newest_job().status == JobStatus.SUCCEEDED
    assert len(everything_runs.calls()) == calls, "no finished section was written again"


@pytest.mark.parametrize("javascript", [True, False])
def test_cancel_keeps_what_is_finished(javascript, visitors, alice, iep, slow_model, background):
    page = visitors.visit(alice, java_script_enabled=javascript)
    page.goto(job_path())
    worker = background()
    expect(page.locator(".badge-running").first).to_be_visible()
    if javascript:
        some = re.compile(r"[1-9]\d* of 17 sections are written")
        written = page.locator(".job-sentence", has_text=some)
        expect(written).to_be_visible()

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("Stopping. What is finished stays.")).to_be_visible()
    expect(page.get_by_role("button", name="Go on with the rest")).to_be_visible()
    worker.join(timeout=10)
    job = Job.objects.get()
    assert job.status == JobStatus.CANCELLED
    assert job.steps.filter(status="succeeded").count() == job.done_steps < 19


def test_cancelled_job_goes_on_from_the_page(visitors, alice, iep, everything_runs, held_queue):
    page = visitors.visit(alice)
    page.goto(job_path())
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".badge-cancelled").first).to_be_visible()

    page.get_by_role("button", name="Go on with the rest").click()
    held_queue.work()

    expect(page.get_by_text("100%")).to_be_visible()


@pytest.mark.parametrize("path_of", [iep_path, lambda iep: job_path()], ids=["iep", "job"])
def test_session_that_ends_while_polling_leads_to_the_login(path_of, visitors, alice, iep):
    page = visitors.visit(alice)
    page.goto(path_of(iep))
    expect(page.get_by_text("Waiting for a free worker.")).to_be_visible()

    Session.objects.all().delete()

    page.wait_for_url(re.compile("/accounts/login/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert page.locator("main").count() == 1
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("pass word 1")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Waiting for a free worker.")).to_be_visible()


def test_session_that_ended_loses_no_edit(visitors, alice, iep, held_queue):
    held_queue.work()
    page = visitors.visit(alice)
    page.goto(iep_path(iep))
    edit_link(page, "long_term_goal").click()
    text_field(page).fill("Long thought about.")
    Session.objects.all().delete()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("You are logged out.")
    expect(text_field(page)).to_have_value("Long thought about.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in in a new tab").click()
    sign_in(opened.value, "alice")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(text_field(page)).to_have_count(0)
    expect(section(page, "long_term_goal")).to_contain_text("Long thought about.")
