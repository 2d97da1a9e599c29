"""PROVIDERS' table of failures, row by row: every shape, of every SDK, over the wire.

Each case names what the provider does and then what the gateway may make of it: the category, the
calls to the failing model, and whether the next one was asked.
"""

import contextlib
from dataclasses import dataclass

import pytest

from providers import gateway
from providers.errors import Category, GenerationFailed
from providers.models import Call, Circuit
from tests.fakes import (
    Behaviour,
    Cut,
    EmptyBody,
    ErrorInside,
    Fail,
    Html,
    Ok,
    Raw,
    Refuse,
    Reset,
    Stall,
    Truncated,
)
from tests.providers.conftest import PROVIDERS
from tests.providers.test_failover import gateway_warm_up

pytestmark = pytest.mark.django_db

FAMILY = ("openai", "groq", "cerebras")


@dataclass(frozen=True)
class Case:
    """hits: calls to the failing model. moves: whether the next model is asked."""

    meets: Behaviour
    category: str
    hits: int = 1
    moves: bool = True
    where: tuple[str, ...] = PROVIDERS


def inside(reason: str, **more) -> ErrorInside:
    return ErrorInside(reason, **more)


def raw(body: str, status: int = 200, **headers: str) -> Raw:
    return Raw(body, status=status, headers=headers)


def sse(body: str) -> Raw:
    return Raw(f"{body}\n\n", content_type="text/event-stream")


CASES = {
    # rate_limit: next at once
    "429": Case(Fail("rate_limit"), "rate_limit"),
    "429 with Retry-After": Case(Fail("rate_limit", retry_after="7"), "rate_limit"),
    "groq tokens as 413": Case(Fail("too_large"), "rate_limit", where=("groq",)),
    "resource exhausted": Case(
        raw('{"error": {"message": "Resource has been exhausted"}}', 503), "rate_limit"
    ),
    "throttled": Case(raw('{"error": {"message": "Request was throttled"}}', 500), "rate_limit"),
    "429 without a body": Case(raw("", 429), "rate_limit"),
    "429 as HTML": Case(Html(status=429), "rate_limit"),
    "429 by its number in a 200": Case(
        raw('{"error": {"code": 429, "message": "Slow down"}}'), "rate_limit"
    ),
    "rate limit in a 200": Case(inside("rate_limit"), "rate_limit"),
    "rate limit in the middle": Case(inside("rate_limit", after=0.5), "rate_limit"),
    # quota: next, for hours
    "402": Case(Fail("payment"), "quota"),
    "quota": Case(Fail("quota"), "quota"),
    "quota in a 200": Case(inside("quota"), "quota"),
    "402 by its number in a 200": Case(
        raw('{"error": {"code": 402, "message": "Add credits"}}'), "quota"
    ),
    "quota of the day": Case(
        Fail("rate_limit", quota_id="GenerateRequestsPerDayPerProjectPerModel"),
        "quota",
        where=("gemini",),
    ),
    # unavailable: once more for a lone 500, else next at once
    "500": Case(Fail("server_error"), "unavailable", 2),
    "502 as HTML": Case(Html(), "unavailable"),
    "503": Case(Fail("overloaded"), "unavailable"),
    "498": Case(Fail("capacity", status=498), "unavailable"),
    "409": Case(Fail("bad_request", status=409), "unavailable"),
    "425": Case(raw("", 425), "unavailable"),
    "500 without a body": Case(raw("", 500), "unavailable", 2),
    "504": Case(raw("", 504), "unavailable"),
    "599": Case(raw("{}", 599), "unavailable"),
    "a redirect to nowhere": Case(raw("", 302), "unavailable"),
    "204": Case(raw("", 204), "unavailable"),
    "529": Case(Fail("overloaded", status=529), "unavailable"),
    "200 as HTML": Case(Html(status=200), "unavailable"),
    "empty 200": Case(EmptyBody(), "unavailable"),
    "not JSON": Case(raw("upstream connect error"), "unavailable"),
    "a list": Case(raw("[1, 2]"), "unavailable", where=FAMILY),
    "null": Case(raw("null"), "unavailable", where=FAMILY),
    "no choices": Case(raw('{"choices": []}'), "unavailable"),
    "choices of null": Case(raw('{"choices": [null]}'), "unavailable", where=FAMILY),
    "error in a 200": Case(inside("server_error"), "unavailable"),
    "error in the middle": Case(inside("server_error", after=0.5), "unavailable"),
    "error text in a 200": Case(raw('{"error": "overloaded"}'), "unavailable", where=FAMILY),
    "400 by its number in a 200": Case(
        raw('{"error": {"code": 400, "message": "Provider returned error"}}'), "unavailable"
    ),
    "an event that is an error": Case(
        sse('event: error\ndata: {"error": {"message": "over capacity", "type": "server_error"}}'),
        "unavailable",
        where=FAMILY,
    ),
    "an event of another kind": Case(sse('data: {"detail": "gone"}'), "unavailable", where=FAMILY),
    "a stream of comments": Case(sse(": one moment\n\n: bye"), "unavailable"),
    "a stream of HTML": Case(sse("<html>Bad gateway</html>"), "unavailable"),
    "a stream of half a chunk": Case(sse('data: {"choices": [{"del'), "unavailable"),
    # connection: like unavailable
    "reset": Case(Reset(), "connection", 2),
    "reset in the middle": Case(Reset(after=0.5), "connection", 2),
    "cut in the middle": Case(Cut(after=0.5, clean=False), "connection", 2),
    # timeout: next at once
    "408": Case(Fail("timeout"), "timeout", where=FAMILY),
    "stall": Case(Stall(after=0.5), "timeout"),
    # model_missing, auth: next, and the model or the account is off
    "404": Case(Fail("model_missing"), "model_missing"),
    "404 without a body": Case(raw("", 404), "model_missing"),
    "401": Case(Fail("auth"), "auth"),
    "403": Case(Fail("forbidden"), "auth"),
    "401 without a body": Case(raw("", 401), "auth"),
    "403 as HTML": Case(Html(status=403), "auth"),
    "bad key as a 400": Case(
        raw('{"error": {"message": "API key not valid. Please pass a valid API key."}}', 400),
        "auth",
    ),
    "a country that is not served": Case(
        raw('{"error": {"message": "User location is not supported for the API use."}}', 400),
        "auth",
    ),
    "unknown model as a 400": Case(
        raw('{"error": {"code": "model_decommissioned", "message": "It is gone."}}', 400),
        "model_missing",
        where=FAMILY,
    ),
    "bad key in a 200": Case(inside("auth"), "auth"),
    # context_length: only a larger window, and here the next one has the same
    "too long": Case(Fail("context_length"), "context_length", moves=False),
    "too long as 413": Case(
        Fail("too_large"), "context_length", moves=False, where=("openai", "cerebras")
    ),
    # bad_request: our fault, one call and no more
    "400": Case(Fail("bad_request"), "bad_request", moves=False),
    "422": Case(Fail("unprocessable"), "bad_request", moves=False),
    "400 without a body": Case(raw("", 400), "bad_request", moves=False),
    "400 as HTML": Case(Html(status=400), "bad_request", moves=False),
    "418": Case(raw("{}", 418), "bad_request", moves=False),
    # content_filter: the reason reaches the person
    "policy": Case(Fail("policy"), "content_filter", moves=False),
    "refusal": Case(Refuse(how="refusal"), "content_filter", moves=False),
    "refusal in plain words": Case(
        Ok("I'm sorry, but I can't help with that request."), "content_filter", moves=False
    ),
    "filtered half-way": Case(Refuse(how="filter"), "content_filter", moves=False),
    "blocked prompt": Case(Refuse(how="blocked"), "content_filter", moves=False),
    # invalid_output: asked once more with the errors, then next
    "wrong shape": Case(Ok(style="wrong_shape"), "invalid_output", 2),
    "cut without saying so": Case(Ok(style="cut"), "invalid_output", 2),
    "schema echoed": Case(Ok(style="schema_echo"), "invalid_output", 2),
    "prose": Case(Ok("I would rather talk about it."), "invalid_output", 2),
    "failed generation": Case(
        Fail("json_validate_failed", failed_generation='{"theme": '),
        "invalid_output",
        2,
        where=("groq",),
    ),
    "failed tool use": Case(Fail("tool_use_failed"), "invalid_output", 2, where=FAMILY),
    # truncated: the limit raised once, then next
    "at the limit": Case(Truncated(), "truncated", 2),
    "whole but at the limit": Case(
        Ok('{"theme": "a", "sessions": 3, "notes": []}', finish="length"), "truncated", 2
    ),
    "stream without an end": Case(Ok(finish=""), "truncated", 2),
    "an end for an unknown reason": Case(Ok(finish="system_resource"), "truncated", 2),
}
TABLE = [
    pytest.param(provider, case, id=f"{name}-{provider}")
    for name, case in CASES.items()
    for provider in case.where
]


BROKEN_OFF = (Reset, Cut, Stall)
COUNTED = [each for each in TABLE if not isinstance(each.values[1].meets, BROKEN_OFF)]
OFF_FOR_HOURS = ("quota", "model_missing", "auth")


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
@pytest.mark.parametrize(("provider", "case"), TABLE)
def test_every_failure_is_known_and_followed_by_its_policy(
    providers, route, ask, provider, case, extra
):
    other = "groq" if provider != "groq" else "openai"
    route(
        provider,
        other,
        timeout=1.0,
        first_token_timeout=0.5,
        stall_timeout=0.5,
        context_window=100_000,
        extra=extra,
    )
    gateway_warm_up(providers, provider)
    providers.always(provider, case.meets)

    if case.moves:
        attempts = gateway.generate(ask(deadline=8.0)).attempts
        assert attempts[-1].provider == other
    else:
        with pytest.raises(GenerationFailed) as caught:
            gateway.generate(ask(deadline=8.0))
        attempts = caught.value.attempts
        assert caught.value.category == case.category
        assert caught.value.person_message

    mine = [attempt for attempt in attempts if attempt.provider == provider]
    assert {attempt.category for attempt in mine} == {Category(case.category)}
    assert len(mine) == len(providers.calls(provider)) == case.hits
    assert bool(providers.calls(other)) == case.moves
    assert Call.objects.filter(category=case.category).count() == case.hits
    rests = Circuit.objects.filter(state="open").exists()
    assert rests == (case.category in OFF_FOR_HOURS)


@pytest.mark.parametrize(("provider", "case"), COUNTED)
def test_tokens_are_the_provider_s_own_count(providers, route, ask, provider, case):
    """What was paid for failed, cut and discarded answers is in the ledger."""
    other = "groq" if provider != "groq" else "openai"
    route(provider, other, timeout=1.0)
    gateway_warm_up(providers, provider)
    providers.always(provider, case.meets)
    with contextlib.suppress(GenerationFailed):
        gateway.generate(ask(deadline=8.0))
    rows = Call.objects.filter(provider=provider)
    counted = (
        sum(row.input_tokens for row in rows),
        sum(row.output_tokens for row in rows),
    )
    billed = providers.tokens(provider)
    broke_off = getattr(case.meets, "after", 0.0)
    assert counted == (pytest.approx(billed, rel=0.3) if broke_off else billed)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_stream_that_broke_off_is_counted_by_estimate(providers, route, ask, provider):
    route(provider)
    gateway_warm_up(providers, provider)
    providers.script(provider, Reset(after=0.6))
    draft = gateway.generate(ask())
    broken = draft.attempts[0]
    billed = providers.calls(provider)[0]
    assert broken.category == Category.CONNECTION
    assert broken.input_tokens == billed.input_tokens
    assert broken.output_tokens == pytest.approx(billed.output_tokens, rel=0.3)
