from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from project.models import User
from providers.alerts import check_alerts, current_alerts
from providers.models import Budget, Call, Circuit, ProviderModel, Switch
from tests.providers.pages.conftest import call, switch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings):
    settings.PROVIDER_KEYS = {"openai": "sk-secret-key"}
    settings.PROVIDER_BASE_URLS = {}


@pytest.fixture
def ada():
    return User.objects.create_superuser(username="ada", email="ada@example.org", password="x")


def keys():
    return [alert.key for alert in current_alerts()]


def rests(model="gpt-4o", reason="auth"):
    return Circuit.objects.create(
        provider="openai", model=model, state="open", reason=reason,
        open_until=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def test_nothing_is_wrong_with_an_empty_ledger():
    assert current_alerts() == []


def test_more_than_ten_switches_in_an_hour():
    for _ in range(10):
        switch()
    assert keys() == []

    switch()

    assert keys() == ["switches"]


def test_a_slow_first_choice_that_was_overtaken_is_no_alarm():
    for _ in range(20):
        switch(category="cancelled")
    assert keys() == []


def test_more_than_twenty_timeouts_in_an_hour():
    for _ in range(20):
        call(category="timeout")
    assert keys() == []

    call(category="timeout")

    assert keys() == ["timeouts"]


def test_what_is_an_hour_old_does_not_count():
    for _ in range(30):
        switch()
        call(category="timeout")
    old = timezone.now() - timedelta(minutes=61)
    Switch.objects.update(created_at=old)
    Call.objects.update(created_at=old)

    assert keys() == []


def test_a_refused_key_turns_its_provider_off():
    rests(model="", reason="auth")

    [alert] = current_alerts()

    assert alert.key == "provider-off:openai:auth"
    assert alert.severity == "error"
    assert "check the key" in alert.text


@pytest.mark.parametrize("reason", ["model_missing", "quota"])
def test_a_model_that_needs_a_person_is_told_of(reason):
    rests(reason=reason)

    assert keys() == [f"provider-off:openai:gpt-4o:{reason}"]


def test_a_provider_of_which_every_model_rests_is_told_of():
    rests("gpt-4o", "unavailable")
    assert keys() == []

    rests("gpt-4o-mini", "timeout")

    assert keys() == ["provider-out:openai"]


def test_a_limit_at_90_percent():
    ProviderModel.objects.filter(model="gpt-4o").update(requests_per_day=10)
    for _ in range(8):
        call()
    assert keys() == []

    call()

    assert keys() == ["budget:openai:gpt-4o:requests_per_day"]
    assert "90%" in current_alerts()[0].title


@pytest.mark.parametrize(
    ("cost", "expected"),
    [("7.9", []), ("8", ["budget:ieps:month"]), ("10", ["budget:ieps:spent"])],
)
def test_a_monthly_budget(cost, expected):
    Budget.objects.create(app="ieps", monthly_limit=Decimal(10))
    call(cost=Decimal(cost))

    assert keys() == expected


def test_errors_come_first():
    for _ in range(11):
        switch()
    rests(model="", reason="auth")

    assert keys() == ["provider-off:openai:auth", "switches"]


def test_costs_the_same_for_1_and_20():
    ProviderModel.objects.exclude(model="gpt-4o").delete()
    ProviderModel.objects.update(requests_per_day=1)
    call()
    with CaptureQueriesContext(connection) as one:
        current_alerts()
    for number in range(19):
        ProviderModel.objects.create(
            provider="p", model=f"m{number}", backend="openai", requests_per_day=1
        )
        call("p", f"m{number}")
    with CaptureQueriesContext(connection) as twenty:
        assert len(current_alerts()) == 20

    assert len(twenty) == len(one)


class TestMail:
    def test_superusers_are_told_once(self, ada):
        User.objects.create_superuser(username="bo", email="", password="x")
        User.objects.create_superuser(
            username="cy", email="cy@example.org", password="x", is_active=False
        )
        rests(model="", reason="auth")

        assert check_alerts() == 1
        assert check_alerts() == 0

        [message] = mail.outbox
        assert message.recipients() == ["ada@example.org"]
        assert message.subject == "[Draftroom] openai is off"
        assert "sk-secret" not in message.body

    def test_another_alert_is_another_mail(self, ada):
        rests(model="", reason="auth")
        check_alerts()
        for _ in range(11):
            switch()

        assert check_alerts() == 1
        assert "11 changes of model" in mail.outbox[1].body

    def test_without_anyone_to_tell_it_is_told_later(self):
        rests(model="", reason="auth")
        assert check_alerts() == 0
        User.objects.create_superuser(username="ada", email="ada@example.org", password="x")

        assert check_alerts() == 1

    def test_a_mail_that_fails_is_tried_again(self, ada, settings):
        rests(model="", reason="auth")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert check_alerts() == 0

        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert check_alerts() == 1

    def test_a_strange_name_breaks_no_header(self, ada):
        ProviderModel.objects.create(
            provider="openai", model="two\nlines", backend="openai", requests_per_day=1
        )
        call(model="two\nlines")

        assert check_alerts() == 1
        assert "\n" not in mail.outbox[0].subject
