"""Sessions, strength over time, files, the catalogue and the questions over the API."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import CatalogueExercise, TrainingSession
from programs.screening import QUESTIONS
from project.models import AuditEvent
from tests.programs.calls import PROGRAMS, drafted, fields, if_match, patch, post, url_of
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = f"{PROGRAMS}sessions/"
PROGRESS = f"{PROGRAMS}progress"
BENCH = {"exercise": "bench-press", "kg": 60, "reps": 5, "rpe": 8}


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


def log(api, client, day="2026-05-04", sets=(BENCH,), **body):
    sent = {"client_id": client.pk, "performed_on": day, "sets": list(sets)} | body
    return post(api, SESSIONS, sent)


class TestSessions:
    def test_coach_writes_down_what_a_client_did(self, api, bob):
        response = log(api, bob, title="Heavy day", notes="felt good")

        assert response.status_code == 201
        body = response.json()
        assert response["Location"] == f"{SESSIONS}{body['id']}/"
        assert (body["client_id"], body["title"]) == (bob.pk, "Heavy day")
        assert body["sets"] == [
            {
                "exercise": "bench-press",
                "reps": 5,
                "seconds": None,
                "kg": 60.0,
                "rpe": 8.0,
                "one_rep_max": 72.7,
            }
        ]
        assert api.get(response["Location"]).json() == body

    def test_workout_of_a_program_gives_client_and_title(self, api, alice, bob, held_queue):
        program = drafted(bob, held_queue, by=alice, weeks=1)

        response = post(
            api,
            SESSIONS,
            {"program": str(program.pk), "week": 1, "day": 1, "sets": [BENCH]},
        )

        session = TrainingSession.objects.get()
        assert response.status_code == 201
        assert session.client == bob
        assert session.workout == program.weeks.get().workouts.get(day=1)
        assert session.title == session.workout.name

    def test_same_key_writes_it_down_once(self, api):
        body = {"sets": [BENCH]}
        first = post(api, SESSIONS, body, **{"Idempotency-Key": "k"})
        second = post(api, SESSIONS, body, **{"Idempotency-Key": "k"})

        assert first.json() == second.json()
        assert TrainingSession.objects.count() == 1

    def test_sent_parts_take_the_place_of_what_was_noted(self, api, bob):
        url = log(api, bob, title="Heavy day", notes="felt good")["Location"]
        read = api.get(url)
        assert read["ETag"] == if_match(read.json()["revision"])["If-Match"]

        renamed = patch(api, url, {"notes": "tired"}, **{"If-Match": read["ETag"]})

        assert renamed.status_code == 200
        assert renamed.json()["sets"] == read.json()["sets"]
        assert (renamed.json()["title"], renamed.json()["notes"]) == ("Heavy day", "tired")
        mended = patch(
            api, url, {"sets": [BENCH | {"kg": 55}, BENCH]}, **{"If-Match": renamed["ETag"]}
        )
        assert [one["kg"] for one in mended.json()["sets"]] == [55.0, 60.0]
        assert api.get(url).json() == mended.json()

    def test_stale_or_wrong_edit_changes_nothing(self, api, bob):
        url = log(api, bob)["Location"]
        before = api.get(url).json()

        assert patch(api, url, {"notes": "x"}).status_code == 428
        assert patch(api, url, {"notes": "x"}, **if_match(99)).status_code == 412
        wrong = patch(api, url, {"sets": [{"exercise": "time-travel", "reps": 1}]}, **if_match(1))
        assert wrong.status_code == 400
        assert fields(wrong) == {"sets.0.exercise"}
        assert api.get(url).json() == before

    def test_list_is_by_day_and_costs_the_same_for_1_and_20(self, api, alice, bob):
        log(api, bob, day="2026-05-04")
        api.get(SESSIONS)
        with CaptureQueriesContext(connection) as one:
            api.get(SESSIONS)
        for number in range(19):
            log(api, alice, day=f"2026-04-{number + 1:02}")
        with CaptureQueriesContext(connection) as twenty:
            rows = api.get(SESSIONS).json()["results"]

        days = [row["performed_on"] for row in rows]
        assert len(rows) == 20
        assert days == sorted(days, reverse=True)
        assert len(one) == len(twenty)
        assert len(api.get(f"{SESSIONS}?client={bob.pk}").json()["results"]) == 1
        assert len(api.get(f"{SESSIONS}?exercise=plank").json()["results"]) == 0

    def test_one_can_be_deleted(self, api, bob):
        url = log(api, bob)["Location"]

        assert api.delete(url).status_code == 204
        assert api.get(url).status_code == 404

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"sets": []}, "sets"),
            ({"sets": None}, "sets"),
            ({"sets": {}}, "sets"),
            ({"sets": ["x"]}, "sets.0"),
            ({"sets": [BENCH | {"exercise": "moon-walk"}]}, "sets.0.exercise"),
            ({"sets": [BENCH, BENCH | {"reps": None}]}, "sets.1.reps"),
            ({"sets": [BENCH | {"seconds": 30}]}, "sets.0.reps"),
            ({"sets": [BENCH | {"kg": -1}]}, "sets.0.kg"),
            ({"sets": [BENCH | {"kg": "NaN"}]}, "sets.0.kg"),
            ({"sets": [BENCH | {"kg": 10**400}]}, "sets.0.kg"),
            ({"sets": [BENCH | {"reps": 10**30}]}, "sets.0.reps"),
            ({"sets": [BENCH | {"rpe": 11}]}, "sets.0.rpe"),
            ({"sets": [BENCH] * 101}, "sets"),
            ({"performed_on": "2026-02-31"}, "performed_on"),
            ({"performed_on": "1066-10-14"}, "performed_on"),
            (
                {"performed_on": (date.today() + timedelta(days=9)).isoformat()},
                "performed_on",
            ),
            ({"performed_on": None}, "performed_on"),
            ({"program": "x"}, "program"),
            ({"week": 1}, "program"),
            ({"client_id": "x"}, "client_id"),
            ({"client_id": 10**30}, "client_id"),
            ({"notes": "a\0b"}, "notes"),
            ({"title": "x" * 201}, "title"),
        ],
    )
    def test_bad_input_names_the_field(self, api, change, field):
        response = post(api, SESSIONS, {"sets": [BENCH]} | change)

        assert response.status_code == 400
        assert field in {name[: len(field)] for name in fields(response)}
        assert not TrainingSession.objects.exists()

    def test_workout_that_is_not_there_is_named(self, api, alice, bob):
        own, other = make_program(alice).program, make_program(bob).program
        place = {"program": str(own.pk), "week": 1, "day": 1, "sets": [BENCH]}

        assert fields(post(api, SESSIONS, place)) == {"day"}
        mixed = place | {"program": str(other.pk), "client_id": alice.pk}
        assert fields(post(api, SESSIONS, mixed)) == {"program"}


class TestProgress:
    def test_is_the_best_of_each_day(self, api, bob):
        log(api, bob, day="2026-05-04", sets=[BENCH, BENCH | {"kg": 65}])
        log(api, bob, day="2026-05-11", sets=[BENCH | {"kg": 70}, BENCH | {"reps": 20}])
        log(api, bob, sets=[{"exercise": "plank", "seconds": 60}])

        body = api.get(f"{PROGRESS}?client={bob.pk}&exercise=bench-press").json()

        assert body == [
            {
                "exercise": "bench-press",
                "name": CatalogueExercise.objects.get(slug="bench-press").name,
                "points": [
                    {"performed_on": "2026-05-04", "one_rep_max": 78.8},
                    {"performed_on": "2026-05-11", "one_rep_max": 84.8},
                ],
            }
        ]
        assert api.get(f"{PROGRESS}?client={bob.pk}").json() == body
        assert api.get(PROGRESS).json() == []

    @pytest.mark.parametrize("query", ["client=x", "client=0", f"client={10**30}", "exercise=%00"])
    def test_odd_query_is_400(self, api, query):
        assert api.get(f"{PROGRESS}?{query}").status_code == 400


class TestFiles:
    def test_csv_has_a_row_for_each_set(self, api, alice, bob, held_queue):
        program = drafted(bob, held_queue, by=alice, weeks=2)

        response = api.get(f"{PROGRAMS}{program.pk}/export.csv", headers={"Accept": "text/csv"})

        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
        volume = api.get(url_of(program)).json()["volume"]["weeks"]
        assert len(rows) == sum(week["total_sets"] for week in volume)
        assert AuditEvent.objects.filter(verb="export", actor=alice).count() == 1

    def test_calendar_starts_when_asked(self, api, alice, bob, held_queue):
        program = drafted(bob, held_queue, by=alice, weeks=2)
        url = f"{PROGRAMS}{program.pk}/export.ics"

        response = api.get(f"{url}?starts=2026-09-07&at=18:30", headers={"Accept": "text/calendar"})

        assert response["Content-Type"].startswith("text/calendar")
        assert b"DTSTART:20260907T183000" in response.content
        assert api.get(url).content.count(b"BEGIN:VEVENT") == 6

    @pytest.mark.parametrize("query", ["starts=x", "starts=2026-02-31", "at=25:00", "starts=%00"])
    def test_odd_calendar_is_400(self, api, alice, bob, held_queue, query):
        program = drafted(bob, held_queue, by=alice, weeks=1)

        response = api.get(f"{PROGRAMS}{program.pk}/export.ics?{query}")

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert fields(response) == {query.partition("=")[0]}

    def test_paper_is_the_same_as_the_pages(self, api, alice, bob, held_queue):
        program = drafted(bob, held_queue, by=alice, weeks=1)

        response = api.get(
            f"{PROGRAMS}{program.pk}/export.pdf", headers={"Accept": "application/pdf"}
        )

        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")

    def test_nothing_written_is_a_problem_as_json(self, api, bob):
        program = make_program(bob).program

        response = api.get(f"{PROGRAMS}{program.pk}/export.csv", headers={"Accept": "text/csv"})

        assert response.status_code == 409
        assert response.json()["type"] == "/problems/nothing-written"


class TestCatalogue:
    def test_is_filtered_searched_and_paged(self, api):
        def found(query):
            return api.get(f"{PROGRAMS}exercises/?page_size=200&{query}").json()["results"]

        assert len(found("")) >= 150
        assert {one["pattern"] for one in found("pattern=carry")} == {"carry"}
        assert {one["level"] for one in found("level=beginner")} == {"beginner"}
        assert all(
            {"cable", "band"} & {*one["equipment"]}
            for one in found("equipment=cable&equipment=band")
        )
        assert "bench-press" in {one["slug"] for one in found("search=bench press")}
        first = api.get(f"{PROGRAMS}exercises/?page_size=20").json()
        second = api.get(first["next"]).json()
        assert not {one["slug"] for one in first["results"]} & {
            one["slug"] for one in second["results"]
        }

    def test_retired_exercise_is_not_offered(self, api):
        CatalogueExercise.objects.filter(slug="bench-press").update(is_active=False)

        rows = api.get(f"{PROGRAMS}exercises/?search=bench-press").json()["results"]

        assert "bench-press" not in {one["slug"] for one in rows}

    @pytest.mark.parametrize(
        "query", ["pattern=x", "level=x", "equipment=x", "search=%00", "pattern=%00"]
    )
    def test_odd_query_is_400(self, api, query):
        assert api.get(f"{PROGRAMS}exercises/?{query}").status_code == 400


def test_questions_are_those_of_the_health_screen(api):
    body = api.get(f"{PROGRAMS}questions").json()

    assert [one["key"] for one in body] == [one.key for one in QUESTIONS]
    assert all(one["text"].endswith("?") for one in body)
