"""A week's content from a value to rows, in three inserts however long it is."""

from programs.models import ExerciseEntry, PlannedSet, Week, Workout
from programs.schemas import WeekContent


def replace_rows(week: Week, content: WeekContent) -> None:
    """Put the content in the place of what stands. Call it inside a transaction."""
    Week.objects.filter(pk=week.pk).update(focus=content.focus, notes=content.notes)
    week.workouts.all().delete()
    workouts = Workout.objects.bulk_create(
        Workout(week=week, day=one.day, name=one.name) for one in content.workouts
    )
    entries = ExerciseEntry.objects.bulk_create(
        ExerciseEntry(
            workout=workout,
            index=index,
            exercise=entry.exercise,
            tempo=entry.tempo,
            notes=entry.notes,
        )
        for workout, one in zip(workouts, content.workouts, strict=True)
        for index, entry in enumerate(one.exercises)
    )
    values = [entry for one in content.workouts for entry in one.exercises]
    PlannedSet.objects.bulk_create(
        PlannedSet(entry=row, index=index, **one.model_dump())
        for row, entry in zip(entries, values, strict=True)
        for index, one in enumerate(entry.sets)
    )
