"""How long a provider that says when to come again is left alone, in every form it can say so."""

import datetime
from email.utils import format_datetime

import pytest
from django.utils import timezone

from providers import gateway
from providers.errors import POLICIES, Category
from providers.models import Circuit
from tests.fakes import Behaviour, Fail, Raw
from tests.providers.conftest import PROVIDERS

pytestmark = pytest.mark.django_db

FAMILY = ("openai", "groq", "cerebras")
DEFAULT = POLICIES[Category.RATE_LIMIT].rest
WEEK = 7 * 86_400.0


def said(**headers: str) -> Fail:
    return Fail(
        "rate_limit", headers={key.replace("_", "-"): value for key, value in headers.items()}
    )


def resets(**headers: str) -> Fail:
    """x-ratelimit headers by what they are about."""
    return Fail(
        "rate_limit",
        headers={f"x-ratelimit-{key.replace('_', '-')}": value for key, value in headers.items()},
    )


FORMS: dict[str, tuple[Behaviour, float, tuple[str, ...]]] = {
    "seconds": (said(retry_after="7"), 7.0, PROVIDERS),
    "a fraction": (said(retry_after="7.25"), 7.25, PROVIDERS),
    "milliseconds": (said(retry_after_ms="2500", retry_after="9"), 2.5, PROVIDERS),
    "a duration": (said(retry_after="2m30s"), 150.0, PROVIDERS),
    "a negative number": (said(retry_after="-3"), 0.0, PROVIDERS),
    "a year": (said(retry_after="31536000"), WEEK, PROVIDERS),
    "nothing of use": (said(retry_after="soon"), DEFAULT, PROVIDERS),
    "nothing at all": (Raw("", status=429), DEFAULT, PROVIDERS),
    "headers and no body": (Raw("", status=429, headers={"Retry-After": "11"}), 11.0, PROVIDERS),
    "reset in milliseconds": (
        resets(remaining_requests="0", reset_requests="900ms"),
        0.9,
        ("openai", "groq"),
    ),
    "reset in minutes": (resets(remaining_tokens="0", reset_tokens="6m0s"), 360.0, FAMILY),
    "reset in all units": (resets(remaining_tokens="0", reset_tokens="1h2m3.5s"), 3723.5, FAMILY),
    "reset in plain seconds": (
        resets(
            remaining_requests_day="12",
            reset_requests_day="33011.4",
            remaining_tokens_minute="0",
            reset_tokens_minute="11.4",
        ),
        11.4,
        ("cerebras",),
    ),
    "reset of the spent limit": (
        resets(
            remaining_requests="9999",
            reset_requests="8.64s",
            remaining_tokens="0",
            reset_tokens="42s",
        ),
        42.0,
        FAMILY,
    ),
    "both resets": (
        resets(
            remaining_requests="0",
            reset_requests="20s",
            remaining_tokens="0",
            reset_tokens="42s",
        ),
        42.0,
        FAMILY,
    ),
    "Retry-After beside a reset": (
        Fail(
            "rate_limit",
            headers={
                "retry-after": "3",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "42s",
            },
        ),
        3.0,
        PROVIDERS,
    ),
    "RetryInfo": (Fail("rate_limit", retry_info="13s"), 13.0, ("gemini",)),
    "RetryInfo with a fraction": (Fail("rate_limit", retry_info="13.75s"), 13.75, ("gemini",)),
    "prose": (
        Fail("rate_limit", message="Limit reached. Please try again in 7m12.5s. Visit the page."),
        432.5,
        PROVIDERS,
    ),
}
TABLE = [
    pytest.param(provider, behaviour, seconds, id=f"{name}-{provider}")
    for name, (behaviour, seconds, where) in FORMS.items()
    for provider in where
]


def rest_after(provider: str, behaviour: Behaviour, providers, route, ask) -> float:
    """Seconds from the call on for which the model is left alone; the next one wrote the draft."""
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    providers.always(provider, behaviour)
    began = timezone.now()
    assert gateway.generate(ask()).provider == other
    assert len(providers.calls(provider)) == 1
    circuit = Circuit.objects.get(provider=provider)
    assert (circuit.state, circuit.failures) == ("closed", 0)
    return (circuit.cool_until - began).total_seconds()


@pytest.mark.parametrize(("provider", "behaviour", "seconds"), TABLE)
def test_a_rate_limit_cools_as_long_as_it_says(providers, route, ask, provider, behaviour, seconds):
    rest = rest_after(provider, behaviour, providers, route, ask)
    # Counted from the answer, which came after some milliseconds, or an SDK's import.
    assert seconds <= rest < seconds + 4.0


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("ahead", [30, -30])
def test_a_rate_limit_cools_until_an_http_date(providers, route, ask, provider, ahead):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=ahead)
    behaviour = said(retry_after=format_datetime(moment, usegmt=True))
    rest = rest_after(provider, behaviour, providers, route, ask)
    assert max(ahead - 2.0, 0.0) <= rest < max(ahead, 0.0) + 4.0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_resting_model_is_not_asked_before_its_time(providers, route, ask, provider):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    providers.script(provider, said(retry_after="60"))
    for _ in range(3):
        assert gateway.generate(ask()).provider == other
    assert len(providers.calls(provider)) == 1
    Circuit.objects.update(cool_until=timezone.now())
    assert gateway.generate(ask()).provider == provider
