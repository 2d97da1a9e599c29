from datetime import timedelta

import pytest
from django.utils import timezone

from project import maintenance
from providers import retention
from providers.models import Call, Switch

pytestmark = pytest.mark.django_db


def aged(model, days: float) -> None:
    row = model.objects.create()
    model.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("model", "kept"), [(Call, 400), (Switch, 100)])
def test_the_daily_cleaning_deletes_what_is_too_old(model, kept, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for days in (kept + 1, kept + 2, kept + 3, kept + 300, kept + 400, kept - 1, 0):
        aged(model, days)
    told = maintenance.clean_up()
    assert model.objects.count() == 2
    assert ("5 model calls" if model is Call else "5 changes of model") in told
