"""Queue again what a crash left behind."""

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from project.jobs import leases, queue
from project.jobs.endings import UNFINISHED, end_if_over, open_stage, stage_counts
from project.models import LIVE_STATUSES, Job, Shard, Step

logger = logging.getLogger(__name__)

# A shard may wait in a busy queue; after this long it is taken for lost. A second task for the
# same shard does no harm: only one can claim it.
QUEUE_PATIENCE = timedelta(minutes=2)
START_PATIENCE = timedelta(seconds=5)


def reap_jobs(patience: timedelta = QUEUE_PATIENCE) -> int:
    """Re-queue shards with an expired lease, a dead holder on this host, or no task at all.

    Returns how many were queued. Jobs that were over without anyone noticing are ended.
    """
    free_dead_holders()
    queued = 0
    for job in Job.objects.filter(status__in=LIVE_STATUSES).order_by("created_at"):
        try:
            queued += reap_job(job, patience)
        except Exception:
            # One job that cannot be looked after must not keep the others waiting.
            logger.exception("could not look after a job", extra={"job": str(job.pk)})
    if queued:
        logger.warning("orphaned work queued again", extra={"shards": queued})
    return queued


def reap_job(job: Job, patience: timedelta) -> int:
    if end_if_over(job.pk):
        return 0
    queued = 0
    for shard in orphans(job, patience):
        # Compare-and-swap on queued_at: of several reapers at once, one queues it.
        if Shard.objects.filter(pk=shard.pk, queued_at=shard.queued_at).update(
            queued_at=timezone.now()
        ):
            queue.enqueue(str(job.pk), shard.index)
            queued += 1
    return queued


def free_dead_holders() -> None:
    held = Shard.objects.filter(job__status__in=LIVE_STATUSES).exclude(lease_holder="")
    for shard in held:
        if leases.holder_is_dead(shard.lease_holder):
            Shard.objects.filter(pk=shard.pk, lease_holder=shard.lease_holder).update(
                lease_holder="",
                lease_expires_at=None,
                # It was running, so it has no task in the queue to wait for.
                queued_at=timezone.now() - QUEUE_PATIENCE,
            )


def orphans(job: Job, patience: timedelta) -> list[Shard]:
    stage = open_stage(stage_counts(job.pk))
    if stage is None:
        return []
    now = timezone.now()
    ready = Step.objects.filter(shard=OuterRef("pk"), stage=stage, status__in=UNFINISHED)
    return list(
        job.shards.filter(Exists(ready)).filter(
            Q(lease_expires_at__isnull=True, queued_at__lte=now - patience)
            | Q(lease_expires_at__lte=now)
        )
    )


def on_worker_spawn(**_: Any) -> None:
    """django-q2 spawned a worker: perhaps because the last one was killed with a shard in hand."""
    close_old_connections()
    try:
        reap_jobs(patience=START_PATIENCE)
    except DatabaseError:
        # The worker must come up all the same: the schedule reaps again within a minute.
        logger.exception("could not look for orphaned work")
