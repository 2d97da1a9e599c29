"""Weeks, workouts and sets in the admin."""

import pytest
from django.urls import reverse

from programs.models import (
    ExerciseEntry,
    PlannedSet,
    ProgramFinding,
    Week,
    Workout,
)
from project.models import AuditEvent

pytestmark = pytest.mark.django_db


def management(prefix, total, initial):
    return {
        f"{prefix}-TOTAL_FORMS": total,
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }


def week_form(week, **changes):
    workouts = list(week.workouts.all())
    data = {
        "focus": "Staff focus",
        "notes": "Staff notes",
        "expected_revision": week.revision,
        **management("workouts", len(workouts), len(workouts)),
        **management("findings", 0, 0),
    }
    for number, workout in enumerate(workouts):
        data |= {
            f"workouts-{number}-id": workout.pk,
            f"workouts-{number}-week": week.pk,
            f"workouts-{number}-name": workout.name,
        }
    return data | changes


def workout_form(workout, **changes):
    entries = list(workout.exercises.all())
    sets = list(PlannedSet.objects.filter(entry__workout=workout).order_by("entry__index", "index"))
    data = {
        "name": workout.name,
        "expected_revision": workout.week.revision,
        **management("exercises", len(entries) + 1, len(entries)),
        **management("sets", len(sets) + 1, len(sets)),
    }
    for number, entry in enumerate(entries):
        data |= {
            f"exercises-{number}-id": entry.pk,
            f"exercises-{number}-workout": workout.pk,
            f"exercises-{number}-exercise": entry.exercise,
            f"exercises-{number}-tempo": entry.tempo,
            f"exercises-{number}-notes": entry.notes,
        }
    data[f"exercises-{len(entries)}-workout"] = workout.pk
    for number, one in enumerate(sets):
        data[f"sets-{number}-id"] = one.pk
        for name, value in one.content().model_dump().items():
            data[f"sets-{number}-{name}"] = "" if value is None else value
    data[f"sets-{len(sets)}-rest"] = 60
    return data | changes


def change(client, row, data):
    address = reverse(f"admin:programs_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, data)


def test_staff_edit_of_a_week_raises_the_revision_and_is_audited(root, draft):
    week = draft.weeks.get(number=1)
    workout = week.workouts.first()

    response = change(root, week, week_form(week, **{"workouts-0-name": "New name"}))

    assert response.status_code == 302
    before = week.revision
    week.refresh_from_db()
    workout.refresh_from_db()
    assert (week.focus, week.notes, workout.name) == ("Staff focus", "Staff notes", "New name")
    assert week.revision == before + 1
    assert week.edited_by.username == "root"
    assert AuditEvent.objects.filter(verb="edit", subject_id=str(draft.pk)).exists()


def test_stale_edit_is_refused_and_keeps_the_text(root, draft):
    week = draft.weeks.get(number=1)

    response = change(root, week, week_form(week, expected_revision=week.revision + 1))

    assert response.status_code == 200
    assert b"Someone else saved this week" in response.content
    assert b"Staff focus" in response.content


def test_locked_week_and_workout_cannot_be_edited(root, program):
    week = program.weeks.get(number=1)
    workout = week.workouts.first()

    assert b"Only a draft can be edited" in change(root, week, week_form(week)).content
    assert b"Only a draft can be edited" in change(root, workout, workout_form(workout)).content


def test_sets_and_exercises_are_edited_on_the_workouts_page(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    first, *_, last = workout.exercises.all()
    count = PlannedSet.objects.filter(entry__workout=workout).count()
    entries = workout.exercises.count()
    last_sets = last.sets.count()

    response = change(
        root,
        workout,
        workout_form(
            workout,
            **{
                "sets-0-reps": 11,
                "sets-0-rpe": "6.5",
                "sets-1-DELETE": "on",
                f"sets-{count}-entry": last.pk,
                f"sets-{count}-reps": 20,
                f"exercises-{entries}-exercise": "plank",
            },
        ),
    )

    assert response.status_code == 302, response.context["errors"]
    sets = list(first.sets.all())
    assert (sets[0].reps, sets[0].rpe) == (11, 6.5)
    assert [one.index for one in sets] == [0, *range(2, len(sets) + 1)]
    assert last.sets.count() == last_sets + 1
    assert last.sets.last().reps == 20
    added = workout.exercises.last()
    assert (added.exercise, added.index) == ("plank", entries)
    week = Week.objects.get(pk=workout.week_id)
    assert week.revision == workout.week.revision + 1
    assert draft.weeks.get(number=1).content().workouts


def test_edit_is_judged(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    data = {f"sets-{number}-rest": 1 for number in range(6)}

    change(root, workout, workout_form(workout, **data))

    assert ProgramFinding.objects.filter(week=workout.week_id, severity="error").exists()


def test_exercise_is_deleted_with_its_sets_even_when_they_were_changed(root, draft):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()
    first = workout.exercises.first()

    response = change(
        root, workout, workout_form(workout, **{"exercises-0-DELETE": "on", "sets-0-reps": 3})
    )

    assert response.status_code == 302
    assert not ExerciseEntry.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sets-0-reps": 5000}, "less than or equal to 200"),
        ({"sets-0-reps": ""}, "Give either repetitions or seconds"),
        ({"sets-0-seconds": 30}, "Give either repetitions or seconds"),
        ({"sets-0-percent": -3}, "greater than 0"),
        ({"sets-0-percent": "nan"}, "Enter a number"),
        ({"sets-0-rpe": 11}, "less than or equal to 10"),
        ({"exercises-0-exercise": "time-travel"}, "The catalogue has no exercise"),
        ({"exercises-0-notes": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_impossible_sets_are_refused(root, draft, changes, said):
    workout = Workout.objects.filter(week__program=draft, week__number=1).first()

    response = change(root, workout, workout_form(workout, **changes))

    assert response.status_code == 200
    assert said in response.content.decode()


def test_set_of_another_workout_cannot_be_reached(root, draft):
    workout, other = Workout.objects.filter(week__program=draft, week__number=1)[:2]
    count = PlannedSet.objects.filter(entry__workout=workout).count()
    foreign = other.exercises.first()

    response = change(
        root,
        workout,
        workout_form(workout, **{f"sets-{count}-entry": foreign.pk, f"sets-{count}-reps": 5}),
    )

    assert b"Select a valid choice" in response.content
