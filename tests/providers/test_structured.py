"""What models write, and what is read from it. READ gives the value, REJECT gives InvalidOutput."""

import datetime
import json
import time
from enum import Enum
from typing import Literal

import pytest
from pydantic import BaseModel, Field, RootModel

from providers import structured
from providers.structured import InvalidOutput


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Thing(BaseModel):
    name: str
    count: int
    ratio: float = 1.0
    done: bool = False
    tags: list[str] = []
    when: datetime.date | None = None
    mood: Mood | None = None


class Loose(BaseModel):
    statement: str = ""
    goals: list[str] = []
    reason: str = ""


class Deep(BaseModel):
    label: str
    children: list["Deep"] = []


PLAIN = '{"name": "a", "count": 1}'
THING = Thing(name="a", count=1)

READ = {
    "plain": (PLAIN, THING),
    "white space": (f"\n\n  {PLAIN}  \n", THING),
    "byte order mark": (f"\ufeff{PLAIN}", THING),
    "fence": (f"```json\n{PLAIN}\n```", THING),
    "fence without language": (f"```\n{PLAIN}\n```", THING),
    "fence never closed": (f"```json\n{PLAIN}", THING),
    "prose around": (f"Here it is:\n{PLAIN}\nHope that helps!", THING),
    "prose with apostrophes": (f"Here's what you're after: {PLAIN} It's done.", THING),
    "prose with brackets": (f"For [STUDENT_1] [see below]: {PLAIN}", THING),
    "prose with braces": (f"Use {{name}} like so: {PLAIN}", THING),
    "thinking": (f'<think>maybe {{"name": "b"}}?</think>{PLAIN}', THING),
    "thinking, only its end": (f'I could say {{"name": "b"}}...</think>\n{PLAIN}', THING),
    "thinking tag inside a string": (
        '{"name": "<think>a</think>", "count": 1}',
        Thing(name="<think>a</think>", count=1),
    ),
    "trailing comma in object": ('{"name": "a", "count": 1,}', THING),
    "trailing comma in list": (
        '{"name": "a", "count": 1, "tags": ["x", "y",]}',
        Thing(name="a", count=1, tags=["x", "y"]),
    ),
    "missing comma between members": ('{"name": "a"\n "count": 1}', THING),
    "missing comma after number": ('{"count": 1 "name": "a"}', THING),
    "single quotes": ("{'name': 'a', 'count': 1}", THING),
    "single quotes around a double quote": (
        "{'name': 'say \"a\"', 'count': 1}",
        Thing(name='say "a"', count=1),
    ),
    "smart quotes": ("{“name”: “a”, “count”: 1}", THING),
    "smart quotes inside a string": (
        '{"name": "“a”", "count": 1}',
        Thing(name="“a”", count=1),
    ),
    "unquoted keys": ('{name: "a", count: 1}', THING),
    "python literals": (
        "{'name': 'a', 'count': 1, 'done': True, 'when': None}",
        Thing(name="a", count=1, done=True),
    ),
    "line comment": ('{"name": "a", // the name\n "count": 1}', THING),
    "hash comment": ('{"name": "a", # the name\n "count": 1}', THING),
    "block comment": ('{/* so */ "name": "a", "count": 1}', THING),
    "comment with a brace": ('{"name": "a", // } here\n "count": 1}', THING),
    "slashes inside a string": (
        '{"name": "http://a//b", "count": 1}',
        Thing(name="http://a//b", count=1),
    ),
    "raw newline in a string": (
        '{"name": "a\nb", "count": 1}',
        Thing(name="a\nb", count=1),
    ),
    "escaped single quote": (
        r'{"name": "it\'s", "count": 1}',
        Thing(name="it's", count=1),
    ),
    "unescaped inner quotes": (
        '{"name": "he said "hi" to me", "count": 1}',
        Thing(name='he said "hi" to me', count=1),
    ),
    "double encoded": (json.dumps(PLAIN), THING),
    "twice double encoded": (json.dumps(json.dumps(PLAIN)), THING),
    "one-item list": (f"[{PLAIN}]", THING),
    "envelope": (f'{{"result": {PLAIN}}}', THING),
    "envelope in a list": (f'[{{"data": {PLAIN}}}]', THING),
    "envelope with encoded value": (json.dumps({"answer": PLAIN}), THING),
    "field encoded as a string": (
        '{"name": "a", "count": 1, "tags": "[\\"x\\"]"}',
        Thing(name="a", count=1, tags=["x"]),
    ),
    "the same object twice": (f"{PLAIN}\nAgain: {PLAIN}", THING),
    "the same key with the same value": ('{"name": "a", "name": "a", "count": 1}', THING),
    "number as a string": ('{"name": "a", "count": "1"}', THING),
    "whole float for an integer": ('{"name": "a", "count": 1.0}', THING),
    "unknown extra key": ('{"name": "a", "count": 1, "confidence": 0.9}', THING),
    "ISO date": (
        '{"name": "a", "count": 1, "when": "2026-03-04"}',
        Thing(name="a", count=1, when=datetime.date(2026, 3, 4)),
    ),
    "enum": ('{"name": "a", "count": 1, "mood": "bad"}', Thing(name="a", count=1, mood=Mood.BAD)),
    "Korean": ('{"name": "김민수가", "count": 1}', Thing(name="김민수가", count=1)),
    "emoji escape": (
        '{"name": "\\ud83d\\ude00", "count": 1}',
        Thing(name="😀", count=1),
    ),
    "ellipsis inside a sentence": (
        '{"name": "and so on...", "count": 1}',
        Thing(name="and so on...", count=1),
    ),
    "forgotten bracket before the last brace": (
        '{"name": "a", "count": 1, "tags": ["x", "y"}',
        Thing(name="a", count=1, tags=["x", "y"]),
    ),
    "objects without a comma between": (
        '{"label": "r", "children": [{"label": "x"} {"label": "y"}]}',
        Deep(label="r", children=[Deep(label="x"), Deep(label="y")]),
    ),
    "empty object for a class of defaults": ("{}", Loose()),
}

REJECT = {
    "empty": "",
    "only white space": "  \n ",
    "only prose": "I am sorry, I cannot do that.",
    "only a fence": "```json\n```",
    "null": "null",
    "cut in a string": '{"name": "a", "count": 1, "tags": ["on',
    "cut after a value": '{"name": "a", "count": 1',
    "cut after a comma": '{"name": "a", "count": 1,',
    "cut after a key": '{"name": "a", "count":',
    "cut in a number": '{"name": "a", "count": 1, "ratio": 0.',
    "cut in a list of objects": '[{"name": "a", "count": 1}, {"name": "b"',
    "cut in a literal": '{"name": "a", "count": 1, "done": tru',
    "cut in thinking": '<think>The answer could be {"name": "a", "count": 1}',
    "cut inside a fence": '```json\n{"name": "a", "count": 1, "tags": [\n```',
    "cut, then prose": '{"name": "a", "count": 1, "tags": ["x"\n\nLet me know!',
    "half a number": '{"name": "a", "count": 1, "ratio": 1.}',
    "half an exponent": '{"name": "a", "count": 1, "ratio": 1e}',
    "only a sign": '{"name": "a", "count": -}',
    "leading zeros": '{"name": "a", "count": 007}',
    "thousands separator": '{"name": "a", "count": 1,000}',
    "number with a unit": '{"name": "a", "count": 5kg}',
    "arithmetic": '{"name": "a", "count": 1+1}',
    "hexadecimal": '{"name": "a", "count": 0x10}',
    "NaN": '{"name": "a", "count": 1, "ratio": NaN}',
    "Infinity": '{"name": "a", "count": 1, "ratio": Infinity}',
    "minus Infinity": '{"name": "a", "count": 1, "ratio": -Infinity}',
    "NaN as a string": '{"name": "a", "count": 1, "ratio": "NaN"}',
    "number beyond floats": '{"name": "a", "count": 1, "ratio": 1e999}',
    "undefined": '{"name": "a", "count": 1, "when": undefined}',
    "ellipsis in a list": '{"name": "a", "count": 1, "tags": ["x", ...]}',
    "ellipsis as an item": '{"name": "a", "count": 1, "tags": ["x", "..."]}',
    "ellipsis as a value": '{"name": "...", "count": 1}',
    "ellipsis in a comment": '{"name": "a", "count": 1, "tags": ["x" /* ... */]}',
    **{
        f"omission: {comment}": '{"name": "a", "count": 1, "tags": ["x", ' + comment + "\n]}"
        for words in (
            "and so on",
            "8 more items",
            "more items",
            "add 7 more items here",
            "TODO: more items",
            "your other items",
            "fill in the others",
            "the others follow",
            "tags 2-8 as above",
            "repeat for tags 2-8",
            "likewise for b to z",
            "ditto",
            "(cut for length)",
            "list shortened",
            "abbreviated",
            "나머지 생략",
        )
        for comment in (f"// {words}", f"/* {words} */")
    },
    "omission in a comment": '{"name": "a", "count": 1, // the rest is similar\n "tags": []}',
    "two different objects": '{"name": "a", "count": 1} {"name": "b", "count": 2}',
    "two different fences": (
        '```json\n{"name": "a", "count": 1}\n```\nor\n```json\n{"name": "a", "count": 2}\n```'
    ),
    "list of several": '[{"name": "a", "count": 1}, {"name": "b", "count": 2}]',
    "a key twice with different values": '{"name": "a", "name": "b", "count": 1}',
    "a key twice, single quotes": "{'name': 'a', 'name': 'b', 'count': 1}",
    "the schema": json.dumps(Thing.model_json_schema()),
    "the schema filled in": '{"type": "object", "properties": {"name": "a", "count": 1}}',
    "missing required key": '{"name": "a"}',
    "wrong type": '{"name": "a", "count": "many"}',
    "fraction for an integer": '{"name": "a", "count": 1.5}',
    "boolean for an integer": '{"name": "a", "count": true}',
    "number for a date": '{"name": "a", "count": 1, "when": 0}',
    "number for a string": '{"name": 5, "count": 1}',
    "null for a string": '{"name": null, "count": 1}',
    "unknown enum value": '{"name": "a", "count": 1, "mood": "so-so"}',
    "misspelt optional key": '{"name": "a", "count": 1, "tag": ["x"]}',
    "optional key in another case": '{"name": "a", "count": 1, "Tags": ["x"]}',
    "null byte": '{"name": "a\\u0000b", "count": 1}',
    "lone surrogate": '{"name": "a\\ud800", "count": 1}',
    "value missing": '{"name": , "count": 1}',
    "item missing": '{"name": "a", "count": 1, "tags": ["x",, "y"]}',
    "python tuple": "{'name': 'a', 'count': 1, 'tags': ('x', 'y')}",
    "python call": "{'name': 'a', 'count': 1, 'when': date(2026, 1, 2)}",
    "string concatenation": '{"name": "a" + "b", "count": 1}',
    "XML": "<thing><name>a</name><count>1</count></thing>",
    "YAML": "name: a\ncount: 1",
    "closed too early": '{"name": "a", "count": 1}, "done": true}',
    "members after the end": '{"name": "a", "count": 1} "done": true',
    "members before the start": '"done": {"name": "a", "count": 1}',
    "a closing quote forgotten": '{"name": "a, "count": 1}',
    "a stray quote at the end": '{"name": "a"", "count": 1}',
    "a comment that swallows a value": '{"name": "a", "count": 1, "tags": ["x",\n # one"]}',
    "a member at the wrong level": '{"name": "a", "count": 1, "tags": ["x"] "y"], "z": 2}',
    "broken object beside a good one": '{"name": "a", "count": } {"name": "b", "count": 2}',
}


@pytest.mark.parametrize("case", READ)
def test_read_understands(case):
    text, value = READ[case]
    assert structured.read(text, type(value)) == value


@pytest.mark.parametrize("case", REJECT)
def test_read_rejects(case):
    with pytest.raises(InvalidOutput) as refusal:
        structured.read(REJECT[case], Thing)
    assert all(reason for reason in refusal.value.reasons)


@pytest.mark.parametrize(
    "text",
    [
        '{"result": {"statement": "x"}, "ok": true}',
        '{"Statement": "x"}',
        '{"statment": "x"}',
        '{"text": "x"}',
        '{"type": "object", "properties": {"statement": {"type": "string"}}}',
        '{"statement": "x", "goal": ["y"]}',
    ],
)
def test_read_does_not_turn_another_object_into_defaults(text):
    with pytest.raises(InvalidOutput):
        structured.read(text, Loose)


def test_read_unwraps_an_envelope_even_for_a_class_of_defaults():
    assert structured.read('{"result": {"statement": "x"}}', Loose) == Loose(statement="x")


@pytest.mark.parametrize("text", [PLAIN, f"{PLAIN} ", '{"name": "a"', "```json\n" + PLAIN])
def test_read_never_uses_an_answer_that_the_provider_cut(text):
    with pytest.raises(InvalidOutput, match="cut off"):
        structured.read(text, Thing, complete=False)


def test_read_takes_a_root_list_with_or_without_an_envelope():
    things = RootModel[list[Thing]]
    assert structured.read(f"[{PLAIN}, {PLAIN}]", things).root == [THING, THING]
    assert structured.read(f'{{"answer": [{PLAIN}]}}', things).root == [THING]


def test_read_reports_every_place_that_is_wrong():
    class Strict(BaseModel):
        kind: Literal["a", "b"]
        size: int = Field(le=3)

    with pytest.raises(InvalidOutput) as refusal:
        structured.read('{"kind": "c", "size": 4}', Strict)
    assert [reason.split(":")[0] for reason in refusal.value.reasons] == ["kind", "size"]


def test_read_applies_the_transform_before_the_schema():
    value = structured.read(
        '{"name": "a", "count": 1, "when": "[DATE_1]"}',
        Thing,
        transform=lambda tree: {**tree, "when": "2026-01-02"},
    )
    assert value.when == datetime.date(2026, 1, 2)


MEGABYTE = {
    "open braces": "{" * 1_000_000,
    "open brackets": "[" * 1_000_000,
    "closed brackets": "[" * 500_000 + "]" * 500_000,
    "nested objects": '{"a":' * 200_000 + "1" + "}" * 200_000,
    "quotes": '{"name": "' + '"x" ' * 250_000 + '"}',
    "backslashes": '{"name": "' + "\\" * 1_000_000,
    "bare words": "{" + "a: b, " * 160_000 + "}",
    "commas": '{"tags": [' + "1," * 500_000 + "]}",
    "single quotes": "{'tags': [" + "'x y', " * 140_000 + "]}",
    "many objects": "{} " * 330_000,
    "prose": "word " * 200_000,
    "think tags": "<think>" * 140_000,
    "end-of-think tags": "{" + "</think>" * 120_000,
    "fences": "```json\n" * 120_000,
    "slashes": "{" + "/" * 1_000_000,
    "open comments": '{"a": 1 ' + "/* " * 330_000,
    "digits": '{"count": ' + "9" * 1_000_000 + "}",
    "colons": "{" + ":" * 1_000_000 + "}",
    "half objects": '{"a": ' * 30 + "[1, " * 200_000,
    "keys": "{" + ", ".join(f'"k{number}": 1' for number in range(60_000)) + ",}",
    "escaped quotes": '{"name": "' + '\\"' * 500_000,
    "smart quotes": "{“" * 500_000,
    "prose brackets": "[see] " * 160_000,
}


@pytest.mark.parametrize("case", MEGABYTE)
def test_read_is_bounded_on_a_megabyte_of_anything(case):
    # The thread's own time: what else the machine does is not in it.
    began = time.thread_time()
    with pytest.raises(InvalidOutput):
        structured.read(MEGABYTE[case], Thing)
    assert time.thread_time() - began < 5


def test_read_takes_a_large_answer_with_a_slip():
    rows = ", ".join('{"label": "row"}' for _ in range(20_000))
    value = structured.read(f'{{"label": "root", "children": [{rows},]}}', Deep)
    assert len(value.children) == 20_000


def test_read_text_drops_thinking_and_refuses_nothing():
    assert structured.read_text("<think>hm</think> Hello ") == "Hello"
    for text in ("", "<think>hm</think>", "<think>never ends"):
        with pytest.raises(InvalidOutput):
            structured.read_text(text)


REFUSALS = (
    "I'm sorry, but I can't help with that request.",
    "I am sorry, but I cannot help with that request.",
    "I’m really sorry, I can’t assist with this.",
    "Sorry, but I won't write that.",
    "I cannot provide medical instructions for a child.",
    "I can't help with creating this plan.",
    "Unfortunately, I am unable to comply with this request.",
    "As an AI language model, I cannot generate such content.",
    "<think>They want harm.</think>I must decline to write this.",
    "죄송하지만 그 요청은 도와드릴 수 없습니다.",
)
NO_REFUSALS = (
    "",
    "I would rather talk about it.",
    "Sorry for the wait! Here is the plan: squat, hinge, press.",
    "I can help with that. What is the goal?",
    'I cannot give the rest, but: {"name": "a"}',
    "The student says: I can't help with that.",
    "<think>I cannot help with that",
)


@pytest.mark.parametrize("text", REFUSALS)
def test_declines_knows_a_refusal_in_plain_words(text):
    assert structured.declines(text)


@pytest.mark.parametrize("text", NO_REFUSALS)
def test_declines_takes_nothing_else_for_a_refusal(text):
    assert not structured.declines(text)
