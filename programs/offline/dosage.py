"""How much of what: sets, rests and repetitions by goal, inside the ranges of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from programs.exercise_catalogue import Exercise, Pattern
from programs.facts import Goal, ProgramFacts
from programs.rules.ranges import RANGES
from programs.volume import SECONDS_PER_REP


@dataclass(frozen=True)
class Dosage:
    """sets: from and to. rest: seconds. other_reps: of loaded work beside the main lifts.
    unloaded_reps: of bodyweight main lifts in the first week.
    """

    main_sets: tuple[int, int]
    other_sets: tuple[int, int]
    main_rest: int
    other_rest: int
    other_reps: int
    unloaded_reps: int


DOSAGES: Final[Mapping[Goal, Dosage]] = MappingProxyType(
    {
        Goal.STRENGTH: Dosage((3, 5), (2, 4), 180, 90, 8, 6),
        Goal.HYPERTROPHY: Dosage((3, 5), (3, 4), 90, 75, 10, 8),
        Goal.ENDURANCE: Dosage((2, 3), (2, 3), 45, 30, 15, 15),
        Goal.POWER: Dosage((3, 5), (2, 4), 150, 90, 8, 4),
        Goal.FAT_LOSS: Dosage((2, 4), (2, 4), 60, 45, 12, 10),
        Goal.GENERAL: Dosage((2, 4), (2, 4), 75, 60, 12, 10),
    }
)
TRUNK_SETS = (2, 3)
TRUNK_REST = 45
FIRST_SECONDS = 30
# Minutes of a session up to which main lifts rest no longer than they must.
SHORT_SESSION = 30
# Repetitions that bodyweight main lifts gain over a program, at the most.
ADDED_REPS = 6


def set_range(exercise: Exercise, goal: Goal, *, is_main: bool) -> tuple[int, int]:
    """From how many sets to how many an exercise gets in one session."""
    dosage = DOSAGES[goal]
    if is_main:
        return dosage.main_sets
    if exercise.pattern in (Pattern.CORE, Pattern.CARRY):
        return TRUNK_SETS
    return dosage.other_sets


def rest(exercise: Exercise, facts: ProgramFacts, *, is_main: bool) -> int:
    """Seconds after a set: the goal's, less where the session is short or nothing is loaded."""
    dosage = DOSAGES[facts.goal]
    if is_main:
        least = RANGES[facts.goal].rest[0]
        short = facts.minutes <= SHORT_SESSION or not exercise.loadable
        return min(dosage.main_rest, max(least, dosage.other_rest)) if short else dosage.main_rest
    if exercise.timed or exercise.pattern is Pattern.CORE:
        return min(TRUNK_REST, dosage.other_rest) if not exercise.loadable else dosage.other_rest
    return dosage.other_rest


def seconds(exercise: Exercise, facts: ProgramFacts, *, is_main: bool) -> int:
    """About how long one set takes, with its rest; for filling sessions."""
    dosage = DOSAGES[facts.goal]
    reps = dosage.other_reps
    if is_main and not exercise.loadable:
        reps = dosage.unloaded_reps + ADDED_REPS // 2
    work = FIRST_SECONDS if exercise.timed else reps * SECONDS_PER_REP
    return work * (2 if exercise.unilateral else 1) + rest(exercise, facts, is_main=is_main)
