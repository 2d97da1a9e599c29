"""Each rule catches the fault it is for, in drafts that are right but for that fault."""

import copy

import pytest

from programs import rules
from programs.exercise_catalogue import Equipment, Level, Limit
from programs.facts import CurrentLift, Goal
from programs.schemas import Phase
from project.findings import Severity
from tests.programs.plans import (
    check_all,
    edited,
    edited_metadata,
    errors,
    facts,
    first_main,
    plan,
    slugs,
    week_errors,
    week_findings,
)


def drop_day(data, metadata):
    data["workouts"].pop()


def double_day(data, metadata):
    data["workouts"][1]["day"] = 1


def wrong_week(data, metadata):
    data["week"] = 2


def unknown_exercise(data, metadata):
    data["workouts"][0]["exercises"][0]["exercise"] = "flying-carpet-press"


def same_exercise_twice(data, metadata):
    entries = data["workouts"][0]["exercises"]
    entries.append(copy.deepcopy(entries[0]))


def empty_day(data, metadata):
    data["workouts"][0]["exercises"] = []


def no_sets(data, metadata):
    data["workouts"][0]["exercises"][0]["sets"] = []


def no_amount(data, metadata):
    data["workouts"][0]["exercises"][0]["sets"][0]["reps"] = None


def thirty_sets_of_chest(data, metadata):
    for workout in data["workouts"]:
        for entry in workout["exercises"]:
            if entry["exercise"] in {"bench-press", "incline-dumbbell-press", "cable-fly"}:
                entry["sets"] = [entry["sets"][0]] * 10
    data["workouts"][0]["exercises"][1]["exercise"] = "dumbbell-bench-press"
    data["workouts"][0]["exercises"][1]["sets"] = [
        data["workouts"][0]["exercises"][0]["sets"][0]
    ] * 20


def short_rest(data, metadata):
    for one in first_main(data, metadata)["sets"]:
        one["rest"] = 10


def light_main(data, metadata):
    for one in first_main(data, metadata)["sets"]:
        one["percent"] = 45


def many_reps(data, metadata):
    for one in first_main(data, metadata)["sets"]:
        one["reps"] = 25


def isolation_first(data, metadata):
    for workout in data["workouts"]:
        workout["exercises"].reverse()


def no_core(data, metadata):
    core = {"pallof-press", "plank", "dead-bug", "side-plank", "cable-crunch", "band-pallof-press"}
    for workout in data["workouts"]:
        workout["exercises"] = [
            entry for entry in workout["exercises"] if entry["exercise"] not in core
        ]


def endless_session(data, metadata):
    for entry in data["workouts"][0]["exercises"]:
        entry["sets"] = [entry["sets"][0]] * 8


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (drop_day, "workout-missing"),
        (double_day, "workout-double"),
        (wrong_week, "week-number"),
        (unknown_exercise, "exercise-unknown"),
        (same_exercise_twice, "exercise-double"),
        (empty_day, "day-empty"),
        (no_sets, "sets-none"),
        (no_amount, "set-amount"),
        (thirty_sets_of_chest, "weekly-volume"),
        (thirty_sets_of_chest, "session-volume"),
        (short_rest, "rest-short"),
        (light_main, "outline-load"),
        (many_reps, "goal-reps"),
        (isolation_first, "order"),
        (no_core, "pattern-missing"),
        (endless_session, "session-long"),
        (endless_session, "outline-sets"),
    ],
)
def test_planted_fault_in_a_week_is_an_error(change, rule):
    assert rule in week_errors(change)


def test_untouched_week_has_no_errors():
    assert week_errors(lambda data, metadata: None) == set()


@pytest.mark.parametrize("goal", list(Goal))
def test_rest_of_ten_seconds_is_an_error_for_every_goal(goal):
    assert "rest-short" in week_errors(short_rest, goal=goal)


def test_long_rest_is_only_a_warning():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one["rest"] = 900

    assert "rest-long" in week_findings(change)
    assert "rest-long" not in week_errors(change)


def test_strength_at_half_load_is_an_error_after_the_foundation():
    assert "goal-load" in week_errors(light_main, number=5, goal=Goal.STRENGTH)


def test_exercise_without_its_equipment_is_an_error():
    record = facts()
    metadata, weeks = plan(record)
    at_home = facts(equipment=frozenset({Equipment.DUMBBELL}))

    assert "exercise-equipment" in errors(rules.check_week(weeks[1], 1, metadata, at_home))
    assert "exercise-equipment" in errors(rules.check_metadata(metadata, at_home))


@pytest.mark.parametrize(
    "values",
    [
        {"limits": frozenset({Limit.KNEE})},
        {"limits_text": "torn meniscus years ago, knees hurt on squats"},
        {"limits_text": "no overhead work please"},
        {"limits_text": "Sciatica"},
    ],
)
def test_exercise_against_a_limit_is_an_error(values):
    metadata, weeks = plan(facts())
    limited = facts(**values)

    assert "exercise-limit" in errors(rules.check_week(weeks[1], 1, metadata, limited))


def test_exercise_above_the_level_is_a_warning():
    metadata, weeks = plan(facts(level=Level.ADVANCED))
    spoilt = edited(
        weeks[1],
        lambda data: data["workouts"][1]["exercises"][0].update(exercise="pause-squat"),
    )

    found = rules.check_week(spoilt, 1, metadata, facts(level=Level.BEGINNER))

    assert ("exercise-level", Severity.WARNING) in {(one.rule, one.severity) for one in found}


def test_few_sets_and_one_day_a_week_are_warnings():
    def change(data, metadata):
        for workout in data["workouts"]:
            workout["exercises"] = [
                entry
                for entry in workout["exercises"]
                if "row" not in entry["exercise"] and "pull" not in entry["exercise"]
            ]

    found = week_findings(change)

    assert {"volume-few", "frequency"} <= found


def test_thirty_percent_jump_is_an_error():
    record = facts()
    metadata, weeks = plan(record)

    def change(data):
        for one in first_main(data, metadata)["sets"]:
            one["percent"] = one["percent"] * 1.3

    weeks[3] = edited(weeks[3], change)

    assert "load-step" in errors(rules.check_program(weeks, metadata, record))


def test_jump_in_kilograms_is_an_error():
    record = facts()
    metadata, weeks = plan(record)
    for number, kg in ((1, 100), (2, 130)):

        def change(data, kg=kg):
            for one in first_main(data, metadata)["sets"]:
                one["percent"], one["kg"] = None, kg

        weeks[number] = edited(weeks[number], change)

    assert "load-step" in errors(rules.check_program(weeks, metadata, record))


def test_smallest_plate_is_never_too_much():
    record = facts()
    metadata, weeks = plan(record)
    for number, kg in ((1, 10), (2, 12.5)):

        def change(data, kg=kg):
            for one in first_main(data, metadata)["sets"]:
                one["percent"], one["kg"] = None, kg

        weeks[number] = edited(weeks[number], change)

    assert "load-step" not in errors(rules.check_program(weeks, metadata, record))


def test_outline_without_deload_is_an_error():
    record = facts()
    metadata, weeks = plan(record)

    def change(data):
        for week in data["weeks"]:
            week["phase"] = "build"

    flat = edited_metadata(metadata, change)

    assert "deload-missing" in errors(rules.check_metadata(flat, record))
    assert "deload-missing" in errors(rules.check_program(weeks, flat, record))


def test_deload_that_does_not_unload_is_an_error():
    record = facts()
    metadata, weeks = plan(record)
    number = next(one.week for one in metadata.weeks if one.deload)
    full = weeks[number - 1].model_copy(update={"week": number})

    found = errors(rules.check_program({**weeks, number: full}, metadata, record))

    assert {"deload-sets", "deload-load"} <= found


def test_sets_growing_by_half_are_an_error():
    record = facts()
    metadata, weeks = plan(record)

    spoilt = edited_metadata(
        metadata, lambda data: data["weeks"][1].update(sets=int(data["weeks"][0]["sets"] * 1.5))
    )
    grown = edited(weeks[2], lambda data: endless_session(data, metadata))

    assert "sets-growth" in errors(rules.check_metadata(spoilt, record))
    assert "sets-growth" in errors(rules.check_program({**weeks, 2: grown}, metadata, record))


@pytest.mark.parametrize("text", ["", "Try harder.", "Believe in yourself!", "Give 100% in 2026."])
def test_missed_target_without_an_action_is_an_error(text):
    record = facts()
    metadata, _ = plan(record)

    spoilt = edited_metadata(metadata, lambda data: data.update(missed_target=text))

    assert "missed-target" in errors(rules.check_metadata(spoilt, record))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda data: data["weeks"].pop(), "week-missing"),
        (lambda data: data["weeks"][3].update(week=3), "week-double"),
        (lambda data: data["days"].pop(), "day-missing"),
        (lambda data: data["days"][0].update(exercises=[]), "day-empty"),
        (lambda data: data["days"][0].update(exercises=["moon-walk"]), "exercise-unknown"),
        (lambda data: data.update(main_lifts=[]), "main-lifts-none"),
        (lambda data: data.update(main_lifts=["good-morning"]), "main-lift-unused"),
        (
            lambda data: data.update(main_lifts=[data["days"][0]["exercises"][-1]]),
            "main-lifts-small",
        ),
        (lambda data: data["weeks"][1].update(percent=100), "goal-load"),
        (lambda data: data["weeks"][1].update(percent=100), "load-step"),
        (lambda data: data["weeks"][9].update(reps=30), "goal-reps"),
        (lambda data: data["weeks"][1].update(sets=300), "week-too-long"),
        (lambda data: data["days"][0]["exercises"].reverse(), "order"),
    ],
)
def test_planted_fault_in_the_metadata_is_an_error(change, rule):
    record = facts()
    metadata, _ = plan(record)

    assert rule in errors(rules.check_metadata(edited_metadata(metadata, change), record))


def test_outline_without_a_load_is_an_error_for_beginners_only():
    for level in Level:
        record = facts(level=level)
        metadata, _ = plan(record)
        spoilt = edited_metadata(metadata, lambda data: data["weeks"][1].update(percent=None))

        found = rules.check_metadata(spoilt, record)

        assert "outline-load-none" in slugs(found)
        assert ("outline-load-none" in errors(found)) is (level is Level.BEGINNER)


@pytest.mark.parametrize(
    ("percent", "severity"), [(85, Severity.ERROR), (72.5, Severity.WARNING), (70, None)]
)
def test_lift_for_speed_is_never_heavy(percent, severity):
    def change(data, metadata):
        entry = next(
            entry
            for workout in data["workouts"]
            for entry in workout["exercises"]
            if entry["exercise"] not in metadata.main_lifts
        )
        entry["exercise"] = "barbell-jump-squat"
        for one in entry["sets"]:
            one["percent"] = percent

    found = "explosive-load" in week_findings(change)
    is_error = "explosive-load" in week_errors(change)
    assert (found, is_error) == (severity is not None, severity is Severity.ERROR)


@pytest.mark.parametrize("age", [13, 17, 65, 80])
def test_strength_of_the_young_and_the_old_stays_below_near_maximal_loads(age):
    def heavy(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(percent=95, reps=3)

    assert "goal-load" in week_errors(heavy, number=7, goal=Goal.STRENGTH, age=age)
    assert "goal-load" not in week_errors(heavy, number=7, goal=Goal.STRENGTH, age=34)


def test_lift_for_time_is_a_warning():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(reps=None, seconds=45)

    assert "set-unit" in week_findings(change)
    assert "set-unit" not in week_errors(change)


def test_missing_and_extra_weeks_are_errors():
    record = facts()
    metadata, weeks = plan(record)
    extra = {number: week for number, week in weeks.items() if number != 7}
    extra[13] = weeks[7].model_copy(update={"week": 13})

    assert {"week-missing", "week-extra"} <= errors(rules.check_program(extra, metadata, record))


def test_incoherent_reps_rpe_and_load_are_a_warning():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(reps=3, rpe=7, percent=70)

    assert "reps-rpe-load" in week_findings(change)
    assert "reps-rpe-load" not in week_errors(change)


def test_unknown_load_is_a_warning():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(percent=None, rpe=None)

    assert "load-none" in week_findings(change)


def test_kilograms_that_are_not_the_percentage_are_a_warning():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(kg=20)

    lifts = (CurrentLift("bench-press", 100),)

    assert "kg-percent" in week_findings(change, lifts=lifts)


@pytest.mark.parametrize(("kg", "is_error"), [(100, False), (105, False), (140, True)])
def test_kilograms_above_the_estimated_max_are_an_error(kg, is_error):
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one.update(kg=kg, percent=None)

    lifts = (CurrentLift("bench-press", 100),)

    assert ("kg-above-max" in week_errors(change, lifts=lifts)) == is_error


def test_power_work_that_nobody_calls_fast_is_a_warning():
    def change(data, metadata):
        data["notes"] = ""

    assert "power-speed" in week_findings(change, goal=Goal.POWER)
    assert "power-speed" not in week_findings(lambda d, m: None, goal=Goal.POWER)


def test_places_name_the_part_and_findings_say_what_to_do():
    record = facts()
    metadata, weeks = plan(record)
    weeks[2] = edited(weeks[2], lambda data: short_rest(data, metadata))

    found = [one for one in check_all(metadata, weeks, record) if one.rule == "rest-short"]

    assert found
    assert found[0].place.startswith("weeks.2.workouts.0.exercises.")
    assert found[0].fix
    assert metadata.weeks[0].phase is Phase.FOUNDATION
