"""When a job is over, and how it ended. The ledger of steps decides, nothing else."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from project.jobs.plans import plan_for
from project.models import Job, JobStatus, Shard, Step, StepStatus

logger = logging.getLogger(__name__)

UNFINISHED = (StepStatus.PENDING, StepStatus.RUNNING)
BROKEN_END = (
    "The steps are done, but something broke on our side in what should follow them. It was "
    "logged; tell the people who run this installation."
)


@dataclass(frozen=True)
class StageCount:
    stage: int
    unfinished: int
    succeeded: int
    failed_required: int


def stage_counts(job_id: UUID) -> list[StageCount]:
    rows = (
        Step.objects.filter(job_id=job_id)
        .order_by("stage")
        .values("stage")
        .annotate(
            unfinished=Count("pk", filter=Q(status__in=UNFINISHED)),
            succeeded=Count("pk", filter=Q(status=StepStatus.SUCCEEDED)),
            failed_required=Count("pk", filter=Q(status=StepStatus.FAILED, required=True)),
        )
    )
    return [StageCount(**row) for row in rows]


def open_stage(counts: Sequence[StageCount]) -> int | None:
    """The stage whose steps may run now; None when nothing more can run."""
    succeeded = 0
    for position, count in enumerate(counts):
        if count.unfinished:
            return count.stage if position == 0 or succeeded else None
        if count.failed_required:
            return None
        succeeded += count.succeeded
    return None


def end_if_over(job_id: UUID) -> bool:
    """Give the job its final status if nothing more can run; True when the job has ended.

    Safe to call from anywhere, any number of times: the job's row is locked, and a job that has
    ended stays as it is.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or not job.is_live:
            return True
        held = Shard.objects.filter(job_id=job_id, lease_expires_at__gt=timezone.now()).exists()
        if held:
            return False
        counts = stage_counts(job_id)
        if job.cancel_requested_at is None and open_stage(counts) is not None:
            return False
        _end(job, counts)
        return True


def _end(job: Job, counts: Sequence[StageCount]) -> None:
    unfinished = sum(count.unfinished for count in counts)
    failed = list(job.steps.filter(status=StepStatus.FAILED).order_by("index"))
    job.done_steps = sum(count.succeeded for count in counts)
    if job.cancel_requested_at and unfinished:
        job.status = JobStatus.CANCELLED
    elif job.done_steps == job.total_steps:
        job.status = JobStatus.SUCCEEDED
    elif job.done_steps:
        job.status = JobStatus.PARTIAL
    else:
        job.status = JobStatus.FAILED
    job.steps.filter(status=StepStatus.RUNNING).update(status=StepStatus.PENDING)
    job.message = _sentence(job, failed)
    if failed and job.status in (JobStatus.PARTIAL, JobStatus.FAILED):
        job.error_category = failed[0].error_category
        job.error_text = failed[0].error_text
    job.finished_at = timezone.now()
    job.save(
        update_fields=[
            "status",
            "done_steps",
            "message",
            "error_category",
            "error_text",
            "finished_at",
        ]
    )
    _finish(job)


def _finish(job: Job) -> None:
    """What the plan does at the end. If it breaks, the job has ended all the same: else it would
    be ended again, and break again, for ever.
    """
    try:
        with transaction.atomic():
            plan_for(job.kind).finish(job)
    except OperationalError:
        raise
    except Exception:
        logger.exception("the end of a job broke", extra={"kind": job.kind})
        Job.objects.filter(pk=job.pk).update(error_category="internal", error_text=BROKEN_END)


def _sentence(job: Job, failed: Sequence[Step]) -> str:
    if job.status == JobStatus.SUCCEEDED:
        return "Everything is done."
    if job.status == JobStatus.CANCELLED:
        return f"Cancelled. {job.done_steps} of {job.total_steps} steps were finished and are kept."
    names = ", ".join(step.title for step in failed[:3])
    more = f" and {len(failed) - 3} more" if len(failed) > 3 else ""
    if job.status == JobStatus.PARTIAL:
        return f"{job.done_steps} of {job.total_steps} steps are done. Failed: {names}{more}."[:300]
    return f"No step could be finished. Failed: {names}{more}."[:300]
