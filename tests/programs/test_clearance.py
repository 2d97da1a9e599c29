"""Who may record that a client was cleared: their coach or a reviewer, never they themselves."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from programs.models import Program, Screening
from programs.operations.exports import export_pdf
from programs.operations.programs import record_clearance
from project.models import Job
from tests.people import reviewer
from tests.programs.calls import PROGRAMS, post, url_of
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = {"note": "Dr. Ng, 3 May: fine"}


@pytest.fixture
def waiting(bob, held_queue):
    return make_program(bob, goal_text="I fainted in May").program


def test_reviewer_finds_what_waits_and_records_the_clearance(client, rita, waiting, held_queue):
    client.force_login(rita)
    rows = client.get(PROGRAMS).json()["results"]
    assert [row["id"] for row in rows] == [str(waiting.pk)]
    body = client.get(url_of(waiting)).json()
    assert body["screening"] == {"needs_clearance": True}
    assert "faint" not in str(body)

    response = post(client, url_of(waiting, "clearance"), NOTE)

    assert response.status_code == 202
    held_queue.work()
    assert Screening.objects.get().cleared_by == rita
    assert client.get(response["Location"]).json()["status"] == "succeeded"
    # Still theirs to follow, though it is a draft.
    assert client.get(url_of(waiting)).json()["missing_weeks"] == []
    assert client.delete(url_of(waiting)).status_code == 404


def test_other_reviewer_sees_no_draft_that_was_cleared(client, rita, waiting, held_queue):
    client.force_login(rita)
    post(client, url_of(waiting, "clearance"), NOTE)
    Screening.objects.update(cleared_by=reviewer("ruben"))

    assert client.get(url_of(waiting)).status_code == 404


def test_client_never_clears_themselves(client, bob, waiting):
    client.force_login(bob)

    response = post(client, url_of(waiting, "clearance"), NOTE)

    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert Screening.objects.get().needs_clearance
    assert not Job.objects.exists()


def test_reviewer_does_not_clear_their_own(client, rita, held_queue):
    own = make_program(rita, goal_text="I fainted in May").program
    client.force_login(rita)

    assert post(client, url_of(own, "clearance"), NOTE).status_code == 403


def test_coach_of_others_finds_nothing(client, charlie, waiting):
    client.force_login(charlie)

    assert post(client, url_of(waiting, "clearance"), NOTE).status_code == 404


def test_nothing_waits_on_what_is_in_review(client, rita, bob, held_queue):
    program = make_program(bob).program
    Program.objects.update(status="in_review")
    client.force_login(rita)

    assert post(client, url_of(program, "clearance"), NOTE).status_code == 409


def test_reviewers_see_the_screens_that_wait_in_the_admin(client, rita, waiting):
    client.force_login(rita)

    response = client.get(reverse("admin:programs_screening_changelist"), {"clearance": "waits"})

    assert list(response.context["cl"].queryset) == [waiting.screening]


def test_paper_tells_a_reviewer_no_more_than_the_page(bob, alice, rita, held_queue):
    text = "I fainted in May"
    program = make_program(bob, by=alice, goal_text=text, limits_text="stiff ankle").program
    record_clearance(program=program, note="Dr. Ng", by=alice)
    held_queue.work()

    def on_paper(person):
        pages = PdfReader(io.BytesIO(export_pdf(program=program, by=person).data)).pages
        return pages[0].extract_text()

    assert text in on_paper(alice)
    assert text not in on_paper(rita)
    assert "stiff ankle" in on_paper(rita)
