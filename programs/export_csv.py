"""A program as CSV: one row for each set, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from programs.exercise_catalogue import BY_SLUG, Exercise
from programs.facts import WEEKDAYS
from programs.schemas import WeekContent

COLUMNS: Final = (
    "week", "focus", "day", "weekday", "workout", "order", "exercise", "slug", "set", "each_side",
    "reps", "seconds", "percent_1rm", "kg", "rpe", "rest_seconds", "tempo", "notes",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def program_csv(
    weeks: Iterable[WeekContent],
    weekdays: tuple[int, ...] = (),
    catalogue: Mapping[str, Exercise] = BY_SLUG,
) -> str:
    """RFC 4180: CRLF, quotes where needed, a header row. Empty cells where nothing is set.

    weekdays: 0 (Monday) to 6 of each training day, day 1 first; empty leaves the column empty. Text
    that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for week in sorted(weeks, key=lambda one: one.week):
        for row in _rows(week, weekdays, catalogue):
            writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _rows(
    week: WeekContent, weekdays: tuple[int, ...], catalogue: Mapping[str, Exercise]
) -> Iterable[tuple[object, ...]]:
    for workout in sorted(week.workouts, key=lambda one: one.day):
        known = 1 <= workout.day <= len(weekdays)
        weekday = WEEKDAYS[weekdays[workout.day - 1]] if known else ""
        for order, entry in enumerate(workout.exercises, start=1):
            exercise = catalogue.get(entry.exercise)
            name = exercise.name if exercise else entry.exercise
            for number, one in enumerate(entry.sets, start=1):
                yield (
                    week.week,
                    week.focus,
                    workout.day,
                    weekday,
                    workout.name,
                    order,
                    name,
                    entry.exercise,
                    number,
                    "yes" if exercise and exercise.unilateral else "",
                    one.reps,
                    one.seconds,
                    one.percent,
                    one.kg,
                    one.rpe,
                    one.rest,
                    entry.tempo,
                    "; ".join(part for part in (entry.notes, one.notes) if part),
                )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
