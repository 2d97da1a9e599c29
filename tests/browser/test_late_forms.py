"""A form sent when its session has ended, or when its person has logged in anew elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from ieps.models import Note, Student
from tests.browser.test_every_page import SEVERE
from tests.ieps.factories import make_student

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WORDS = "Line one & <two>\n\n  Line three, indented; “quotes” and 한글."


def log_in(page, name="alice"):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("pass word 1")
    page.get_by_role("button", name="Log in", exact=True).click()


def note_path(alice):
    return f"/ieps/students/{make_student(alice).pk}/notes/new/"


def open_note(page, path):
    page.goto(f"/accounts/login/?next={path}")
    log_in(page)
    page.get_by_label("Text").fill(WORDS)


@pytest.mark.parametrize("scripts", [True, False])
def test_text_survives_a_session_that_ended(scripts, visitors, alice):
    page = visitors.visit(java_script_enabled=scripts)
    open_note(page, note_path(alice))
    Session.objects.all().delete()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("nothing of it is lost")).to_be_visible()
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()
    log_in(page)
    expect(page.get_by_role("heading", name="You are logged in again")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()

    expect(page.get_by_text("The note is in the record.")).to_be_visible()
    assert Note.objects.get().text.replace("\r\n", "\n") == WORDS


@pytest.mark.parametrize("scripts", [True, False])
def test_text_survives_a_login_in_another_tab(scripts, visitors, alice):
    page = visitors.visit(java_script_enabled=scripts)
    open_note(page, note_path(alice))
    Session.objects.all().delete()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    log_in(other)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="You are logged in again")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()

    expect(page.get_by_text("The note is in the record.")).to_be_visible()
    assert Note.objects.count() == 1


def test_pages_on_the_way_are_accessible(visitors, alice):
    page = visitors.visit()
    open_note(page, note_path(alice))
    Session.objects.all().delete()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("nothing of it is lost")).to_be_visible()
    assert severe(page) == []
    log_in(page)
    expect(page.get_by_role("button", name="Send it now")).to_be_focused()
    assert severe(page) == []


def severe(page):
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [item["id"] for item in found.response["violations"] if item["impact"] in SEVERE]


def test_late_press_of_a_button_without_text_goes_on(visitors, alice):
    student = make_student(alice)
    page = visitors.visit()
    page.goto(f"/accounts/login/?next=/ieps/students/{student.pk}/delete/")
    log_in(page)
    Session.objects.all().delete()

    page.get_by_role("button", name="Delete the student").click()
    assert Student.objects.exists()
    log_in(page)

    assert Student.objects.exists()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("is deleted")).to_be_visible()
