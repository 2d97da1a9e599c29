"""Which differences between two versions are told, and how."""

from programs.comparing import compare
from programs.exercise_catalogue import CATALOGUE
from programs.schemas import ExerciseContent, SetContent, WeekContent, WorkoutContent

KNOWN = {one.slug: one for one in CATALOGUE}


def exercise(slug, reps=5, percent=80.0, **more):
    return ExerciseContent(
        exercise=slug, sets=[SetContent(reps=reps, percent=percent, rest=120)] * 3, **more
    )


def week(*exercises, number=1, name="Lower", **more):
    workout = WorkoutContent(day=1, name=name, exercises=list(exercises))
    return WeekContent(week=number, workouts=[workout], **more)


def compared(before, after):
    return compare({1: before}, {1: after}, KNOWN)[0]


def runs(line):
    return [(run.kind, run.text) for run in line.runs]


def test_equal_weeks_are_the_same_and_say_no_more():
    found = compared(week(exercise("back-squat")), week(exercise("back-squat")))

    assert (found.kind, found.words, found.days) == ("same", (), ())


def test_one_load_is_one_changed_number():
    found = compared(week(exercise("back-squat")), week(exercise("back-squat", percent=82.5)))

    (line,) = found.days[0].lines
    assert (line.kind, line.label) == ("changed", "Barbell back squat")
    assert ("removed", "80") in runs(line)
    assert "".join(text for kind, text in runs(line) if kind != "removed") == (
        "3 × 5 @ 82.5%, rest 2 min"
    )


def test_swapped_exercise_is_one_gone_and_one_new_beside_what_stays():
    before = week(exercise("back-squat"), exercise("deadlift"))
    after = week(exercise("front-squat"), exercise("deadlift"))

    lines = compared(before, after).days[0].lines

    assert [(line.kind, line.label.lower()) for line in lines] == [
        ("removed", KNOWN["back-squat"].name.lower()),
        ("added", KNOWN["front-squat"].name.lower()),
        ("same", KNOWN["deadlift"].name.lower()),
    ]


def test_tempo_notes_focus_and_names_are_told():
    before = week(exercise("back-squat"), name="Lower", focus="Volume")
    after = week(
        exercise("back-squat", tempo="3-1-1", notes="Belt from 80%"),
        name="Legs",
        focus="Load",
        notes="Sleep.",
    )

    found = compared(before, after)

    assert [line.label for line in found.words] == ["Focus", "Notes"]
    name, squat = found.days[0].lines
    assert name.label == "Name"
    text = "".join(text for _, text in runs(squat))
    assert "3-1-1" in text
    assert "Belt from 80%" in text


def test_week_that_only_one_version_has():
    one = week(exercise("back-squat"), number=1)
    two = week(exercise("back-squat"), number=2)

    found = compare({1: one, 2: two}, {1: one, 3: two}, KNOWN)

    assert [(item.number, item.kind) for item in found] == [
        (1, "same"),
        (2, "removed"),
        (3, "added"),
    ]
    assert {line.kind for line in found[1].days[0].lines} == {"removed"}


def test_exercise_that_the_catalogue_does_not_have_is_named_as_it_stands():
    lines = compared(week(), week(exercise("moon-press"))).days[0].lines

    assert lines[0].label == "moon-press"


def test_split_sets_are_told_whole():
    before = week(exercise("back-squat"))
    after = week(exercise("back-squat"))
    after.workouts[0].exercises[0].sets[0] = SetContent(reps=5, percent=85.0, rest=120)

    (line,) = compared(before, after).days[0].lines

    assert runs(line) == [
        ("removed", "3 × 5 @ 80%, rest 2 min"),
        ("added", "1 × 5 @ 85%, rest 2 min; 2 × 5 @ 80%, rest 2 min"),
    ]
