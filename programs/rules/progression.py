"""Rule 4: steps of load, growth of work, deloads, and what to do when a target is missed.

Rule 4 of a plan. A step up of load above 10%, more than 20% more sets than in the last
loading week, more than seven loading weeks in a row, a deload week that does not unload, and no
rule for missed targets are errors. Steps under 2%, deloads closer than every fourth week or lighter
than they should be are warnings. Decisions of the house: load may stay or fall (a new block begins
lower); one set or 2.5 kg more is never too much, being the smallest step there is; a deload may
keep up to 65% of the sets, because sets come whole, and one set of each exercise; and programs of
up to seven weeks need no deload.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from programs.e1rm import STEP_KG
from programs.facts import ProgramFacts
from programs.rules.places import entries
from programs.schemas import ProgramMetadata, SetContent, WeekContent, WeekOutline
from project.findings import Finding, Severity

MAX_STEP, MIN_STEP = 0.10, 0.02
MAX_GROWTH = 0.20
MAX_LOADING_WEEKS = 7
MIN_LOADING_WEEKS = 3
DELOAD_SETS = (0.35, 0.65)
DELOAD_LOAD = (0.60, 0.80)
SLACK = 0.005
OUTLINE_SETS = (0.10, 0.25)
OUTLINE_PERCENT = (2.5, 5.0)

# A number alone is no action: "give 100%".
_ACTION = re.compile(
    r"\b(?:half|halve|repeat\w*|same|keep|hold|stay at|again|reduc\w*|drop\w*|lower\w*|less|fewer"
    r"|lighter|decreas\w*|cut|subtract|remove|minus|back off|step back|take .* off|deload)\b"
    r"|[-–−]\s?\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Load:
    """What one week asks for: all its sets, the main lifts' %1RM."""

    week: int
    place: str
    deload: bool
    sets: int
    exercises: int
    percent: float | None


def check_outline_progression(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    """Of the metadata; places are "weeks.3.sets", "weeks.3.percent", "missed_target"."""
    exercises = sum(len(day.exercises) for day in metadata.days)
    loads = [
        Load(one.week, f"weeks.{index}", one.deload, one.sets, exercises, one.percent)
        for index, one in enumerate(metadata.weeks)
    ]
    found = [*_missed_target(metadata), *_deload_rhythm(loads)]
    for last, now in _with_last_loading(loads):
        found += _growth(last, now)
        found += _deload(last, now)
        if not now.deload and last is not None:
            found += _step("The main lifts'", last.percent, now.percent, f"{now.place}.percent")
    return found


def check_program_progression(
    weeks: Mapping[int, WeekContent], metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Of the weeks as written; places are "weeks.3" and "weeks.3.back-squat" (numbers of weeks)."""
    ordered = sorted(weeks)
    loads = [_load_of(number, weeks[number], metadata, facts) for number in ordered]
    found = list(_deload_rhythm(loads))
    for last, now in _with_last_loading(loads):
        found += _growth(last, now)
        found += _deload(last, now)
    found += _exercise_steps(weeks, ordered, metadata, facts)
    return found


def check_against_outline(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Whether a week is what its outline says, so that it fits weeks written beside it."""
    outline = metadata.outline(week.week)
    if outline is None:
        return []
    return [*_outline_sets(week, outline), *_outline_loads(week, outline, metadata, facts)]


def _outline_sets(week: WeekContent, outline: WeekOutline) -> Iterator[Finding]:
    off = abs(week.set_count - outline.sets)
    slight, far = (max(1.0, share * outline.sets) for share in OUTLINE_SETS)
    if off > slight:
        yield Finding(
            Severity.ERROR if off > far else Severity.WARNING,
            "outline-sets",
            "workouts",
            f"The week has {week.set_count} sets; its outline says {outline.sets}.",
            f"Give it {outline.sets} sets in all.",
        )


def _outline_loads(
    week: WeekContent, outline: WeekOutline, metadata: ProgramMetadata, facts: ProgramFacts
) -> Iterator[Finding]:
    if outline.percent is None:
        return
    slight, far = OUTLINE_PERCENT
    for entry in entries(week, metadata, facts):
        values = [one.percent for _, one in entry.sets if one.percent is not None]
        if not entry.is_main or not values:
            continue
        off = abs(max(values) - outline.percent)
        if off > slight:
            yield Finding(
                Severity.ERROR if off > far else Severity.WARNING,
                "outline-load",
                entry.place,
                f"{entry.exercise.name} is at {max(values):g}%; the week's outline says "
                f"{outline.percent:g}%.",
                f"Bring it to {outline.percent:g}%.",
            )


def _load_of(
    number: int, week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> Load:
    outline = metadata.outline(number)
    percents = [
        one.percent
        for entry in entries(week, metadata, facts)
        if entry.is_main
        for _, one in entry.sets
        if one.percent is not None
    ]
    return Load(
        week=number,
        place=f"weeks.{number}",
        deload=outline is not None and outline.deload,
        sets=week.set_count,
        exercises=sum(len(workout.exercises) for workout in week.workouts),
        percent=max(percents, default=None),
    )


def _with_last_loading(loads: Sequence[Load]) -> Iterator[tuple[Load | None, Load]]:
    last: Load | None = None
    for load in loads:
        yield last, load
        if not load.deload:
            last = load


def _missed_target(metadata: ProgramMetadata) -> Iterator[Finding]:
    if not _ACTION.search(metadata.missed_target):
        yield Finding(
            Severity.ERROR,
            "missed-target",
            "missed_target",
            "Nothing says what to do when the target of a main lift is missed.",
            "Say what to do with a number, for example: repeat the load; after a second miss take "
            "10% off.",
        )


def _deload_rhythm(loads: Sequence[Load]) -> Iterator[Finding]:
    run = 0
    deloads = 0
    for load in loads:
        if load.deload:
            if deloads and run < MIN_LOADING_WEEKS:
                yield Finding(
                    Severity.WARNING,
                    "deload-often",
                    load.place,
                    f"The deload in week {load.week} comes after only {run} loading weeks.",
                    "Deload every four to eight weeks.",
                )
            deloads += 1
            run = 0
            continue
        run += 1
        if run == MAX_LOADING_WEEKS + 1:
            yield Finding(
                Severity.ERROR,
                "deload-missing",
                load.place,
                f"{run} weeks in a row up to week {load.week} without a deload.",
                "Make every fourth to eighth week a deload: half the sets, 60–80% of the load.",
            )


def _growth(last: Load | None, now: Load) -> Iterator[Finding]:
    if last is None or now.deload or not last.sets:
        return
    if now.sets > _most_sets(last.sets):
        yield Finding(
            Severity.ERROR,
            "sets-growth",
            f"{now.place}.sets",
            f"Week {now.week} has {now.sets} sets after {last.sets} in week {last.week}: "
            f"{now.sets / last.sets - 1:.1%} more, above the 20% that are allowed.",
            f"Let sets grow by at most 20%: {_most_sets(last.sets)} here.",
        )


def _most_sets(before: int) -> int:
    """After so many sets: a fifth more, or one."""
    return max(math.floor(before * (1 + MAX_GROWTH) + SLACK), before + 1)


def _deload(last: Load | None, now: Load) -> Iterator[Finding]:
    if not now.deload:
        return
    if last is None:
        yield Finding(
            Severity.WARNING,
            "deload-first",
            now.place,
            "The program begins with a deload, with nothing to recover from.",
            "Begin with a loading week.",
        )
        return
    low, high = DELOAD_SETS
    if now.sets > max(last.sets * high, now.exercises):
        yield Finding(
            Severity.ERROR,
            "deload-sets",
            f"{now.place}.sets",
            f"The deload in week {now.week} keeps {now.sets} of {last.sets} sets.",
            f"Halve the sets: about {round(last.sets / 2)}.",
        )
    elif now.sets < last.sets * low:
        yield Finding(
            Severity.WARNING,
            "deload-sets",
            f"{now.place}.sets",
            f"The deload in week {now.week} keeps only {now.sets} of {last.sets} sets.",
            f"Halve the sets: about {round(last.sets / 2)}.",
        )
    if last.percent and now.percent:
        yield from _deload_load(last.percent, now.percent, now)


def _deload_load(before: float, percent: float, now: Load) -> Iterator[Finding]:
    low, high = DELOAD_LOAD
    share = percent / before
    if not low - SLACK <= share <= high + SLACK:
        yield Finding(
            Severity.ERROR if share > high else Severity.WARNING,
            "deload-load",
            f"{now.place}.percent",
            f"The deload in week {now.week} is at {percent:g}%, {share:.1%} of the load before.",
            f"Take 60–80% of it: {low * before:.1f}–{high * before:.1f}%.",
        )


def _step(whose: str, before: float | None, now: float | None, place: str) -> Iterator[Finding]:
    if not before or not now or now <= before:
        return
    step = now / before - 1
    if step > MAX_STEP + SLACK:
        yield Finding(
            Severity.ERROR,
            "load-step",
            place,
            f"{whose} load goes up by {step:.1%}, from {before:g}% to {now:g}% of 1RM.",
            "Go up by 2–10%.",
        )
    elif step < MIN_STEP - SLACK:
        yield Finding(
            Severity.WARNING,
            "load-step-small",
            place,
            f"{whose} load goes up by only {step:.1%}.",
            "Go up by 2–10%, or keep the load and add repetitions.",
        )


def _kg_step(whose: str, before: float | None, now: float | None, place: str) -> Iterator[Finding]:
    if not before or not now or now - before <= STEP_KG:
        return
    if now / before - 1 > MAX_STEP + SLACK:
        yield Finding(
            Severity.ERROR,
            "load-step",
            place,
            f"{whose} load goes up by {now / before - 1:.1%}, from {before:g} to {now:g} kg.",
            "Go up by 2–10%.",
        )


def _exercise_steps(
    weeks: Mapping[int, WeekContent],
    ordered: Sequence[int],
    metadata: ProgramMetadata,
    facts: ProgramFacts,
) -> Iterator[Finding]:
    """Each exercise against the last loading week that had it, by its heaviest set."""
    last_percent: dict[str, float | None] = {}
    last_kg: dict[str, float | None] = {}
    for number in ordered:
        outline = metadata.outline(number)
        if outline is not None and outline.deload:
            continue
        for slug, sets in _sets_by_exercise(weeks[number]).items():
            name = facts.by_slug[slug].name if slug in facts.by_slug else slug
            place = f"weeks.{number}.{slug}"
            percent = max((one.percent for one in sets if one.percent is not None), default=None)
            kg = max((one.kg for one in sets if one.kg is not None), default=None)
            steps = list(_step(f"{name}: the", last_percent.get(slug), percent, place))
            steps = steps or list(_kg_step(f"{name}: the", last_kg.get(slug), kg, place))
            yield from steps
            last_percent[slug] = percent or last_percent.get(slug)
            last_kg[slug] = kg or last_kg.get(slug)


def _sets_by_exercise(week: WeekContent) -> dict[str, list[SetContent]]:
    found: dict[str, list[SetContent]] = {}
    for workout in week.workouts:
        for entry in workout.exercises:
            found.setdefault(entry.exercise, []).extend(entry.sets)
    return found
