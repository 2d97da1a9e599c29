"""The providers pages: who visits, and a ledger to look at."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from project.models import User
from providers import metrics
from providers.models import Call, ProviderModel, Switch
from tests.people import person, teacher


@pytest.fixture(autouse=True)
def fresh_totals(monkeypatch):
    """The totals outlive a request on purpose, and must not outlive a test. Nor may a test fail in
    the first hours of a month."""
    begun = timezone.now() - timedelta(days=10)
    monkeypatch.setattr(metrics, "month_start", lambda: begun)
    metrics.ledger.forget()
    yield
    metrics.ledger.forget()


@pytest.fixture
def staff(client, db) -> User:
    user = person("stella", is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def alice(client, db) -> User:
    user = teacher("alice")
    client.force_login(user)
    return user


@pytest.fixture
def gpt(db) -> ProviderModel:
    return ProviderModel.objects.get(provider="openai", model="gpt-4o")


def call(provider="openai", model="gpt-4o", *, ago=timedelta(), **changes) -> Call:
    values = {
        "route": "ieps",
        "app": "ieps",
        "category": "ok",
        "latency_ms": 500,
        "input_tokens": 100,
        "output_tokens": 20,
        "cost": Decimal("0.0005"),
    }
    row = Call.objects.create(provider=provider, model=model, **values | changes)
    if ago:
        Call.objects.filter(pk=row.pk).update(created_at=timezone.now() - ago)
    return row


def switch(**changes) -> Switch:
    values = {
        "route": "ieps",
        "from_provider": "openai",
        "from_model": "gpt-4o",
        "to_provider": "groq",
        "to_model": "llama-3.3-70b-versatile",
        "category": "timeout",
    }
    return Switch.objects.create(**values | changes)
