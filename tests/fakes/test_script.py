"""Scripts, limits and the log, in this process and over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes import (
    Behaviour,
    Cut,
    Drip,
    EmptyBody,
    ErrorInside,
    Fail,
    FakeProviders,
    Handle,
    Hang,
    Html,
    ModelCall,
    Ok,
    Raw,
    Refuse,
    RemoteFakeProviders,
    Reset,
    Stall,
    Status,
    Truncated,
)
from tests.fakes.answers import answer_for
from tests.fakes.errors import SHAPES
from tests.fakes.faults import STYLES, from_json, to_json
from tests.fakes.limits import Limit, Meter, Overrun, Ticket
from tests.fakes.sdks import chat, gemini

WEEK = {
    "type": "object",
    "properties": {"a": {"type": "string"}, "b": {"type": "boolean"}},
    "required": ["a", "b"],
}


@pytest.fixture(params=["here", "remote"])
def handle(request: pytest.FixtureRequest, fake_providers: FakeProviders) -> Iterator[Handle]:
    if request.param == "here":
        yield fake_providers
    else:
        yield RemoteFakeProviders(fake_providers.url)


def test_queue_then_always_then_healthy(handle: Handle) -> None:
    handle.script("openai", Ok("one"), Ok("two"))
    handle.always("openai", Ok("always"))

    said = [_say(handle) for _ in range(4)]
    handle.always("openai", None)

    assert said == ["one", "two", "always", "always"]
    assert len(_say(handle)) > 20


def test_exact_model_before_star(handle: Handle) -> None:
    handle.script("openai", Ok("any"))
    handle.script("*", Ok("anyone"))
    handle.script("openai", Ok("exact"), model="gpt-4o")

    assert [_say(handle) for _ in range(3)] == ["exact", "any", "anyone"]
    assert handle.unused() == 0


def test_unused_counts_what_nobody_met(handle: Handle) -> None:
    handle.script("groq", Hang(), Hang())

    assert handle.unused() == 2


def test_operation_apart(handle: Handle) -> None:
    handle.always("openai", Fail("auth"), operation="list")

    assert _say(handle)


def test_log_read(handle: Handle) -> None:
    _say(handle)

    [call] = handle.requests
    assert call.json["model"] == "gpt-4o"
    assert json.loads(call.body) == call.json
    assert call.behaviour == "Ok"
    assert handle.tokens() == (call.input_tokens, call.output_tokens)
    assert handle.calls("groq") == []


def test_reset_forgets(handle: Handle) -> None:
    handle.script("openai", Ok("one"))
    handle.limit("openai", requests=1)
    _say(handle)
    handle.reset()

    assert handle.requests == []
    assert [len(_say(handle)) > 20 for _ in range(3)] == [True] * 3


def test_limit_counts_overshoot(handle: Handle) -> None:
    handle.limit("groq", requests=2, window=60)

    outcomes = [_status(handle, "groq") for _ in range(4)]

    assert outcomes == [200, 200, 429, 429]
    state = handle.meter("groq")
    assert (state.admitted, state.refused, state.peak_requests) == (2, 2, 2)
    assert [call.status for call in handle.calls("groq")] == outcomes


def test_limit_headers(fake_providers: FakeProviders) -> None:
    fake_providers.limit("groq", requests=5, tokens=1000)
    response = _raw(fake_providers, "groq")

    assert response.headers["x-ratelimit-limit-requests"] == "5"
    assert response.headers["x-ratelimit-remaining-requests"] == "4"
    assert float(response.headers["x-ratelimit-remaining-tokens"]) < 1000
    assert re.fullmatch(r"1m0s|5\d(\.\d+)?s", response.headers["x-ratelimit-reset-tokens"])


def test_limit_tokens_settle_to_usage(fake_providers: FakeProviders) -> None:
    fake_providers.limit("openai", tokens=100)
    fake_providers.always("openai", Ok("x" * 200))

    outcomes = [_status(fake_providers, "openai") for _ in range(3)]

    assert outcomes == [200, 200, 429]
    assert fake_providers.meter("openai").used_tokens == 2 * (50 + 3)


def test_limit_alone_too_large_is_413_at_groq(fake_providers: FakeProviders) -> None:
    fake_providers.limit("groq", tokens=5)
    fake_providers.limit("openai", tokens=5)
    long = [{"role": "user", "content": "long " * 20}]

    assert _status(fake_providers, "groq", messages=long) == 413
    assert _status(fake_providers, "openai", messages=long) == 429


def test_meter_windows() -> None:
    now = 1000.0
    sliding = Meter(Limit(requests=1, window=10), lambda: now)
    fixed = Meter(Limit(requests=1, window=10, fixed=True), lambda: now)
    now = 1009.0
    assert isinstance(sliding.admit(1, None), Ticket)
    assert isinstance(fixed.admit(1, None), Ticket)

    now = 1011.0
    refused = sliding.admit(1, None)
    assert isinstance(fixed.admit(1, None), Ticket)
    now = 1019.5

    assert isinstance(refused, Overrun)
    assert refused.wait == pytest.approx(8.0)
    assert isinstance(sliding.admit(1, None), Ticket)


def test_meter_reserves_the_output_limit() -> None:
    meter = Meter(Limit(tokens=100, reserve=True), lambda: 0.5)
    ticket = meter.admit(10, 80)
    assert isinstance(ticket, Ticket)

    assert isinstance(meter.admit(10, 80), Overrun)
    meter.settle(ticket, 15)
    assert isinstance(meter.admit(5, 80), Ticket)


def test_answer_function(fake_providers: FakeProviders) -> None:
    def answer(call: ModelCall) -> Any:
        if "first" in call.prompt:
            return {"said": call.model}
        return Fail("overloaded") if "second" in call.prompt else None

    fake_providers.answer = answer
    ask = [[{"role": "user", "content": text}] for text in ("first", "second", "third")]

    first = chat("openai", fake_providers, messages=ask[0]).choices[0].message.content
    assert json.loads(first) == {"said": "gpt-4o"}
    assert _status(fake_providers, "openai", messages=ask[1]) == 503
    assert _status(fake_providers, "openai", messages=ask[2]) == 200


@pytest.mark.parametrize(
    "behaviour",
    [
        Ok("a", latency=0.5),
        Ok(value={"a": [1]}, style="fenced"),
        Truncated(),
        Refuse(how="filter"),
        Fail("quota", wait=1.5, extra={"x": 1}),
        Status(418, "tea"),
        Raw("x", headers={"a": "b"}),
        Html(200),
        EmptyBody(),
        ErrorInside(after=0.5, answer=Ok("b")),
        Hang(),
        Drip(0.1, padding=True),
        Stall(0.3, answer=Ok("c")),
        Reset(after=0.5),
        Cut(clean=False),
    ],
)
def test_behaviour_survives_json(behaviour: Behaviour) -> None:
    assert from_json(json.loads(json.dumps(to_json(behaviour)))) == behaviour


def test_every_provider_has_every_reason() -> None:
    assert len({frozenset(shapes) for shapes in SHAPES.values()}) == 1


@pytest.mark.parametrize("style", STYLES)
def test_style_disfigures(style: str) -> None:
    call = ModelCall("openai", "generate", "m", {}, messages=(("user", "hi"),), schema=WEEK)

    text = answer_for(call, Ok(style=style)).text

    plain = answer_for(call, Ok()).text
    assert (text == plain) == (style == "plain")
    if style not in ("plain", "wrong_shape", "schema_echo", "cut", "empty"):
        assert "builds" in text or "part" in text or "plain" in text or "practice" in text


def test_style_cut_says_stop(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Ok(style="cut"))

    assert chat("openai", fake_providers).choices[0].finish_reason == "stop"


def test_billing_of_faults(fake_providers: FakeProviders) -> None:
    """Errors cost nothing; a broken stream costs the prompt and what was sent of the answer."""
    fake_providers.script("openai", Fail("rate_limit"), Cut())
    fake_providers.script("gemini", Fail("overloaded"))
    _status(fake_providers, "openai")
    gemini_error = None
    try:
        gemini(fake_providers)
    except Exception as error:
        gemini_error = error
    assert gemini_error is not None
    assert fake_providers.tokens() == (0, 0)

    list(chat("openai", fake_providers, stream=True))

    cut = fake_providers.calls("openai")[1]
    whole = chat("openai", fake_providers).usage
    assert cut.input_tokens == whole.prompt_tokens
    assert 0 < cut.output_tokens < whole.completion_tokens


def _say(handle: Handle) -> str:
    return str(chat("openai", handle).choices[0].message.content)


def _raw(handle: Handle, provider: str, **more: Any) -> Any:
    from tests.fakes.sdks import MODEL, client

    given = {"model": MODEL[provider], "messages": [{"role": "user", "content": "Say hello."}]}
    completions = client(provider, handle).chat.completions.with_raw_response
    return completions.create(**{**given, **more})


def _status(handle: Handle, provider: str, **more: Any) -> int:
    try:
        return int(_raw(handle, provider, **more).http_response.status_code)
    except Exception as error:
        return int(getattr(error, "status_code", 0))
