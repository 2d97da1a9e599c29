"""From completed sets to the best estimate of each day."""

from datetime import date

from programs.progress import LoggedSet, summary, trends

MONDAY, FRIDAY = date(2026, 9, 7), date(2026, 9, 11)


def test_a_day_counts_once_with_its_best_set():
    sets = [
        LoggedSet("squat", FRIDAY, 100, 5),
        LoggedSet("squat", MONDAY, 100, 3),
        LoggedSet("squat", FRIDAY, 105, 5, 9.0),
    ]

    points = trends(sets)["squat"]

    assert [(point.day, point.one_rep_max) for point in points] == [
        (MONDAY, 107.1),
        (FRIDAY, 123.5),
    ]
    assert points[1].done == sets[2]


def test_sets_without_an_estimate_are_left_out():
    assert trends([LoggedSet("plank", MONDAY, 0, 5), LoggedSet("squat", MONDAY, 40, 15)]) == {}


def test_most_often_trained_comes_first():
    sets = [
        LoggedSet("bench", MONDAY, 60, 5),
        LoggedSet("squat", MONDAY, 90, 5),
        LoggedSet("squat", FRIDAY, 90, 5),
        LoggedSet("deadlift", MONDAY, 90, 5),
    ]

    assert list(trends(sets)) == ["squat", "bench", "deadlift"]


def test_summary_says_which_way_it_goes():
    up = trends([LoggedSet("a", MONDAY, 60, 5), LoggedSet("a", FRIDAY, 65, 5)])["a"]
    same = trends([LoggedSet("a", MONDAY, 60, 5), LoggedSet("a", FRIDAY, 60, 5)])["a"]
    down = trends([LoggedSet("a", MONDAY, 60, 5), LoggedSet("a", FRIDAY, 55, 5)])["a"]

    assert summary(up) == "From 68.5 kg on 7 Sep 2026 to 74.2 kg on 11 Sep 2026: 5.7 kg more."
    assert summary(same).endswith("no change.")
    assert summary(down).endswith("kg less.")
    assert "One more session" in summary(up[:1])
