"""The shape of the weeks: blocks with a deload at the end, loads and sets that rise within them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from programs.e1rm import possible_at
from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.offline.allocation import Allocation
from programs.offline.dosage import ADDED_REPS, DOSAGES
from programs.offline.words import focus
from programs.rules.ranges import RANGES
from programs.schemas import Phase, WeekOutline

STEP = 2.5
DELOAD_SHARE = 0.7
# Weeks of a block at the most, its deload included.
_BLOCK: Final = {Level.BEGINNER: 6, Level.INTERMEDIATE: 5, Level.ADVANCED: 4}
# %1RM of the main lifts: first week, most for beginners, most for others.
_LOADS: Final[Mapping[Goal, tuple[float, float, float]]] = MappingProxyType(
    {
        Goal.STRENGTH: (85.0, 90.0, 95.0),
        Goal.HYPERTROPHY: (67.5, 77.5, 82.5),
        Goal.ENDURANCE: (55.0, 62.5, 65.0),
        Goal.POWER: (45.0, 55.0, 65.0),
        Goal.FAT_LOSS: (62.5, 72.5, 77.5),
        Goal.GENERAL: (62.5, 72.5, 77.5),
    }
)
_LIGHTEST_SHARE = 0.88
_MAX_REPS = 20
_IN_RESERVE = 2
_EASIEST_RPE, _HARDEST_RPE = 6.0, 9.5


@dataclass(frozen=True)
class _Week:
    """Where a loading week stands. Everything counts from 0."""

    block: int
    blocks: int
    index: int
    length: int
    loading: int

    @property
    def is_last(self) -> bool:
        return self.block == self.blocks - 1 and self.index == self.length - 1


def block_lengths(weeks: int, level: Level) -> list[int]:
    """Weeks of each block, its deload included. Up to three weeks are one block with none."""
    if weeks < 4:
        return [weeks]
    count = max(1, min(math.ceil(weeks / _BLOCK[level]), weeks // 4))
    short, longer = divmod(weeks, count)
    return [short + 1] * longer + [short] * (count - longer)


def outline_weeks(
    allocation: Allocation, facts: ProgramFacts, *, loaded: bool
) -> list[WeekOutline]:
    """loaded: whether any main lift has a load that can be set."""
    lengths = block_lengths(facts.weeks, facts.level)
    with_deload = facts.weeks >= 4
    outlines: list[WeekOutline] = []
    loading = 0
    for block, length in enumerate(lengths):
        work = length - 1 if with_deload else length
        for index in range(work):
            week = _Week(block, len(lengths), index, work, loading)
            outlines.append(_loading_week(len(outlines) + 1, week, allocation, facts, loaded))
            loading += 1
        if with_deload:
            outlines.append(_deload_week(len(outlines) + 1, outlines[-1]))
    return outlines


def _loading_week(
    number: int, week: _Week, allocation: Allocation, facts: ProgramFacts, loaded: bool
) -> WeekOutline:
    phase = _phase(week, facts)
    percent = _percent(week, facts) if loaded else None
    reps, rpe = _effort(percent, week, facts.goal)
    return WeekOutline(
        week=number,
        phase=phase,
        focus=focus(phase, facts.goal, first=number == 1),
        sets=_sets(week, allocation),
        percent=percent,
        reps=reps,
        rpe=rpe,
    )


def _deload_week(number: int, last: WeekOutline) -> WeekOutline:
    percent = None if last.percent is None else _rounded(last.percent * DELOAD_SHARE)
    return WeekOutline(
        week=number,
        phase=Phase.DELOAD,
        focus=focus(Phase.DELOAD, None),
        sets=math.ceil(last.sets / 2),
        percent=percent,
        reps=last.reps if percent is not None else max(1, round(last.reps * DELOAD_SHARE)),
        rpe=None,
    )


def _phase(week: _Week, facts: ProgramFacts) -> Phase:
    if week.is_last and week.loading >= 3 and facts.level is not Level.BEGINNER:
        return Phase.PEAK
    if week.blocks == 1:
        if week.index == 0:
            return Phase.FOUNDATION
        return Phase.INTENSIFY if week.index == week.length - 1 else Phase.BUILD
    if week.block == 0:
        return Phase.FOUNDATION
    return Phase.INTENSIFY if week.block == week.blocks - 1 else Phase.BUILD


def _percent(week: _Week, facts: ProgramFacts) -> float:
    """Beginners rise in a straight line; others begin each block a little above the last one's
    beginning.
    """
    start, most_beginner, most = _LOADS[facts.goal]
    if facts.level is Level.BEGINNER:
        loading = facts.weeks - (len(block_lengths(facts.weeks, facts.level)) * (facts.weeks >= 4))
        steps = (most_beginner - start) / STEP
        pace = min(1.0, steps / max(1, loading - 1))
        return start + STEP * math.floor(week.loading * pace + 1e-9)
    room = max(0.0, most - start - STEP * (week.length - 1))
    risen = _rounded_down(room * week.block / max(1, week.blocks - 1))
    # No block begins above where the one before it ended: three loading weeks are two steps.
    base = start + min(risen, 2 * STEP * week.block)
    return min(most, base + STEP * week.index)


def _effort(percent: float | None, week: _Week, goal: Goal) -> tuple[int, float | None]:
    """Repetitions and RPE that are true together at the load."""
    if goal is Goal.POWER:
        return (5 if (percent or 0) <= 50 else 4 if (percent or 0) <= 57.5 else 3), None
    if percent is None:
        return min(_MAX_REPS, DOSAGES[goal].unloaded_reps + min(week.loading, ADDED_REPS)), 8.0
    possible = possible_at(percent / 100)
    low, high = RANGES[goal].reps
    reps = min(max(round(possible - _IN_RESERVE), low), min(high, _MAX_REPS))
    rpe = round(2 * (10 - (possible - reps))) / 2
    return reps, min(max(rpe, _EASIEST_RPE), _HARDEST_RPE)


def _sets(week: _Week, allocation: Allocation) -> int:
    """Sets rise through a block; the last block trades some for load."""
    top = len(allocation.order)
    if week.blocks > 1 and week.block == week.blocks - 1:
        share = _LIGHTEST_SHARE
    else:
        part = week.index / max(1, week.length - 1)
        share = _LIGHTEST_SHARE + (1 - _LIGHTEST_SHARE) * part
    return min(top, max(round(share * top), allocation.needed))


def _rounded(percent: float) -> float:
    return round(percent / STEP) * STEP


def _rounded_down(percent: float) -> float:
    return math.floor(percent / STEP + 1e-9) * STEP
