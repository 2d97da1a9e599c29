"""The made-up answers are valid instances of the schemas they were made for."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel, ConfigDict, Field

from tests.fakes.answers import find_schema
from tests.fakes.instances import instance
from tests.fakes.patterns import matching


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["goal", "note"]
    text: str = Field(min_length=5, max_length=60, description="What was seen in class")
    share: float = Field(gt=0, lt=1)
    due: date | None = None
    tags: set[str] = Field(min_length=3, max_length=5)


class Tree(BaseModel):
    title: str
    leaves: list[Leaf] = Field(min_length=2, max_length=3)
    children: list[Tree] = []
    other: Leaf | None
    counts: dict[str, int] = {}
    pair: tuple[int, str]
    code: str = Field(pattern=r"^[A-Z]{2}-\d{3}$")
    week: int = Field(ge=1, le=12, multiple_of=2)


SCHEMAS: list[dict[str, Any]] = [
    {"type": "object", "properties": {}, "additionalProperties": False},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3, "uniqueItems": True},
    {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
    {"type": "number", "maximum": -2},
    {"type": "number", "minimum": 10.5, "maximum": 10.75},
    {"type": "integer", "minimum": 7, "multipleOf": 5},
    {"type": ["null", "string"], "maxLength": 4},
    {"type": "string", "minLength": 200},
    {"type": "string", "minLength": 12, "maxLength": 12},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "pattern": r"^(low|high)-[0-9a-f]{4}(\.\w+)?$"},
    {"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 2},
    {"allOf": [{"type": "object", "properties": {"a": {"const": 3}}}, {"required": ["a"]}]},
    {"oneOf": [{"type": "null"}, {"type": "array", "items": {"type": "number"}}]},
    {"enum": [None, "x"]},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False},
    {"type": "array", "items": {"type": "string"}, "maxItems": 0},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_instance_valid(schema: dict[str, Any]) -> None:
    for seed in ("one", "two", "three"):
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(
            instance(schema, seed=seed)
        )


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_instance_of_pydantic_class(mode: Literal["validation", "serialization"]) -> None:
    """Recursive, with unions, bounds, a set and a tuple."""
    tree = Tree.model_validate(instance(Tree.model_json_schema(mode=mode), seed="x"))

    assert len(tree.leaves) >= 2
    assert tree.other is not None
    assert tree.children


def test_instance_same_for_same_seed() -> None:
    schema = Tree.model_json_schema()

    assert instance(schema, seed="a") == instance(schema, seed="a")


def test_instance_placeholder_once_in_first_free_text() -> None:
    made = instance(Tree.model_json_schema(), seed="a", placeholder="[NAME_1]")

    assert made["title"].startswith("[NAME_1] ")
    assert json.dumps(made).count("[NAME_1]") == 1


def test_instance_strings_speak_of_their_property() -> None:
    schema = {"type": "object", "properties": {"long_term_goal": {"type": "string"}}}

    assert "ong term goal" in instance(schema, seed="a")["long_term_goal"]


@pytest.mark.parametrize(
    "pattern", [r"^\d{4}-\d{2}$", r"a|b", r"[^a-z]+x?", r"^\S+@\S+$", r"(ab){2,}"]
)
def test_pattern_matched(pattern: str) -> None:
    made = matching(pattern)

    if pattern == r"^\S+@\S+$":
        assert made is None
        return
    assert made is not None
    assert re.search(pattern, made)


@pytest.mark.parametrize("pattern", [r"(?=a)b", "(", r"(a)\1"])
def test_pattern_beyond(pattern: str) -> None:
    assert matching(pattern) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no schema {here}, nor {} here", False),
        ('an object {"a": {"b": 1}} is none', False),
        ('reply as {"type": "object", "properties": {"a": {"type": "string"}}} please', True),
        ('in {"schema": {"type": "object", "properties": {"a": {}}}}', True),
        ('{"$defs": {"A": {"type": "string"}}, "$ref": "#/$defs/A"}', True),
    ],
)
def test_find_schema(text: str, found: bool) -> None:
    assert (find_schema(text) is not None) is found
