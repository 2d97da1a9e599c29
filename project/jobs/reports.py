"""A job as a page and the API show it: true progress, an estimate, what it used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from project.jobs.estimates import remaining_seconds
from project.jobs.plans import JobResult, plan_for
from project.models import Job, JobStatus, Step, StepStatus


@dataclass(frozen=True)
class StepReport:
    key: str
    title: str
    status: str
    status_label: str
    attempts: int
    provider: str
    model: str
    input_tokens: int
    output_tokens: int
    cost: Decimal
    latency_ms: int | None
    error_category: str
    error_text: str


@dataclass(frozen=True)
class JobReport:
    """tokens and cost (US dollars) are sums over all steps; eta_seconds is None when unknown."""

    id: UUID
    kind: str
    title: str
    status: str
    status_label: str
    is_live: bool
    done: int
    total: int
    percent: int
    message: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    eta_seconds: int | None
    input_tokens: int
    output_tokens: int
    cost: Decimal
    error_category: str
    error: str
    can_cancel: bool
    can_retry: bool
    result: JobResult | None
    url: str
    steps: Sequence[StepReport] = ()

    @property
    def result_url(self) -> str:
        return self.result.page if self.result else ""

    @property
    def result_title(self) -> str:
        return self.result.title if self.result else ""

    @property
    def cancel_url(self) -> str:
        return reverse("job-cancel", args=[self.id])

    @property
    def retry_url(self) -> str:
        return reverse("job-retry", args=[self.id])


def with_totals(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Annotate what a report sums up, so that a list costs one query however long it is."""
    return jobs.annotate(
        sum_input=Sum("steps__input_tokens", default=0),
        sum_output=Sum("steps__output_tokens", default=0),
        sum_cost=Sum("steps__cost", default=Decimal(0)),
        failed_steps=Count("steps", filter=Q(steps__status=StepStatus.FAILED)),
    )


def report(job: Job) -> JobReport:
    """job must come from with_totals. Without steps and estimate: those cost queries of their
    own.
    """
    plan = plan_for(job.kind)
    percent = plan.percent(done=job.done_steps, total=job.total_steps)
    return JobReport(
        id=job.pk,
        kind=job.kind,
        title=job.title,
        status=job.status,
        status_label=job.get_status_display(),
        is_live=job.is_live,
        done=job.done_steps,
        total=job.total_steps,
        # The last row may be stored while the job's own end is not: 100 means ended.
        percent=100 if job.status == JobStatus.SUCCEEDED else min(percent, 99),
        message=job.message,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        eta_seconds=None,
        input_tokens=job.sum_input,  # type: ignore[attr-defined]
        output_tokens=job.sum_output,  # type: ignore[attr-defined]
        cost=job.sum_cost,  # type: ignore[attr-defined]
        error_category=job.error_category,
        error=job.error_text,
        can_cancel=job.is_live and job.cancel_requested_at is None,
        can_retry=not job.is_live and job.done_steps < job.total_steps,
        result=plan.result(job),
        url=reverse("job", args=[job.pk]),
    )


def detailed_report(job: Job) -> JobReport:
    """A report with the job's steps and an estimate stage by stage."""
    job = with_totals(Job.objects.filter(pk=job.pk)).get()
    steps = list(job.steps.order_by("index"))
    eta = remaining_seconds(job, steps) if job.is_live else None
    return replace(report(job), steps=[step_report(step) for step in steps], eta_seconds=eta)


def step_report(step: Step) -> StepReport:
    return StepReport(
        key=step.key,
        title=step.title,
        status=step.status,
        status_label=step.get_status_display(),
        attempts=step.attempts,
        provider=step.provider,
        model=step.model,
        input_tokens=step.input_tokens,
        output_tokens=step.output_tokens,
        cost=step.cost,
        latency_ms=step.latency_ms,
        error_category=step.error_category,
        error_text=step.error_text,
    )
