"""Programs over the API: made, read, listed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import Program, ProgramFinding
from programs.serializers.described import (
    PlannedExerciseSerializer,
    PlannedSetSerializer,
    PlannedWorkoutSerializer,
    ProgramSerializer,
    WeekSerializer,
)
from project.models import AuditEvent, Job
from tests.programs.calls import (
    GENERATE,
    PROGRAMS,
    answers,
    drafted,
    post,
    url_of,
)
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def program(api, alice, bob, held_queue):
    return drafted(bob, held_queue, by=alice, weeks=2)


class TestGenerate:
    @pytest.mark.parametrize("url", [GENERATE, f"{GENERATE}/", PROGRAMS, PROGRAMS.rstrip("/")])
    def test_answers_202_with_a_job_and_a_program(self, api, bob, url):
        response = post(api, url, answers(bob))

        assert response.status_code == 202
        job = response.json()
        program = Program.objects.get()
        assert response["Location"] == f"/api/v1/jobs/{job['id']}/"
        assert job["job_id"] == job["id"]
        assert job["program_id"] == str(program.pk)
        assert job["status"] == "pending"
        assert job["result"] == {"type": "program", "id": str(program.pk), "url": url_of(program)}
        assert program.client == bob

    def test_user_id_may_be_a_numeric_string_or_left_out(self, api, alice, bob):
        assert post(api, GENERATE, answers(user_id=str(bob.pk))).status_code == 202
        assert post(api, GENERATE, answers()).status_code == 202

        assert {row.client for row in Program.objects.all()} == {alice, bob}

    def test_same_key_makes_one_program(self, api, bob):
        first = post(api, GENERATE, answers(bob), **{"Idempotency-Key": "k"})
        second = post(api, GENERATE, answers(bob), **{"Idempotency-Key": "k"})
        other = post(api, GENERATE, answers(bob, days_per_week=4), **{"Idempotency-Key": "k"})

        assert first.json() == second.json()
        assert second["Location"] == first["Location"]
        assert other.status_code == 422
        assert Program.objects.count() == 1

    def test_inputs_come_back_as_they_were_read(self, api, bob):
        body = answers(
            bob,
            age=31,
            equipment=["Dumbbells", "bench"],
            limits=["Lower back", "bad left knee"],
            limits_text="no jumps",
            minutes=45,
            current_lifts=[{"exercise": "Bench press", "kg": 60, "reps": 5, "rpe": 8}],
            training_days=["Fri", "monday", 2],
        )

        made = post(api, GENERATE, body).json()

        inputs = api.get(f"{PROGRAMS}{made['program_id']}/").json()["inputs"]
        assert inputs["user_id"] == bob.pk
        assert inputs["goal_category"] == "hypertrophy"
        assert inputs["equipment"] == ["bench", "bodyweight", "dumbbell"]
        assert inputs["limits"] == ["lower_back"]
        assert inputs["limits_text"] == "no jumps\nbad left knee"
        assert inputs["training_days"] == [0, 2, 4]
        assert inputs["current_lifts"] == [
            {"exercise": "bench-press", "kg": 60.0, "reps": 5, "rpe": 8.0}
        ]
        assert (inputs["age"], inputs["minutes"], inputs["weight_kg"]) == (31, 45, 74.5)

    def test_goal_is_looked_for_in_their_words_when_the_category_says_nothing(self, api):
        post(api, GENERATE, answers(goal_category="other", goal_raw="I want to get stronger"))

        assert Program.objects.get().goal == "strength"

    def test_reviewer_makes_none(self, client, rita):
        client.force_login(rita)

        assert post(client, GENERATE, answers()).status_code == 403


class TestRedFlags:
    def test_program_is_kept_and_nothing_starts(self, api, bob):
        response = post(api, GENERATE, answers(bob, goal_raw="I fainted at the gym last week"))

        assert response.status_code == 422
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        program = Program.objects.get()
        assert problem["type"] == "/problems/clearance-needed"
        assert "clearance" in problem["detail"]
        assert problem["flags"] == ["fainting"]
        assert problem["program_id"] == str(program.pk)
        assert problem["url"] == response["Location"] == url_of(program)
        assert not Job.objects.exists()

    def test_same_key_keeps_one_program(self, api, bob):
        body = answers(bob, health_screen={"pregnant": True})
        first = post(api, GENERATE, body, **{"Idempotency-Key": "k"})
        second = post(api, GENERATE, body, **{"Idempotency-Key": "k"})

        assert second.status_code == 422
        assert second["Content-Type"] == "application/problem+json"
        assert second.json() == first.json()
        assert Program.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"age": 15},
            {"limits_text": "knee surgery six weeks ago"},
            {"limits": ["knee surgery six weeks ago"]},
            {"goal_category": "lose 10 kg in 4 weeks"},
            {"fitness_level": "pregnant beginner"},
            {"health_screen": {"chest_pain": "yes"}},
        ],
    )
    def test_every_text_is_screened(self, api, bob, change):
        assert post(api, GENERATE, answers(bob, **change)).status_code == 422
        assert not Job.objects.exists()

    def test_coach_records_clearance_and_the_draft_starts(self, api, bob):
        made = post(api, GENERATE, answers(bob, health_screen={"surgery": True})).json()
        url = f"{PROGRAMS}{made['program_id']}/clearance/"

        assert post(api, url, {"note": " "}).status_code == 400
        response = post(api, url, {"note": "Dr Lind, 3 May"})

        assert response.status_code == 202
        assert response.json()["program_id"] == made["program_id"]
        screening = api.get(made["url"]).json()["screening"]
        assert screening["cleared_by"] == "alice"
        assert screening["flags"] == ["surgery"]
        assert post(api, url, {"note": "again"}).status_code == 400

    def test_client_records_none_for_themselves(self, api, client, bob):
        made = post(api, GENERATE, answers(bob, age=15)).json()
        client.force_login(bob)

        response = post(client, f"{PROGRAMS}{made['program_id']}/clearance/", {"note": "ok"})

        assert response.status_code == 403
        assert not Job.objects.exists()


class TestStatus:
    def test_is_the_canonical_job_with_both_ids(self, api, bob):
        made = post(api, GENERATE, answers(bob)).json()

        for url in (f"{PROGRAMS}status/{made['job_id']}", f"{PROGRAMS}status/{made['job_id']}/"):
            body = api.get(url).json()
            assert body == made
        canonical = api.get(f"/api/v1/jobs/{made['job_id']}/").json()
        assert set(body) - set(canonical) == {"job_id", "program_id"}

    @pytest.mark.parametrize("job_id", ["1", "x", "0" * 32, "3f0c9a3e-0000-4000-8000-000000000000"])
    def test_of_nothing_is_404(self, api, job_id):
        assert api.get(f"{PROGRAMS}status/{job_id}").status_code == 404

    def test_of_another_kind_is_404(self, api, alice, bob):
        made = post(api, GENERATE, answers(bob)).json()
        Job.objects.update(kind="ieps.draft")

        assert api.get(f"{PROGRAMS}status/{made['job_id']}").status_code == 404

    def test_is_the_clients_business_too_and_nobody_elses(self, api, client, bob, charlie):
        made = post(api, GENERATE, answers(bob)).json()

        for reader, expected in ((bob, 200), (charlie, 404)):
            client.force_login(reader)
            assert client.get(f"{PROGRAMS}status/{made['job_id']}").status_code == expected


class TestDocument:
    def test_is_whole(self, api, program):
        response = api.get(url_of(program))

        body = response.json()
        assert response["ETag"] == f'"{program.revision}"'
        assert [week["week"] for week in body["weeks"]] == [1, 2]
        assert body["missing_weeks"] == []
        week = body["weeks"][0]
        entry = week["workouts"][0]["exercises"][0]
        assert week["workouts"][0]["weekday"] == "Monday"
        assert entry["name"] != entry["exercise"]
        assert week["provenance"]["method"] == "template_based"
        assert week["provenance"]["provider"] == "offline"
        assert week["provenance"]["prompt_version"]
        assert week["provenance"]["edited"] is False
        assert body["metadata"]["weeks"][1]["week"] == 2
        assert body["metadata_provenance"]["provider"] == "offline"
        assert body["volume"]["bands"]["chest"] == {"low": 10, "high": 20}
        volume = body["volume"]["weeks"][0]
        assert volume["total_sets"] == sum(
            len(one["sets"]) for day in week["workouts"] for one in day["exercises"]
        )
        assert volume["sets"]["chest"] > 0

    def test_is_as_described(self, api, program):
        body = api.get(url_of(program)).json()

        shape = ProgramSerializer().fields
        assert set(body) == set(shape)
        for part in ("inputs", "screening", "volume", "metadata_provenance"):
            assert set(body[part]) == set(shape[part].fields)
        week = WeekSerializer().fields
        assert set(body["weeks"][0]) == set(week)
        assert set(body["weeks"][0]["provenance"]) == set(week["provenance"].fields)
        workout = body["weeks"][0]["workouts"][0]
        assert set(workout) == set(PlannedWorkoutSerializer().fields)
        assert set(workout["exercises"][0]) == set(PlannedExerciseSerializer().fields)
        assert set(workout["exercises"][0]["sets"][0]) == set(PlannedSetSerializer().fields)

    def test_findings_stand_where_they_belong(self, api, program):
        week = program.weeks.get(number=2)
        line = {"severity": "error", "place": "", "message": "m", "fix": "f"}
        ProgramFinding.objects.all().delete()
        ProgramFinding.objects.create(program=program, rule="whole", **line)
        ProgramFinding.objects.create(program=program, week=week, rule="week", **line)

        body = api.get(url_of(program)).json()

        assert [one["rule"] for one in body["findings"]] == ["whole"]
        assert [[one["rule"] for one in week["findings"]] for week in body["weeks"]] == [
            [],
            ["week"],
        ]

    def test_costs_the_same_for_1_week_and_26(self, api, alice, bob, held_queue):
        short = drafted(bob, held_queue, by=alice, weeks=1)
        long = drafted(bob, held_queue, by=alice, weeks=26)
        api.get(url_of(short))

        with CaptureQueriesContext(connection) as one:
            api.get(url_of(short))
        with CaptureQueriesContext(connection) as many:
            body = api.get(url_of(long)).json()

        assert len(body["weeks"]) == 26
        assert len(one) == len(many)

    def test_reading_is_audited(self, api, alice, program):
        api.get(url_of(program))

        assert AuditEvent.objects.filter(verb="view", subject_id=str(program.pk), actor=alice)

    def test_reviewer_sees_no_flags(self, client, bob, rita, held_queue):
        program = make_program(bob, goal_text="I fainted in May").program
        Program.objects.update(status="in_review")
        client.force_login(rita)

        body = client.get(url_of(program)).json()

        assert body["screening"] == {"needs_clearance": True}
        assert body["inputs"]["goal_raw"] == ""
        assert "faint" not in str(body)


class TestList:
    def test_costs_the_same_for_1_and_20(self, api, alice, bob):
        make_program(bob, by=alice)
        api.get(PROGRAMS)
        with CaptureQueriesContext(connection) as one:
            api.get(PROGRAMS)
        for _ in range(19):
            make_program(bob, by=alice)
        with CaptureQueriesContext(connection) as twenty:
            rows = api.get(PROGRAMS).json()["results"]

        assert len(rows) == 20
        assert len(one) == len(twenty)

    def test_is_filtered_and_searched(self, api, alice, bob):
        make_program(bob, by=alice, weeks=7)
        own = make_program(alice).program
        Program.objects.filter(pk=own.pk).update(status="in_review", goal="strength")

        def found(query):
            return [row["client_name"] for row in api.get(f"{PROGRAMS}?{query}").json()["results"]]

        assert found(f"client={bob.pk}") == ["Bob Okafor"]
        assert found("status=in_review") == ["Alice Moreau"]
        assert found("goal=strength") == ["Alice Moreau"]
        assert found("search=7 weeks") == ["Bob Okafor"]
        assert found("search=nothing") == []

    def test_is_paged_by_cursor(self, api, alice):
        for _ in range(3):
            make_program(alice)

        first = api.get(f"{PROGRAMS}?page_size=2").json()
        second = api.get(first["next"]).json()

        ids = [row["id"] for row in first["results"] + second["results"]]
        assert len(ids) == len(set(ids)) == 3


@pytest.mark.parametrize(
    "path", ["", "{id}/", "{id}/weeks/1/", "{id}/versions/", "sessions/", "exercises/", "questions"]
)
def test_pages_of_the_api_can_be_browsed(api, program, path):
    response = api.get(PROGRAMS + path.format(id=program.pk), headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
