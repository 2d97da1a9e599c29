"""Rule 2: what makes a goal measurable."""

from datetime import date
from typing import Any

import pytest

from ieps.schemas import (
    SectionContent,
    StepContent,
)
from tests.ieps.records import assessment
from tests.ieps.rules.drafts import check, goal


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        ({"behaviour": "understand long passages"}, "goal-vague", "behaviour"),
        ({"behaviour": "Mina will learn new words"}, "goal-vague", "behaviour"),
        ({"behaviour": "demonstrate understanding of the text"}, "goal-vague", "behaviour"),
        ({"behaviour": "improve reading"}, "goal-vague", "behaviour"),
        ({"behaviour": "improves her fluency"}, "goal-vague", "behaviour"),
        ({"behaviour": ""}, "goal-behaviour", "behaviour"),
        (
            {"behaviour": "read the page and write a summary"},
            "goal-several-behaviours",
            "behaviour",
        ),
        ({"condition": ""}, "goal-condition", "condition"),
        ({"criterion": ""}, "goal-criterion", "criterion"),
        ({"criterion": "with good accuracy"}, "goal-criterion", "criterion"),
        (
            {"criterion": "at 95 words correct per minute"},
            "goal-criterion-target",
            "criterion",
        ),
        (
            {"criterion": "at 85 words correct per minute in 18 months"},
            "goal-timeframe",
            "criterion",
        ),
        ({"criterion": "within two years, 85 words"}, "goal-timeframe", "criterion"),
        ({"measured_by": ""}, "goal-measured-by", "measured_by"),
        ({"by_whom": ""}, "goal-by-whom", "by_whom"),
        ({"how_often": ""}, "goal-how-often", "how_often"),
        ({"how_often": "regularly"}, "goal-how-often", "how_often"),
        ({"baseline_value": None, "steps": []}, "goal-baseline", "baseline_value"),
        ({"evidence": []}, "goal-evidence", "evidence"),
        ({"evidence": ["G1"]}, "goal-evidence", "evidence"),
        ({"target_value": None, "steps": []}, "goal-target", "target_value"),
        ({"target_value": 58.0, "steps": []}, "goal-target", "target_value"),
        ({"target_unit": "%"}, "goal-unit", "target_unit"),
        ({"steps": [StepContent(value=58)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=85)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=90)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=70), StepContent(value=65)]}, "goal-steps", "steps"),
        (
            {"steps": [StepContent(value=70, by=date(2028, 1, 1))]},
            "goal-steps-date",
            "steps.0",
        ),
    ],
)
def test_fault_in_a_goal_is_found_at_its_place(change: dict[str, Any], rule: str, place: str):
    found = check("reading.unfamiliar", SectionContent(goals=[goal(**change)]))

    assert (rule, f"goals.0.{place}") in {(f.rule, f.place) for f in found}


@pytest.mark.parametrize(
    "change",
    [
        {"behaviour": "retell the story with its characters and its problem"},
        {"behaviour": "improve reading aloud from 58 to 85 words correct per minute"},
        {"how_often": "twice a month"},
        {"target_unit": "wpm", "criterion": "at 85 wpm on 4 of 5 probes"},
        {"target_unit": ""},
    ],
)
def test_sound_variations_of_a_goal_are_clean(change: dict[str, Any]):
    assert check("reading.unfamiliar", SectionContent(goals=[goal(**change)])) == []


def test_goal_that_should_fall_takes_falling_steps():
    record = (assessment(1, "Error Count", "Reading", "2026-05-02", score=12.0, unit="errors"),)
    falling = goal(
        criterion="with no more than 4 errors on 4 of 5 probes", baseline_value=12.0,
        baseline_unit="errors", target_value=4.0, target_unit="errors",
        measured_by="Error Count", steps=[StepContent(value=9), StepContent(value=6)],
        evidence=["A1"],
    )  # fmt: skip

    found = check("reading.unfamiliar", SectionContent(goals=[falling]), assessments=record)

    assert found == []
