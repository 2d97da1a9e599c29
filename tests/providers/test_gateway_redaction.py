import pytest

from project.findings import Finding, Severity
from providers import gateway
from providers.redaction import Redaction, Term
from tests.fakes import Fail, Ok
from tests.providers.conftest import GOOD, PROVIDERS, Week

pytestmark = pytest.mark.django_db

NAME = "Quintessa Vandermolen"
SECRETS = ("quintessa", "vandermolen", "q.v.", "2012")


@pytest.fixture
def redaction() -> Redaction:
    return Redaction([Term("STUDENT", NAME), Term("DATE", "2012-03-05")])


@pytest.fixture
def about_a_student(ask, redaction):
    def make(**changes):
        message = gateway.Message("user", f"Write for {NAME} (Q.V.), born March 5, 2012.")
        return ask(messages=[message], redact=redaction, **changes)

    return make


def sent(providers) -> str:
    return " ".join(call.body.decode() for call in providers.calls()).lower()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_names_leave_as_placeholders_and_come_back(providers, route, about_a_student, provider):
    route(provider)
    providers.script(provider, Ok(value=GOOD | {"theme": "For [STUDENT_1], born [DATE_1]"}))
    draft = gateway.generate(about_a_student())
    assert draft.value.theme == f"For {NAME}, born 2012-03-05"
    assert "[student_1]" in sent(providers)
    assert not any(secret in sent(providers) for secret in SECRETS)


def test_a_re_ask_and_a_failover_leak_no_name(providers, route, about_a_student):
    route("openai", "groq", "gemini")
    named = GOOD | {"theme": "[STUDENT_1] runs"}
    providers.script("openai", Ok(value=named), Ok(value=named | {"sessions": 99}))
    providers.script("groq", Fail("rate_limit", wait=60))
    providers.script("gemini", Ok(value=named))
    finding = Finding(Severity.ERROR, "name", "theme", f"{NAME} must not run.", f"Let {NAME} rest.")
    draft = gateway.generate(about_a_student(check=lambda week: [finding]))
    assert draft.value.theme == f"{NAME} runs"
    assert not any(secret in sent(providers) for secret in SECRETS)
    assert "[student_1] must not run" in sent(providers)


def test_an_unknown_placeholder_is_an_invalid_answer(providers, route, about_a_student):
    route("openai")
    providers.script(
        "openai",
        Ok(value=GOOD | {"theme": "[STUDENT_9]"}),
        Ok(value=GOOD | {"theme": "[STUDENT_1]"}),
    )
    draft = gateway.generate(about_a_student())
    assert draft.value.theme == NAME
    assert [attempt.category for attempt in draft.attempts] == ["invalid_output", "ok"]


def test_plain_text_comes_back_too(providers, route, about_a_student):
    route("openai")
    providers.script("openai", Ok("Dear [Student_1]"))
    assert gateway.generate(about_a_student(schema=None)).value == f"Dear {NAME}"


def test_the_composer_gets_no_redaction(providers, route, about_a_student, settings):
    settings.PROVIDER_KEYS = {}
    route("openai")
    draft = gateway.generate(about_a_student(offline=lambda: Week(**GOOD | {"theme": NAME})))
    assert draft.value.theme == NAME
