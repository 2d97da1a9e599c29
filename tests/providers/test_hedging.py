"""A second call beside a slow first one: which answer counts, and what becomes of the other."""

import threading
import time

import pytest
from django.utils import timezone

from providers import gateway, pace, routing
from providers.errors import Category, GenerationCancelled, GenerationFailed
from providers.models import Bucket, Call, Circuit, Switch
from tests.fakes import Fail, Hang, Ok, Refuse, Stall
from tests.providers.conftest import GOOD, MODELS, Week
from tests.providers.test_failover import gateway_warm_up
from tests.providers.test_streams import busy_threads, eventually

pytestmark = [pytest.mark.django_db, pytest.mark.timed]

USUAL_MS = 150


@pytest.fixture
def hedged(providers, route):
    """The route "drafts", hedged, over models that usually take 0.15 s."""

    def make(*names: str, calls: int = 20, **changes) -> None:
        made = route(*names, **changes)
        made.hedge = True
        made.save()
        routing.forget()
        for name in names:
            Call.objects.bulk_create(
                Call(
                    route="drafts",
                    provider=name,
                    model=MODELS[name],
                    category="ok",
                    latency_ms=USUAL_MS,
                    app="before",
                )
                for _ in range(calls)
            )
        gateway_warm_up(providers, names[0])

    return make


def said(attempts) -> list[tuple[str, str]]:
    return [(attempt.provider, attempt.category) for attempt in attempts]


def slow(seconds: float) -> Ok:
    """Headers at once, the first token after so many seconds."""
    return Ok(value=GOOD, first_delay=seconds)


def test_a_slow_model_is_overtaken_by_the_next(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", slow(3.0))
    began = time.monotonic()
    draft = gateway.generate(ask())
    assert 0.15 <= time.monotonic() - began < 1.0
    assert draft.value == Week(**GOOD)
    assert said(draft.attempts) == [("groq", "ok"), ("openai", "cancelled")]
    assert providers.wait_for(1, "openai")[0].disconnected
    assert eventually(lambda: not busy_threads())
    switch = Switch.objects.get()
    assert (switch.from_provider, switch.to_provider, switch.category) == (
        "openai",
        "groq",
        "cancelled",
    )
    assert not Circuit.objects.exclude(failures=0).exists()


def test_a_model_that_is_overtaken_in_silence_counts_as_slow(providers, hedged, ask):
    hedged("openai", "groq", first_token_timeout=1.0, stall_timeout=1.0)
    providers.always("openai", Hang())
    for _ in range(5):
        assert gateway.generate(ask()).provider == "groq"
    circuit = Circuit.objects.get(provider="openai")
    assert (circuit.state, circuit.reason) == ("open", "timeout")
    assert len(providers.calls("openai")) == 3
    assert all(call.disconnected for call in providers.wait_for(3, "openai"))
    assert eventually(lambda: not busy_threads())


def test_a_model_that_is_as_fast_as_ever_has_no_second(providers, hedged, ask):
    hedged("openai", "groq")
    assert gateway.generate(ask()).provider == "openai"
    assert providers.calls("groq") == []


@pytest.mark.parametrize("calls", [0, pace.LEAST - 1])
def test_without_enough_answers_to_compare_with_there_is_no_second(providers, hedged, ask, calls):
    hedged("openai", "groq", calls=calls)
    providers.script("openai", slow(0.5))
    assert gateway.generate(ask()).provider == "openai"
    assert providers.calls("groq") == []


def test_a_route_that_is_not_hedged_waits(providers, hedged, route, ask):
    hedged("openai", "groq")
    made = route("openai", "groq")
    made.hedge = False
    made.save()
    routing.forget()
    providers.script("openai", slow(0.5))
    assert gateway.generate(ask()).provider == "openai"
    assert providers.calls("groq") == []


def test_the_first_may_still_win(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", slow(0.4))
    providers.script("groq", slow(3.0))
    draft = gateway.generate(ask())
    assert said(draft.attempts) == [("openai", "ok"), ("groq", "cancelled")]
    assert providers.wait_for(1, "groq")[0].disconnected
    assert eventually(lambda: not busy_threads())
    assert not Switch.objects.exists()
    assert not Circuit.objects.exclude(failures=0).exists()


def test_a_second_that_fails_changes_nothing(providers, hedged, ask):
    hedged("openai", "groq", "cerebras")
    providers.script("openai", slow(0.5))
    providers.script("groq", Fail("server_error"))
    draft = gateway.generate(ask())
    assert said(draft.attempts) == [("groq", "unavailable"), ("openai", "ok")]
    assert providers.calls("cerebras") == []
    assert not Switch.objects.exists()


def test_a_second_that_refuses_ends_nothing(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", slow(0.5))
    providers.script("groq", Refuse(how="filter"))
    assert gateway.generate(ask()).provider == "openai"


def test_a_first_that_fails_leaves_its_place_to_the_second(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", Fail("quota", latency=0.3))
    providers.script("groq", slow(0.6))
    draft = gateway.generate(ask())
    assert said(draft.attempts) == [("openai", "quota"), ("groq", "ok")]
    assert len(providers.calls("groq")) == 1
    assert Switch.objects.get().category == "quota"


def test_a_refusal_of_the_first_ends_both(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", Fail("policy", latency=0.3))
    providers.script("groq", slow(3.0))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.CONTENT_FILTER
    assert said(failure.value.attempts) == [("openai", "content_filter"), ("groq", "cancelled")]
    assert "openai" in failure.value.person_message
    assert providers.wait_for(1, "groq")[0].disconnected


def test_when_both_fail_the_third_is_asked(providers, hedged, ask):
    hedged("openai", "groq", "cerebras")
    providers.script("openai", Fail("quota", latency=0.4))
    providers.script("groq", Fail("auth", latency=0.4))
    draft = gateway.generate(ask())
    assert draft.provider == "cerebras"
    assert [len(providers.calls(name)) for name in ("openai", "groq", "cerebras")] == [1, 1, 1]


def test_a_first_whose_answer_is_unusable_is_asked_again_beside_the_second(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", Ok(style="wrong_shape", latency=0.3), Ok(value=GOOD))
    providers.script("groq", slow(3.0))
    draft = gateway.generate(ask())
    assert said(draft.attempts) == [
        ("openai", "invalid_output"),
        ("openai", "ok"),
        ("groq", "cancelled"),
    ]


def test_nothing_outlasts_the_deadline_when_both_hang(providers, hedged, ask):
    hedged("openai", "groq")
    providers.always("*", Hang())
    began = time.monotonic()
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(deadline=1.5))
    assert time.monotonic() - began < 1.75
    assert failure.value.category == Category.TIMEOUT
    assert eventually(lambda: not busy_threads())


def test_a_cancel_ends_both_within_a_second(providers, hedged, ask):
    hedged("openai", "groq")
    providers.always("*", Stall(after=0.3))
    flag = threading.Event()
    threading.Timer(0.5, flag.set).start()
    began = time.monotonic()
    with pytest.raises(GenerationCancelled) as stopped:
        gateway.generate(ask(cancelled=flag.is_set, deadline=20))
    assert time.monotonic() - began < 1.5
    assert sorted(said(stopped.value.attempts)) == [("groq", "cancelled"), ("openai", "cancelled")]
    assert all(call.disconnected for call in providers.wait_for(2))
    assert eventually(lambda: not busy_threads())


def test_the_second_needs_room_in_its_budget_and_a_closed_circuit(providers, hedged, ask):
    hedged("openai", "groq", "cerebras", requests_per_minute=1)
    Bucket.objects.all().delete()
    providers.script("openai", slow(0.6))
    Circuit.objects.create(
        provider="groq",
        model=MODELS["groq"],
        state="open",
        failures=3,
        openings=1,
        open_until=timezone.now(),
    )
    assert gateway.generate(ask()).provider == "cerebras"
    assert providers.calls("groq") == []


def test_what_was_thrown_away_is_counted(providers, hedged, ask):
    hedged("openai", "groq")
    providers.script("openai", Ok(value=GOOD, first_delay=0.05, chunk_delay=0.25))
    draft = gateway.generate(ask(app="ieps"))
    dropped = providers.wait_for(1, "openai")[0]
    assert dropped.disconnected
    rows = {row.provider: row for row in Call.objects.filter(app="ieps")}
    assert rows["openai"].input_tokens == dropped.input_tokens
    assert rows["openai"].output_tokens == pytest.approx(dropped.output_tokens, abs=4)
    assert draft.usage.input_tokens == sum(row.input_tokens for row in rows.values())
    assert not Circuit.objects.exclude(failures=0).exists()
