"""Figures per model over a span: how often it answered, how fast, and what it cost."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from providers.figures.limits import LimitUse, limit_use
from providers.figures.percentiles import percentiles
from providers.figures.spans import Span
from providers.figures.states import ModelState, states
from providers.models import Call, ProviderModel

OK = Q(category="ok")
CANCELLED = Q(category="cancelled")

Name = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """What one model did in a span. Times in milliseconds, cost in US dollars.

    success_rate: answered calls among those that were not cancelled, 0 to 1. It and the times are
    None where nothing was measured. The times cover answered calls only.
    """

    calls: int = 0
    failed: int = 0
    cancelled: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)
    p50_ms: int | None = None
    p95_ms: int | None = None
    first_token_ms: int | None = None

    @property
    def success_rate(self) -> float | None:
        judged = self.calls - self.cancelled
        return (judged - self.failed) / judged if judged else None

    @property
    def success_percent(self) -> float | None:
        """Rounded down to a tenth: 99.96 must not read as 100."""
        rate = self.success_rate
        return None if rate is None else math.floor(rate * 1000) / 10


@dataclass(frozen=True)
class ModelReport:
    """One row of the catalogue with its state, its figures and the use of its limits."""

    row: ProviderModel
    state: ModelState
    figures: Figures
    limits: tuple[LimitUse, ...] = field(default=())


def reports(rows: Sequence[ProviderModel], span: Span) -> list[ModelReport]:
    state = states(rows)
    known = figures(span)
    used = limit_use(rows)
    return [
        ModelReport(
            row,
            state[row.pk],
            known.get((row.provider, row.model), Figures()),
            used[row.pk],
        )
        for row in rows
    ]


def outside_catalogue(span: Span) -> list[tuple[str, str, Figures]]:
    """What was called without a row: the composer, and models that only an override names."""
    listed = set(ProviderModel.objects.values_list("provider", "model"))
    return [(*name, found) for name, found in sorted(figures(span).items()) if name not in listed]


def figures(span: Span) -> Mapping[Name, Figures]:
    """By provider and model, for all that were called in the span. Three queries."""
    calls = Call.objects.filter(created_at__gte=span.since())
    answered = calls.filter(OK)
    names = ("provider", "model")
    times = percentiles(answered, "latency_ms", names, (50, 95))
    begun = answered.filter(first_token_ms__isnull=False)
    firsts = percentiles(begun, "first_token_ms", names, (50,))
    sums = (
        calls.order_by()
        .values("provider", "model")
        .annotate(
            count=Count("pk"),
            bad=Count("pk", filter=~OK & ~CANCELLED),
            stopped=Count("pk", filter=CANCELLED),
            sum_input=Sum("input_tokens"),
            sum_output=Sum("output_tokens"),
            sum_cost=Sum("cost"),
        )
    )
    found = {}
    for row in sums:
        name = (row["provider"], row["model"])
        own = times.get(name, {})
        found[name] = Figures(
            calls=row["count"],
            failed=row["bad"],
            cancelled=row["stopped"],
            input_tokens=row["sum_input"],
            output_tokens=row["sum_output"],
            cost=row["sum_cost"],
            p50_ms=own.get(50),
            p95_ms=own.get(95),
            first_token_ms=firsts.get(name, {}).get(50),
        )
    return found
