"""Answers whose JSON is not shaped as any documentation says: each is read or put in a category."""

import copy
import json
import random
from typing import Any

import pytest

from providers import gateway
from providers.backends import backend
from providers.backends.base import ProviderCall, Pulse
from providers.errors import Category, GenerationFailed, ProviderError
from providers.generation import Message
from providers.models import Call
from providers.shapes import LARGEST_COUNT
from tests.fakes import Ok, Raw
from tests.providers.conftest import GOOD, PROVIDERS

ROUNDS = 150
CHAT: dict[str, Any] = {
    "choices": [
        {
            "message": {
                "content": '{"a": 1}',
                "refusal": None,
                "tool_calls": [{"function": {"name": "answer", "arguments": "{}"}}],
            },
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 4},
}
CHUNKS: list[Any] = [
    {"choices": [{"delta": {"role": "assistant", "content": '{"a"'}, "finish_reason": None}]},
    {
        "choices": [
            {
                "delta": {
                    "content": ": 1}",
                    "reasoning": "hm",
                    "tool_calls": [{"index": 0, "function": {"arguments": "{}"}}],
                }
            }
        ]
    },
    {"choices": [{"delta": {}, "finish_reason": "stop"}]},
    {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}, "x_groq": {"usage": {}}},
]
GEMINI: dict[str, Any] = {
    "candidates": [
        {
            "content": {
                "parts": [{"text": '{"a": 1}'}, {"functionCall": {"name": "answer", "args": {}}}],
                "role": "model",
            },
            "finishReason": "STOP",
            "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}],
        }
    ],
    "usageMetadata": {"promptTokenCount": 3, "totalTokenCount": 7},
    "promptFeedback": {},
}
ERROR: dict[str, Any] = {
    "error": {
        "message": "m",
        "type": "t",
        "code": "c",
        "param": "p",
        "status": "INVALID_ARGUMENT",
        "details": [
            {"reason": "r", "retryDelay": "7s", "violations": [{"quotaId": "RequestsPerDay"}]}
        ],
        "failed_generation": "{",
    }
}
STRANGE = (None, True, 0, -1, 1.5, 1e30, 10**25, "", "12", "\ud800", [], [1], [None], {}, {"a": 1})
STATUSES = (200, 400, 401, 403, 404, 413, 422, 429, 500, 503)


def places(node: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [place] if place else []
    if isinstance(node, dict | list):
        children = node.items() if isinstance(node, dict) else enumerate(node)
        for key, child in children:
            found += places(child, (*place, key))
    return found


def disfigured(tree: Any, random_: random.Random) -> Any:
    tree = copy.deepcopy(tree)
    for _ in range(random_.choice([1, 1, 2, 3])):
        everywhere = places(tree)
        if everywhere:
            *path, last = random_.choice(everywhere)
            node = tree
            for key in path:
                node = node[key]
            node[last] = copy.deepcopy(random_.choice(STRANGE))
    return tree


def strange(provider: str, random_: random.Random) -> Raw:
    kind = random_.choice(["body", "error", *(["stream"] if provider != "gemini" else [])])
    if kind == "error":
        return Raw(json.dumps(disfigured(ERROR, random_)), status=random_.choice(STATUSES))
    if kind == "body":
        return Raw(json.dumps(disfigured(GEMINI if provider == "gemini" else CHAT, random_)))
    frames = [f"data: {json.dumps(disfigured(chunk, random_))}\n\n" for chunk in CHUNKS]
    return Raw("".join(frames) + "data: [DONE]\n\n", content_type="text/event-stream")


@pytest.mark.filterwarnings("ignore:Unrecognized")
@pytest.mark.parametrize("provider", PROVIDERS)
def test_whatever_an_answer_looks_like_it_is_read_or_categorised(fake_providers, provider):
    fake_providers.validate = False
    random_ = random.Random(provider)
    for _ in range(ROUNDS):
        meets = strange(provider, random_)
        fake_providers.script(provider, meets)
        call = ProviderCall(
            "m",
            (Message("user", "json"),),
            "json_object",
            5.0,
            100,
            schema={},
            base_url=fake_providers.base_urls[provider],
            api_key="k",
        )
        try:
            answer = backend(provider).complete(call, Pulse(5.0))
        except ProviderError:
            continue
        assert isinstance(answer.text, str)
        assert 0 <= answer.usage.input_tokens <= LARGEST_COUNT
        assert 0 <= answer.usage.output_tokens <= LARGEST_COUNT


@pytest.mark.django_db
@pytest.mark.parametrize("provider", ["openai", "groq", "cerebras"])
def test_a_key_that_no_header_can_carry_is_a_refused_key(providers, route, ask, settings, provider):
    settings.PROVIDER_KEYS = settings.PROVIDER_KEYS | {provider: "schlüssel-7731"}
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    draft = gateway.generate(ask())
    assert draft.provider == other
    assert draft.attempts[0].category == Category.AUTH
    assert "7731" not in str(draft.attempts)


@pytest.mark.django_db
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_prompt_that_cannot_be_sent_is_our_fault_and_is_not_tried_elsewhere(
    providers, route, ask, provider
):
    route(provider, "groq" if provider != "groq" else "openai")
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(messages=[gateway.Message("user", "half a pair: \ud83d")]))
    assert failure.value.category == Category.BAD_REQUEST
    assert providers.calls() == []


@pytest.mark.django_db
def test_a_fault_of_our_own_check_leaves_the_paid_call_on_the_record(providers, route, ask):
    route("openai")
    providers.script("openai", Ok(value=GOOD, input_tokens=70, output_tokens=30))

    def broken(week: object) -> list[Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        gateway.generate(ask(check=broken))
    call = Call.objects.get()
    assert (call.input_tokens, call.output_tokens) == (70, 30)
