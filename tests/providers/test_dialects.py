from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, RootModel

from providers import structured
from providers.backends import backend
from providers.backends.base import ProviderCall, Pulse
from providers.dialects import dialect
from providers.generation import Message

MODES = ("json_schema", "tool", "json_object", "prompt")


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Item(BaseModel):
    name: str = Field(description="What it is called.")
    size: int = Field(ge=1, le=9, default=3)
    color: Color = Color.RED
    when: str | None = None


class Tree(BaseModel):
    label: str
    children: list["Tree"] = []


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    good: bool


class Flat(BaseModel):
    title: str
    items: list[Item] = Field(min_length=1, max_length=3)
    best: Item | None = None
    level: Literal[1, 2, 3] = 1


class Dated(BaseModel):
    day: date
    note: str = Field(default="", max_length=200)


class Unions(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    amount: int | str


class Open(BaseModel):
    scores: dict[str, int]


class Anything(BaseModel):
    value: Any


SCHEMAS = (Flat, Dated, Tree, Unions, Open, RootModel[list[Item]])


@pytest.mark.parametrize("provider", ["openai", "groq", "cerebras", "gemini"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_dialect_is_accepted_by_its_provider(fake_providers, provider, mode, schema):
    form = dialect(provider, schema, mode)
    if form is None:
        assert mode in ("json_schema", "tool")
        return
    model = "openai/gpt-oss-120b" if provider == "groq" else "any-model"
    call = ProviderCall(
        model,
        (Message("user", "Write it."),),
        mode,
        5.0,
        4000,
        schema=form.schema,
        strict=form.strict,
        base_url=fake_providers.base_urls[provider],
        api_key="k",
    )
    answer = backend(provider).complete(call, Pulse(5.0))
    if (provider, schema) in {("cerebras", Dated), ("gemini", Dated)} and mode in MODES[:2]:
        return  # these dialects cannot say "date", so only the reader enforces it
    assert structured.read(answer.text, schema, answer.complete)


def test_every_schema_has_some_mode_with_every_provider():
    for provider in ("openai", "groq", "cerebras", "gemini"):
        for schema in (*SCHEMAS, Anything):
            assert any(dialect(provider, schema, mode) for mode in MODES)


def nodes(schema: Any):
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                for child in value.values():
                    yield from nodes(child)
            elif key != "enum":
                yield from nodes(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from nodes(item)


def test_openai_strict_closes_every_object_and_requires_everything():
    form = dialect("openai", Flat, "json_schema")
    assert form.strict
    for node in nodes(form.schema):
        assert not {"default", "title", "oneOf", "discriminator"} & node.keys()
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


def test_openai_is_not_strict_about_free_keys():
    assert dialect("openai", Open, "json_schema").strict is False


def test_gemini_has_no_references_and_keeps_required():
    form = dialect("gemini", Flat, "json_schema")
    allowed = {
        "type", "format", "description", "nullable", "enum", "items", "minItems", "maxItems",
        "properties", "required",
    }  # fmt: skip
    for node in nodes(form.schema):
        assert node.keys() <= allowed
    assert form.schema["required"] == ["title", "items", "best", "level"]
    assert form.schema["properties"]["best"]["nullable"] is True


def test_what_a_dialect_cannot_say_moves_to_the_description():
    note = dialect("cerebras", Dated, "json_schema").schema["properties"]["note"]
    assert note == {"type": "string", "description": "(at most 200 characters)"}


def test_recursive_classes_are_left_to_the_prompt_where_needed():
    assert dialect("openai", Tree, "json_schema").strict
    for provider in ("cerebras", "gemini"):
        assert dialect(provider, Tree, "json_schema") is None
        assert dialect(provider, Tree, "json_object") is not None
