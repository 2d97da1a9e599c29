"""Run one shard of a job: steps side by side in threads, only this thread writes."""

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import timedelta
from threading import Event
from time import monotonic, sleep
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import F, Q
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

T = TypeVar("T")

TICK_SECONDS = 0.25
DATABASE_AWAY = (OperationalError, InterfaceError)
# How long a locked or restarting database is waited for before a run is given up.
DATABASE_PATIENCE_SECONDS = 120.0
DATABASE_PAUSE_SECONDS = 0.5
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
        hand_over(run)
    return "worked"


def hand_over(run: "ShardRun") -> None:
    """End the job, or queue what is left to do: the rest of this shard, and shards that a dead
    runner held. The others are in the queue already, unless their stage has only opened now.
    """
    if end_if_over(run.job.pk):
        return
    stage = open_stage(stage_counts(run.job.pk))
    if stage is None:
        return
    if stage == run.stage:
        queue_waiting(run.job, stage, Q(pk=run.shard.pk) | Q(lease_expires_at__isnull=False))
    else:
        queue_waiting(run.job, stage)


def queue_waiting(job: Job, stage: int, which: Q | None = None) -> None:
    """Queue the shards with steps of the stage to do that nobody holds."""
    waiting = (
        job.shards.filter(which or Q(), steps__stage=stage, steps__status__in=UNFINISHED)
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
        self.stage: int | None = None
        self.beat_at = timezone.now()
        self.ends_at = monotonic() + BUDGET_SECONDS

    def work(self) -> None:
        patiently(self.begin)
        while True:
            patiently(self.beat)
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

    @transaction.atomic
    def begin(self) -> None:
        now = timezone.now()
        leases.renew(self.shard, self.holder)
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
        stage = patiently(self.look_for_stage)
        if stage is None:
            return
        steps = patiently(lambda: self.take(stage, free))
        if not steps:
            return
        try:
            facts = patiently(lambda: self.plan.collect(self.job, steps))
            collected = [(step, facts[step.key]) for step in steps]
        except DATABASE_AWAY:
            raise
        except Exception as error:
            self.refuse(steps, error)
            return
        for step, of_step in collected:
            self.submit(step, of_step)

    def look_for_stage(self) -> int | None:
        """The stage that is open. When it has just opened, other workers get their part of it."""
        stage = open_stage(stage_counts(self.job.pk))
        if stage is not None and stage != self.stage:
            if self.stage is not None:
                queue_waiting(self.job, stage, ~Q(pk=self.shard.pk))
            self.stage = stage
        return stage

    def take(self, stage: int, free: int) -> list[Step]:
        """Mark steps as running, under the lease, so that no other runner has them in hand."""
        waiting = self.shard.steps.filter(stage=stage, status=StepStatus.PENDING)
        if not waiting.exists():
            return []
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            steps = list(waiting.order_by("index")[:free])
            self.shard.steps.filter(pk__in=[step.pk for step in steps]).update(
                status=StepStatus.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
            )
        return steps

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
        error = future.exception()
        if isinstance(error, StepCancelled):
            patiently(lambda: self.put_back(step))
        elif error is not None:
            self.refuse([step], error)
        else:
            try:
                patiently(lambda: self.store(step, future.result()))
            except (LeaseLost, *DATABASE_AWAY):
                # The step stays as running, and is drafted again by whoever takes up the shard.
                raise
            except Exception as failure:
                self.refuse([step], failure)

    def put_back(self, step: Step) -> None:
        """It was stopped by a cancel: a later retry takes it up."""
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            Step.objects.filter(pk=step.pk, status=StepStatus.RUNNING).update(
                status=StepStatus.PENDING
            )

    def store(self, step: Step, drafted: Drafted) -> None:
        now = timezone.now()
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            # Once only: a retry may have taken the step up anew while this draft was on its way.
            stored = Step.objects.filter(pk=step.pk, status=StepStatus.RUNNING).update(
                status=StepStatus.SUCCEEDED,
                provider=drafted.provider[:64],
                model=drafted.model[:128],
                input_tokens=F("input_tokens") + drafted.input_tokens,
                output_tokens=F("output_tokens") + drafted.output_tokens,
                cost=F("cost") + drafted.cost,
                latency_ms=milliseconds(now - (step.started_at or now)),
                error_category="",
                error_text="",
                finished_at=now,
            )
            if not stored:
                return
            self.plan.store(self.job, step, drafted)
            jobs = Job.objects.filter(pk=self.job.pk)
            jobs.update(done_steps=F("done_steps") + 1)
            done = jobs.values_list("done_steps", flat=True).get()
            message = self.plan.progress_message(done=done, total=self.job.total_steps)
            # "Stopping", and the sentence on how a job ended, stay.
            jobs.filter(status__in=LIVE_STATUSES, cancel_requested_at=None).update(
                message=message[:300]
            )

    def refuse(self, steps: list[Step], error: BaseException) -> None:
        """Note why the steps failed. An error of ours is logged, and shown in general words."""
        known = error if isinstance(error, StepFailed) else None
        if known is None:
            logger.error("step failed", exc_info=error, extra={"steps": [s.key for s in steps]})
        patiently(lambda: self.store_refusal(steps, known))

    def store_refusal(self, steps: list[Step], known: StepFailed | None) -> None:
        with transaction.atomic():
            leases.renew(self.shard, self.holder)
            Step.objects.filter(
                pk__in=[step.pk for step in steps], status=StepStatus.RUNNING
            ).update(
                status=StepStatus.FAILED,
                error_category=(known.category[:32] or "failed") if known else "internal",
                # PostgreSQL has no NUL in texts.
                error_text=known.text.replace("\0", "") if known else INTERNAL_ERROR,
                input_tokens=F("input_tokens") + (known.input_tokens if known else 0),
                output_tokens=F("output_tokens") + (known.output_tokens if known else 0),
                cost=F("cost") + (known.cost if known else 0),
                finished_at=timezone.now(),
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


def patiently(work: Callable[[], T]) -> T:
    """Run it, again while the database is locked or away for a moment.

    What the drafting threads have in hand was paid for, and giving up the run would lose it.
    ``work`` must be safe to repeat. Raises the database's error when that lasts.
    """
    ends = monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            return work()
        except DATABASE_AWAY as error:
            if monotonic() > ends:
                raise
            logger.warning("the database did not answer (%s); trying again", type(error).__name__)
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
        sleep(DATABASE_PAUSE_SECONDS)


def milliseconds(duration: timedelta) -> int:
    return max(0, round(duration.total_seconds() * 1000))
