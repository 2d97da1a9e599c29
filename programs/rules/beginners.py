"""Rule 7: what beginners are spared: loads by RPE alone, percentage waves, a six-day split.

Rule 7 of a plan; all three are errors. A load by RPE alone is one on a lift whose load
can be set, with neither a percentage nor kg; bodyweight work and holds are free to use RPE. A wave
is a load that rises again after it fell, within an exercise or between loading weeks.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from programs.exercise_catalogue import Level
from programs.facts import MAX_BEGINNER_DAYS, ProgramFacts
from programs.rules.places import entries
from programs.schemas import ProgramMetadata, WeekContent
from project.findings import Finding, Severity


def check_beginner_week(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    if facts.level is not Level.BEGINNER:
        return []
    found = [*_split(len(week.workouts), "workouts")]
    for entry in entries(week, metadata, facts):
        loaded = entry.exercise.loadable and not entry.exercise.timed
        for place, one in entry.sets:
            if loaded and one.rpe is not None and one.percent is None and one.kg is None:
                found.append(
                    Finding(
                        Severity.ERROR,
                        "beginner-rpe-only",
                        place,
                        f"A beginner cannot judge the load of {entry.exercise.name} by RPE alone.",
                        "Give a percentage of 1RM as well.",
                    )
                )
                break
        percents = [one.percent for _, one in entry.sets if one.percent is not None]
        if _rises_after_falling(percents):
            found.append(_wave(entry.place, f"The sets of {entry.exercise.name} go"))
    return found


def check_beginner_outline(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    if facts.level is not Level.BEGINNER:
        return []
    found = [*_split(len(metadata.days), "days")]
    loading = [one.percent for one in metadata.weeks if not one.deload and one.percent is not None]
    if _rises_after_falling(loading):
        found.append(_wave("weeks", "The outlined loads go"))
    return found


def check_beginner_program(
    weeks: Mapping[int, WeekContent], metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    if facts.level is not Level.BEGINNER:
        return []
    tops: dict[str, list[float]] = {}
    for number in sorted(weeks):
        outline = metadata.outline(number)
        if outline is not None and outline.deload:
            continue
        for entry in entries(weeks[number], metadata, facts):
            percents = [one.percent for _, one in entry.sets if one.percent is not None]
            if entry.is_main and percents:
                tops.setdefault(entry.exercise.slug, []).append(max(percents))
    return [
        _wave("weeks", f"The loads of {facts.by_slug[slug].name} go")
        for slug, loads in tops.items()
        if _rises_after_falling(loads)
    ]


def _split(days: int, place: str) -> Iterator[Finding]:
    if days > MAX_BEGINNER_DAYS:
        yield Finding(
            Severity.ERROR,
            "beginner-split",
            place,
            f"{days} sessions a week are too many for a beginner.",
            f"Plan at most {MAX_BEGINNER_DAYS}.",
        )


def _wave(place: str, what: str) -> Finding:
    return Finding(
        Severity.ERROR,
        "beginner-wave",
        place,
        f"{what} down and up again; beginners progress in a straight line.",
        "Keep the load or raise it, outside deload weeks.",
    )


def _rises_after_falling(loads: Sequence[float]) -> bool:
    fell = False
    for before, now in pairwise(loads):
        if now < before:
            fell = True
        elif now > before and fell:
            return True
    return False
