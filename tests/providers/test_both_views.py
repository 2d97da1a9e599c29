"""Each fault from both sides: what the caller gets in five calls, and what each provider received.

The first model has the fault, the second is healthy. `first` and `second` are the requests that
each of them received in all.
"""

import socket
import time
from dataclasses import dataclass

import pytest

from providers import gateway
from providers.errors import GenerationFailed
from tests.fakes import (
    Behaviour,
    Cut,
    Drip,
    EmptyBody,
    ErrorInside,
    Fail,
    Hang,
    Html,
    Ok,
    Refuse,
    Reset,
    Stall,
    Truncated,
)
from tests.providers.conftest import GOOD, Week
from tests.providers.test_failover import gateway_warm_up

pytestmark = pytest.mark.django_db

CALLS = 5
OPENS_AFTER = 3
ATTEMPT = 0.4
DEADLINE = 3.0


@dataclass(frozen=True)
class View:
    """category: of the first attempt, and of the failure when nobody else is asked."""

    meets: Behaviour
    category: str
    first: int
    second: int = CALLS
    served: bool = True


VIEWS = {
    # Counted by the circuit, which then spares the first model.
    "500": View(Fail("server_error"), "unavailable", OPENS_AFTER),
    "502 as HTML": View(Html(), "unavailable", OPENS_AFTER),
    "529": View(Fail("overloaded", status=529), "unavailable", OPENS_AFTER),
    "200 as HTML": View(Html(status=200), "unavailable", OPENS_AFTER),
    "empty 200": View(EmptyBody(), "unavailable", OPENS_AFTER),
    "error in a 200": View(ErrorInside(), "unavailable", OPENS_AFTER),
    "reset": View(Reset(), "connection", OPENS_AFTER),
    "reset in the middle": View(Reset(after=0.5), "connection", OPENS_AFTER),
    "closed in the middle": View(Cut(after=0.5, clean=False), "connection", OPENS_AFTER),
    "hang": View(Hang(), "timeout", OPENS_AFTER),
    "stall": View(Stall(after=0.5), "timeout", OPENS_AFTER),
    "drip": View(Drip(interval=0.1), "timeout", OPENS_AFTER),
    # At rest at once, as the provider says or its policy.
    "503 with Retry-After": View(Fail("overloaded", wait=7), "unavailable", 1),
    "429": View(Fail("rate_limit"), "rate_limit", 1),
    "429 with Retry-After": View(Fail("rate_limit", wait=7), "rate_limit", 1),
    "quota": View(Fail("quota"), "quota", 1),
    "401": View(Fail("auth"), "auth", 1),
    "404": View(Fail("model_missing"), "model_missing", 1),
    # The request's or the answer's own, which says nothing of the next call.
    "wrong shape": View(Ok(style="wrong_shape"), "invalid_output", 2 * CALLS),
    "at the limit": View(Truncated(), "truncated", 2 * CALLS),
    "too long": View(Fail("context_length"), "context_length", CALLS),
    # Not one call to the second.
    "400": View(Fail("bad_request"), "bad_request", CALLS, 0, served=False),
    "policy": View(Fail("policy"), "content_filter", CALLS, 0, served=False),
    "refusal": View(Refuse(), "content_filter", CALLS, 0, served=False),
}


@pytest.mark.parametrize("provider", ["openai", "gemini"])
@pytest.mark.parametrize("fault", VIEWS)
@pytest.mark.timed
def test_the_caller_s_and_the_providers_view_of_a_fault(providers, route, ask, provider, fault):
    view = VIEWS[fault]
    made = route(
        provider,
        "cerebras",
        timeout=ATTEMPT,
        first_token_timeout=ATTEMPT,
        stall_timeout=ATTEMPT,
    )
    larger = made.entries.get(position=1).provider_model
    larger.context_window = 10_000_000
    larger.save()
    gateway_warm_up(providers, provider)
    providers.always(provider, view.meets)

    for number in range(CALLS):
        began = time.monotonic()
        if view.served:
            draft = gateway.generate(ask(deadline=DEADLINE))
            assert (draft.value, draft.provider) == (Week(**GOOD), "cerebras")
            attempts = draft.attempts
        else:
            with pytest.raises(GenerationFailed) as failure:
                gateway.generate(ask(deadline=DEADLINE))
            assert failure.value.category == view.category
            assert failure.value.person_message
            attempts = failure.value.attempts
        assert time.monotonic() - began < DEADLINE
        if number == 0:
            assert attempts[0].category == view.category

    assert len(providers.calls(provider)) == view.first
    assert len(providers.calls("cerebras")) == view.second


@pytest.mark.parametrize("provider", ["openai", "groq", "gemini"])
@pytest.mark.parametrize("address", ["refused", "unknown name"])
def test_an_address_without_a_server_is_left_after_three_failures(
    providers, route, ask, settings, provider, address
):
    route(provider, "cerebras", timeout=1.0)
    gateway_warm_up(providers, provider)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{closed.getsockname()[1]}"
    host = host if address == "refused" else "nobody.invalid"
    settings.PROVIDER_BASE_URLS = settings.PROVIDER_BASE_URLS | {provider: f"http://{host}/v1"}
    settings.ALLOW_MODEL_CALLS = True
    tried = []
    for _ in range(CALLS):
        draft = gateway.generate(ask(deadline=DEADLINE))
        assert draft.provider == "cerebras"
        tried += [one.category for one in draft.attempts if one.provider == provider]
    assert len(tried) == OPENS_AFTER
    assert set(tried) <= {"connection", "timeout"}
    assert len(providers.calls("cerebras")) == CALLS
