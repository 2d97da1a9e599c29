"""What each fault looks like through the real SDKs: what the gateway's taxonomy stands on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
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
    Hang,
    Html,
    Ok,
    Raw,
    Reset,
    Stall,
    Status,
)
from tests.fakes.sdks import FAMILY, chat, gemini, module, streamed

SHORT = 0.4
BY_STATUS = [
    (Fail("bad_request"), "BadRequestError", 400),
    (Fail("auth"), "AuthenticationError", 401),
    (Fail("forbidden"), "PermissionDeniedError", 403),
    (Fail("model_missing"), "NotFoundError", 404),
    (Status(409), "ConflictError", 409),
    (Fail("unprocessable"), "UnprocessableEntityError", 422),
    (Fail("rate_limit"), "RateLimitError", 429),
    (Fail("server_error"), "InternalServerError", 500),
    (Status(529), "InternalServerError", 529),
    (Html(502), "InternalServerError", 502),
    (Fail("payment"), "APIStatusError", 402),
    (Fail("timeout"), "APIStatusError", 408),
    (Fail("too_large"), "APIStatusError", 413),
    (Fail("capacity"), "APIStatusError", 498),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("behaviour", "name", "status"), BY_STATUS)
@pytest.mark.parametrize("provider", FAMILY)
def test_status_error(
    fake_providers: FakeProviders,
    provider: str,
    behaviour: Behaviour,
    name: str,
    status: int,
    stream: bool,
) -> None:
    fake_providers.script(provider, behaviour)

    error = _raised(lambda: chat(provider, fake_providers, stream=stream))

    assert type(error) is getattr(module(provider), name)
    assert error.status_code == status


@pytest.mark.parametrize(
    ("provider", "reach"),
    [
        ("openai", lambda body: body),
        ("cerebras", lambda body: body),
        ("groq", lambda body: body["error"]),
    ],
)
def test_error_body(
    fake_providers: FakeProviders, provider: str, reach: Callable[[Any], Any]
) -> None:
    """OpenAI and Cerebras unwrap `error`, Groq does not."""
    fake_providers.script(provider, Fail("model_missing", message="No such model."))

    error = _raised(lambda: chat(provider, fake_providers))

    assert reach(error.body)["code"] == "model_not_found"
    assert reach(error.body)["message"] == "No such model."


def test_error_text_leaves_the_body_out_openai(fake_providers: FakeProviders) -> None:
    """openai 3 shows the message alone; the code is an attribute."""
    fake_providers.script("openai", Fail("quota", message="Pay."))

    error = _raised(lambda: chat("openai", fake_providers))

    assert str(error) == "Error code: 429 - Pay."
    assert (error.code, error.type) == ("insufficient_quota", "insufficient_quota")


@pytest.mark.parametrize("provider", FAMILY)
def test_timeout_is_a_connection_error(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.always(provider, Hang())
    sdk = module(provider)

    error = _raised(lambda: chat(provider, fake_providers, timeout=SHORT))

    assert type(error) is sdk.APITimeoutError
    assert isinstance(error, sdk.APIConnectionError)


@pytest.mark.parametrize("behaviour", [Reset(), Reset(after=0.5), Cut(clean=False)])
@pytest.mark.parametrize("provider", FAMILY)
def test_connection_broken(
    fake_providers: FakeProviders, provider: str, behaviour: Behaviour
) -> None:
    fake_providers.script(provider, behaviour)

    error = _raised(lambda: chat(provider, fake_providers))

    assert type(error) is module(provider).APIConnectionError


@pytest.mark.parametrize(
    ("provider", "behaviour", "expected"),
    [
        ("openai", Stall(), "openai.APITimeoutError"),
        ("openai", Reset(after=0.5), "openai.APIConnectionError"),
        ("openai", Cut(clean=False), "openai.APIConnectionError"),
        ("groq", Stall(), "httpx.ReadTimeout"),
        ("groq", Reset(after=0.5), "httpx.ReadError"),
        ("groq", Cut(clean=False), "httpx.RemoteProtocolError"),
        ("cerebras", Stall(), "httpx.ReadTimeout"),
        ("cerebras", Reset(after=0.5), "httpx.ReadError"),
        ("cerebras", Cut(clean=False), "httpx.RemoteProtocolError"),
    ],
)
def test_stream_broken(
    fake_providers: FakeProviders, provider: str, behaviour: Behaviour, expected: str
) -> None:
    """Groq and Cerebras leak httpx; openai 3.52 wraps what happens within a stream."""
    fake_providers.script(provider, behaviour)

    error = _raised(lambda: streamed(chat(provider, fake_providers, timeout=SHORT, stream=True)))

    assert f"{type(error).__module__}.{type(error).__name__}" == expected


def test_stream_broken_cause_openai(fake_providers: FakeProviders) -> None:
    """`except httpx.HTTPError` would miss it."""
    fake_providers.script("openai", Reset(after=0.5))

    error = _raised(lambda: streamed(chat("openai", fake_providers, stream=True)))

    assert type(error.__cause__).__module__.startswith("httpx2")


@pytest.mark.parametrize("behaviour", [Cut(), EmptyBody(), Raw("[", status=200)])
@pytest.mark.parametrize("provider", FAMILY)
def test_bad_json(fake_providers: FakeProviders, provider: str, behaviour: Behaviour) -> None:
    fake_providers.script(provider, behaviour)

    assert type(_raised(lambda: chat(provider, fake_providers))) is json.JSONDecodeError


@pytest.mark.parametrize("provider", FAMILY)
def test_html_with_200(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.script(provider, Html(200))

    assert isinstance(chat(provider, fake_providers), str)


@pytest.mark.parametrize("provider", FAMILY)
def test_error_inside_200(fake_providers: FakeProviders, provider: str) -> None:
    fake_providers.script(provider, ErrorInside(message="Broken."))

    response = chat(provider, fake_providers)

    assert response.choices is None
    error = response.error
    assert (error["message"] if isinstance(error, dict) else error.message) == "Broken."


@pytest.mark.parametrize("behaviour", [Html(200), EmptyBody(), Raw("null"), Raw('{"choices":[]}')])
@pytest.mark.parametrize("provider", FAMILY)
def test_stream_of_nothing_raises_nothing(
    fake_providers: FakeProviders, provider: str, behaviour: Behaviour
) -> None:
    """Not an error to any of the three: the stream is over and no finish reason came."""
    fake_providers.script(provider, behaviour)

    assert streamed(chat(provider, fake_providers, stream=True)) == ("", None)


@pytest.mark.parametrize("behaviour", [Cut(), Ok(finish="")])
@pytest.mark.parametrize("provider", FAMILY)
def test_stream_cut_cleanly_raises_nothing(
    fake_providers: FakeProviders, provider: str, behaviour: Behaviour
) -> None:
    fake_providers.script(provider, behaviour)

    text, finish = streamed(chat(provider, fake_providers, stream=True))

    assert text
    assert finish is None


@pytest.mark.parametrize(
    ("provider", "name", "status"),
    [("openai", "APIError", None), ("groq", "APIError", None), ("cerebras", "RateLimitError", 429)],
)
def test_error_within_stream(
    fake_providers: FakeProviders, provider: str, name: str, status: int | None
) -> None:
    """Only Cerebras knows the status; the others leave the body, here unwrapped by Groq too."""
    fake_providers.script(provider, ErrorInside("rate_limit", after=0.5))

    error = _raised(lambda: streamed(chat(provider, fake_providers, stream=True)))

    assert type(error) is getattr(module(provider), name)
    assert getattr(error, "status_code", None) == status
    assert "rate" in error.body["message"].lower() or "request" in error.body["message"].lower()
    assert "error" not in error.body


@pytest.mark.parametrize("provider", [*FAMILY, "gemini"])
@pytest.mark.parametrize("padding", [False, True])
def test_drip_outlives_the_sdk_timeout(
    fake_providers: FakeProviders, provider: str, padding: bool
) -> None:
    """No SDK's timeout ends it: each counts from one byte to the next."""
    fake_providers.script(provider, Drip(0.05, padding=padding))
    run = gemini if provider == "gemini" else chat
    given = (fake_providers,) if provider == "gemini" else (provider, fake_providers)
    thread = threading.Thread(target=_quietly, args=(lambda: run(*given, timeout=0.15),))

    thread.start()
    thread.join(0.35)
    alive = thread.is_alive()
    fake_providers.reset()
    thread.join(5)

    assert alive
    assert not thread.is_alive()


def test_retry_after_headers(fake_providers: FakeProviders) -> None:
    date = "Wed, 21 Oct 2026 07:28:00 GMT"
    fake_providers.script(
        "groq", Fail("rate_limit", retry_after=0.25), Fail("rate_limit", retry_after=date)
    )
    fake_providers.script(
        "openai", Fail("rate_limit", retry_after_ms=250, reset_tokens="6m0s"), Fail(wait=7.5)
    )
    fake_providers.script("cerebras", Fail("rate_limit", wait=7.5))

    def headers(provider: str) -> Any:
        return _raised(lambda: chat(provider, fake_providers)).response.headers

    assert headers("groq")["retry-after"] == "0.25"
    assert headers("groq")["retry-after"] == date
    first, second = headers("openai"), headers("openai")
    assert (first["retry-after-ms"], first["x-ratelimit-reset-tokens"]) == ("250", "6m0s")
    assert (second["retry-after"], second["retry-after-ms"]) == ("8", "7500")
    assert headers("cerebras")["x-ratelimit-reset-tokens-minute"] == "7.5"


def test_json_validate_failed_groq(fake_providers: FakeProviders) -> None:
    fake_providers.script("groq", Fail("json_validate_failed", failed_generation='{"a": 1'))

    body = _raised(lambda: chat("groq", fake_providers)).body

    assert body["error"]["code"] == "json_validate_failed"
    assert body["error"]["failed_generation"] == '{"a": 1'


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (Fail("rate_limit"), "TooManyRequests"),
        (Fail("auth"), "BadRequest"),
        (Fail("forbidden"), "Forbidden"),
        (Fail("model_missing"), "NotFound"),
        (Fail("server_error"), "InternalServerError"),
        (Fail("overloaded"), "ServiceUnavailable"),
        (Fail("timeout"), "GatewayTimeout"),
        (Html(502), "BadGateway"),
        (Status(529), "GoogleAPICallError"),
    ],
)
def test_status_error_gemini(
    fake_providers: FakeProviders, behaviour: Behaviour, expected: str
) -> None:
    """The HTTP parents, never ResourceExhausted or InvalidArgument, which are gRPC's."""
    from google.api_core import exceptions

    fake_providers.script("gemini", behaviour)

    error = _raised(lambda: gemini(fake_providers))

    assert type(error) is getattr(exceptions, expected)
    assert error.response.status_code == error.code


def test_error_details_gemini(fake_providers: FakeProviders) -> None:
    """`details` is a list of dicts; `reason` is broken over REST."""
    fake_providers.script("gemini", Fail("auth"), Fail("quota", wait=7.5))

    auth = _raised(lambda: gemini(fake_providers))
    quota = _raised(lambda: gemini(fake_providers))

    assert auth.details[0]["reason"] == "API_KEY_INVALID"
    with pytest.raises(AttributeError):
        auth.reason  # noqa: B018
    assert "PerDay" in quota.details[0]["violations"][0]["quotaId"]
    assert quota.details[1]["retryDelay"] == "7.5s"


@pytest.mark.parametrize(
    ("behaviour", "stream", "expected"),
    [
        (Hang(), False, "requests.exceptions.ReadTimeout"),
        (Hang(), True, "requests.exceptions.ReadTimeout"),
        (Stall(), False, "requests.exceptions.ConnectionError"),
        (Stall(), True, "requests.exceptions.ConnectionError"),
        (Reset(), False, "requests.exceptions.ConnectionError"),
        (Reset(after=0.5), False, "requests.exceptions.ChunkedEncodingError"),
        (Reset(after=0.5), True, "requests.exceptions.ChunkedEncodingError"),
        (Cut(clean=False), True, "requests.exceptions.ChunkedEncodingError"),
        (Cut(), False, "google.protobuf.json_format.ParseError"),
        (Cut(), True, "builtins.ValueError"),
        (EmptyBody(), False, "google.protobuf.json_format.ParseError"),
        (EmptyBody(), True, "builtins.StopIteration"),
        (Html(200), False, "google.protobuf.json_format.ParseError"),
        (Html(200), True, "builtins.ValueError"),
    ],
)
def test_transport_error_gemini(
    fake_providers: FakeProviders, behaviour: Behaviour, stream: bool, expected: str
) -> None:
    """A stalled body is a ConnectionError that only says "Read timed out."; an empty stream even
    escapes as StopIteration."""
    fake_providers.script("gemini", behaviour)

    error = _raised(lambda: list(gemini(fake_providers, timeout=SHORT, stream=stream)))

    assert f"{type(error).__module__}.{type(error).__name__}" == expected
    if isinstance(behaviour, Stall):
        assert "Read timed out" in str(error)


@pytest.mark.parametrize("stream", [False, True])
def test_error_inside_200_gemini(fake_providers: FakeProviders, stream: bool) -> None:
    """The SDK ignores the unknown field: an answer with no candidates, and no error anywhere."""
    fake_providers.script("gemini", ErrorInside())

    response = gemini(fake_providers, stream=stream)

    assert all(not chunk.candidates for chunk in (response if stream else [response]))


def _raised(run: Callable[[], Any]) -> Any:
    try:
        result = run()
    except Exception as error:
        return error
    raise AssertionError(f"no error, but {result!r}")


def _quietly(run: Callable[[], Any]) -> None:
    try:
        run()
    except Exception:
        return
