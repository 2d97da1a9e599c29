"""The shape that is stored, and the shapes that models return."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from ieps.schemas import (
    DRAFT_OF,
    MAX_GOALS,
    GoalContent,
    GoalsDraft,
    SectionContent,
    SectionKind,
    ServiceContent,
    ServicesDraft,
    StatementDraft,
)
from providers import dialects

GOAL: dict[str, Any] = {
    "area": "spelling",
    "condition": "Given dictated words",
    "behaviour": "spell each word in writing",
    "criterion": "with 80% correct on 4 of 5 lists",
    "baseline_value": 55,
    "baseline_unit": "%",
    "target_value": 80,
    "target_unit": "%",
    "measured_by": "Pattern Spelling List",
    "how_often": "every two weeks",
    "by_whom": "special education teacher",
    "timeframe_months": 12,
    "steps": [{"value": 63, "by": "2027-01-15"}],
    "evidence": ["A2"],
}


def keywords(node: Any) -> set[str]:
    """All keywords that a JSON schema uses, without the names of its properties."""
    if isinstance(node, list):
        return set().union(*(keywords(item) for item in node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = set(node)
    for key, value in node.items():
        inner = value.values() if key in ("properties", "$defs") else [value]
        found |= set().union(*(keywords(item) for item in inner)) if inner else set()
    return found


@pytest.mark.parametrize("kind", SectionKind)
def test_draft_class_uses_only_what_every_dialect_can_say_or_drop(kind: SectionKind):
    schema = DRAFT_OF[kind].model_json_schema()

    allowed = {
        "type", "title", "description", "properties", "required", "additionalProperties", "items",
        "maxItems", "maxLength", "minimum", "maximum", "format", "anyOf", "default", "$defs",
        "$ref",
    }  # fmt: skip
    assert keywords(schema) <= allowed
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", SectionKind)
def test_draft_class_bounds_every_list_and_describes_every_field(kind: SectionKind):
    schema = DRAFT_OF[kind].model_json_schema()

    for node in [schema, *schema.get("$defs", {}).values()]:
        for name, field in node["properties"].items():
            assert field.get("description"), name
            if field.get("type") == "array":
                assert "maxItems" in field, name
            for option in field.get("anyOf", []):
                assert option["type"] in ("string", "number", "integer", "null")


def test_goals_draft_becomes_content_with_goals_and_recommendations():
    draft = GoalsDraft(
        statement="Spells short vowels.",
        goals=[GoalContent(**GOAL)],
        recommendations=["Teach one pattern at a time."],
        evidence=["A1", "A2"],
    )

    content = draft.to_content()

    assert content.goals[0].steps[0].by == date(2027, 1, 15)
    assert content.recommendations == ["Teach one pattern at a time."]
    assert draft.cited == ("A1", "A2")


def test_services_draft_becomes_content_with_services():
    service = ServiceContent(
        what="Specialized instruction in reading",
        frequency="3 times a week",
        location="resource room",
        duration="12 months",
        start_date="2026-09-14",
        provider_role="special education teacher",
    )

    content = ServicesDraft(statement="", services=[service]).to_content()

    assert content.services[0].start_date == date(2026, 9, 14)
    assert content.model_dump(mode="json")["services"][0]["start_date"] == "2026-09-14"


def test_section_content_survives_a_round_trip_through_json():
    content = SectionContent(statement="A.\nB.", goals=[GoalContent(**GOAL)])

    again = SectionContent.model_validate_json(content.model_dump_json())

    assert again == content


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"timeframe_months": 0}, "timeframe_months"),
        ({"timeframe_months": 13}, "timeframe_months"),
        ({"baseline_value": float("nan")}, "baseline_value"),
        ({"target_value": float("inf")}, "target_value"),
        ({"steps": [{"value": 60, "by": "15/01/2027"}]}, "steps"),
        ({"steps": [{"value": 60, "by": 20270115}]}, "steps"),
        ({"steps": [{"value": n} for n in range(7)]}, "steps"),
        ({"behaviour": "x" * 1_001}, "behaviour"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_goal_refuses_what_it_cannot_hold(change: dict[str, Any], place: str):
    with pytest.raises(ValidationError) as caught:
        GoalContent(**{**GOAL, **change})

    assert caught.value.errors()[0]["loc"][0] == place


@pytest.mark.parametrize("kind", SectionKind)
@pytest.mark.parametrize("backend", ["openai", "groq", "cerebras", "gemini"])
def test_every_provider_has_a_strict_schema_for_every_kind(kind: SectionKind, backend: str):
    put = dialects.dialect(backend, DRAFT_OF[kind], "json_schema")

    assert put is not None
    assert put.strict


def test_cited_id_is_read_though_its_title_follows():
    draft = StatementDraft(
        statement="", evidence=["A3: Spelling List", "[P1]", "Spelling List one"]
    )

    assert draft.evidence == ["A3", "P1", "Spelling Lis"]


def test_goal_without_a_baseline_is_allowed():
    goal = GoalContent(**{**GOAL, "baseline_value": None, "steps": []})

    assert goal.baseline_value is None
    assert goal.unit == "%"


def test_text_loses_control_characters_that_a_database_refuses():
    draft = StatementDraft(statement="  One\x00 line\r\nand\x07 another\t. ")

    assert draft.statement == "One line\nand another\t."


def test_more_goals_than_allowed_are_refused():
    with pytest.raises(ValidationError):
        SectionContent(goals=[GoalContent(**GOAL)] * (MAX_GOALS + 1))


def test_empty_content_says_so_and_a_reason_is_not_content():
    assert SectionContent(not_applicable_reason="No need is recorded here.").is_empty
    assert not SectionContent(recommendations=["Read daily."]).is_empty


def test_every_kind_has_a_draft_class_with_evidence():
    for kind in SectionKind:
        cls: type[BaseModel] = DRAFT_OF[kind]
        assert "evidence" in cls.model_fields
        assert json.dumps(cls.model_json_schema())
