"""Requests at the same moment: one of them wins, and none leaves half of something behind."""

from functools import partial

import pytest
from django.test import Client

from programs.models import Program, Screening
from project.models import Job, JobStatus
from tests.at_once import at_once
from tests.fakes import Ok
from tests.programs.calls import PROGRAMS, answers, drafted, if_match, patch, post, send, url_of
from tests.programs.drafting import draft, fresh, without_composer, written
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)

NONSENSE = Ok("I would rather talk about the weather.")
ATTEMPTS = pytest.mark.parametrize("attempt", range(4))


@pytest.fixture
def signed_in(alice):
    """One browser for each request: a client is no thing to share."""

    def client():
        made = Client()
        made.force_login(alice)
        return made

    return client


@pytest.fixture
def program(bob, alice, held_queue):
    return drafted(bob, held_queue, by=alice, weeks=2)


def statuses(ended):
    """The HTTP statuses, in order of size; whatever was raised instead fails the test."""
    raised = [one for one in ended if isinstance(one, Exception)]
    assert raised == []
    return sorted(one.status_code for one in ended)


def in_parallel(signed_in, *calls):
    return at_once(*(partial(call, signed_in()) for call in calls))


@ATTEMPTS
def test_two_creates_with_one_key_make_one_program(attempt, signed_in, bob, held_queue):
    def create(api):
        return post(api, PROGRAMS, answers(bob), **{"Idempotency-Key": "k"})

    ended = in_parallel(signed_in, create, create, create)

    assert set(statuses(ended)) <= {202, 409}
    assert Program.objects.count() == Job.objects.count() == 1
    again = create(signed_in())
    assert again.status_code == 202
    assert {one.json()["id"] for one in ended if one.status_code == 202} == {again.json()["id"]}


@ATTEMPTS
def test_two_edits_of_one_revision_keep_the_first(attempt, signed_in, program):
    url = url_of(program, "weeks", 1)
    revision = program.weeks.get(number=1).revision

    def edit(text):
        return lambda api: patch(api, url, {"notes": text}, **if_match(revision))

    ended = in_parallel(signed_in, edit("One."), edit("Two."))

    assert statuses(ended) == [200, 412]
    kept = next(one for one in ended if one.status_code == 200).json()
    assert program.weeks.get(number=1).notes == kept["notes"]
    assert kept["revision"] == revision + 1


def approve(program):
    body = {"accept_concerns": True}
    url = url_of(program, "approve")
    return lambda api: post(api, url, body, **if_match(program.revision))


def test_approval_waits_for_the_running_job(signed_in, program):
    assert post(signed_in(), url_of(program, "redraft"), {"weeks": [1]}).status_code == 202

    response = approve(fresh(program))(signed_in())

    assert response.status_code == 409
    assert fresh(program).status == "draft"


@ATTEMPTS
def test_approval_and_redraft_exclude_each_other(attempt, signed_in, program, held_queue):
    ended = in_parallel(
        signed_in,
        approve(program),
        lambda api: post(api, url_of(program, "redraft"), {"weeks": [1]}),
    )

    assert statuses(ended)[1] == 409
    assert statuses(ended)[0] in (200, 202)
    approved = fresh(program).status == "approved"
    assert approved is not Job.objects.live().exists()


@pytest.mark.parametrize("verb", ["delete", "missing"])
def test_while_it_is_drafted_it_is_not_deleted_nor_drafted_again(verb, signed_in, bob, alice):
    program = make_program(bob, by=alice).program

    if verb == "delete":
        response = send(signed_in(), "DELETE", url_of(program))
    else:
        response = post(signed_in(), url_of(program, "redraft"))

    assert response.status_code == 409
    assert Job.objects.count() == 1


@ATTEMPTS
def test_deletion_and_redraft_exclude_each_other(attempt, signed_in, program, held_queue):
    ended = in_parallel(
        signed_in,
        lambda api: send(api, "DELETE", url_of(program)),
        lambda api: post(api, url_of(program, "redraft"), {"weeks": [1]}),
    )

    assert set(statuses(ended)) in ({204, 409}, {202, 409}, {204, 404})
    assert Job.objects.live().exists() is Program.objects.exists()
    assert Job.objects.exists() is Program.objects.exists()


def test_key_of_a_deleted_program_is_free_again(signed_in, bob, held_queue):
    api = signed_in()
    first = post(api, PROGRAMS, answers(bob), **{"Idempotency-Key": "k"}).json()
    held_queue.work()
    assert send(api, "DELETE", f"{PROGRAMS}{first['program_id']}/").status_code == 204

    again = post(api, PROGRAMS, answers(bob), **{"Idempotency-Key": "k"})

    assert again.status_code == 202
    assert again.json()["program_id"] != first["program_id"]


@ATTEMPTS
def test_what_was_approved_is_not_deleted(attempt, signed_in, program):
    ended = in_parallel(
        signed_in, approve(program), lambda api: send(api, "DELETE", url_of(program))
    )

    assert len([one for one in statuses(ended) if one < 300]) == 1
    assert set(statuses(ended)[1:]) <= {404, 409}
    left = Program.objects.first()
    assert left is None or left.status == "approved"


@pytest.fixture
def half(bob, alice, held_queue, model):
    """A program whose second week failed, and its job."""
    without_composer()
    model.faults = {"week-2": NONSENSE}
    program, job = draft(bob, held_queue, by=alice, weeks=2)
    model.faults = {}
    assert job.status == JobStatus.PARTIAL
    return program, job


@ATTEMPTS
def test_of_two_retries_one_runs(attempt, signed_in, half, held_queue, fake_providers):
    program, job = half
    asked = len(fake_providers.requests)

    def retry(api):
        return post(api, f"/api/v1/jobs/{job.pk}/retry")

    ended = in_parallel(signed_in, retry, retry, retry)

    assert statuses(ended)[1:] == [409, 409]
    assert statuses(ended)[0] < 300
    held_queue.work()
    assert len(fake_providers.requests) == asked + 1
    assert written(program) == [1, 2]
    assert fresh(job).status == JobStatus.SUCCEEDED


@ATTEMPTS
def test_retry_and_deletion_exclude_each_other(attempt, signed_in, half, held_queue):
    program, job = half

    ended = in_parallel(
        signed_in,
        lambda api: post(api, f"/api/v1/jobs/{job.pk}/retry"),
        lambda api: send(api, "DELETE", url_of(program)),
    )

    assert len([one for one in statuses(ended) if one < 300]) == 1
    assert set(statuses(ended)[1:]) <= {404, 409}
    assert Job.objects.exists() is Program.objects.exists()


@ATTEMPTS
def test_clearance_given_twice_starts_one_draft(attempt, signed_in, bob, alice):
    program = make_program(bob, by=alice, goal_text="I fainted in May").program

    def clear(api):
        return post(api, url_of(program, "clearance"), {"note": "Dr. Ng, 3 May"})

    ended = in_parallel(signed_in, clear, clear)

    assert statuses(ended) == [202, 400]
    assert Job.objects.count() == 1


@ATTEMPTS
def test_clearance_and_deletion_exclude_each_other(attempt, signed_in, bob, alice):
    program = make_program(bob, by=alice, goal_text="I fainted in May").program

    ended = in_parallel(
        signed_in,
        lambda api: post(api, url_of(program, "clearance"), {"note": "Dr. Ng, 3 May"}),
        lambda api: send(api, "DELETE", url_of(program)),
    )

    assert len([one for one in statuses(ended) if one < 300]) == 1
    assert set(statuses(ended)[1:]) <= {404, 409}
    assert Job.objects.exists() is Program.objects.exists() is Screening.objects.exists()


@ATTEMPTS
def test_two_new_versions_get_two_numbers(attempt, signed_in, program):
    def copy(api):
        return post(api, url_of(program, "versions"))

    ended = in_parallel(signed_in, copy, copy)

    assert statuses(ended) == [201, 201]
    assert sorted(Program.objects.values_list("version", flat=True)) == [1, 2, 3]


@ATTEMPTS
def test_cancel_in_the_middle_keeps_what_is_written(
    attempt, signed_in, bob, alice, held_queue, model, settings
):
    settings.STEP_CONCURRENCY = 1
    without_composer()
    model.latency = dict.fromkeys([f"week-{number}" for number in range(1, 7)], 0.15)
    created = make_program(bob, by=alice, weeks=6)
    job = created.job

    def cancel(api):
        while len(written(created.program)) < 2:
            pass
        return post(api, f"/api/v1/jobs/{job.pk}/cancel")

    ended = at_once(partial(cancel, signed_in()), held_queue.work)

    assert ended[0].status_code < 300
    assert fresh(job).status == JobStatus.CANCELLED
    kept = written(created.program)
    assert 2 <= len(kept) < 6
    assert post(signed_in(), f"/api/v1/jobs/{job.pk}/retry").status_code < 300
    held_queue.work()
    assert written(created.program) == [1, 2, 3, 4, 5, 6]
    assert fresh(job).status == JobStatus.SUCCEEDED
