"""/metrics for Prometheus. Every figure is read from the database, so it is right whichever of
the processes answers.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from project.models import Job, JobStatus, User
from project.problems import MEDIA_TYPE, TITLES, problem_body
from providers.models import Call, Circuit, CircuitState

# Upper ends of the latency histogram, in seconds.
LATENCY_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)
# Rows older than this are complete: no transaction that began earlier is still to commit.
SETTLED_AFTER = timedelta(minutes=5)

Key = tuple[str, str, str]
Sums = Counter[str]


class LedgerTotals:
    """Sums over the ledger since the first of the month (UTC). What is settled is summed once and
    remembered, so that a scrape reads the last minutes only.

    The counters begin anew with each month, which Prometheus takes for the restart that it is: at
    the same moment in every process, whenever each of them started, and long before any row that
    was counted expires.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Key, Sums] = {}
        self._until = 0
        self._month = month_start()

    def read(self) -> Mapping[Key, Sums]:
        """By provider, model and category: calls, input, output, cost, ms, and le0, le1, …, the
        number of calls within each latency bucket.
        """
        with self._lock:
            self._settle()
            known, until, month = dict(self._known), self._until, self._month
        return _added(known, Call.objects.filter(pk__gt=until, created_at__gte=month))

    def forget(self) -> None:
        with self._lock:
            self._known, self._until = {}, 0

    def _settle(self) -> None:
        month = month_start()
        if month != self._month:
            self._known, self._until, self._month = {}, 0, month
        before = timezone.now() - SETTLED_AFTER
        rows = Call.objects.filter(pk__gt=self._until, created_at__gte=month)
        newest = rows.filter(created_at__lt=before).aggregate(newest=Max("pk"))["newest"]
        if newest is not None:
            settled = rows.filter(pk__lte=newest)
            self._known = _added(self._known, settled)
            self._until = newest


def month_start() -> datetime:
    now = timezone.now().astimezone(UTC)
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


ledger = LedgerTotals()


def _added(known: Mapping[Key, Sums], calls: QuerySet[Call]) -> dict[Key, Sums]:
    within = {
        f"le{number}": Count("pk", filter=Q(latency_ms__lte=int(bucket * 1000)))
        for number, bucket in enumerate(LATENCY_BUCKETS)
    }
    grouped = (
        calls.order_by()
        .values("provider", "model", "category")
        .annotate(
            calls=Count("pk"),
            input=Sum("input_tokens"),
            output=Sum("output_tokens"),
            dollars=Sum("cost"),
            ms=Sum("latency_ms"),
            **within,
        )
    )
    totals = {key: Counter(sums) for key, sums in known.items()}
    for line in grouped:
        values: dict[str, Any] = dict(line)
        key = (values.pop("provider"), values.pop("model"), values.pop("category"))
        sums = totals.setdefault(key, Counter())
        for name, value in values.items():
            sums[name] += value
    return totals


class DraftroomCollector(Collector):
    def collect(self) -> Iterator[Metric]:
        totals = ledger.read()
        yield from _calls(totals)
        yield _latency(totals)
        yield _circuits()
        yield _jobs()


def _calls(totals: Mapping[Key, Sums]) -> Iterator[Metric]:
    calls = CounterMetricFamily(
        "draftroom_calls",
        "Calls to models by outcome since the first of the month; category ok means answered.",
        labels=["provider", "model", "category"],
    )
    tokens = CounterMetricFamily(
        "draftroom_tokens",
        "Tokens as the providers counted them.",
        labels=["provider", "model", "direction"],
    )
    cost = CounterMetricFamily(
        "draftroom_cost_dollars", "US dollars at the catalogue's prices.",
        labels=["provider", "model"],
    )  # fmt: skip
    for (provider, model, category), sums in sorted(totals.items()):
        calls.add_metric([provider, model, category], sums["calls"])
    for (provider, model), sums in sorted(_by_model(totals).items()):
        tokens.add_metric([provider, model, "input"], sums["input"])
        tokens.add_metric([provider, model, "output"], sums["output"])
        cost.add_metric([provider, model], float(sums["dollars"]))
    yield from (calls, tokens, cost)


def _latency(totals: Mapping[Key, Sums]) -> Metric:
    latency = HistogramMetricFamily(
        "draftroom_call_duration_seconds",
        "How long calls took, failed ones included.",
        labels=["provider", "model"],
    )
    for (provider, model), sums in sorted(_by_model(totals).items()):
        buckets = [
            (str(bucket), float(sums[f"le{number}"]))
            for number, bucket in enumerate(LATENCY_BUCKETS)
        ]
        buckets.append(("+Inf", float(sums["calls"])))
        latency.add_metric([provider, model], buckets=buckets, sum_value=sums["ms"] / 1000)
    return latency


def _by_model(totals: Mapping[Key, Sums]) -> dict[tuple[str, str], Sums]:
    found: dict[tuple[str, str], Sums] = {}
    for (provider, model, _), sums in totals.items():
        found.setdefault((provider, model), Counter()).update(sums)
    return found


def _circuits() -> Metric:
    circuits = GaugeMetricFamily(
        "draftroom_circuit_state",
        "1 for the circuit's state, 0 for the others; model * is everything behind one key.",
        labels=["provider", "model", "state"],
    )
    for provider, model, state in Circuit.objects.values_list("provider", "model", "state"):
        for known in CircuitState.values:
            circuits.add_metric([provider, model or "*", known], float(state == known))
    return circuits


def _jobs() -> Metric:
    jobs = GaugeMetricFamily("draftroom_jobs", "Jobs by status.", labels=["status"])
    counts = dict(Job.objects.order_by().values_list("status").annotate(count=Count("pk")))
    for status in JobStatus.values:
        jobs.add_metric([status], counts.get(status, 0))
    return jobs


registry = CollectorRegistry(auto_describe=False)
registry.register(DraftroomCollector())


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """For staff by session or token, and for who sends METRICS_TOKEN as a bearer token."""
    refused = _refusal(request)
    if refused is not None:
        return refused
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    response = HttpResponse(encode(registry), content_type=content_type)
    response["Cache-Control"] = "no-store"
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if _has_metrics_token(request):
        return None
    user = request.user if request.user.is_authenticated else _token_user(request)
    if not isinstance(user, User):
        return _problem(
            401,
            "Sign in as staff, send a staff member's token, or send METRICS_TOKEN as a bearer "
            "token.",
        )
    return None if user.is_staff else _problem(403, "Metrics are for staff.")


def _has_metrics_token(request: HttpRequest) -> bool:
    token = str(getattr(settings, "METRICS_TOKEN", ""))
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and scheme == "Bearer" and constant_time_compare(given.strip(), token)


def _token_user(request: HttpRequest) -> User | None:
    try:
        found = TokenAuthentication().authenticate(request)  # type: ignore[arg-type]
    except AuthenticationFailed:
        return None
    return found[0] if found else None


def _problem(status: int, detail: str) -> HttpResponse:
    slug, title = TITLES[status]
    body = problem_body(type_=slug, title=title, status_=status, detail=detail)
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
