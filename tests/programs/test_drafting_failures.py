"""Weeks fail: what finished stays to the byte, and a retry drafts what is missing and no more."""

import pytest

from programs.models import Proposal
from programs.operations.programs import (
    ClearanceNeeded,
    create_program,
    draft_missing,
    record_clearance,
    redraft_weeks,
)
from programs.operations.weeks import edit_week
from project.drafts import DraftStatus, Method
from project.jobs.operations import NothingToRetry, retry_job
from project.jobs.subjects import AlreadyDrafting
from project.locks import Locked
from project.models import JobStatus, StepStatus
from project.problems import NotAllowed
from tests.fakes import Fail, Ok, Refuse
from tests.programs.answers import wire
from tests.programs.drafting import (
    OPENAI,
    draft,
    dump,
    fresh,
    recovered,
    report,
    route_over,
    without_composer,
    written,
)
from tests.programs.factories import ALL_CLEAR, make_facts, make_program

pytestmark = pytest.mark.django_db(transaction=True)

NONSENSE = Ok("I would rather talk about the weather.")
DECLINED = Refuse()
BROKEN = Fail("server_error")


@pytest.fixture
def openai_only(model):
    """One provider, and no composer behind it."""
    route_over(OPENAI)
    without_composer()
    return model


def retried(job, by, held_queue):
    recovered()
    retry_job(job=job, by=by)
    held_queue.work()
    return fresh(job)


@pytest.mark.parametrize(
    ("failing", "category"),
    [
        ({1: NONSENSE}, {"invalid_output"}),
        ({8: BROKEN}, {"unavailable"}),
        ({12: DECLINED}, {"content_filter"}),
        ({2: NONSENSE, 3: DECLINED, 9: NONSENSE}, {"invalid_output", "content_filter"}),
        (dict.fromkeys(range(1, 12), NONSENSE), {"invalid_output"}),
        (dict.fromkeys(range(1, 13), NONSENSE), {"invalid_output"}),
    ],
    ids=["first", "eighth", "last", "three", "all-but-one", "all"],
)
def test_failed_weeks_are_named_and_only_they_are_retried(
    failing, category, alice, held_queue, openai_only, fake_providers
):
    openai_only.faults = {f"week-{number}": fault for number, fault in failing.items()}

    program, job = draft(alice, held_queue, weeks=12)

    assert job.status == JobStatus.PARTIAL
    good = sorted({*range(1, 13)} - {*failing})
    assert written(program) == good
    failed = job.steps.filter(status=StepStatus.FAILED)
    assert sorted(step.title for step in failed) == sorted(f"Week {n}" for n in failing)
    assert {step.error_category for step in failed} == category
    assert all(step.error_text.endswith((".", ")")) for step in failed)
    assert f"Failed: Week {min(failing)}" in job.message
    assert report(job).percent < 100
    assert {one.rule for one in program.findings.filter(week=None)} >= {"week-missing"}

    before = dump(program, good)
    asked = len(fake_providers.requests)
    openai_only.faults = {}
    job = retried(job, alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    assert report(job).percent == 100
    assert dump(program, good) == before
    assert wire(fake_providers.requests[asked:]) == {f"week-{number}": 1 for number in failing}
    assert written(program) == [*range(1, 13)]
    assert not program.findings.filter(rule="week-missing").exists()
    assert program.proposals.count() == 13
    assert {one.method for one in program.proposals.all()} == {Method.MODEL}


@pytest.mark.parametrize("where", [("openai", "gemini"), ("openai",)])
def test_week_that_fails_at_one_provider_goes_to_the_next(
    where, alice, held_queue, model, fake_providers
):
    without_composer()
    model.faults = {f"{provider}/week-3": NONSENSE for provider in where}

    program, job = draft(alice, held_queue, weeks=4)

    if len(where) == 2:
        assert job.status == JobStatus.PARTIAL
        assert written(program) == [1, 2, 4]
    else:
        assert job.status == JobStatus.SUCCEEDED
        assert program.weeks.get(number=3).proposal.provider == "gemini"
    week = [one for one in fake_providers.requests if "<task>Write week 3" in one.prompt]
    # Asked, asked again, and the next provider the same.
    assert [one.provider for one in week][:3] == ["openai", "openai", "gemini"]


def test_retry_that_fails_again_keeps_what_it_had(alice, held_queue, openai_only):
    openai_only.faults = {"week-2": NONSENSE, "week-4": NONSENSE}
    program, job = draft(alice, held_queue, weeks=4)
    before = dump(program, [1, 3])
    openai_only.faults = {"week-4": DECLINED}

    job = retried(job, alice, held_queue)

    assert job.status == JobStatus.PARTIAL
    assert written(program) == [1, 2, 3]
    assert dump(program, [1, 3]) == before
    assert job.steps.get(key="week-4").error_category == "content_filter"
    assert job.steps.get(key="week-2").error_text == ""


def test_metadata_fails_and_no_week_is_asked_for(alice, held_queue, openai_only, fake_providers):
    openai_only.faults = {"metadata": NONSENSE}

    program, job = draft(alice, held_queue, weeks=4)

    assert job.status == JobStatus.FAILED
    assert {*wire(fake_providers.requests)} == {"metadata"}
    assert program.metadata is None
    assert written(program) == []
    assert job.steps.get(key="metadata").error_category == "invalid_output"
    assert set(job.steps.filter(stage=1).values_list("status", flat=True)) == {StepStatus.PENDING}

    openai_only.faults = {}
    job = retried(job, alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    assert written(program) == [1, 2, 3, 4]
    assert program.proposals.count() == 5


def drop_a_week(data):
    data["weeks"].pop()


def drop_a_day(data):
    data["days"].pop()


def count_from_two(data):
    for week in data["weeks"]:
        week["week"] += 1


def double_a_day(data):
    data["days"][1]["day"] = 1


def other_week(data):
    data["week"] += 1


def one_workout_too_few(data):
    data["workouts"].pop()


@pytest.mark.parametrize("fault", [drop_a_week, drop_a_day, count_from_two, double_a_day])
def test_metadata_of_another_shape_is_asked_again_then_goes_on(
    fault, alice, held_queue, model, fake_providers
):
    model.faults = {"openai/metadata": fault}

    program, job = draft(alice, held_queue, weeks=4)

    assert job.status == JobStatus.SUCCEEDED
    asked = [one for one in fake_providers.requests if "<task>Write the metadata" in one.prompt]
    assert [one.provider for one in asked] == ["openai", "openai", "gemini"]
    assert "must be numbered 1 to" in asked[1].prompt
    assert program.metadata_proposal.provider == "gemini"


@pytest.mark.parametrize("fault", [other_week, one_workout_too_few])
def test_week_of_another_shape_is_asked_again_then_goes_on(
    fault, alice, held_queue, model, fake_providers
):
    model.faults = {"openai/week-2": fault}

    program, job = draft(alice, held_queue, weeks=4)

    assert job.status == JobStatus.SUCCEEDED
    asked = [one for one in fake_providers.requests if "<task>Write week 2 of" in one.prompt]
    assert [one.provider for one in asked] == ["openai", "openai", "gemini"]
    assert program.weeks.get(number=2).proposal.provider == "gemini"
    assert program.weeks.get(number=2).proposal.content["week"] == 2


def test_wrong_shape_put_right_when_asked_again_stays_with_the_provider(
    alice, held_queue, model, fake_providers
):
    model.faults, model.forgiving = {"metadata": drop_a_week, "week-1": other_week}, True

    program, job = draft(alice, held_queue, weeks=2)

    assert job.status == JobStatus.SUCCEEDED
    assert {one.provider for one in program.proposals.all()} == {"openai"}
    assert wire(fake_providers.requests) == {"metadata": 2, "week-1": 2, "week-2": 1}


def test_week_written_by_hand_meanwhile_is_not_drafted_by_the_retry(
    alice, held_queue, openai_only, fake_providers
):
    openai_only.faults = {"week-2": NONSENSE, "week-3": NONSENSE}
    program, job = draft(alice, held_queue, weeks=3)
    week = program.weeks.get(number=2)
    content = program.weeks.get(number=1).content().model_copy(update={"week": 2})
    edit_week(week=week, expected_revision=week.revision, content=content, by=alice)
    before = dump(program, [1, 2])
    asked = len(fake_providers.requests)
    openai_only.faults = {}

    job = retried(job, alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    assert wire(fake_providers.requests[asked:]) == {"week-3": 1}
    assert dump(program, [1, 2]) == before


def test_week_written_by_another_job_meanwhile_is_not_drafted_by_the_retry(
    alice, held_queue, openai_only, fake_providers
):
    openai_only.faults = {"week-2": NONSENSE}
    program, job = draft(alice, held_queue, weeks=2)
    openai_only.faults = {}
    recovered()
    redraft_weeks(program=program, numbers=[2], by=alice)
    held_queue.work()
    asked = len(fake_providers.requests)
    before = dump(program, [1, 2])

    job = retried(job, alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    assert len(fake_providers.requests) == asked
    assert dump(program, [1, 2]) == before


def test_draft_missing_takes_up_the_job_of_the_person_who_started_it(
    bob, alice, held_queue, openai_only, fake_providers
):
    openai_only.faults = {"week-2": NONSENSE}
    program, job = draft(bob, held_queue, by=alice, weeks=3)
    openai_only.faults = {}
    recovered()
    asked = len(fake_providers.requests)

    again = draft_missing(program=program, by=alice)
    held_queue.work()

    assert again.pk == job.pk
    assert wire(fake_providers.requests[asked:]) == {"week-2": 1}
    assert fresh(job).status == JobStatus.SUCCEEDED


@pytest.mark.parametrize("key", ["week-2", "metadata"])
def test_draft_missing_by_another_person_is_their_own_job(
    key, bob, alice, held_queue, openai_only, fake_providers
):
    openai_only.faults = {key: NONSENSE}
    program, job = draft(bob, held_queue, by=alice, weeks=3)
    openai_only.faults = {}
    recovered()
    asked = len(fake_providers.requests)

    other = draft_missing(program=fresh(program), by=bob)
    held_queue.work()

    assert other.owner == bob
    assert fresh(other).status == JobStatus.SUCCEEDED
    missing = [key] if key != "metadata" else ["metadata", "week-1", "week-2", "week-3"]
    assert wire(fake_providers.requests[asked:]) == dict.fromkeys(missing, 1)
    # The first job's retry finds everything written, the outline included.
    outline = fresh(program).metadata
    assert retried(job, alice, held_queue).status == JobStatus.SUCCEEDED
    assert len(fake_providers.requests) == asked + len(missing)
    assert fresh(program).metadata == outline


def test_retry_beside_another_job_of_the_program_is_refused(alice, held_queue, openai_only):
    openai_only.faults = {"week-2": NONSENSE}
    program, job = draft(alice, held_queue, weeks=2)
    redraft_weeks(program=program, numbers=[2], by=alice)

    with pytest.raises(AlreadyDrafting):
        retry_job(job=job, by=alice)

    assert fresh(job).status == JobStatus.PARTIAL


def test_retry_of_what_is_no_draft_any_more_is_refused(alice, held_queue, openai_only):
    openai_only.faults = {"week-2": NONSENSE}
    program, job = draft(alice, held_queue, weeks=2)
    type(program).objects.filter(pk=program.pk).update(status=DraftStatus.IN_REVIEW)

    with pytest.raises(Locked):
        retry_job(job=job, by=alice)
    with pytest.raises(Locked):
        draft_missing(program=program, by=alice)


def test_retry_by_a_coach_who_lost_the_client_is_refused(bob, alice, held_queue, openai_only):
    openai_only.faults = {"week-2": NONSENSE}
    _, job = draft(bob, held_queue, by=alice, weeks=2)
    bob.coached_by.all().delete()

    with pytest.raises(NotAllowed):
        retry_job(job=job, by=alice)


def test_retry_of_a_deleted_program_is_refused(alice, held_queue, openai_only):
    openai_only.faults = {"week-2": NONSENSE}
    program, job = draft(alice, held_queue, weeks=2)
    program.delete()

    with pytest.raises(NothingToRetry):
        retry_job(job=job, by=alice)


def test_clearance_is_asked_for_before_every_start(bob, alice, held_queue, model, fake_providers):
    answers = ALL_CLEAR | {"surgery": True}
    created = create_program(client=bob, facts=make_facts(weeks=2), answers=answers, by=bob)
    for start in (
        lambda: draft_missing(program=created.program, by=alice),
        lambda: redraft_weeks(program=created.program, numbers=[1], by=alice),
    ):
        with pytest.raises(ClearanceNeeded):
            start()
    held_queue.work()
    assert fake_providers.requests == []

    record_clearance(program=created.program, note="Dr. Ng, 3 May", by=alice)
    held_queue.work()

    assert written(created.program) == [1, 2]


@pytest.mark.parametrize("flags", [["surgery"], ["chest_pain", "fainting"]])
def test_job_that_waits_while_a_flag_is_raised_asks_no_provider(
    flags, alice, held_queue, model, fake_providers
):
    created = make_program(alice, weeks=2)
    screening = created.program.screening
    screening.flags = flags
    screening.save(update_fields=["flags"])

    held_queue.work()

    assert fake_providers.requests == []
    step = fresh(created.job).steps.get(key="metadata")
    assert step.error_category == "clearance_needed"
    assert "clearance" in step.error_text


def test_program_that_left_draft_is_neither_asked_for_nor_written_to(
    alice, held_queue, model, fake_providers
):
    created = make_program(alice, weeks=2)
    type(created.program).objects.filter(pk=created.program.pk).update(status=DraftStatus.IN_REVIEW)

    held_queue.work()

    assert fake_providers.requests == []
    assert Proposal.objects.count() == 0
    assert fresh(created.program).metadata is None
    assert fresh(created.job).steps.get(key="metadata").error_category == "not_a_draft"
