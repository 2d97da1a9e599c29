"""Bringing a class list in from a file."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ieps.models import Student
from tests.browser.stage import STUDENTS_CSV, WRONG_CSV, choose_csv

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.mark.parametrize("javascript", [True, False])
def test_import_previews_then_imports(javascript, visitors, alice):
    page = visitors.visit(alice, java_script_enabled=javascript)
    page.goto(reverse("students"))
    page.get_by_role("link", name="Import students").click()
    choose_csv(STUDENTS_CSV)(page)

    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.get_by_role("cell", name="하린")).to_be_visible()
    assert not Student.objects.exists()
    page.get_by_role("button", name="Import 2 rows").click()

    expect(page.get_by_text("2 students added")).to_be_visible()
    expect(page.get_by_role("link", name="윤하린")).to_be_visible()
    assert set(alice.students.values_list("student_number", flat=True)) == {"S-1", "S-2"}


def test_import_can_be_given_up_after_the_preview(visitors, alice):
    page = visitors.visit(alice)
    page.goto(reverse("import", args=["students"]))
    choose_csv(STUDENTS_CSV)(page)

    page.get_by_role("button", name="Choose another file").click()

    expect(page.get_by_label("CSV file")).to_be_visible()
    assert not Student.objects.exists()


def test_import_names_what_is_wrong_by_row(visitors, alice):
    page = visitors.visit(alice)
    page.goto(reverse("import", args=["students"]))

    choose_csv(WRONG_CSV)(page)

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li").first).to_contain_text("Row 3, Last Name: It is empty.")
    expect(summary.locator("li").last).to_contain_text("Row 3, DOB: “the day before yesterday”")
    expect(page.get_by_role("button", name="Look at the file")).to_be_visible()
    assert not Student.objects.exists()


def test_import_without_a_file_asks_for_one(visitors, alice):
    page = visitors.visit(alice)
    page.goto(reverse("import", args=["students"]))
    page.evaluate("document.querySelector('main form').noValidate = true")

    page.get_by_role("button", name="Look at the file").click()

    expect(page.locator(".errorlist")).to_contain_text("Choose a CSV file first.")
