"""The routes: which models are tried for what, in which order."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from project.people import PersonRequest
from project.problems import InvalidInput
from providers import figures, operations
from providers.figures import ModelState
from providers.forms import AddEntryForm
from providers.models import ProviderModel, Route, RouteEntry
from providers.routing import override_of, override_variables
from providers.views.models import trail
from providers.views.staff import for_staff


@dataclass(frozen=True)
class EntryLine:
    entry: RouteEntry
    state: ModelState
    first: bool
    last: bool


@dataclass(frozen=True)
class RouteLine:
    """missing: the models that could be added. override: what the environment puts before the
    entries, empty when nothing. override_name: the variable that does.
    """

    route: Route
    entries: list[EntryLine]
    missing: list[ProviderModel]
    override: str
    override_name: str


@require_GET
@for_staff
def routes(request: PersonRequest) -> HttpResponse:
    models = list(ProviderModel.objects.all())
    states = figures.states(models)
    rows = Route.objects.prefetch_related("entries__provider_model")
    context = {"place": "routes", "lines": [line(row, models, states) for row in rows]}
    return render(request, "providers/routes.html", context)


def line(route: Route, models: list[ProviderModel], states: dict[int, ModelState]) -> RouteLine:
    entries = sorted(route.entries.all(), key=lambda entry: (entry.position, entry.pk))
    used = {entry.provider_model_id for entry in entries}
    return RouteLine(
        route,
        [
            EntryLine(
                entry,
                states[entry.provider_model_id],
                first=number == 0,
                last=number == len(entries) - 1,
            )
            for number, entry in enumerate(entries)
        ],
        [model for model in models if model.pk not in used],
        override_of(route.name),
        override_variables(route.name),
    )


@require_POST
@for_staff
def add(request: PersonRequest, name: str) -> HttpResponse:
    route = get_object_or_404(Route, name=name)
    form = AddEntryForm(request.POST, route=route)
    if not form.is_valid():
        messages.error(request, "Choose a model of the catalogue that is not on the route yet.")
        return _back(route)
    model = form.cleaned_data["model"]
    try:
        operations.add_entry(route=route, model=model, by=request.user)
    except InvalidInput as problem:
        messages.warning(request, problem.detail)
    else:
        messages.success(request, f"{model} is now the last choice of “{route}”.")
    return _back(route)


@require_POST
@for_staff
def move(request: PersonRequest, pk: int) -> HttpResponse:
    entry = own_entry(pk)
    places = {"up": -1, "down": 1}.get(request.POST.get("to", ""))
    if places is None:
        raise InvalidInput("An entry moves up or down.")
    operations.move_entry(entry=entry, places=places, by=request.user)
    return _back(entry.route)


@require_http_methods(["GET", "POST"])
@for_staff
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    entry = own_entry(pk)
    model, route = entry.provider_model, entry.route
    if request.method == "POST":
        operations.remove_entry(entry=entry, by=request.user)
        messages.success(request, f"{model} is off the route “{route}”.")
        return _back(route)
    last = "" if route.entries.exclude(pk=pk).exists() else " No model is left on it then."
    context = {
        "title": f"Take {model} off “{route}”?",
        "text": f"Other routes keep it, and you can add it again at any time.{last}",
        "button": "Take it off",
        "danger": True,
        "cancel_url": reverse("provider-routes"),
        "breadcrumbs": trail(routes_crumb(), {"title": "Take off", "url": ""}),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@for_staff
def enable(request: PersonRequest, name: str) -> HttpResponse:
    route = operations.enable_route(route=get_object_or_404(Route, name=name), by=request.user)
    messages.success(request, f"The route “{route}” is on.")
    return _back(route)


@require_http_methods(["GET", "POST"])
@for_staff
def disable(request: PersonRequest, name: str) -> HttpResponse:
    route = get_object_or_404(Route, name=name)
    if request.method == "POST":
        operations.disable_route(route=route, by=request.user)
        messages.success(request, f"The route “{route}” is off.")
        return _back(route)
    context = {
        "title": f"Switch the route “{route}” off?",
        "text": "Nothing is drafted on it until somebody switches it on again. Whoever asks for a "
        "draft meanwhile is told so.",
        "button": "Switch it off",
        "danger": True,
        "cancel_url": reverse("provider-routes"),
        "breadcrumbs": trail(routes_crumb(), {"title": "Switch off", "url": ""}),
    }
    return render(request, "components/confirm.html", context)


@require_POST
@for_staff
def hedge(request: PersonRequest, name: str) -> HttpResponse:
    wanted = {"on": True, "off": False}.get(request.POST.get("to", ""))
    if wanted is None:
        raise InvalidInput("Hedging is switched on or off.")
    route = get_object_or_404(Route, name=name)
    operations.hedge_route(route=route, hedge=wanted, by=request.user)
    done = "is hedged now" if wanted else "is not hedged any more"
    messages.success(request, f"The route “{route}” {done}.")
    return _back(route)


def own_entry(pk: int) -> RouteEntry:
    return get_object_or_404(RouteEntry.objects.select_related("route", "provider_model"), pk=pk)


def routes_crumb() -> dict[str, str]:
    return {"title": "Routes", "url": reverse("provider-routes")}


def _back(route: Route) -> HttpResponse:
    return redirect(f"{reverse('provider-routes')}#route-{route.name}")
