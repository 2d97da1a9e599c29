"""What each app has spent of its monthly budget."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from providers.figures.slots import slot_of
from providers.models import Budget, Call

# From here on the alerts speak of a budget, however late its own warning is set.
NEARLY_SPENT = 90


@dataclass(frozen=True)
class BudgetUse:
    """US dollars of this calendar month (UTC). warn_percent: from where on a warning is given."""

    app: str
    limit: Decimal
    spent: Decimal
    warn_percent: int

    @property
    def percent(self) -> int:
        return int(self.spent * 100 / self.limit) if self.limit else 100

    @property
    def bar(self) -> int:
        """The percentage for a bar, which has an end."""
        return min(self.percent, 100)

    @property
    def label(self) -> str:
        return f"Budget of {self.app}"

    @property
    def is_spent(self) -> bool:
        return self.spent >= self.limit

    @property
    def is_nearly_spent(self) -> bool:
        return not self.is_spent and self.percent >= min(NEARLY_SPENT, self.warn_percent)


@dataclass(frozen=True)
class BudgetDay:
    """The percentage of the month's budget that was spent by the end of a day (UTC)."""

    date: datetime.date
    percent: int


def month_start() -> datetime.datetime:
    now = timezone.now().astimezone(datetime.UTC)
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def budget_use() -> list[BudgetUse]:
    """Every app that has a budget, by name. Two queries."""
    budgets = list(Budget.objects.all())
    spent = dict(
        Call.objects.filter(
            app__in=[budget.app for budget in budgets], created_at__gte=month_start()
        )
        .order_by()
        .values_list("app")
        .annotate(spent=Sum("cost"))
    )
    return [
        BudgetUse(
            budget.app,
            budget.monthly_limit,
            spent.get(budget.app, Decimal(0)),
            round(budget.warn_at * 100),
        )
        for budget in budgets
    ]


def budget_use_over_time() -> dict[str, list[BudgetDay]]:
    """A point for each day of this month up to today, by app. Two queries."""
    budgets = list(Budget.objects.all())
    starts = _days()
    costs = {
        (line["app"], line["day"]): line["spent"]
        for line in Call.objects.filter(
            app__in=[budget.app for budget in budgets], created_at__gte=starts[0]
        )
        .order_by()
        .annotate(day=slot_of(starts))
        .values("app", "day")
        .annotate(spent=Sum("cost"))
    }
    used: dict[str, list[BudgetDay]] = {}
    for budget in budgets:
        spent = Decimal(0)
        used[budget.app] = points = []
        for number, start in enumerate(starts):
            spent += costs.get((budget.app, number), Decimal(0))
            percent = BudgetUse(budget.app, budget.monthly_limit, spent, 0).percent
            points.append(BudgetDay(start.date(), percent))
    return used


def _days() -> list[datetime.datetime]:
    first = month_start()
    count = (timezone.now() - first).days + 1
    return [first + datetime.timedelta(days=number) for number in range(count)]
