"""The shape of the weeks: blocks with a deload at the end, sets that rise within them."""

import math
from collections.abc import Sequence
from typing import Final

from programs.exercise_catalogue import Exercise, Level
from programs.facts import Goal, ProgramFacts
from programs.offline.allocation import Allocation
from programs.offline.loads import STEP, Effort, Week, efforts, mains_of
from programs.offline.words import deload_focus, focus
from programs.schemas import Phase, WeekOutline

DELOAD_SHARE: Final = 0.7
# Repetitions of a strength deload: light loads are not practised one at a time.
_DELOAD_REPS: Final = (3, 5)
# Weeks of a block at the most, its deload included.
_BLOCK: Final = {Level.BEGINNER: 6, Level.INTERMEDIATE: 5, Level.ADVANCED: 4}
_LIGHTEST_SHARE: Final = 0.88


def block_lengths(weeks: int, level: Level) -> list[int]:
    """Weeks of each block, its deload included. Up to three weeks are one block with none."""
    if weeks < 4:
        return [weeks]
    count = max(1, min(math.ceil(weeks / _BLOCK[level]), weeks // 4))
    short, longer = divmod(weeks, count)
    return [short + 1] * longer + [short] * (count - longer)


def outline_weeks(
    allocation: Allocation, facts: ProgramFacts, mains: Sequence[Exercise]
) -> list[WeekOutline]:
    """mains: the main lifts, whose loads the outlines give."""
    weeks = _weeks(facts)
    outlines: list[WeekOutline] = []
    last: WeekOutline | None = None
    for week, effort in zip(weeks, efforts(weeks, mains_of(mains), facts), strict=True):
        last = _loading_week(len(outlines) + 1, week, effort, allocation, last, facts.goal)
        outlines.append(last)
        if facts.weeks >= 4 and week.index == week.length - 1:
            outlines.append(_deload_week(len(outlines) + 1, last, facts.goal))
    return outlines


def _weeks(facts: ProgramFacts) -> list[Week]:
    """The loading weeks."""
    lengths = [one - (facts.weeks >= 4) for one in block_lengths(facts.weeks, facts.level)]
    places = [(block, index) for block, length in enumerate(lengths) for index in range(length)]
    return [
        Week(block, len(lengths), index, lengths[block], loading)
        for loading, (block, index) in enumerate(places)
    ]


def _loading_week(
    number: int,
    week: Week,
    effort: Effort,
    allocation: Allocation,
    last: WeekOutline | None,
    goal: Goal,
) -> WeekOutline:
    outline = WeekOutline(
        week=number,
        phase=effort.phase,
        focus="",
        sets=_sets(week, allocation),
        percent=effort.percent,
        reps=effort.reps,
        rpe=effort.rpe,
    )
    text = focus(outline, last, goal, new_block=week.index == 0)
    return outline.model_copy(update={"focus": text})


def _deload_week(number: int, last: WeekOutline, goal: Goal) -> WeekOutline:
    return WeekOutline(
        week=number,
        phase=Phase.DELOAD,
        focus=deload_focus(loaded=last.percent is not None),
        sets=math.ceil(last.sets / 2),
        percent=None if last.percent is None else _rounded(last.percent * DELOAD_SHARE),
        reps=_deload_reps(last, goal),
        rpe=None,
    )


def _deload_reps(last: WeekOutline, goal: Goal) -> int:
    if last.percent is None:
        return max(1, round(last.reps * DELOAD_SHARE))
    if goal is Goal.STRENGTH:
        fewest, most = _DELOAD_REPS
        return min(max(last.reps, fewest), most)
    return last.reps


def _sets(week: Week, allocation: Allocation) -> int:
    """Sets rise through a block; the last of several trades some for load."""
    top = len(allocation.order)
    if week.blocks > 1 and week.block == week.blocks - 1:
        share = _LIGHTEST_SHARE
    else:
        part = week.index / max(1, week.length - 1)
        share = _LIGHTEST_SHARE + (1 - _LIGHTEST_SHARE) * part
    return min(top, max(round(share * top), allocation.needed))


def _rounded(percent: float) -> float:
    return round(percent / STEP) * STEP
