"""Streams that fail once their tokens were counted, and answers that were whole before that."""

import time

import pytest

from providers import gateway
from providers.errors import Category, GenerationFailed
from providers.models import Call
from tests.fakes import Cut, ErrorInside, Ok, Raw, Reset, Stall
from tests.providers.conftest import GOOD, PROVIDERS, Week
from tests.providers.test_failover import gateway_warm_up

pytestmark = pytest.mark.django_db

FAMILY = ("openai", "groq", "cerebras")
COUNTED = Ok(value=GOOD, input_tokens=1_234, output_tokens=567)
COUNTING = Ok(value=GOOD, input_tokens=1_234, output_tokens=567, usage_so_far=True)
# Everything but what closes the stream: [DONE], or the bracket of Gemini's array.
ALL_BUT_THE_END = 0.9


def used(provider: str) -> tuple[int, int]:
    row = Call.objects.get(provider=provider)
    return row.input_tokens, row.output_tokens


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("behaviour", "category"),
    [
        (Reset(after=0.6, answer=COUNTING), "connection"),
        (Cut(after=0.6, clean=False, answer=COUNTING), "connection"),
        (Stall(after=0.6, answer=COUNTING), "timeout"),
        (ErrorInside(after=0.6, answer=COUNTING), "unavailable"),
    ],
    ids=["reset", "cut", "stall", "error"],
)
def test_a_count_that_came_is_booked_when_the_stream_fails_later(
    providers, route, ask, provider, behaviour, category
):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other, stall_timeout=0.5)
    gateway_warm_up(providers, provider)
    providers.script(provider, behaviour)
    attempts = gateway.generate(ask()).attempts
    failed = Call.objects.get(provider=provider, category=category)
    assert attempts[0].category == Category(category)
    assert (failed.input_tokens, attempts[0].input_tokens) == (1_234, 1_234)
    # 567 in so many parts as there are pieces: what was stated with the last of them.
    assert 200 < failed.output_tokens < 567


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_final_count_is_booked_when_an_error_follows_it(providers, route, ask, provider):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    providers.script(provider, ErrorInside(after=1.0, answer=COUNTED))
    assert gateway.generate(ask()).provider == other
    assert used(provider) == providers.tokens(provider) == (1_234, 567)


USAGE = '"usage": {"prompt_tokens": 50, "completion_tokens": 9}'
METADATA = '"usageMetadata": {"promptTokenCount": 50, "totalTokenCount": 59}'
NO_ANSWER = {
    "error": (f'{{"error": {{"message": "x", "code": "server_error"}}, {USAGE}}}', FAMILY),
    "no choices": (f'{{"choices": [], {USAGE}}}', FAMILY),
    "gemini's error": (
        f'{{"error": {{"code": 500, "status": "INTERNAL"}}, {METADATA}}}',
        ("gemini",),
    ),
    "no candidates": (f"{{{METADATA}}}", ("gemini",)),
}


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    ("provider", "body"),
    [
        pytest.param(provider, body, id=f"{name}-{provider}")
        for name, (body, where) in NO_ANSWER.items()
        for provider in where
    ],
)
def test_a_count_beside_no_answer_is_booked(providers, route, ask, provider, body, extra):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other, extra=extra)
    providers.script(provider, Raw(body))
    assert gateway.generate(ask()).provider == other
    assert used(provider) == (50, 9)


@pytest.mark.parametrize("provider", FAMILY)
def test_a_count_beside_an_error_in_a_stream_is_booked(providers, route, ask, provider):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    body = f'data: {{"error": {{"message": "x", "code": "server_error"}}, {USAGE}}}\n\n'
    providers.script(provider, Raw(body, content_type="text/event-stream"))
    assert gateway.generate(ask()).provider == other
    assert used(provider) == (50, 9)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "behaviour",
    [
        Stall(after=1.0, answer=COUNTED),
        Stall(after=ALL_BUT_THE_END, answer=COUNTED),
        Cut(after=1.0, clean=False, answer=COUNTED),
        Cut(after=ALL_BUT_THE_END, clean=False, answer=COUNTED),
        Cut(after=ALL_BUT_THE_END, clean=True, answer=COUNTED),
        Reset(after=ALL_BUT_THE_END, answer=COUNTED),
    ],
    ids=["open", "open-early", "cut", "cut-early", "ended-early", "reset-early"],
)
@pytest.mark.timed
def test_a_whole_answer_outlives_its_connection(providers, route, ask, provider, behaviour):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    gateway_warm_up(providers, provider)
    providers.script(provider, behaviour)
    began = time.monotonic()
    draft = gateway.generate(ask())
    assert time.monotonic() - began < 1.5
    assert (draft.value, draft.provider, len(draft.attempts)) == (Week(**GOOD), provider, 1)
    assert (draft.usage.input_tokens, draft.usage.output_tokens) == (1_234, 567)
    # The connection is not used again: the next call has another one, and its whole answer.
    if isinstance(behaviour, Stall):
        assert providers.wait_for(1, provider)[0].disconnected
    assert gateway.generate(ask()).provider == provider


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_finish_without_an_answer_is_still_a_timeout(providers, route, ask, provider):
    """Half an answer, however long ago it came, is no answer."""
    route(provider, stall_timeout=0.4)
    gateway_warm_up(providers, provider)
    providers.always(provider, Stall(after=0.5, answer=COUNTED))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(deadline=3.0))
    assert failure.value.category == Category.TIMEOUT
