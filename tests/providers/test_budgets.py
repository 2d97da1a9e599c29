from decimal import Decimal

import pytest

from providers import gateway, ledger
from providers.errors import Category, GenerationFailed
from providers.models import Budget, Call
from tests.fakes import Ok
from tests.providers.conftest import GOOD, Week

pytestmark = pytest.mark.django_db


@pytest.fixture
def priced(providers, route):
    """Every call of the route costs one dollar."""
    route("openai", offline_last=True, input_price=Decimal(1), output_price=Decimal(0))
    providers.always("openai", Ok(value=GOOD, input_tokens=1_000_000, output_tokens=1))
    return providers


def test_an_app_stops_when_its_month_s_money_is_spent(priced, ask):
    Budget.objects.create(app="programs", monthly_limit=2)
    for _ in range(2):
        gateway.generate(ask(app="programs"))
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(app="programs", offline=lambda: Week(**GOOD)))
    assert failure.value.category == Category.BUDGET
    assert "budget" in failure.value.person_message
    assert "administrator" in failure.value.person_message
    assert "$2.00 of $2.00" in failure.value.person_message
    assert len(priced.calls()) == 2


def test_other_apps_go_on(priced, ask):
    Budget.objects.create(app="programs", monthly_limit=0)
    assert gateway.generate(ask(app="ieps")).provider == "openai"


def test_what_other_processes_spent_counts(priced, ask):
    Budget.objects.create(app="programs", monthly_limit=5)
    Call.objects.create(app="programs", category="ok", cost=Decimal(6))
    with pytest.raises(GenerationFailed):
        gateway.generate(ask(app="programs"))


def test_what_was_spent_last_month_does_not_count(priced, ask):
    Budget.objects.create(app="programs", monthly_limit=5)
    row = Call.objects.create(app="programs", category="ok", cost=Decimal(6))
    Call.objects.filter(pk=row.pk).update(created_at="2020-01-31T23:59:59Z")
    assert gateway.generate(ask(app="programs")).provider == "openai"


def test_a_warning_comes_once_before_the_end(priced, ask, caplog):
    Budget.objects.create(app="programs", monthly_limit=5, warn_at=0.5)
    with caplog.at_level("WARNING", logger="providers.budgets"):
        for _ in range(5):
            gateway.generate(ask(app="programs"))
    assert [record.getMessage() for record in caplog.records] == [
        "programs has spent $3.00 of $5.00 this month"
    ]


def test_without_a_model_the_composer_still_writes(providers, route, ask, settings):
    settings.PROVIDER_KEYS = {}
    route("openai")
    Budget.objects.create(app="programs", monthly_limit=0)
    draft = gateway.generate(ask(app="programs", offline=lambda: Week(**GOOD)))
    assert draft.provider == "offline"
    assert ledger.flush()
