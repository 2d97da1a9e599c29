"""A program that the health screen stopped: who is told what, and who can go on."""

import pytest
from django.urls import reverse

from programs.models import Coaching, Screening
from project.models import Job
from tests.programs.factories import ALL_CLEAR, make_program

pytestmark = pytest.mark.django_db
GIVEN = {
    "given_by": "Dr. Lee, cardiologist",
    "given_on": "2026-05-12",
    "conditions": "Nothing maximal until July",
    "is_sure": "on",
}
NOTE = "Dr. Lee, cardiologist, 12 May 2026. Nothing maximal until July"


@pytest.fixture
def stopped(bob):
    return make_program(bob, answers=ALL_CLEAR | {"fainting": True}).program


def page_of(client, user, program):
    client.force_login(user)
    return client.get(reverse("program", args=[program.pk])).content.decode()


def send(client, user, program, **changed):
    client.force_login(user)
    return client.post(reverse("program-clearance", args=[program.pk]), GIVEN | changed)


def test_client_reads_the_notice_and_who_can_record_it(client, bob, alice, stopped):
    page = page_of(client, bob, stopped)

    assert "fainting or dizziness" in page
    assert "call your local emergency number" in page
    assert alice.display_name in page
    assert reverse("program-clearance", args=[stopped.pk]) not in page


def test_client_without_a_coach_reads_whom_to_ask(client, bob, stopped):
    Coaching.objects.all().delete()

    assert "Ask an administrator for a coach." in page_of(client, bob, stopped)


def test_coach_records_it_and_the_draft_begins(client, alice, stopped):
    assert reverse("program-clearance", args=[stopped.pk]) in page_of(client, alice, stopped)

    response = send(client, alice, stopped)

    assert response.status_code == 302
    screening = Screening.objects.get()
    assert (screening.cleared_by, screening.clearance_note) == (alice, NOTE)
    assert Job.objects.get().owner == alice
    assert NOTE in page_of(client, alice, stopped)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("given_by", "x", "at least 3 characters"),
        ("given_on", "2099-01-01", "This day is in the future"),
        ("given_on", "yesterday", "Enter a valid date."),
        ("is_sure", "", "Tick this once you have read or heard it yourself."),
    ],
)
def test_half_a_clearance_is_refused_and_kept_on_the_page(
    client, alice, stopped, field, value, words
):
    response = send(client, alice, stopped, **{field: value})

    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert GIVEN["conditions"] in page
    assert Screening.objects.get().cleared_at is None
    assert not Job.objects.exists()


def test_client_cannot_clear_themselves(client, bob, stopped):
    response = send(client, bob, stopped)

    assert response.status_code == 302
    assert Screening.objects.get().cleared_at is None
    assert not Job.objects.exists()


def test_stranger_gets_nothing(client, charlie, stopped):
    assert send(client, charlie, stopped).status_code == 404


def test_second_clearance_changes_nothing(client, alice, stopped):
    send(client, alice, stopped)

    send(client, alice, stopped, conditions="None at all")

    assert Screening.objects.get().clearance_note == NOTE
    assert Job.objects.count() == 1


def test_reviewer_records_it_and_does_not_read_what_was_written(client, rita, bob):
    words = "I get chest pain when I climb stairs"
    stopped = make_program(bob, goal_text=words).program

    page = page_of(client, rita, stopped)
    assert "waits for medical clearance" in page
    assert words not in page
    assert send(client, rita, stopped).status_code == 302

    assert Screening.objects.get().cleared_by == rita
    assert words not in page_of(client, rita, stopped)
