"""A program whose weeks are all written, without a worker: the offline composer's plan, stored."""

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
from project.drafts import Method, Provenance
from project.models import Job, JobStatus
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
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.SUCCEEDED, done_steps=job.total_steps, finished_at=job.created_at
    )
    program.refresh_from_db()
    return program
