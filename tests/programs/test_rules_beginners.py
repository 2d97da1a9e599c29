"""What a beginner is spared."""

from programs import rules
from programs.exercise_catalogue import Level
from tests.programs.plans import (
    edited,
    edited_metadata,
    errors,
    facts,
    first_main,
    plan,
    week_errors,
)


def test_beginner_is_spared_rpe_only_loads():
    def change(data, metadata):
        for one in first_main(data, metadata)["sets"]:
            one["percent"] = None

    assert "beginner-rpe-only" in week_errors(change, level=Level.BEGINNER)
    assert "beginner-rpe-only" not in week_errors(change)


def test_beginner_is_spared_waves_within_a_lift():
    def change(data, metadata):
        entry = first_main(data, metadata)
        one = entry["sets"][0]
        entry["sets"] = [{**one, "percent": percent} for percent in (70, 65, 72.5)]

    assert "beginner-wave" in week_errors(change, level=Level.BEGINNER)


def test_beginner_is_spared_waves_between_weeks():
    record = facts(level=Level.BEGINNER)
    metadata, weeks = plan(record)

    def change(data):
        for week, percent in zip(data["weeks"], (70, 67.5, 72.5), strict=False):
            week["percent"] = percent

    wavy = edited_metadata(metadata, change)
    for number, percent in ((1, 75), (2, 68)):

        def spoil(data, percent=percent):
            for one in first_main(data, metadata)["sets"]:
                one["percent"] = percent

        weeks[number] = edited(weeks[number], spoil)
    lifted = edited(
        weeks[3],
        lambda data: [one.update(percent=74) for one in first_main(data, metadata)["sets"]],
    )

    assert "beginner-wave" in errors(rules.check_metadata(wavy, record))
    assert "beginner-wave" in errors(rules.check_program({**weeks, 3: lifted}, metadata, record))


def test_beginner_is_spared_a_six_day_split():
    metadata, weeks = plan(facts(days=6))
    record = facts(days=6, level=Level.BEGINNER)

    assert "beginner-split" in errors(rules.check_metadata(metadata, record))
    assert "beginner-split" in errors(rules.check_week(weeks[1], 1, metadata, record))
