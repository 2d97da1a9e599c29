"""How long a live job will still take, from the steps that were measured."""

import math
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean

from django.conf import settings
from django.db.models import Avg
from django.utils import timezone

from project.jobs.endings import UNFINISHED
from project.models import Job, Step, StepStatus

RECENT_STEPS = 50


def remaining_seconds(job: Job, steps: Sequence[Step]) -> int | None:
    """Stage by stage: waves of side-by-side steps still to come, times the mean time of a step of
    that stage. None while nothing like it was ever measured. steps: all of the job, by index.
    """
    total = 0.0
    for stage, rows in groupby(sorted(steps, key=lambda step: step.stage), lambda step: step.stage):
        in_stage = list(rows)
        waiting = [step for step in in_stage if step.status in UNFINISHED]
        if not waiting:
            continue
        mean = _own_mean(in_stage) or _usual_mean(job.kind, stage)
        if mean is None:
            return None
        waves = math.ceil(len(waiting) / settings.STEP_CONCURRENCY)
        total += waves * mean - min(mean, _elapsed(waiting))
    return max(1, math.ceil(total))


def _own_mean(steps: Sequence[Step]) -> float | None:
    """Seconds."""
    measured = [
        step.latency_ms / 1000
        for step in steps
        if step.status == StepStatus.SUCCEEDED and step.latency_ms is not None
    ]
    return fmean(measured) if measured else None


def _usual_mean(kind: str, stage: int) -> float | None:
    """Seconds, of the newest steps of that kind and stage in any job."""
    recent = Step.objects.filter(
        job__kind=kind, stage=stage, status=StepStatus.SUCCEEDED, latency_ms__isnull=False
    ).order_by("-pk")[:RECENT_STEPS]
    mean = recent.aggregate(mean=Avg("latency_ms"))["mean"]
    return None if mean is None else mean / 1000


def _elapsed(waiting: Sequence[Step]) -> float:
    started = [
        step.started_at
        for step in waiting
        if step.status == StepStatus.RUNNING and step.started_at is not None
    ]
    return (timezone.now() - min(started)).total_seconds() if started else 0.0
