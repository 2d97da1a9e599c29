"""Start, cancel and retry a job."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Min, Model, Q
from django.utils import timezone

from project import audit, context
from project.jobs import queue
from project.jobs.endings import end_if_over
from project.jobs.plans import StepSpec, known_plan, plan_for
from project.models import LIVE_STATUSES, Job, JobStatus, Shard, Step, StepStatus, User
from project.problems import Problem


class JobNotLive(Problem):
    type = "job-not-live"
    title = "This job has already ended"


class NothingToRetry(Problem):
    type = "nothing-to-retry"
    title = "There is nothing to retry"


@transaction.atomic
def start_job(
    *,
    kind: str,
    title: str,
    steps: Sequence[StepSpec],
    by: User,
    subject: Model | None = None,
    params: Mapping[str, Any] | None = None,
) -> Job:
    """Create a job with its steps; the queue gets it when the transaction commits.

    params may hold ids and settings only. Cheap enough for a request: a handful of inserts.
    """
    plan = known_plan(kind)
    job = Job.objects.create(
        kind=kind,
        title=title,
        owner=by,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        params=dict(params or {}),
        total_steps=len(steps),
        message="Waiting for a worker",
        request_id=context.request_id.get(),
    )
    size = plan.shard_size
    shards = Shard.objects.bulk_create(
        Shard(job=job, index=index) for index in range(max(1, -(-len(steps) // size)))
    )
    Step.objects.bulk_create(
        Step(
            job=job,
            shard=shards[index // size],
            index=index,
            key=spec.key,
            title=spec.title,
            stage=spec.stage,
            required=spec.required,
        )
        for index, spec in enumerate(steps)
    )
    queue.enqueue_on_commit(shards)
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> Job:
    """Ask the job to stop. Finished steps stay; no new provider call starts within a second.

    Raises JobNotLive when it has ended already.
    """
    asked = Job.objects.filter(pk=job.pk, status__in=LIVE_STATUSES).update(
        cancel_requested_at=timezone.now(), message="Stopping"
    )
    if not asked:
        raise JobNotLive("It ended before it could be cancelled. What it finished is kept.")
    audit.record(verb="cancel", subject=job, by=by)
    end_if_over(job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def retry_job(*, job: Job, by: User) -> Job:
    """Run what is missing: failed and never-run steps, and all of the stages after the first that
    misses one, finished steps included, since they were made without it.

    Raises NothingToRetry while the job runs, or when every step has succeeded, and what the plan's
    check_retry raises.
    """
    job = _ended(job)
    first_stage = _first_incomplete_stage(job)
    plan_for(job.kind).check_retry(job)
    _reopen_steps(job, first_stage)
    _reopen(job)
    audit.record(verb="retry", subject=job, by=by)
    shards = list(job.shards.filter(steps__status=StepStatus.PENDING).distinct())
    queue.enqueue_on_commit(shards)
    return job


def _ended(job: Job) -> Job:
    """The job as it is now, locked."""
    held = Job.objects.select_for_update().filter(pk=job.pk).first()
    if held is None:
        raise NothingToRetry("The job was deleted, with what it was about.")
    if held.is_live:
        raise NothingToRetry("The job is still running. Wait until it ends, or cancel it first.")
    return held


def _first_incomplete_stage(job: Job) -> int:
    missing = job.steps.exclude(status=StepStatus.SUCCEEDED)
    stage: int | None = missing.aggregate(stage=Min("stage"))["stage"]
    if stage is None:
        raise NothingToRetry("Every step of this job has succeeded.")
    return stage


def _reopen_steps(job: Job, first_stage: int) -> None:
    job.steps.filter(~Q(status=StepStatus.SUCCEEDED) | Q(stage__gt=first_stage)).update(
        status=StepStatus.PENDING,
        error_category="",
        error_text="",
        started_at=None,
        finished_at=None,
    )


def _reopen(job: Job) -> None:
    job.status = JobStatus.PENDING
    job.done_steps = job.steps.filter(status=StepStatus.SUCCEEDED).count()
    job.message = "Waiting for a worker"
    job.error_category = job.error_text = ""
    job.cancel_requested_at = job.finished_at = None
    job.attempt += 1
    job.save(
        update_fields=[
            "status",
            "done_steps",
            "message",
            "error_category",
            "error_text",
            "cancel_requested_at",
            "finished_at",
            "attempt",
        ]
    )
