"""Reading what people answered: words to goals, levels, equipment and limits."""

import pytest

from programs.exercise_catalogue import Level, Limit
from programs.facts import CurrentLift, Goal, check_inputs, goal_of, level_of
from programs.limits import read_limits
from tests.programs.plans import facts


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("strength", Goal.STRENGTH),
        ("muscle_gain", Goal.HYPERTROPHY),
        ("Build Muscle", Goal.HYPERTROPHY),
        ("weight_loss", Goal.FAT_LOSS),
        ("lose weight", Goal.FAT_LOSS),
        ("muscular endurance", Goal.ENDURANCE),
        ("power", Goal.POWER),
        ("powerlifting", Goal.STRENGTH),
        ("general fitness", Goal.GENERAL),
        ("I don't want to bulk up, just get strong", Goal.STRENGTH),
        ("I do not want to lose weight but gain muscle", Goal.HYPERTROPHY),
        ("without losing muscle, get lean", Goal.FAT_LOSS),
        ("not just strength", Goal.STRENGTH),
        ("bigger arms", Goal.HYPERTROPHY),
        ("get back in shape", Goal.GENERAL),
        ("basket weaving", None),
    ],
)
def test_goal_is_read_from_words(text, goal):
    assert goal_of(text) is goal


@pytest.mark.parametrize(
    ("text", "level"),
    [("Beginner", Level.BEGINNER), ("novice", Level.BEGINNER), ("ADVANCED", Level.ADVANCED)],
)
def test_level_is_read_from_words(text, level):
    assert level_of(text) is level


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", set()),
        ("bad left knee", {Limit.KNEE}),
        ("Herniated disc L5", {Limit.LOWER_BACK}),
        ("no overhead pressing", {Limit.OVERHEAD}),
        ("I can't do jumps or running", {Limit.IMPACT}),
        ("tennis elbow and carpal tunnel", {Limit.ELBOW, Limit.WRIST}),
        ("avoid lying down on the floor", {Limit.FLOOR}),
        ("shoulder impingement; knees are fine", {Limit.SHOULDER}),
        ("no problems with my knees", set()),
        ("I love hip thrusts and shoulder presses", set()),
        ("no deadlifts", {Limit.LOWER_BACK}),
    ],
)
def test_limits_are_read_from_words(text, limits):
    assert read_limits(text) == limits


def test_limits_of_list_and_text_are_joined():
    record = facts(limits=frozenset({Limit.WRIST}), limits_text="sore hip")

    assert record.all_limits == {Limit.WRIST, Limit.HIP}
    assert all(not one.stresses & record.all_limits for one in record.available)


def test_weekdays_are_the_chosen_ones_in_order():
    assert facts(days=2, training_days=(5, 1)).weekdays == (1, 5)
    assert facts(days=3).weekdays == (0, 2, 4)


def test_one_rep_maxes_take_the_best_set():
    lifts = (CurrentLift("bench-press", 80, 5), CurrentLift("bench-press", 90, 1))

    assert facts(lifts=lifts).one_rep_maxes["bench-press"] == pytest.approx(91.3)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"weeks": 0}, "duration_weeks"),
        ({"weeks": 27}, "duration_weeks"),
        ({"days": 7}, "days_per_week"),
        ({"days": 6, "level": Level.BEGINNER}, "days_per_week"),
        ({"minutes": 5}, "minutes"),
        ({"training_days": (0, 0, 1, 2)}, "training_days"),
        ({"training_days": (0, 1)}, "training_days"),
        ({"height_cm": 18}, "height_cm"),
        ({"weight_kg": 800}, "weight_kg"),
    ],
)
def test_inputs_that_cannot_be_planned_are_refused(values, place):
    assert [one.place for one in check_inputs(facts(**values))] == [place]


def test_usual_inputs_are_accepted():
    assert check_inputs(facts(height_cm=175, weight_kg=70, training_days=(0, 2, 4, 6))) == []
