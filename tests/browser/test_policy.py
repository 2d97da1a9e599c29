"""Chromium finds nothing that the content policy forbids; tests.browser.visitors listens."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from project.jobs.operations import start_job
from tests.people import person
from tests.project.plans import SCRIPTED, flat

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def root(db):
    return person("root", "Teachers", "Coaches", is_staff=True, is_superuser=True)


@pytest.fixture
def page(visitors, root):
    return visitors.visit(root)


def test_admin_pages(page):
    for model in admin.site._registry:
        if model._meta.app_label in {"auth", "project", "django_q"}:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert page.goto(url).status == 200
            page.wait_for_load_state("networkidle")


def test_admin_form_with_a_calendar_and_a_filter(page, root):
    page.goto(reverse("admin:project_user_change", args=[root.pk]))
    page.get_by_role("link", name="Choose a Date").first.click()
    expect(page.locator("#calendarbox0")).to_be_visible()
    expect(page.locator(".selector-available").first).to_be_visible()


def test_browsable_api(page, root):
    start_job(kind=SCRIPTED.kind, title="A test", steps=flat(1), by=root)
    for path in ["/api/v1/", "/api/v1/jobs/", "/api/v1/ieps/students/"]:
        assert page.goto(path).status == 200
        page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="POST", exact=True).locator("visible=true").click()

    expect(page.get_by_text("HTTP 400 Bad Request")).to_be_visible()


def test_description_of_the_api(page):
    page.goto("/api/v1/docs/")

    expect(page.get_by_role("heading", name="Draftroom API")).to_be_visible()
    page.locator(".opblock-summary").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").first).to_be_visible()
