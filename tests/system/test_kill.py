"""Kill −9 of a worker at any moment: the job resumes by itself, nothing is lost or doubled."""

import os
import signal
import time

import pytest

from tests.fakes import FakeProviders
from tests.installation import Installation, children, command_line, wait_for

pytestmark = [pytest.mark.cluster, pytest.mark.timed, pytest.mark.timeout(240)]

START = """
import datetime, json
from project.models import Role, User
from django.contrib.auth.models import Group
from ieps.models import Student, Template
from ieps.operations.ieps import create_iep
user, _ = User.objects.get_or_create(username="tina")
user.groups.add(Group.objects.get(name="Teachers"))
student, _ = Student.objects.get_or_create(
    student_number="K1", defaults={"given_name": "Kim", "family_name": "Larsen"})
student.teachers.add(user)
made = create_iep(student=student, academic_year="2026-2027",
    meeting_date=datetime.date(2026, 9, 15), choice=Template.objects.choose(""), by=user)
print(json.dumps(str(made.job.pk)))
"""
STATE = """
import json
from project.models import Job
from ieps.models import Proposal
job = Job.objects.get(pk="{job}")
print(json.dumps({{
    "status": job.status,
    "message": job.message,
    "steps": {{step.key: step.status for step in job.steps.all()}},
    "attempts": {{step.key: step.attempts for step in job.steps.all()}},
    "claims": sum(shard.claims for shard in job.shards.all()),
    "proposals": sorted(Proposal.objects.values_list("section__key", flat=True)),
}}))
"""


@pytest.fixture(scope="module")
def slow_provider():
    with FakeProviders() as fake:
        fake.latency = 0.6
        yield fake


@pytest.fixture
def drafting(tmp_path, slow_provider):
    """An installation whose drafts come from a provider that takes 0.6 s per section, 4 at once."""
    slow_provider.reset()
    slow_provider.latency = 0.6
    made = Installation(
        tmp_path,
        OPENAI_API_KEY="sk-test",
        OPENAI_BASE_URL=slow_provider.base_urls["openai"],
        LLM_ROUTE_IEPS="openai:gpt-4o-mini",
        STEP_CONCURRENCY="4",
    )
    made.manage("prepare")
    yield made
    made.stop()


def state(installation, job):
    return installation.query(STATE.format(job=job))


def worker_children(cluster):
    return [pid for pid in children(cluster.pid) if "worker" in command_line(pid)]


def finished(installation, job):
    now = state(installation, job)
    return now if now["status"] not in ("pending", "running") else None


def assert_nothing_lost_or_doubled(now):
    assert now["status"] in ("succeeded", "partial"), now["message"]
    sections = [key for key in now["steps"] if key not in ("retrieve", "index")]
    assert now["proposals"] == sorted(sections)
    assert {now["steps"][key] for key in sections} == {"succeeded"}


@pytest.mark.parametrize("delay", [0.0, 1.5])
def test_killed_cluster_resumes_after_restart(drafting, delay):
    cluster = drafting.start("worker")
    job = drafting.query(START)
    wait_for(lambda: state(drafting, job)["status"] == "running", what="the start")
    time.sleep(delay)
    family = children(cluster.pid)

    for pid in [cluster.pid, *family]:
        os.kill(pid, signal.SIGKILL)
    cluster.wait(5)
    before = state(drafting, job)
    assert before["status"] == "running"
    drafting.start("worker")

    after = wait_for(lambda: finished(drafting, job), seconds=60, what="the end of the job")
    assert_nothing_lost_or_doubled(after)
    assert after["claims"] >= 2
    for key, status in before["steps"].items():
        if status == "succeeded":
            assert after["attempts"][key] == before["attempts"][key], f"{key} was drafted twice"


def test_killed_worker_is_replaced_and_the_job_goes_on(drafting):
    cluster = drafting.start("worker")
    job = drafting.query(START)
    wait_for(lambda: state(drafting, job)["status"] == "running", what="the start")

    busy = holder_of(drafting, job)
    os.kill(busy, signal.SIGKILL)

    after = wait_for(lambda: finished(drafting, job), seconds=60, what="the end of the job")
    assert_nothing_lost_or_doubled(after)
    assert cluster.poll() is None


def test_idle_worker_killed_with_the_queues_lock_stops_nothing(drafting):
    """An idle worker dies holding the lock of the cluster's own queue: work must go on."""
    cluster = drafting.start("worker")
    wait_for(lambda: len(children(cluster.pid)) >= 5, what="the workers")
    time.sleep(1)
    for pid in children(cluster.pid)[1:3]:
        os.kill(pid, signal.SIGKILL)

    job = drafting.query(START)

    after = wait_for(lambda: finished(drafting, job), seconds=60, what="the end of the job")
    assert_nothing_lost_or_doubled(after)


def holder_of(installation, job):
    code = (
        "import json; from project.models import Shard; "
        f"print(json.dumps(Shard.objects.get(job_id='{job}').lease_holder))"
    )
    holder = wait_for(lambda: installation.query(code), what="a lease")
    return int(holder.rsplit(":", 2)[1])
