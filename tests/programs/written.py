"""Programs in every state, without a worker: the offline composer's plan, stored."""

from programs import offline
from programs.collecting import judging_facts
from programs.models import Program
from programs.operations.weeks import (
    ProposedMetadata,
    ProposedWeek,
    finish_drafting,
    store_metadata,
    store_week,
)
from project.drafts import DraftStatus, Method, Provenance
from project.models import Job, JobStatus, StepStatus, User
from tests.programs.factories import make_program

PROVENANCE = Provenance(Method.TEMPLATE_BASED, "offline", "composer", "test")


def make_written(client, by=None, **fields) -> Program:
    """fields: those of ProgramFacts."""
    created = make_program(client, by, **fields)
    program, job = created.program, created.job
    metadata, weeks = offline.compose_program(judging_facts(program))
    store_metadata(program=program, proposed=ProposedMetadata(metadata, PROVENANCE, ()), job=job)
    for number, content in weeks.items():
        store_week(program=program, proposed=ProposedWeek(number, content, PROVENANCE, ()), job=job)
    finish_drafting(program)
    end_job(job, JobStatus.SUCCEEDED, done_steps=job.total_steps)
    program.refresh_from_db()
    return program


def make_half_written(client, by=None) -> Program:
    """While its job runs: the outline and the weeks 1 and 3 of 4 are there."""
    created = make_program(client, by, weeks=4)
    program, job = created.program, created.job
    metadata, weeks = offline.compose_program(judging_facts(program))
    store_metadata(program=program, proposed=ProposedMetadata(metadata, PROVENANCE, ()), job=job)
    for number in (1, 3):
        proposed = ProposedWeek(number, weeks[number], PROVENANCE, ())
        store_week(program=program, proposed=proposed, job=job)
    done = job.steps.filter(key__in=["metadata", "week-1", "week-3"])
    done.update(status=StepStatus.SUCCEEDED)
    job.steps.filter(key="week-2").update(status=StepStatus.RUNNING)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, done_steps=3)
    program.refresh_from_db()
    return program


def fail_weeks(program: Program, *numbers: int, why: str = "The model would not write it.") -> None:
    """As if the job had ended without these weeks."""
    job = Job.objects.get(subject_id=str(program.pk))
    failed = job.steps.filter(key__in=[f"week-{number}" for number in numbers])
    program.weeks.filter(number__in=numbers).update(proposal=None)
    job.steps.update(status=StepStatus.SUCCEEDED)
    failed.update(status=StepStatus.FAILED, error_category="invalid_output", error_text=why)
    end_job(job, JobStatus.PARTIAL, done_steps=job.total_steps - len(numbers))


def end_job(job: Job, status: JobStatus, **changes: object) -> None:
    Job.objects.filter(pk=job.pk).update(status=status, finished_at=job.created_at, **changes)


def moved_to(program: Program, status: str, by: User) -> Program:
    """The program with this status, decided by the person where someone must have."""
    approved = status in (DraftStatus.APPROVED, DraftStatus.FINAL)
    final = status == DraftStatus.FINAL
    Program.objects.filter(pk=program.pk).update(
        status=status,
        approved_by=by if approved else None,
        approved_at=program.created_at if approved else None,
        finalised_by=by if final else None,
        finalised_at=program.created_at if final else None,
    )
    program.refresh_from_db()
    return program
