"""The overview, one model's page, and what can be done with a model."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from project.people import PersonRequest
from providers import figures, operations
from providers.alerts import current_alerts
from providers.models import ProviderModel, Switch
from providers.views.drawings import (
    budgets_drawing,
    calls_drawing,
    latency_drawing,
    limits_drawing,
)
from providers.views.staff import for_staff

SWITCHES_SHOWN = 8


@require_GET
@for_staff
def overview(request: PersonRequest) -> HttpResponse:
    span = figures.span_named(request.GET.get("span", ""))
    drawings = [calls_drawing(span), latency_drawing(span), budgets_drawing()]
    context = {
        "place": "providers",
        "span": span,
        "spans": figures.SPANS.values(),
        "reports": figures.reports(list(ProviderModel.objects.all()), span),
        "others": figures.outside_catalogue(span),
        "alerts": current_alerts(),
        "budgets": figures.budget_use(),
        "drawings": [one for one in drawings if one],
        "switches": Switch.objects.all()[:SWITCHES_SHOWN],
    }
    return render(request, "providers/overview.html", context)


@require_GET
@for_staff
def model(request: PersonRequest, pk: int) -> HttpResponse:
    span = figures.span_named(request.GET.get("span", ""))
    row = get_object_or_404(ProviderModel, pk=pk)
    [report] = figures.reports([row], span)
    drawings = [calls_drawing(span, row), latency_drawing(span, row), limits_drawing(span, row)]
    context = {
        "report": report,
        "row": row,
        "span": span,
        "spans": figures.SPANS.values(),
        "drawings": [drawing for drawing in drawings if drawing],
        "routes": row.entries.select_related("route"),
        "switches": switches_of(row)[:SWITCHES_SHOWN],
        "breadcrumbs": trail({"title": str(row), "url": ""}),
    }
    return render(request, "providers/model.html", context)


@require_POST
@for_staff
def test(request: PersonRequest, pk: int) -> HttpResponse:
    trial = operations.try_model(model=get_object_or_404(ProviderModel, pk=pk), by=request.user)
    if trial.answered:
        used = f"{trial.input_tokens} tokens in, {trial.output_tokens} out, ${trial.cost:.6f}."
        messages.success(request, f"{trial.text} {used}")
    else:
        messages.error(request, trial.text)
    return redirect("provider-model", pk)


@require_POST
@for_staff
def enable(request: PersonRequest, pk: int) -> HttpResponse:
    return _change(request, pk, operations.enable_model, "is on. Its routes use it again.")


@require_POST
@for_staff
def reset(request: PersonRequest, pk: int) -> HttpResponse:
    return _change(request, pk, operations.reset_circuit, "may be called again at once.")


@require_http_methods(["GET", "POST"])
@for_staff
def disable(request: PersonRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _change(request, pk, operations.disable_model, "is off. No route uses it now.")
    row = get_object_or_404(ProviderModel, pk=pk)
    names = [entry.route.name for entry in row.entries.select_related("route")]
    context = {
        "title": f"Switch {row} off?",
        "text": "It gets no more calls until somebody switches it on again.",
        "points": [f"The route “{name}” goes on without it." for name in names]
        or ["No route uses it."],
        "button": "Switch it off",
        "danger": True,
        "cancel_url": reverse("provider-model", args=[row.pk]),
        "breadcrumbs": trail(
            {"title": str(row), "url": reverse("provider-model", args=[row.pk])},
            {"title": "Switch off", "url": ""},
        ),
    }
    return render(request, "components/confirm.html", context)


def _change(
    request: PersonRequest, pk: int, change: Callable[..., ProviderModel], done: str
) -> HttpResponse:
    row = change(model=get_object_or_404(ProviderModel, pk=pk), by=request.user)
    messages.success(request, f"{row} {done}")
    return redirect("provider-model", pk)


def switches_of(row: ProviderModel) -> QuerySet[Switch]:
    return Switch.objects.filter(
        Q(from_provider=row.provider, from_model=row.model)
        | Q(to_provider=row.provider, to_model=row.model)
    )


def trail(*crumbs: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": "Providers", "url": reverse("providers")}, *crumbs]
