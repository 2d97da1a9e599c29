"""The catalogue: enough exercises, well described, something for everyone."""

import pytest

from programs.exercise_catalogue import (
    BY_SLUG,
    CATALOGUE,
    Equipment,
    Level,
    Limit,
    Muscle,
    Pattern,
    available,
    equivalents,
)
from programs.schemas import WeekDraft


def test_catalogue_holds_at_least_150_different_exercises():
    assert len(CATALOGUE) >= 150
    assert len(BY_SLUG) == len(CATALOGUE)
    assert len({one.name for one in CATALOGUE}) == len(CATALOGUE)
    assert len({one.cues for one in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.slug)
def test_exercise_is_whole(one):
    assert one.primary
    assert not set(one.primary) & set(one.secondary)
    assert one.equipment
    assert 20 <= len(one.cues) <= 200
    assert one.cues.endswith(".")
    entry = {"exercise": one.slug, "sets": []}
    week = {"week": 1, "notes": "", "workouts": [{"day": 1, "exercises": [entry]}]}
    assert WeekDraft.model_validate(week).workouts[0].exercises[0].exercise == one.slug


def test_every_pattern_muscle_equipment_and_level_is_there():
    assert {one.pattern for one in CATALOGUE} == set(Pattern)
    assert {muscle for one in CATALOGUE for muscle in one.primary} >= set(Muscle) - {
        Muscle.LOWER_BACK
    }
    assert {item for one in CATALOGUE for item in one.equipment} == set(Equipment)
    assert {one.level for one in CATALOGUE} == set(Level)


def test_beginner_with_nothing_finds_every_weekly_pattern():
    found = {one.pattern for one in available([]) if one.level is Level.BEGINNER}

    assert found >= {
        Pattern.SQUAT,
        Pattern.HINGE,
        Pattern.HORIZONTAL_PUSH,
        Pattern.HORIZONTAL_PULL,
        Pattern.CARRY,
        Pattern.CORE,
    }


@pytest.mark.parametrize("limit", list(Limit))
def test_available_touches_no_limit(limit):
    found = available(Equipment, [limit])

    assert found
    assert all(limit not in one.stresses for one in found)


def test_equivalents_share_pattern_equipment_and_a_muscle():
    for one in CATALOGUE:
        for other in equivalents(one):
            assert other.slug != one.slug
            assert other.pattern is one.pattern
            assert other.equipment[0] is one.equipment[0]
            assert set(other.primary) & set(one.primary)


def test_most_exercises_have_an_equivalent():
    assert sum(bool(equivalents(one)) for one in CATALOGUE) > 0.55 * len(CATALOGUE)


def test_equivalents_can_be_kept_to_what_a_client_can_do():
    squat = BY_SLUG["back-squat"]

    found = equivalents(squat, available({Equipment.BARBELL}, [Limit.WRIST]))

    assert "front-squat" not in {one.slug for one in found}
    assert "landmine-squat" in {one.slug for one in found}
