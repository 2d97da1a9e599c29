"""Requests that a real provider refuses are refused, and only those."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes import FakeProviders
from tests.fakes.sdks import chat, module

GOOD: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"type": "string"}, "b": {"type": "array", "items": {"type": "integer"}}},
    "required": ["a", "b"],
    "additionalProperties": False,
}
JSON_MODE = {"type": "json_object"}
ASK = [{"role": "user", "content": "Answer in JSON."}]


def changed(**parts: Any) -> dict[str, Any]:
    return {**GOOD, **parts}


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    form = {"name": "x", "schema": schema, "strict": True}
    return {"type": "json_schema", "json_schema": form}


def refusal(fake: FakeProviders, provider: str, **more: Any) -> str:
    with pytest.raises(module(provider).BadRequestError) as caught:
        chat(provider, fake, **more)
    body = caught.value.body
    return str(body["error"]["message"] if provider == "groq" else body["message"])


@pytest.mark.parametrize(
    ("schema", "complaint"),
    [
        (changed(additionalProperties=True), "additionalProperties"),
        (changed(required=["a"]), "Missing 'b'"),
        (
            changed(properties={"a": {"type": "string", "default": ""}, "b": {"type": "null"}}),
            "'default' is not permitted",
        ),
        (
            changed(
                properties={"a": {"$ref": "#/$defs/A", "description": "x"}, "b": {"type": "null"}},
                **{"$defs": {"A": {"type": "string"}}},
            ),
            "$ref cannot have keywords",
        ),
    ],
)
def test_openai_strict_refuses(
    fake_providers: FakeProviders, schema: dict[str, Any], complaint: str
) -> None:
    assert complaint in refusal(fake_providers, "openai", response_format=strict(schema))


def test_openai_strict_accepts_bounds(fake_providers: FakeProviders) -> None:
    schema = changed(
        properties={
            "a": {"type": ["string", "null"], "pattern": "^a"},
            "b": {"type": "array", "items": {"type": "integer", "minimum": 3}, "minItems": 1},
        }
    )

    assert chat("openai", fake_providers, response_format=strict(schema)).choices


def test_cerebras_strict_refuses(fake_providers: FakeProviders) -> None:
    listed = {"type": "array", "items": {"type": "integer"}, "minItems": 1}
    union = {"type": ["string", "null"]}
    other = {"type": "integer"}

    for schema, complaint in (
        (changed(properties={"a": other, "b": listed}), "minItems"),
        (changed(properties={"a": union, "b": other}), "Type arrays"),
        (changed(additionalProperties=True), "additionalProperties"),
    ):
        assert complaint in refusal(fake_providers, "cerebras", response_format=strict(schema))


def test_groq_schema_only_on_some_models(fake_providers: FakeProviders) -> None:
    form = strict(GOOD)
    assert "json_schema" in refusal(fake_providers, "groq", response_format=form)
    assert "stream" in refusal(
        fake_providers,
        "groq",
        response_format=form,
        model="openai/gpt-oss-20b",
        stream=True,
    )

    assert chat("groq", fake_providers, response_format=form, model="openai/gpt-oss-20b").choices


def test_groq_json_mode_not_with_tools(fake_providers: FakeProviders) -> None:
    tools = [{"type": "function", "function": {"name": "x", "parameters": GOOD}}]

    assert "tool" in refusal(
        fake_providers, "groq", messages=ASK, tools=tools, response_format=JSON_MODE
    )


@pytest.mark.parametrize("provider", ["openai", "groq"])
def test_json_mode_needs_the_word(fake_providers: FakeProviders, provider: str) -> None:
    assert "'json'" in refusal(fake_providers, provider, response_format=JSON_MODE)
    assert chat(provider, fake_providers, messages=ASK, response_format=JSON_MODE).choices


def test_groq_json_stream_if_told(fake_providers: FakeProviders) -> None:
    given: dict[str, Any] = {"messages": ASK, "response_format": JSON_MODE, "stream": True}
    assert list(chat("groq", fake_providers, **given))

    fake_providers.refuse_json_streams = True

    assert "streaming" in refusal(fake_providers, "groq", **given)


def test_validation_off(fake_providers: FakeProviders) -> None:
    fake_providers.validate = False

    assert chat("openai", fake_providers, response_format=strict(changed(required=[]))).choices
