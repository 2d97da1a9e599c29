"""Hand a shard to the task queue. A task carries ids only: its payload is readable."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from project.models import Shard

TASK = "project.jobs.runner.run_shard"


def enqueue_on_commit(shards: Sequence[Shard]) -> None:
    """Queue each shard once the surrounding transaction commits.

    When the process dies in between, or the broker does not answer, the reaper finds the shard
    unqueued and does it: the job exists, so the request that made it must not fail.
    """

    def enqueue_all() -> None:
        for shard in shards:
            enqueue(str(shard.job_id), shard.index)

    transaction.on_commit(enqueue_all, robust=True)


def enqueue(job_id: str, index: int) -> None:
    Shard.objects.filter(job_id=job_id, index=index).update(queued_at=timezone.now())
    async_task(TASK, job_id, index, task_name=f"{job_id}/{index}")
