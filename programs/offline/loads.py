"""Loads, repetitions and RPE of the main lifts, week by week, that are true together.

Beginners rise in a straight line: while the load stays repetitions rise, then the load. Others
begin each block a little above the last one's beginning and end the program at the top. Only the
barbell lifts of `lifts.NEAR_MAXIMAL` go above 87.5%; a plan without one stays at four repetitions.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from programs.e1rm import MAX_POSSIBLE_REPS, possible_at
from programs.exercise_catalogue import Exercise, Level
from programs.facts import Goal, ProgramFacts
from programs.offline import moderation
from programs.offline.dosage import ADDED_REPS, DOSAGES
from programs.offline.lifts import FEWEST, by_percent, is_near_maximal
from programs.rules.ranges import goal_range, trains_moderately
from programs.schemas import Phase

STEP: Final = 2.5
# %1RM of the main lifts: first week, most for beginners, most for others.
LOADS: Final[Mapping[Goal, tuple[float, float, float]]] = MappingProxyType(
    {
        Goal.STRENGTH: (85.0, 87.5, 95.0),
        Goal.HYPERTROPHY: (67.5, 77.5, 82.5),
        Goal.ENDURANCE: (55.0, 62.5, 65.0),
        Goal.POWER: (45.0, 55.0, 65.0),
        Goal.FAT_LOSS: (62.5, 72.5, 77.5),
        Goal.GENERAL: (62.5, 72.5, 77.5),
    }
)
# Strength from lighter beginnings: general training first, for those who are new to it and for
# lifts that are not tested at one repetition.
_FIRST_STRENGTH: Final = 85.0
_BEGINNER_STRENGTH: Final = (75.0, 80.0)
_LIGHTER_STRENGTH: Final = (80.0, 87.5)
_MAX_REPS: Final = 20
# As far as rule 3 lets general training go before strength.
_FOUNDATION_REPS: Final = 8
_IN_RESERVE: Final = 2.0
_LESS_IN_RESERVE: Final = {Phase.INTENSIFY: 1.5, Phase.PEAK: 1.0}
# How many repetitions a load gains while it stays.
_GAIN: Final = {Goal.ENDURANCE: 5, Goal.GENERAL: 3, Goal.FAT_LOSS: 3}
_USUAL_GAIN: Final = 2
_EASIEST_RPE, _HARDEST_RPE, _BEGINNER_RPE = 6.0, 9.0, 8.0
_EASY_UNLOADED, _HARD_UNLOADED = 7.0, 8.0


@dataclass(frozen=True)
class Week:
    """Where a loading week stands. Everything counts from 0; length: loading weeks of the block."""

    block: int
    blocks: int
    index: int
    length: int
    loading: int

    @property
    def is_last(self) -> bool:
        return self.block == self.blocks - 1 and self.index == self.length - 1


@dataclass(frozen=True)
class Mains:
    """loaded: some main lift goes by a percentage. near_maximal: some may go to one repetition."""

    loaded: bool
    near_maximal: bool


@dataclass(frozen=True)
class Effort:
    phase: Phase
    percent: float | None
    reps: int
    rpe: float | None


def mains_of(exercises: Sequence[Exercise]) -> Mains:
    return Mains(
        loaded=any(by_percent(one) for one in exercises),
        near_maximal=any(is_near_maximal(one) for one in exercises),
    )


def efforts(weeks: Sequence[Week], mains: Mains, facts: ProgramFacts) -> list[Effort]:
    """One for each loading week of the program, in order."""
    if not mains.loaded:
        return [_unloaded(week, _phase(week, None, facts), facts) for week in weeks]
    percents = _percents(weeks, mains, facts)
    phases = [_phase(week, percent, facts) for week, percent in zip(weeks, percents, strict=True)]
    found = []
    for at, (percent, phase) in enumerate(zip(percents, phases, strict=True)):
        held, run = _held(percents, at)
        if facts.level is not Level.BEGINNER:
            held, run = _held(percents, at, weeks=weeks)
        reps, rpe = _loaded(percent, phase, (held, run), mains, facts)
        found.append(Effort(phase, percent, reps, rpe))
    return found


def reps_and_rpe(percent: float, in_reserve: float, fewest: int) -> tuple[int, float]:
    """Repetitions at a load, at least `fewest`, and the RPE that they come to."""
    possible = possible_at(percent / 100)
    reps = max(fewest, round(possible - in_reserve))
    return reps, _rpe(possible, reps)


def _held(
    percents: Sequence[float], at: int, weeks: Sequence[Week] | None = None
) -> tuple[int, int]:
    """How many weeks the load has stood, and how many it stands; with weeks, within a block."""

    def same(other: int) -> bool:
        in_block = weeks is None or weeks[other].block == weeks[at].block
        return percents[other] == percents[at] and in_block

    first = last = at
    while first and same(first - 1):
        first -= 1
    while last + 1 < len(percents) and same(last + 1):
        last += 1
    return at - first, last - first + 1


def _percents(weeks: Sequence[Week], mains: Mains, facts: ProgramFacts) -> list[float]:
    total = len(weeks)
    start, most = _ends(total, mains, facts)
    if facts.level is Level.BEGINNER:
        pace = min(1.0, (most - start) / STEP / max(1, total - 1))
        return [start + STEP * math.floor(week.loading * pace + 1e-9) for week in weeks]
    found: list[float] = []
    for week in weeks:
        # Where a block rises slowly, the next one begins no more than a step above it.
        highest = max(found, default=start - STEP)
        found.append(min(_in_block(week, start, most, facts), highest + STEP))
    return found


def _ends(total: int, mains: Mains, facts: ProgramFacts) -> tuple[float, float]:
    """The first load and the heaviest."""
    beginner = facts.level is Level.BEGINNER
    loads = moderation.LOADS if trains_moderately(facts) else LOADS
    start, most_beginner, most = loads[facts.goal]
    if facts.goal is Goal.STRENGTH and not trains_moderately(facts):
        if beginner:
            low, high = _BEGINNER_STRENGTH
            start = min(high, max(low, _FIRST_STRENGTH - STEP * (total - 1)))
            most_beginner = most_beginner if mains.near_maximal else _FIRST_STRENGTH
        elif not mains.near_maximal:
            start, most = _LIGHTER_STRENGTH
    return start, most_beginner if beginner else most


def _in_block(week: Week, start: float, most: float, facts: ProgramFacts) -> float:
    """Steps up through the block. No block begins above where the one before it ended."""
    index = week.index
    if week.block == 0 and week.blocks > 1:
        # The first of several blocks takes its time and ends two steps up.
        index = max(0, index - max(0, week.length - 3))
    if trains_moderately(facts):
        index //= 2
    room = max(0.0, most - start - STEP * (week.length - 1))
    risen = _rounded_down(room * week.block / max(1, week.blocks - 1))
    base = start + min(risen, 2 * STEP * week.block)
    if facts.goal is Goal.STRENGTH and not trains_moderately(facts) and week.block:
        base = max(base, _FIRST_STRENGTH)
    return min(most, base + STEP * index)


def _phase(week: Week, percent: float | None, facts: ProgramFacts) -> Phase:
    """Agrees with the load: nothing heavy is called a foundation, nothing light intensive."""
    if facts.goal is Goal.STRENGTH and percent is not None and not trains_moderately(facts):
        if percent < _FIRST_STRENGTH:
            return Phase.FOUNDATION
        if percent >= 92.5 and not week.is_last:
            return Phase.INTENSIFY
    gentle = facts.level is Level.BEGINNER or trains_moderately(facts)
    if week.is_last and week.loading >= 3 and not gentle:
        return Phase.PEAK
    if week.blocks == 1:
        if week.index < (2 if gentle and week.length > 2 else 1):
            return Phase.FOUNDATION
        return Phase.INTENSIFY if week.index == week.length - 1 else Phase.BUILD
    if week.block == 0:
        return Phase.FOUNDATION if gentle or week.index < 2 else Phase.BUILD
    return Phase.INTENSIFY if week.block == week.blocks - 1 else Phase.BUILD


def _unloaded(week: Week, phase: Phase, facts: ProgramFacts) -> Effort:
    """Bodyweight and bands: repetitions rise, then effort."""
    if facts.goal is Goal.POWER:
        return Effort(phase, None, DOSAGES[facts.goal].unloaded_reps, None)
    reps = DOSAGES[facts.goal].unloaded_reps + min(week.loading, ADDED_REPS)
    return Effort(phase, None, min(_MAX_REPS, reps), unloaded_rpe(week.loading, facts))


def unloaded_rpe(loading: int, facts: ProgramFacts) -> float:
    """Of all work without a percentage. loading: how many loading weeks came before."""
    easy = loading < 2 or facts.level is Level.BEGINNER or trains_moderately(facts)
    return _EASY_UNLOADED if easy else _HARD_UNLOADED


def _loaded(
    percent: float, phase: Phase, stay: tuple[int, int], mains: Mains, facts: ProgramFacts
) -> tuple[int, float | None]:
    if facts.goal is Goal.POWER:
        return (5 if percent <= 50 else 4 if percent <= 57.5 else 3), None
    held, run = stay
    gentle = facts.level is Level.BEGINNER or trains_moderately(facts)
    possible = possible_at(percent / 100)
    low, high = goal_range(facts).reps
    if facts.goal is Goal.STRENGTH and (trains_moderately(facts) or not mains.near_maximal):
        low = FEWEST
    if facts.goal is Goal.STRENGTH and phase is Phase.FOUNDATION:
        high = max(high, _FOUNDATION_REPS)
    spare = _IN_RESERVE
    if not gentle and facts.goal in (Goal.STRENGTH, Goal.HYPERTROPHY):
        spare = _LESS_IN_RESERVE.get(phase, spare)
    top = min(max(round(possible - spare), low), high, _MAX_REPS)
    if gentle:
        first = max(low, top - min(run - 1, _GAIN.get(facts.goal, _USUAL_GAIN)))
        if possible <= MAX_POSSIBLE_REPS:
            first = min(top, max(first, FEWEST, round(possible - _IN_RESERVE - 1)))
        reps = first + round((top - first) * held / max(1, run - 1))
    else:
        reps = min(top + held, max(top, math.floor(possible - 1)), high, _MAX_REPS)
    rpe = _rpe(possible, reps)
    if possible > MAX_POSSIBLE_REPS:
        # Here the formula says little, and nobody stops a set at RPE 6.
        rpe = max(rpe, _EASY_UNLOADED)
    return reps, _capped(rpe, facts)


def _rpe(possible: float, reps: int) -> float:
    rpe = round(2 * (10 - (possible - reps))) / 2
    return min(max(rpe, _EASIEST_RPE), _HARDEST_RPE)


def _capped(rpe: float, facts: ProgramFacts) -> float:
    if trains_moderately(facts):
        return min(rpe, moderation.MOST_RPE)
    return min(rpe, _BEGINNER_RPE) if facts.level is Level.BEGINNER else rpe


def _rounded_down(percent: float) -> float:
    return math.floor(percent / STEP + 1e-9) * STEP
