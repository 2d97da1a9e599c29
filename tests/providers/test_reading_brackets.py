"""A bracket is mended only where one place fits; nothing moves to another parent."""

import json
import random
from typing import Any

import pytest
from pydantic import BaseModel

from providers import brackets, structured
from providers.structured import InvalidOutput


class Node(BaseModel):
    name: str
    below: list["Node"] = []


class Pair(BaseModel):
    left: "Pair | None" = None
    right: "Pair | None" = None
    word: str | None = None


class Row(BaseModel):
    name: str
    load: float | None = None
    note: str | None = None


class Sheet(BaseModel):
    rows: list[Row] = []
    remarks: list[str] = []


class Cells(BaseModel):
    cells: list[list[Any]]


NODE = Node(name="a", below=[Node(name="b", below=[Node(name="c")]), Node(name="d")])


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"}},{"name":"d"}]}',
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"]},{"name":"d"}]}',
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"}]},{"name":"d"}}',
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"}]},{"name":"d"}]]}',
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"}]},{"name":"d"}]}}',
        '{"name":"a","below":[{"name":"b","below":[{"name":"c"}]},{"name":"d"}]}]',
    ],
)
def test_one_wrong_bracket_with_one_place_is_mended(text):
    assert structured.read(text, Node) == NODE


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        # Either inside the first object or beside it.
        ('{"left":{"word":"x"},"right":{"word":"y","left":{"word":"z"}}}}', Pair),
        ('{"left":{"left":{"word":"x"},"right":{"word":"y"}}}}', Pair),
        ('{"cells":[["x",["y","z"]]}', Cells),
        ('{"cells":[["x","y",["z"]]}', Cells),
        # Two slips: a bracket with a comma, or two brackets.
        ('{"rows":[{"name":"a","load":82{"name":"b"}]}', Sheet),
        ('{"rows":[{"name":"a","load":82 {"name":"b"}]}', Sheet),
        ('{"rows":[{"name":"a","note":"x"{"name":"b"}]}', Sheet),
        ('{"name":"a","below":[{"name":"b","below":[{"name":"c"},{"name":"d"}]}', Node),
        ('{"name":"a","below":[{"name":"b"}]}]}', Node),
        # Cut at the end, or with a number that may go on.
        ('{"rows":[{"name":"a"}]', Sheet),
        ('{"rows":[{"name":"a","load":8]}', Sheet),
        ('{"rows":[{"name":"a","load":8,{"name":"b"}]}', Sheet),
        # The bracket may be the one inside the string.
        ('{"remarks":"[x","y"]}', Sheet),
        ('{"remarks":["x","y]"}', Sheet),
        # More than one object, or one that is only the end of something.
        ('[x, {"rows":[]}]', Sheet),
        ('{"rows":[]}}}', Sheet),
        ('{"rows":[]}}, "remarks":[]', Sheet),
        ('{"remarks":{"x","y"}}', Cells),
    ],
)
def test_a_bracket_with_several_places_or_another_slip_is_refused(text, schema):
    with pytest.raises(InvalidOutput):
        structured.read(text, schema)


def test_the_reason_says_that_the_place_is_not_known():
    with pytest.raises(InvalidOutput, match="several places"):
        structured.read('{"cells":[["x",["y","z"]]}', Cells)


def test_readings_gives_every_text_that_one_bracket_makes_json():
    texts = [reading.text for reading in brackets.readings('[["x","y"],["z"]')]
    assert sorted(texts) == ['[["x","y"],"z"]', '[["x","y"],["z"]]']


@pytest.mark.parametrize("text", ["", "{'a': [1}", "[1 2", '{"a": tru', "[[1,2", '{"a":{"b":[}'])
def test_readings_mends_nothing_but_one_bracket(text):
    assert brackets.readings(text) == []


def test_readings_says_what_is_doubtful():
    doubts = {reading.text: reading.doubt for reading in brackets.readings('{"a":[1}')}
    assert doubts.keys() == {'{"a":1}', '{"a":[1]}'}
    assert not doubts['{"a":1}']
    assert "number" in doubts['{"a":[1]}']


def node(source, depth=0):
    made = {"name": source.choice(("x", "a, b", "[c", "d}", 'say "e"'))}
    if depth < 3 and source.random() < 0.8:
        made["below"] = [node(source, depth + 1) for _ in range(source.randint(0, 3))]
    return made


def pair(source, depth=0):
    made = {"word": source.choice(("x", "y z"))} if source.random() < 0.7 else {}
    for side in ("left", "right"):
        if depth < 3 and source.random() < 0.6:
            made[side] = pair(source, depth + 1)
    return made or {"word": "w"}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("make", "schema"), [(node, Node), (pair, Pair)])
def test_no_single_wrong_bracket_gives_another_value(make, schema, seed):
    source = random.Random(seed)
    true = make(source)
    text, other = json.dumps(true), {"{": "[", "[": "{", "}": "]", "]": "}"}
    read = 0
    for place in [place for place, char in enumerate(text) if char in other]:
        before, char, after = text[:place], text[place], text[place + 1 :]
        for mutant in (before + after, before + char * 2 + after, before + other[char] + after):
            try:
                value = structured.read(mutant, schema)
            except InvalidOutput:
                continue
            try:
                meant = json.loads(mutant)  # inside a string, a bracket is text
            except ValueError:
                meant = true
            assert value == schema.model_validate(meant), mutant
            read += 1
    assert read


def test_a_large_answer_with_a_wrong_bracket_is_answered_in_time():
    inner = ",".join("[" + ",".join('"x"' for _ in range(30)) + "]" for _ in range(200))
    with pytest.raises(InvalidOutput):
        structured.read(f'{{"cells":[[{inner}]}}', Cells)
