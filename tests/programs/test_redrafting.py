"""Weeks written anew: with an instruction, beside a person's text, never over other weeks."""

import pytest

from programs import jobs
from programs.models import Program, Week
from programs.operations.programs import (
    NotOutlined,
    create_version,
    delete_program,
    draft_missing,
    redraft_weeks,
)
from programs.operations.review import approve_program, submit_for_review
from programs.operations.weeks import edit_week, use_proposal
from programs.schemas import ExerciseContent, SetContent
from project.drafts import DraftStatus
from project.jobs.operations import cancel_job, retry_job
from project.jobs.subjects import AlreadyDrafting
from project.locks import Locked
from project.models import Job, JobStatus
from project.problems import InvalidInput, Problem
from project.reviewing import WrongStatus
from project.revisions import StaleRevision
from tests.at_once import at_once
from tests.fakes import Fail, Ok
from tests.programs.answers import wire
from tests.programs.drafting import draft, dump, fresh, without_composer, written
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)

NONSENSE = Ok("I would rather talk about the weather.")


def redraft(program, numbers, by, held_queue, instruction=""):
    job = redraft_weeks(program=program, numbers=numbers, by=by, instruction=instruction)
    held_queue.work()
    return fresh(job)


def other_notes(text="Written again."):
    def change(data):
        data["notes"] = text

    return change


def edited(week: Week, by, notes="My own words.") -> Week:
    content = Week.objects.with_content().get(pk=week.pk).content()
    content = content.model_copy(update={"notes": notes})
    return edit_week(week=week, expected_revision=week.revision, content=content, by=by)


def test_one_week_with_an_instruction_leaves_all_others_byte_identical(
    alice, held_queue, model, fake_providers
):
    program, _ = draft(alice, held_queue, weeks=12, days=4)
    others = [number for number in range(1, 13) if number != 5]
    before = dump(program, others)
    metadata = program.metadata
    stands = program.weeks.with_content().get(number=5).content()
    asked = len(fake_providers.requests)
    model.faults = {"week-5": other_notes()}

    job = redraft(program, [5], alice, held_queue, "More rows, no barbell on day 2.")

    assert job.status == JobStatus.SUCCEEDED
    assert dump(program, others) == before
    assert fresh(program).metadata == metadata
    week = program.weeks.get(number=5)
    assert week.notes == "Written again."
    assert week.instruction == ""
    assert week.proposal.instruction == "More rows, no barbell on day 2."
    assert week.proposals.count() == 2
    requests = fake_providers.requests[asked:]
    assert wire(requests) == {"week-5": 1}
    prompt = requests[0].prompt
    assert "<wish>\nMore rows, no barbell on day 2.\n</wish>" in prompt
    standing = prompt.partition("<week>\n")[2].partition("\n</week>")[0]
    for workout in stands.workouts:
        assert f"day {workout.day}\n" in standing
        assert all(
            f"{entry.exercise}: {len(entry.sets)} x" in standing for entry in workout.exercises
        )


def test_without_an_instruction_what_stands_is_not_sent(alice, held_queue, model, fake_providers):
    program, _ = draft(alice, held_queue, weeks=2)
    asked = len(fake_providers.requests)

    redraft(program, [1], alice, held_queue)

    prompt = fake_providers.requests[asked].prompt
    assert "\n<week>\n" not in prompt
    assert "\n<wish>\n" not in prompt


def test_what_a_person_typed_as_an_exercise_is_not_sent(alice, held_queue, model, fake_providers):
    program, _ = draft(alice, held_queue, weeks=1)
    week = program.weeks.with_content().get(number=1)
    content = week.content()
    content.workouts[0].exercises.append(
        ExerciseContent(exercise="my chest pain came back", sets=[SetContent(reps=5)])
    )
    edit_week(week=week, expected_revision=week.revision, content=content, by=alice)
    asked = len(fake_providers.requests)

    redraft(program, [1], alice, held_queue, "Shorter.")

    standing = fake_providers.requests[asked].prompt.partition("\n<week>\n")[2]
    assert "chest-pain" not in standing


def test_edited_week_keeps_its_text_and_gets_a_proposal_beside_it(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=3)
    week = edited(program.weeks.get(number=2), alice)
    rows = dump(program, [1, 3])
    findings = list(week.findings.values())
    model.faults = {"week-2": other_notes()}

    redraft(program, [2], alice, held_queue, "Shorter.")

    stands = program.weeks.get(number=2)
    assert stands.notes == "My own words."
    assert stands.revision == week.revision
    assert stands.edited_by == alice
    assert list(stands.findings.values()) == findings
    newest = stands.proposals.first()
    assert newest.content["notes"] == "Written again."
    assert newest.pk != stands.proposal_id
    assert dump(program, [1, 3]) == rows

    use_proposal(week=stands, proposal=newest, expected_revision=stands.revision, by=alice)
    assert program.weeks.get(number=2).notes == "Written again."


def test_week_edited_while_it_is_written_keeps_the_edit(alice, held_queue, model, monkeypatch):
    program, _ = draft(alice, held_queue, weeks=1)
    original = jobs.store_week

    def edit_then_store(**values):
        edited(program.weeks.get(number=1), alice)
        return original(**values)

    monkeypatch.setattr(jobs, "store_week", edit_then_store)
    model.faults = {"week-1": other_notes()}

    job = redraft(program, [1], alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    week = program.weeks.get(number=1)
    assert week.notes == "My own words."
    assert week.proposals.first().content["notes"] == "Written again."


def test_program_that_leaves_draft_meanwhile_is_not_written_to(
    alice, held_queue, model, monkeypatch
):
    """However it came about: the proposal is kept, what was submitted stays as it was."""
    program, _ = draft(alice, held_queue, weeks=2)
    before = dump(program, [1, 2])
    original = jobs.draft_week

    def submitted_then_draft(task, context):
        Program.objects.filter(pk=program.pk).update(status=DraftStatus.IN_REVIEW)
        return original(task, context)

    monkeypatch.setattr(jobs, "draft_week", submitted_then_draft)
    model.faults = {"week-1": other_notes()}
    updated = fresh(program).updated_at

    job = redraft(program, [1], alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    week = program.weeks.with_content().get(number=1)
    assert week.notes != "Written again."
    assert week.proposals.count() == 2
    assert dump(program, [2]) == {2: before[2]}
    assert fresh(program).updated_at == updated


def test_nothing_leaves_draft_while_a_job_runs(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=2)
    redraft_weeks(program=program, numbers=[1], by=alice)
    program = fresh(program)

    with pytest.raises(WrongStatus):
        submit_for_review(program=program, expected_revision=program.revision, by=alice)
    with pytest.raises(WrongStatus):
        approve_program(
            program=program, expected_revision=program.revision, accept_concerns=True, by=alice
        )
    with pytest.raises(AlreadyDrafting):
        delete_program(program=program, by=alice)
    with pytest.raises(AlreadyDrafting):
        create_version(program=program, by=alice)


def test_two_redrafts_at_once_are_refused(alice, held_queue, model, fake_providers):
    program, _ = draft(alice, held_queue, weeks=3)
    asked = len(fake_providers.requests)
    redraft_weeks(program=program, numbers=[1], by=alice, instruction="First.")

    for numbers in ([1], [2]):
        with pytest.raises(AlreadyDrafting):
            redraft_weeks(program=program, numbers=numbers, by=alice, instruction="Second.")
    with pytest.raises(AlreadyDrafting):
        draft_missing(program=program, by=alice)

    held_queue.work()
    assert wire(fake_providers.requests[asked:]) == {"week-1": 1}
    assert program.weeks.get(number=1).proposal.instruction == "First."
    assert program.weeks.get(number=2).instruction == ""


def test_redraft_while_the_first_draft_runs_is_refused(alice, held_queue, model):
    created = make_program(alice, weeks=2)

    with pytest.raises(AlreadyDrafting):
        redraft_weeks(program=created.program, numbers=[1], by=alice)


def test_redraft_without_an_outline_is_refused(alice, held_queue, model):
    without_composer()
    model.faults = {"metadata": NONSENSE}
    program, _ = draft(alice, held_queue, weeks=2)

    with pytest.raises(NotOutlined):
        redraft_weeks(program=program, numbers=[1], by=alice)


@pytest.mark.parametrize("numbers", [[], [0], [4], [1, 99]])
def test_redraft_of_weeks_that_are_not_there_is_refused(numbers, alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=3)

    with pytest.raises(InvalidInput):
        redraft_weeks(program=program, numbers=numbers, by=alice)


def test_redraft_that_fails_leaves_the_week_as_it_was(alice, held_queue, model):
    without_composer()
    program, _ = draft(alice, held_queue, weeks=2)
    before = dump(program, [2]), fresh(program.weeks.get(number=1)).proposal_id
    model.faults = {"week-1": NONSENSE}

    job = redraft(program, [1], alice, held_queue, "Shorter.")

    assert job.status == JobStatus.FAILED
    week = program.weeks.get(number=1)
    assert (dump(program, [2]), week.proposal_id) == before
    assert week.proposals.count() == 1
    # The wish is still there for the retry.
    assert week.instruction == "Shorter."


def test_redraft_without_a_model_keeps_the_models_week(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=2)
    before = dump(program, [2]), fresh(program.weeks.get(number=1)).proposal_id
    model.faults = {"week-1": Fail("server_error")}

    job = redraft(program, [1], alice, held_queue, "Only machines.")

    assert job.status == JobStatus.FAILED
    week = program.weeks.get(number=1)
    assert (dump(program, [2]), week.proposal_id) == before
    assert week.instruction == "Only machines."


def test_redraft_of_a_new_version_leaves_the_old_one(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=2)
    before = dump(program, [1, 2])
    copy = create_version(program=program, by=alice)
    model.faults = {"week-1": other_notes()}

    job = redraft(copy, [1], alice, held_queue)

    assert job.status == JobStatus.SUCCEEDED
    assert copy.weeks.get(number=1).notes == "Written again."
    assert dump(program, [1, 2]) == before


def test_cancelled_redraft_may_be_followed_by_another(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=2)
    job = redraft_weeks(program=program, numbers=[1, 2], by=alice)
    cancel_job(job=job, by=alice)

    again = redraft(program, [1], alice, held_queue)

    assert fresh(job).status == JobStatus.CANCELLED
    assert again.status == JobStatus.SUCCEEDED
    assert written(program) == [1, 2]


@pytest.mark.parametrize("attempt", range(4))
def test_of_starts_at_the_same_moment_one_wins(attempt, alice, held_queue, model, fake_providers):
    without_composer()
    model.faults = {"week-2": NONSENSE}
    program, job = draft(alice, held_queue, weeks=2)
    model.faults = {}
    asked = len(fake_providers.requests)

    ended = at_once(
        lambda: redraft_weeks(program=program, numbers=[2], by=alice),
        lambda: redraft_weeks(program=program, numbers=[1, 2], by=alice),
        lambda: draft_missing(program=program, by=alice),
        lambda: retry_job(job=job, by=alice),
    )

    assert sum(isinstance(one, Job) for one in ended) == 1, ended
    assert all(isinstance(one, Job | Problem) for one in ended), ended
    held_queue.work()
    assert len(fake_providers.requests) - asked <= 2
    assert wire(fake_providers.requests[asked:])["week-2"] == 1
    assert written(program) == [1, 2]


@pytest.mark.parametrize("attempt", range(3))
def test_edits_while_weeks_are_stored_lose_nothing(attempt, alice, held_queue, model):
    """Two people edit two weeks while a job stores two others."""
    program, _ = draft(alice, held_queue, weeks=4)
    model.faults = {"week-3": other_notes(), "week-4": other_notes()}
    redraft_weeks(program=program, numbers=[3, 4], by=alice)

    ended = at_once(
        lambda: edited(program.weeks.get(number=1), alice, "One."),
        lambda: edited(program.weeks.get(number=2), alice, "Two."),
        lambda: edited(program.weeks.get(number=3), alice, "Three."),
        held_queue.work,
    )

    assert all(one is None or isinstance(one, Week | Problem) for one in ended), ended
    notes = {week.number: week.notes for week in program.weeks.all()}
    assert (notes[1], notes[2], notes[4]) == ("One.", "Two.", "Written again.")
    assert program.weeks.get(number=3).proposals.count() == 2
    found = list(program.findings.filter(week=None).values_list("rule", "place", "message"))
    assert len(found) == len(set(found))


def test_edit_that_comes_after_the_approval_is_refused(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=1)
    week = program.weeks.select_related("program").get(number=1)
    assert week.program.is_editable
    Program.objects.filter(pk=program.pk).update(status=DraftStatus.IN_REVIEW)

    with pytest.raises(Locked):
        edited(week, alice)


def test_week_that_was_written_anew_must_be_seen_before_it_is_approved(alice, held_queue, model):
    program, _ = draft(alice, held_queue, weeks=1)
    redraft(program, [1], alice, held_queue)

    with pytest.raises(StaleRevision):
        approve_program(
            program=fresh(program),
            expected_revision=program.revision,
            accept_concerns=True,
            by=alice,
        )
