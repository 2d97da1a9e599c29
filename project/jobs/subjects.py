"""The jobs that work on one row: a draft is written by one at a time."""

from django.db.models import Model, QuerySet

from project.models import LIVE_STATUSES, Job
from project.problems import Problem


class AlreadyDrafting(Problem):
    type = "already-drafting"
    title = "This is being drafted right now"


def latest_jobs(subject: Model) -> QuerySet[Job]:
    """All its jobs, the newest first."""
    return Job.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).order_by("-created_at")


def running_job(subject: Model) -> Job | None:
    return latest_jobs(subject).filter(status__in=LIVE_STATUSES).first()


def require_idle(subject: Model) -> None:
    """Raises AlreadyDrafting while a job works on it."""
    if running_job(subject) is not None:
        raise AlreadyDrafting("Wait until the running job has ended, or cancel it.")
