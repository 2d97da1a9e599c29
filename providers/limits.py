"""Budgets: requests and tokens per minute and per day, shared by every process.

What was sent is kept in one row per model, as a ring of one-second slots for the minute and of
quarter hours for the day. A change reads the row and writes it with a compare-and-swap on its
version: one UPDATE, no lock held, and never two processes that both take the last place.
"""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from providers.models import Bucket
from providers.routing import Candidate

Slots = dict[str, dict[str, list[int]]]

# Key in the row, slot length, window; each window is one slot longer than what the provider
# counts, since a request arrives there a little later than it is booked here.
WINDOWS = (("m", 1, 61), ("d", 900, 86_400 + 900))
TRIES = 200


@dataclass(frozen=True)
class Reservation:
    """A booked place. tokens is what was booked; bucket is None when the model has no limits."""

    tokens: int
    bucket: Bucket | None = None
    booked_at: float = 0.0


@dataclass(frozen=True)
class OverBudget:
    """Seconds until the budget has room again."""

    free_in: float


def reserve(candidate: Candidate, tokens: int) -> Reservation | OverBudget:
    """Books one request and its prompt plus largest answer, or says when there is room."""
    limits = _limits(candidate)
    if not any(limit for pair in limits.values() for limit in pair):
        return Reservation(tokens)
    for _ in range(TRIES):
        row = _row(candidate)
        now = time.time()
        slots = _pruned(row.slots, now)
        wait = _wait(slots, limits, tokens, now)
        if wait > 0:
            return OverBudget(wait)
        _book(slots, now, requests=1, tokens=tokens)
        if _swapped(row, slots):
            return Reservation(tokens, row, now)
        _pause()
    return OverBudget(0.25)


def settle(reservation: Reservation, used: int) -> None:
    """Replaces what was booked by what the provider counted, at the time it was counted."""
    row = reservation.bucket
    if row is None:
        return
    for _ in range(TRIES):
        now = time.time()
        slots = _pruned(row.slots, now)
        _book(slots, reservation.booked_at, requests=0, tokens=-reservation.tokens)
        _book(slots, now, requests=0, tokens=used)
        if _swapped(row, slots):
            return
        _pause()
        row.refresh_from_db()


def _limits(candidate: Candidate) -> Mapping[str, tuple[int | None, int | None]]:
    return {
        "m": (candidate.requests_per_minute, candidate.tokens_per_minute),
        "d": (candidate.requests_per_day, candidate.tokens_per_day),
    }


def _row(candidate: Candidate) -> Bucket:
    rows = Bucket.objects.filter(provider=candidate.provider, model=candidate.model)
    row = rows.first()
    if row is None:
        Bucket.objects.bulk_create(
            [Bucket(provider=candidate.provider, model=candidate.model)], ignore_conflicts=True
        )
        row = rows.get()
    return row


def _swapped(row: Bucket, slots: Slots) -> bool:
    """Writes the slots unless another call was faster; the row then is as in the database."""
    swapped = Bucket.objects.filter(pk=row.pk, version=row.version).update(
        slots=slots, version=row.version + 1, updated_at=timezone.now()
    )
    if swapped:
        row.slots = slots
        row.version += 1
    return swapped == 1


def _pause() -> None:
    time.sleep(random.uniform(0.0005, 0.003))  # noqa: S311


def _pruned(slots: Slots, now: float) -> Slots:
    return {
        key: {
            start: list(counts)
            for start, counts in slots.get(key, {}).items()
            if int(start) + window > now
        }
        for key, _, window in WINDOWS
    }


def _book(slots: Slots, at: float, *, requests: int, tokens: int) -> None:
    for key, length, window in WINDOWS:
        start = int(at // length * length)
        if start + window <= time.time():
            continue
        counts = slots[key].setdefault(str(start), [0, 0])
        counts[0] += requests
        counts[1] = max(counts[1] + tokens, 0)


def _wait(
    slots: Slots, limits: Mapping[str, tuple[int | None, int | None]], tokens: int, now: float
) -> float:
    """Seconds until both windows have room for one request with that many tokens."""
    wait = 0.0
    for key, _, window in WINDOWS:
        for position, need in ((0, 1), (1, tokens)):
            limit = limits[key][position]
            if limit is not None:
                # A request larger than the whole budget goes alone.
                room = limit - min(need, limit)
                wait = max(wait, _until_room(slots[key], position, room, window, now))
    return wait


def _until_room(
    slots: Mapping[str, list[int]], position: int, room: int, window: int, now: float
) -> float:
    used = sum(counts[position] for counts in slots.values())
    for start in sorted(slots, key=int):
        if used <= room:
            break
        used -= slots[start][position]
        if used <= room:
            return max(int(start) + window - now, 0.05)
    return 0.0
