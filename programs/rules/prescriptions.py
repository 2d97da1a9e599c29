"""Rule 3: load, repetitions, sets and rest of the main lifts, by goal.

Rule 3 of a plan; figures in `programs.rules.ranges`. The ranges are for the main lifts outside
deload weeks: nobody does lateral raises at 85%. Rest is checked on every exercise. Too short a
rest is an error, too long a warning. Load or repetitions a little outside are a warning; more
than 5 points of 1RM or 2 repetitions outside train for another goal, an error. Foundation weeks
of strength and power programs may be general training (60–85%, 6–15 repetitions), a note of
the outline then.
Repetitions are checked where the load can be chosen: a push-up is as heavy as it is. What is done
for speed is bounded by the loads of power in every program.
"""

from collections.abc import Iterator
from typing import Final

from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.rules.places import Entry, entries
from programs.rules.ranges import (
    PERCENT_TOLERANCE,
    RANGES,
    REPS_TOLERANCE,
    GoalRange,
    goal_range,
    least_rest,
)
from programs.schemas import Phase, ProgramMetadata, SetContent, WeekContent, WeekOutline
from project.findings import Finding, Severity

_BASE: Final[GoalRange] = RANGES[Goal.GENERAL]
FAST = ("fast", "explosive", "speed", "quick", "jump", "throw")


def check_prescriptions(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    outline = metadata.outline(week.week)
    deload = outline is not None and outline.deload
    lenient = outline is not None and _is_base(outline, facts.goal)
    found: list[Finding] = []
    told = deload or facts.goal is not Goal.POWER or _says_fast(week.notes)
    for entry in entries(week, metadata, facts):
        if entry.is_main and not told:
            found += _speed(entry)
        found += _rests(entry, facts.goal)
        if entry.exercise.explosive:
            found += _too_heavy_for_speed(entry, facts)
        if entry.is_main and not deload:
            found += _set_count(entry, facts.goal)
            if not entry.exercise.timed:
                found += _loads(entry, facts, lenient=lenient)
    return found


def check_outline_loads(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    """The same for what the outlines ask of the main lifts."""
    found = list(_outline_without_load(metadata, facts))
    for index, outline in enumerate(metadata.weeks):
        if not outline.deload:
            found += _outline_loads(outline, index, facts)
    return found


def _outline_without_load(metadata: ProgramMetadata, facts: ProgramFacts) -> Iterator[Finding]:
    """A coach may leave the load to RPE; a beginner cannot judge it."""
    mains = [facts.by_slug[slug] for slug in metadata.main_lifts if slug in facts.by_slug]
    open_weeks = [index for index, one in enumerate(metadata.weeks) if one.percent is None]
    if open_weeks and any(one.loadable and not one.timed for one in mains):
        yield Finding(
            Severity.ERROR if facts.level is Level.BEGINNER else Severity.WARNING,
            "outline-load-none",
            f"weeks.{open_weeks[0]}.percent",
            "The outline gives no load for the main lifts, so weeks cannot build on each other.",
            "Give a percentage of 1RM for every week.",
        )


def percent_of(one: SetContent, slug: str, facts: ProgramFacts) -> float | None:
    """%1RM as written, or from kg when the client's one-rep max is known."""
    if one.percent is not None:
        return one.percent
    known = facts.one_rep_maxes.get(slug)
    return None if one.kg is None or not known else 100 * one.kg / known


def _is_base(outline: WeekOutline, goal: Goal) -> bool:
    """Whether the week may be general training that leads up to heavy or fast work."""
    return outline.phase is Phase.FOUNDATION and goal in (Goal.STRENGTH, Goal.POWER)


def _outline_loads(outline: WeekOutline, index: int, facts: ProgramFacts) -> Iterator[Finding]:
    place = f"weeks.{index}"
    if outline.percent is None:
        return
    lenient = _is_base(outline, facts.goal)
    yield from _percent(outline.percent, facts, f"{place}.percent", lenient=lenient)
    yield from _reps(outline.reps, facts, f"{place}.reps", lenient=lenient)


def _loads(entry: Entry, facts: ProgramFacts, *, lenient: bool) -> Iterator[Finding]:
    """The first set of each kind that is out of range; equal sets are not told twice."""
    seen: set[tuple[float | None, int | None]] = set()
    for place, one in entry.sets:
        percent = percent_of(one, entry.exercise.slug, facts)
        if (percent, one.reps) in seen:
            continue
        seen.add((percent, one.reps))
        found: list[Finding] = []
        if percent is not None:
            found += _percent(percent, facts, place, lenient=lenient)
        if one.reps is not None and entry.exercise.loadable:
            found += _reps(one.reps, facts, place, lenient=lenient)
        # The outline has its note already; one for each lift would drown the rest.
        yield from (finding for finding in found if finding.severity is not Severity.NOTE)


def _percent(
    percent: float, facts: ProgramFacts, place: str, *, lenient: bool
) -> Iterator[Finding]:
    low, high = goal_range(facts).percent
    off = max(low - percent, percent - high)
    if off > 0:
        base = lenient and _within(percent, _BASE.percent)
        yield Finding(
            _severity(base=base, far=off > PERCENT_TOLERANCE),
            "goal-load",
            place,
            f"{percent:g}% of 1RM for a main lift; {_goal(facts.goal)} is trained with "
            f"{low:g}–{high:g}%.",
            f"Choose a load from {low:g} to {high:g}%.",
        )


def _reps(reps: int, facts: ProgramFacts, place: str, *, lenient: bool) -> Iterator[Finding]:
    low, high = goal_range(facts).reps
    off = max(low - reps, reps - high)
    if off > 0:
        base = lenient and _within(reps, _BASE.reps)
        yield Finding(
            _severity(base=base, far=off > REPS_TOLERANCE),
            "goal-reps",
            place,
            f"{reps} repetitions of a main lift; {_goal(facts.goal)} is trained with {low}–{high}.",
            f"Choose {low} to {high} repetitions.",
        )


def _severity(*, base: bool, far: bool) -> Severity:
    """base: whether it is general training in a week that may be that."""
    if base:
        return Severity.NOTE
    return Severity.ERROR if far else Severity.WARNING


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def _set_count(entry: Entry, goal: Goal) -> Iterator[Finding]:
    low, high = RANGES[goal].sets
    count = len(entry.content.sets)
    if not low <= count <= high:
        sets = "1 set" if count == 1 else f"{count} sets"
        yield Finding(
            Severity.WARNING,
            "goal-sets",
            entry.place,
            f"{sets} of the main lift {entry.exercise.name}; {_goal(goal)} is trained with "
            f"{low}–{high}.",
            f"Choose {low} to {high} sets.",
        )


def _too_heavy_for_speed(entry: Entry, facts: ProgramFacts) -> Iterator[Finding]:
    """Jumps, throws and cleans are as heavy as power is trained with, whatever the goal."""
    most = RANGES[Goal.POWER].percent[1]
    loads = ((place, percent_of(one, entry.exercise.slug, facts)) for place, one in entry.sets)
    place, percent = max(
        ((place, load) for place, load in loads if load is not None),
        key=lambda pair: pair[1],
        default=("", 0.0),
    )
    if percent > most:
        yield Finding(
            _severity(base=False, far=percent - most > PERCENT_TOLERANCE),
            "explosive-load",
            place,
            f"{entry.exercise.name} is done for speed; {percent:g}% of 1RM is too heavy for that.",
            f"Choose at most {most:g}%, or a slow lift.",
        )


def _rests(entry: Entry, goal: Goal) -> Iterator[Finding]:
    least = least_rest(entry.exercise, goal, is_main=entry.is_main)
    most = RANGES[goal].rest[1]
    shortest = min(entry.sets, key=lambda pair: pair[1].rest, default=None)
    longest = max(entry.sets, key=lambda pair: pair[1].rest, default=None)
    if shortest is not None and shortest[1].rest < least:
        yield Finding(
            Severity.ERROR,
            "rest-short",
            shortest[0],
            f"{shortest[1].rest} s of rest after a set of {entry.exercise.name} is too short; "
            f"{_goal(goal)} needs {least} s or more here.",
            f"Rest at least {least} s.",
        )
    if longest is not None and longest[1].rest > most:
        yield Finding(
            Severity.WARNING,
            "rest-long",
            longest[0],
            f"{longest[1].rest} s of rest after a set of {entry.exercise.name} is longer than "
            f"{_goal(goal)} needs.",
            f"Rest at most {most} s.",
        )


def _speed(entry: Entry) -> Iterator[Finding]:
    text = f"{entry.content.tempo} {entry.content.notes}"
    told = _says_fast(text) or "x" in entry.content.tempo.lower()
    if not told and not entry.exercise.explosive:
        yield Finding(
            Severity.WARNING,
            "power-speed",
            entry.place,
            f"Nothing says that {entry.exercise.name} is to be done fast.",
            "Say so in the notes of the week or the exercise, or in the tempo (X).",
        )


def _says_fast(text: str) -> bool:
    return any(word in text.lower() for word in FAST)


def _goal(goal: Goal) -> str:
    return {Goal.FAT_LOSS: "fat loss", Goal.GENERAL: "general fitness"}.get(goal, goal.value)
