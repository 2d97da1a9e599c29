"""google-generativeai over REST, and where that SDK differs from what it promises."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from jsonschema import validate

from tests.fakes import Fail, FakeProviders, Ok, Refuse, Truncated, count_tokens
from tests.fakes.sdks import gemini, module

WEEK: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "A short name", "nullable": True},
        "days": {"type": "array", "items": {"type": "integer"}, "min_items": 3, "max_items": 4},
        "level": {"type": "string", "enum": ["easy", "hard"]},
    },
    "required": ["title", "days", "level"],
}


def test_generate_plain(fake_providers: FakeProviders) -> None:
    response = gemini(fake_providers, prompt="A week for [STUDENT].")

    assert response.text.startswith("[STUDENT] ")
    assert response.candidates[0].finish_reason.name == "STOP"
    usage = response.usage_metadata
    assert usage.prompt_token_count == count_tokens("A week for [STUDENT].")
    assert usage.candidates_token_count == count_tokens(response.text)
    [call] = fake_providers.calls("gemini")
    assert (call.api_key, call.model, call.stream) == ("gemini-key", "gemini-2.5-flash", False)


def test_generate_path_prefix_is_kept(fake_providers: FakeProviders) -> None:
    """`api_endpoint` may be a whole URL with http and a path; the SDK appends /v1beta/…"""
    gemini(fake_providers)

    path = fake_providers.calls("gemini")[0].path
    assert path == "/gemini/v1beta/models/gemini-2.5-flash:generateContent"


def test_generate_stream(fake_providers: FakeProviders) -> None:
    chunks = list(gemini(fake_providers, stream=True))

    assert len(chunks) > 3
    assert chunks[-1].candidates[0].finish_reason.name == "STOP"
    totals = [chunk.usage_metadata.total_token_count for chunk in chunks]
    assert totals == sorted(totals)
    assert totals[-1] == sum(fake_providers.tokens("gemini"))
    assert fake_providers.calls("gemini")[0].stream


def test_generate_stream_sse(fake_providers: FakeProviders) -> None:
    """What other clients use: `alt=sse`."""
    url = f"{fake_providers.base_urls['gemini']}/v1beta/models/m:streamGenerateContent?alt=sse"
    body = json.dumps({"contents": [{"parts": [{"text": "hi"}]}]}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, body)) as response:
        events = response.read().decode().strip().split("\r\n\r\n")

    last = json.loads(events[-1].removeprefix("data: "))
    assert last["candidates"][0]["finishReason"] == "STOP"


def test_generate_schema(fake_providers: FakeProviders) -> None:
    config = {"response_mime_type": "application/json", "response_schema": WEEK}
    response = gemini(fake_providers, generation_config=config)

    value = json.loads(response.text)
    assert 3 <= len(value["days"]) <= 4
    assert value["level"] in ("easy", "hard")
    assert isinstance(value["title"], str)
    validate(value, fake_providers.calls("gemini")[0].schema)


def test_generate_schema_keyword_the_sdk_refuses(fake_providers: FakeProviders) -> None:
    """Unknown keywords fail in the client, before anything is sent."""
    wrong = {"type": "string", "minLength": 3}
    config = {"response_mime_type": "application/json", "response_schema": wrong}

    with pytest.raises(ValueError, match="minLength"):
        gemini(fake_providers, generation_config=config)

    assert fake_providers.requests == []


def test_generate_tool(fake_providers: FakeProviders) -> None:
    tools = [{"function_declarations": [{"name": "give", "description": "x", "parameters": WEEK}]}]
    calling = {"function_calling_config": {"mode": "ANY", "allowed_function_names": ["give"]}}
    response = gemini(fake_providers, tools=tools, tool_config=calling)

    call = response.candidates[0].content.parts[0].function_call
    assert call.name == "give"
    assert set(call.args) == {"title", "days", "level"}


def test_generate_tool_malformed(fake_providers: FakeProviders) -> None:
    fake_providers.script("gemini", Ok('{"title": '))
    tools = [{"function_declarations": [{"name": "give", "description": "x", "parameters": WEEK}]}]

    response = gemini(fake_providers, tools=tools)

    assert response.candidates[0].finish_reason.name == "MALFORMED_FUNCTION_CALL"


def test_generate_truncated(fake_providers: FakeProviders) -> None:
    fake_providers.script("gemini", Truncated())

    assert gemini(fake_providers).candidates[0].finish_reason.name == "MAX_TOKENS"


def test_generate_thoughts_are_in_the_total_alone(fake_providers: FakeProviders) -> None:
    """Output is total minus prompt: the SDK does not know the thoughts' own field."""
    fake_providers.script("gemini", Ok("abcd", reasoning_tokens=50))

    usage = gemini(fake_providers).usage_metadata

    assert usage.candidates_token_count == 1
    assert usage.total_token_count - usage.prompt_token_count == 51
    assert not hasattr(usage, "thoughts_token_count")
    assert fake_providers.tokens("gemini")[1] == 51


def test_generate_safety_text_raises(fake_providers: FakeProviders) -> None:
    fake_providers.script("gemini", Refuse())

    response = gemini(fake_providers)

    assert response.candidates[0].finish_reason.name == "SAFETY"
    with pytest.raises(ValueError, match=r"response\.text"):
        response.text  # noqa: B018


def test_generate_blocked_prompt(fake_providers: FakeProviders) -> None:
    fake_providers.script("gemini", Refuse(how="blocked"), Refuse(how="blocked"))

    response = gemini(fake_providers)
    stream = gemini(fake_providers, stream=True)

    assert response.prompt_feedback.block_reason.name == "SAFETY"
    assert not response.candidates
    with pytest.raises(module("gemini").types.BlockedPromptException):
        list(stream)


def test_stream_error_loses_its_kind(fake_providers: FakeProviders) -> None:
    """The real server sends an array, google.api_core expects an object, and the SDK turns its
    AttributeError into a BadRequest: a 429, 401 and 503 look alike unless something reads first."""
    from google.api_core.exceptions import BadRequest

    fake_providers.script("gemini", Fail("rate_limit", wait=7))

    with pytest.raises(BadRequest, match="stream=False") as caught:
        gemini(fake_providers, stream=True)

    assert isinstance(caught.value.__context__, AttributeError)
    assert fake_providers.calls("gemini")[0].status == 429


def test_stream_error_kept_by_a_response_hook(fake_providers: FakeProviders) -> None:
    """The way out: a hook on the transport's requests session that unwraps the array."""
    from google.api_core.exceptions import TooManyRequests

    genai = module("gemini")
    gemini(fake_providers)
    model = genai.GenerativeModel("gemini-2.5-flash")
    model.generate_content("The first call makes the client.")
    fake_providers.script("gemini", Fail("rate_limit", wait=7))
    model._client.transport._session.hooks["response"].append(_unwrap)

    with pytest.raises(TooManyRequests) as caught:
        model.generate_content("x", stream=True, request_options={"retry": None, "timeout": 5})

    retry = [each for each in caught.value.details if each["@type"].endswith("RetryInfo")]
    assert retry[0]["retryDelay"] == "7s"


def test_models_listed(fake_providers: FakeProviders) -> None:
    gemini(fake_providers)

    names = [row.name for row in module("gemini").list_models()]

    assert "models/gemini-2.5-flash" in names


def test_embeddings(fake_providers: FakeProviders) -> None:
    gemini(fake_providers)
    genai = module("gemini")

    one = genai.embed_content("models/text-embedding-004", "reading goals")["embedding"]
    many = genai.embed_content("models/text-embedding-004", ["spelling", "reading goals"])

    assert len(one) == 768
    assert many["embedding"][1] == pytest.approx(one)


def _unwrap(response: Any, **_: Any) -> None:
    if response.status_code >= 400 and isinstance(payload := response.json(), list):
        response._content = json.dumps(payload[0]).encode()
