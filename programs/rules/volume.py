"""Rule 2: weekly hard sets for each muscle, sets in one session, and how often a muscle is trained.

Rule 2 of a plan; the bands are in `programs.volume`. Over 22 sets a week or 8 in a
session is an error, outside the band a warning, as is a main muscle trained once where the days
allow twice. Advanced clients are held to the intermediate bands: the document gives none for them.
Muscles for which the client can do no exercise are left out, and deload weeks have no lower end.
"""

from collections import Counter
from collections.abc import Iterator

from programs.exercise_catalogue import Muscle
from programs.facts import ProgramFacts
from programs.schemas import ProgramMetadata, WeekContent
from programs.volume import (
    BANDS,
    MAIN_MUSCLES,
    MAX_SESSION_SETS,
    MAX_WEEKLY_SETS,
    session_sets,
    weekly_sets,
)
from project.findings import Finding, Severity


def check_volume(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    outline = metadata.outline(week.week)
    deload = outline is not None and outline.deload
    totals = weekly_sets(week, facts.by_slug)
    found = [*_sessions(week, facts), *_too_much(totals)]
    found += _bands(totals, facts, deload=deload)
    if not deload:
        found += _frequency(week, facts)
    return found


def trainable(facts: ProgramFacts) -> frozenset[Muscle]:
    """Muscles that some exercise the client can do trains first of all."""
    return frozenset(muscle for one in facts.available for muscle in one.primary)


def _sessions(week: WeekContent, facts: ProgramFacts) -> Iterator[Finding]:
    for index, workout in enumerate(week.workouts):
        for muscle, sets in session_sets(workout, facts.by_slug).items():
            if sets > MAX_SESSION_SETS:
                yield Finding(
                    Severity.ERROR,
                    "session-volume",
                    f"workouts.{index}",
                    f"{sets:g} hard sets for {_name(muscle)} in one session; at most "
                    f"{MAX_SESSION_SETS} do any good.",
                    "Take sets away or move them to another day.",
                )


def _too_much(totals: Counter[Muscle]) -> Iterator[Finding]:
    for muscle, sets in totals.items():
        if sets > MAX_WEEKLY_SETS:
            yield Finding(
                Severity.ERROR,
                "weekly-volume",
                "workouts",
                f"{sets:g} hard sets for {_name(muscle)} in the week; {MAX_WEEKLY_SETS} is the "
                "most.",
                "Take sets away.",
            )


def _bands(totals: Counter[Muscle], facts: ProgramFacts, *, deload: bool) -> Iterator[Finding]:
    possible = trainable(facts)
    for muscle, band in BANDS[facts.level].items():
        sets = totals[muscle]
        if muscle not in possible or sets > MAX_WEEKLY_SETS:
            continue
        if sets > band.high or (sets < band.low and not deload):
            word = "few" if sets < band.low else "many"
            yield Finding(
                Severity.WARNING,
                f"volume-{word}",
                "workouts",
                f"{sets:g} hard sets for {_name(muscle)} in the week are {word} for the "
                f"{facts.level.value} level: {band.low}–{band.high} are recommended.",
                "Add sets where time allows." if word == "few" else "Take sets away.",
            )


def _frequency(week: WeekContent, facts: ProgramFacts) -> Iterator[Finding]:
    if facts.days < 2:
        return
    days: Counter[Muscle] = Counter()
    for workout in week.workouts:
        trained = {
            muscle
            for entry in workout.exercises
            if entry.exercise in facts.by_slug
            for muscle in facts.by_slug[entry.exercise].primary
        }
        days.update(trained)
    for muscle in MAIN_MUSCLES:
        if days[muscle] < 2 and muscle in trainable(facts):
            plural = muscle in (Muscle.QUADS, Muscle.HAMSTRINGS)
            who = _name(muscle).capitalize() if plural else f"The {_name(muscle)}"
            times = "trained only once" if days[muscle] else "not trained at all"
            yield Finding(
                Severity.WARNING,
                "frequency",
                "workouts",
                f"{who} {'are' if plural else 'is'} {times} in the week.",
                "Train it on two days.",
            )


def _name(muscle: Muscle) -> str:
    return muscle.value.replace("_", " ")
