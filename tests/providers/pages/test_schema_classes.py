import datetime
import json

import pytest
from pydantic import ValidationError

from providers.schema_classes import UnsupportedSchema, class_from


def made(properties, required=(), **more):
    schema = {"type": "object", "properties": properties, "required": list(required), **more}
    return class_from(json.dumps(schema))


def accepts(properties, value):
    return made(properties, ["x"]).model_validate_json(json.dumps({"x": value})).model_dump()["x"]


@pytest.mark.parametrize(
    ("node", "good", "bad"),
    [
        ({"type": "string"}, "a", 1),
        ({"type": "string", "minLength": 2, "maxLength": 3}, "ab", "abcd"),
        ({"type": "string", "pattern": "^a+$"}, "aa", "ab"),
        ({"type": "integer", "minimum": 1, "maximum": 7}, 7, 8),
        ({"type": "number", "exclusiveMinimum": 0}, 0.5, 0),
        ({"type": "integer", "multipleOf": 5}, 10, 11),
        ({"type": "boolean"}, True, "perhaps"),
        ({"enum": ["a", 2, None]}, None, "b"),
        ({"const": "fixed"}, "fixed", "other"),
        ({"type": ["string", "null"]}, None, 5),
        ({"type": ["string", "null"], "maxLength": 2}, "ab", "abc"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, None, "x"),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 2}, [1, 2], [1, 2, 3]),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            [["a"]],
            ["a"],
        ),
        ({"type": "null"}, None, 0),
    ],
)
def test_each_kind_accepts_and_refuses(node, good, bad):
    assert accepts({"x": node}, good) == good
    with pytest.raises(ValidationError):
        accepts({"x": node}, bad)


def test_dates_are_read():
    day = accepts({"x": {"type": "string", "format": "date"}}, "2026-02-03")

    assert day == datetime.date(2026, 2, 3)


def test_what_is_not_required_may_be_left_out_or_null():
    schema = made({"a": {"type": "string"}, "b": {"type": "integer"}}, ["a"])

    assert schema.model_validate({"a": "x"}).model_dump() == {"a": "x", "b": None}
    with pytest.raises(ValidationError):
        schema.model_validate({"b": 1})


def test_additional_properties_are_refused_unless_allowed():
    node = {"x": {"type": "string"}}

    with pytest.raises(ValidationError):
        made(node).model_validate({"x": "a", "y": 1})
    made(node, additionalProperties=True).model_validate({"x": "a", "y": 1})


def test_objects_nest_and_references_resolve():
    schema = made(
        {"items": {"type": "array", "items": {"$ref": "#/$defs/Item"}}},
        ["items"],
        **{"$defs": {"Item": {"type": "object", "properties": {"n": {"type": "integer"}}}}},
    )

    assert schema.model_validate({"items": [{"n": 1}]}).model_dump() == {"items": [{"n": 1}]}


@pytest.mark.parametrize(
    "name", ["schema", "model_x", "class", "two words", "_hidden", "naïve", "1"]
)
def test_any_property_name_comes_back_as_it_was(name):
    schema = made({name: {"type": "integer"}}, [name])

    value = schema.model_validate({name: 1})

    assert value.model_dump(by_alias=True) == {name: 1}
    assert name in schema.model_json_schema()["properties"]


def test_the_same_text_is_the_same_class_and_another_is_not():
    assert made({"a": {"type": "string"}}) is made({"a": {"type": "string"}})
    assert made({"a": {"type": "string"}}).__name__ != made({"b": {"type": "string"}}).__name__


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{", "not JSON"),
        ("[" * 9_000, "not JSON"),
        ("[]", "JSON object"),
        ('{"type": "array"}', 'must be "object"'),
        ('{"type": "object", "properties": {}}', "at least one property"),
        ('{"type": "object", "properties": []}', "JSON object"),
        ('{"type": "object", "properties": {"x": {}}}', "it is missing"),
        ('{"type": "object", "properties": {"x": {"type": "date"}}}', "not “date”"),
        ('{"type": "object", "properties": {"x": {"type": "string", "format": "uri"}}}', "formats"),
        ('{"type": "object", "properties": {"x": {"oneOf": []}}}', "x"),
        ('{"type": "object", "properties": {"x": {"type": "array"}}}', "needs “items”"),
        ('{"type": "object", "properties": {"x": {"type": "string", "if": {}}}}', "“if”"),
        ('{"type": "object", "properties": {"x": {"enum": []}}}', "at least one value"),
        ('{"type": "object", "properties": {"x": {"enum": [{}]}}}', "texts"),
        ('{"type": "object", "properties": {"x": {"$ref": "#/$defs/No"}}}', "not among"),
        ('{"type": "object", "properties": {"x": {"type": "string", "minLength": "a"}}}', "number"),
        ('{"type": "object", "properties": {"x": {"type": "string", "pattern": "("}}}', "pattern"),
        ('{"type": "object", "properties": {"x": 1}}', "JSON object"),
        ('{"type": "object", "properties": {"x": {"anyOf": []}}}', "at least one type"),
        (
            '{"type": "object", "required": ["y"], "properties": {"x": {"type": "null"}}}',
            "required",
        ),
        (
            '{"type": "object", "properties": {"x": {"type": "object", "properties": '
            '{"y": {"type": "integer"}}, "additionalProperties": {"type": "string"}}}}',
            "additionalProperties",
        ),
        (
            '{"type": "object", "properties": {"x": {"$ref": "#/$defs/T"}}, "$defs": {"T": '
            '{"type": "object", "properties": {"t": {"$ref": "#/$defs/T"}}}}}',
            "contains itself",
        ),
        ("x" * 20_001, "longer than"),
    ],
)
def test_what_is_not_supported_is_named(schema, said):
    with pytest.raises(UnsupportedSchema) as refusal:
        class_from(schema)

    assert said in str(refusal.value)


def test_depth_and_breadth_are_bounded():
    deep = {"type": "string"}
    for _ in range(30):
        deep = {"type": "object", "properties": {"a": deep}}
    with pytest.raises(UnsupportedSchema, match="levels deep"):
        class_from(json.dumps(deep))
    with pytest.raises(UnsupportedSchema, match="more than 200"):
        made({f"p{number}": {"type": "null"} for number in range(201)})
