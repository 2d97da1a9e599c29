from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, RootModel

from providers import gateway, limits, structured
from providers.backends import backend
from providers.backends.base import ProviderCall, Pulse
from providers.dialects import dialect
from providers.generation import Message
from providers.models import Bucket
from tests.fakes import Fail

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


class Leaf(BaseModel):
    name: str
    size: float | None = None
    stage: Literal["bud", "leaf"] | None = None


class Branch(BaseModel):
    leaves: list[Leaf] | None = None
    color: Color | None = None


class Bush(BaseModel):
    """Optional things inside optional things, and lists of lists."""

    branches: list[Branch]
    main: Branch | None = None
    rows: list[list[int]] = []


class Visit(BaseModel):
    """Everything at once: it contains itself, in a list."""

    day: date
    at: datetime | None = None
    pet: Cat | Dog | None = None
    amount: int | float | str | None = None
    color: Color | None = None
    notes: list[Literal["calm", "loud"]] | None = None
    later: list["Visit"] = []


class Open(BaseModel):
    scores: dict[str, int]


class Anything(BaseModel):
    value: Any


SCHEMAS = (Flat, Dated, Tree, Unions, Open, Bush, Visit, RootModel[list[Item]])
PETS = {"kind": "dog", "good": True}
VALUES: dict[type[BaseModel], Any] = {
    Flat: {
        "title": "t",
        "items": [{"name": "a", "size": 2, "color": "blue", "when": None}],
        "best": None,
        "level": 3,
    },
    Dated: {"day": "2026-03-04", "note": ""},
    Tree: {"label": "a", "children": [{"label": "b", "children": [{"label": "c"}]}]},
    Unions: {"pet": PETS, "amount": "three"},
    Open: {"scores": {"a": 1}},
    Bush: {
        "branches": [
            {"leaves": [{"name": "n", "size": 1.5, "stage": "bud"}], "color": "red"},
            {"leaves": None, "color": None},
        ],
        "main": {"leaves": [], "color": None},
        "rows": [[1, 2], []],
    },
    Visit: {
        "day": "2026-03-04",
        "at": "2026-03-04T09:30:00Z",
        "pet": PETS,
        "amount": 2.5,
        "color": "blue",
        "notes": ["calm"],
        "later": [{"day": "2026-03-05", "later": [{"day": "2026-03-06"}]}],
    },
    RootModel[list[Item]]: [{"name": "a", "size": 3, "color": "red", "when": None}],
}


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


@pytest.mark.django_db
@pytest.mark.parametrize("provider", ["openai", "groq", "cerebras", "gemini"])
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.__name__)
def test_every_class_comes_back_through_the_gateway(providers, route, ask, provider, schema):
    """In the strongest mode that can say it, without a word of complaint from the provider."""
    route(provider, mode="json_object" if provider == "groq" else "json_schema")
    value = VALUES[schema]
    providers.answer = lambda call: value if isinstance(value, dict) else {"answer": value}
    draft = gateway.generate(ask(schema=schema))
    assert draft.value == schema.model_validate(value)
    assert [attempt.category for attempt in draft.attempts] == ["ok"]
    sayable = provider != "groq" and dialect(provider, schema, "json_schema") is not None
    assert draft.mode == ("json_schema" if sayable else "json_object")


def test_what_is_nested_and_optional_needs_no_weaker_mode():
    for provider in ("openai", "groq", "cerebras", "gemini"):
        assert dialect(provider, Bush, "json_schema").strict
    leaf = dialect("gemini", Bush, "json_schema").schema["properties"]["branches"]["items"]
    assert leaf["properties"]["leaves"]["nullable"] is True
    assert leaf["properties"]["color"]["enum"] == ["red", "blue"]
    assert leaf["properties"]["leaves"]["items"]["required"] == ["name", "size", "stage"]


@pytest.mark.django_db
def test_a_schema_counts_as_prompt_in_what_is_reserved(providers, route, ask):
    """Providers count it, wherever it stands; the room for the answer is what is left."""
    providers.answer = None
    for schema, mode in ((Bush, "json_object"), (Bush, "json_schema"), (None, "json_schema")):
        route("openai", mode=mode, tokens_per_minute=3_000)
        Bucket.objects.all().delete()
        limits.forget()
        gateway.generate(ask(schema=schema))
    room = [call.json["max_completion_tokens"] for call in providers.calls("openai")]
    letters = [dialect("openai", Bush, mode).letters for mode in ("json_object", "json_schema")]
    assert room[2] - room[0] == letters[0] // 4
    assert room[2] - room[1] == letters[1] // 4


@pytest.mark.django_db
def test_another_mode_in_the_catalogue_is_used_at_once(providers, route, ask):
    """What was refused before says nothing of the mode that a person chose since."""
    providers.validate = False
    route("openai", mode="json_schema")
    providers.script("openai", Fail("schema_refused"))
    assert gateway.generate(ask()).mode == "tool"
    route("openai", mode="prompt")
    assert gateway.generate(ask()).mode == "prompt"
    route("openai", mode="json_schema")
    assert gateway.generate(ask()).mode == "tool"
