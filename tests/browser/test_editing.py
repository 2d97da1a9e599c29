"""Two tabs on one text, two clicks on one button, and forms with nonsense in them."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ieps.models import IEP, Student
from tests.browser.stage import iep_path
from tests.browser.steps import edit_link, fill_meeting, section, text_field
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

IEP_PAGE = re.compile(r"/ieps/[0-9a-f-]{36}/$")


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student)
    return student


@pytest.fixture
def iep(student, alice, held_queue):
    """Drafted from the template."""
    iep = make_iep(student, alice).iep
    held_queue.work()
    return iep


@pytest.mark.parametrize("javascript", [True, False])
def test_section_in_two_tabs_loses_nothing(javascript, visitors, alice, iep):
    first = visitors.visit(alice, java_script_enabled=javascript)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(iep_path(iep))
        edit_link(page, "long_term_goal").click()
    text_field(first).fill("The first tab's text.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(section(first, "long_term_goal")).to_contain_text("The first tab's text.")

    text_field(second).fill("The second tab's text.")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_role("alert")).to_contain_text("Someone changed this")
    expect(second.locator(".halves")).to_contain_text("The first tab's text.")
    expect(text_field(second)).to_have_value("The second tab's text.")
    stored = iep.sections.get(key="long_term_goal")
    assert stored.statement == "The first tab's text."
    second.get_by_role("button", name="Save", exact=True).click()
    expect(text_field(second)).to_have_count(0)
    expect(section(second, "long_term_goal")).to_contain_text("The second tab's text.")
    stored.refresh_from_db()
    assert stored.statement == "The second tab's text."
    assert stored.goals.count() == 1


def test_student_in_two_tabs_loses_nothing(visitors, alice, student):
    first = visitors.visit(alice)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(reverse("student-edit", args=[student.pk]))
    first.get_by_label("Grade").fill("6")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()

    second.get_by_label("Grade").fill("4")
    second.get_by_label("Class").fill("4A")
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_role("alert")).to_contain_text("Someone changed this")
    expect(second.locator(".halves").first).to_contain_text("6")
    expect(second.get_by_label("Grade: your text")).to_have_value("4")
    student.refresh_from_db()
    assert (student.grade, student.class_name) == ("6", "5B")
    second.get_by_role("button", name="Save my text").click()
    expect(second.get_by_text("Saved.")).to_be_visible()
    student.refresh_from_db()
    assert (student.grade, student.class_name) == ("4", "4A")


def test_giving_up_an_edit_asks_and_keeps_the_saved_text(visitors, alice, iep):
    page = visitors.visit(alice)
    page.goto(iep_path(iep))
    before = section(page, "long_term_goal").locator(".prose").first.inner_text()
    edit_link(page, "long_term_goal").click()
    text_field(page).fill("Half a thought")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="Cancel").click()
    expect(text_field(page)).to_have_value("Half a thought")

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Cancel").click()

    assert asked == ["Leave this without saving what you wrote?"]
    expect(section(page, "long_term_goal").locator(".prose").first).to_have_text(before)
    expect(edit_link(page, "long_term_goal")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_double_click_makes_one_iep(javascript, visitors, alice, student):
    page = visitors.visit(alice, java_script_enabled=javascript)
    page.goto(reverse("iep-new", args=[student.pk]))
    fill_meeting(page)

    page.get_by_role("button", name="Draft the IEP").dblclick()
    page.wait_for_url(IEP_PAGE)

    page.reload()
    assert IEP.objects.count() == 1


def test_back_and_reload_after_creating_make_no_second_iep(visitors, alice, student):
    page = visitors.visit(alice)
    page.goto(reverse("student", args=[student.pk]))
    page.get_by_role("link", name="New IEP").click()
    fill_meeting(page)
    page.get_by_role("button", name="Draft the IEP").click()
    page.wait_for_url(IEP_PAGE)
    page.reload()

    page.go_back()
    expect(page.get_by_role("button", name="Draft the IEP")).to_be_visible()
    page.reload()
    page.go_forward()
    page.wait_for_url(IEP_PAGE)

    assert IEP.objects.count() == 1


NONSENSE = {
    "student": (
        lambda student, iep: reverse("student-new"),
        "Add the student",
        {"given_name": "Ana", "student_number": "S-9", "guardian_email": "not an address"},
        ["family_name", "guardian_email"],
    ),
    "assessment": (
        lambda student, iep: reverse("assessment-new", args=[student.pk]),
        "Save",
        {"tool": "Phonics Probe", "score": "12", "date": "1871-01-01"},
        ["area", "date"],
    ),
    "percentile": (
        lambda student, iep: reverse("assessment-new", args=[student.pk]),
        "Save",
        {"tool": "Phonics Probe", "area": "reading", "percentile": "400", "date": "2026-05-20"},
        ["percentile"],
    ),
    "note": (
        lambda student, iep: reverse("note-new", args=[student.pk]),
        "Save",
        {"text": "  "},
        ["text"],
    ),
    "new_iep": (
        lambda student, iep: reverse("iep-new", args=[student.pk]),
        "Draft the IEP",
        {"academic_year": "soonest", "meeting_date": "2026-09-15"},
        ["academic_year"],
    ),
    "section": (
        lambda student, iep: reverse("section-edit", args=[iep.pk, "long_term_goal"]),
        "Save",
        {"statement": "Kept.", "goals-0-criterion": "", "goals-0-steps": "some day"},
        ["goals-0-criterion", "goals-0-steps"],
    ),
    "comment": (lambda student, iep: iep_path(iep), "Add the comment", {"text": " "}, ["text"]),
    "password": (
        lambda student, iep: reverse("password_change"),
        "Change password",
        {"old_password": "wrong", "new_password1": "12", "new_password2": "12"},
        ["old_password", "new_password2"],
    ),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_kept_and_explained_beside_the_field(name, visitors, alice, student, iep):
    path, button, typed, wrong = NONSENSE[name]
    page = visitors.visit(alice)
    page.goto(path(student, iep))
    page.evaluate("document.querySelectorAll('main form').forEach(f => f.noValidate = true)")
    for field, value in typed.items():
        page.locator(f"main [name='{field}']:visible").fill(value)

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.locator(".error-summary")).to_be_focused()
    for field in wrong:
        control = page.locator(f"main [name='{field}']:visible")
        expect(control).to_have_attribute("aria-invalid", "true")
        message = page.locator(f"#{control.get_attribute('aria-describedby').split()[-1]}")
        expect(message).to_be_visible()
        assert message.inner_text().strip()
        box, below = message.bounding_box(), control.bounding_box()
        assert 0 <= below["y"] - box["y"] - box["height"] < 40, "the message stands at the field"
    for field, value in typed.items():
        kept = "" if "password" in name else value
        control = page.locator(f"main [name='{field}']:visible")
        assert control.input_value().strip() == kept.strip()
    assert Student.objects.count() == IEP.objects.count() == 1


def test_error_summary_leads_to_the_field(visitors, alice, student):
    page = visitors.visit(alice)
    page.goto(reverse("iep-new", args=[student.pk]))
    page.get_by_label("Academic year").fill("soonest")
    page.get_by_role("button", name="Draft the IEP").click()

    page.locator(".error-summary a").click()

    expect(page.get_by_label("Academic year")).to_be_focused()
