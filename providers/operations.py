"""Every change that people make to the catalogue's use: models, circuits, routes."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from pydantic import BaseModel, Field

from project import audit
from project.models import User
from project.problems import FieldError, InvalidInput
from providers import circuits, gateway, ledger, routing
from providers.errors import GenerationFailed
from providers.generation import GenerationRequest, Message
from providers.models import Circuit, CircuitState, ProviderModel, Route, RouteEntry
from providers.routing import Candidate, candidate_of

TEST_ROUTE = "model-test"
TEST_DEADLINE = 30.0
# Room for a model that thinks before it answers.
TEST_OUTPUT = 1_024


class Readiness(BaseModel):
    """What a test asks for: the smallest answer that shows structured output to work."""

    ready: bool = Field(description="Always true.")


@dataclasses.dataclass(frozen=True)
class Trial:
    """answered: whether the model gave a usable answer. text: what happened, for a person.

    category: “ok”, or what went wrong. cost in US dollars.
    """

    answered: bool
    category: str
    text: str
    latency_ms: int = 0
    mode: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)


@transaction.atomic
def enable_model(*, model: ProviderModel, by: User) -> ProviderModel:
    """Puts the model back into its routes, with a clean circuit of its own."""
    row = _locked(model)
    row.enabled = True
    row.save(update_fields=["enabled", "updated_at"])
    circuits.reset(Circuit.objects.filter(provider=row.provider, model=row.model))
    audit.record(verb="enable", subject=row, by=by)
    transaction.on_commit(routing.forget)
    return row


@transaction.atomic
def disable_model(*, model: ProviderModel, by: User) -> ProviderModel:
    """Takes the model out of every route until it is enabled again. Calls under way go on."""
    row = _locked(model)
    row.enabled = False
    row.save(update_fields=["enabled", "updated_at"])
    audit.record(verb="disable", subject=row, by=by)
    transaction.on_commit(routing.forget)
    return row


@transaction.atomic
def reset_circuit(*, model: ProviderModel, by: User) -> ProviderModel:
    """Lets the model be called at once: closes its circuit and its key's, and ends its cooling."""
    row = _locked(model)
    account = row.key_setting or row.provider
    circuits.reset(
        Circuit.objects.filter(
            Q(provider=row.provider, model=row.model) | Q(provider=account, model="")
        )
    )
    audit.record(verb="reset", subject=row, by=by)
    transaction.on_commit(routing.forget)
    return row


def try_model(*, model: ProviderModel, by: User) -> Trial:
    """One small call to this model and no other, whether it is enabled or resting or not.

    What it finds out counts: an answer closes the circuit, a failure keeps it open.
    """
    audit.record(verb="test", subject=model, by=by)
    candidate = candidate_of(model)
    _let_one_call_through(candidate)
    request = GenerationRequest(
        route=TEST_ROUTE,
        app="providers",
        messages=[Message("user", 'Answer with the JSON object {"ready": true}.')],
        schema=Readiness,
        deadline=TEST_DEADLINE,
        max_output_tokens=TEST_OUTPUT,
        user_id=by.pk,
    )
    try:
        draft = gateway.generate(request, only=candidate)
    except GenerationFailed as error:
        return Trial(
            answered=False,
            category=error.category.value,
            text=f"{model} did not give a usable answer. {error.person_message}",
            latency_ms=sum(attempt.latency_ms for attempt in error.attempts),
            input_tokens=sum(attempt.input_tokens for attempt in error.attempts),
            output_tokens=sum(attempt.output_tokens for attempt in error.attempts),
            cost=sum((attempt.cost for attempt in error.attempts), Decimal(0)),
        )
    finally:
        # Who asked looks at the figures next.
        ledger.flush()
    return Trial(
        answered=True,
        category="ok",
        text=f"{model} answered in {draft.latency_ms} ms.",
        latency_ms=draft.latency_ms,
        mode=draft.mode,
        input_tokens=draft.usage.input_tokens,
        output_tokens=draft.usage.output_tokens,
        cost=draft.cost,
    )


def _let_one_call_through(candidate: Candidate) -> None:
    """Makes resting circuits due for their probe, which the test's call then takes."""
    resting = Circuit.objects.filter(
        Q(provider=candidate.provider, model=candidate.model)
        | Q(provider=candidate.account, model="")
    )
    resting.filter(state=CircuitState.OPEN).update(open_until=timezone.now())
    resting.update(cool_until=None)


def _locked(model: ProviderModel) -> ProviderModel:
    return ProviderModel.objects.select_for_update().get(pk=model.pk)


@transaction.atomic
def enable_route(*, route: Route, by: User) -> Route:
    return _switch(route, on=True, verb="enable", by=by)


@transaction.atomic
def disable_route(*, route: Route, by: User) -> Route:
    """Nothing is drafted on the route until it is enabled again."""
    return _switch(route, on=False, verb="disable", by=by)


@transaction.atomic
def hedge_route(*, route: Route, hedge: bool, by: User) -> Route:
    """Whether a second model starts once the first is slower than it nearly always is."""
    row = Route.objects.select_for_update().get(pk=route.pk)
    row.hedge = hedge
    row.save(update_fields=["hedge", "updated_at"])
    _changed(row, "hedge" if hedge else "unhedge", by)
    return row


@transaction.atomic
def add_entry(*, route: Route, model: ProviderModel, by: User) -> RouteEntry:
    """Puts a model at the end of a route. Raises InvalidInput when it is there already."""
    row = Route.objects.select_for_update().get(pk=route.pk)
    if row.entries.filter(provider_model=model).exists():
        detail = f"{model} is on the route “{row}” already."
        raise InvalidInput(detail, errors=[FieldError("model", detail)])
    last = row.entries.aggregate(last=Max("position"))["last"] or 0
    entry = row.entries.create(provider_model=model, position=last + 1)
    _changed(row, "add-entry", by)
    return entry


@transaction.atomic
def remove_entry(*, entry: RouteEntry, by: User) -> None:
    """Takes a model off one route; it stays in the catalogue and on other routes."""
    row = Route.objects.select_for_update().get(pk=entry.route_id)
    row.entries.filter(pk=entry.pk).delete()
    _changed(row, "remove-entry", by)


@transaction.atomic
def move_entry(*, entry: RouteEntry, places: int, by: User) -> None:
    """Moves a model that many places down its route, up when negative, at most to its ends."""
    row = Route.objects.select_for_update().get(pk=entry.route_id)
    entries = list(row.entries.order_by("position", "pk"))
    index = next((place for place, one in enumerate(entries) if one.pk == entry.pk), None)
    if index is None:
        raise InvalidInput("That model is not on the route any more. Load the page again.")
    moved = entries.pop(index)
    entries.insert(min(max(index + places, 0), len(entries)), moved)
    for position, one in enumerate(entries, start=1):
        one.position = position
    RouteEntry.objects.bulk_update(entries, ["position"])
    _changed(row, "reorder", by)


@transaction.atomic
def set_entries(*, route: Route, models: Sequence[ProviderModel], by: User) -> Route:
    """Makes these the route's models, in this order. Raises InvalidInput for one named twice."""
    if len({model.pk for model in models}) != len(models):
        detail = "A route tries each model once. Name none of them twice."
        raise InvalidInput(detail, errors=[FieldError("models", detail)])
    row = Route.objects.select_for_update().get(pk=route.pk)
    row.entries.all().delete()
    RouteEntry.objects.bulk_create(
        RouteEntry(route=row, provider_model=model, position=position)
        for position, model in enumerate(models, start=1)
    )
    _changed(row, "reorder", by)
    return row


@transaction.atomic
def change_route(
    *,
    route: Route,
    models: Sequence[ProviderModel] | None = None,
    hedge: bool | None = None,
    on: bool | None = None,
    by: User,
) -> None:
    """Several changes of a route, all of them or none; None leaves a thing as it is. Raises
    InvalidInput."""
    if models is not None:
        set_entries(route=route, models=models, by=by)
    if hedge is not None:
        hedge_route(route=route, hedge=hedge, by=by)
    if on is not None:
        (enable_route if on else disable_route)(route=route, by=by)


def _switch(route: Route, *, on: bool, verb: str, by: User) -> Route:
    row = Route.objects.select_for_update().get(pk=route.pk)
    row.on = on
    row.save(update_fields=["on", "updated_at"])
    _changed(row, verb, by)
    return row


def _changed(route: Route, verb: str, by: User) -> None:
    audit.record(verb=verb, subject=route, by=by)
    transaction.on_commit(routing.forget)
