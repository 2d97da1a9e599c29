"""Figures over time, one point per slot of a span: what the charts are drawn from."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

from providers.figures.limits import Counted, LimitUse, limits_of
from providers.figures.models import CANCELLED, OK
from providers.figures.percentiles import percentiles
from providers.figures.slots import minute_of, read_minute, slot_of
from providers.figures.spans import Span
from providers.models import Call, ProviderModel
from providers.overrides import OFFLINE

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class CallPoint:
    start: datetime.datetime
    answered: int
    failed: int


@dataclass(frozen=True)
class LatencyPoint:
    """Milliseconds; None where nothing was answered."""

    start: datetime.datetime
    p50_ms: int | None
    p95_ms: int | None


@dataclass(frozen=True)
class UsePoint:
    """The share of one limit in percent: of a limit per minute in the slot's busiest minute, of a
    limit per day over the 24 hours that end with the slot.
    """

    start: datetime.datetime
    percent: int


def calls_over_time(span: Span, row: ProviderModel | None = None) -> list[CallPoint]:
    """Answered and failed calls of one model, or of all. Cancelled calls are neither."""
    starts = span.starts()
    counts = {
        line["slot"]: line
        for line in _calls(row, starts[0])
        .order_by()
        .annotate(slot=slot_of(starts))
        .values("slot")
        .annotate(good=Count("pk", filter=OK), bad=Count("pk", filter=~OK & ~CANCELLED))
    }
    nothing = {"good": 0, "bad": 0}
    return [
        CallPoint(start, counts.get(slot, nothing)["good"], counts.get(slot, nothing)["bad"])
        for slot, start in enumerate(starts)
    ]


def latency_over_time(span: Span, row: ProviderModel | None = None) -> list[LatencyPoint]:
    """Percentiles of the answered calls of one model, or of all but the composer's."""
    starts = span.starts()
    answered = (
        _calls(row, starts[0]).filter(OK).exclude(provider=OFFLINE).annotate(slot=slot_of(starts))
    )
    found = percentiles(answered, "latency_ms", ["slot"], (50, 95))
    times = [found.get((number,), {}) for number in range(len(starts))]
    return [
        LatencyPoint(start, own.get(50), own.get(95))
        for start, own in zip(starts, times, strict=True)
    ]


def limit_use_over_time(span: Span, row: ProviderModel) -> dict[str, list[UsePoint]]:
    """The points of each limit that the row sets, by the limit's label. One query."""
    limits = limits_of(row)
    if not limits:
        return {}
    starts = span.starts()
    minutes = _used_minutes(row, starts[0] - DAY)
    used: dict[str, list[UsePoint]] = {}
    for counted, window, limit in limits:
        counts = [(at, numbers[counted]) for at, numbers in minutes]
        amounts = (
            _busiest_minutes(span, starts, counts)
            if window == "minute"
            else _trailing_days(span, starts, counts)
        )
        used[LimitUse(counted, window, limit, 0).label] = [
            UsePoint(start, LimitUse(counted, window, limit, amount).percent)
            for start, amount in zip(starts, amounts, strict=True)
        ]
    return used


Minutes = Sequence[tuple[datetime.datetime, int]]


def _used_minutes(
    row: ProviderModel, since: datetime.datetime
) -> list[tuple[datetime.datetime, dict[Counted, int]]]:
    """Requests and tokens of every minute with a call: eight days have 11,520 minutes."""
    lines = (
        _calls(row, since)
        .order_by()
        .annotate(minute=minute_of())
        .values("minute")
        .annotate(requests=Count("pk"), tokens=Sum(F("input_tokens") + F("output_tokens")))
        .order_by("minute")
    )
    return [
        (read_minute(line["minute"]), {"requests": line["requests"], "tokens": line["tokens"]})
        for line in lines
    ]


def _busiest_minutes(
    span: Span, starts: Sequence[datetime.datetime], minutes: Minutes
) -> list[int]:
    most = [0] * len(starts)
    for at, amount in minutes:
        if at >= starts[0]:
            slot = _slot(span, starts, at)
            most[slot] = max(most[slot], amount)
    return most


def _trailing_days(span: Span, starts: Sequence[datetime.datetime], minutes: Minutes) -> list[int]:
    return [
        sum(amount for at, amount in minutes if start + span.slot - DAY <= at < start + span.slot)
        for start in starts
    ]


def _calls(row: ProviderModel | None, since: datetime.datetime) -> QuerySet[Call]:
    calls = Call.objects.filter(created_at__gte=since)
    return calls if row is None else calls.filter(provider=row.provider, model=row.model)


def _slot(span: Span, starts: Sequence[datetime.datetime], at: datetime.datetime) -> int:
    """The slot's number; a call made since the starts were taken belongs to the last one."""
    return min((at - starts[0]) // span.slot, len(starts) - 1)
