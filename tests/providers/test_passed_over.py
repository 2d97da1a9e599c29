"""Which failures are worth a second try, and what is on the record of models that rest."""

import datetime

import pytest
from django.utils import timezone

from providers import gateway, ledger
from providers.models import Call, Circuit, Switch
from tests.fakes import Fail, Html, Ok, Raw, Reset
from tests.providers.conftest import GOOD, Week

pytestmark = pytest.mark.django_db

BUSY = {
    "502": Html(),
    "503": Fail("overloaded"),
    "529": Fail("overloaded", status=529),
    "498": Fail("capacity", status=498),
    "421": Raw("{}", status=421),
    "424": Raw("{}", status=424),
}


@pytest.mark.parametrize("fault", BUSY)
def test_a_busy_model_is_left_at_once_when_there_is_another(providers, route, ask, fault):
    route("openai", "groq")
    providers.script("openai", BUSY[fault])
    assert gateway.generate(ask()).provider == "groq"
    assert len(providers.calls("openai")) == 1


@pytest.mark.parametrize("fault", BUSY)
def test_a_busy_model_is_asked_again_when_there_is_no_other(providers, route, ask, fault):
    route("openai")
    providers.script("openai", BUSY[fault])
    assert gateway.generate(ask()).provider == "openai"
    assert len(providers.calls("openai")) == 2


def test_a_busy_model_is_asked_again_when_the_others_rest(providers, route, ask):
    route("openai", "groq")
    later = timezone.now() + datetime.timedelta(minutes=1)
    Circuit.objects.create(
        provider="groq", model="llama-3.3-70b-versatile", state="open", open_until=later
    )
    providers.script("openai", BUSY["503"])
    assert gateway.generate(ask()).provider == "openai"
    assert providers.calls("groq") == []


@pytest.mark.parametrize("fault", [Fail("server_error"), Reset()], ids=["500", "reset"])
def test_a_lone_stumble_is_tried_again(providers, route, ask, fault):
    route("openai", "groq")
    providers.script("openai", fault)
    assert gateway.generate(ask()).provider == "openai"
    assert len(providers.calls("openai")) == 2


def test_a_model_that_is_gone_goes_out_of_use(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Raw("{}", status=410))
    assert [gateway.generate(ask()).provider for _ in range(2)] == ["groq", "groq"]
    assert len(providers.calls("openai")) == 1
    assert Call.objects.get(provider="openai").category == "model_missing"


def switches() -> list[tuple[str, str, str]]:
    return list(
        Switch.objects.order_by("pk").values_list("from_provider", "to_provider", "category")
    )


def test_a_resting_model_is_on_the_record_once_a_minute(providers, route, ask, monkeypatch):
    route("openai", "groq")
    providers.always("openai", Fail("quota"))
    for _ in range(4):
        gateway.generate(ask())
    assert len(providers.calls("openai")) == 1
    # The one that failed, and the first that passed over it.
    assert switches() == [("openai", "groq", "quota")] * 2
    monkeypatch.setattr(ledger, "PASSED_OVER_EVERY", 0.0)
    gateway.generate(ask())
    assert len(switches()) == 3


def test_a_spent_budget_is_on_the_record(providers, route, ask):
    route("groq", "openai", requests_per_minute=1)
    assert [gateway.generate(ask()).provider for _ in range(2)] == ["groq", "openai"]
    assert switches() == [("groq", "openai", "rate_limit")]


def test_the_composer_after_resting_models_is_on_the_record(providers, route, ask):
    route("openai", offline_last=True)
    providers.script("openai", Fail("quota"))
    for _ in range(2):
        assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "offline"
    assert switches() == [("openai", "offline", "quota")] * 2


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
def test_a_malformed_function_call_is_no_answer(providers, route, ask, extra):
    route("gemini", extra=extra)
    body = (
        '{"candidates": [{"content": {"parts": [{"text": "{\\"theme\\": \\"a\\", \\"sessions\\": 3,'
        ' \\"notes\\": []}"}]}, "finishReason": "MALFORMED_FUNCTION_CALL"}],'
        ' "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 15}}'
    )
    providers.script("gemini", Raw(body), Ok(value=GOOD))
    draft = gateway.generate(ask())
    assert [one.category.value for one in draft.attempts] == ["invalid_output", "ok"]
    assert (draft.attempts[0].input_tokens, draft.attempts[0].output_tokens) == (9, 6)
