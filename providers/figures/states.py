"""Whether each model may be called now, and why not."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from providers.models import Circuit, CircuitState, ProviderModel
from providers.routing import Candidate, candidate_of


class State(StrEnum):
    ON = "on"
    COOLING = "cooling"
    HALF_OPEN = "half_open"
    OPEN = "open"
    NO_KEY = "no_key"
    OFF = "off"


LABELS = {
    State.ON: "On",
    State.COOLING: "Cooling",
    State.HALF_OPEN: "Half-open",
    State.OPEN: "Circuit open",
    State.NO_KEY: "No key",
    State.OFF: "Off",
}
BADGES = {
    State.ON: "approved",
    State.COOLING: "warning",
    State.HALF_OPEN: "running",
    State.OPEN: "error",
    State.NO_KEY: "draft",
    State.OFF: "cancelled",
}
# Reasons that only a person can remove: the key, the account's money, the model's name.
NEEDS_A_PERSON = frozenset({"auth", "quota", "model_missing"})


@dataclass(frozen=True)
class ModelState:
    """until: when it may be called again, None when that is not a matter of time.

    reason: the category of the failure behind it, empty when there is none. whole_account: it
    holds for every model behind the same key. failures: failed calls in a row.
    """

    state: State
    until: datetime.datetime | None = None
    reason: str = ""
    whole_account: bool = False
    failures: int = 0

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def badge(self) -> str:
        return BADGES[self.state]

    @property
    def can_reset(self) -> bool:
        resting = self.state in (State.COOLING, State.HALF_OPEN, State.OPEN)
        return resting or self.failures > 0


def states(rows: Iterable[ProviderModel]) -> dict[int, ModelState]:
    """The state of each model by its key, in one query."""
    models = list(rows)
    candidates = {row.pk: candidate_of(row) for row in models}
    names = {name for one in candidates.values() for name in (one.provider, one.account)}
    circuits = {
        (row.provider, row.model): row for row in Circuit.objects.filter(provider__in=names)
    }
    now = timezone.now()
    return {row.pk: _state(row.enabled, candidates[row.pk], circuits, now) for row in models}


def _state(
    enabled: bool,
    candidate: Candidate,
    circuits: dict[tuple[str, str], Circuit],
    now: datetime.datetime,
) -> ModelState:
    if not enabled:
        return ModelState(State.OFF)
    if not candidate.configured:
        return ModelState(State.NO_KEY)
    found = [
        state
        for key in ((candidate.account, ""), (candidate.provider, candidate.model))
        if (row := circuits.get(key)) is not None
        # A circuit of another key or address says nothing about this one.
        and row.fingerprint in ("", candidate.fingerprint)
        and (state := _of_circuit(row, now)) is not None
    ]
    order = list(State)
    return max(found, key=lambda one: order.index(one.state), default=ModelState(State.ON))


def _of_circuit(row: Circuit, now: datetime.datetime) -> ModelState | None:
    if row.state == CircuitState.OPEN and row.open_until and row.open_until > now:
        return _resting(State.OPEN, row, row.open_until)
    if row.state != CircuitState.CLOSED:
        return _resting(State.HALF_OPEN, row, row.probe_until)
    if row.cool_until and row.cool_until > now:
        return _resting(State.COOLING, row, row.cool_until)
    return _resting(State.ON, row, None) if row.failures else None


def _resting(state: State, row: Circuit, until: datetime.datetime | None) -> ModelState:
    return ModelState(state, until, row.reason, not row.model, row.failures)
