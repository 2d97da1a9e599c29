"""What a program holds, and what a model must return for its metadata and for each of its weeks.

`ProgramMetadata` says everything about the whole, with an outline of every week, so that weeks can
be written side by side. A model (or the offline composer) writes a week as a `WeekDraft`, where
equal sets stand once with a count and only what differs from the catalogue is said (no cues, no
tempo, no kg); `to_content()` gives the `WeekContent` that is stored, edited,
checked and exported, with one row for each set. The classes keep to what every provider's schema
dialect can say; limits that a dialect refuses are dropped or told in words by the gateway, and
hold here all the same.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from programs.exercise_catalogue import BY_SLUG, Exercise
from providers.schema_text import clean

MAX_WEEKS: Final = 26
MAX_DAYS: Final = 7
MAX_EXERCISES: Final = 15
MAX_SETS: Final = 20
MAX_MAIN_LIFTS: Final = 12
MAX_REPS: Final = 200

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def _slug(value: object) -> object:
    """ "Back squat" and "back_squat" mean back-squat."""
    if not isinstance(value, str):
        return value
    return _NOT_SLUG.sub("-", value.strip().lower()).strip("-")


def _number(value: object) -> object:
    """True is no 1."""
    if isinstance(value, bool):
        raise ValueError("Write a number.")
    return value


Label = Annotated[str, Field(max_length=200), BeforeValidator(clean)]
Sentence = Annotated[str, Field(max_length=1_000), BeforeValidator(clean)]
Paragraph = Annotated[str, Field(max_length=4_000), BeforeValidator(clean)]
Slug = Annotated[str, Field(max_length=80), BeforeValidator(_slug)]
# As models and people write it: 70, not 70.0.
_Short = PlainSerializer(
    lambda number: int(number) if float(number).is_integer() else number, when_used="json"
)
_NUMBER = BeforeValidator(_number)
Percent = Annotated[float, _NUMBER, Field(gt=0, le=150, allow_inf_nan=False), _Short]
Rpe = Annotated[float, _NUMBER, Field(ge=1, le=10, allow_inf_nan=False), _Short]
Kilograms = Annotated[float, _NUMBER, Field(ge=0, le=1_000, allow_inf_nan=False)]
Reps = Annotated[int, _NUMBER, Field(ge=1, le=MAX_REPS)]
Seconds = Annotated[int, _NUMBER, Field(ge=1, le=3_600)]
Rest = Annotated[int, _NUMBER, Field(ge=0, le=1_800)]


class Phase(StrEnum):
    """What a week is for. Foundation and build add work, intensify and peak add load."""

    FOUNDATION = "foundation"
    BUILD = "build"
    INTENSIFY = "intensify"
    PEAK = "peak"
    DELOAD = "deload"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WeekOutline(Strict):
    """What one week must be, precise enough to write it without seeing the others."""

    week: int = Field(ge=1, le=MAX_WEEKS, description="The week's number, from 1.")
    phase: Phase = Field(description="What the week is for; deload for every deload week.")
    focus: Label = Field(description="A few words on what this week is about.")
    sets: int = Field(ge=1, le=400, description="Working sets of the whole week, all exercises.")
    percent: Percent | None = Field(
        description="Load of the main lifts in % of 1RM, or null when none of them is loaded."
    )
    reps: Reps = Field(description="Repetitions of the main lifts.")
    rpe: Rpe | None = Field(description="RPE of the main lifts; null in deload and speed weeks.")

    @property
    def deload(self) -> bool:
        return self.phase is Phase.DELOAD


class DayOutline(Strict):
    """One training day, the same in every week of the program."""

    day: int = Field(ge=1, le=MAX_DAYS, description="The day's number in the week, from 1.")
    name: Label = Field(description="A short name, for example: Upper A.")
    exercises: list[Slug] = Field(
        max_length=MAX_EXERCISES, description="Slugs of the catalogue in the order of the session."
    )


class ProgramMetadata(Strict):
    """Everything about a program but its weeks."""

    title: Label = Field(description="A short title.")
    summary: Paragraph = Field(description="Two or three plain sentences for the client.")
    progression: Sentence = Field(description="How load and sets change from week to week.")
    missed_target: Sentence = Field(
        description="What to do when a main lift's target is missed, with a number."
    )
    warm_up: Sentence = Field(description="How to warm up before every session.")
    main_lifts: list[Slug] = Field(
        max_length=MAX_MAIN_LIFTS, description="Slugs of the lifts that carry the progression."
    )
    days: list[DayOutline] = Field(
        max_length=MAX_DAYS, description="The training days of every week."
    )
    weeks: list[WeekOutline] = Field(
        max_length=MAX_WEEKS, description="One outline for each week, in order."
    )

    def outline(self, week: int) -> WeekOutline | None:
        return next((one for one in self.weeks if one.week == week), None)


class SetContent(Strict):
    """One set. Either repetitions or seconds (per side for one-sided work); load as % of 1RM, kg,
    RPE, or any of them together; rest in seconds after it.
    """

    reps: Reps | None = None
    seconds: Seconds | None = None
    percent: Percent | None = None
    kg: Kilograms | None = None
    rpe: Rpe | None = None
    rest: Rest = 60
    notes: Label = ""


class ExerciseContent(Strict):
    exercise: Slug
    sets: list[SetContent] = Field(default_factory=list, max_length=MAX_SETS)
    tempo: Label = ""
    notes: Sentence = ""


class WorkoutContent(Strict):
    day: int = Field(ge=1, le=MAX_DAYS)
    name: Label
    exercises: list[ExerciseContent] = Field(default_factory=list, max_length=MAX_EXERCISES)

    @property
    def set_count(self) -> int:
        return sum(len(one.sets) for one in self.exercises)


class WeekContent(Strict):
    """A week as it is stored, edited and exported."""

    week: int = Field(ge=1, le=MAX_WEEKS)
    focus: Label = ""
    notes: Sentence = ""
    workouts: list[WorkoutContent] = Field(default_factory=list, max_length=MAX_DAYS)

    @property
    def set_count(self) -> int:
        return sum(one.set_count for one in self.workouts)


class SetDraft(Strict):
    """Equal sets, written once."""

    count: int = Field(ge=1, le=MAX_SETS, description="How many such sets.")
    reps: Seconds = Field(description="Repetitions; for a timed exercise its seconds.")
    percent: Percent | None = Field(default=None, description="Load in % of 1RM, or null.")
    rpe: Rpe | None = Field(default=None, description="RPE from 1 to 10, or null.")
    rest: Rest = Field(description="Seconds of rest after each set.")

    def to_sets(self, *, timed: bool) -> list[SetContent]:
        one = SetContent(
            reps=None if timed else min(self.reps, MAX_REPS),
            seconds=self.reps if timed else None,
            percent=self.percent,
            rpe=self.rpe,
            rest=self.rest,
        )
        return [one.model_copy() for _ in range(self.count)]


class ExerciseDraft(Strict):
    exercise: Slug = Field(description="A slug of the catalogue.")
    sets: list[SetDraft] = Field(max_length=MAX_SETS)


class WorkoutDraft(Strict):
    day: int = Field(ge=1, le=MAX_DAYS)
    exercises: list[ExerciseDraft] = Field(max_length=MAX_EXERCISES)


class WeekDraft(Strict):
    """One week as a model writes it."""

    week: int = Field(ge=1, le=MAX_WEEKS)
    notes: Sentence = Field(description="One or two sentences to the client about this week.")
    workouts: list[WorkoutDraft] = Field(max_length=MAX_DAYS)

    def to_content(
        self, metadata: ProgramMetadata, catalogue: Mapping[str, Exercise] = BY_SLUG
    ) -> WeekContent:
        """The stored shape; the names of the days and the focus come from the metadata, and the
        catalogue says what is timed.

        An exercise with more than `MAX_SETS` sets keeps that many: it breaks the rules either way.
        """
        names = {day.day: day.name for day in metadata.days}
        outline = metadata.outline(self.week)
        return WeekContent(
            week=self.week,
            focus=outline.focus if outline else "",
            notes=self.notes,
            workouts=[
                WorkoutContent(
                    day=workout.day,
                    name=names.get(workout.day, f"Day {workout.day}"),
                    exercises=[_exercise_content(one, catalogue) for one in workout.exercises],
                )
                for workout in self.workouts
            ],
        )


@lru_cache(maxsize=256)
def metadata_schema(weeks: int, days: int) -> type[ProgramMetadata]:
    """`ProgramMetadata` of exactly so many weeks and days: without them no week can be written, so
    an answer that lacks one is no answer, rather than a draft with a finding.
    """

    class Metadata(ProgramMetadata):
        @model_validator(mode="after")
        def _complete(self) -> Self:
            _require_numbers("weeks", [one.week for one in self.weeks], weeks)
            _require_numbers("days", [one.day for one in self.days], days)
            return self

    Metadata.__name__ = ProgramMetadata.__name__
    return Metadata


@lru_cache(maxsize=256)
def week_schema(number: int, days: int) -> type[WeekDraft]:
    """`WeekDraft` of week `number` with exactly so many days, for the same reason."""

    class Week(WeekDraft):
        @model_validator(mode="after")
        def _right_week(self) -> Self:
            if self.week != number:
                raise ValueError(f"this is week {self.week}, and week {number} was asked for")
            _require_numbers("workouts", [one.day for one in self.workouts], days)
            return self

    Week.__name__ = WeekDraft.__name__
    return Week


def _require_numbers(name: str, given: Sequence[int], wanted: int) -> None:
    if sorted(given) != list(range(1, wanted + 1)):
        listed = ", ".join(str(number) for number in given) or "none"
        raise ValueError(f"{name} must be numbered 1 to {wanted}, each once; given: {listed}")


def _exercise_content(draft: ExerciseDraft, catalogue: Mapping[str, Exercise]) -> ExerciseContent:
    known = catalogue.get(draft.exercise)
    timed = known is not None and known.timed
    sets = [one for group in draft.sets for one in group.to_sets(timed=timed)]
    return ExerciseContent(exercise=draft.exercise, sets=sets[:MAX_SETS])
