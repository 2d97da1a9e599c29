"""A dead primary in every way it can die: who was called how often, what came back, how long."""

import datetime
import time
from email.utils import format_datetime

import pytest
from django.utils import timezone

from providers import gateway
from providers.errors import Category, GenerationFailed
from providers.models import Call, Circuit, CircuitState, ProviderModel, Switch
from tests.fakes import (
    Cut,
    Drip,
    EmptyBody,
    ErrorInside,
    Fail,
    Hang,
    Html,
    Ok,
    Raw,
    Reset,
    Stall,
)
from tests.providers.conftest import GOOD, PROVIDERS, Week

pytestmark = pytest.mark.django_db

# fault, category of the first attempt, calls to the primary, most seconds
FAULTS = {
    "500": (Fail("server_error"), "unavailable", 2, 1.0),
    "503": (Fail("overloaded"), "unavailable", 1, 1.0),
    "498": (Fail("capacity"), "unavailable", 1, 1.0),
    "529": (Fail("overloaded", status=529), "unavailable", 1, 1.0),
    "html-502": (Html(), "unavailable", 1, 1.0),
    "html-200": (Html(status=200), "unavailable", 1, 1.0),
    "empty-200": (EmptyBody(), "unavailable", 1, 1.0),
    "cut-json": (Cut(after=0.5, clean=True), "unavailable", 2, 1.0),
    "cut-connection": (Cut(after=0.5, clean=False), "connection", 2, 1.0),
    "error-in-200": (ErrorInside(), "unavailable", 1, 1.0),
    "reset": (Reset(), "connection", 2, 1.0),
    "reset-half-way": (Reset(after=0.5), "connection", 2, 1.0),
    "429": (Fail("rate_limit"), "rate_limit", 1, 1.0),
    "429-retry-after": (Fail("rate_limit", wait=7), "rate_limit", 1, 1.0),
    "402": (Fail("payment"), "quota", 1, 1.0),
    "quota": (Fail("quota"), "quota", 1, 1.0),
    "401": (Fail("auth"), "auth", 1, 1.0),
    "403": (Fail("forbidden"), "auth", 1, 1.0),
    "404": (Fail("model_missing"), "model_missing", 1, 1.0),
    "hang": (Hang(), "timeout", 1, 2.5),
    "stall": (Stall(after=0.5), "timeout", 1, 2.5),
    "drip": (Drip(interval=0.3), "timeout", 1, 2.5),
}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.timed
def test_dead_primary_is_replaced_by_the_next_candidate(providers, route, ask, provider, fault):
    behaviour, category, hits, seconds = FAULTS[fault]
    if fault == "cut-json" and provider == "gemini":
        # No answer at all; the others' streams are cut at their output limit, as far as they say.
        hits = 1
    other = "openai" if provider != "openai" else "cerebras"
    route(provider, other, timeout=1.0)
    providers.always(provider, behaviour)
    gateway_warm_up(providers, other)
    began = time.monotonic()
    draft = gateway.generate(ask(deadline=5.0))
    took = time.monotonic() - began
    assert draft.value == Week(**GOOD)
    assert draft.provider == other
    assert draft.attempts[0].category == expected_category(provider, fault, category)
    assert len(providers.calls(provider)) == hits
    assert len(providers.calls(other)) == 1
    assert took < seconds
    assert Switch.objects.count() == 1
    assert Call.objects.count() == hits + 1


def expected_category(provider: str, fault: str, category: str) -> str:
    # A stream that ends without a finish reason is cut; Gemini's answers are not streamed.
    if fault == "cut-json" and provider != "gemini":
        return "truncated"
    return category


def gateway_warm_up(providers, name: str) -> None:
    """The SDKs are imported and connected outside the measured time."""
    from providers.backends import backend
    from providers.backends.base import ProviderCall, Pulse
    from providers.generation import Message

    for each in {name, *PROVIDERS}:
        call = ProviderCall(
            "warm-up",
            (Message("user", "hello"),),
            "text",
            5.0,
            100,
            base_url=providers.base_urls[each],
            api_key=f"key-{each}",
        )
        providers.script(each, Ok("hello"), model="warm-up")
        backend(each).complete(call, Pulse(5.0))
    providers._on_loop(providers._server.log.clear)


def test_a_lone_reset_is_retried_on_the_same_candidate(providers, route, ask):
    route("openai", "groq")
    providers.script("openai", Reset())
    draft = gateway.generate(ask())
    assert draft.provider == "openai"
    assert [attempt.category for attempt in draft.attempts] == ["connection", "ok"]
    assert Circuit.objects.get(provider="openai").failures == 0


def test_bad_request_does_not_fail_over(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("bad_request"))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.BAD_REQUEST
    assert providers.calls("groq") == []
    assert len(providers.calls("openai")) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refused_schema_steps_down_and_is_remembered(providers, route, ask, provider):
    route(provider, "openai" if provider != "openai" else "groq", mode="json_schema")
    providers.validate = False
    providers.script(provider, Fail("schema_refused"))
    first = gateway.generate(ask())
    second = gateway.generate(ask())
    assert (first.provider, first.mode) == (provider, "tool")
    assert (second.provider, second.mode) == (provider, "tool")
    assert len(providers.calls(provider)) == 3


@pytest.mark.parametrize("provider", PROVIDERS)
def test_context_length_goes_only_to_a_larger_window(providers, route, ask, provider):
    others = [name for name in PROVIDERS if name != provider]
    made = route(provider, *others, context_window=8_000)
    entries = list(made.entries.select_related("provider_model"))
    entries[2].provider_model.context_window = 100_000
    entries[2].provider_model.save()
    providers.always(provider, Fail("context_length"))
    draft = gateway.generate(ask())
    assert draft.provider == others[1]
    assert providers.calls(others[0]) == []


def test_context_length_without_a_larger_window_fails(providers, route, ask):
    route("openai", "groq", context_window=8_000)
    providers.always("openai", Fail("context_length"))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.CONTEXT_LENGTH
    assert providers.calls("groq") == []


def test_groq_tokens_per_minute_as_413_is_a_rate_limit(providers, route, ask):
    route("groq", "openai")
    providers.always("groq", Fail("too_large"))
    draft = gateway.generate(ask())
    assert draft.attempts[0].category == Category.RATE_LIMIT
    assert draft.provider == "openai"


def test_groq_failed_generation_is_read(providers, route, ask):
    route("groq")
    written = '{"theme": "Strength", "sessions": 3, "notes": ["warm up", "squat",]}'
    providers.script("groq", Fail("json_validate_failed", failed_generation=written))
    draft = gateway.generate(ask())
    assert draft.value == Week(**GOOD)
    assert len(providers.calls("groq")) == 1


def test_circuit_opens_after_three_failures_and_spares_the_dead(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("server_error"))
    for _ in range(10):
        assert gateway.generate(ask()).provider == "groq"
    assert len(providers.calls("openai")) == 3
    assert Circuit.objects.get(provider="openai").state == CircuitState.OPEN


def test_circuit_half_opens_with_one_probe_and_closes_on_success(providers, route, ask):
    route("openai", "groq")
    Circuit.objects.create(
        provider="openai",
        model="gpt-4o",
        state="open",
        failures=3,
        openings=2,
        open_until=timezone.now() - datetime.timedelta(seconds=1),
    )
    assert gateway.generate(ask()).provider == "openai"
    circuit = Circuit.objects.get(provider="openai")
    assert (circuit.state, circuit.failures, circuit.openings) == ("closed", 0, 0)


def test_circuit_rests_longer_when_the_probe_fails(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("server_error"))
    Circuit.objects.create(
        provider="openai",
        model="gpt-4o",
        state="open",
        failures=3,
        openings=2,
        open_until=timezone.now(),
    )
    assert gateway.generate(ask()).provider == "groq"
    circuit = Circuit.objects.get(provider="openai")
    rest = (circuit.open_until - timezone.now()).total_seconds()
    assert (circuit.state, circuit.openings) == ("open", 3)
    assert 18 < rest <= 20
    assert len(providers.calls("openai")) == 1


def test_auth_switches_off_every_model_behind_the_key(providers, route, ask):
    made = route("openai", "groq")
    mini = ProviderModel.objects.get(model="gpt-4o-mini")
    made.entries.create(provider_model=mini, position=0)
    providers.always("openai", Fail("auth"))
    gateway.generate(ask())
    gateway.generate(ask())
    assert len(providers.calls("openai")) <= 2
    assert len(providers.calls("groq")) == 2
    circuit = Circuit.objects.get(provider="openai", model="")
    assert (circuit.state, circuit.reason) == ("open", "auth")


def test_auth_is_forgotten_with_another_key(providers, route, ask, settings):
    route("openai", "groq")
    providers.script("openai", Fail("auth"))
    assert gateway.generate(ask()).provider == "groq"
    settings.PROVIDER_KEYS = settings.PROVIDER_KEYS | {"openai": "a new key"}
    assert gateway.generate(ask()).provider == "openai"


RETRY_FORMS = {
    "seconds": (Fail("rate_limit", retry_after="1"), 1.0),
    "fraction": (Fail("rate_limit", retry_after="0.6"), 0.6),
    "milliseconds": (Fail("rate_limit", retry_after_ms=700), 0.7),
    "reset-header": (
        Fail("rate_limit", reset_requests="800ms"),
        0.8,
    ),
}


@pytest.mark.parametrize("form", RETRY_FORMS)
@pytest.mark.timed
def test_waits_for_the_only_candidate_as_long_as_it_says(providers, route, ask, form):
    behaviour, wait = RETRY_FORMS[form]
    route("openai")
    gateway_warm_up(providers, "openai")
    providers.script("openai", behaviour)
    began = time.monotonic()
    draft = gateway.generate(ask(deadline=8))
    took = time.monotonic() - began
    assert draft.value == Week(**GOOD)
    assert wait - 0.05 <= took < wait + 1.0


@pytest.mark.timed
def test_waits_for_an_http_date(providers, route, ask):
    route("openai")
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    providers.script("openai", Fail("rate_limit", retry_after=format_datetime(moment, usegmt=True)))
    began = time.monotonic()
    gateway.generate(ask(deadline=8))
    assert 0.5 < time.monotonic() - began < 3.5


@pytest.mark.timed
def test_waits_for_geminis_retry_delay(providers, route, ask):
    route("gemini")
    gateway_warm_up(providers, "gemini")
    providers.script("gemini", Fail("rate_limit", retry_info="0.9s"))
    began = time.monotonic()
    gateway.generate(ask(deadline=8))
    assert 0.85 < time.monotonic() - began < 2.0


@pytest.mark.timed
def test_raises_at_once_when_nobody_is_free_inside_the_deadline(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("rate_limit", wait=60))
    providers.always("groq", Fail("rate_limit", wait=30))
    began = time.monotonic()
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(deadline=5))
    assert time.monotonic() - began < 2.0
    assert failure.value.category == Category.RATE_LIMIT
    assert 25 < failure.value.retry_after <= 30
    with pytest.raises(GenerationFailed):
        gateway.generate(ask(deadline=5))
    assert len(providers.calls()) == 2


def test_offline_writes_when_everything_else_failed(providers, route, ask):
    route("openai", "groq", offline_last=True)
    providers.always("*", Fail("server_error"))
    draft = gateway.generate(ask(offline=lambda: Week(**GOOD)))
    assert draft.provider == "offline"
    assert Switch.objects.order_by("-pk").first().to_provider == "offline"


def test_offline_does_not_write_where_the_route_forbids_it(providers, route, ask):
    route("openai", offline_last=False)
    providers.always("*", Fail("server_error"))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(offline=lambda: Week(**GOOD)))
    assert failure.value.category == Category.UNAVAILABLE


def test_offline_waits_a_moment_for_a_rate_limited_model(providers, route, ask):
    route("openai", offline_last=True)
    providers.script("openai", Fail("rate_limit", retry_after="0.5"))
    assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "openai"
    providers.script("openai", Fail("rate_limit", wait=60))
    assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "offline"


@pytest.mark.parametrize(
    ("fault", "patience", "writer"),
    [
        (Fail("rate_limit", retry_after="1"), 5.0, "openai"),
        (Fail("rate_limit", retry_after="1"), None, "offline"),
        (Fail("rate_limit", wait=60), 5.0, "offline"),
        (Fail("overloaded", retry_after="1"), 5.0, "offline"),
    ],
)
def test_offline_can_be_kept_waiting_for_a_rate_limited_model_and_for_no_other(
    fault, patience, writer, providers, route, ask, monkeypatch
):
    monkeypatch.setattr("providers.failover.OFFLINE_PATIENCE", 0.2)
    route("openai", offline_last=True)
    providers.script("openai", fault, fault if fault.reason == "overloaded" else Ok(value=GOOD))
    draft = gateway.generate(ask(offline=lambda: Week(**GOOD), rate_patience=patience))
    assert draft.provider == writer


@pytest.mark.timed
def test_a_fallback_is_tried_inside_the_deadline(providers, route, ask):
    route("openai", "groq", "cerebras")
    gateway_warm_up(providers, "openai")
    providers.always("openai", Hang())
    providers.always("groq", Drip(interval=0.2))
    began = time.monotonic()
    draft = gateway.generate(ask(deadline=3.0))
    assert draft.provider == "cerebras"
    assert time.monotonic() - began < 3.25


def test_a_failure_holds_no_key_and_no_prompt(providers, route, ask):
    canary = "Quetzalcoatl-7731"
    route("openai", "groq")
    echo = f"Incorrect API key provided: key-openai. Your prompt was: {canary}"
    providers.always("openai", Fail("auth", message=echo))
    providers.always(
        "groq", Raw(f'{{"error": {{"message": "{echo}", "code": "weird"}}}}', status=500)
    )
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(messages=[gateway.Message("user", canary)]))
    said = f"{failure.value} {failure.value.person_message} {failure.value.attempts!r}"
    assert "key-openai" not in said
    assert canary not in said
    rows = " ".join(str(vars(call)) for call in Call.objects.all())
    assert canary not in rows
