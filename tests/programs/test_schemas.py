"""The shapes: a draft expands to one row for each set, and refuses what is no plan."""

import pytest
from pydantic import ValidationError

from programs.offline import compose_metadata
from programs.schemas import ProgramMetadata, SetDraft, WeekContent, WeekDraft
from providers.dialects import dialect
from tests.programs.plans import facts, plan


def draft(**values):
    one = {"count": 3, "reps": 8, "percent": 70, "rpe": 8, "rest": 90}
    entry = {"exercise": "bench-press", "sets": [one | values]}
    data = {"week": 1, "notes": "", "workouts": [{"day": 1, "exercises": [entry]}]}
    return WeekDraft.model_validate(data)


def test_equal_sets_become_rows():
    week = draft().to_content(compose_metadata(facts()))

    sets = week.workouts[0].exercises[0].sets
    assert [(one.reps, one.seconds, one.percent) for one in sets] == [(8, None, 70)] * 3
    assert week.workouts[0].name == "Upper A"
    assert week.focus


def test_timed_exercise_takes_its_amount_as_seconds():
    week = draft()
    week.workouts[0].exercises[0].exercise = "plank"

    one = week.to_content(compose_metadata(facts())).workouts[0].exercises[0].sets[0]

    assert (one.reps, one.seconds) == (None, 8)


@pytest.mark.parametrize("name", ["Bench press", "bench_press", " BENCH-PRESS "])
def test_slug_is_read_as_people_write_it(name):
    data = draft().model_dump()
    data["workouts"][0]["exercises"][0]["exercise"] = name

    assert WeekDraft.model_validate(data).workouts[0].exercises[0].exercise == "bench-press"


@pytest.mark.parametrize(
    "values",
    [
        {"count": 0},
        {"reps": 0},
        {"rpe": 11},
        {"percent": -5},
        {"percent": float("nan")},
        {"rest": -1},
        {"color": "red"},
    ],
)
def test_impossible_set_is_refused(values):
    with pytest.raises(ValidationError):
        draft(**values)


def test_numbers_are_written_short():
    text = SetDraft(count=1, reps=5, percent=70.0, rpe=7.5, rest=90).model_dump_json()

    assert text == '{"count":1,"reps":5,"percent":70,"rpe":7.5,"rest":90}'


def test_content_survives_its_own_json():
    metadata, weeks = plan(facts())

    assert ProgramMetadata.model_validate_json(metadata.model_dump_json()) == metadata
    for week in weeks.values():
        assert WeekContent.model_validate_json(week.model_dump_json()) == week


@pytest.mark.parametrize("schema", [ProgramMetadata, WeekDraft])
@pytest.mark.parametrize("backend", ["openai", "groq", "cerebras", "gemini"])
def test_every_dialect_can_enforce_the_schema(backend, schema):
    found = dialect(backend, schema, "json_schema")

    assert found is not None
    assert found.strict
