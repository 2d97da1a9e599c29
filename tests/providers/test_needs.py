"""A budget of tokens is used to its end, by holding answers to what the latest ones needed."""

import pytest

from providers import gateway, ledger, limits, needs
from providers.limits import OverBudget, Reservation
from providers.models import Call
from providers.needs import Need
from providers.routing import Candidate
from tests.fakes import Ok
from tests.providers.conftest import GOOD, MODELS, Week

pytestmark = pytest.mark.django_db

GROQ = MODELS["groq"]


def answered(*outputs: int, prompt: int = 100, route: str = "drafts", **changes) -> None:
    for output in outputs:
        values = {"category": "ok", "input_tokens": prompt, "output_tokens": output} | changes
        Call.objects.create(route=route, provider="groq", model=GROQ, **values)


def candidate(**changes) -> Candidate:
    return Candidate("groq", GROQ, "groq", tokens_per_minute=5_500, **changes)


def limit_of(call) -> int:
    return call.json.get("max_completion_tokens")


def test_the_need_is_what_nearly_all_of_the_latest_answers_took():
    assert needs.of(candidate(), "drafts") is None
    answered(400, 200, 100)
    answered(4_000, route="legal")
    answered(4_000, category="truncated")
    needs.forget()
    assert needs.of(candidate(), "drafts") == Need(100, 600)
    answered(*[400] * 400)
    needs.forget()
    assert needs.of(candidate(), "drafts") == Need(100, 500)


def test_a_prompt_is_booked_as_the_provider_counts_it():
    assert needs.of_prompt(candidate(), "drafts", 40) == 40
    answered(400, prompt=600)
    needs.forget()
    # Another process's calls, then this one's own.
    assert needs.of_prompt(candidate(), "drafts", 40) == 600
    needs.note_prompt(candidate(), "drafts", 30, 80)
    needs.note_prompt(candidate(), "drafts", 30, 20)
    assert needs.of_prompt(candidate(), "drafts", 40) == 90


def test_less_is_booked_where_there_is_no_room_for_all():
    limited = candidate()
    assert limits.reserve(limited, 4_000, least=1_000).tokens == 2_750
    assert limits.reserve(limited, 4_000, least=1_000).tokens == 1_375
    assert limits.reserve(limited, 4_000, least=1_000).tokens == 1_000
    assert isinstance(limits.reserve(limited, 4_000, least=1_000), OverBudget)


def test_an_answer_is_held_to_what_was_booked(providers, route, ask):
    route("groq", tokens_per_minute=5_500)
    answered(400)
    for _ in range(3):
        gateway.generate(ask())
    held = [limit_of(call) for call in providers.calls("groq")]
    assert held == sorted(held, reverse=True)
    assert 600 <= held[-1] < held[0] < 4_096


def test_a_budget_is_used_to_the_end_and_not_beyond(providers, route, ask, monkeypatch):
    monkeypatch.setattr(needs, "EARLY_FRESH_SECONDS", 0.0)
    route("groq", tokens_per_minute=5_500)
    providers.limit("groq", tokens=5_500, window=60)
    providers.always("groq", Ok(value=GOOD, input_tokens=600, output_tokens=400))
    for _ in range(5):
        gateway.generate(ask(deadline=2.0))
    with pytest.raises(gateway.GenerationFailed) as failure:
        gateway.generate(ask(deadline=2.0))
    assert failure.value.category == "rate_limit"
    assert (len(providers.calls("groq")), providers.meter("groq").refused) == (5, 0)


def test_an_answer_cut_for_lack_of_room_is_asked_for_again_in_full(providers, route, ask):
    route("groq", tokens_per_minute=20_000)
    answered(10)
    taken = limits.reserve(candidate(), 14_000)
    assert isinstance(taken, Reservation)
    long = GOOD | {"notes": ["step " * 1_000] * 3}
    providers.always("groq", Ok(value=long))
    # What the others give back meanwhile is room enough.
    request = ask(deadline=5.0, on_text=lambda text: limits.settle(taken, 0))
    assert gateway.generate(request).value == Week(**long)
    first, second = providers.calls("groq")
    assert limit_of(first) < 3_500 < limit_of(second) == 4_096
    assert [call.category for call in Call.objects.filter(category="truncated")] == ["truncated"]


def test_a_raised_limit_is_not_held_down_again(providers, route, ask):
    route("groq", tokens_per_minute=20_000, output_limit=8_000)
    answered(10)
    long = GOOD | {"notes": ["step " * 1_000] * 4}
    providers.always("groq", Ok(value=long))
    assert gateway.generate(ask()).value == Week(**long)
    assert [limit_of(call) for call in providers.calls("groq")] == [4_096, 8_000]


def test_a_model_without_a_limit_of_tokens_is_asked_for_all(providers, route, ask):
    route("groq", requests_per_minute=100)
    answered(10)
    gateway.generate(ask())
    assert limit_of(providers.calls("groq")[0]) == 4_096
    assert ledger.flush()
