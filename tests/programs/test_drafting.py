"""Drafting as a job: offline, and with a model over real HTTP."""

import threading
import time

import pytest
from django.db import connection, transaction

from programs import jobs
from programs.exercise_catalogue import Equipment
from programs.facts import CurrentLift
from programs.models import CatalogueExercise, PlannedSet, Program, Proposal
from programs.operations.programs import create_program, delete_program
from project.drafts import Method
from project.findings import Severity
from project.models import Job, JobStatus
from providers.models import Call
from tests.fakes import Fail
from tests.people import person
from tests.programs.answers import step_of, wire
from tests.programs.drafting import draft, fresh, written
from tests.programs.factories import ALL_CLEAR, make_facts, make_program

pytestmark = pytest.mark.django_db(transaction=True)


def errors_of(program):
    return [
        (found.week and found.week.number, found.rule)
        for found in program.findings.filter(severity=Severity.ERROR).select_related("week")
    ]


def test_offline_draft_writes_every_week(alice, held_queue):
    program, job = draft(alice, held_queue, weeks=12)

    assert job.status == JobStatus.SUCCEEDED
    assert written(program) == [*range(1, 13)]
    assert PlannedSet.objects.filter(entry__workout__week__program=program).count() > 300
    assert errors_of(program) == []
    assert {one.method for one in program.proposals.all()} == {Method.TEMPLATE_BASED}
    assert {one.provider for one in program.proposals.all()} == {"offline"}


def test_model_draft_keeps_provenance_and_usage(bob, alice, held_queue, model, fake_providers):
    program, job = draft(bob, held_queue, by=alice, weeks=12, days=4)

    assert job.status == JobStatus.SUCCEEDED
    assert errors_of(program) == []
    proposals = list(program.proposals.all())
    assert len(proposals) == 13
    assert {(one.provider, one.model, one.method) for one in proposals} == {
        ("openai", "gpt-4o-mini", Method.MODEL)
    }
    assert all(one.prompt_version and one.job_id == job.pk for one in proposals)
    assert program.metadata_proposal.content == program.metadata
    for step in job.steps.all():
        assert step.provider == "openai"
        assert step.input_tokens > 0
        assert step.output_tokens > 0
        assert step.cost > 0
    requests = fake_providers.requests
    assert wire(requests) == {"metadata": 1} | {f"week-{n}": 1 for n in range(1, 13)}
    assert step_of(requests[0].prompt) == "metadata"


@pytest.mark.timed
def test_weeks_are_asked_for_side_by_side(alice, held_queue, model, fake_providers):
    model.latency = {f"week-{number}": 2.0 for number in range(1, 13)}

    draft(alice, held_queue, weeks=12)

    assert fake_providers.peak_in_flight("openai") == 12


def test_system_message_is_byte_identical_in_every_call(bob, held_queue, model, fake_providers):
    other = person("arnold", first_name="Arnold", last_name="Smith")

    draft(bob, held_queue, weeks=2)
    draft(other, held_queue, weeks=2, goal_text="I am Arnold Smith and I want muscle")

    systems = {request.json["messages"][0]["content"] for request in fake_providers.requests}
    assert len(systems) == 1
    assert "arnold-press" in systems.pop()


def test_names_that_are_words_of_the_catalogue_spoil_no_exercise(held_queue, model, fake_providers):
    client = person("as", first_name="Arnold", last_name="Smith", email="arnold@smith.example")
    text = "Arnold Smith (arnold@smith.example) likes the arnold-press."

    program, job = draft(client, held_queue, weeks=4, days=4, goal_text=text)

    assert job.status == JobStatus.SUCCEEDED
    assert errors_of(program) == []
    users = [request.json["messages"][1]["content"] for request in fake_providers.requests]
    assert not any("Arnold" in text or "Smith" in text or "@" in text for text in users)
    assert "[PERSON_1] ([EMAIL_1]) likes the arnold-press." in users[0]


def test_kilograms_are_filled_in_from_current_lifts(alice, held_queue, model):
    lifts = (CurrentLift("bench-press", 100.0), CurrentLift("back-squat", 140.0))

    program, _ = draft(alice, held_queue, weeks=4, days=4, lifts=lifts)

    sets = PlannedSet.objects.filter(entry__workout__week__program=program)
    known = sets.filter(entry__exercise="bench-press", percent__isnull=False)
    assert known.exists()
    for one in known:
        assert one.kg == pytest.approx(one.percent, abs=1.25)
    assert not sets.exclude(entry__exercise__in=["bench-press", "back-squat"]).exclude(kg=None)
    first = program.weeks.get(number=1).proposal.content["workouts"]
    told = [entry for day in first for entry in day["exercises"] if entry["sets"][0]["kg"]]
    assert told


def test_kilograms_are_filled_in_for_the_houses_own_exercises(alice, held_queue, model):
    bench = CatalogueExercise.objects.get(slug="bench-press")
    bench.pk, bench.slug, bench.name = None, "house-bench-press", "House bench press"
    bench.save()
    lifts = (CurrentLift("house-bench-press", 100.0),)

    def to_house(data):
        entry = data["workouts"][0]["exercises"][0]
        entry["exercise"] = "house-bench-press"
        entry["sets"][0]["percent"] = 70

    model.faults = {"week-1": to_house}

    program, _ = draft(alice, held_queue, weeks=1, days=4, lifts=lifts)

    sets = PlannedSet.objects.filter(
        entry__workout__week__program=program, entry__exercise="house-bench-press"
    )
    assert {one.kg for one in sets} == {70.0}


def test_exercises_stay_within_the_equipment(alice, held_queue, model):
    equipment = frozenset({Equipment.DUMBBELL, Equipment.BENCH, Equipment.BODYWEIGHT})

    program, _ = draft(alice, held_queue, weeks=4, equipment=equipment)

    assert errors_of(program) == []


def test_all_providers_down_falls_back_and_says_so(alice, held_queue, model, fake_providers):
    fake_providers.always("openai", Fail("server_error"))
    fake_providers.always("gemini", Fail("server_error"))

    program, job = draft(alice, held_queue, weeks=4)

    assert job.status == JobStatus.SUCCEEDED
    assert {one.method for one in program.proposals.all()} == {Method.TEMPLATE_BASED}


def test_nothing_of_the_client_is_in_the_ledger(bob, alice, held_queue, model):
    draft(bob, held_queue, by=alice, weeks=2, goal_text="Bob wants a bigger back")

    rows = str(list(Call.objects.values())) + str(list(Job.objects.values()))
    for secret in ("sk-test", "Okafor", "Bob", "bigger back"):
        assert secret not in rows


def test_no_transaction_is_open_while_a_provider_is_asked(alice, held_queue, model, fake_providers):
    """From another connection, every row of the draft can be locked and written at once."""
    model.latency = {"metadata": 1.5} | {f"week-{number}": 1.5 for number in range(1, 5)}
    created = make_program(alice, weeks=4)
    waits = {}

    def lock_everything(when, count):
        fake_providers.wait_for(count, timeout=20, until=lambda call: True)
        time.sleep(0.4)
        open_calls = [call for call in fake_providers.requests if call.finished is None]
        began = time.perf_counter()
        with transaction.atomic():
            rows = Program.objects.filter(pk=created.program.pk)
            if connection.features.has_select_for_update:
                list(rows.select_for_update(nowait=True))
                list(Job.objects.filter(pk=created.job.pk).select_for_update(nowait=True))
                list(created.program.weeks.select_for_update(nowait=True))
            rows.update(review_note=when)
        waits[when] = (len(open_calls), time.perf_counter() - began)

    def look():
        try:
            lock_everything("metadata", 1)
            lock_everything("weeks", 5)
        finally:
            connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    held_queue.work()
    thread.join()

    assert fresh(created.job).status == JobStatus.SUCCEEDED
    assert waits["metadata"][0] == 1
    assert waits["weeks"][0] == 4
    assert max(seconds for _, seconds in waits.values()) < 0.3


def test_program_deleted_while_it_is_written_ends_the_job_in_plain_words(
    bob, alice, held_queue, model, monkeypatch
):
    created = make_program(bob, by=alice, weeks=4)
    original = jobs.store_metadata

    def store_then_remove(**values):
        original(**values)
        Program.objects.filter(pk=created.program.pk).delete()

    monkeypatch.setattr(jobs, "store_metadata", store_then_remove)

    held_queue.work()

    job = fresh(created.job)
    assert job.status == JobStatus.PARTIAL
    failed = job.steps.filter(status="failed")
    assert {step.error_category for step in failed} == {"deleted"}
    assert "deleted" in failed[0].error_text
    assert Proposal.objects.count() == 0


def test_two_programs_of_one_client_do_not_mix(bob, alice, held_queue, model):
    one = make_program(bob, by=alice, weeks=2, days=3)
    other = make_program(bob, by=alice, weeks=2, days=5)

    held_queue.work()

    for created, days in ((one, 3), (other, 5)):
        weeks = created.program.weeks.with_content()
        assert [len(week.content().workouts) for week in weeks] == [days, days]


def test_coach_may_delete_a_draft_and_its_jobs(bob, alice, held_queue, model):
    program, job = draft(bob, held_queue, by=alice, weeks=2)

    delete_program(program=program, by=alice)

    assert not Job.objects.filter(pk=job.pk).exists()


def test_draft_of_a_red_flag_has_no_job(bob, held_queue, model, fake_providers):
    created = create_program(
        client=bob, facts=make_facts(), answers=ALL_CLEAR | {"chest_pain": True}, by=bob
    )
    held_queue.work()

    assert created.job is None
    assert fake_providers.requests == []
