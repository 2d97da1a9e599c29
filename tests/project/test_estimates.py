"""How long a job will still take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from project.jobs.estimates import remaining_seconds
from project.models import Job, JobStatus, Shard, Step, StepStatus
from tests.people import teacher

pytestmark = pytest.mark.django_db


def make_job(owner, *steps, kind="tests.measured", status=JobStatus.RUNNING):
    """steps: (stage, status, latency in ms)."""
    ended = None if status == JobStatus.RUNNING else timezone.now()
    job = Job.objects.create(
        kind=kind, title="Measured", owner=owner, total_steps=len(steps), status=status,
        finished_at=ended,
    )  # fmt: skip
    shard = Shard.objects.create(job=job, index=0)
    for index, (stage, step_status, latency) in enumerate(steps):
        Step.objects.create(
            job=job, shard=shard, index=index, key=str(index), title=str(index), stage=stage,
            status=step_status, latency_ms=latency,
        )  # fmt: skip
    return job


def remaining(job):
    return remaining_seconds(job, list(job.steps.order_by("index")))


DONE, WAITING = StepStatus.SUCCEEDED, StepStatus.PENDING


def test_estimate_without_any_measure_is_unknown():
    job = make_job(teacher(), (0, WAITING, None))

    assert remaining(job) is None


def test_estimate_takes_each_stage_by_its_own_measure():
    owner = teacher()
    make_job(owner, (0, DONE, 2_000), (1, DONE, 8_000), status=JobStatus.SUCCEEDED)
    fresh = make_job(owner, (0, WAITING, None), (1, WAITING, None), (1, WAITING, None))

    assert remaining(fresh) == 10

    outlined = make_job(owner, (0, DONE, 3_000), (1, WAITING, None), (1, WAITING, None))

    assert remaining(outlined) == 8


def test_estimate_counts_waves_of_side_by_side_steps(settings):
    settings.STEP_CONCURRENCY = 2
    job = make_job(teacher(), (0, DONE, 4_000), *[(0, WAITING, None)] * 5)

    assert remaining(job) == 12


def test_estimate_shrinks_while_a_step_runs_and_never_reaches_nothing():
    job = make_job(teacher(), (0, DONE, 10_000), (0, StepStatus.RUNNING, None))

    job.steps.filter(status=StepStatus.RUNNING).update(
        started_at=timezone.now() - timedelta(seconds=4)
    )
    assert remaining(job) in (6, 7)

    job.steps.filter(status=StepStatus.RUNNING).update(
        started_at=timezone.now() - timedelta(seconds=40)
    )
    assert remaining(job) == 1
