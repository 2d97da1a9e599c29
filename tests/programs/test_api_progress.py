"""A job's progress as a client polls it: it only rises, and says what is stored."""

from itertools import pairwise

import pytest

from programs import jobs
from programs.models import Program
from tests.programs.calls import GENERATE, PROGRAMS, answers, post, url_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(client, bob, held_queue):
    client.force_login(bob)
    return client


@pytest.fixture
def polled(api, monkeypatch):
    """What a client sees at the moment before each step is stored."""
    seen = []
    store = jobs.RedraftWeeks.store

    def polling(plan, job, step, drafted):
        status = api.get(f"{PROGRAMS}status/{job.pk}").json()
        program = api.get(url_of(Program.objects.get(pk=job.subject_id))).json()
        written = len(program["weeks"]) - len(program["missing_weeks"])
        seen.append((status, program["metadata"] is not None, written))
        store(plan, job, step, drafted)

    monkeypatch.setattr(jobs.RedraftWeeks, "store", polling)
    return seen


@pytest.mark.parametrize("weeks", [1, 4, 12, 26])
def test_percent_rises_from_5_over_10_with_every_week(api, polled, held_queue, weeks):
    made = post(api, GENERATE, answers(duration_weeks=weeks)).json()
    assert made["progress"]["percent"] == 5

    held_queue.work()

    percents = [status["progress"]["percent"] for status, _, _ in polled]
    assert percents[:2] == [5, 10]
    assert all(a < b for a, b in pairwise(percents))
    assert percents[-1] < 100
    assert [outlined for _, outlined, _ in polled] == [False] + [True] * weeks
    assert [written for _, _, written in polled] == [0, *range(weeks)]
    assert {status["status"] for status, _, _ in polled} == {"running"}
    after = api.get(f"{PROGRAMS}status/{made['job_id']}").json()
    assert (after["status"], after["progress"]["percent"]) == ("succeeded", 100)


def test_failed_week_leaves_a_partial_job_below_100(api, held_queue, monkeypatch):
    draft = jobs.RedraftWeeks.draft

    def failing(plan, facts, context):
        if context.step_key == "week-3":
            raise RuntimeError("broken")
        return draft(plan, facts, context)

    monkeypatch.setattr(jobs.RedraftWeeks, "draft", failing)
    made = post(api, GENERATE, answers()).json()
    held_queue.work()

    body = api.get(f"{PROGRAMS}status/{made['job_id']}").json()
    program = api.get(f"{PROGRAMS}{made['program_id']}/").json()
    assert body["status"] == "partial"
    assert body["progress"]["percent"] < 100
    assert program["missing_weeks"] == [3]
    assert program["weeks"][2]["workouts"] == []
    assert program["weeks"][2]["provenance"] is None

    monkeypatch.setattr(jobs.RedraftWeeks, "draft", draft)
    retried = post(api, url_of(Program.objects.get(), "redraft"))
    held_queue.work()

    assert retried.status_code == 202
    after = api.get(f"{PROGRAMS}{made['program_id']}/").json()
    assert after["missing_weeks"] == []
    kept = [0, 1, 3]
    assert [after["weeks"][index] for index in kept] == [program["weeks"][index] for index in kept]
