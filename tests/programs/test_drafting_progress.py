"""Progress as the API tells it, while it happens: monotonic, true, 100 only at the end."""

import threading
import time

import pytest
from django.db import connection

from programs import jobs
from programs.models import Week
from project.jobs.operations import cancel_job, retry_job
from project.models import JobStatus, StepStatus
from tests.fakes import Ok
from tests.programs.answers import wire
from tests.programs.drafting import dump, fresh, report, without_composer, written
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)

NONSENSE = Ok("I would rather talk about the weather.")


class Watch(threading.Thread):
    """Reads the job over and over, through a connection of its own."""

    def __init__(self, job, program):
        super().__init__()
        self.job, self.program = job, program
        self.seen = []
        self.over = threading.Event()

    def run(self):
        try:
            while not self.over.is_set():
                # The rows after the job: what the job says must be there by then.
                told = report(self.job)
                stored = Week.objects.filter(program=self.program, proposal__isnull=False).count()
                outlined = fresh(self.program).metadata is not None
                self.seen.append((told.percent, told.status, told.message, outlined, stored))
                time.sleep(0.01)
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.join()


def test_progress_is_five_ten_then_even_and_a_hundred_only_at_the_end(alice, held_queue, model):
    model.latency = {"metadata": 0.3} | {f"week-{number}": 0.3 * number for number in range(1, 7)}
    created = make_program(alice, weeks=6)

    with Watch(created.job, created.program) as watch:
        held_queue.work()
        time.sleep(0.1)

    percents = [percent for percent, *_ in watch.seen]
    assert percents == sorted(percents)
    # 99: the last week is stored, the job has not ended yet. It is seldom seen.
    assert {*percents} - {99} == {5, 10, 25, 40, 55, 70, 85, 100}
    for percent, status, _, outlined, stored in watch.seen:
        assert (percent == 100) == (status == JobStatus.SUCCEEDED)
        assert outlined or percent == 5
        if percent < 100:
            assert stored >= (percent - 10) // 15
        else:
            assert stored == 6
    messages = list(dict.fromkeys(message for _, _, message, _, _ in watch.seen))
    assert messages[-1] == "Everything is done."
    assert [one for one in messages if one.startswith("Week ")] == [
        f"Week {number} of 6" for number in range(1, 7) if f"Week {number} of 6" in messages
    ]
    assert "Week 0 of 6" not in messages


def test_progress_moves_with_each_stored_week_and_not_before(alice, held_queue, model, monkeypatch):
    created = make_program(alice, weeks=12)
    told = []
    original = jobs.store_week

    def look_and_store(**values):
        told.append(report(created.job).percent)
        stored = original(**values)
        told.append(report(created.job).percent)
        return stored

    monkeypatch.setattr(jobs, "store_week", look_and_store)
    held_queue.work()

    assert told[::2] == [10 + 90 * number // 12 for number in range(12)]
    assert told[1::2] == told[::2]
    assert report(created.job).percent == 100


def test_progress_goes_on_where_it_was_after_a_retry(alice, held_queue, model):
    without_composer()
    model.faults = {"week-2": NONSENSE, "week-5": NONSENSE}
    created = make_program(alice, weeks=6)
    held_queue.work()
    partial = report(created.job)
    assert partial.status == JobStatus.PARTIAL
    assert partial.percent == 70
    assert partial.can_retry
    model.faults = {}

    retry_job(job=created.job, by=alice)
    with Watch(created.job, created.program) as watch:
        held_queue.work()

    percents = [percent for percent, *_ in watch.seen]
    assert percents[0] == 70
    assert percents == sorted(percents)
    assert report(created.job).percent == 100


def test_cancel_keeps_finished_weeks_and_the_retry_writes_the_rest(
    alice, held_queue, model, fake_providers
):
    slow = {f"week-{number}": 30.0 for number in range(4, 9)}
    model.latency = slow
    created = make_program(alice, weeks=8)
    ended = []

    def cancel_after_three_weeks():
        try:
            while len(written(created.program)) < 3:
                time.sleep(0.02)
            cancel_job(job=created.job, by=alice)
            ended.append(time.monotonic())
        finally:
            connection.close()

    thread = threading.Thread(target=cancel_after_three_weeks)
    thread.start()
    held_queue.work()
    stopped = time.monotonic()
    thread.join()

    job = fresh(created.job)
    assert job.status == JobStatus.CANCELLED
    assert stopped - ended[0] < 1.5
    assert written(created.program) == [1, 2, 3]
    assert set(job.steps.filter(index__gt=3).values_list("status", flat=True)) == {
        StepStatus.PENDING
    }
    before = dump(created.program, [1, 2, 3])
    asked = len(fake_providers.requests)

    model.latency = {}
    retry_job(job=job, by=alice)
    held_queue.work()

    assert fresh(job).status == JobStatus.SUCCEEDED
    assert dump(created.program, [1, 2, 3]) == before
    assert wire(fake_providers.requests[asked:]) == dict.fromkeys(slow, 1)
    assert written(created.program) == [*range(1, 9)]


def test_cancel_before_the_outline_asks_for_no_week(alice, held_queue, model, fake_providers):
    created = make_program(alice, weeks=4)
    cancel_job(job=created.job, by=alice)

    held_queue.work()

    assert fake_providers.requests == []
    assert fresh(created.job).status == JobStatus.CANCELLED
    assert fresh(created.program).metadata is None
