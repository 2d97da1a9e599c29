"""Silence is noticed before the deadline, and an answer nobody waits for is hung up on."""

import threading
import time

import pytest

from providers import crew, gateway, ledger
from providers.backends import backend, chat_completions
from providers.backends.base import ProviderCall, Pulse
from providers.errors import Category, GenerationCancelled, GenerationFailed, ProviderError
from providers.generation import Message
from providers.models import Call
from tests.fakes import Cut, Drip, Fail, Hang, Ok, Stall
from tests.providers.conftest import GOOD, MODELS, PROVIDERS, Week
from tests.providers.test_failover import gateway_warm_up

pytestmark = [pytest.mark.django_db, pytest.mark.timed]

FAMILY = ("openai", "groq", "cerebras")


@pytest.fixture(autouse=True)
def nobody_refused_streams():
    chat_completions._whole_only.clear()
    yield
    chat_completions._whole_only.clear()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answers_come_as_streams_and_are_counted_to_the_token(providers, route, ask, provider):
    route(provider)
    providers.script(provider, Ok(value=GOOD, first_delay=0.2, chunk_delay=0.01))
    draft = gateway.generate(ask())
    received = providers.calls(provider)[0]
    assert draft.value == Week(**GOOD)
    assert received.stream
    assert (draft.usage.input_tokens, draft.usage.output_tokens) == providers.tokens(provider)
    call = Call.objects.get()
    assert 200 <= call.first_token_ms < call.latency_ms


@pytest.mark.parametrize("mode", ["json_schema", "tool", "json_object", "prompt"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_mode_gives_the_same_value_streamed_or_not(providers, route, ask, provider, mode):
    providers.validate = False
    values = []
    for extra in ({}, {"stream": False}):
        route(provider, mode=mode, extra=extra)
        values.append(gateway.generate(ask()).value)
    assert values == [Week(**GOOD), Week(**GOOD)]
    wanted = provider != "groq" or mode != "json_schema"
    assert [call.stream for call in providers.calls(provider)] == [wanted, False]
    assert "stream" not in providers.calls(provider)[1].json


def test_a_refused_stream_is_asked_for_whole_and_that_is_remembered(providers, route, ask):
    route("groq", "openai")
    providers.refuse_json_streams = True
    for _ in range(2):
        assert gateway.generate(ask()).provider == "groq"
    assert [call.stream for call in providers.calls("groq")] == [True, False, False]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (Stall(after=0.0), "no first token"),
        (Hang(), "no first token"),
        (Drip(interval=0.05, padding=True), "no first token"),
        (Stall(after=0.5), "stalled"),
    ],
)
def test_silence_ends_long_before_the_attempt(providers, route, ask, provider, behaviour, message):
    other = "gemini" if provider != "gemini" else "groq"
    route(provider, other, first_token_timeout=0.5, stall_timeout=0.4, timeout=20.0)
    gateway_warm_up(providers, provider)
    providers.always(provider, behaviour)
    began = time.monotonic()
    draft = gateway.generate(ask(deadline=30.0))
    assert time.monotonic() - began < 2.0
    assert draft.provider == other
    assert draft.attempts[0].category == Category.TIMEOUT
    assert message in draft.attempts[0].message


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_slow_stream_that_moves_is_left_alone(providers, route, ask, provider):
    route(provider, first_token_timeout=0.8, stall_timeout=0.5)
    gateway_warm_up(providers, provider)
    providers.script(provider, Ok(value=GOOD, first_delay=0.5, chunk_delay=0.2))
    assert gateway.generate(ask(deadline=20.0)).value == Week(**GOOD)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "behaviour",
    [Stall(after=0.5), Drip(interval=0.05), Drip(interval=0.05, padding=True)],
    ids=["stall", "drip", "padding"],
)
def test_the_connection_of_a_given_up_call_is_closed(providers, route, ask, provider, behaviour):
    route(provider)
    gateway_warm_up(providers, provider)
    providers.always(provider, behaviour)
    with pytest.raises(GenerationFailed):
        gateway.generate(ask(deadline=1.0))
    received = providers.wait_for(1, provider, timeout=10.0)
    assert all(call.disconnected for call in received)
    assert eventually(lambda: not busy_threads())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_call_that_ends_itself_closes_its_connection(providers, route, provider):
    """Nobody hangs up on it, and its error is still held."""
    route(provider)
    gateway_warm_up(providers, provider)
    providers.always(provider, Ok("One word after another. " * 100, chunk_delay=0.5))
    call = ProviderCall(
        model=MODELS[provider],
        messages=(Message("user", "Hello."),),
        mode="text",
        seconds=2.0,
        max_output_tokens=1000,
        base_url=providers.base_urls[provider],
        api_key="sk-test",
    )
    running = crew.start(lambda pulse: backend(provider).complete(call, pulse), Pulse(2.0))
    received = providers.wait_for(1, provider, timeout=10.0)
    assert received[0].disconnected
    assert running._task.done.wait(5)
    with pytest.raises(ProviderError) as failure:
        running.result()
    assert failure.value.category == Category.TIMEOUT


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_connection_of_a_cancelled_call_is_closed(providers, route, ask, provider):
    route(provider)
    gateway_warm_up(providers, provider)
    providers.always(provider, Stall(after=0.5))
    flag = threading.Event()
    threading.Timer(0.4, flag.set).start()
    with pytest.raises(GenerationCancelled):
        gateway.generate(ask(deadline=30.0, cancelled=flag.is_set))
    assert providers.wait_for(1, provider, timeout=10.0)[0].disconnected
    assert eventually(lambda: not busy_threads())


def test_a_stream_cut_between_its_events_is_truncated(providers, route, ask):
    route("openai")
    providers.always("openai", Cut(after=0.5, clean=True))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.TRUNCATED


def test_a_refused_key_ends_no_stream(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("auth"))
    assert gateway.generate(ask()).provider == "groq"
    assert len(providers.calls("openai")) == 1
    assert ledger.flush()


def busy_threads() -> list[threading.Thread]:
    """Provider threads that are in the middle of a call."""
    from providers import crew

    alive = [each for each in threading.enumerate() if isinstance(each, crew._Worker)]
    return [each for each in alive if each not in crew._idle]


def eventually(holds, seconds: float = 2.0) -> bool:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True
