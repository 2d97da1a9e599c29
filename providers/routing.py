"""Which provider and model next, and why."""

import dataclasses
import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings

from providers import catalogue, overrides
from providers.backends.base import is_loopback
from providers.budgets import MonthlyBudget
from providers.errors import RouteMisconfigured
from providers.generation import Usage
from providers.models import Backend, Budget, Mode, ProviderModel, Route, RouteEntry
from providers.overrides import Override

logger = logging.getLogger(__name__)

BACKENDS: tuple[str, ...] = tuple(Backend.values)
MODES: tuple[str, ...] = tuple(Mode.values)
# How long a process may work with the catalogue as it read it.
FRESH_SECONDS = 1.0
MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Candidate:
    """One model that may be called, with everything a call needs."""

    provider: str
    model: str
    backend: str
    mode: str = "json_schema"
    strict: bool = True
    context_window: int = 128_000
    output_limit: int = 8_192
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    requests_per_day: int | None = None
    tokens_per_day: int | None = None
    input_price: Decimal = Decimal(0)
    output_price: Decimal = Decimal(0)
    timeout: float = 60.0
    first_token_timeout: float = 30.0
    stall_timeout: float = 15.0
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    row_url: str = ""
    key_setting: str = ""

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}"

    @property
    def counts_tokens(self) -> bool:
        """Whether its tokens are limited, by the minute or by the day."""
        return self.tokens_per_minute is not None or self.tokens_per_day is not None

    @property
    def account(self) -> str:
        """Whose key it is called with; a refused key stops everything behind it."""
        return self.key_setting or self.provider

    @property
    def key(self) -> str:
        if self.row_url and not self.key_setting:
            return ""
        return str(settings.PROVIDER_KEYS.get(self.account, ""))

    @property
    def base_url(self) -> str:
        return self.row_url or str(settings.PROVIDER_BASE_URLS.get(self.provider, ""))

    @property
    def configured(self) -> bool:
        return bool(self.key) or bool(self.row_url and not self.key_setting)

    @property
    def fingerprint(self) -> str:
        """Changes with the key and the address; neither can be read from it."""
        text = f"{self.key}\n{self.base_url}\n{settings.SECRET_KEY}"
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def cost(self, usage: Usage) -> Decimal:
        """US dollars at the catalogue's prices."""
        return (
            self.input_price * usage.input_tokens + self.output_price * usage.output_tokens
        ) / MILLION

    def refuse_if_forbidden(self) -> None:
        """Raises RuntimeError for a real address while model calls are not allowed."""
        if not settings.ALLOW_MODEL_CALLS and not is_loopback(self.base_url):
            raise RuntimeError(
                f"{self.name} would be called at {self.base_url or 'its provider'}, but "
                "ALLOW_MODEL_CALLS is off: only loopback addresses may be called."
            )


@dataclass(frozen=True)
class Plan:
    """The candidates of one route in order. offline: whether the composer may write at the end.

    missing: why there is no candidate and what to do, for a person; empty when only keys lack.
    """

    route: str
    candidates: tuple[Candidate, ...]
    offline: bool
    on: bool = True
    hedge: bool = False
    budgets: Mapping[str, MonthlyBudget] = field(default_factory=dict, hash=False)
    missing: str = ""


@dataclass(frozen=True)
class _Snapshot:
    models: Mapping[str, Candidate]
    routes: Mapping[str, "_RouteState"]
    taken_at: float
    budgets: Mapping[str, MonthlyBudget] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _RouteState:
    on: bool
    offline_last: bool
    names: tuple[str, ...]
    hedge: bool = False


_lock = threading.Lock()
_snapshot: _Snapshot | None = None


def plan(route: str) -> Plan:
    """What to try for a route, configured candidates only: the first choices that the
    environment names, then the others of the route, unless it names the composer after them.
    Raises RouteMisconfigured."""
    snapshot = _current()
    state = snapshot.routes.get(route)
    if state is None:
        raise RouteMisconfigured(
            f"There is no route named “{route}”. Ask an administrator to add it."
        )
    override = overrides.read(override_of(route))
    named = _first_choices(route, override, snapshot)
    names = () if override.offline else state.names
    listed = [snapshot.models[name] for name in names if name in snapshot.models]
    wanted = {one.name: one for one in [*named, *listed]}
    candidates = tuple(
        one for one in wanted.values() if one.configured and one.name not in snapshot.disabled
    )
    keyless = not settings.PROVIDER_KEYS and not candidates
    return Plan(
        route,
        candidates,
        offline=state.offline_last or keyless or override.offline,
        on=state.on,
        hedge=state.hedge,
        budgets=snapshot.budgets,
        missing="" if candidates else _why_none(route, wanted, override, snapshot),
    )


def _why_none(route: str, wanted: Iterable[str], override: Override, snapshot: _Snapshot) -> str:
    names = set(wanted)
    if names - snapshot.disabled:
        # Those only lack a key, which the failure's own message is about.
        return ""
    if names:
        return (
            "Every model for drafting of this kind is switched off. Ask an administrator to switch "
            f"on a model of the route “{route}”."
        )
    if override.offline:
        return (
            "Drafting of this kind is left to the built-in composer, which cannot write this. Ask "
            f"an administrator to change {override_variables(route)}."
        )
    return (
        "No model is chosen for drafting of this kind. Ask an administrator to add one to the "
        f"route “{route}”."
    )


def forget() -> None:
    """Makes the next call read the catalogue again; after an edit, and between tests."""
    global _snapshot
    _snapshot = None


def override_of(route: str) -> str:
    """What the environment puts before the route's models, as it is written; empty for nothing."""
    return str(settings.ROUTE_OVERRIDES.get(route, ""))


def override_variables(route: str) -> str:
    """Where that is set, for a person."""
    own = f"LLM_ROUTE_{route.upper()}"
    return f"{own} or PROGRAM_CREATION_MODEL" if route == "programs" else own


def only(candidate: Candidate, route: str) -> Plan:
    """A plan of this one candidate, whatever the routes say."""
    candidates = (candidate,) if candidate.configured else ()
    return Plan(route, candidates, offline=False, budgets=_current().budgets)


def unknown_choices(override: Override) -> tuple[str, ...]:
    """What an override names in vain, for a person; reads the catalogue."""
    return _resolved(override, _current())[1]


def _first_choices(route: str, override: Override, snapshot: _Snapshot) -> list[Candidate]:
    found, unknown = _resolved(override, snapshot)
    problems = " ".join(override.problems + unknown)
    if problems and not found and not override.offline:
        raise RouteMisconfigured(
            f"{override_variables(route)} cannot be used: {problems} Ask an administrator to "
            "correct it."
        )
    if problems and (route, problems) not in _told:
        _told.add((route, problems))
        logger.error("%s is used only in part: %s", override_variables(route), problems)
    return found


# What this process logged already.
_told: set[tuple[str, str]] = set()


def _resolved(override: Override, snapshot: _Snapshot) -> tuple[list[Candidate], tuple[str, ...]]:
    """The candidates that an override names, and what it names in vain."""
    found: list[Candidate] = []
    unknown: list[str] = []
    for provider, model in override.choices:
        known = [
            candidate
            for candidate in snapshot.models.values()
            if candidate.model == model and provider in ("", candidate.provider)
        ]
        if len(known) == 1:
            found.append(known[0])
        elif provider in BACKENDS:
            mode = Mode.JSON_OBJECT if provider == "groq" else Mode.JSON_SCHEMA
            found.append(Candidate(provider, model, provider, mode=mode))
        else:
            unknown.append(
                f"“{provider or model}” is neither in the catalogue nor one of "
                f"{', '.join(BACKENDS)}."
            )
    return found, tuple(unknown)


def _current() -> _Snapshot:
    global _snapshot
    snapshot = _snapshot
    if snapshot is None or time.monotonic() - snapshot.taken_at > FRESH_SECONDS:
        with _lock:
            snapshot = _snapshot
            if snapshot is None or time.monotonic() - snapshot.taken_at > FRESH_SECONDS:
                snapshot = _snapshot = _read()
    return snapshot


def _read() -> _Snapshot:
    rows = list(ProviderModel.objects.all())
    routes = {
        route.name: _RouteState(route.on, route.offline_last, (), route.hedge)
        for route in Route.objects.all()
    }
    if not rows and not routes:
        return _from_code()
    names: dict[str, list[str]] = {}
    for entry in RouteEntry.objects.select_related("route", "provider_model"):
        names.setdefault(entry.route.name, []).append(str(entry.provider_model))
    return _Snapshot(
        {str(row): candidate_of(row) for row in rows},
        {
            name: dataclasses.replace(state, names=tuple(names.get(name, ())))
            for name, state in routes.items()
        },
        time.monotonic(),
        {row.app: MonthlyBudget(row.monthly_limit, row.warn_at) for row in Budget.objects.all()},
        frozenset(str(row) for row in rows if not row.enabled),
    )


def _from_code() -> _Snapshot:
    """An installation that was never seeded works with the catalogue as the code has it."""
    return _Snapshot(
        {
            model.name: Candidate(
                **{key.name: getattr(model, key.name) for key in dataclasses.fields(model)}
            )
            for model in catalogue.MODELS
        },
        {
            route.name: _RouteState(True, route.offline_last, route.models)
            for route in catalogue.ROUTES
        },
        time.monotonic(),
    )


SHARED_FIELDS = tuple(
    key.name for key in dataclasses.fields(Candidate) if key.name not in ("row_url", "extra")
)


def candidate_of(row: ProviderModel) -> Candidate:
    """The catalogue's row as the gateway calls it, whether it is enabled or not."""
    values = {name: getattr(row, name) for name in SHARED_FIELDS}
    return Candidate(**values, extra=_extra_of(row), row_url=row.base_url)


def _extra_of(row: ProviderModel) -> Mapping[str, Any]:
    """Forms refuse what is no object, but not everything that writes rows is a form: one bad row
    must not stop the others."""
    extra = row.extra or {}
    if isinstance(extra, dict):
        return dict(extra)
    if (str(row), "extra") not in _told:
        _told.add((str(row), "extra"))
        logger.warning("the further parameters of %s are ignored: they are no JSON object", row)
    return {}


# By model, its mode in the catalogue and schema: another mode there starts anew.
_stepped_down: dict[tuple[str, str, str], str] = {}


def modes_for(candidate: Candidate, schema_name: str) -> Iterable[str]:
    """The output modes from the strongest that is known to work down to the weakest."""
    first = _stepped_down.get((candidate.name, candidate.mode, schema_name), candidate.mode)
    return MODES[MODES.index(first) :]


def remember_mode(candidate: Candidate, schema_name: str, mode: str) -> None:
    """Remembers, in this process, that a stronger mode was refused for this schema."""
    _stepped_down[candidate.name, candidate.mode, schema_name] = mode


def forget_modes() -> None:
    _stepped_down.clear()
