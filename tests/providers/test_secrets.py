"""Keys and texts stay where they belong, whatever happens and however much is logged."""

import logging
import threading
from collections.abc import Iterable
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.core import mail

from project.findings import Finding, Severity
from providers import alerts, gateway, ledger, operations
from providers.errors import GenerationFailed
from providers.models import Budget, Call, ProviderModel, Route
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
    Raw,
    Refuse,
    Reset,
    Stall,
    Truncated,
)
from tests.people import person
from tests.providers.conftest import GOOD, MODELS, PROVIDERS
from tests.providers.test_failover import gateway_warm_up

pytestmark = pytest.mark.django_db

KEY = "sk-quetzal-4471"
PROMPT = "Xochimilco-8812"
ANSWER = "Popocatepetl-3390"
SECRETS = (KEY, PROMPT, ANSWER)
ECHO = f"Incorrect API key provided: {KEY}. Your prompt was: {PROMPT}"

MET: dict[str, Behaviour] = {
    "answer": Ok(value=GOOD | {"theme": ANSWER}),
    "unusable answer": Ok(value=GOOD | {"theme": ANSWER, "sessions": 99}),
    "prose": Ok(f"About {PROMPT} I say {ANSWER}."),
    "cut answer": Truncated(f'{{"theme": "{ANSWER}", "sess'),
    "echoed key": Fail("auth", message=ECHO),
    "echoed prompt": Fail("bad_request", message=ECHO),
    "echoed in a quota": Fail("quota", message=ECHO),
    "echoed in a rate limit": Fail("rate_limit", message=ECHO),
    "echoed in a missing model": Fail("model_missing", message=ECHO),
    "echoed in a policy": Fail("policy", message=ECHO),
    "echoed in a length": Fail("context_length", message=ECHO),
    "echoed in a schema": Fail("schema_refused", message=f"response_format: {ECHO}"),
    "failed generation": Fail(
        "json_validate_failed", message=ECHO, failed_generation=f'{{"theme": "{ANSWER}", '
    ),
    "strange code": Raw(f'{{"error": {{"code": "{KEY}", "message": "{ECHO}"}}}}', status=500),
    "strange kind": Raw(
        f'{{"error": {{"type": "{PROMPT}", "status": "{KEY}", "param": "{KEY}", '
        f'"details": [{{"reason": "{KEY}"}}], "message": "{ECHO}"}}}}',
        status=400,
    ),
    "strange headers": Raw(
        "{}", status=429, headers={"retry-after": KEY, "x-ratelimit-reset-tokens": PROMPT}
    ),
    "strange finish": Raw(
        f'{{"choices": [{{"message": {{"content": "{ANSWER}"}}, "finish_reason": "{KEY}"}}]}}'
    ),
    "error inside": ErrorInside(message=ECHO),
    "error in the middle": ErrorInside(
        message=ECHO, after=0.5, answer=Ok(value=GOOD | {"theme": ANSWER})
    ),
    "page": Html(),
    "plain text": Raw(ECHO),
    "nothing": EmptyBody(),
    "refusal": Refuse(text=f"I cannot write about {PROMPT}."),
    "filtered": Refuse(text=f"I cannot write about {PROMPT}.", how="filter"),
    "blocked": Refuse(text=f"I cannot write about {PROMPT}.", how="blocked"),
    "reset": Reset(),
    "cut": Cut(after=0.5, clean=False, answer=Ok(value=GOOD | {"theme": ANSWER})),
    "hang": Hang(),
    "stall": Stall(after=0.5, answer=Ok(value=GOOD | {"theme": ANSWER})),
    "drip": Drip(interval=0.1, answer=Ok(value=GOOD | {"theme": ANSWER})),
}


def logged(records: Iterable[logging.LogRecord]) -> str:
    """Everything of the records that any formatter could write."""
    return " ".join(f"{record.getMessage()} {vars(record)!r}" for record in records)


def stored() -> str:
    """Every row of every app."""
    return " ".join(
        str(row)
        for model in apps.get_models()
        if model._meta.managed
        for row in model.objects.values()
    )


def told(failure: GenerationFailed) -> str:
    causes, error = [], failure
    while error is not None:
        causes.append(f"{error!r} {error}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{causes} {failure.person_message} {failure.detail} {failure.attempts}"


@pytest.mark.parametrize("extra", [{}, {"stream": False}], ids=["streamed", "whole"])
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("met", MET)
def test_no_key_and_no_text_is_logged_stored_or_told(
    providers, route, ask, settings, caplog, capfd, provider, met, extra
):
    settings.PROVIDER_KEYS = {provider: KEY}
    route(provider, timeout=0.5, extra=extra)
    gateway_warm_up(providers, provider)
    providers.validate = False
    providers.always(provider, MET[met])
    message = gateway.Message("user", f"Write about {PROMPT}.")
    rule = Finding(Severity.ERROR, "theme", "theme", f"“{ANSWER}” is no theme.")
    with caplog.at_level(logging.DEBUG):
        try:
            draft = gateway.generate(
                ask(messages=[message], deadline=1.5, check=lambda week: [rule])
            )
            said = str(draft.attempts)
        except GenerationFailed as failure:
            said = told(failure)
    assert ledger.flush()
    assert KEY in str(providers.calls(provider)[0].headers)
    assert PROMPT in providers.calls(provider)[0].prompt

    printed = "".join(capfd.readouterr())
    for place in (said, logged(caplog.records), stored(), printed):
        for secret in SECRETS:
            assert secret not in place


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_fault_of_our_own_does_not_tell_either(
    providers, route, ask, settings, caplog, monkeypatch, provider
):
    """Whatever escapes from an SDK may have the key in its text."""
    settings.PROVIDER_KEYS = {provider: KEY}
    route(provider)
    from providers.backends import backend

    def broken(*given, **named):
        raise ZeroDivisionError(ECHO)

    monkeypatch.setattr(type(backend(provider)), "complete", broken)
    hooked: list[object] = []
    monkeypatch.setattr(threading, "excepthook", hooked.append)
    with caplog.at_level(logging.DEBUG), pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(messages=[gateway.Message("user", PROMPT)]))
    assert failure.value.category == "unavailable"
    assert hooked == []
    for place in (told(failure.value), logged(caplog.records), stored()):
        assert not any(secret in place for secret in SECRETS)


def test_no_page_no_api_no_metric_and_no_mail_tells(
    client, providers, route, ask, settings, mailoutbox
):
    settings.PROVIDER_KEYS = {name: f"{KEY}-{name}" for name in PROVIDERS}
    route(*PROVIDERS, input_price=Decimal(1000))
    Budget.objects.create(app="drafts", monthly_limit=Decimal("0.01"))
    providers.script("openai", Fail("auth", message=ECHO))
    providers.script("groq", Fail("model_missing", message=ECHO))
    providers.script("cerebras", Ok(value=GOOD | {"theme": ANSWER, "sessions": 99}), Refuse())
    with pytest.raises(GenerationFailed):
        gateway.generate(ask(app="drafts", messages=[gateway.Message("user", PROMPT)]))
    admin = person("ada", is_staff=True, is_superuser=True, email="ada@example.org")
    client.force_login(admin)
    gpt = ProviderModel.objects.get(provider="openai", model=MODELS["openai"])
    operations.try_model(model=gpt, by=admin)
    assert ledger.flush()
    assert alerts.check_alerts()
    assert Call.objects.count() > 3

    api = "/api/v1/providers/"
    paths = [
        *(f"/providers/{name}" for name in ("", "routes/", "switches/", "usage/", "playground/")),
        f"/providers/models/{gpt.pk}/",
        *(f"{api}{name}" for name in ("", "routes/", "switches/", "alerts", "usage", "budgets")),
        f"{api}{gpt.pk}/",
        f"{api}{gpt.pk}/history",
        "/metrics",
        *(
            f"/admin/providers/{model._meta.model_name}/"
            for model in apps.get_app_config("providers").get_models()
            if site.is_registered(model)
        ),
        f"/admin/providers/providermodel/{gpt.pk}/change/",
        f"/admin/providers/route/{Route.objects.get(name='drafts').pk}/change/",
    ]
    for path in paths:
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        page = response.content.decode()
        assert not any(secret in page for secret in SECRETS), path
    written = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert written
    assert not any(secret in written for secret in SECRETS)
