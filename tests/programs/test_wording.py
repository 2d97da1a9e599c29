"""Sets in words, as people who train write them."""

import pytest

from programs.exercise_catalogue import BY_SLUG
from programs.schemas import ExerciseContent, SetContent
from programs.wording import duration, entry_text, exercise_line, set_groups, set_text

FIVE = SetContent(reps=5, percent=80, rest=120)
TWO_SIDED = BY_SLUG["back-squat"]
ONE_SIDED = next(one for one in BY_SLUG.values() if one.unilateral and not one.timed)


def line(*sets, exercise=TWO_SIDED):
    return exercise_line(ExerciseContent(exercise="x", sets=list(sets)), exercise)


def test_equal_sets_are_said_once_with_their_count():
    assert line(FIVE, FIVE, FIVE) == "3 × 5 @ 80%, rest 2 min"


def test_different_sets_are_told_apart_in_their_order():
    top = SetContent(reps=1, percent=92.5, rpe=8, rest=180)

    assert line(top, FIVE, FIVE) == "1 × 1 @ 92.5%, RPE 8, rest 3 min; 2 × 5 @ 80%, rest 2 min"


def test_equal_sets_with_another_between_stay_apart():
    other = FIVE.model_copy(update={"reps": 6})

    assert [count for count, _ in set_groups([FIVE, other, FIVE])] == [1, 1, 1]


def test_one_sided_work_says_each_side():
    assert line(FIVE, exercise=ONE_SIDED).startswith("1 × 5 each side @ 80%")


def test_exercise_that_left_the_catalogue_is_still_told():
    assert line(FIVE, exercise=None) == "1 × 5 @ 80%, rest 2 min"


def test_exercise_without_sets_says_nothing():
    assert line() == ""


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (SetContent(reps=8, rest=0), "8 reps"),
        (SetContent(seconds=30, rest=45), "30 s, rest 45 s"),
        (SetContent(reps=8, kg=60, rest=0), "8 reps @ 60 kg"),
        (SetContent(reps=8, kg=62.5, percent=70, rest=0), "8 reps @ 70% (62.5 kg)"),
        (SetContent(reps=8, kg=0, rest=0), "8 reps @ 0 kg"),
        (SetContent(reps=8, rpe=7.5, rest=0, notes="slow"), "8 reps, RPE 7.5, slow"),
        (SetContent(rest=0), "? reps"),
    ],
)
def test_set_that_stands_alone_says_what_its_numbers_are(one, text):
    assert set_text(one, alone=True) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1 s"), (59, "59 s"), (60, "1 min"), (65, "1:05 min"), (90, "1:30 min"), (300, "5 min")],
)
def test_duration_is_short(seconds, text):
    assert duration(seconds) == text


def test_entry_text_says_all_that_stands_about_an_exercise():
    entry = ExerciseContent(
        exercise="bench-press",
        sets=[SetContent(reps=8, percent=70, kg=70, rpe=7.5, rest=90)] * 3
        + [SetContent(seconds=30, rest=0)],
        tempo="3-1-1",
        notes="Belt on",
    )

    assert entry_text(entry, None) == (
        "3 × 8 @ 70% (70 kg), RPE 7.5, rest 1:30 min; 1 × 30 s. tempo 3-1-1. Belt on"
    )
