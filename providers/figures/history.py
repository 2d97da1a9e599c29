"""One model's figures over time in one table: what its page draws, as numbers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from providers.figures.series import calls_over_time, latency_over_time, limit_use_over_time
from providers.figures.spans import Span
from providers.models import ProviderModel


@dataclass(frozen=True)
class HistoryPoint:
    """One slot of a span. limits: percent used, by the limit's name; see series.UsePoint."""

    start: datetime.datetime
    answered: int
    failed: int
    p50_ms: int | None
    p95_ms: int | None
    limits: Mapping[str, int]


def history(span: Span, row: ProviderModel) -> list[HistoryPoint]:
    """A point per slot, oldest first. Three queries."""
    used = limit_use_over_time(span, row)
    lines = {label.replace(" ", "_"): points for label, points in used.items()}
    # Each reads the clock for itself: at the turn of a slot they may differ by one.
    return [
        HistoryPoint(
            calls.start,
            calls.answered,
            calls.failed,
            times.p50_ms,
            times.p95_ms,
            {name: points[number].percent for name, points in lines.items()},
        )
        for number, (calls, times) in enumerate(
            zip(calls_over_time(span, row), latency_over_time(span, row), strict=True)
        )
    ]
