"""The real SDKs of the OpenAI family against a healthy server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import validate

from tests.fakes import FakeProviders, Ok, Refuse, Truncated, count_tokens
from tests.fakes.sdks import FAMILY, MODEL, chat, client, module, streamed

WEEK = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "A short name for the week"},
        "days": {"type": "array", "items": {"type": "integer"}},
        "level": {"type": "string", "enum": ["easy", "hard"]},
    },
    "required": ["title", "days", "level"],
    "additionalProperties": False,
}
MESSAGES = [
    {"role": "system", "content": "You write plans."},
    {"role": "user", "content": "A week for [STUDENT]."},
]
TOOL = {"type": "function", "function": {"name": "give", "parameters": WEEK}}
CHOICE = {"type": "function", "function": {"name": "give"}}


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_plain(fake_providers: FakeProviders, provider: str) -> None:
    response = chat(provider, fake_providers, messages=MESSAGES)

    text = response.choices[0].message.content
    assert text.startswith("[STUDENT] ")
    assert response.choices[0].finish_reason == "stop"
    assert response.usage.prompt_tokens == count_tokens("You write plans.A week for [STUDENT].")
    assert response.usage.completion_tokens == count_tokens(text)


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_logged(fake_providers: FakeProviders, provider: str) -> None:
    response = chat(provider, fake_providers, messages=MESSAGES)

    [call] = fake_providers.calls(provider)
    assert (call.model, call.api_key, call.status) == (MODEL[provider], f"{provider}-key", 200)
    assert call.json["messages"] == MESSAGES
    assert json.loads(call.body) == call.json
    assert call.path.startswith(f"/{provider}/")
    assert call.complete
    assert not call.disconnected
    assert fake_providers.tokens(provider) == (
        response.usage.prompt_tokens,
        response.usage.completion_tokens,
    )


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_stream(fake_providers: FakeProviders, provider: str) -> None:
    text, finish = streamed(chat(provider, fake_providers, messages=MESSAGES, stream=True))

    assert text.startswith("[STUDENT] ")
    assert finish == "stop"
    assert fake_providers.calls(provider)[0].output_tokens == count_tokens(text)


def test_stream_usage_openai(fake_providers: FakeProviders) -> None:
    chunks = list(
        chat("openai", fake_providers, stream=True, stream_options={"include_usage": True})
    )

    assert chunks[-1].choices == []
    assert (chunks[-1].usage.prompt_tokens, chunks[-1].usage.completion_tokens) == (
        fake_providers.tokens("openai")
    )
    assert all(chunk.usage is None for chunk in chunks[:-1])


def test_stream_usage_openai_only_if_asked(fake_providers: FakeProviders) -> None:
    chunks = list(chat("openai", fake_providers, stream=True))

    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is None


def test_stream_usage_groq(fake_providers: FakeProviders) -> None:
    """The SDK has no `stream_options`; usage comes in `x_groq` of the last chunk, unasked."""
    with pytest.raises(TypeError, match="stream_options"):
        chat("groq", fake_providers, stream=True, stream_options={"include_usage": True})

    last = list(chat("groq", fake_providers, stream=True))[-1]

    assert last.choices[0].finish_reason == "stop"
    assert (last.x_groq.usage.prompt_tokens, last.x_groq.usage.completion_tokens) == (
        fake_providers.tokens("groq")
    )


def test_stream_usage_cerebras(fake_providers: FakeProviders) -> None:
    last = list(chat("cerebras", fake_providers, stream=True))[-1]

    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (
        fake_providers.tokens("cerebras")
    )
    assert last.time_info.total_time > 0


@pytest.mark.parametrize(
    ("provider", "model"),
    [("openai", "gpt-4o"), ("groq", "openai/gpt-oss-20b"), ("cerebras", "llama-3.3-70b")],
)
def test_chat_json_schema(fake_providers: FakeProviders, provider: str, model: str) -> None:
    form = {"name": "week", "schema": WEEK, "strict": True}
    response = chat(
        provider,
        fake_providers,
        model=model,
        messages=MESSAGES,
        response_format={"type": "json_schema", "json_schema": form},
    )

    value = json.loads(response.choices[0].message.content)
    validate(value, WEEK)
    assert value["title"].startswith("[STUDENT] ")
    assert fake_providers.calls(provider)[0].schema_place == "format"


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_schema_in_prompt(fake_providers: FakeProviders, provider: str) -> None:
    messages = [
        {"role": "user", "content": f"Answer {{in}} json like this: {json.dumps(WEEK)} ok?"}
    ]
    response = chat(
        provider, fake_providers, messages=messages, response_format={"type": "json_object"}
    )

    validate(json.loads(response.choices[0].message.content), WEEK)
    assert fake_providers.calls(provider)[0].schema_place == "prompt"


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_tool(fake_providers: FakeProviders, provider: str) -> None:
    response = chat(provider, fake_providers, tools=[TOOL], tool_choice=CHOICE)

    [call] = response.choices[0].message.tool_calls
    assert call.function.name == "give"
    validate(json.loads(call.function.arguments), WEEK)
    assert response.choices[0].finish_reason == "tool_calls"


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_tool_stream(fake_providers: FakeProviders, provider: str) -> None:
    arguments = ""
    for chunk in chat(provider, fake_providers, tools=[TOOL], tool_choice=CHOICE, stream=True):
        for part in chunk.choices[0].delta.tool_calls or () if chunk.choices else ():
            arguments += part.function.arguments or ""

    validate(json.loads(arguments), WEEK)


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_tool_malformed_arguments(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.script(provider, Ok('{"title": "a", "days": [1,'))

    response = chat(provider, fake_providers, tools=[TOOL], tool_choice=CHOICE)

    arguments = response.choices[0].message.tool_calls[0].function.arguments
    assert arguments == '{"title": "a", "days": [1,'


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_truncated(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.script(provider, Truncated(), Truncated())

    whole = chat(provider, fake_providers)
    _, finish = streamed(chat(provider, fake_providers, stream=True))

    assert whole.choices[0].finish_reason == finish == "length"


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_output_limit_holds(fake_providers: FakeProviders, provider: str) -> None:
    response = chat(provider, fake_providers, max_completion_tokens=5)

    assert response.choices[0].finish_reason == "length"
    assert response.usage.completion_tokens == 5


def test_chat_refusal_openai(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Refuse("No."), Refuse("No."))

    message = chat("openai", fake_providers).choices[0].message
    chunks = list(chat("openai", fake_providers, stream=True))

    assert (message.content, message.refusal) == (None, "No.")
    assert "".join(c.choices[0].delta.refusal or "" for c in chunks) == "No."


@pytest.mark.parametrize("provider", FAMILY)
def test_chat_content_filter(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.script(provider, Refuse(how="filter"))

    assert chat(provider, fake_providers).choices[0].finish_reason == "content_filter"


def test_chat_reasoning_tokens_are_output(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Ok("abcd", reasoning_tokens=50))

    usage = chat("openai", fake_providers).usage

    assert usage.completion_tokens == 51
    assert usage.completion_tokens_details.reasoning_tokens == 50


@pytest.mark.parametrize("provider", FAMILY)
def test_models_listed(fake_providers: FakeProviders, provider: str) -> None:
    names = [row.id for row in client(provider, fake_providers).models.list().data]

    assert MODEL[provider] in names
    assert fake_providers.calls(provider, operation="list")[0].status == 200


def test_embeddings_openai(fake_providers: FakeProviders) -> None:
    """The SDK asks for base64 unless told otherwise, and unpacks it."""
    embeddings = client("openai", fake_providers).embeddings

    rows = embeddings.create(
        model="text-embedding-3-small",
        input=["reading goals", "goals for reading", "spelling"],
        dimensions=256,
    ).data
    plain = embeddings.create(
        model="text-embedding-3-small", input="spelling", dimensions=256, encoding_format="float"
    ).data[0]

    first, near, far = (row.embedding for row in rows)
    assert len(first) == 256
    assert _dot(first, near) > _dot(first, far)
    assert plain.embedding == pytest.approx(far, abs=1e-6)
    assert fake_providers.calls("openai")[0].json["encoding_format"] == "base64"


def test_compatible_server(fake_providers: FakeProviders) -> None:
    openai = module("openai")
    with openai.OpenAI(
        api_key="x", base_url=fake_providers.base_urls["compat"], max_retries=0
    ) as other:
        response = other.chat.completions.create(model="local-model", messages=MESSAGES)

    assert response.choices[0].message.content
    assert fake_providers.calls("compat")[0].model == "local-model"


def _dot(left: list[float], right: list[float]) -> Any:
    return sum(a * b for a, b in zip(left, right, strict=True))
