"""Bodies that no honest client sends, and honest mistakes: a 4xx problem that names the field."""

import json

import pytest

from programs.models import Program, Week
from project.models import Job
from tests.programs.calls import GENERATE, PROGRAMS, answers, fields, patch, post, send, url_of
from tests.programs.factories import make_program

LONG = "x" * 5_000
LIFT = {"exercise": "bench-press", "kg": 60, "reps": 5}
BAD = [
    ({"user_id": "bob"}, "user_id"),
    ({"user_id": True}, "user_id"),
    ({"user_id": 1.5}, "user_id"),
    ({"user_id": [1]}, "user_id"),
    ({"user_id": {"id": 1}}, "user_id"),
    ({"user_id": -1}, "user_id"),
    ({"user_id": 10**30}, "user_id"),
    ({"user_id": "9" * 2_000}, "user_id"),
    ({"height_cm": "tall"}, "height_cm"),
    ({"height_cm": True}, "height_cm"),
    ({"height_cm": "NaN"}, "height_cm"),
    ({"height_cm": "-Infinity"}, "height_cm"),
    ({"height_cm": 10**400}, "height_cm"),
    ({"height_cm": 17.8}, "height_cm"),
    ({"weight_kg": []}, "weight_kg"),
    ({"weight_kg": -80}, "weight_kg"),
    ({"weight_kg": 1e300}, "weight_kg"),
    ({"goal_category": None}, "goal_category"),
    ({"goal_category": 5, "goal_raw": ""}, "goal_category"),
    ({"goal_category": "basket weaving", "goal_raw": "baskets"}, "goal_category"),
    ({"goal_category": LONG}, "goal_category"),
    ({"goal_category": ["strength"]}, "goal_category"),
    ({"goal_raw": {"text": "x"}}, "goal_raw"),
    ({"goal_raw": "a\0b"}, "goal_raw"),
    ({"goal_raw": LONG}, "goal_raw"),
    ({"fitness_level": None}, "fitness_level"),
    ({"fitness_level": ""}, "fitness_level"),
    ({"fitness_level": "purple"}, "fitness_level"),
    ({"duration_weeks": None}, "duration_weeks"),
    ({"duration_weeks": 0}, "duration_weeks"),
    ({"duration_weeks": -1}, "duration_weeks"),
    ({"duration_weeks": 27}, "duration_weeks"),
    ({"duration_weeks": 10**100}, "duration_weeks"),
    ({"duration_weeks": "four"}, "duration_weeks"),
    ({"duration_weeks": 4.5}, "duration_weeks"),
    ({"duration_weeks": True}, "duration_weeks"),
    ({"days_per_week": 0}, "days_per_week"),
    ({"days_per_week": 7}, "days_per_week"),
    ({"days_per_week": 6, "fitness_level": "beginner"}, "days_per_week"),
    ({"age": 0}, "age"),
    ({"age": -5}, "age"),
    ({"age": 400}, "age"),
    ({"age": 40_000}, "age"),
    ({"minutes": 5}, "minutes"),
    ({"minutes": 10**30}, "minutes"),
    ({"equipment": "dumbbell"}, "equipment"),
    ({"equipment": ["dumbbell", "trampoline"]}, "equipment"),
    ({"equipment": ["no barbell"]}, "equipment"),
    ({"equipment": ["gym mat"]}, "equipment"),
    ({"equipment": [None]}, "equipment.0"),
    ({"equipment": [LONG]}, "equipment.0"),
    ({"equipment": ["bench"] * 41}, "equipment"),
    ({"limits": ["tail"]}, "limits"),
    ({"limits": [7]}, "limits"),
    ({"limits": {"knee": True}}, "limits"),
    ({"limits_text": LONG}, "limits_text"),
    ({"limits_text": "\0"}, "limits_text"),
    ({"current_lifts": "bench"}, "current_lifts"),
    ({"current_lifts": [LIFT, LIFT | {"exercise": "moon-walk"}]}, "current_lifts.1.exercise"),
    ({"current_lifts": [{"exercise": "bench-press"}]}, "current_lifts.0.kg"),
    ({"current_lifts": [LIFT | {"kg": -1}]}, "current_lifts.0.kg"),
    ({"current_lifts": [LIFT | {"kg": 1e9}]}, "current_lifts.0.kg"),
    ({"current_lifts": [LIFT | {"reps": 0}]}, "current_lifts.0.reps"),
    ({"current_lifts": [LIFT | {"rpe": "NaN"}]}, "current_lifts.0.rpe"),
    ({"current_lifts": [None]}, "current_lifts.0"),
    ({"training_days": ["Funday", "Mon", "Tue"]}, "training_days.0"),
    ({"training_days": ["t", "Mon", "Tue"]}, "training_days.0"),
    ({"training_days": [7, 0, 1]}, "training_days.0"),
    ({"training_days": [True, 0, 2]}, "training_days.0"),
    ({"training_days": [None, 0, 2]}, "training_days.0"),
    ({"training_days": [0, 1]}, "training_days"),
    ({"training_days": [0, 0, 1]}, "training_days"),
    ({"training_days": "Mon"}, "training_days"),
    ({"health_screen": []}, "health_screen"),
    ({"health_screen": {"chest_pain": "perhaps"}}, "health_screen.chest_pain"),
    ({"health_screen": {"chest_pian": True}}, "health_screen"),
]


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.mark.django_db
class TestGenerate:
    @pytest.mark.parametrize(("change", "field"), BAD, ids=lambda value: str(value)[:50])
    def test_bad_input_names_the_field(self, api, change, field):
        response = post(api, GENERATE, answers(**change))

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert field in fields(response)
        assert not Program.objects.exists()
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"equipment": ["trampoline", "bench"]}, ["trampoline", "dumbbell", "full gym"]),
            ({"limits": ["tail"]}, ["tail", "lower_back"]),
            ({"fitness_level": "purple"}, ["purple", "intermediate"]),
            ({"goal_category": "baskets", "goal_raw": ""}, ["hypertrophy"]),
            ({"health_screen": {"chest_pian": True}}, ["chest_pian", "chest_pain"]),
        ],
    )
    def test_unknown_words_are_named_with_the_accepted_ones(self, api, change, said):
        detail = post(api, GENERATE, answers(**change)).json()["detail"]

        assert all(word in detail for word in said)

    def test_all_missing_fields_are_named_at_once(self, api):
        assert fields(post(api, GENERATE, {})) == {
            "height_cm",
            "weight_kg",
            "goal_category",
            "fitness_level",
            "duration_weeks",
            "days_per_week",
        }

    @pytest.mark.parametrize(
        "change",
        [
            {"unknown": "ignored"},
            {"height_cm": None, "weight_kg": None, "goal_raw": None, "user_id": None},
            dict.fromkeys(("age", "minutes", "equipment", "limits", "limits_text")),
            {"current_lifts": None, "training_days": None, "health_screen": None},
            {"duration_weeks": "4", "days_per_week": "3", "height_cm": "178", "weight_kg": "74.5"},
            {"equipment": []},
            {"equipment": ["none"]},
            {"equipment": ["Full gym"]},
            {"equipment": ["home gym", "kettlebells"]},
            {"limits": ["KNEES", "lower-back"]},
            {"training_days": ["0", "Wed", 4]},
            {"health_screen": {"chest_pain": None}},
            {"goal_raw": "성장하고 싶어요 💪"},
        ],
        ids=str,
    )
    def test_what_clients_send_is_taken(self, api, change):
        assert post(api, GENERATE, answers(**change)).status_code == 202

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"[]",
            b'"text"',
            b"{",
            b'{"height_cm": NaN}',
            b'{"height_cm": Infinity}',
            b'{"goal_raw": "\\ud800"}',
            b'{"goal_raw": "\xff"}',
            b'{"duration_weeks": ' + b"9" * 5_000 + b"}",
            b"[" * 50_000,
        ],
        ids=lambda body: repr(body[:20]),
    )
    def test_odd_json_is_a_problem(self, api, body):
        response = send(api, "POST", GENERATE, body)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"

    def test_infinity_as_a_number_is_named(self, api):
        body = json.dumps(answers()).replace("74.5", "1e400").encode()

        assert fields(send(api, "POST", GENERATE, body)) == {"weight_kg"}

    def test_form_encoded_answers_are_taken(self, api):
        sent = {name: value for name, value in answers().items() if name != "health_screen"}

        assert api.post(GENERATE, sent).status_code == 202

    def test_stranger_is_not_told_apart_from_nobody(self, api, charlie):
        for user_id in (charlie.pk, 999_999):
            response = post(api, GENERATE, answers(user_id=user_id))
            assert response.status_code == 404

    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
    def test_other_methods_are_405(self, api, method):
        assert send(api, method, GENERATE).status_code == 405


@pytest.fixture
def week(api, alice):
    return make_program(alice).program.weeks.get(number=1)


SET = {"day": 1, "index": 0, "set": 0}


def with_sets(*sets):
    entry = {"exercise": "plank", "sets": list(sets)}
    return {"workouts": [{"day": 1, "name": "A", "exercises": [entry]}]}


@pytest.mark.django_db
class TestWeeks:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"week": 2}, ""),
            ({"week": None}, "week"),
            ({"focus": None}, "focus"),
            ({"focus": "x" * 201}, "focus"),
            ({"notes": 5}, "notes"),
            ({"unknown": "x"}, "unknown"),
            ({"workouts": None}, "workouts"),
            ({"workouts": "x"}, "workouts"),
            ({"workouts": [None]}, "workouts.0"),
            ({"workouts": [{"day": 0, "name": "A"}]}, "workouts.0.day"),
            ({"workouts": [{"day": 10**30, "name": "A"}]}, "workouts.0.day"),
            ({"workouts": [{"day": 1, "name": "A"}] * 2}, "workouts"),
            ({"workouts": [{"day": 1, "name": "A", "exercises": {}}]}, "workouts.0.exercises"),
            (
                {"workouts": [{"day": 1, "name": "A", "exercises": [7]}]},
                "workouts.0.exercises.0",
            ),
            (with_sets({}), "workouts.0.exercises.0.sets.0.reps"),
            (
                with_sets({"reps": 5}, {"reps": 5, "seconds": 40}),
                "workouts.0.exercises.0.sets.1.reps",
            ),
        ],
        ids=lambda value: str(value)[:50],
    )
    def test_bad_content_names_the_field(self, api, week, body, field):
        response = patch(api, url_of(week.program, "weeks", 1), body, **{"If-Match": '"1"'})

        assert response.status_code == 400
        assert not field or field in fields(response)
        assert Week.objects.get(pk=week.pk).revision == 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"reps": 0}, "reps"),
            ({"reps": "many"}, "reps"),
            ({"reps": 10**30}, "reps"),
            ({"reps": None}, "reps"),
            ({"seconds": 30}, "reps"),
            ({"percent": "NaN"}, "percent"),
            ({"percent": 151}, "percent"),
            ({"kg": "Infinity"}, "kg"),
            ({"kg": -1}, "kg"),
            ({"rpe": 0}, "rpe"),
            ({"rest": 1801}, "rest"),
            ({"rest": None}, "rest"),
            ({"notes": "x" * 201}, "notes"),
            ({"notes": ["x"]}, "notes"),
            ({"colour": "red"}, "colour"),
            ({"day": 2}, "day"),
            ({"index": 1}, "index"),
            ({"set": 1}, "set"),
            ({"set": None}, "set"),
            ({"set": 10**30}, "set"),
        ],
        ids=lambda value: str(value)[:50],
    )
    def test_bad_set_names_the_field(self, api, week, change, field):
        row = week.workouts.create(day=1, name="A").exercises.create(index=0, exercise="plank")
        row.sets.create(index=0, reps=5)

        response = patch(
            api,
            f"{url_of(week.program, 'weeks', 1)}sets/",
            SET | change,
            **{"If-Match": '"1"'},
        )

        assert response.status_code == 400
        assert field in fields(response)
        assert Week.objects.get(pk=week.pk).revision == 1

    @pytest.mark.parametrize("verb", ["", "sets/"])
    @pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"7", b""])
    def test_what_is_no_object_is_a_problem(self, api, week, verb, body):
        url = f"{url_of(week.program, 'weeks', 1)}{verb}"

        response = api.generic(
            "PATCH", url, body, content_type="application/json", headers={"If-Match": '"1"'}
        )

        assert response.status_code in (200, 400) if body == b"" else response.status_code == 400

    def test_sets_are_refused_alike_in_a_week_and_alone(self, api, week):
        row = week.workouts.create(day=1, name="A").exercises.create(index=0, exercise="plank")
        row.sets.create(index=0, reps=5)
        url = url_of(week.program, "weeks", 1)
        both = {"reps": 5, "seconds": 40}

        whole = patch(api, url, with_sets(both), **{"If-Match": '"1"'})
        alone = patch(api, f"{url}sets/", SET | both, **{"If-Match": '"1"'})

        assert whole.status_code == alone.status_code == 400
        assert whole.json()["detail"] == alone.json()["detail"]

    def test_unclear_set_that_stood_before_does_not_stop_the_words(self, api, week):
        row = week.workouts.create(day=1, name="A").exercises.create(index=0, exercise="plank")
        row.sets.create(index=0)

        response = patch(
            api, url_of(week.program, "weeks", 1), {"notes": "Easy."}, **{"If-Match": '"1"'}
        )

        assert response.status_code == 200

    def test_control_characters_are_dropped(self, api, week):
        url = url_of(week.program, "weeks", 1)

        response = patch(api, url, {"notes": "a\0b\x07"}, **{"If-Match": '"1"'})

        assert response.json()["notes"] == "ab"


@pytest.mark.django_db
class TestQueries:
    @pytest.mark.parametrize(
        "query",
        [
            "client=x",
            "client=0",
            f"client={10**30}",
            "client=NaN",
            "status=x",
            "goal=x",
            "search=%00",
        ],
    )
    def test_odd_filter_is_400(self, api, query):
        assert api.get(f"{PROGRAMS}?{query}").status_code == 400

    @pytest.mark.parametrize("path", ["", "sessions/", "exercises/"])
    @pytest.mark.parametrize(
        "cursor", ["x", "cD14", "cD0lMDA=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk="]
    )
    def test_odd_cursor_is_no_500(self, api, path, cursor):
        assert api.get(f"{PROGRAMS}{path}?cursor={cursor}").status_code in (200, 404)

    @pytest.mark.parametrize("verb", ["approve", "return", "clearance"])
    @pytest.mark.parametrize("body", [b"null", b"[]", b'{"note": 5.5, "accept_concerns": []}'])
    def test_odd_step_is_no_500(self, api, week, verb, body):
        response = api.generic(
            "POST",
            url_of(week.program, verb),
            body,
            content_type="application/json",
            headers={"If-Match": '"1"'},
        )

        assert 400 <= response.status_code < 500


def test_words_for_equipment_are_screened_too(api):
    response = post(api, GENERATE, answers(equipment=["dumbbells", "a bench, and I am pregnant"]))

    assert response.status_code == 422
    assert response.json()["flags"] == ["pregnancy"]
    assert not Job.objects.exists()
