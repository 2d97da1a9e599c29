"""Rule 1: the weeks and days that were asked for, and exercises the client can do.

Rule 1 of a plan. All of it is an error but an exercise above the client's level, or done for time
instead of repetitions, which a coach may want.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from programs.exercise_catalogue import Equipment
from programs.facts import ProgramFacts
from programs.schemas import ProgramMetadata, SetContent, WeekContent
from project.findings import Finding, Severity

ERROR = Severity.ERROR


def check_outline_structure(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    """Of the metadata: places are "weeks", "days", "days.0.exercises.2", "main_lifts.0"."""
    found = list(_numbers([one.week for one in metadata.weeks], facts.weeks, "weeks", "week"))
    found += _numbers([one.day for one in metadata.days], facts.days, "days", "day")
    used: set[str] = set()
    for number, day in enumerate(metadata.days):
        place = f"days.{number}"
        if not day.exercises:
            found.append(_empty(place, f"Day {day.day}"))
        found += _slugs(day.exercises, f"{place}.exercises", facts)
        used |= set(day.exercises)
    found += _main_lifts(metadata, used, facts)
    return found


def check_week_structure(
    week: WeekContent, number: int, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Of a week: places are "week", "workouts", "workouts.0.exercises.2"."""
    found: list[Finding] = []
    if week.week != number:
        found.append(
            Finding(
                ERROR,
                "week-number",
                "week",
                f"This is numbered week {week.week}, but week {number} was asked for.",
                f"Set week to {number}.",
            )
        )
    found += _numbers([one.day for one in week.workouts], facts.days, "workouts", "workout")
    planned = {day.day: set(day.exercises) for day in metadata.days}
    for index, workout in enumerate(week.workouts):
        place = f"workouts.{index}"
        if not workout.exercises:
            found.append(_empty(place, workout.name or f"Workout {index + 1}"))
        slugs = [one.exercise for one in workout.exercises]
        found += _slugs(slugs, f"{place}.exercises", facts)
        found += _outside_split(slugs, planned.get(workout.day, set()), place, facts)
        for position, entry in enumerate(workout.exercises):
            found += _amounts(entry.sets, f"{place}.exercises.{position}", entry.exercise, facts)
    return found


def check_weeks_present(weeks: Mapping[int, WeekContent], facts: ProgramFacts) -> list[Finding]:
    """Of the whole: every week is there, none twice, none beyond the end."""
    return [*_numbers(sorted(weeks), facts.weeks, "weeks", "week")]


def _numbers(given: Sequence[int], wanted: int, place: str, what: str) -> Iterator[Finding]:
    """1 to `wanted`, each once."""
    counts = Counter(given)
    missing = [number for number in range(1, wanted + 1) if number not in counts]
    doubled = [number for number, count in counts.items() if count > 1]
    beyond = [number for number in counts if not 1 <= number <= wanted]
    fix = f"Give exactly {wanted}, numbered from 1 to {wanted}, each once."
    for rule, numbers, verb in (
        ("missing", missing, "missing"),
        ("double", doubled, "there more than once"),
        ("extra", beyond, f"too many: {wanted} were asked for"),
    ):
        if numbers:
            listed = ", ".join(str(number) for number in numbers)
            yield Finding(
                ERROR, f"{what}-{rule}", place, f"{what.capitalize()} {listed}: {verb}.", fix
            )


def _empty(place: str, name: str) -> Finding:
    return Finding(
        ERROR,
        "day-empty",
        place,
        f"{name} has no exercises.",
        "Give it exercises of the list.",
    )


def _slugs(slugs: Iterable[str], place: str, facts: ProgramFacts) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, slug in enumerate(slugs):
        where = f"{place}.{index}"
        exercise = facts.by_slug.get(slug)
        if slug in seen:
            yield Finding(
                ERROR,
                "exercise-double",
                where,
                f"{slug} stands twice in one session.",
                "Put its sets together, or choose another exercise.",
            )
        seen.add(slug)
        if exercise is None:
            yield Finding(
                ERROR,
                "exercise-unknown",
                where,
                f"“{slug[:60]}” is not in the exercise catalogue.",
                "Choose an exercise from the list.",
            )
            continue
        missing = set(exercise.equipment) - facts.equipment - {Equipment.BODYWEIGHT}
        if missing:
            yield Finding(
                ERROR,
                "exercise-equipment",
                where,
                f"{exercise.name} needs {_words(missing)}, which the client does not have.",
                "Choose an exercise for the equipment that is there.",
            )
        against = exercise.stresses & facts.all_limits
        if against:
            yield Finding(
                ERROR,
                "exercise-limit",
                where,
                f"{exercise.name} goes against a stated limit: {_words(against)}.",
                "Choose an exercise that leaves it alone.",
            )
        if exercise.level.rank > facts.level.rank:
            yield Finding(
                Severity.WARNING,
                "exercise-level",
                where,
                f"{exercise.name} is an exercise for the {exercise.level.value} level.",
                "Teach it first, or choose an easier one.",
            )


def _words(values: Iterable[str]) -> str:
    return ", ".join(sorted(str(value).replace("_", " ") for value in values))


def _outside_split(
    slugs: Sequence[str], planned: set[str], place: str, facts: ProgramFacts
) -> Iterator[Finding]:
    for index, slug in enumerate(slugs):
        if slug in facts.by_slug and planned and slug not in planned:
            yield Finding(
                Severity.WARNING,
                "exercise-outside-split",
                f"{place}.exercises.{index}",
                f"{facts.by_slug[slug].name} is not in the program's outline of this day.",
                "Keep to the outline, so that weeks can be compared.",
            )


def _amounts(
    sets: Sequence[SetContent], place: str, slug: str, facts: ProgramFacts
) -> Iterator[Finding]:
    exercise = facts.by_slug.get(slug)
    if exercise is None:
        return
    if not sets:
        yield Finding(
            ERROR, "sets-none", place, f"{exercise.name} has no sets.", "Give it sets or remove it."
        )
    for index, one in enumerate(sets):
        if (one.reps is None) == (one.seconds is None):
            yield Finding(
                ERROR,
                "set-amount",
                f"{place}.sets.{index}",
                f"A set of {exercise.name} needs either repetitions or seconds.",
                "Give seconds for a timed exercise, repetitions for any other.",
            )
            return
    if any((one.seconds is not None) is not exercise.timed for one in sets):
        yield Finding(
            Severity.WARNING,
            "set-unit",
            place,
            f"{exercise.name} is done for {'time' if exercise.timed else 'repetitions'}.",
            f"Give {'seconds' if exercise.timed else 'repetitions'}.",
        )


def _main_lifts(
    metadata: ProgramMetadata, used: set[str], facts: ProgramFacts
) -> Iterator[Finding]:
    if not metadata.main_lifts:
        yield Finding(
            ERROR,
            "main-lifts-none",
            "main_lifts",
            "No main lift is named, so nothing carries the progression.",
            "Name the first compound lifts of the days.",
        )
    compounds = {slug for slug in used if slug in facts.by_slug and facts.by_slug[slug].compound}
    if metadata.main_lifts and compounds and not compounds & set(metadata.main_lifts):
        yield Finding(
            ERROR,
            "main-lifts-small",
            "main_lifts",
            "None of the main lifts is a compound lift, though the days have some.",
            "Name the first compound lifts of the days.",
        )
    for index, slug in enumerate(metadata.main_lifts):
        if slug not in used:
            yield Finding(
                ERROR,
                "main-lift-unused",
                f"main_lifts.{index}",
                f"The main lift {slug} is on no day.",
                "Put it on a day, or take it off the list.",
            )
