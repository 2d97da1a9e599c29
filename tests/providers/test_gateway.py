import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, transaction

from project.findings import Finding, Severity
from providers import gateway, ledger, routing, writer
from providers.errors import Category, GenerationCancelled, GenerationFailed
from providers.models import Call, ProviderModel, Switch
from tests.fakes import Fail, Hang, Ok, Refuse, Truncated
from tests.providers.conftest import GOOD, MODELS, PROVIDERS, Week

pytestmark = pytest.mark.django_db

ERROR = Finding(Severity.ERROR, "too-few", "sessions", "There are too few sessions.", "Add one.")
WARNING = Finding(Severity.WARNING, "plain", "theme", "The theme is plain.")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_generate_reads_a_structured_answer_from_each_provider(providers, route, ask, provider):
    route(provider)
    draft = gateway.generate(ask())
    assert draft.value == Week(**GOOD)
    assert (draft.provider, draft.model) == (provider, MODELS[provider])
    assert len(providers.calls(provider)) == 1
    assert draft.usage.input_tokens == providers.tokens(provider)[0]
    assert draft.usage.output_tokens == providers.tokens(provider)[1]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("mode", ["json_schema", "tool", "json_object", "prompt"])
def test_generate_works_in_every_mode(providers, route, ask, provider, mode):
    providers.validate = False
    route(provider, mode=mode)
    draft = gateway.generate(ask())
    assert draft.value == Week(**GOOD)
    assert draft.mode == mode


@pytest.mark.parametrize("provider", PROVIDERS)
def test_generate_without_schema_gives_plain_text(providers, route, ask, provider):
    route(provider)
    draft = gateway.generate(ask(schema=None))
    assert isinstance(draft.value, str)
    assert "steady progress" in draft.value
    assert draft.mode == "text"


def test_generate_without_any_key_is_offline(providers, route, ask, settings):
    settings.PROVIDER_KEYS = {}
    route("openai")
    draft = gateway.generate(ask(offline=lambda: Week(**GOOD)))
    assert draft.provider == "offline"
    assert draft.value == Week(**GOOD)
    assert providers.calls() == []
    call = Call.objects.get()
    assert (call.provider, call.input_tokens, call.cost) == ("offline", 0, 0)


def test_generate_without_any_key_or_composer_says_how_to_set_one(providers, route, ask, settings):
    settings.PROVIDER_KEYS = {}
    route("openai")
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.UNCONFIGURED
    assert "OPENAI_API_KEY" in failure.value.person_message


def test_generate_records_tokens_and_cost(providers, route, ask):
    route("openai", input_price=Decimal("2.50"), output_price=Decimal("10"))
    providers.script("openai", Ok(value=GOOD, input_tokens=1000, output_tokens=200))
    draft = gateway.generate(ask(app="programs", step_key="week-1", prompt_version="w3"))
    assert draft.cost == Decimal("0.0045")
    call = Call.objects.get()
    assert (call.route, call.app, call.step_key) == ("drafts", "programs", "week-1")
    assert (call.category, call.mode, call.prompt_version) == ("ok", "json_schema", "w3")
    assert (call.input_tokens, call.output_tokens, call.cost) == (1000, 200, Decimal("0.0045"))


def test_generate_counts_the_tokens_of_discarded_answers(providers, route, ask):
    route("openai", "cerebras", input_price=Decimal(1), output_price=Decimal(2))
    providers.script("openai", Ok(style="wrong_shape"), Ok(style="cut"))
    draft = gateway.generate(ask())
    assert draft.provider == "cerebras"
    inputs, outputs = (sum(pair) for pair in zip(*map(providers.tokens, PROVIDERS), strict=True))
    assert (draft.usage.input_tokens, draft.usage.output_tokens) == (inputs, outputs)
    assert draft.cost == Decimal(inputs + 2 * outputs) / 1_000_000
    assert [call.category for call in Call.objects.order_by("pk")] == [
        "invalid_output",
        "invalid_output",
        "ok",
    ]


def test_generate_notes_a_change_of_model(providers, route, ask, caplog):
    route("openai", "groq")
    providers.always("openai", Fail("quota"))
    with caplog.at_level("WARNING", logger="providers.ledger"):
        gateway.generate(ask())
    switch = Switch.objects.get()
    assert (switch.from_provider, switch.to_provider, switch.category) == (
        "openai",
        "groq",
        "quota",
    )
    assert "switched from openai:gpt-4o to groq:" in caplog.text


def test_generate_refuses_to_run_inside_a_transaction(providers, route, ask):
    route("openai")
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a database transaction"):
        gateway.generate(ask())
    assert providers.calls() == []


@pytest.mark.django_db(transaction=True)
def test_generate_releases_the_connection_while_the_provider_works(
    providers, route, ask, monkeypatch
):
    monkeypatch.setattr(writer, "KEPT_OPEN", ())
    route("openai")
    seen = []
    providers.latency = 0.6

    def look() -> bool:
        seen.append(connection.connection)
        return False

    gateway.generate(ask(cancelled=look))
    assert None in seen[1:]


def test_generate_refuses_a_real_address_in_tests(route, ask, settings):
    settings.PROVIDER_KEYS = {"openai": "k"}
    settings.PROVIDER_BASE_URLS = {}
    settings.ALLOW_MODEL_CALLS = False
    route("openai")
    with pytest.raises(RuntimeError, match="only loopback"):
        gateway.generate(ask())


def test_generate_asks_once_more_with_the_errors_and_the_answer(providers, route, ask):
    route("openai")
    providers.script("openai", Ok(value=GOOD | {"sessions": 70}), Ok(value=GOOD))
    draft = gateway.generate(ask())
    assert draft.value == Week(**GOOD)
    assert [attempt.category for attempt in draft.attempts] == ["invalid_output", "ok"]
    messages = providers.calls("openai")[1].json["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert '"sessions": 70' in messages[2]["content"].replace('":70', '": 70')
    assert "sessions" in messages[3]["content"]
    assert "less than or equal to 7" in messages[3]["content"]


def test_generate_asks_only_once_more_in_all(providers, route, ask):
    route("openai")
    providers.always("openai", Ok(style="wrong_shape"))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.INVALID_OUTPUT
    assert len(providers.calls("openai")) == 2


def test_check_sends_broken_rules_back_once(providers, route, ask):
    route("openai")
    answers = iter([GOOD | {"sessions": 1}, GOOD])
    providers.answer = lambda call: next(answers)
    draft = gateway.generate(
        ask(check=lambda week: [ERROR, WARNING] if week.sessions < 2 else [WARNING])
    )
    assert draft.value.sessions == 3
    assert draft.findings == (WARNING,)
    asked = providers.calls("openai")[1].json["messages"][-1]["content"]
    assert "There are too few sessions. Add one." in asked
    assert "plain" not in asked


def test_check_flag_keeps_the_value_with_its_findings(providers, route, ask):
    route("openai", "groq")
    draft = gateway.generate(ask(check=lambda week: [ERROR, WARNING]))
    assert draft.provider == "openai"
    assert draft.findings == (ERROR, WARNING)
    assert len(providers.calls()) == 2
    # What is kept is an answer, and counts as one.
    assert [one.category for one in draft.attempts] == ["invalid_output", "ok"]


def test_check_flag_keeps_the_first_value_when_the_second_answer_is_unreadable(
    providers, route, ask
):
    route("openai", "groq")
    providers.script("openai", Ok(value=GOOD), Ok(style="cut"))
    draft = gateway.generate(ask(check=lambda week: [ERROR]))
    assert draft.provider == "openai"
    assert draft.findings == (ERROR,)


def test_check_reject_goes_to_the_next_candidate_and_then_fails(providers, route, ask):
    route("openai", "groq")
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(check=lambda week: [ERROR], on_findings="reject"))
    assert failure.value.category == Category.INVALID_OUTPUT
    assert [len(providers.calls(name)) for name in ("openai", "groq")] == [2, 2]


def test_truncated_raises_the_limit_once(providers, route, ask):
    route("openai", output_limit=9000)
    providers.script("openai", Truncated(), Ok(value=GOOD))
    draft = gateway.generate(ask(max_output_tokens=500))
    assert draft.value == Week(**GOOD)
    limits = [call.json["max_completion_tokens"] for call in providers.calls("openai")]
    assert limits == [500, 9000]


def test_truncated_is_never_repaired_into_success(providers, route, ask):
    route("openai")
    providers.always(
        "openai", Ok(text='{"theme": "a", "sessions": 3, "notes": []}', finish="length")
    )
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.TRUNCATED
    assert len(providers.calls("openai")) == 2


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
@pytest.mark.parametrize("finish", ["length", "", "system_resource"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_half_a_text_is_never_taken_for_the_whole(providers, route, ask, provider, finish, extra):
    """Plain text has no form that tells; only the word of the provider does."""
    route(provider, extra=extra)
    providers.always(provider, Ok("The first week is about", finish=finish))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(schema=None))
    assert failure.value.category == Category.TRUNCATED


@pytest.mark.parametrize(
    ("provider", "how"),
    [
        ("openai", "refusal"),
        ("openai", "filter"),
        ("groq", "refusal"),
        ("groq", "filter"),
        ("cerebras", "refusal"),
        ("cerebras", "filter"),
        ("gemini", "refusal"),
        ("gemini", "filter"),
        ("gemini", "blocked"),
    ],
)
def test_content_filter_does_not_fail_over(providers, route, ask, provider, how):
    other = "groq" if provider != "groq" else "openai"
    route(provider, other)
    providers.script(provider, Refuse(how=how))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.CONTENT_FILTER
    assert provider in failure.value.person_message
    assert providers.calls(other) == []


def test_cancelled_before_the_first_attempt_calls_nobody(providers, route, ask):
    route("openai")
    with pytest.raises(GenerationCancelled):
        gateway.generate(ask(cancelled=lambda: True))
    assert providers.calls() == []


@pytest.mark.timed
def test_cancelled_while_waiting_ends_within_a_second(providers, route, ask):
    route("openai")
    providers.script("openai", Hang())
    flag = threading.Event()
    threading.Timer(0.5, flag.set).start()
    began = time.monotonic()
    with pytest.raises(GenerationCancelled) as stopped:
        gateway.generate(ask(cancelled=flag.is_set, deadline=20))
    assert time.monotonic() - began < 1.2
    assert [attempt.category for attempt in stopped.value.attempts] == ["cancelled"]


def test_route_switched_off_drafts_nothing(providers, route, ask):
    made = route("openai")
    made.on = False
    made.save()
    routing.forget()
    with pytest.raises(GenerationFailed, match="switched off"):
        gateway.generate(ask())


def test_own_address_is_served_by_the_openai_backend_without_our_key(providers, route, ask):
    route("local")
    ProviderModel.objects.filter(provider="local").update(base_url=providers.base_urls["compat"])
    draft = gateway.generate(ask())
    assert draft.provider == "local"
    received = providers.calls("compat")[0]
    assert "key-openai" not in str(received.headers)
    assert "max_tokens" in received.json


@pytest.mark.django_db(transaction=True)
def test_generate_from_twenty_threads_at_once(providers, route, ask):
    route("openai", "cerebras", "gemini")
    providers.latency = 0.2
    drafts, errors = [], []

    def work() -> None:
        try:
            drafts.append(gateway.generate(ask()))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert ledger.flush()
    assert len(drafts) == Call.objects.count() == 20
    # Side by side, as far as a busy machine starts them within one call's time.
    assert providers.peak_in_flight() > 10
