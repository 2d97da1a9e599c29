"""Scheduled housekeeping, run by the task queue once a day.

An app registers what of its own expires, from AppConfig.ready. The kernel's own: sessions and
idempotency keys after their lifetime; after RETENTION_DAYS the traces of errands and failed tasks.
Audit events never expire, nor do jobs about a record: they go with it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Failure

from project import idempotency
from project.models import Job, JobStatus

logger = logging.getLogger(__name__)

Cleaner = Callable[[], int]


class CleanUpFailed(Exception):
    """Names what could not be cleaned up; the rest was."""


def delete_old_errands() -> int:
    """Jobs about no record that is kept, such as making the search forget a student. What has
    failed stays, since it can be retried.
    """
    errands = Job.objects.filter(
        subject_type="", status=JobStatus.SUCCEEDED, finished_at__lt=retention_began()
    )
    _, deleted = errands.delete()
    return deleted.get(Job._meta.label, 0)


def delete_old_failures() -> int:
    """Tasks that the queue reports as failed. It keeps its own count of those that succeeded."""
    deleted, _ = Failure.objects.filter(stopped__lt=retention_began()).delete()
    return deleted


def retention_began() -> datetime:
    return timezone.now() - timedelta(days=settings.RETENTION_DAYS)


_cleaners: dict[str, Cleaner] = {
    "idempotency keys": idempotency.delete_expired,
    "finished errands": delete_old_errands,
    "failed tasks": delete_old_failures,
}


def register(what: str, cleaner: Cleaner) -> None:
    """Add an app's own expiry; it returns how many rows it deleted."""
    _cleaners[what] = cleaner


def clean_up() -> str:
    """Everything that has expired; one cleaner that breaks does not keep the others from theirs.

    Raises CleanUpFailed at the end, so that the queue shows it among the failed tasks.
    """
    call_command("clearsessions")
    done, broken = [], []
    for what, cleaner in _cleaners.items():
        try:
            done.append(f"{cleaner()} {what}")
        except Exception:
            logger.exception("could not clean up", extra={"what": what})
            broken.append(what)
    if broken:
        raise CleanUpFailed(", ".join(broken))
    return ", ".join(done)
