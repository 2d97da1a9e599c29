"""How strength moved: from completed sets to the best estimated one-rep max of each day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programs.e1rm import estimate


@dataclass(frozen=True)
class LoggedSet:
    """A set as it was done: kg for repetitions, at an RPE if one was noted."""

    exercise: str
    day: date
    kg: float
    reps: int
    rpe: float | None = None


@dataclass(frozen=True)
class Best:
    """A day's best estimate in kg, and the set that it comes from."""

    day: date
    one_rep_max: float
    done: LoggedSet


def trends(sets: Iterable[LoggedSet]) -> Mapping[str, Sequence[Best]]:
    """By exercise, the most often trained first: one entry for each day, oldest first.

    Sets that allow no estimate (no load, or more than 12 possible repetitions) count nothing; an
    exercise without any other is left out.
    """
    best: dict[str, dict[date, Best]] = defaultdict(dict)
    for one in sets:
        value = estimate(one.kg, one.reps, one.rpe)
        if value is None:
            continue
        known = best[one.exercise].get(one.day)
        if known is None or value > known.one_rep_max:
            best[one.exercise][one.day] = Best(one.day, value, one)
    ordered = sorted(best.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        exercise: sorted(days.values(), key=lambda entry: entry.day) for exercise, days in ordered
    }


def summary(points: Sequence[Best]) -> str:
    """One sentence on what is to be seen. There is at least one point."""
    first, last = points[0], points[-1]
    if first.day == last.day:
        return f"{last.one_rep_max:g} kg on {_day(last.day)}. One more session shows a direction."
    change = round(last.one_rep_max - first.one_rep_max, 1)
    moved = "no change" if not change else f"{abs(change):g} kg {'more' if change > 0 else 'less'}"
    return (
        f"From {first.one_rep_max:g} kg on {_day(first.day)} to {last.one_rep_max:g} kg on "
        f"{_day(last.day)}: {moved}."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
