"""Kill −9 of a worker in the middle of twelve weeks: it resumes, no week twice, none missing."""

import os
import signal
from datetime import UTC, datetime

import pytest

from tests.fakes import FakeProviders
from tests.installation import Installation, children, wait_for
from tests.programs.answers import Model, wire

pytestmark = [pytest.mark.cluster, pytest.mark.timed, pytest.mark.timeout(240)]

WEEKS = 12
CONCURRENCY = 3
START = f"""
import json
from django.contrib.auth.models import Group
from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.operations.programs import create_program
from programs.screening import QUESTIONS
from project.models import Role, User
user, _ = User.objects.get_or_create(username="carl")
user.groups.add(Group.objects.get(name=Role.COACHES))
made = create_program(client=user, by=user,
    facts=ProgramFacts(goal=Goal.HYPERTROPHY, level=Level.INTERMEDIATE, weeks={WEEKS}, days=4),
    answers={{question.key: False for question in QUESTIONS}})
print(json.dumps(str(made.job.pk)))
"""
STATE = """
import hashlib, json
from django.core import serializers
from project.models import Job
from programs.models import ExerciseEntry, PlannedSet, Program, Proposal, Week, Workout
job = Job.objects.get(pk="{job}")
program = Program.objects.get(pk=job.subject_id)
def rows(week):
    parts = [Week.objects.filter(pk=week.pk), Workout.objects.filter(week=week),
        ExerciseEntry.objects.filter(workout__week=week),
        PlannedSet.objects.filter(entry__workout__week=week), week.proposals.all()]
    text = "".join(serializers.serialize("json", part.order_by("pk")) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()
print(json.dumps({{
    "status": job.status,
    "message": job.message,
    "steps": {{step.key: step.status for step in job.steps.all()}},
    "attempts": {{step.key: step.attempts for step in job.steps.all()}},
    "claims": sum(shard.claims for shard in job.shards.all()),
    "holder": job.shards.get().lease_holder,
    "proposals": sorted([
        ["metadata" if number is None else f"week-{{number}}", at.isoformat()]
        for number, at in Proposal.objects.values_list("week__number", "created_at")]),
    "providers": sorted(set(Proposal.objects.values_list("provider", flat=True))),
    "rows": {{f"week-{{week.number}}": rows(week) for week in program.weeks.all()
        if week.is_written}},
}}))
"""
KEYS = ["metadata", *(f"week-{number}" for number in range(1, WEEKS + 1))]


@pytest.fixture
def provider():
    """It takes 0.6 s for a week, and longer for the outline; three weeks are written at once."""
    with FakeProviders() as fake:
        fake.answer = Model(latency=dict.fromkeys(KEYS, 0.6) | {"metadata": 5.0})
        yield fake


@pytest.fixture
def installation(tmp_path, provider):
    made = Installation(
        tmp_path,
        OPENAI_API_KEY="sk-test",
        OPENAI_BASE_URL=provider.base_urls["openai"],
        PROGRAM_CREATION_MODEL="openai:gpt-4o-mini",
        STEP_CONCURRENCY=str(CONCURRENCY),
    )
    made.manage("prepare")
    yield made
    made.stop()


def state(installation, job):
    return installation.query(STATE.format(job=job))


def finished(installation, job):
    now = state(installation, job)
    return now if now["status"] not in ("pending", "running") else None


def in_the_middle(provider, weeks):
    """Once so many weeks were answered, without asking the installation, which takes long."""
    wait_for(
        lambda: (
            sum(
                call.finished is not None
                for call in provider.requests
                if "Write week" in call.prompt
            )
            >= weeks
        ),
        what=f"{weeks} weeks",
    )


def assert_resumed(after, killed_at, provider):
    """Everything there once, and what was stored before the kill was not asked for again."""
    assert after["status"] == "succeeded", after["message"]
    assert [key for key, _ in after["proposals"]] == sorted(KEYS)
    assert after["providers"] == ["openai"]
    assert set(after["steps"].values()) == {"succeeded"}
    assert set(after["rows"]) == {*KEYS} - {"metadata"}
    assert after["claims"] >= 2
    calls = wire(provider.requests)
    stored = [key for key, at in after["proposals"] if datetime.fromisoformat(at) < killed_at]
    assert "metadata" in stored
    assert len(stored) < len(KEYS)
    for key in stored:
        assert calls[key] == 1, f"{key} was drafted twice"
        assert after["attempts"][key] == 1
    # Only what the dead worker had in hand was asked for a second time.
    assert set(calls) == {*KEYS}
    assert sum(calls.values()) <= len(KEYS) + CONCURRENCY


@pytest.mark.parametrize("weeks", [0, 1, 4, 8])
def test_killed_worker_is_replaced_and_the_weeks_go_on(weeks, installation, provider):
    cluster = installation.start("worker")
    job = installation.query(START)
    # The outline takes long enough to ask who holds the job.
    holder = wait_for(lambda: state(installation, job)["holder"], what="a lease")
    wait_for(lambda: "week-1" in wire(provider.requests), what="the weeks")
    in_the_middle(provider, weeks)

    killed_at = datetime.now(UTC)
    os.kill(int(holder.rsplit(":", 2)[1]), signal.SIGKILL)

    after = wait_for(lambda: finished(installation, job), seconds=60, what="the end of the job")
    assert_resumed(after, killed_at, provider)
    assert cluster.poll() is None


@pytest.mark.parametrize("weeks", [0, 4])
def test_killed_cluster_resumes_after_restart(weeks, installation, provider):
    cluster = installation.start("worker")
    job = installation.query(START)
    wait_for(lambda: "week-1" in wire(provider.requests), what="the weeks")
    in_the_middle(provider, weeks)

    killed_at = datetime.now(UTC)
    for pid in [cluster.pid, *children(cluster.pid)]:
        os.kill(pid, signal.SIGKILL)
    cluster.wait(5)
    before = state(installation, job)
    assert before["status"] == "running"
    installation.start("worker")

    after = wait_for(lambda: finished(installation, job), seconds=60, what="the end of the job")
    assert_resumed(after, killed_at, provider)
    for key, rows in before["rows"].items():
        assert after["rows"][key] == rows, f"{key} was changed"
