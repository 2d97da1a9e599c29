"""Counting a plan's work: hard sets for each muscle, average intensity, minutes.

One working set counts 1 for an exercise's primary muscles and ½ for its secondary ones. The
recommended bands are weekly; they stand behind the charts and in the rules.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from programs.exercise_catalogue import BY_SLUG, Exercise, Level, Muscle
from programs.schemas import SetContent, WeekContent, WorkoutContent

MAX_WEEKLY_SETS = 22
MAX_SESSION_SETS = 8
WARM_UP_MINUTES = 5
SECONDS_PER_REP = 4
MAIN_MUSCLES = (Muscle.CHEST, Muscle.BACK, Muscle.QUADS, Muscle.HAMSTRINGS)


@dataclass(frozen=True)
class Band:
    """Weekly hard sets, both ends included."""

    low: int
    high: int


_BEGINNER = {
    Muscle.CHEST: Band(8, 12),
    Muscle.BACK: Band(8, 14),
    Muscle.QUADS: Band(6, 12),
    Muscle.HAMSTRINGS: Band(4, 10),
}
_TRAINED = {
    Muscle.CHEST: Band(10, 20),
    Muscle.BACK: Band(10, 22),
    Muscle.QUADS: Band(8, 18),
    Muscle.HAMSTRINGS: Band(6, 14),
}
BANDS: Mapping[Level, Mapping[Muscle, Band]] = MappingProxyType(
    {
        Level.BEGINNER: MappingProxyType(_BEGINNER),
        Level.INTERMEDIATE: MappingProxyType(_TRAINED),
        Level.ADVANCED: MappingProxyType(_TRAINED),
    }
)


def session_sets(
    workout: WorkoutContent, catalogue: Mapping[str, Exercise] = BY_SLUG
) -> Counter[Muscle]:
    """Hard sets for each muscle; exercises that the catalogue does not know count nothing."""
    total: Counter[Muscle] = Counter()
    for entry in workout.exercises:
        known = catalogue.get(entry.exercise)
        if known is not None:
            for muscle, share in known.muscles.items():
                total[muscle] += share * len(entry.sets)  # type: ignore[assignment]
    return total


def weekly_sets(week: WeekContent, catalogue: Mapping[str, Exercise] = BY_SLUG) -> Counter[Muscle]:
    total: Counter[Muscle] = Counter()
    for workout in week.workouts:
        total.update(session_sets(workout, catalogue))
    return total


def average_percent(week: WeekContent) -> float | None:
    """Mean %1RM over the sets that have one, to 0.1; None when no set has."""
    values = [
        one.percent
        for workout in week.workouts
        for entry in workout.exercises
        for one in entry.sets
        if one.percent is not None
    ]
    return round(sum(values) / len(values), 1) if values else None


def set_seconds(one: SetContent, *, unilateral: bool = False) -> int:
    """Seconds of a set with the rest after it; one-sided work takes twice the time."""
    work = one.seconds if one.seconds is not None else (one.reps or 0) * SECONDS_PER_REP
    return work * (2 if unilateral else 1) + one.rest


def minutes(workout: WorkoutContent, catalogue: Mapping[str, Exercise] = BY_SLUG) -> int:
    """An estimate of a session's length: a short warm-up, the sets at four seconds a repetition,
    and the rests.
    """
    seconds = 0
    for entry in workout.exercises:
        known = catalogue.get(entry.exercise)
        one_sided = known is not None and known.unilateral
        seconds += sum(set_seconds(one, unilateral=one_sided) for one in entry.sets)
    return WARM_UP_MINUTES + round(seconds / 60)
