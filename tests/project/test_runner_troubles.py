"""What a job meets that nobody planned: broken steps, removed kinds, a database that is away."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from project.jobs import endings, leases, plans, queue, runner
from project.jobs.operations import (
    JobNotLive,
    NothingToRetry,
    cancel_job,
    retry_job,
    start_job,
)
from project.jobs.plans import StepSpec
from project.jobs.reaper import on_worker_spawn, reap_jobs
from project.models import Job, JobStatus, Shard, Step, StepStatus
from tests.people import teacher
from tests.project.plans import SCRIPTED, fails, flat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    monkeypatch.setattr(runner, "DATABASE_PAUSE_SECONDS", 0.01)
    SCRIPTED.reset()
    return SCRIPTED


@pytest.fixture
def queued(monkeypatch):
    tasks = []
    monkeypatch.setattr(queue, "async_task", lambda func, *args, **kw: tasks.append(args))
    return tasks


def start(steps, by=None):
    return start_job(kind=SCRIPTED.kind, title="A test", steps=steps, by=by or teacher())


def drain(queued):
    while queued:
        runner.run_shard(*queued.pop(0))


def interrupts(context):
    raise SystemExit("a library wanted to end the process")


@pytest.mark.parametrize("action", [interrupts, fails(category="", text="a\0b")])
def test_step_that_fails_oddly_ends_the_job(queued, scripted, action):
    scripted.script["s0"] = action
    job = start(flat(2))

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.PARTIAL
    assert job.steps.get(key="s0").status == StepStatus.FAILED


def test_error_category_that_is_too_long_is_cut(queued, scripted):
    scripted.script["s0"] = fails(category="x" * 100)
    job = start(flat(1))

    drain(queued)

    assert job.steps.get().error_category == "x" * 32


def test_step_without_facts_fails_and_the_others_of_its_batch_too(queued, scripted, monkeypatch):
    monkeypatch.setattr(scripted, "collect", lambda job, steps: {"s0": "s0"})
    job = start(flat(2))

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert job.error_category == "internal"


def test_removed_kind_fails_in_words_and_can_be_shown(queued, client):
    owner = teacher()
    job = start(flat(1), by=owner)
    Job.objects.update(kind="gone.kind")

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert job.error_category == "unknown_kind"
    client.force_login(owner)
    for path in ("/", "/jobs/", f"/jobs/{job.pk}/", "/api/v1/jobs/", f"/api/v1/jobs/{job.pk}/"):
        assert client.get(path).status_code == 200, path


def test_job_of_an_unknown_kind_cannot_be_started():
    with pytest.raises(LookupError):
        start_job(kind="no.such", title="x", steps=flat(1), by=teacher())


def test_worker_comes_up_beside_a_job_that_cannot_be_looked_after(queued, monkeypatch, scripted):
    owner = teacher()
    broken, sound = start(flat(1), by=owner), start(flat(1), by=owner)
    queued.clear()
    Shard.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    real = endings.end_if_over

    def end(job_id):
        if job_id == broken.pk:
            raise RuntimeError
        return real(job_id)

    monkeypatch.setattr("project.jobs.reaper.end_if_over", end)

    on_worker_spawn()

    assert queued == [(str(sound.pk), 0)]


def test_end_that_breaks_ends_the_job_all_the_same(queued, scripted, monkeypatch):
    def finish(job):
        Job.objects.filter(pk=job.pk).update(title="half done")
        raise ValueError("secret detail")

    monkeypatch.setattr(scripted, "finish", finish)
    job = start(flat(1))

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert job.title == "A test"
    assert job.error_category == "internal"
    assert "secret" not in job.error_text
    assert reap_jobs() == 0


def test_job_is_made_though_the_broker_is_down(monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(queue, "async_task", down)

    job = start(flat(1))

    assert Job.objects.get(pk=job.pk).is_live


def test_draft_is_stored_once_the_database_is_back(queued, scripted, monkeypatch):
    away = iter([OperationalError("database is locked")] * 2)

    def store(job, step, drafted):
        for error in away:
            raise error
        scripted.stored[step.key] += 1

    monkeypatch.setattr(scripted, "store", store)
    job = start(flat(1))

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert scripted.drafted == scripted.stored == {"s0": 1}
    assert job.steps.get().input_tokens == 10


def test_database_that_stays_away_costs_no_step(queued, scripted, monkeypatch):
    monkeypatch.setattr(runner, "DATABASE_PATIENCE_SECONDS", 0.05)
    real = scripted.store

    def store(job, step, drafted):
        raise OperationalError("database is locked")

    monkeypatch.setattr(scripted, "store", store)
    job = start(flat(1))
    with pytest.raises(OperationalError):
        drain(queued)
    monkeypatch.setattr(scripted, "store", real)
    Shard.objects.update(queued_at=timezone.now() - timedelta(hours=1))

    reap_jobs()
    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED


def test_draft_that_comes_twice_is_stored_once(queued, scripted):
    """A runner that slept past its lease, a cancel and a retry may hold a step a second time."""
    job = start(flat(1))
    shard = leases.claim(job.pk, 0, "h:1:x")
    run = runner.ShardRun(shard, "h:1:x")
    run.begin()
    step = run.take(0, 1)[0]
    drafted = scripted.draft("s0", None)

    run.store(step, drafted)
    run.store(step, drafted)
    run.store_refusal([step], None)
    run.put_back(step)

    job.refresh_from_db()
    assert job.done_steps == 1
    assert job.steps.get().status == StepStatus.SUCCEEDED
    assert scripted.stored == {"s0": 1}
    run.stop()


def test_runner_without_the_lease_takes_nothing(queued):
    job = start(flat(1))
    shard = leases.claim(job.pk, 0, "h:1:x")
    run = runner.ShardRun(shard, "h:1:x")
    Shard.objects.update(lease_holder="h:2:y")

    for verb in (run.begin, lambda: run.take(0, 1)):
        with pytest.raises(leases.LeaseLost):
            verb()

    assert Step.objects.get().status == StepStatus.PENDING
    run.stop()


def test_progress_does_not_write_over_stopping(queued, scripted):
    owner = teacher()
    job = start(flat(2), by=owner)
    run = runner.ShardRun(leases.claim(job.pk, 0, "h:1:x"), "h:1:x")
    run.begin()
    step, _ = run.take(0, 2)
    cancel_job(job=job, by=owner)

    run.store(step, scripted.draft(step.key, None))

    job.refresh_from_db()
    assert (job.done_steps, job.message) == (1, "Stopping")
    run.stop()


def test_stage_that_opens_is_shared_with_other_workers(queued, scripted):
    """Eight steps wait for one: the shard that holds the one must not do all of its own first."""
    seen = threading.Event()
    scripted.script["plan"] = None
    steps = [StepSpec("plan", "Plan", required=True)]
    steps += [StepSpec(f"s{index}", f"Step {index}", stage=1) for index in range(8)]
    for spec in steps[1:4]:
        scripted.script[spec.key] = lambda context: seen.wait(5) and None
    start(steps)
    first = queued.pop(0)
    queued.clear()
    run = threading.Thread(target=runner.run_shard, args=first)

    run.start()
    for _ in range(200):
        if len(queued) == 2:
            break
        run.join(0.02)

    assert sorted(index for _, index in queued) == [1, 2]
    seen.set()
    drain(queued)
    run.join(5)
    drain(queued)
    assert Job.objects.get().status == JobStatus.SUCCEEDED


def test_finished_shard_does_not_queue_the_others_again(queued, scripted):
    start(flat(40))
    assert len(queued) == 10
    runs = 0
    while queued:
        runner.run_shard(*queued.pop(0))
        runs += 1

    assert runs == 10
    assert Job.objects.get().status == JobStatus.SUCCEEDED


def test_two_workers_race_through_a_job_with_cancels_and_retries(queued, scripted):
    owner = teacher()
    job = start(flat(12), by=owner)
    stop = threading.Event()

    def work():
        from django.db import connections

        while not stop.is_set():
            try:
                task = queued.pop(0)
            except IndexError:
                stop.wait(0.01)
                continue
            runner.run_shard(*task)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for _ in range(4):
        for verb in (cancel_job, retry_job):
            with suppress(JobNotLive, NothingToRetry):  # either may come too late
                verb(job=job, by=owner)
    ends = timezone.now() + timedelta(seconds=20)
    while Job.objects.get().status not in (JobStatus.SUCCEEDED, JobStatus.CANCELLED):
        assert timezone.now() < ends
        stop.wait(0.05)
    stop.set()
    for worker in workers:
        worker.join(5)

    job.refresh_from_db()
    done = job.steps.filter(status=StepStatus.SUCCEEDED).count()
    assert job.done_steps == done
    assert not job.steps.filter(status=StepStatus.RUNNING).exists()
    assert set(scripted.stored.values()) <= {1}


def test_plan_for_knows_what_is_registered():
    assert plans.plan_for(SCRIPTED.kind) is SCRIPTED
