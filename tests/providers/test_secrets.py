"""Keys and texts stay where they belong, whatever happens and however much is logged."""

import logging

import pytest
from django.apps import apps

from providers import gateway, ledger
from providers.errors import GenerationFailed
from tests.fakes import Behaviour, Cut, ErrorInside, Fail, Hang, Html, Ok, Raw, Refuse, Reset
from tests.providers.conftest import GOOD, PROVIDERS

pytestmark = pytest.mark.django_db

KEY = "sk-quetzal-4471"
PROMPT = "Xochimilco-8812"
ANSWER = "Popocatepetl-3390"
ECHO = f"Incorrect API key provided: {KEY}. Your prompt was: {PROMPT}"

MET: dict[str, Behaviour] = {
    "answer": Ok(value=GOOD | {"theme": ANSWER}),
    "unusable answer": Ok(value=GOOD | {"theme": ANSWER, "sessions": 99}),
    "echoed key": Fail("auth", message=ECHO),
    "echoed prompt": Fail("bad_request", message=ECHO),
    "strange code": Raw(f'{{"error": {{"code": "{KEY}", "message": "{ECHO}"}}}}', status=500),
    "error inside": ErrorInside(message=ECHO),
    "page": Html(),
    "refusal": Refuse(text=f"I cannot write about {PROMPT}."),
    "reset": Reset(),
    "cut": Cut(after=0.5, clean=False),
    "hang": Hang(),
}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("met", MET)
def test_no_key_and_no_text_is_logged_stored_or_told(
    providers, route, ask, settings, caplog, provider, met
):
    settings.PROVIDER_KEYS = {provider: KEY}
    route(provider, timeout=0.5)
    providers.always(provider, MET[met])
    message = gateway.Message("user", f"Write about {PROMPT}.")
    with caplog.at_level(logging.DEBUG):
        try:
            told = str(gateway.generate(ask(messages=[message], deadline=2.0)).attempts)
        except GenerationFailed as failure:
            told = f"{failure!r} {failure.person_message} {failure.attempts}"
    assert ledger.flush()

    logged = " ".join(
        f"{record.getMessage()} {record.exc_text or ''} {record.args!r}"
        for record in caplog.records
    )
    stored = " ".join(
        str(row)
        for model in apps.get_app_config("providers").get_models()
        for row in model.objects.values()
    )
    for place in (told, logged, stored):
        assert KEY not in place
        assert PROMPT not in place
        assert ANSWER not in place
