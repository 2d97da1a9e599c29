"""Edits, submissions and retries of an IEP at the same moment."""

import pytest

from ieps.models import IEP
from ieps.operations import review
from ieps.operations.ieps import redraft_sections
from ieps.operations.sections import edit_section, record_staff_edit, use_proposal
from ieps.schemas import SectionContent
from project.drafts import DraftStatus
from project.jobs.operations import NothingToRetry, retry_job
from project.jobs.subjects import AlreadyDrafting
from project.locks import Locked
from project.models import Job, JobStatus
from project.problems import Problem
from tests.at_once import at_once
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS = pytest.mark.parametrize("attempt", range(4))


@pytest.fixture
def drafted(alice, held_queue):
    created = make_iep(make_student(alice), alice)
    held_queue.work()
    return created


def section_of(iep, key="spelling"):
    return iep.sections.select_related("iep").get(key=key)


def edit(section, by, statement="Mine."):
    content = SectionContent(**section.content().model_dump() | {"statement": statement})
    return edit_section(section=section, expected_revision=section.revision, content=content, by=by)


def submit(iep, by):
    return review.submit_for_review(iep=iep, expected_revision=iep.revision, by=by)


def put_in_review(iep):
    IEP.objects.filter(pk=iep.pk).update(status=DraftStatus.IN_REVIEW)


def test_edit_that_comes_after_the_submission_is_refused(drafted, alice):
    section = section_of(drafted.iep)
    assert section.iep.is_editable
    put_in_review(drafted.iep)

    with pytest.raises(Locked):
        edit(section, alice)
    with pytest.raises(Locked):
        record_staff_edit(section=section, expected_revision=section.revision, by=alice)
    with pytest.raises(Locked):
        use_proposal(
            section=section,
            proposal=section.proposal,
            expected_revision=section.revision,
            by=alice,
        )


def test_what_was_deleted_meanwhile_is_a_plain_problem(drafted, alice, rita):
    section = section_of(drafted.iep)
    IEP.objects.all().delete()

    with pytest.raises(Locked):
        edit(section, alice)
    with pytest.raises(Locked):
        redraft_sections(iep=drafted.iep, sections=[section], by=alice)
    with pytest.raises(Problem):
        submit(drafted.iep, alice)
    with pytest.raises(Locked):
        review.approve_iep(
            iep=drafted.iep,
            expected_revision=1,
            by=rita,
        )


@ATTEMPTS
def test_submission_and_redraft_exclude_each_other(attempt, drafted, alice):
    section = section_of(drafted.iep)

    ended = at_once(
        lambda: submit(drafted.iep, alice),
        lambda: redraft_sections(iep=drafted.iep, sections=[section], by=alice),
    )

    assert sum(isinstance(one, Problem) for one in ended) == 1, ended
    in_review = IEP.objects.get().status == DraftStatus.IN_REVIEW
    assert in_review is not Job.objects.live().exists()


@ATTEMPTS
def test_edit_and_submission_both_hold_or_the_edit_is_refused(attempt, drafted, alice):
    section = section_of(drafted.iep)

    ended = at_once(lambda: edit(section, alice), lambda: submit(drafted.iep, alice))

    assert isinstance(ended[1], IEP), ended
    written = section_of(drafted.iep).statement == "Mine."
    assert written is not isinstance(ended[0], Locked), ended


def failed_in_the_middle(job):
    """As it is after a provider was away for one section."""
    job.steps.filter(key="spelling").update(status="failed", error_category="timeout")
    Job.objects.filter(pk=job.pk).update(status=JobStatus.PARTIAL)


def test_retry_in_review_asks_no_model(drafted, alice, held_queue):
    failed_in_the_middle(drafted.job)
    put_in_review(drafted.iep)

    with pytest.raises(Locked):
        retry_job(job=drafted.job, by=alice)
    assert held_queue.tasks == []


def test_retry_of_a_draft_runs_what_is_missing(drafted, alice, held_queue):
    failed_in_the_middle(drafted.job)

    assert retry_job(job=drafted.job, by=alice).is_live


def test_a_finished_iep_may_still_be_made_findable(drafted, alice):
    job = drafted.job
    job.steps.exclude(key="index").update(status="succeeded")
    job.steps.filter(key="index").update(status="failed", error_category="timeout")
    Job.objects.filter(pk=job.pk).update(status=JobStatus.PARTIAL)
    put_in_review(drafted.iep)

    retried = retry_job(job=job, by=alice)

    assert [step.key for step in retried.steps.filter(status="pending")] == ["index"]


def test_retry_while_another_job_runs_is_refused(drafted, alice):
    failed_in_the_middle(drafted.job)
    redraft_sections(iep=drafted.iep, sections=[section_of(drafted.iep)], by=alice)

    with pytest.raises(AlreadyDrafting):
        retry_job(job=drafted.job, by=alice)


def test_retry_by_a_former_teacher_is_refused(drafted, alice):
    failed_in_the_middle(drafted.job)
    drafted.iep.student.teachers.clear()

    with pytest.raises(NothingToRetry):
        retry_job(job=drafted.job, by=alice)


@ATTEMPTS
def test_of_starts_at_the_same_moment_one_wins(attempt, drafted, alice):
    failed_in_the_middle(drafted.job)
    section = section_of(drafted.iep)

    ended = at_once(
        lambda: retry_job(job=drafted.job, by=alice),
        lambda: retry_job(job=drafted.job, by=alice),
        lambda: redraft_sections(iep=drafted.iep, sections=[section], by=alice),
    )

    assert sum(isinstance(one, Job) for one in ended) == 1, ended
    assert all(isinstance(one, Job | Problem) for one in ended), ended


def test_edit_while_the_section_is_written_again_is_kept(drafted, alice, held_queue):
    section = section_of(drafted.iep)
    job = redraft_sections(iep=drafted.iep, sections=[section], by=alice)

    ended = at_once(lambda: edit(section_of(drafted.iep), alice), held_queue.work)

    assert not isinstance(ended[1], Exception), ended
    job.refresh_from_db()
    assert job.steps.get(key="spelling").status == "succeeded"
    if not isinstance(ended[0], Problem):
        assert section_of(drafted.iep).statement == "Mine."
