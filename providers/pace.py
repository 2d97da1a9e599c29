"""How long a model usually takes, which a hedged route holds a running call against."""

import math
import time
from dataclasses import dataclass

from providers.models import Call
from providers.routing import Candidate

# Fewer answers say nothing about the slowest twentieth.
LEAST = 10
LATEST = 400
# Below this the machine's own jitter would start second calls.
SHORTEST = 0.1
FRESH_SECONDS = 30.0


@dataclass(frozen=True)
class _Pace:
    seconds: float | None
    read_at: float


_known: dict[tuple[str, str], _Pace] = {}


def p95(candidate: Candidate, route: str) -> float | None:
    """Seconds within which 95% of the model's latest answers on the route came; None while there
    are too few of them."""
    key = (candidate.name, route)
    pace = _known.get(key)
    if pace is None or time.monotonic() - pace.read_at > FRESH_SECONDS:
        pace = _known[key] = _Pace(_read(candidate, route), time.monotonic())
    return pace.seconds


def forget() -> None:
    """Makes the next question read the ledger; between tests."""
    _known.clear()


def _read(candidate: Candidate, route: str) -> float | None:
    latest = Call.objects.filter(
        provider=candidate.provider, model=candidate.model, category="ok"
    ).values_list("route", "latency_ms")[:LATEST]
    times = sorted(latency for name, latency in latest if name == route)
    if len(times) < LEAST:
        return None
    return max(times[math.ceil(0.95 * len(times)) - 1] / 1000, SHORTEST)
