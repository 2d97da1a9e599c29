"""A lease has one holder, however many workers reach for it at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from project.jobs import leases, queue, runner
from project.jobs.operations import start_job
from project.models import JobStatus, Shard, Step, StepStatus
from tests.at_once import at_once
from tests.people import teacher
from tests.project.plans import SCRIPTED, flat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(monkeypatch):
    SCRIPTED.reset()
    monkeypatch.setattr(queue, "async_task", lambda *args, **options: None)
    return start_job(kind=SCRIPTED.kind, title="A test", steps=flat(1), by=teacher())


def claiming(job, name):
    return lambda: leases.claim(job.pk, 0, f"h:1:{name}")


def test_claim_that_waited_for_another_gets_nothing(job):
    ended = []

    def late():
        ended.append(leases.claim(job.pk, 0, "h:1:late"))
        connection.close()

    second = threading.Thread(target=late)
    with transaction.atomic():
        first = leases.claim(job.pk, 0, "h:1:first")
        second.start()
        # Long enough to have read the free lease, and to wait for the row.
        second.join(0.5)
        assert second.is_alive()
    second.join(10)

    assert first is not None
    assert ended == [None]
    shard = Shard.objects.get()
    assert (shard.lease_holder, shard.claims) == ("h:1:first", 1)


def test_of_many_claims_at_once_one_succeeds(job):
    for attempt in range(1, 26):
        ended = at_once(*(claiming(job, name) for name in "abcdef"))

        held = [shard for shard in ended if shard is not None]
        assert len(held) == 1, held
        assert Shard.objects.get().claims == attempt
        leases.release(held[0], held[0].lease_holder)


@pytest.mark.parametrize("status", [JobStatus.SUCCEEDED, JobStatus.CANCELLED])
def test_shard_of_an_ended_job_is_not_claimed(job, status):
    type(job).objects.update(status=status, finished_at=job.created_at)

    assert leases.claim(job.pk, 0, "h:1:a") is None
    assert Shard.objects.get().claims == 0


def test_step_that_another_runner_has_in_hand_is_not_put_back(job):
    """The cancelled runner has lost its lease while it put its step back."""
    run = runner.ShardRun(leases.claim(job.pk, 0, "h:1:first"), "h:1:first")
    run.begin()
    step = run.take(0, 1)[0]
    ended = []

    def put_back():
        try:
            run.put_back(step)
        except leases.LeaseLost as lost:
            ended.append(type(lost))
        finally:
            connection.close()

    late = threading.Thread(target=put_back)
    with transaction.atomic():
        Shard.objects.update(lease_holder="h:2:second")
        late.start()
        late.join(0.5)
    late.join(10)

    assert ended == [leases.LeaseLost]
    assert Step.objects.get().status == StepStatus.RUNNING
    run.stop()
