"""What is wrapped around an answer or stands in its place, and strings that became one."""

import json

import pytest
from pydantic import BaseModel, RootModel

from providers import structured
from providers.structured import InvalidOutput


class Named(BaseModel):
    name: str
    remark: str | None = None


class Loose(BaseModel):
    title: str | None = None
    required: bool | None = None
    tags: list[str] = []


class Branch(BaseModel):
    size: int
    twigs: list["Branch"] = []


class Twin(BaseModel):
    size: int | None = None
    other: "Twin | None" = None


class Weighed(BaseModel):
    load_kg: float
    rest_seconds: int = 0
    age: int = 0


ANA = {"name": "Ana", "remark": "x"}


@pytest.mark.parametrize(
    "call",
    [
        {"name": "answer", "arguments": ANA},
        {"name": "answer", "arguments": json.dumps(ANA)},
        {"name": "Named", "parameters": ANA},
        {"type": "tool_use", "id": "t1", "name": "answer", "input": ANA},
        {"tool": "answer", "name": "answer", "args": ANA},
        {"type": "function", "function": {"name": "answer", "arguments": json.dumps(ANA)}},
        {"tool_calls": [{"id": "t1", "function": {"name": "answer", "arguments": ANA}}]},
        {"arguments": ANA},
    ],
)
def test_of_a_tool_call_only_what_it_was_called_with_is_the_answer(call):
    assert structured.read(json.dumps(call), Named) == Named(**ANA)


@pytest.mark.parametrize(
    "answer",
    [
        {"name": "answer", "arguments": {}},
        {"name": "answer", "arguments": None},
        {"name": "answer", "arguments": "name=Ana"},
        {"name": "answer", "arguments": [ANA, ANA]},
        {"name": "answer", "data": ANA},
        {"name": "answer", "remark": "y", "value": {"name": "Ana"}},
    ],
)
def test_the_name_around_an_object_is_not_taken_for_the_one_in_it(answer):
    with pytest.raises(InvalidOutput):
        structured.read(json.dumps(answer), Named)


def test_a_field_called_like_a_payload_is_a_field():
    class Call(BaseModel):
        name: str
        arguments: dict[str, int]

    text = '{"name": "f", "arguments": {"x": 1}}'
    assert structured.read(text, Call) == Call(name="f", arguments={"x": 1})


def test_other_extra_keys_are_still_dropped():
    assert structured.read('{"name": "Ana", "input": "keyboard"}', Named) == Named(name="Ana")
    assert structured.read('{"name": "Ana", "meta": {"model": "m"}}', Named) == Named(name="Ana")


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ('{"twigs": [{"size": 2}]}', Branch),
        ('{"twigs": {"size": 2}}', Branch),
        ('[{"twigs": [{"size": 2}]}]', Branch),
        ('{"result": {"twigs": [{"size": 2}]}}', Branch),
        ('{"twigs": [{"size": 2}]}', RootModel[list[Branch]]),
        ('{"othr": {"size": 2}}', Twin),
    ],
)
def test_a_child_does_not_replace_its_parent(text, schema):
    with pytest.raises(InvalidOutput):
        structured.read(text, schema)


def test_an_envelope_that_only_resembles_a_field_is_one():
    assert structured.read('{"tag": {"tags": ["x"]}}', Loose) == Loose(tags=["x"])


@pytest.mark.parametrize(
    "echo",
    [
        {"title": "Loose", "type": "object"},
        {"title": "Loose", "type": "object", "additionalProperties": False},
        {"type": "array", "title": "Loose"},
        {"type": "string", "title": "Title"},
        {"properties": {"title": "Week 1"}},
        {"schema": {"title": "Loose", "type": "object"}},
    ],
)
def test_the_schema_without_its_properties_is_no_answer(echo):
    with pytest.raises(InvalidOutput):
        structured.read(json.dumps(echo), Loose)


def test_a_field_called_like_a_word_of_schemas_is_a_field():
    assert structured.read('{"title": "x", "required": true}', Loose).required is True


@pytest.mark.parametrize(
    "item",
    ["⋯", "‥", ".......", "………", "… …", "- ...", "... (12 more)", "…and so on", "... etc.",
     "[... 3 more items]", "... and many others"],
)  # fmt: skip
def test_an_item_that_stands_for_others_is_refused(item):
    with pytest.raises(InvalidOutput, match="ellipsis"):
        structured.read(json.dumps({"tags": ["x", item]}), Loose)


@pytest.mark.parametrize("item", ["...and hold", "wait …", "e.g. this", "more", "5 more", "-", "."])
def test_an_ellipsis_in_a_sentence_is_text(item):
    assert structured.read(json.dumps({"tags": [item]}), Loose).tags == [item]


@pytest.mark.parametrize(
    "between", [" and ", " or ", ";", "/", " | ", ". ", " -> ", "...", " – ", " to ", " & "]
)
def test_two_strings_with_something_between_are_not_one(between):
    for text in (f'{{"tags": ["x"{between}"y"]}}', f'{{"title": "x"{between}"y"}}'):
        with pytest.raises(InvalidOutput):
            structured.read(text, Loose)


@pytest.mark.parametrize(
    "words",
    ['say "go" now', 'the "big" one', '(a "b" c)', '"first" of all', '그는 "네"라고 했다',
     'either "x" or "y" then'],
)  # fmt: skip
def test_quoted_words_inside_a_string_are_read(words):
    assert structured.read(f'{{"title": "{words}"}}', Loose).title == words


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "x," "tags": []}',
        '{"tags": ["x,""y"]}',
        '{"tags": ["x"",y"]}',
        '{"tags": ["x", #"y"\n]}',
        '{"tags": [\n  "x\n" ]}',
        '{"title": "say \\go\\" now", "tags": [],}',
        '{"tags": [["x"],][]}',
    ],
)
def test_characters_that_changed_places_are_not_guessed(text):
    with pytest.raises(InvalidOutput):
        structured.read(text, Loose)


@pytest.mark.parametrize(
    "text", ['{"tags": ["x",, "y"]}', '{"tags":: ["x", "y"]}', '{"tags": ["x" "y"]}']
)
def test_a_doubled_or_missing_mark_does_not_change_a_value(text):
    try:
        value = structured.read(text, Loose)
    except InvalidOutput:
        return
    assert value == Loose(tags=["x", "y"])


@pytest.mark.parametrize(
    "text",
    [
        '{"load_kg": 180 /* lb */}',
        '{"load_kg": 180, // lbs\n "age": 3}',
        '{"load_kg": 80, "rest_seconds": 2 # minutes\n}',
    ],
)
def test_a_comment_with_another_unit_is_refused(text):
    with pytest.raises(InvalidOutput, match="unit"):
        structured.read(text, Weighed)


@pytest.mark.parametrize(
    "text",
    [
        '{"load_kg": 80 /* kg */, "age": 3 // years\n}',
        '{"load_kg": 80, // kg\n "age": 3}',
        '{"load_kg": 80, // as heavy as in lb last year\n "age": 3}',
    ],
)
def test_a_comment_with_the_same_unit_or_none_is_read(text):
    assert structured.read(text, Weighed) == Weighed(load_kg=80, age=3)


def test_a_number_that_runs_into_the_next_key_is_refused():
    with pytest.raises(InvalidOutput, match="runs into"):
        structured.read('{"load_kg": 82"age": 3}', Weighed)


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```", "~~~json\n{}\n~~~"])
def test_an_answer_encoded_once_more_is_read_in_a_fence(fence):
    text = fence.format(json.dumps(json.dumps(ANA)))
    assert structured.read(text, Named) == Named(**ANA)
