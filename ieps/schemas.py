"""What a section of an IEP holds, and what a model must return for each kind of section.

`SectionContent` is the one shape that is stored, edited, checked, exported. A model (or the offline
composer) returns the class of the section's kind, `DRAFT_OF[kind]`, whose `to_content()` gives a
`SectionContent`. The classes keep to what every provider's schema dialect can say: objects, lists
with an upper bound, strings, numbers, null. Limits that a dialect refuses (lengths, ranges, dates)
are dropped or told in words by the gateway, and hold here all the same.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from providers.schema_text import clean

MAX_GOALS: Final = 12
MAX_RECOMMENDATIONS: Final = 15
MAX_SERVICES: Final = 15
MAX_STEPS: Final = 6
MAX_EVIDENCE: Final = 20
MAX_MONTHS: Final = 12
MAX_CHUNK_ID: Final = 12

STUDENT_INFO: Final = "student_info"
SECTION_KEYS: Final[tuple[str, ...]] = (
    STUDENT_INFO,
    "present_levels",
    "long_term_goal",
    "short_term_goals",
    "oral_language.receptive",
    "oral_language.expressive",
    "reading.familiar",
    "reading.unfamiliar",
    "reading.comprehension",
    "spelling",
    "writing",
    "concept",
    "math",
    "services",
    "progress_reporting",
    "participation",
    "assessment_accommodations",
    "transition",
)

_LEADING_ID = re.compile(r"\W*([APNGT]\d{1,4})\b")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _chunk_id(value: object) -> object:
    """The id alone, though a model may write its title after it ("A3: Spelling List")."""
    if not isinstance(value, str):
        return value
    match = _LEADING_ID.match(value)
    return match[1] if match else value.strip()[:MAX_CHUNK_ID]


def _read_date(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if not _ISO_DATE.fullmatch(text):
            raise ValueError(f"“{text[:40]}” is not a date; write it as 2026-09-01")
        return date.fromisoformat(text)
    if value is None or type(value) is date:
        return value
    raise ValueError("a date is a string such as 2026-09-01")


Label = Annotated[str, Field(max_length=200), BeforeValidator(clean)]
Sentence = Annotated[str, Field(max_length=1_000), BeforeValidator(clean)]
Paragraphs = Annotated[str, Field(max_length=8_000), BeforeValidator(clean)]
ChunkId = Annotated[str, BeforeValidator(_chunk_id)]
Number = Annotated[float, Field(allow_inf_nan=False)]
IsoDate = Annotated[
    date | None,
    BeforeValidator(_read_date),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
]
Evidence = Annotated[list[ChunkId], Field(max_length=MAX_EVIDENCE)]


class SectionKind(StrEnum):
    """What a section may hold beside its statement: nothing, goals with recommendations,
    recommendations, services.
    """

    STATEMENT = "statement"
    GOALS = "goals"
    RECOMMENDATIONS = "recommendations"
    SERVICES = "services"


class Strict(BaseModel):
    # What a draft says about a student must not stand in a logged error.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class StepContent(Strict):
    """A short-term step on the way from a goal's baseline to its target."""

    value: Number = Field(
        description="The value to reach, in the goal's unit, strictly between baseline_value and "
        "target_value."
    )
    by: IsoDate = Field(default=None, description="The day to reach it by, as YYYY-MM-DD, or null.")


class GoalContent(Strict):
    """A measurable annual goal. An unknown baseline is null, never a guess."""

    area: Label = Field(
        description="The area of learning, for example: reading comprehension, spelling, math."
    )
    condition: Sentence = Field(
        description="When and with what the student does it, for example: Given an unfamiliar "
        "grade-level passage."
    )
    behaviour: Sentence = Field(
        description="One behaviour that another person can see or hear, starting with a verb "
        "such as read, write, "
        "name, solve. Never understand, know, learn, or improve."
    )
    criterion: Sentence = Field(
        description="How well and how reliably, with a number, for example: with 80% accuracy on "
        "4 of 5 weekly probes."
    )
    baseline_value: Number | None = Field(
        default=None,
        description="Today's score from the cited assessment, or null when it was not assessed.",
    )
    baseline_unit: Label = Field(
        default="", description="The unit of the baseline, for example: words correct per minute."
    )
    target_value: Number | None = Field(
        default=None, description="The value to reach, different from the baseline."
    )
    target_unit: Label = Field(default="", description="The same unit as baseline_unit.")
    measured_by: Sentence = Field(description="The tool or work sample it is measured with.")
    how_often: Label = Field(description="How often it is measured, for example: every two weeks.")
    by_whom: Label = Field(
        description="The role that measures it, for example: special education teacher."
    )
    timeframe_months: int = Field(
        ge=1, le=MAX_MONTHS, description="Months to reach the target: a whole number from 1 to 12."
    )
    steps: list[StepContent] = Field(
        default_factory=list,
        max_length=MAX_STEPS,
        description="Short-term steps in order; empty when the baseline is null.",
    )
    evidence: Evidence = Field(
        default_factory=list,
        description="Ids of the record chunks this goal rests on, for example: A3.",
    )

    @property
    def unit(self) -> str:
        return self.target_unit or self.baseline_unit


class ServiceContent(Strict):
    """One service, aid or support. Start, frequency, location and duration are what 34 CFR
    300.320(a)(7) asks for.
    """

    what: Sentence = Field(
        description="The service, naming the areas of need it serves, for example: specialized "
        "instruction in reading."
    )
    frequency: Label = Field(description="How often, for example: 3 times a week.")
    minutes_per_session: Annotated[int, Field(ge=1, le=480)] | None = Field(
        default=None, description="Minutes of each session: a whole number from 1 to 480, or null."
    )
    location: Label = Field(description="Where it is given, for example: resource room.")
    duration: Label = Field(description="For how long, for example: 12 months.")
    start_date: IsoDate = Field(default=None, description="The first day, as YYYY-MM-DD.")
    provider_role: Label = Field(description="The role of the person who gives it; never a name.")


class SectionContent(Strict):
    """What stands in a section. Which fields may be used depends on the section's kind; see
    `FIELDS_OF`.

    `not_applicable_reason` is set instead of everything else when the team leaves the section out.
    """

    statement: Paragraphs = ""
    goals: list[GoalContent] = Field(default_factory=list, max_length=MAX_GOALS)
    recommendations: list[Sentence] = Field(default_factory=list, max_length=MAX_RECOMMENDATIONS)
    services: list[ServiceContent] = Field(default_factory=list, max_length=MAX_SERVICES)
    not_applicable_reason: Sentence = ""

    @property
    def is_empty(self) -> bool:
        return not (self.statement or self.goals or self.recommendations or self.services)


class _Draft(Strict):
    statement: Paragraphs = Field(
        description="Plain prose for this section, using only facts of the record. Empty when "
        "not applicable."
    )
    not_applicable_reason: Sentence = Field(
        default="",
        description="Empty, unless this section does not apply to the student: then one sentence "
        "saying why.",
    )
    evidence: Evidence = Field(
        default_factory=list,
        description="Ids of the record chunks this section leans on, for example: A3, P1.",
    )

    @property
    def cited(self) -> tuple[str, ...]:
        """Every chunk id the draft cites, the section's and its goals', each once, in order."""
        goals = [chunk for goal in self.to_content().goals for chunk in goal.evidence]
        return tuple(dict.fromkeys([*self.evidence, *goals]))

    def to_content(self) -> SectionContent:
        return SectionContent(
            statement=self.statement, not_applicable_reason=self.not_applicable_reason
        )


class StatementDraft(_Draft):
    """A section of prose."""


class GoalsDraft(_Draft):
    """A section of measurable goals, with recommendations for teaching."""

    goals: list[GoalContent] = Field(
        max_length=MAX_GOALS, description="Measurable goals; empty when not applicable."
    )
    recommendations: list[Sentence] = Field(
        default_factory=list,
        max_length=MAX_RECOMMENDATIONS,
        description="Teaching recommendations, one sentence each.",
    )

    def to_content(self) -> SectionContent:
        return SectionContent(
            statement=self.statement,
            goals=self.goals,
            recommendations=self.recommendations,
            not_applicable_reason=self.not_applicable_reason,
        )


class RecommendationsDraft(_Draft):
    """A section of teaching recommendations."""

    recommendations: list[Sentence] = Field(
        max_length=MAX_RECOMMENDATIONS, description="Teaching recommendations, one sentence each."
    )

    def to_content(self) -> SectionContent:
        return SectionContent(
            statement=self.statement,
            recommendations=self.recommendations,
            not_applicable_reason=self.not_applicable_reason,
        )


class ServicesDraft(_Draft):
    """The services, aids and supports."""

    services: list[ServiceContent] = Field(
        max_length=MAX_SERVICES, description="Services, aids and supports."
    )

    def to_content(self) -> SectionContent:
        return SectionContent(
            statement=self.statement,
            services=self.services,
            not_applicable_reason=self.not_applicable_reason,
        )


SectionDraft = StatementDraft | GoalsDraft | RecommendationsDraft | ServicesDraft

DRAFT_OF: Final[dict[SectionKind, type[SectionDraft]]] = {
    SectionKind.STATEMENT: StatementDraft,
    SectionKind.GOALS: GoalsDraft,
    SectionKind.RECOMMENDATIONS: RecommendationsDraft,
    SectionKind.SERVICES: ServicesDraft,
}

FIELDS_OF: Final[dict[SectionKind, frozenset[str]]] = {
    SectionKind.STATEMENT: frozenset({"statement"}),
    SectionKind.GOALS: frozenset({"statement", "goals", "recommendations"}),
    SectionKind.RECOMMENDATIONS: frozenset({"statement", "recommendations"}),
    SectionKind.SERVICES: frozenset({"statement", "services"}),
}
