"""What a program's charts show: hard sets for each muscle and the load, week by week."""

import pytest

from programs.drawings import plan_charts
from programs.exercise_catalogue import BY_SLUG, Level, Muscle
from programs.facts import Goal
from programs.schemas import ExerciseContent, SetContent, WeekContent, WorkoutContent
from programs.volume import BANDS, MAIN_MUSCLES
from tests.programs.plans import facts, plan


def week(number=1, slug="bench-press", sets=4, percent=75.0):
    entry = ExerciseContent(exercise=slug, sets=[SetContent(reps=8, percent=percent)] * sets)
    return WeekContent(week=number, workouts=[WorkoutContent(day=1, name="A", exercises=[entry])])


def charts(*weeks, goal=Goal.HYPERTROPHY, level=Level.INTERMEDIATE, metadata=None):
    return plan_charts(
        {one.week: one for one in weeks},
        goal=goal,
        level=level,
        metadata=metadata,
        catalogue=BY_SLUG,
    )


def named(drawings, title):
    return next(one.chart for one in drawings if one.chart.title == title)


def values(chart):
    return list(chart.series[0].values)


def test_primary_muscles_count_whole_and_secondary_ones_half():
    drawn = charts(week(sets=4))

    bench = BY_SLUG["bench-press"]
    for muscle in (*bench.primary, *bench.secondary):
        name = muscle.value.replace("_", " ").capitalize()
        expected = 4.0 if muscle in bench.primary else 2.0
        assert values(named([*drawn.main, *drawn.others], name)) == [expected]


def test_week_that_is_not_written_is_a_gap_and_not_nought():
    drawn = charts(week(1), week(3))

    assert values(named(drawn.main, "Chest")) == [4.0, None, 4.0]
    assert values(drawn.intensity.chart) == [75.0, None, 75.0]


@pytest.mark.parametrize("level", Level)
def test_main_muscles_have_the_band_of_the_level(level):
    drawn = charts(week(), level=level)

    for muscle, drawing in zip(MAIN_MUSCLES, drawn.main, strict=True):
        band = BANDS[level][muscle]
        assert (drawing.chart.band.low, drawing.chart.band.high) == (band.low, band.high)
        assert "chart-band" in drawing.svg


def test_other_muscles_have_no_band_and_only_show_when_trained():
    drawn = charts(week())

    assert drawn.others
    for drawing in drawn.others:
        assert drawing.chart.band is None
        assert any(values(drawing.chart))
    trained = {drawing.chart.title for drawing in drawn.others}
    assert Muscle.CALVES.value.capitalize() not in trained


def test_load_is_the_mean_with_the_goals_range_behind():
    drawn = charts(week(1, percent=70.0), week(2, percent=80.0), goal=Goal.STRENGTH)

    chart = drawn.intensity.chart
    assert values(chart) == [70.0, 80.0]
    assert (chart.band.low, chart.band.high) == (85, 100)
    assert chart.summary.startswith("70 to 80% of 1RM on average")


def test_program_without_loads_says_so_and_draws_no_line():
    drawn = charts(week(percent=None))

    assert drawn.intensity.chart.is_empty
    assert drawn.intensity.chart.summary == "No set of this program has a load in % of 1RM."


def test_muscle_that_is_not_trained_is_said():
    drawn = charts(week())

    assert named(drawn.main, "Quads").summary == "Not trained in this program."


def test_summary_has_the_range_and_what_is_recommended():
    drawn = charts(week(1, sets=4), week(2, sets=12))

    summary = named(drawn.main, "Chest").summary
    assert summary == "4 to 12 hard sets a week; 10 to 20 are recommended."


def test_deload_weeks_are_marked_and_every_week_of_the_outline_has_its_place():
    metadata, weeks = plan(facts(weeks=8))

    drawn = charts(weeks[1], metadata=metadata)

    deloads = [one.week for one in metadata.weeks if one.deload]
    labels = list(drawn.intensity.chart.labels)
    assert drawn.has_deloads
    assert len(labels) == 8
    assert [number for number, label in enumerate(labels, start=1) if label.endswith(" D")] == (
        deloads
    )


def test_keys_are_unique_on_the_page():
    metadata, weeks = plan(facts(weeks=4))
    drawn = charts(*weeks.values(), metadata=metadata)

    keys = [one.chart.key for one in (drawn.intensity, *drawn.main, *drawn.others)]
    assert len(set(keys)) == len(keys)
