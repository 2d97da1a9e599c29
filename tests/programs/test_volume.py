"""Counting sets, intensity and minutes."""

from programs.exercise_catalogue import Muscle
from programs.schemas import ExerciseContent, SetContent, WeekContent, WorkoutContent
from programs.volume import average_percent, minutes, weekly_sets


def week() -> WeekContent:
    bench = ExerciseContent(
        exercise="bench-press", sets=[SetContent(reps=10, percent=70, rest=80)] * 3
    )
    plank = ExerciseContent(exercise="side-plank", sets=[SetContent(seconds=30, rest=60)] * 2)
    unknown = ExerciseContent(exercise="moon-walk", sets=[SetContent(reps=5, percent=80, rest=0)])
    workout = WorkoutContent(day=1, name="A", exercises=[bench, plank, unknown])
    return WeekContent(week=1, workouts=[workout])


def test_primary_muscles_count_whole_and_secondary_half():
    found = weekly_sets(week())

    assert found[Muscle.CHEST] == 3
    assert found[Muscle.TRICEPS] == 1.5
    assert found[Muscle.CORE] == 2
    assert found[Muscle.QUADS] == 0


def test_average_percent_is_over_sets_that_have_one():
    assert average_percent(week()) == 72.5
    assert average_percent(WeekContent(week=1)) is None


def test_minutes_count_work_rest_both_sides_and_a_warm_up():
    # 3 × (40 + 80) + 2 × (2 × 30 + 60) + 20 seconds, and five minutes.
    assert minutes(week().workouts[0]) == 5 + round(620 / 60)
