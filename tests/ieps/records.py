"""Students' records for the tests of the pure modules: factories, no database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from ieps.facts import (
    AssessmentFact,
    Chunk,
    ChunkKind,
    GoalBankFact,
    IepFacts,
    NeedFact,
    NoteFact,
    PriorSectionFact,
    SectionSpec,
    StudentFacts,
    TemplateFacts,
    number_chunks,
)
from ieps.goal_bank import GOAL_BANK
from ieps.templates_catalogue import DEFAULT_TEMPLATE

MEETING = date(2026, 9, 14)
TEMPLATE = TemplateFacts(DEFAULT_TEMPLATE.name, DEFAULT_TEMPLATE.sections)
BANK = tuple(
    GoalBankFact(
        id=str(index),
        area=entry.area,
        condition=entry.condition,
        behaviour=entry.behaviour,
        criterion=entry.criterion,
        unit=entry.unit,
        measured_by=entry.measured_by,
        grade_from=entry.grade_from,
        grade_to=entry.grade_to,
    )
    for index, entry in enumerate(GOAL_BANK)
)


def section(key: str) -> SectionSpec:
    found = TEMPLATE.section(key)
    assert found is not None
    return found


def assessment(number: int, tool: str, area: str, day: str, **values: Any) -> AssessmentFact:
    return AssessmentFact(
        id=str(number), tool=tool, area=area, date=date.fromisoformat(day), **values
    )


ASSESSMENTS = (
    assessment(
        1, "Harbor Oral Reading Probe", "Reading fluency", "2025-09-15",
        score=46.0, unit="words correct per minute", percentile=9.0,
    ),
    assessment(
        2, "Harbor Oral Reading Probe", "Reading fluency", "2026-05-12",
        score=58.0, unit="words correct per minute", percentile=12.0,
        notes="Reads in phrases, guesses at long words.",
    ),
    assessment(
        3, "Lantern Comprehension Check", "Reading comprehension", "2026-05-13",
        score=62.0, unit="%",
    ),
    assessment(4, "Pattern Spelling List", "Spelling", "2026-05-20", score=55.0, unit="% correct"),
    assessment(5, "Number Path Screener", "Math", "2026-04-02", score=41.0, unit="%"),
    assessment(6, "Story Starter Sample", "Writing", "2026-05-02"),
)  # fmt: skip


def student(**values: Any) -> StudentFacts:
    base = StudentFacts(
        full_name="Mina Okafor",
        given_name="Mina",
        birth_date=date(2016, 3, 8),
        grade="5",
        class_name="5B",
        languages=("English", "Igbo"),
        disability_category="Specific learning disability",
        strengths=("asks thoughtful questions", "draws detailed maps"),
        needs=(
            NeedFact("Reading fluency", "reads slowly and guesses at long words"),
            NeedFact("Reading comprehension", "retells events but misses why they happened"),
            NeedFact("Spelling", "leaves out vowels in words with two syllables"),
            NeedFact("Writing", "writes short sentences with few details"),
            NeedFact("Math", "adds and subtracts with fingers, loses track when regrouping"),
        ),
    )
    return replace(base, **values)


def record_chunks(
    *,
    assessments: Iterable[AssessmentFact] = (),
    prior: Iterable[PriorSectionFact] = (),
    notes: Iterable[NoteFact] = (),
    goal_bank: Iterable[GoalBankFact] = (),
) -> tuple[Chunk, ...]:
    """Every row given as one numbered chunk, oldest first: what a prompt gets when nothing needs
    to be left out.
    """
    dated = sorted(assessments, key=lambda item: (item.date, item.id))
    unnumbered = [
        *(Chunk("", ChunkKind.ASSESSMENT, item.title, item.text, item.id) for item in dated),
        *(Chunk("", ChunkKind.PRIOR, item.title, item.text, item.id) for item in prior),
        *(Chunk("", ChunkKind.NOTE, item.title, item.text, item.id) for item in notes),
        *(Chunk("", ChunkKind.GOAL_BANK, item.title, item.text, item.id) for item in goal_bank),
    ]
    return number_chunks(unnumbered)


def facts(**values: Any) -> IepFacts:
    base: dict[str, Any] = {
        "student": student(),
        "meeting_date": MEETING,
        "academic_year": "2026-2027",
        "template": TEMPLATE,
        "assessments": ASSESSMENTS,
        "prior": (
            PriorSectionFact(
                id="11",
                iep="2025-2026, version 1",
                key="long_term_goal",
                text="By 2026-09-10 Mina will read aloud at 60 words correct per minute.",
                meeting_date=date(2025, 9, 10),
            ),
        ),
        "notes": (
            NoteFact(
                id="21", date=date(2026, 6, 3), text="Finished 3 of 4 reading logs in May 2026."
            ),
        ),
        "goal_bank": BANK,
    }
    base |= values
    if "chunks" not in values:
        base["chunks"] = record_chunks(
            assessments=base["assessments"],
            prior=base["prior"],
            notes=base["notes"],
            goal_bank=base["goal_bank"][:8],
        )
    return IepFacts(**base)
