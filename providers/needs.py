"""How many tokens a call really takes, so that a budget per minute is used to its end.

A call books its prompt and its largest answer, and gives back what it did not need. Where that much
room is not left, it may book what the model's latest answers on its route took, with a margin; its
output limit is then held to what it booked, so that it never uses more.
"""

import math
import time
from collections import deque
from dataclasses import dataclass

from providers.models import Call
from providers.routing import Candidate

LATEST = 400
# From so many answers on, their 99th percentile says nearly all there is to know.
ENOUGH = 20
MARGIN, EARLY_MARGIN = 1.25, 1.5
LEAST_OUTPUT = 64
FRESH_SECONDS, EARLY_FRESH_SECONDS = 30.0, 1.0
LATEST_PROMPTS = 50


@dataclass(frozen=True)
class Need:
    """Tokens. input: the longest prompt of late. output: what nearly every answer fits into."""

    input: int
    output: int


@dataclass(frozen=True)
class _Known:
    need: Need | None
    fresh_until: float


Key = tuple[str, str]
_known: dict[Key, _Known] = {}
# By how many tokens the provider's count of a prompt was above our guess, in this process.
_excess: dict[Key, deque[int]] = {}


def of(candidate: Candidate, route: str) -> Need | None:
    """What the model's latest usable answers on the route took; None while there is none."""
    key = (candidate.name, route)
    known = _known.get(key)
    if known is None or time.monotonic() > known.fresh_until:
        known = _known[key] = _read(candidate, route)
    return known.need


def of_prompt(candidate: Candidate, route: str, guess: int) -> int:
    """What a prompt of `guess` tokens by our measure may be to the provider."""
    if excess := _excess.get((candidate.name, route)):
        return guess + max(excess)
    need = of(candidate, route)
    return max(guess, need.input) if need is not None else guess


def note_prompt(candidate: Candidate, route: str, guess: int, counted: int) -> None:
    excess = _excess.setdefault((candidate.name, route), deque(maxlen=LATEST_PROMPTS))
    excess.append(max(counted - guess, 0))


def forget() -> None:
    """Makes the next question read the ledger; between tests."""
    _known.clear()
    _excess.clear()


def _read(candidate: Candidate, route: str) -> _Known:
    latest = Call.objects.filter(
        provider=candidate.provider, model=candidate.model, category="ok"
    ).values_list("route", "input_tokens", "output_tokens")[:LATEST]
    mine = [(prompt, answer) for name, prompt, answer in latest if name == route]
    enough = len(mine) >= ENOUGH
    fresh_until = time.monotonic() + (FRESH_SECONDS if enough else EARLY_FRESH_SECONDS)
    if not mine:
        return _Known(None, fresh_until)
    output = math.ceil(_p99([answer for _, answer in mine]) * (MARGIN if enough else EARLY_MARGIN))
    need = Need(_p99([prompt for prompt, _ in mine]), max(output, LEAST_OUTPUT))
    return _Known(need, fresh_until)


def _p99(counts: list[int]) -> int:
    return sorted(counts)[math.ceil(0.99 * len(counts)) - 1]
