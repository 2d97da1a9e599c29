"""A logged session is changed afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import TrainingSession
from programs.operations.sessions import DoneSet, log_session
from project.models import AuditEvent
from tests.programs.pages.session_form import sent_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def session(bob):
    return log_session(
        client=bob,
        performed_on=timezone.localdate() - timedelta(days=3),
        notes="Felt good.",
        sets=[
            DoneSet("bench-press", reps=5, kg=60.0, rpe=8.0),
            DoneSet("bench-press", reps=4, kg=62.5),
            DoneSet("plank", seconds=40),
        ],
        by=bob,
    )


def address(session):
    return reverse("session-edit", args=[session.pk])


def rows(session):
    return list(session.sets.values_list("exercise", "kg", "reps", "seconds", "rpe"))


def test_saved_as_it_came_changes_nothing(page, session):
    before = rows(session)

    response = page.post(address(session), sent_back(page, address(session)))

    assert response.url == reverse("session", args=[session.pk])
    kept = TrainingSession.objects.get()
    assert rows(session) == before
    assert (kept.notes, kept.performed_on) == (session.notes, session.performed_on)
    assert kept.revision == session.revision + 1
    assert AuditEvent.objects.filter(verb="edit", subject_id=str(session.pk)).exists()


def test_changed_added_and_unticked_sets(page, session):
    data = sent_back(
        page,
        address(session),
        **{
            "sets-0-kg": "57,5",
            "sets-1-done": None,
            "sets-2-kg": "50",
            "sets-2-amount": "8",
            "notes": "It was less than I thought.",
        },
    )

    page.post(address(session), data)

    assert rows(session) == [
        ("bench-press", 57.5, 5, None, 8.0),
        ("bench-press", 50.0, 8, None, None),
        ("plank", 0.0, None, 40, None),
    ]
    assert TrainingSession.objects.get().notes == "It was less than I thought."


def test_exercise_that_left_the_catalogue_can_stay(page, session):
    session.sets.filter(exercise="plank").update(exercise="gone-by-now")

    response = page.post(address(session), sent_back(page, address(session)))

    assert response.status_code == 302


@pytest.mark.parametrize("changes", [{"sets-0-kg": "heavy"}, {"performed_on": "2999-01-01"}])
def test_bad_input_changes_nothing(page, session, changes):
    before = rows(session)

    response = page.post(address(session), sent_back(page, address(session), **changes))

    assert response.status_code == 422
    assert rows(session) == before


def test_second_tab_loses_nothing_and_may_save_again(page, session):
    late = sent_back(page, address(session), **{"sets-0-kg": "99"})
    page.post(address(session), sent_back(page, address(session)))

    refused = page.post(address(session), late)

    assert refused.status_code == 412
    assert "Someone changed this session" in refused.content.decode()
    assert 'value="99"' in refused.content.decode()
    again = late | {"revision": refused.context["revision"]}
    assert page.post(address(session), again).status_code == 302
    assert rows(session)[0][1] == 99.0


def test_coach_mends_it_too(client, alice, session):
    client.force_login(alice)

    page = client.get(reverse("session", args=[session.pk])).content.decode()

    assert address(session) in page
    assert client.get(address(session)).status_code == 200
