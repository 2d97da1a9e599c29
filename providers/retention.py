"""How long the records of calls are kept.

Longer than anything looks back: usage is reported for up to 366 days, changes of model for 90.
"""

import datetime

from django.db import models
from django.utils import timezone

from project import maintenance
from providers.models import Call, Switch

CALLS_KEPT = datetime.timedelta(days=400)
SWITCHES_KEPT = datetime.timedelta(days=100)
# Rows of one DELETE: none holds the database for long.
BATCH = 1_000


def register() -> None:
    maintenance.register("model calls", delete_old_calls)
    maintenance.register("changes of model", delete_old_switches)


def delete_old_calls() -> int:
    """The number of rows that were older than CALLS_KEPT."""
    return _delete(Call.objects.filter(created_at__lt=timezone.now() - CALLS_KEPT))


def delete_old_switches() -> int:
    """The number of rows that were older than SWITCHES_KEPT."""
    return _delete(Switch.objects.filter(created_at__lt=timezone.now() - SWITCHES_KEPT))


def _delete(old: models.QuerySet[Call] | models.QuerySet[Switch]) -> int:
    deleted = 0
    while pks := list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH]):
        deleted += old.model._default_manager.filter(pk__in=pks).delete()[0]
    return deleted
