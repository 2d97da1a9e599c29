"""The facts an IEP is drafted from: what the database holds about one student, read once and then
let go.

`IepFacts` goes to the prompts, the rules and the offline composer alike. Everything is immutable
and plain. Real names stand in it; the gateway's redaction replaces them on the way to a provider.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from ieps.areas import Area, area_of
from ieps.mentions import number_text, plus_months
from ieps.record import Record, Score
from ieps.schemas import MAX_MONTHS, STUDENT_INFO, SectionKind

NOT_ASSESSED = "not assessed"


class ChunkKind(StrEnum):
    """Where a chunk comes from. Only the first three are the student's record; the other two are
    our own material.
    """

    ASSESSMENT = "assessment"
    PRIOR = "prior_iep"
    NOTE = "note"
    GOAL_BANK = "goal_bank"
    TEMPLATE = "template"


RECORD_KINDS = frozenset({ChunkKind.ASSESSMENT, ChunkKind.PRIOR, ChunkKind.NOTE})
CHUNK_LETTERS: dict[ChunkKind, str] = {
    ChunkKind.ASSESSMENT: "A",
    ChunkKind.PRIOR: "P",
    ChunkKind.NOTE: "N",
    ChunkKind.GOAL_BANK: "G",
    ChunkKind.TEMPLATE: "T",
}


@dataclass(frozen=True)
class NeedFact:
    """A need as recorded. `area` is in the recorder's words and may be empty; `canonical` is
    what it is compared by.
    """

    area: str
    text: str

    @property
    def canonical(self) -> Area:
        named = area_of(self.area) if self.area else Area.OTHER
        return named if named is not Area.OTHER else area_of(self.text)


@dataclass(frozen=True)
class StudentFacts:
    """A student as recorded by people. Empty strings, empty tuples and None mean "not recorded"."""

    full_name: str
    given_name: str
    birth_date: date | None = None
    grade: str = ""
    class_name: str = ""
    languages: tuple[str, ...] = ()
    disability_category: str = ""
    placement: str = ""
    strengths: tuple[str, ...] = ()
    needs: tuple[NeedFact, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Completed years on a day, or None when the birth date is not recorded."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class AssessmentFact:
    """One result. `id` is the database's, as text; `score` is None when the student was not
    assessed.
    """

    id: str
    tool: str
    area: str
    date: date
    score: float | None = None
    unit: str = ""
    percentile: float | None = None
    notes: str = ""

    @property
    def canonical(self) -> Area:
        named = area_of(self.area) if self.area else Area.OTHER
        return named if named is not Area.OTHER else area_of(self.tool)

    @property
    def score_text(self) -> str:
        """ "58 words correct per minute", "72%", or "not assessed"."""
        if self.score is None:
            return NOT_ASSESSED
        number = number_text(self.score)
        if self.unit.startswith("%"):
            return f"{number}{self.unit}"
        return f"{number} {self.unit}".strip()

    @property
    def title(self) -> str:
        return f"{self.tool}, {self.area}, {self.date.isoformat()}"

    @property
    def text(self) -> str:
        """The chunk's text, also what is indexed."""
        lines = [
            f"{self.tool}. Area: {self.area}. Date: {self.date.isoformat()}. Score: "
            f"{self.score_text}."
        ]
        if self.percentile is not None:
            lines.append(f"Percentile: {number_text(self.percentile)}.")
        if self.notes:
            lines.append(f"Notes: {self.notes}")
        return " ".join(lines)


@dataclass(frozen=True)
class PriorSectionFact:
    """A section of an earlier IEP. `iep` is its label, for example "2025-2026, version 2";
    `meeting_date` its day.
    """

    id: str
    iep: str
    key: str
    text: str
    meeting_date: date | None = None

    @property
    def title(self) -> str:
        return f"IEP {self.iep}, {self.key}"


@dataclass(frozen=True)
class NoteFact:
    id: str
    date: date | None
    text: str

    @property
    def title(self) -> str:
        day = self.date.isoformat() if self.date else "undated"
        return f"Note, {day}"


@dataclass(frozen=True)
class GoalBankFact:
    """A goal bank entry. `area` is an `Area` value; grades run from `grade_from` to `grade_to`,
    kindergarten being 0.
    """

    id: str
    area: str
    condition: str
    behaviour: str
    criterion: str
    unit: str
    measured_by: str
    grade_from: int = 0
    grade_to: int = 12

    @property
    def title(self) -> str:
        return f"Goal bank, {self.area}"

    @property
    def text(self) -> str:
        goal = f"{self.condition}, the student will {self.behaviour} {self.criterion}."
        return f"{goal} Measured by {self.measured_by}."


@dataclass(frozen=True)
class Chunk:
    """A retrieved piece of text under a short id ("A1", "P2", "N1", "G3") that a draft can cite.

    `source_id` is the id of the row it was cut from; for an assessment it equals
    `AssessmentFact.id`.
    """

    id: str
    kind: ChunkKind
    title: str
    text: str
    source_id: str = ""

    @property
    def is_record(self) -> bool:
        return self.kind in RECORD_KINDS


@dataclass(frozen=True)
class SectionSpec:
    key: str
    title: str
    kind: SectionKind
    guidance: str = ""
    default_goal_stems: tuple[str, ...] = ()

    @property
    def is_drafted(self) -> bool:
        """The student's own data come from the record; everything else is drafted."""
        return self.key != STUDENT_INFO


@dataclass(frozen=True)
class TemplateFacts:
    name: str
    sections: tuple[SectionSpec, ...]

    def section(self, key: str) -> SectionSpec | None:
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True)
class IepFacts:
    """Everything one IEP is drafted from.

    `academic_year` is "2026-2027". `assessments` are all of the student's, in any order; `chunks`
    are the retrieved ones, which the prompt shows. `other_texts` are texts that the draft must not
    repeat (other students', last year's), with names masked by `rules.mask_names`. `instruction` is
    what a teacher asked of this draft.
    """

    student: StudentFacts
    meeting_date: date
    academic_year: str
    template: TemplateFacts
    assessments: tuple[AssessmentFact, ...] = ()
    prior: tuple[PriorSectionFact, ...] = ()
    notes: tuple[NoteFact, ...] = ()
    goal_bank: tuple[GoalBankFact, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    other_texts: tuple[str, ...] = ()
    instruction: str = ""

    @cached_property
    def record(self) -> Record:
        """The numbers, dates and words that people recorded: what a draft's claims are held
        against.
        """
        student = self.student
        assessed = {item.id for item in self.assessments}
        texts = [
            student.grade,
            student.class_name,
            student.disability_category,
            f"Placement: {student.placement}" if student.placement else "",
            *student.languages,
            *student.strengths,
            *(need.text for need in student.needs),
            *(need.area for need in student.needs),
            *(f"{prior.iep} {prior.text}" for prior in self.prior),
            *(note.text for note in self.notes),
            *(
                chunk.text
                for chunk in self.chunks
                if chunk.is_record
                and not (chunk.kind is ChunkKind.ASSESSMENT and chunk.source_id in assessed)
            ),
            self.academic_year,
            self.instruction,
        ]
        days = [self.meeting_date, student.birth_date]
        days += [note.date for note in self.notes] + [prior.meeting_date for prior in self.prior]
        scores = (
            Score(
                tool=item.tool,
                area=item.area,
                day=item.date,
                value=item.score,
                unit=item.unit,
                percentile=item.percentile,
                notes=item.notes,
            )
            for item in self.assessments
        )
        return Record.of(
            texts=texts,
            scores=tuple(scores),
            days=[day for day in days if day is not None],
            age=student.age_on(self.meeting_date),
        )

    def chunk(self, chunk_id: str) -> Chunk | None:
        return self._chunks_by_id.get(chunk_id)

    @cached_property
    def _chunks_by_id(self) -> dict[str, Chunk]:
        return {chunk.id: chunk for chunk in self.chunks}

    @property
    def age(self) -> int | None:
        """Completed years on the day of the meeting."""
        return self.student.age_on(self.meeting_date)

    @property
    def end_date(self) -> date:
        """An IEP is in effect for a year from the meeting."""
        return plus_months(self.meeting_date, MAX_MONTHS)

    @property
    def age_at_end(self) -> int | None:
        return self.student.age_on(self.end_date)


def number_chunks(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """Give chunks their short ids, counting per kind in the order given: A1, A2, P1, N1, G1 …

    Pass them oldest first, so that a later record gets a later id and earlier citations keep their
    meaning.
    """
    counts: dict[ChunkKind, int] = {}
    numbered: list[Chunk] = []
    for chunk in chunks:
        counts[chunk.kind] = counts.get(chunk.kind, 0) + 1
        chunk_id = f"{CHUNK_LETTERS[chunk.kind]}{counts[chunk.kind]}"
        numbered.append(Chunk(chunk_id, chunk.kind, chunk.title, chunk.text, chunk.source_id))
    return tuple(numbered)
