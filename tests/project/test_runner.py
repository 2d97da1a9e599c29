"""The runner's promises: steps side by side, committed at once, resumed, cancelled, retried."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from project.jobs import leases, queue, runner
from project.jobs.endings import end_if_over
from project.jobs.operations import JobNotLive, NothingToRetry, cancel_job, retry_job, start_job
from project.jobs.reaper import reap_jobs
from project.models import AuditEvent, Job, JobStatus, Shard, StepStatus
from tests.people import teacher
from tests.project.plans import SCRIPTED, breaks, fails, flat, three_stages, waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def scripted():
    SCRIPTED.reset()
    return SCRIPTED


@pytest.fixture
def queued(monkeypatch):
    """Tasks handed to the queue, in order, instead of a worker taking them."""
    tasks = []
    monkeypatch.setattr(queue, "async_task", lambda func, *args, **kw: tasks.append(args))
    return tasks


def start(steps, by=None):
    return start_job(kind=SCRIPTED.kind, title="A test", steps=steps, by=by or teacher())


def drain(queued):
    while queued:
        runner.run_shard(*queued.pop(0))


def statuses(job):
    return dict(job.steps.values_list("key", "status"))


def test_job_runs_all_stages_in_order(queued, scripted):
    order = []
    for key in ("plan", "one", "two", "end"):
        scripted.script[key] = lambda context, key=key: order.append(key)
    job = start(three_stages())

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert job.done_steps == job.total_steps == 4
    assert order[0] == "plan"
    assert order[-1] == "end"
    assert scripted.finished == [JobStatus.SUCCEEDED]


def test_steps_of_one_stage_run_side_by_side(queued, scripted):
    release = threading.Barrier(4, timeout=5)
    for spec in flat(4):
        scripted.script[spec.key] = lambda context: release.wait() and None
    start(flat(4))

    drain(queued)

    assert scripted.most_concurrent == 4


def test_concurrency_is_bounded(queued, scripted, settings):
    settings.STEP_CONCURRENCY = 2
    for spec in flat(4):
        scripted.script[spec.key] = lambda context: time.sleep(0.05)
    start(flat(4))

    drain(queued)

    assert scripted.most_concurrent == 2


def test_large_job_is_cut_into_shards(queued, scripted):
    job = start(flat(10))

    assert len(queued) == 3
    drain(queued)
    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert scripted.drafted == scripted.stored
    assert sum(scripted.drafted.values()) == 10


def test_usage_is_summed_on_the_step(queued):
    job = start(flat(1))

    drain(queued)

    step = job.steps.get()
    assert (step.provider, step.model) == ("fake", "m1")
    assert (step.input_tokens, step.output_tokens) == (10, 5)
    assert float(step.cost) == pytest.approx(0.001)
    assert step.attempts == 1


def test_failed_step_makes_the_job_partial_and_names_it(queued, scripted):
    scripted.script["one"] = fails()
    job = start(three_stages())

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.PARTIAL
    assert "Part one" in job.message
    assert job.error_category == "unavailable"
    failed = job.steps.get(key="one")
    assert failed.error_text == "The provider is down. Try again."
    assert failed.input_tokens == 3
    assert statuses(job)["end"] == StepStatus.SUCCEEDED


def test_retry_runs_failed_steps_and_later_stages_only(queued, scripted):
    scripted.script["one"] = fails()
    owner = teacher()
    job = start(three_stages(), by=owner)
    drain(queued)
    scripted.script["one"] = None

    retry_job(job=job, by=owner)
    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert job.attempt == 2
    assert scripted.drafted == {"plan": 1, "one": 2, "two": 1, "end": 2}
    assert AuditEvent.objects.filter(verb="retry", actor=owner).count() == 1


def test_required_step_that_fails_stops_later_stages(queued, scripted):
    scripted.script["plan"] = fails()
    job = start(three_stages())

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert scripted.drafted == {"plan": 1}


def test_error_of_ours_is_shown_in_general_words(queued, scripted):
    scripted.script["s0"] = breaks
    job = start(flat(1))

    drain(queued)

    step = job.steps.get()
    assert step.error_category == "internal"
    assert "secret detail" not in step.error_text
    assert step.status == StepStatus.FAILED


def test_store_that_fails_keeps_the_other_steps(queued, scripted, monkeypatch):
    def store(job, step, drafted):
        if step.key == "s1":
            raise ValueError("broken row")

    monkeypatch.setattr(scripted, "store", store)
    job = start(flat(3))

    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.PARTIAL
    assert statuses(job) == {"s0": "succeeded", "s1": "failed", "s2": "succeeded"}


def test_retry_of_a_finished_job_is_refused(queued):
    owner = teacher()
    job = start(flat(1), by=owner)
    drain(queued)

    with pytest.raises(NothingToRetry):
        retry_job(job=job, by=owner)


def test_second_task_for_a_held_shard_returns_early(queued, scripted):
    job = start(flat(1))
    leases.claim(job.pk, 0, leases.new_holder())

    assert runner.run_shard(str(job.pk), 0) == "nothing to claim"
    assert scripted.drafted == {}


def test_task_for_a_finished_job_returns_early(queued, scripted):
    job = start(flat(1))
    task = queued[0]
    drain(queued)

    assert runner.run_shard(*task) == "nothing to claim"
    assert scripted.drafted == {"s0": 1}
    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED


def test_crash_keeps_finished_steps_and_resumes_the_rest(queued, scripted, monkeypatch):
    job = start(flat(3))
    real_settle = runner.ShardRun.settle
    settled = []

    def settle_then_die(self, future):
        if len(settled) == 1:
            raise SystemExit  # as django-q2's timeout does
        settled.append(1)
        real_settle(self, future)

    monkeypatch.setattr(runner.ShardRun, "settle", settle_then_die)
    with pytest.raises(SystemExit):
        drain(queued)
    monkeypatch.setattr(runner.ShardRun, "settle", real_settle)
    assert list(statuses(job).values()).count("succeeded") == 1

    Shard.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    assert reap_jobs() == 1
    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert scripted.stored == {"s0": 1, "s1": 1, "s2": 1}
    assert Shard.objects.get().claims == 2


def test_step_that_kills_its_worker_is_given_up(queued, scripted, monkeypatch):
    job = start(flat(2))

    def die(self, future):
        raise SystemExit

    settle = runner.ShardRun.settle
    monkeypatch.setattr(runner.ShardRun, "settle", die)
    for _ in range(runner.MOST_CRASHES):
        with pytest.raises(SystemExit):
            runner.run_shard(str(job.pk), 0)
    monkeypatch.setattr(runner.ShardRun, "settle", settle)

    runner.run_shard(str(job.pk), 0)

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert set(job.steps.values_list("error_category", flat=True)) == {"crashed"}


def test_reaper_takes_the_lease_of_a_dead_process(queued):
    job = start(flat(1))
    queued.clear()
    shard = leases.claim(job.pk, 0, leases.new_holder())
    host = shard.lease_holder.split(":")[0]
    Shard.objects.update(lease_holder=f"{host}:999999999:dead")

    assert reap_jobs() == 1
    assert queued == [(str(job.pk), 0)]


def test_reaper_leaves_live_leases_alone(queued):
    job = start(flat(1))
    queued.clear()
    leases.claim(job.pk, 0, leases.new_holder())

    assert reap_jobs() == 0
    assert queued == []
    assert Job.objects.get(pk=job.pk).is_live


def test_reaper_queues_a_job_that_was_never_queued(queued):
    start(flat(1))
    queued.clear()
    Shard.objects.update(queued_at=timezone.now() - timedelta(minutes=5))

    assert reap_jobs() == 1
    assert len(queued) == 1


def test_lost_lease_writes_nothing(queued, scripted):
    job = start(flat(1))

    def steal(context):
        Shard.objects.update(lease_holder="other:1:x")

    scripted.script["s0"] = steal

    assert runner.run_shard(str(job.pk), 0) == "lease lost"
    assert scripted.stored == {}
    assert job.steps.get().status == StepStatus.RUNNING
    assert Shard.objects.get().lease_holder == "other:1:x"


@pytest.mark.timed
def test_cancel_stops_within_a_second_and_keeps_finished_steps(queued, scripted, settings):
    settings.STEP_CONCURRENCY = 2
    never = threading.Event()
    scripted.script = {f"s{i}": waits(never) for i in (1, 2, 3)}
    owner = teacher()
    job = start(flat(4), by=owner)
    run = threading.Thread(target=drain, args=(queued,))
    run.start()
    wait_for(lambda: scripted.stored["s0"] == 1)

    asked = time.monotonic()
    cancel_job(job=job, by=owner)
    run.join(timeout=5)

    assert time.monotonic() - asked < 1.5
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert job.done_steps == 1
    assert scripted.drafted["s3"] == 0
    never.set()


def test_cancel_of_a_waiting_job_ends_it_at_once(queued):
    owner = teacher()
    job = start(flat(2), by=owner)

    job = cancel_job(job=job, by=owner)

    assert job.status == JobStatus.CANCELLED
    assert job.finished_at is not None


def test_cancel_of_an_ended_job_is_refused(queued):
    owner = teacher()
    job = start(flat(1), by=owner)
    drain(queued)

    with pytest.raises(JobNotLive):
        cancel_job(job=job, by=owner)


def test_cancelled_job_can_be_taken_up_again(queued, scripted):
    owner = teacher()
    job = start(flat(2), by=owner)
    cancel_job(job=job, by=owner)
    queued.clear()

    retry_job(job=job, by=owner)
    drain(queued)

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED


def test_long_shard_hands_itself_on(queued, scripted, settings, monkeypatch):
    settings.STEP_CONCURRENCY = 1
    monkeypatch.setattr(runner, "BUDGET_SECONDS", 0.05)
    for spec in flat(3):
        scripted.script[spec.key] = lambda context: time.sleep(0.06)
    job = start(flat(3))

    runs = 0
    while queued:
        runner.run_shard(*queued.pop(0))
        runs += 1

    job.refresh_from_db()
    assert job.status == JobStatus.SUCCEEDED
    assert runs == 3
    assert sum(scripted.drafted.values()) == 3


def test_ending_twice_finishes_once(queued, scripted):
    job = start(flat(1))
    drain(queued)

    assert end_if_over(job.pk)
    assert scripted.finished == [JobStatus.SUCCEEDED]


def wait_for(condition, seconds=5.0):
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "did not happen in time"
        time.sleep(0.01)
