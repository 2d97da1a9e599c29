"""The facts a program is written from: what a client or a coach answered, read once.

`ProgramFacts` goes to the prompts, the rules and the offline composer alike. Everything is
immutable and plain. It holds no name: nothing in a plan needs one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from programs.e1rm import estimate
from programs.exercise_catalogue import (
    CATALOGUE,
    Equipment,
    Exercise,
    Level,
    Limit,
    available,
)
from programs.limits import read_limits
from programs.schemas import MAX_WEEKS
from programs.screening import Screening, screen
from project.findings import Finding, Severity

MIN_MINUTES, MAX_MINUTES = 20, 120
MAX_TRAINING_DAYS = 6
MAX_BEGINNER_DAYS = 5
# Hardly more has ever been lifted in a contest.
MAX_LIFT_KG = 500.0
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Training days when nobody chose: as much rest between them as the week allows.
SPREAD: Mapping[int, tuple[int, ...]] = MappingProxyType(
    {
        1: (0,),
        2: (0, 3),
        3: (0, 2, 4),
        4: (0, 1, 3, 4),
        5: (0, 1, 2, 4, 5),
        6: (0, 1, 2, 3, 4, 5),
    }
)


class Goal(StrEnum):
    STRENGTH = "strength"
    HYPERTROPHY = "hypertrophy"
    ENDURANCE = "endurance"
    POWER = "power"
    FAT_LOSS = "fat_loss"
    GENERAL = "general"

    @property
    def label(self) -> str:
        if self is Goal.GENERAL:
            return "General fitness"
        return self.value.replace("_", " ").capitalize()


# In the order in which they are looked for: "muscular endurance" is endurance.
_GOAL_WORDS: tuple[tuple[Goal, str], ...] = (
    (Goal.ENDURANCE, r"enduranc|stamina|condition|marathon|cardio"),
    (Goal.POWER, r"power(?!lift)|explosiv|athletic|speed|vertical jump"),
    (
        Goal.FAT_LOSS,
        r"fat|weight[ _-]?loss|lose|losing|lean(?! (?:muscle|mass))|slim|tone|cut(?:ting)?\b",
    ),
    (Goal.HYPERTROPHY, r"hypertroph|muscle|mass|bulk|size|bigger|physique|bodybuild|gain"),
    (Goal.STRENGTH, r"strength|strong|powerlift|1 ?rm"),
    (Goal.GENERAL, r"general|health|fitness|maint|wellness|mobility|fit\b|shape|longevity"),
)
# "I don't want to bulk up, just get strong" is strength.
_UNWANTED = re.compile(
    r"\b(?:no|not|don'?t|without|avoid|rather than|instead of)\b"
    r"(?: (?:want|need|wish|to|any|get|getting|be|become|becoming|too|much|lose|losing|gain))*"
    r"(?: \w+)"
)
_LEVEL_WORDS: tuple[tuple[Level, str], ...] = (
    (Level.INTERMEDIATE, r"intermediate|medium|moderate|regular"),
    (Level.ADVANCED, r"advanced|expert|elite|experienced|athlete"),
    (Level.BEGINNER, r"beginner|novice|new|starter|basic|untrained|low"),
)


def goal_of(text: str) -> Goal | None:
    """The goal that a category or a sentence names ("muscle gain", "weight_loss"), or None."""
    plain = text.strip().lower()
    named = next((goal for goal in Goal if goal.value == plain), None)
    wanted = _UNWANTED.sub(" ", " ".join(plain.replace("’", "'").split()))
    return named or next((goal for goal, words in _GOAL_WORDS if re.search(words, wanted)), None)


def level_of(text: str) -> Level | None:
    """The level that a word names ("novice", "Advanced"), or None."""
    plain = text.strip().lower()
    return next((level for level, words in _LEVEL_WORDS if re.search(words, plain)), None)


@dataclass(frozen=True)
class CurrentLift:
    """A recent best set: kg for repetitions, at an RPE if known."""

    exercise: str
    kg: float
    reps: int = 1
    rpe: float | None = None


@dataclass(frozen=True, kw_only=True)
class ProgramFacts:
    """Everything a program is written from.

    goal_text and limits_text are the client's words. minutes: for a session, warm-up included.
    training_days: weekdays from 0 (Monday), in order, as many as `days`, or empty.
    instruction: a person's wish for this draft. catalogue: in order of preference.
    """

    goal: Goal
    level: Level
    weeks: int
    days: int
    goal_text: str = ""
    age: int | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    equipment: frozenset[Equipment] = frozenset(Equipment)
    limits: frozenset[Limit] = frozenset()
    limits_text: str = ""
    minutes: int = 60
    lifts: tuple[CurrentLift, ...] = ()
    training_days: tuple[int, ...] = ()
    instruction: str = ""
    catalogue: tuple[Exercise, ...] = field(default=CATALOGUE, repr=False)

    @cached_property
    def by_slug(self) -> Mapping[str, Exercise]:
        return MappingProxyType({one.slug: one for one in self.catalogue})

    @cached_property
    def all_limits(self) -> frozenset[Limit]:
        """The limits that were ticked, and those that the text states."""
        return self.limits | read_limits(self.limits_text)

    @cached_property
    def available(self) -> tuple[Exercise, ...]:
        """What the client can do: with the equipment, against no limit. Any level."""
        return available(self.equipment, self.all_limits, self.catalogue)

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """The weekday (0 is Monday) of each training day, day 1 first."""
        if len(self.training_days) == self.days:
            return tuple(sorted(self.training_days))
        return SPREAD.get(self.days, tuple(range(self.days)))

    def screened(self, answers: Mapping[str, bool]) -> Screening:
        """What the health screen says to everything that was answered."""
        return screen(
            answers,
            age=self.age,
            weight_kg=self.weight_kg,
            height_cm=self.height_cm,
            is_to_lose=self.goal is Goal.FAT_LOSS,
            texts={"goal_text": self.goal_text, "limits_text": self.limits_text},
        )

    @cached_property
    def one_rep_maxes(self) -> Mapping[str, float]:
        """Estimated one-rep max in kg, by slug, of the current lifts that allow an estimate."""
        found: dict[str, float] = {}
        for lift in self.lifts:
            value = estimate(lift.kg, lift.reps, lift.rpe)
            if value is not None:
                found[lift.exercise] = max(value, found.get(lift.exercise, 0.0))
        return MappingProxyType(found)


def check_inputs(facts: ProgramFacts) -> list[Finding]:
    """What must be changed before a program can be written. Places are names of the inputs.

    Bounds are the house's: a week keeps a rest day; a beginner rests two (rule 7 refuses a six-day
    split, so such a program could not be written).
    """
    return [
        *_check_time(facts),
        *_check_training_days(facts),
        *_check_body(facts),
        *_check_lifts(facts),
    ]


def _check_time(facts: ProgramFacts) -> Iterator[Finding]:
    if not 1 <= facts.weeks <= MAX_WEEKS:
        yield _refused(
            "input-weeks",
            "duration_weeks",
            f"{facts.weeks} weeks cannot be planned at once.",
            f"Choose 1 to {MAX_WEEKS} weeks.",
        )
    beginner = facts.level is Level.BEGINNER
    most = MAX_BEGINNER_DAYS if beginner else MAX_TRAINING_DAYS
    if not 1 <= facts.days <= most:
        who = "A beginner" if beginner else "Anyone"
        yield _refused(
            "input-days",
            "days_per_week",
            f"{who} trains 1 to {most} days a week here, not {facts.days}.",
            f"Choose 1 to {most} days.",
        )
    if not MIN_MINUTES <= facts.minutes <= MAX_MINUTES:
        yield _refused(
            "input-minutes",
            "minutes",
            f"A session of {facts.minutes} minutes cannot be planned.",
            f"Choose {MIN_MINUTES} to {MAX_MINUTES} minutes.",
        )


def _check_training_days(facts: ProgramFacts) -> Iterator[Finding]:
    days = set(facts.training_days)
    known = days <= set(range(len(WEEKDAYS)))
    if days and not (known and len(days) == len(facts.training_days) == facts.days):
        yield _refused(
            "input-training-days",
            "training_days",
            f"{_counted(len(days), 'training day')} {'is' if len(days) == 1 else 'are'} chosen for "
            f"{_counted(facts.days, 'day')} a week.",
            "Choose as many different weekdays as there are days a week, or none.",
        )


def _check_body(facts: ProgramFacts) -> Iterator[Finding]:
    for place, value, low, high in (
        ("height_cm", facts.height_cm, 100, 250),
        ("weight_kg", facts.weight_kg, 25, 350),
    ):
        if value is not None and not low <= value <= high:
            yield _refused(
                "input-body",
                place,
                f"{value:g} is not plausible.",
                f"Give a number from {low} to {high}.",
            )


def _check_lifts(facts: ProgramFacts) -> Iterator[Finding]:
    """A load typed ten times too heavy would be written into every week."""
    for lift in facts.lifts:
        if not 0 <= lift.kg <= MAX_LIFT_KG:
            name = facts.by_slug[lift.exercise].name if lift.exercise in facts.by_slug else "a lift"
            yield _refused(
                "input-lifts",
                "lifts",
                f"{lift.kg:g} kg for {name} is not plausible.",
                f"Give at most {MAX_LIFT_KG:g} kg.",
            )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _refused(rule: str, place: str, message: str, fix: str) -> Finding:
    return Finding(Severity.ERROR, rule, place, message, fix)
