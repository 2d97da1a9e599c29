"""What an app may spend in a month: a warning before the end of it, and a stop at the end."""

import datetime
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from providers.errors import Category, GenerationFailed
from providers.models import Call

logger = logging.getLogger(__name__)

# How long a process may work with the sum it read; its own spending since then is added.
FRESH_SECONDS = 5.0
WARN_EVERY = 3600.0


@dataclass(frozen=True)
class MonthlyBudget:
    """limit in US dollars; warn_at is a share of it."""

    limit: Decimal
    warn_at: float


@dataclass
class _Spent:
    amount: Decimal
    month: datetime.datetime
    read_at: float


_lock = threading.Lock()
_spent: dict[str, _Spent] = {}
_warned_at: dict[str, float] = {}


def check(app: str, budgets: Mapping[str, MonthlyBudget]) -> None:
    """Raises GenerationFailed(budget) when the app has spent its month's money."""
    budget = budgets.get(app)
    if budget is None:
        return
    spent = _amount(app)
    if spent >= budget.limit:
        raise GenerationFailed(
            Category.BUDGET, detail=f"{app}: ${spent:.2f} of ${budget.limit:.2f} are spent"
        )
    if spent >= budget.limit * Decimal(str(budget.warn_at)):
        _warn(app, spent, budget)


def note(app: str, cost: Decimal) -> None:
    """Adds what a call of this process cost, until the ledger is read again."""
    known = _spent.get(app)
    if known is not None and cost:
        with _lock:
            known.amount += cost


def forget() -> None:
    """Makes the next check read the ledger; between tests."""
    _spent.clear()
    _warned_at.clear()


def _amount(app: str) -> Decimal:
    month = (
        timezone.now()
        .astimezone(datetime.UTC)
        .replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    known = _spent.get(app)
    now = time.monotonic()
    if known is None or known.month != month or now - known.read_at > FRESH_SECONDS:
        total = Call.objects.filter(app=app, created_at__gte=month).aggregate(sum=Sum("cost"))
        known = _spent[app] = _Spent(total["sum"] or Decimal(0), month, now)
    return known.amount


def _warn(app: str, spent: Decimal, budget: MonthlyBudget) -> None:
    now = time.monotonic()
    if now - _warned_at.get(app, -WARN_EVERY) >= WARN_EVERY:
        _warned_at[app] = now
        logger.warning("%s has spent $%.2f of $%.2f this month", app, spent, budget.limit)
