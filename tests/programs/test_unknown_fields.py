"""A field that nobody knows is a mistake of the caller's, and is named."""

import pytest

from programs.models import Program, TrainingSession, Week
from project.models import Job
from tests.programs.calls import (
    GENERATE,
    PROGRAMS,
    answers,
    drafted,
    fields,
    if_match,
    patch,
    post,
    url_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

DONE = {"exercise": "bench-press", "reps": 5, "kg": 60}


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def program(bob, alice, held_queue):
    return drafted(bob, held_queue, by=alice, weeks=1)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"injuries": "bad knee"}, "injuries", "There is no such field here."),
        ({"limit": ["knee"]}, "limit", "Did you mean “limits”?"),
        ({"goal": "strength"}, "goal", "no such field"),
        (
            {"current_lifts": [{"exercise": "bench-press", "kg": 60, "weight": 60}]},
            "current_lifts.0.weight",
            "no such field",
        ),
        ({"x" * 5_000: 1}, "x" * 60, "no such field"),
        ({"": 1}, "", "no such field"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_program_with_an_unknown_field_is_not_made(api, change, field, said):
    response = post(api, PROGRAMS, answers(**change))

    assert response.status_code == 400
    assert {error["field"]: error["detail"] for error in response.json()["errors"]}[field]
    assert said in response.json()["detail"]
    assert not Program.objects.exists()
    assert not Job.objects.exists()


def test_unknown_fields_are_named_beside_the_other_mistakes(api):
    response = post(api, PROGRAMS, answers(duration_weeks="x", minuets=45))

    assert fields(response) == {"duration_weeks", "minuets"}
    assert "Did you mean “minutes”?" in response.json()["detail"]


def test_thousands_of_names_are_not_all_repeated(api):
    response = post(api, PROGRAMS, answers(**{f"f{number}": 1 for number in range(3_000)}))

    assert response.status_code == 400
    assert len(response.content) < 10_000


@pytest.mark.parametrize("path", [GENERATE, "/api/programs/generate"])
def test_clients_of_the_prototype_may_send_more(api, path):
    lifts = [{"exercise": "bench-press", "kg": 60, "unit": "kg"}]

    response = post(api, path, answers(app_version="1.2", current_lifts=lifts))

    assert response.status_code == 202


def test_inputs_as_the_document_tells_them_are_taken(api, program):
    told = api.get(url_of(program)).json()["inputs"]

    assert post(api, PROGRAMS, told).status_code == 202


@pytest.mark.parametrize(
    ("rest", "body", "field"),
    [
        (["redraft"], {"week": [1]}, "week"),
        (["weeks", 1, "redraft"], {"instructions": "softer"}, "instructions"),
        (["approve"], {"accept": True}, "accept"),
        (["clearance"], {"note": "n", "by": "Dr. Ng"}, "by"),
        (["weeks", 1, "swap"], {"day": 1, "index": 0, "exercise": "x", "slug": "y"}, "slug"),
    ],
)
def test_action_with_an_unknown_field_is_refused(api, program, rest, body, field):
    response = post(api, url_of(program, *rest), body, **if_match(1))

    assert response.status_code == 400
    assert field in fields(response)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("rest", "body", "field"),
    [
        (["weeks", 1], {"note": "Softer."}, "note"),
        (["weeks", 1], {"workouts": [{"day": 1, "name": "A", "sets": []}]}, "workouts.0.sets"),
        (["weeks", 1, "sets"], {"day": 1, "index": 0, "set": 0, "weight": 50}, "weight"),
    ],
)
def test_edit_with_an_unknown_field_is_refused(api, program, rest, body, field):
    revision = program.weeks.get().revision

    response = patch(api, url_of(program, *rest), body, **if_match(revision))

    assert response.status_code == 400
    assert fields(response) == {field}
    assert response.json()["errors"][0]["detail"] == "There is no such field here."
    assert Week.objects.get().revision == revision


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sets": [DONE], "date": "2026-05-04"}, "date"),
        ({"sets": [DONE | {"weight": 60}]}, "sets.0.weight"),
    ],
)
def test_session_with_an_unknown_field_is_not_kept(api, body, field):
    response = post(api, f"{PROGRAMS}sessions/", body)

    assert response.status_code == 400
    assert fields(response) == {field}
    assert not TrainingSession.objects.exists()


def test_sets_of_a_session_may_be_sent_as_they_came(api):
    made = post(api, f"{PROGRAMS}sessions/", {"sets": [DONE]}).json()

    again = post(api, f"{PROGRAMS}sessions/", {"sets": made["sets"]})

    assert again.status_code == 201
