"""Figures as charts: which numbers, in which drawing, with which sentence."""

from project import charts
from project.charts import Chart, Drawing, Series, drawn
from providers import figures
from providers.figures import Span
from providers.models import ProviderModel


def calls_drawing(span: Span, row: ProviderModel | None = None) -> Drawing:
    points = figures.calls_over_time(span, row)
    answered, failed = (
        sum(point.answered for point in points),
        sum(point.failed for point in points),
    )
    chart = Chart(
        key="calls",
        title="Calls and failures",
        summary=f"{span.label}: {answered} calls answered, {failed} failed.",
        labels=[span.label_of(point.start) for point in points],
        series=[
            Series("answered", [point.answered for point in points], "chart-calls"),
            Series("failed", [point.failed for point in points], "chart-failures error-text"),
        ],
    )
    return drawn(chart, charts.bars)


def latency_drawing(span: Span, row: ProviderModel | None = None) -> Drawing:
    points = figures.latency_over_time(span, row)
    slowest = max((point.p95_ms for point in points if point.p95_ms is not None), default=None)
    if slowest is None:
        said = "no call was answered by a model." if row is None else "no call was answered."
    else:
        said = f"the slowest stretch had a p95 of {_time(slowest)}."
    chart = Chart(
        key="latency",
        title="Time to the whole answer",
        summary=f"{span.label}: {said}",
        labels=[span.label_of(point.start) for point in points],
        series=[
            Series("p50", [_seconds(point.p50_ms) for point in points], "chart-median"),
            Series("p95", [_seconds(point.p95_ms) for point in points], "chart-slow mark-warning"),
        ],
        unit=" s",
        fractions=True,
    )
    return drawn(chart, charts.lines)


def _time(milliseconds: int) -> str:
    """As the figures beside the chart say it."""
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def limits_drawing(span: Span, row: ProviderModel) -> Drawing | None:
    """None for a model without limits."""
    used = figures.limit_use_over_time(span, row)
    if not used:
        return None
    points = next(iter(used.values()))
    most = max(point.percent for line in used.values() for point in line)
    chart = Chart(
        key="limits",
        title="Use of its limits",
        summary=(
            f"{span.label}: at most {most}%. Limits per minute show the busiest minute, limits "
            "per day the 24 hours before."
        ),
        labels=[span.label_of(point.start) for point in points],
        series=[
            Series(short(label), [point.percent for point in line], f"chart-limit-{number}")
            for number, (label, line) in enumerate(used.items(), start=1)
        ],
        unit="%",
        top=100,
    )
    return drawn(chart, charts.lines)


def short(label: str) -> str:
    """“requests per minute” as “req/min”: a legend is narrow."""
    counted, _, window = label.split()
    return f"{'req' if counted == 'requests' else 'tok'}/{'min' if window == 'minute' else 'day'}"


def budgets_drawing() -> Drawing | None:
    """None while no app has a budget."""
    spent = figures.budget_use_over_time()
    if not spent:
        return None
    days = next(iter(spent.values()))
    most = max(day.percent for line in spent.values() for day in line)
    chart = Chart(
        key="budgets",
        title="Monthly budgets over time",
        summary=f"This month: at most {most}% of a budget is spent.",
        labels=[f"{day.date:%d %b}" for day in days],
        series=[
            Series(app, [day.percent for day in line], f"chart-limit-{number}")
            for number, (app, line) in enumerate(spent.items(), start=1)
        ],
        unit="%",
        top=100,
    )
    return drawn(chart, charts.lines)
