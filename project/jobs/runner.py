"""Run one shard of a job: steps side by side in threads, only this thread writes."""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import timedelta
from threading import Event
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from project import context
from project.jobs import leases, queue
from project.jobs.endings import UNFINISHED, end_if_over, open_stage, stage_counts
from project.jobs.leases import LeaseLost
from project.jobs.plans import (
    Drafted,
    Plan,
    StepCancelled,
    StepContext,
    StepFailed,
    plan_for,
)
from project.models import LIVE_STATUSES, Job, JobStatus, Shard, Step, StepStatus

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25
# Well below the queue's timeout: a long shard hands itself on instead of being shot.
BUDGET_SECONDS = 600.0

# A step that takes the worker down with it must not do so for ever.
MOST_CRASHES = 4
CRASHED = (
    "The worker died several times while it worked on this step, so it was given up. Retry the "
    "step, and tell the people who run this installation if it happens again."
)
INTERNAL_ERROR = (
    "Something broke on our side while this step was worked on. It was logged; retry the step, "
    "and tell the people who run this installation if it happens again."
)


def run_shard(job_id: str, index: int) -> str:
    """The queue's task. Delivered at least once: returns early when there is nothing to do."""
    holder = leases.new_holder()
    shard = leases.claim(job_id, index, holder)
    if shard is None:
        return "nothing to claim"
    with context.working_for(job=job_id, request=shard.job.request_id):
        run = ShardRun(shard, holder)
        try:
            run.work()
        except LeaseLost:
            logger.warning("lease lost", extra={"shard": index})
            return "lease lost"
        finally:
            run.stop()
            leases.release(shard, holder)
        hand_over(shard.job)
    return "worked"


def hand_over(job: Job) -> None:
    """End the job, or queue the shards whose steps may run now and that nobody holds."""
    if end_if_over(job.pk):
        return
    stage = open_stage(stage_counts(job.pk))
    if stage is None:
        return
    waiting = (
        job.shards.filter(steps__stage=stage, steps__status__in=UNFINISHED)
        .exclude(lease_expires_at__gt=timezone.now())
        .distinct()
    )
    for shard in waiting:
        queue.enqueue(str(job.pk), shard.index)


class ShardRun:
    """One run over one shard, from claim to release."""

    def __init__(self, shard: Shard, holder: str) -> None:
        self.shard = shard
        self.job: Job = shard.job
        self.plan: Plan = plan_for(self.job.kind)
        self.holder = holder
        self.cancelled = Event()
        self.executor = ThreadPoolExecutor(settings.STEP_CONCURRENCY, "step")
        self.running: dict[Future[Drafted], Step] = {}
        self.beat_at = timezone.now()
        self.ends_at = monotonic() + BUDGET_SECONDS

    def work(self) -> None:
        self.begin()
        while True:
            self.beat()
            if self.cancelled.is_set():
                self.keep_finished()
                return
            if monotonic() < self.ends_at:
                self.start_ready()
            if not self.running:
                return
            done, _ = wait(self.running, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                self.settle(future)

    def begin(self) -> None:
        now = timezone.now()
        # What a dead runner left half-done is drafted again; what it finished is not touched.
        half_done = self.shard.steps.filter(status=StepStatus.RUNNING)
        half_done.filter(attempts__gte=self.job.attempt + MOST_CRASHES - 1).update(
            status=StepStatus.FAILED,
            error_category="crashed",
            error_text=CRASHED,
            finished_at=now,
        )
        half_done.update(status=StepStatus.PENDING)
        Job.objects.filter(pk=self.job.pk, status=JobStatus.PENDING).update(
            status=JobStatus.RUNNING,
            message=self.plan.progress_message(
                done=self.job.done_steps, total=self.job.total_steps
            ),
        )
        Job.objects.filter(pk=self.job.pk, started_at__isnull=True).update(started_at=now)

    def beat(self) -> None:
        """Renew the lease when due; notice a cancel. Raises LeaseLost."""
        now = timezone.now()
        if now - self.beat_at >= leases.HEARTBEAT:
            self.beat_at = leases.renew(self.shard, self.holder)
        live = Job.objects.filter(
            pk=self.job.pk, status__in=LIVE_STATUSES, cancel_requested_at__isnull=True
        )
        if not live.exists():
            self.cancelled.set()

    def start_ready(self) -> None:
        free = settings.STEP_CONCURRENCY - len(self.running)
        if free <= 0:
            return
        stage = open_stage(stage_counts(self.job.pk))
        if stage is None:
            return
        steps = list(
            self.shard.steps.filter(stage=stage, status=StepStatus.PENDING).order_by("index")[:free]
        )
        if not steps:
            return
        self.shard.steps.filter(pk__in=[step.pk for step in steps]).update(
            status=StepStatus.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
        )
        try:
            facts = self.plan.collect(self.job, steps)
        except Exception as error:
            self.refuse(steps, error)
            return
        for step in steps:
            self.submit(step, facts[step.key])

    def submit(self, step: Step, facts: Any) -> None:
        step.started_at = timezone.now()
        step_context = StepContext(
            job_id=self.job.pk,
            step_key=step.key,
            owner_id=self.job.owner_id,
            cancelled=self.cancelled.is_set,
        )
        future = self.executor.submit(
            copy_context().run, draft_in_thread, self.plan, facts, step_context
        )
        self.running[future] = step

    def settle(self, future: "Future[Drafted]") -> None:
        """Store one step's outcome, in one short transaction, under the lease."""
        step = self.running.pop(future)
        try:
            drafted = future.result()
            self.store(step, drafted)
        except LeaseLost:
            raise
        except StepCancelled:
            Step.objects.filter(pk=step.pk).update(status=StepStatus.PENDING)
        except Exception as error:
            self.refuse([step], error)

    def store(self, step: Step, drafted: Drafted) -> None:
        now = timezone.now()
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            self.plan.store(self.job, step, drafted)
            Step.objects.filter(pk=step.pk).update(
                status=StepStatus.SUCCEEDED,
                provider=drafted.provider,
                model=drafted.model,
                input_tokens=F("input_tokens") + drafted.input_tokens,
                output_tokens=F("output_tokens") + drafted.output_tokens,
                cost=F("cost") + drafted.cost,
                latency_ms=milliseconds(now - (step.started_at or now)),
                error_category="",
                error_text="",
                finished_at=now,
            )
            Job.objects.filter(pk=self.job.pk).update(done_steps=F("done_steps") + 1)
            done = Job.objects.values_list("done_steps", flat=True).get(pk=self.job.pk)
            Job.objects.filter(pk=self.job.pk).update(
                message=self.plan.progress_message(done=done, total=self.job.total_steps)
            )

    def refuse(self, steps: list[Step], error: Exception) -> None:
        """Note why the steps failed. An error of ours is logged, and shown in general words."""
        known = error if isinstance(error, StepFailed) else None
        if known is None:
            logger.error("step failed", exc_info=error, extra={"steps": [s.key for s in steps]})
        now = timezone.now()
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            Step.objects.filter(pk__in=[step.pk for step in steps]).update(
                status=StepStatus.FAILED,
                error_category=known.category if known else "internal",
                error_text=known.text if known else INTERNAL_ERROR,
                input_tokens=F("input_tokens") + (known.input_tokens if known else 0),
                output_tokens=F("output_tokens") + (known.output_tokens if known else 0),
                cost=F("cost") + (known.cost if known else 0),
                finished_at=now,
            )

    def keep_finished(self) -> None:
        """After a cancel: what has come back already was paid for, so it is stored."""
        for future in [future for future in self.running if future.done()]:
            self.settle(future)

    def stop(self) -> None:
        """Let go of the threads. One still in a call ends by its own deadline, unheard."""
        self.cancelled.set()
        self.executor.shutdown(wait=False, cancel_futures=True)


def draft_in_thread(plan: Plan, facts: Any, step_context: StepContext) -> Drafted:
    try:
        return plan.draft(facts, step_context)
    finally:
        connections.close_all()


def milliseconds(duration: timedelta) -> int:
    return max(0, round(duration.total_seconds() * 1000))
