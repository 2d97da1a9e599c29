"""The app's job plans: draft an IEP, forget a student's vectors."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic, sleep
from typing import Any

from django.urls import reverse

from ieps import collecting, offline, prompts, retrieval, rules
from ieps.collecting import CollectedTerms, SectionFacts
from ieps.facts import Chunk
from ieps.models import IEP, Section
from ieps.operations.ieps import DRAFT_KIND, INDEX_STEP, RETRIEVE_STEP, check_retry
from ieps.operations.sections import Proposed, store_proposal
from ieps.operations.students import FORGET_AGAIN_STEP, FORGET_KIND
from ieps.retrieval import RetrievalTask, Retrieved
from ieps.schemas import DRAFT_OF, SectionDraft
from project.findings import Finding
from project.jobs import plans
from project.jobs.plans import Drafted, JobResult, Plan, StepCancelled, StepContext, StepFailed
from project.models import Job, Step, User
from providers import vectors
from providers.generation import GenerationRequest
from providers.redaction import Redaction
from providers.steps import as_drafted, draft_step, provenance

ROUTE = "ieps"
# By then a runner whose job was deleted has noticed, and its last call to the store is over.
LET_GO_SECONDS = 30.0
# One section is one call; with failover and a re-ask it may take a few.
SECTION_SECONDS = 90.0


@dataclass(frozen=True)
class IndexTask:
    student_id: str
    chunks: Mapping[str, Chunk]
    terms: CollectedTerms


class DraftIEP(Plan):
    """Find the record's chunks, draft the sections side by side, make the result findable."""

    kind = DRAFT_KIND

    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]:
        iep = IEP.objects.select_related("student").get(pk=job.subject_id)
        keys = {step.key for step in steps}
        collected: dict[str, Any] = {}
        sections = [section for section in iep.sections.all() if section.key in keys]
        if sections:
            collected |= collecting.facts_by_section(iep, sections)
        if keys & {RETRIEVE_STEP, INDEX_STEP}:
            facts = collecting.iep_facts(iep)
            chunks = collecting.all_chunks(facts)
            terms = collecting.collected_terms(iep)
            collected[RETRIEVE_STEP] = RetrievalTask(str(iep.student_id), facts, chunks, terms)
            own = replace(facts, prior=(*facts.prior, *collecting.own_sections(iep)))
            collected[INDEX_STEP] = IndexTask(
                str(iep.student_id), collecting.all_chunks(own), terms
            )
        return collected

    def draft(self, facts: Any, context: StepContext) -> Drafted:
        if isinstance(facts, RetrievalTask):
            found = retrieval.find(facts)
            return Drafted(found, model=found.source)
        if isinstance(facts, IndexTask):
            return index(facts)
        return draft_section(facts, context)

    def store(self, job: Job, step: Step, drafted: Drafted) -> None:
        # Before its sections, as every edit takes it.
        if not IEP.objects.select_for_update().filter(pk=job.subject_id).exists():
            raise StepFailed("deleted", "The IEP was deleted in the meantime.")
        if isinstance(drafted.value, Retrieved):
            note_references(job, drafted.value)
        elif isinstance(drafted.value, Proposed):
            section = Section.objects.select_related("iep").get(iep_id=job.subject_id, key=step.key)
            store_proposal(section=section, proposed=drafted.value, job=job)

    def may_follow(self, job: Job, user: User) -> bool:
        """Teachers who share a student see each other's drafts."""
        return IEP.objects.visible_to(user).filter(pk=job.subject_id).exists()

    def result(self, job: Job) -> JobResult | None:
        return JobResult(
            type="iep",
            id=job.subject_id,
            url=f"/api/v1/ieps/{job.subject_id}/",
            page=reverse("iep", args=[job.subject_id]),
            title="Open the draft",
        )

    def check_retry(self, job: Job) -> None:
        check_retry(job)

    def progress_message(self, *, done: int, total: int) -> str:
        # The first and the last step are not sections.
        written = max(0, min(done - 1, total - 2))
        return f"{written} of {total - 2} sections are written"


def draft_section(facts: SectionFacts, context: StepContext) -> Drafted:
    section = facts.section
    draft = draft_step(
        GenerationRequest(
            route=ROUTE,
            app="ieps",
            messages=prompts.section_messages(section, facts.facts),
            schema=DRAFT_OF[section.kind],
            deadline=SECTION_SECONDS,
            check=functools.partial(check, facts),
            redact=Redaction.of(facts.terms),
            offline=functools.partial(offline.compose, section, facts.facts),
            on_findings="flag",
            prompt_version=prompts.PROMPT_VERSION,
        ),
        context,
    )
    proposed = Proposed(
        draft=draft.value,
        provenance=provenance(draft, prompts.PROMPT_VERSION),
        chunks=facts.facts.chunks,
        findings=draft.findings,
    )
    return as_drafted(proposed, draft)


def check(facts: SectionFacts, draft: SectionDraft) -> Sequence[Finding]:
    return rules.check_draft(draft, facts.section, facts.facts)


def note_references(job: Job, found: Retrieved) -> None:
    drafted = job.steps.values("key")
    for section in Section.objects.filter(iep_id=job.subject_id, key__in=drafted):
        section.retrieved = list(found.references.get(section.key, ()))
        section.save(update_fields=["retrieved"])


def index(task: IndexTask) -> Drafted:
    try:
        retrieval.index_chunks(task.student_id, task.chunks, task.terms)
    except vectors.VectorStoreUnavailable as error:
        raise StepFailed(
            "vector_store",
            "The vector store does not answer, so this IEP cannot be found from later ones yet. "
            "The draft itself is complete. Retry when the store runs again.",
        ) from error
    return Drafted(None, model="chroma")


class ForgetStudent(Plan):
    """Delete a deleted student's chunks from the vector store."""

    kind = FORGET_KIND

    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]:
        return {step.key: job.params["student_id"] for step in steps}

    def draft(self, facts: Any, context: StepContext) -> Drafted:
        if context.step_key == FORGET_AGAIN_STEP:
            wait(LET_GO_SECONDS, context)
        try:
            retrieval.forget_student(facts)
        except vectors.VectorStoreUnavailable as error:
            raise StepFailed(
                "vector_store",
                "The vector store does not answer, so the student's search entries are still "
                "there. Retry when the store runs again.",
            ) from error
        return Drafted(None)

    def store(self, job: Job, step: Step, drafted: Drafted) -> None:
        """Nothing to write: the rows were deleted when the job was started."""

    def result(self, job: Job) -> JobResult | None:
        return None


def wait(seconds: float, context: StepContext) -> None:
    """Raises StepCancelled."""
    ends = monotonic() + seconds
    while monotonic() < ends:
        if context.cancelled():
            raise StepCancelled
        sleep(0.2)


def register() -> None:
    plans.register(DraftIEP())
    plans.register(ForgetStudent())
