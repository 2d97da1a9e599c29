"""The app's job plans: draft a program, draft some of its weeks again."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from programs import offline, prompts, rules
from programs.collecting import MetadataTask, WeekTask, metadata_task, week_tasks
from programs.models import Program
from programs.operations.programs import (
    DRAFT_KIND,
    METADATA_STEP,
    REDRAFT_KIND,
    check_retry,
    week_step,
)
from programs.operations.weeks import (
    ProposedMetadata,
    ProposedWeek,
    finish_drafting,
    store_metadata,
    store_week,
)
from programs.schemas import ProgramMetadata, WeekDraft, metadata_schema, week_schema
from project.findings import Finding
from project.jobs import plans
from project.jobs.plans import Drafted, JobResult, Plan, StepContext, StepFailed
from project.models import Job, Step, User
from providers.generation import GenerationRequest
from providers.steps import as_drafted, draft_step, provenance

ROUTE = "programs"
# The metadata and each week are one call each; with failover and a re-ask they may take a few. The
# first part may go by in line for a model that is at its rate limit: nobody sits and waits.
CALL_SECONDS = 240.0
RATE_PATIENCE = 150.0
STARTED_PERCENT = 5
METADATA_PERCENT = 10
# In the place of a step's facts: there is nothing left to draft.
STANDS = object()
DELETED = "The program was deleted in the meantime, so there is nothing left to write."
NOT_A_DRAFT = (
    "The program is no longer a draft, so nothing more was written into it. Make a new version, or "
    "have it returned."
)


class RedraftWeeks(Plan):
    """Draft some weeks again, side by side; their metadata stands."""

    kind = REDRAFT_KIND

    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]:
        program = draftable_program(job)
        keys = {step.key for step in steps}
        weeks = [week for week in program.weeks.with_content() if week_step(week.number) in keys]
        collected: dict[str, Any] = {}
        if weeks:
            tasks = week_tasks(program, weeks)
            collected |= {week_step(number): task for number, task in tasks.items()}
        if METADATA_STEP in keys:
            collected[METADATA_STEP] = metadata_task(program)
        return collected

    def draft(self, facts: Any, context: StepContext) -> Drafted:
        if facts is STANDS:
            return Drafted(None)
        if isinstance(facts, MetadataTask):
            return draft_metadata(facts, context)
        return draft_week(facts, context)

    def store(self, job: Job, step: Step, drafted: Drafted) -> None:
        program = Program.objects.select_for_update().filter(pk=job.subject_id).first()
        if program is None:
            raise StepFailed("deleted", DELETED)
        if isinstance(drafted.value, ProposedMetadata):
            store_metadata(program=program, proposed=drafted.value, job=job)
        elif isinstance(drafted.value, ProposedWeek):
            store_week(program=program, proposed=drafted.value, job=job)

    def finish(self, job: Job) -> None:
        program = Program.objects.select_for_update().filter(pk=job.subject_id).first()
        if program is not None and program.is_editable:
            finish_drafting(program)

    def check_retry(self, job: Job) -> None:
        check_retry(job)

    def may_follow(self, job: Job, user: User) -> bool:
        """A coach's draft for a client is the client's business too, and the other way round."""
        return Program.objects.visible_to(user).filter(pk=job.subject_id).exists()

    def result(self, job: Job) -> JobResult | None:
        return JobResult(
            type="program",
            id=job.subject_id,
            url=f"/api/v1/programs/{job.subject_id}/",
            page=reverse("program", args=[job.subject_id]),
            title="Open the program",
        )

    def progress_message(self, *, done: int, total: int) -> str:
        return f"Week {done} of {total}" if done else "The weeks are being written"


class DraftProgram(RedraftWeeks):
    """The metadata with an outline of every week, then the weeks side by side."""

    kind = DRAFT_KIND

    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]:
        """What has been written since, by a person or by another job, is left as it stands."""
        standing = written_steps(job.subject_id)
        missing = [step for step in steps if step.key not in standing]
        return {step.key: STANDS for step in steps} | dict(super().collect(job, missing))

    def progress_message(self, *, done: int, total: int) -> str:
        if not done:
            return "The outline is being written"
        if done == 1:
            return "The weeks are being written"
        return f"Week {done - 1} of {total - 1}"

    def percent(self, *, done: int, total: int) -> int:
        """5 when started, 10 with the metadata, then evenly to 100."""
        if not done:
            return STARTED_PERCENT
        return METADATA_PERCENT + (100 - METADATA_PERCENT) * (done - 1) // max(1, total - 1)


def draftable_program(job: Job) -> Program:
    """Raises StepFailed when nothing may be asked of a provider for it."""
    program = (
        Program.objects.select_related("client", "screening").filter(pk=job.subject_id).first()
    )
    if program is None:
        raise StepFailed("deleted", DELETED)
    if not program.is_editable:
        raise StepFailed("not_a_draft", NOT_A_DRAFT)
    if program.screening.needs_clearance:
        raise StepFailed("clearance_needed", program.screening.notice)
    return program


def written_steps(program_id: str) -> set[str]:
    program = Program.objects.filter(pk=program_id).first()
    if program is None:
        return set()
    written = {week_step(week.number) for week in program.weeks.all() if week.is_written}
    return written if program.metadata is None else written | {METADATA_STEP}


def draft_metadata(task: MetadataTask, context: StepContext) -> Drafted:
    facts = task.facts
    draft = draft_step(
        GenerationRequest(
            route=ROUTE,
            app="programs",
            messages=prompts.metadata_messages(facts),
            schema=metadata_schema(facts.weeks, facts.days),
            deadline=CALL_SECONDS,
            rate_patience=RATE_PATIENCE,
            check=functools.partial(_check_metadata, task),
            redact=task.redaction,
            offline=functools.partial(offline.compose_metadata, facts),
            on_findings="flag",
            prompt_version=prompts.PROMPT_VERSION,
        ),
        context,
    )
    proposed = ProposedMetadata(
        draft=draft.value,
        provenance=provenance(draft, prompts.PROMPT_VERSION),
        findings=draft.findings,
    )
    return as_drafted(proposed, draft)


def draft_week(task: WeekTask, context: StepContext) -> Drafted:
    draft = draft_step(
        GenerationRequest(
            route=ROUTE,
            app="programs",
            messages=prompts.week_messages(task.number, task.metadata, task.facts, task.current),
            schema=week_schema(task.number, task.facts.days),
            deadline=CALL_SECONDS,
            rate_patience=RATE_PATIENCE,
            check=functools.partial(_check_week, task),
            redact=task.redaction,
            offline=composer_of(task),
            on_findings="flag",
            prompt_version=prompts.PROMPT_VERSION,
        ),
        context,
    )
    proposed = ProposedWeek(
        number=task.number,
        content=draft.value.to_content(task.metadata, task.facts.by_slug),
        provenance=provenance(draft, prompts.PROMPT_VERSION),
        findings=draft.findings,
    )
    return as_drafted(proposed, draft)


def composer_of(task: WeekTask) -> Callable[[], WeekDraft] | None:
    if not task.may_compose:
        return None
    return functools.partial(offline.compose_week, task.number, task.metadata, task.facts)


def _check_metadata(task: MetadataTask, draft: ProgramMetadata) -> Sequence[Finding]:
    return rules.check_metadata(draft, task.facts)


def _check_week(task: WeekTask, draft: WeekDraft) -> Sequence[Finding]:
    return rules.check_week_draft(draft, task.number, task.metadata, task.facts)


def register() -> None:
    plans.register(DraftProgram())
    plans.register(RedraftWeeks())
