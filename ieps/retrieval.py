"""Find what a student's record says about each section, in Chroma, filtered by student.

The filter is part of the query itself. What comes back are references to rows; the texts are read
from the database again, so an old index can neither leak nor resurrect anything.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ieps.areas import section_covers
from ieps.collecting import CollectedTerms
from ieps.facts import RECORD_KINDS, Chunk, ChunkKind, IepFacts, SectionSpec
from providers import embeddings, vectors
from providers.redaction import Redaction

logger = logging.getLogger(__name__)

RECORDS = "ieps-records"
GOALS = "ieps-goals"
RECORD_HITS = 8
GOAL_HITS = 3


@dataclass(frozen=True)
class RetrievalTask:
    """chunks: the student's whole record and the goal bank, by reference."""

    student_id: str
    facts: IepFacts
    chunks: Mapping[str, Chunk]
    terms: CollectedTerms


@dataclass(frozen=True)
class Retrieved:
    """references: for each section key the chunks to show, records before goals.

    source: "chroma", or "local" when the vector store did not answer and the same vectors were
    compared in this process instead.
    """

    references: Mapping[str, tuple[str, ...]]
    source: str


def find(task: RetrievalTask) -> Retrieved:
    """Index the record as it stands, then ask for each section's nearest chunks."""
    try:
        index_chunks(task.student_id, task.chunks, task.terms)
        return Retrieved(_ask_store(task), "chroma")
    except vectors.VectorStoreUnavailable as error:
        logger.warning("%s The record was compared in this process instead.", error)
        return Retrieved(_compare_here(task), "local")


def index_chunks(student_id: str, chunks: Mapping[str, Chunk], terms: CollectedTerms) -> None:
    """Write the chunks to the store: records under their student, goals without one.

    terms: redacted before texts go to an embedding service, if one is configured.
    """
    records = {ref: chunk for ref, chunk in chunks.items() if chunk.kind in RECORD_KINDS}
    goals = {ref: chunk for ref, chunk in chunks.items() if chunk.kind == ChunkKind.GOAL_BANK}
    vectors.upsert(
        RECORDS,
        _items(records, {"student_id": student_id}),
        redact=Redaction.of(terms),
        app="ieps",
    )
    vectors.upsert(GOALS, _items(goals, {"area": "goal bank"}), app="ieps")


def forget_student(student_id: str) -> None:
    vectors.delete(RECORDS, {"student_id": student_id})


def query_text(section: SectionSpec) -> str:
    return f"{section.title}. {section.guidance}"


def _items(chunks: Mapping[str, Chunk], metadata: Mapping[str, str]) -> list[vectors.VectorItem]:
    return [
        vectors.VectorItem(
            id=ref, text=f"{chunk.title}. {chunk.text}", metadata={**metadata, "kind": chunk.kind}
        )
        for ref, chunk in chunks.items()
    ]


def _drafted(task: RetrievalTask) -> Sequence[SectionSpec]:
    return [section for section in task.facts.template.sections if section.is_drafted]


def _ask_store(task: RetrievalTask) -> dict[str, tuple[str, ...]]:
    sections = _drafted(task)
    texts = [query_text(section) for section in sections]
    records = vectors.query_many(
        # More than are shown: drafts nobody has read are indexed, but no ground for others.
        RECORDS,
        texts,
        where={"student_id": task.student_id},
        limit=3 * RECORD_HITS,
        app="ieps",
    )
    goals = vectors.query_many(GOALS, texts, where={}, limit=GOAL_HITS, app="ieps")
    return {
        section.key: _chosen(task, section, _known(task, of_record), _known(task, of_goals))
        for section, of_record, of_goals in zip(sections, records, goals, strict=True)
    }


def _known(task: RetrievalTask, hits: Sequence[vectors.VectorHit]) -> list[str]:
    return [hit.id for hit in hits if hit.id in task.chunks]


def _compare_here(task: RetrievalTask) -> dict[str, tuple[str, ...]]:
    sections = _drafted(task)
    references = list(task.chunks)
    if not references:
        return {section.key: () for section in sections}
    matrix = embeddings.embed_lexical(
        [f"{chunk.title}. {chunk.text}" for chunk in task.chunks.values()]
    )
    queries = embeddings.embed_lexical([query_text(section) for section in sections])
    found = {}
    for section, scores in zip(sections, queries @ matrix.T, strict=True):
        ranked = [references[position] for position in scores.argsort()[::-1]]
        records = [ref for ref in ranked if task.chunks[ref].kind in RECORD_KINDS]
        goals = [ref for ref in ranked if task.chunks[ref].kind == ChunkKind.GOAL_BANK]
        found[section.key] = _chosen(task, section, records, goals)
    return found


def _chosen(
    task: RetrievalTask, section: SectionSpec, records: Sequence[str], goals: Sequence[str]
) -> tuple[str, ...]:
    """The newest result of each of the section's areas, then what lies nearest, then goals.

    A goal starts from the newest result, so that one must be citable however it is worded.
    """
    nearest = [*_newest_results(task, section), *records[:RECORD_HITS], *goals[:GOAL_HITS]]
    return tuple(dict.fromkeys(nearest))


def _newest_results(task: RetrievalTask, section: SectionSpec) -> list[str]:
    newest = {
        row.canonical: f"{ChunkKind.ASSESSMENT}:{row.id}"
        for row in sorted(task.facts.assessments, key=lambda row: (row.date, row.id))
        if row.score is not None and section_covers(section.key, row.canonical)
    }
    return list(newest.values())
