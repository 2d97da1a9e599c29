import json

import pytest
from pydantic import BaseModel, Field

from project.findings import Finding, Severity
from providers import gateway
from providers.errors import Category, GenerationFailed
from providers.salvage import complete_items
from providers.structured import InvalidOutput
from tests.fakes import Fail, Ok


class Row(BaseModel):
    name: str
    tags: list[str] = []
    size: int = Field(ge=0)


class Table(BaseModel):
    title: str
    rows: list[Row]
    remark: str = ""


class Words(BaseModel):
    words: list[str]


class Numbers(BaseModel):
    numbers: list[int]


ROWS = [{"name": f'row "{n}" [{{', "tags": ["a", "b]"], "size": n} for n in range(5)]
WHOLE = json.dumps({"title": "T", "rows": ROWS, "remark": "end"})


def test_every_cut_keeps_exactly_the_items_that_are_whole():
    starts = [WHOLE.index(json.dumps(row)) for row in ROWS]
    ends = [start + len(json.dumps(row)) for start, row in zip(starts, ROWS, strict=True)]
    for cut in range(len(WHOLE)):
        wanted = sum(end <= cut for end in ends)
        if not wanted:
            with pytest.raises(InvalidOutput):
                complete_items(WHOLE[:cut], Table, "rows")
            continue
        value, count = complete_items(WHOLE[:cut], Table, "rows")
        assert count == wanted
        assert [row.model_dump() for row in value.rows] == ROWS[:wanted]


@pytest.mark.parametrize(
    ("text", "schema", "field", "kept"),
    [
        ('{"words": ["one", "two", "thr', Words, "words", ["one", "two"]),
        ('{"words": ["one", "two"', Words, "words", ["one", "two"]),
        ('{"numbers": [1, 22, 3', Numbers, "numbers", [1, 22]),
        ('```json\n{"numbers": [1, 22, ', Numbers, "numbers", [1, 22]),
        ('<think>{"numbers": [9]}</think>{"numbers": [1, 2', Numbers, "numbers", [1]),
    ],
)
def test_items_of_other_kinds(text, schema, field, kept):
    value, count = complete_items(text, schema, field)
    assert (getattr(value, field), count) == (kept, len(kept))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2",
        '{"rows": [{"name": "a", "size": 1}',
        '{"title": "T", "other": [{"name": "a", "size": 1}, ',
        '{"title": "T", "inner": {"rows": [{"name": "a", "size": 1}, ',
        '{"title": "T", "rows": [{"name": "a", "size": -1}, {"na',
        '{"title": "T", "rows": [{"name": "...", "size": 1}, {"na',
        "{'title': 'T', 'rows': [{'name': 'a', 'size': 1}, ",
    ],
)
def test_what_cannot_be_salvaged_is_refused(text):
    with pytest.raises(InvalidOutput):
        complete_items(text, Table, "rows")


CUT = Ok(text=WHOLE[:150], finish="length")


@pytest.mark.django_db
def test_generate_keeps_whole_items_where_the_caller_asked(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", CUT)
    draft = gateway.generate(ask(schema=Table, salvage_list="rows", max_output_tokens=300))
    assert 0 < len(draft.value.rows) < 5
    assert [finding.rule for finding in draft.findings] == ["salvaged"]
    assert draft.findings[0].place == "rows"
    assert [attempt.category for attempt in draft.attempts] == ["truncated", "truncated"]
    assert providers.calls("groq") == []


@pytest.mark.django_db
def test_generate_prefers_a_whole_answer(providers, route, ask):
    route("openai")
    providers.script("openai", CUT, Ok(text=WHOLE))
    draft = gateway.generate(ask(schema=Table, salvage_list="rows", max_output_tokens=300))
    assert (len(draft.value.rows), draft.findings) == (5, ())


@pytest.mark.django_db
def test_generate_keeps_what_it_has_when_the_second_try_fails(providers, route, ask):
    route("openai")
    providers.script("openai", CUT, Fail("bad_request"))
    draft = gateway.generate(ask(schema=Table, salvage_list="rows", max_output_tokens=300))
    assert len(draft.value.rows) > 0


@pytest.mark.django_db
def test_salvaged_items_are_checked_like_others(providers, route, ask):
    route("openai")
    providers.always("openai", CUT)
    broken = Finding(Severity.ERROR, "too-few", "rows", "Too few rows.")
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(
            ask(
                schema=Table,
                salvage_list="rows",
                check=lambda table: [broken],
                on_findings="reject",
            )
        )
    assert failure.value.category == Category.TRUNCATED
