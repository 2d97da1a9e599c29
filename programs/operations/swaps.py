"""Put an equivalent exercise in the place of one: in a week, or for the rest of the program."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from programs.collecting import judging_facts
from programs.exercise_catalogue import Exercise, available, equivalents
from programs.models import CatalogueExercise, ExerciseEntry, PlannedSet, Program, Week
from programs.operations.findings import judge_everything, judge_week
from programs.operations.weeks import mark_edited
from programs.schemas import MAX_MAIN_LIFTS, DayOutline, ProgramMetadata
from project.jobs.subjects import require_idle
from project.locks import lock_draft
from project.models import User
from project.problems import FieldError, InvalidInput


def swaps(entry: ExerciseEntry) -> tuple[Exercise, ...]:
    """What may take the exercise's place: doable for the client and not yet in the workout."""
    facts = judging_facts(entry.workout.week.program)
    current = facts.by_slug.get(entry.exercise)
    if current is None:
        return ()
    in_use = CatalogueExercise.objects.as_catalogue()
    doable = available(facts.equipment, facts.all_limits, in_use)
    taken = set(entry.workout.exercises.values_list("exercise", flat=True))
    return tuple(one for one in equivalents(current, doable) if one.slug not in taken)


@transaction.atomic
def swap_exercise(*, entry: ExerciseEntry, exercise: str, expected_revision: int, by: User) -> Week:
    """Another exercise of the same pattern and equipment in its place, with the same sets.

    kg are dropped: they were another lift's. Raises InvalidInput for anything that is no
    equivalent, StaleRevision, Locked.
    """
    week = entry.workout.week
    lock_draft(week.program)
    chosen = _offered(entry, exercise)
    week = mark_edited(week, expected_revision, by)
    _put([entry.pk], chosen)
    judge_week(week)
    return week


@transaction.atomic
def swap_in_every_week(
    *, entry: ExerciseEntry, exercise: str, expected_revision: int, by: User
) -> Sequence[int]:
    """The same on this day of every week, and in the outline, to which weeks written again keep.

    Gives the numbers of the weeks that changed; one which has the new exercise on that day already
    stays as it is. Raises AlreadyDrafting too: a week in the works would keep to the old outline.
    """
    week = entry.workout.week
    day = entry.workout.day
    program = lock_draft(week.program)
    require_idle(program)
    chosen = _offered(entry, exercise)
    there = ExerciseEntry.objects.filter(workout__week__program=program, workout__day=day)
    full = there.filter(exercise=chosen.slug).values("workout_id")
    found = there.filter(exercise=entry.exercise).exclude(workout_id__in=full)
    weeks = {row.pk: row for row in Week.objects.filter(workouts__exercises__in=found).distinct()}
    for row in sorted(weeks.values(), key=lambda one: one.number):
        mark_edited(row, expected_revision if row.pk == week.pk else row.revision, by)
    _put(list(found.values_list("pk", flat=True)), chosen)
    if program.outline is not None:
        _change_outline(program, program.outline, day, entry.exercise, chosen.slug)
    judge_everything(program)
    return sorted(row.number for row in weeks.values())


def _offered(entry: ExerciseEntry, exercise: str) -> Exercise:
    chosen = next((one for one in swaps(entry) if one.slug == exercise), None)
    if chosen is None:
        text = "Choose one of the exercises with the same pattern and equipment."
        raise InvalidInput(text, errors=[FieldError("exercise", text)])
    return chosen


def _put(entries: Sequence[int], chosen: Exercise) -> None:
    ExerciseEntry.objects.filter(pk__in=entries).update(exercise=chosen.slug, tempo="")
    sets = PlannedSet.objects.filter(entry__in=entries)
    sets.update(kg=None)
    if not chosen.loadable:
        sets.update(percent=None)


def _change_outline(
    program: Program, outline: ProgramMetadata, day: int, old: str, new: str
) -> None:
    days = [
        one.model_copy(
            update={"exercises": [new if slug == old else slug for slug in one.exercises]}
        )
        if one.day == day and new not in one.exercises
        else one
        for one in outline.days
    ]
    changed = outline.model_copy(
        update={"days": days, "main_lifts": _main_lifts(outline, days, old, new)}
    )
    program.metadata = changed.model_dump(mode="json")
    program.updated_at = timezone.now()
    program.save(update_fields=["metadata", "updated_at"])


def _main_lifts(
    outline: ProgramMetadata, days: Sequence[DayOutline], old: str, new: str
) -> list[str]:
    """A main lift hands its part on; while it is still done on another day, it keeps it too."""
    if old not in outline.main_lifts:
        return list(outline.main_lifts)
    is_left = any(old in one.exercises for one in days)
    heirs = [old, new] if is_left else [new]
    lifts: list[str] = []
    for slug in outline.main_lifts:
        lifts += heirs if slug == old else [slug]
    return list(dict.fromkeys(lifts))[:MAX_MAIN_LIFTS]
