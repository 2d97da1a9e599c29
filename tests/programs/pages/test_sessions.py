"""The training log: log what was done, look at it, delete it, see strength move."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.demo_sessions import HISTORY, log_history
from programs.models import PlannedSet, Program, TrainingSession, Workout
from programs.operations.sessions import DoneSet, log_session
from project.drafts import DraftStatus
from project.models import AuditEvent
from tests.programs.factories import make_program
from tests.programs.pages.session_form import sent_back
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(bob, alice):
    return make_written(bob, by=alice, weeks=1)


@pytest.fixture
def page(client, bob):
    client.force_login(bob)
    return client


def url(program, week=1, day=1):
    return reverse("session-log", args=[program.pk, week, day])


def prefilled(page, program, **changes):
    return sent_back(page, url(program), **changes)


def log(user, day=0, exercise="bench-press", kg=60.0, reps=5, rpe=None, count=1):
    return log_session(
        client=user,
        performed_on=timezone.localdate() - timedelta(days=day),
        sets=[DoneSet(exercise, reps=reps, kg=kg, rpe=rpe)] * count,
        by=user,
    )


def test_form_is_filled_with_the_plan(page, program):
    html = page.get(url(program)).content.decode()

    planned = PlannedSet.objects.filter(entry__workout__day=1)
    entries = Workout.objects.get(day=1).exercises.count()
    assert html.count('type="checkbox"') == planned.count()
    assert html.count(">Extra<") == entries
    assert timezone.localdate().isoformat() in html
    assert "Planned: 3 × " in html


def test_form_says_what_was_done_the_last_time(page, program, bob):
    slug = Workout.objects.get(day=1).exercises.first().exercise
    log(bob, day=9, exercise=slug, kg=40.0)
    log(bob, day=2, exercise=slug, kg=42.5, reps=6, rpe=8.0)

    assert "Last time: 42.5 kg × 6, RPE 8" in page.get(url(program)).content.decode()


def test_saved_as_it_came_is_the_plan(page, program, bob):
    response = page.post(url(program), prefilled(page, program))

    session = TrainingSession.objects.get()
    assert response.url == reverse("session", args=[session.pk])
    workout = Workout.objects.get(day=1)
    assert (session.client, session.workout) == (bob, workout)
    assert session.title == f"{workout.name}, week 1"
    planned = [
        (one.entry.exercise, one.reps, one.seconds, one.kg or 0, one.rpe)
        for entry in workout.exercises.all()
        for one in entry.sets.all()
    ]
    assert list(session.sets.values_list("exercise", "reps", "seconds", "kg", "rpe")) == planned
    assert "The session is logged." in page.get(response.url).content.decode()


def test_changes_unticked_and_extra_sets_are_kept(page, program):
    first = Workout.objects.get(day=1).exercises.first()
    extra = first.sets.count()
    data = prefilled(
        page,
        program,
        **{
            "sets-0-kg": "62,5",
            "sets-0-amount": "6",
            "sets-0-rpe": "8.5",
            "sets-1-done": None,
            "sets-1-amount": "not a number",
            f"sets-{extra}-kg": "50",
            f"sets-{extra}-amount": "15",
            "notes": "Slept badly.",
        },
    )

    page.post(url(program), data)

    session = TrainingSession.objects.get()
    done = list(session.sets.filter(exercise=first.exercise))
    assert len(done) == extra
    assert (done[0].kg, done[0].reps, done[0].rpe) == (62.5, 6, 8.5)
    assert (done[-1].kg, done[-1].reps) == (50, 15)
    assert session.notes == "Slept badly."


def test_timed_sets_are_seconds(page, program):
    PlannedSet.objects.filter(entry__workout__day=1).update(reps=None, seconds=40)

    page.post(url(program), prefilled(page, program))

    rows = TrainingSession.objects.get().sets.values_list("reps", "seconds")
    assert set(rows) == {(None, 40)}


def test_double_submit_logs_once(page, program):
    data = prefilled(page, program)

    first = page.post(url(program), data)
    second = page.post(url(program), data)

    assert first.url == second.url
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sets-0-kg": "heavy"}, "kg is a number"),
        ({"sets-0-kg": "-5"}, "kg cannot be less than 0"),
        ({"sets-0-kg": "nan"}, "kg is a number"),
        ({"sets-0-kg": "1e9"}, "kg is at most 1,000"),
        ({"sets-0-amount": ""}, "Write how many repetitions"),
        ({"sets-0-amount": "201"}, "At most 200 repetitions"),
        ({"sets-0-amount": "8.5"}, "whole numbers from 1"),
        ({"sets-0-rpe": "11"}, "RPE is a number from 1 to 10"),
        ({"sets-0-exercise": "time-travel"}, "The catalogue has no exercise"),
        ({"performed_on": "2999-01-01"}, "in the future"),
        ({"performed_on": "yesterday"}, "Enter a valid date"),
        ({"notes": "x" * 4001}, "at most 4000 characters"),
        ({"notes": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(page, program, changes, said):
    data = prefilled(page, program, **{"notes": "I wrote this", "sets-1-kg": "77"} | changes)

    response = page.post(url(program), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(said) >= 2
    assert 'value="77"' in html
    if "notes" not in changes:
        assert "I wrote this" in html
    assert not TrainingSession.objects.exists()


def test_a_session_without_any_set_is_refused(page, program):
    data = prefilled(page, program)
    data = {name: value for name, value in data.items() if not name.endswith("-done")}

    response = page.post(url(program), data)

    assert response.status_code == 422
    assert "Note at least one set" in response.content.decode()


def test_broken_form_data_is_no_crash(page, program):
    response = page.post(url(program), {"sets-TOTAL_FORMS": "x"})

    assert response.status_code == 422


def test_coach_logs_for_the_client(client, alice, bob, program):
    client.force_login(alice)
    assert "You note this for Bob Okafor" in client.get(url(program)).content.decode()

    client.post(url(program), prefilled(client, program))

    session = TrainingSession.objects.get()
    assert session.client == bob
    assert AuditEvent.objects.get(verb="log_session").actor == alice


@pytest.mark.parametrize("status", [DraftStatus.IN_REVIEW, DraftStatus.DRAFT])
def test_any_written_program_can_be_logged(page, program, status):
    Program.objects.update(status=status)

    assert page.get(url(program)).status_code == 200


def test_what_is_not_there_is_404(page, program, bob):
    unwritten = make_program(bob).program

    assert page.get(url(program, day=7)).status_code == 404
    assert page.get(url(program, week=99)).status_code == 404
    assert page.get(url(unwritten)).status_code == 404


def test_strangers_get_404_everywhere(client, charlie, rita, bob, program):
    session = log(bob)
    addresses = [
        url(program),
        reverse("training-of", args=[bob.pk]),
        reverse("session", args=[session.pk]),
        reverse("session-edit", args=[session.pk]),
        reverse("session-delete", args=[session.pk]),
    ]
    for stranger in (charlie, rita):
        client.force_login(stranger)
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code in (404, 405), address
    assert TrainingSession.objects.exists()


def test_strangers_own_page_shows_nothing_of_others(client, charlie, bob):
    log(bob)
    client.force_login(charlie)

    html = client.get(reverse("training")).content.decode()

    assert "Bob" not in html
    assert "No session is logged yet" in html


def test_coach_sees_the_clients_training(client, alice, bob):
    session = log(bob)
    client.force_login(alice)

    assert reverse("training-of", args=[bob.pk]) in client.get(reverse("training")).content.decode()
    html = client.get(reverse("training-of", args=[bob.pk])).content.decode()

    assert "Training of Bob Okafor" in html
    assert reverse("session", args=[session.pk]) in html
    assert AuditEvent.objects.filter(verb="view_training", actor=alice).exists()


def test_session_page_shows_what_was_done(page, bob):
    session = log(bob, kg=62.5, reps=5, rpe=8.0)

    html = page.get(reverse("session", args=[session.pk])).content.decode()

    assert "Barbell bench press" in html
    assert "62.5" in html
    assert "75.7 kg" in html


def test_text_is_shown_as_text(page, bob):
    session = log_session(
        client=bob,
        performed_on=timezone.localdate(),
        sets=[DoneSet("bench-press", reps=5)],
        title="<b>Push</b>",
        notes="<script>alert(1)</script>",
        by=bob,
    )

    for address in (reverse("session", args=[session.pk]), reverse("training")):
        html = page.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<b>Push" not in html


def test_delete_asks_first(page, bob):
    session = log(bob)
    address = reverse("session-delete", args=[session.pk])

    assert "Delete this session?" in page.get(address).content.decode()
    assert TrainingSession.objects.exists()
    assert page.post(address).url == reverse("training")
    assert not TrainingSession.objects.exists()
    assert AuditEvent.objects.filter(verb="delete", actor=bob).exists()
    assert page.post(address).status_code == 404


def test_progress_shows_the_best_set_of_each_day(page, bob):
    log(bob, day=14, kg=60, reps=5)
    log(bob, day=7, kg=62.5, reps=5)
    log(bob, day=7, kg=40, reps=5)
    log(bob, day=3, exercise="back-squat", kg=90, reps=3)

    html = page.get(reverse("training")).content.decode()

    assert "<svg" in html
    assert "68.5 kg on" in html
    assert "71.3 kg on" in html
    assert "2.8 kg more" in html
    chosen = page.get(reverse("training"), {"exercise": "back-squat"}).content.decode()
    assert "96.4 kg" in chosen
    assert "One more session shows a direction." in chosen


def test_unknown_exercise_shows_the_usual_one(page, bob):
    log(bob)

    assert page.get(reverse("training"), {"exercise": "<b>"}).status_code == 200


def test_sessions_without_an_estimate_say_so(page, bob):
    log(bob, kg=0.0, reps=20)

    assert "Not enough is logged yet" in page.get(reverse("training")).content.decode()


def test_training_costs_the_same_for_1_and_20(client, alice, bob):
    client.force_login(alice)
    address = reverse("training-of", args=[bob.pk])
    log(bob)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for day in range(1, 20):
        log(bob, day=day, count=3)
    with CaptureQueriesContext(connection) as twenty:
        client.get(address)

    assert len(one) == len(twenty)


def test_session_and_form_cost_the_same_for_few_and_many_sets(page, bob):
    few, many = log(bob), log(bob, count=20)
    page.get(reverse("session", args=[few.pk]))

    counts = []
    for session in (few, many):
        with CaptureQueriesContext(connection) as found:
            page.get(reverse("session", args=[session.pk]))
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_many_sessions_have_pages(page, bob):
    for day in range(21):
        log(bob, day=day)

    assert "Page 1 of 2" in page.get(reverse("training")).content.decode()
    assert "Page 2 of 2" in page.get(reverse("training"), {"page": 2}).content.decode()


def test_demo_history_is_written_once(bob):
    log_history(bob)
    log_history(bob)

    assert TrainingSession.objects.filter(client=bob).count() == len(HISTORY)
