"""Coaching and health screens in the admin."""

import pytest
from django.urls import reverse

from programs.models import (
    Coaching,
    Screening,
)
from project.models import AuditEvent
from tests.programs.factories import ALL_CLEAR, make_program

pytestmark = pytest.mark.django_db


def test_coaching_is_made_and_audited(staff, bob, charlie):
    address = reverse("admin:programs_coaching_add")

    staff.post(address, {"coach": charlie.pk, "client": bob.pk})

    assert Coaching.objects.filter(coach=charlie, client=bob).exists()
    assert AuditEvent.objects.filter(verb="create", subject_type="programs.coaching").exists()


def test_only_a_coach_can_coach(root, bob, charlie):
    address = reverse("admin:programs_coaching_add")

    response = root.post(address, {"coach": bob.pk, "client": charlie.pk})

    assert "is no coach" in response.content.decode()


def test_staff_who_may_not_search_people_get_a_list(staff, bob, charlie):
    html = staff.get(reverse("admin:programs_coaching_add")).content.decode()

    assert "admin-autocomplete" not in html
    assert "Charlie Brandt (charlie)" in html
    assert html.count("Bob Okafor (bob)") == 1


def test_administrator_searches_people(root):
    html = root.get(reverse("admin:programs_coaching_add")).content.decode()

    assert html.count("admin-autocomplete") >= 2


def test_screening_shows_answers_and_clearance(root, bob, alice):
    answers = ALL_CLEAR | {next(iter(ALL_CLEAR)): True}
    row = make_program(bob, by=alice, answers=answers).program.screening
    address = reverse("admin:programs_screening_change", args=[row.pk])

    html = root.get(address).content.decode()

    assert "Needed" in html
    assert "Yes: " in html
    assert root.post(address, {"flags": "[]"}).status_code == 403
    for value, count in (("waits", 1), ("given", 0), ("none", 0)):
        response = root.get(reverse("admin:programs_screening_changelist"), {"clearance": value})
        assert response.context["cl"].queryset.count() == count, value
    assert Screening.objects.get().needs_clearance
