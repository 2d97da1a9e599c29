"""Rule 6: what fits into a session, in which order, and the patterns of a whole week.

Rule 6 of a plan. More sets than fit the minutes is a warning, more than a tenth over an
error. Isolation before a compound lift is an error (carries and core may stand anywhere). A pattern
that is missing from a week is an error where the client can do an exercise of it (explosive ones
count for power only) and the week has room for twelve sets or more, otherwise a warning; a lunge
counts as a squat. Deload weeks may drop patterns. Time left over is a note: a beginner's bands do
not fill 90 minutes.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from programs.exercise_catalogue import Pattern
from programs.facts import Goal, ProgramFacts
from programs.rules.places import workouts
from programs.rules.ranges import session_range
from programs.schemas import ProgramMetadata, WeekContent, WorkoutContent
from programs.volume import minutes
from project.findings import Finding, Severity

WEEKLY_PATTERNS: Final[Mapping[str, frozenset[Pattern]]] = {
    "squat": frozenset({Pattern.SQUAT, Pattern.LUNGE}),
    "hinge": frozenset({Pattern.HINGE}),
    "push": frozenset({Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH}),
    "pull": frozenset({Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL}),
    "carry": frozenset({Pattern.CARRY}),
    "core": frozenset({Pattern.CORE}),
}
ROOM_FOR_PATTERNS = 12
OVER = 1.10
LONG = 1.25
SHORT = 0.75


def check_sessions(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    outline = metadata.outline(week.week)
    deload = outline is not None and outline.deload
    found: list[Finding] = []
    for place, workout in workouts(week):
        found += _length(workout, place, facts, deload=deload)
        slugs = [one.exercise for one in workout.exercises]
        found += _order(slugs, f"{place}.exercises", facts)
    if not deload:
        done = {one.exercise for workout in week.workouts for one in workout.exercises}
        found += _patterns(done, "workouts", facts)
    return found


def check_outline_sessions(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    """Order and patterns of the split, and whether its weeks fit the minutes."""
    found: list[Finding] = []
    for index, day in enumerate(metadata.days):
        found += _order(day.exercises, f"days.{index}.exercises", facts)
    found += _patterns({slug for day in metadata.days for slug in day.exercises}, "days", facts)
    most = session_range(facts.minutes)[1] * facts.days
    for index, outline in enumerate(metadata.weeks):
        if outline.sets > math.ceil(most * OVER):
            found.append(
                Finding(
                    Severity.ERROR,
                    "week-too-long",
                    f"weeks.{index}.sets",
                    f"{outline.sets} sets do not fit {facts.days} sessions of {facts.minutes} "
                    "minutes.",
                    f"At most {most} sets fit.",
                )
            )
    return found


def _length(
    workout: WorkoutContent, place: str, facts: ProgramFacts, *, deload: bool
) -> Iterator[Finding]:
    low, high = session_range(facts.minutes)
    count = workout.set_count
    if count > high:
        yield Finding(
            Severity.ERROR if count > math.ceil(high * OVER) else Severity.WARNING,
            "session-long",
            place,
            f"{count} working sets do not fit {facts.minutes} minutes; {low}–{high} do.",
            "Take sets away.",
        )
        return
    estimate = minutes(workout, facts.by_slug)
    if estimate > facts.minutes * LONG:
        yield Finding(
            Severity.WARNING,
            "session-slow",
            place,
            f"With its rests the session takes about {estimate} minutes, not {facts.minutes}.",
            "Shorten rests or take sets away.",
        )
    elif count < low * SHORT and estimate < facts.minutes * SHORT and not deload:
        yield Finding(
            Severity.NOTE,
            "session-short",
            place,
            f"{count} working sets leave much of the {facts.minutes} minutes unused.",
            f"{low}–{high} sets fit.",
        )


def _order(slugs: list[str], place: str, facts: ProgramFacts) -> Iterator[Finding]:
    isolated = ""
    for index, slug in enumerate(slugs):
        known = facts.by_slug.get(slug)
        if known is None:
            continue
        if known.pattern is Pattern.ISOLATION:
            isolated = isolated or known.name
        elif known.compound and isolated:
            yield Finding(
                Severity.ERROR,
                "order",
                f"{place}.{index}",
                f"{known.name} comes after {isolated}.",
                "Put compound lifts before isolation.",
            )
            return


def _patterns(slugs: set[str], place: str, facts: ProgramFacts) -> Iterator[Finding]:
    done = {facts.by_slug[slug].pattern for slug in slugs if slug in facts.by_slug}
    possible = {
        one.pattern
        for one in facts.available
        if one.level.rank <= facts.level.rank and (facts.goal is Goal.POWER or not one.explosive)
    }
    room = session_range(facts.minutes)[1] * facts.days >= ROOM_FOR_PATTERNS
    for name, patterns in WEEKLY_PATTERNS.items():
        if not patterns & done and patterns & possible:
            yield Finding(
                Severity.ERROR if room else Severity.WARNING,
                "pattern-missing",
                place,
                f"The week has no {name}.",
                f"Add an exercise of the {name} pattern.",
            )
