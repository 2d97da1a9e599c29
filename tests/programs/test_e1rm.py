"""Estimated one-rep max, and loads from it."""

import pytest

from programs.e1rm import estimate, fill_loads, fraction, load_for, possible_at
from tests.programs.plans import facts, plan


@pytest.mark.parametrize(
    ("kg", "reps", "rpe", "wanted"),
    [
        (100, 1, None, 100.0),
        (100, 5, None, 114.1),
        (100, 5, 8, 121.2),
        (0, 5, None, None),
        (60, 13, None, None),
        (60, 10, 7, None),
    ],
)
def test_estimate_follows_the_formula(kg, reps, rpe, wanted):
    assert estimate(kg, reps, rpe) == (None if wanted is None else pytest.approx(wanted, abs=0.1))


def test_fraction_and_its_inverse_agree():
    for possible in (1, 3, 8, 12, 20):
        assert possible_at(fraction(possible)) == pytest.approx(possible)


def test_load_is_rounded_to_what_can_be_put_on():
    assert load_for(72.5, 101) == 72.5
    assert load_for(80, 62) == 50
    # Dumbbells come in finer steps than a bar can be loaded with.
    assert [load_for(percent, 13.3) for percent in (70, 75, 80, 85, 1)] == [9, 10, 11, 11, 1]


def test_loads_are_filled_in_where_the_max_is_known():
    _, weeks = plan(facts())

    filled = fill_loads(weeks[1], {"bench-press": 100, "plank": 50})

    sets = [
        (entry.exercise, one)
        for workout in filled.workouts
        for entry in workout.exercises
        for one in entry.sets
    ]
    assert {one.kg for slug, one in sets if slug == "bench-press"} == {67.5}
    assert {one.kg for slug, one in sets if slug != "bench-press"} == {None}


def test_kilograms_that_somebody_wrote_stay():
    _, weeks = plan(facts())
    week = weeks[1]
    week.workouts[0].exercises[0].sets[0].kg = 42

    assert fill_loads(week, {"bench-press": 100}).workouts[0].exercises[0].sets[0].kg == 42
