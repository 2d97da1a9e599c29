"""What pages may load and run: nothing inline but the styles of the API's pages."""

import os

import pytest
from django.contrib import admin
from django.db import DEFAULT_DB_ALIAS, connections
from django.urls import reverse
from playwright.sync_api import expect

from project.jobs.operations import start_job
from tests.browser.chromium import EXECUTABLE, chromium
from tests.browser.visitors import visitors_at
from tests.people import person
from tests.project.plans import SCRIPTED, flat

API_PAGES = ["/api/v1/", "/api/v1/jobs/", "/api/v1/ieps/students/", "/api/v1/docs/"]


@pytest.fixture
def root(db):
    return person("root", "Teachers", "Coaches", is_staff=True, is_superuser=True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/project/user/", *API_PAGES])
def test_no_page_runs_inline_scripts_or_sends_its_forms_elsewhere(client, root, path):
    client.force_login(root)

    response = client.get(path, headers={"Accept": "text/html"})

    directives = response["Content-Security-Policy"].split("; ")
    assert {"base-uri 'self'", "form-action 'self'", "object-src 'none'"} <= {*directives}
    assert not [one for one in directives if one.startswith("script-src")]
    inline = [one for one in directives if "unsafe-inline" in one]
    allowed = ["style-src 'self' 'unsafe-inline'"] if path.startswith("/api/") else []
    assert inline == allowed


@pytest.fixture(scope="module")
def browser(django_db_setup):
    """Gone before other tests run: its loop occupies the thread."""
    if not EXECUTABLE.exists():
        reason = f"there is no Chromium at {EXECUTABLE} (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    connection = connections[DEFAULT_DB_ALIAS]
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with chromium() as started:
            connections[DEFAULT_DB_ALIAS] = connection
            yield started
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser, live_server, held_queue, root):
    with visitors_at(browser, live_server.url) as visitors:
        yield visitors.visit(root)


in_browser = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


class TestInBrowser:
    """Chromium complains about nothing; tests.browser.visitors listens."""

    pytestmark = in_browser

    def test_admin_pages(self, page):
        for model in admin.site._registry:
            if model._meta.app_label in {"auth", "project", "django_q"}:
                url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
                assert page.goto(url).status == 200
                page.wait_for_load_state("networkidle")

    def test_admin_form_with_a_calendar_and_a_filter(self, page, root):
        page.goto(reverse("admin:project_user_change", args=[root.pk]))
        page.get_by_role("link", name="Choose a Date").first.click()
        expect(page.locator("#calendarbox0")).to_be_visible()
        expect(page.locator(".selector-available").first).to_be_visible()

    def test_browsable_api(self, page, root):
        start_job(kind=SCRIPTED.kind, title="A test", steps=flat(1), by=root)
        for path in ["/api/v1/", "/api/v1/jobs/", "/api/v1/ieps/students/"]:
            assert page.goto(path).status == 200
            page.wait_for_load_state("networkidle")

        page.get_by_role("button", name="POST", exact=True).locator("visible=true").click()

        expect(page.get_by_text("HTTP 400 Bad Request")).to_be_visible()

    def test_description_of_the_api(self, page):
        page.goto("/api/v1/docs/")

        expect(page.get_by_role("heading", name="Draftroom API")).to_be_visible()
        page.locator(".opblock-summary").first.click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()
        expect(page.locator(".live-responses-table .response-col_status").first).to_be_visible()
