"""The figures of rule 3 and rule 6: loads, repetitions, sets and rests by goal, sets by minutes.

Strength, hypertrophy, endurance and power are the usual ranges of strength coaching. Our own are
the upper ends of rests, the rest of endurance work, and all of fat loss and general fitness, which
train between hypertrophy and endurance; and what strength may be from 65 on and under 18.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from programs.exercise_catalogue import Exercise
from programs.facts import Goal, ProgramFacts


@dataclass(frozen=True)
class GoalRange:
    """For the main lifts. percent: of 1RM. rest: seconds between sets.

    other_rest: the least rest of the other lifts that move a load.
    """

    percent: tuple[float, float]
    reps: tuple[int, int]
    sets: tuple[int, int]
    rest: tuple[int, int]
    other_rest: int


RANGES: Final[Mapping[Goal, GoalRange]] = MappingProxyType(
    {
        Goal.STRENGTH: GoalRange((85, 100), (1, 6), (2, 6), (120, 300), 60),
        Goal.HYPERTROPHY: GoalRange((67, 85), (6, 12), (3, 6), (60, 180), 60),
        Goal.ENDURANCE: GoalRange((40, 67), (12, 30), (2, 3), (20, 120), 20),
        Goal.POWER: GoalRange((30, 70), (1, 6), (2, 6), (120, 300), 60),
        Goal.FAT_LOSS: GoalRange((60, 85), (6, 15), (2, 5), (45, 180), 30),
        Goal.GENERAL: GoalRange((60, 85), (6, 15), (2, 5), (45, 180), 30),
    }
)
# From the one age on, and below the other, strength is trained with moderate loads: up to 85% of
# 1RM in the position statements for older adults (NSCA 2019, ACSM 2009) and for youth (NSCA 2009).
OLDER: Final = 65
GROWN: Final = 18
_MODERATE_STRENGTH: Final = replace(RANGES[Goal.STRENGTH], percent=(70, 85), reps=(1, 10))
# Bodyweight work and holds, whose load is not chosen, need less rest than loaded lifts.
UNLOADED_REST: Final = 20
PERCENT_TOLERANCE: Final = 5.0
REPS_TOLERANCE: Final = 2

# Working sets that fit, at the least and at the most: 12–16 in 45 minutes, 16–22 in 60, 24–30 in
# 90; straight lines between, and down to 20 minutes.
_SETS_BY_MINUTES: Final[tuple[tuple[int, int, int], ...]] = (
    (20, 4, 7),
    (30, 7, 10),
    (45, 12, 16),
    (60, 16, 22),
    (90, 24, 30),
    (120, 30, 38),
)


def trains_moderately(facts: ProgramFacts) -> bool:
    """Whether the client's age asks for moderate loads."""
    return facts.age is not None and not GROWN <= facts.age < OLDER


def goal_range(facts: ProgramFacts) -> GoalRange:
    """The range of the client's goal; for strength a lower one from 65 on and under 18."""
    if facts.goal is Goal.STRENGTH and trains_moderately(facts):
        return _MODERATE_STRENGTH
    return RANGES[facts.goal]


def session_range(minutes: int) -> tuple[int, int]:
    """The working sets that fill so many minutes, from and to."""
    first, last = _SETS_BY_MINUTES[0], _SETS_BY_MINUTES[-1]
    at = min(max(minutes, first[0]), last[0])
    for (low, *from_), (high, *to) in pairwise(_SETS_BY_MINUTES):
        if at <= high:
            part = (at - low) / (high - low)
            least, most = (a + (b - a) * part for a, b in zip(from_, to, strict=True))
            return int(least), int(most)
    return last[1], last[2]


def least_rest(exercise: Exercise, goal: Goal, *, is_main: bool) -> int:
    """Seconds. Main lifts rest as the goal asks; other lifts that move a load less, holds and
    bodyweight work the least.
    """
    if is_main and exercise.compound and not exercise.timed:
        return RANGES[goal].rest[0]
    if exercise.timed or not exercise.loadable:
        return UNLOADED_REST
    return RANGES[goal].other_rest
