"""The switch log and what was used."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from project import charts
from project.charts import Chart, Drawing, Series, drawn
from project.people import PersonRequest
from project.problems import FieldError, InvalidInput
from providers import figures
from providers.figures.usage import DEFAULT_DAYS, USAGE_KEYS, UsageReport
from providers.models import Switch
from providers.views.staff import for_staff

PAGE_SIZE = 50
DAY_CHOICES = (7, 30, 90)


@require_GET
@for_staff
def switches(request: PersonRequest) -> HttpResponse:
    page = Paginator(Switch.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "providers/switches.html", {"place": "switches", "page": page})


@require_GET
@for_staff
def usage(request: PersonRequest) -> HttpResponse:
    by, days = request.GET.get("by", "day"), wanted_days(request)
    report = figures.usage(by, days, viewer=request.user)
    context = {
        "place": "usage",
        "report": report,
        "keys": USAGE_KEYS.items(),
        "heading": USAGE_KEYS[report.by],
        "day_choices": DAY_CHOICES,
        "drawings": usage_drawings(report) if report.by == "day" and report.lines else [],
    }
    return render(request, "providers/usage.html", context)


def wanted_days(request: PersonRequest) -> int:
    """Raises InvalidInput."""
    try:
        return int(request.GET.get("days") or DEFAULT_DAYS)
    except ValueError:
        detail = "The number of days is a whole number."
        raise InvalidInput(detail, errors=[FieldError("days", detail)]) from None


def usage_drawings(report: UsageReport) -> list[Drawing]:
    """Tokens, cost and calls of every day of the report, those without a call included."""
    known = {line.key: line for line in report.lines}
    first = timezone.localtime(report.since).date()
    days = [first + timedelta(days=number) for number in range(report.days)]
    lines = [known.get(day.isoformat()) for day in days]
    labels = [f"{day:%d %b}" for day in days]
    span, total = f"The last {report.days} days", report.total
    tokens = Chart(
        key="tokens",
        title="Tokens per day",
        summary=f"{span}: {total.input_tokens:,} in, {total.output_tokens:,} out.",
        labels=labels,
        series=[
            Series("in", [line.input_tokens if line else 0 for line in lines], "chart-calls"),
            Series("out", [line.output_tokens if line else 0 for line in lines], "chart-out"),
        ],
    )
    cost = Chart(
        key="cost",
        title="Cost per day",
        summary=f"{span}: ${total.cost:,.2f} in all.",
        labels=labels,
        series=[
            Series("US dollars", [float(line.cost) if line else 0 for line in lines], "chart-calls")
        ],
        fractions=True,
    )
    calls = Chart(
        key="calls",
        title="Calls per day",
        summary=f"{span}: {total.calls:,} calls, {total.failed:,} of them failed.",
        labels=labels,
        series=[
            Series(
                "answered",
                [line.calls - line.failed if line else 0 for line in lines],
                "chart-calls",
            ),
            Series(
                "failed",
                [line.failed if line else 0 for line in lines],
                "chart-failures error-text",
            ),
        ],
    )
    return [drawn(chart, charts.bars) for chart in (tokens, cost, calls)]
