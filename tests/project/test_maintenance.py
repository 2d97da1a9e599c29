"""What expires, what never does, and that one broken cleaner spoils nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Failure, Schedule, Success, Task

from project import audit, idempotency, maintenance
from project.jobs import queue
from project.jobs.operations import start_job
from project.models import AuditEvent, IdempotencyKey, Job, JobStatus, Step
from tests.people import teacher
from tests.project.plans import SCRIPTED, flat

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timezone.now() - timedelta(days=91)


@pytest.fixture
def alice(monkeypatch):
    monkeypatch.setattr(queue, "async_task", lambda *args, **options: None)
    return teacher()


def job(by, *, status=JobStatus.SUCCEEDED, subject=None, finished_at=LONG_AGO):
    made = start_job(kind=SCRIPTED.kind, title="A test", steps=flat(2), by=by, subject=subject)
    finished = None if status == JobStatus.RUNNING else finished_at
    Job.objects.filter(pk=made.pk).update(status=status, finished_at=finished)
    return made


def test_old_finished_errand_is_deleted_with_its_steps(alice):
    job(alice)

    assert maintenance.delete_old_errands() == 1
    assert not Job.objects.exists()
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    "kept",
    [
        {"status": JobStatus.RUNNING},
        {"status": JobStatus.FAILED},
        {"status": JobStatus.PARTIAL},
        {"status": JobStatus.CANCELLED},
        {"finished_at": timezone.now() - timedelta(days=89)},
    ],
)
def test_other_errands_stay(alice, kept):
    job(alice, **kept)

    assert maintenance.delete_old_errands() == 0


def test_job_about_a_record_stays(alice):
    job(alice, subject=alice)

    assert maintenance.delete_old_errands() == 0


def test_retention_can_be_chosen(alice, settings):
    settings.RETENTION_DAYS = 365
    job(alice)

    assert maintenance.delete_old_errands() == 0


def test_old_failed_tasks_are_deleted(db):
    for number, (success, stopped) in enumerate(
        [(False, LONG_AGO), (False, timezone.now()), (True, LONG_AGO)]
    ):
        Task.objects.create(
            id=f"t{number}", name="x", func="x", success=success, started=stopped, stopped=stopped
        )

    assert maintenance.delete_old_failures() == 1
    assert (Failure.objects.count(), Success.objects.count()) == (1, 1)


def test_cleaning_up_is_scheduled_and_keeps_the_audit_trail(alice):
    audit.record(verb="view", subject=alice, by=alice)
    AuditEvent.objects.update(at=LONG_AGO)
    IdempotencyKey.objects.create(user=alice, key="k", fingerprint="f", created_at=LONG_AGO)

    said = maintenance.clean_up()

    assert Schedule.objects.get(name="clean up").func == "project.maintenance.clean_up"
    assert "1 idempotency keys" in said
    assert AuditEvent.objects.count() == 1


def test_broken_cleaner_is_reported_after_the_others_have_worked(alice, monkeypatch):
    def breaks():
        raise ValueError("no such table")

    monkeypatch.setattr(
        maintenance,
        "_cleaners",
        {"old things": breaks, "idempotency keys": idempotency.delete_expired},
    )
    IdempotencyKey.objects.create(user=alice, key="k", fingerprint="f", created_at=LONG_AGO)

    with pytest.raises(maintenance.CleanUpFailed, match="old things"):
        maintenance.clean_up()

    assert not IdempotencyKey.objects.exists()
