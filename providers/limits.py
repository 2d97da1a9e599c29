"""Budgets: requests and tokens per minute and per day, shared by every process.

What was sent is kept in one row per model, as a ring of one-second slots for the minute and of
quarter hours for the day. A change is one UPDATE with the version that it was worked out from: no
lock is held, and never do two processes both take the last place. Each process keeps the row as it
knows it, so that without others at work a booking is that one statement.
"""

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from providers import statements, writer
from providers.lines import Line, Place
from providers.models import Bucket
from providers.routing import Candidate

Slots = dict[str, dict[str, list[int]]]
Limits = Mapping[str, tuple[int | None, int | None]]

# Key in the row, slot length, window; each window is one slot longer than what the provider
# counts, since a request arrives there a little later than it is booked here.
WINDOWS = (("m", 1, 61), ("d", 900, 86_400 + 900))
# Under this key the tokens that are booked but not yet settled, by the second of their booking.
PENDING = "p"
PENDING_WINDOW = 300
TRIES = 200
# How soon a running call may settle and give back what it did not need.
SOON = 0.25
# How long a booking waits while others write, before the model counts as having no room now. A call
# takes seconds: another model is not asked only because the machine is busy.
PATIENCE = 2.0


@dataclass(frozen=True)
class Reservation:
    """A booked place. tokens is what was booked; bucket is None when the model has no limits."""

    tokens: int
    bucket: "_Bucket | None" = None
    booked_at: float = 0.0


@dataclass(frozen=True)
class _Ended:
    """A call whose real use is known but not yet written."""

    reservation: Reservation
    used: int | None
    counted_at: float


@dataclass(frozen=True)
class OverBudget:
    """Seconds until the budget has room again, at the earliest."""

    free_in: float


class _Bucket:
    """One row as this process knows it, and the line of those who wait for it here."""

    def __init__(self, provider: str, model: str) -> None:
        self.provider = provider
        self.model = model
        self.line = Line()
        self.lock = threading.RLock()
        self.pk = 0
        self.version = -1
        self.slots: Slots = {}
        # Only appended to without the lock.
        self.ended: list[_Ended] = []

    def read(self) -> None:
        rows = Bucket.objects.filter(provider=self.provider, model=self.model)
        row = rows.first()
        if row is None:
            Bucket.objects.bulk_create(
                [Bucket(provider=self.provider, model=self.model)], ignore_conflicts=True
            )
            row = rows.get()
        self.pk, self.version, self.slots = row.pk, row.version, row.slots

    def swapped(self, slots: Slots) -> bool:
        """Writes the slots unless another process was faster."""
        if statements.swap_bucket(self.pk, self.version, slots):
            self.version += 1
            self.slots = slots
            return True
        self.forget()
        return False

    def forget(self) -> None:
        self.version = -1


_buckets: dict[tuple[str, str], _Bucket] = {}


def reserve(
    candidate: Candidate,
    tokens: int,
    place: Place | None = None,
    *,
    least: int | None = None,
    patience: float = PATIENCE,
) -> Reservation | OverBudget:
    """Books one request and its prompt plus largest answer, or says when there may be room.

    place: the caller's own in the line of this process; whoever is behind others waits for them.
    least: what is enough when there is no room for all: then at most half of the room is booked,
    but this much in any case. None for all or nothing.
    patience: seconds to wait for other bookings that are being written.
    """
    limits = _limits(candidate)
    if not any(limit for pair in limits.values() for limit in pair):
        return Reservation(tokens)
    bucket = _bucket(candidate)
    until = time.monotonic() + patience
    while True:
        if not bucket.line.is_first(place):
            return OverBudget(max(bucket.line.free_at - time.monotonic(), SOON))
        result = _in_turn(bucket, limits, tokens, tokens if least is None else least, until)
        if result is not None or time.monotonic() >= until:
            return result or OverBudget(SOON)


def _in_turn(
    bucket: _Bucket, limits: Limits, wanted: int, least: int, until: float
) -> Reservation | OverBudget | None:
    """None when others kept the database or this process's lock to themselves."""
    if not bucket.lock.acquire(timeout=max(until - time.monotonic(), 0)):
        return None
    try:
        with statements.briefly():
            result = _reserved(bucket, limits, wanted, least)
    except statements.LockedOut:
        bucket.forget()
        return None
    finally:
        bucket.lock.release()
    if isinstance(result, OverBudget):
        bucket.line.free_at = time.monotonic() + result.free_in
    return result


def _reserved(
    bucket: _Bucket, limits: Limits, wanted: int, least: int
) -> Reservation | OverBudget | None:
    for _ in range(TRIES):
        known = bucket.version >= 0
        if not known:
            bucket.read()
        now = time.time()
        slots, settled = _as_of_now(bucket, now)
        wait = _wait(slots, limits, least, now)
        if wait > 0 and known:
            # Another process may have given something back since.
            bucket.forget()
            continue
        if wait > 0:
            return OverBudget(wait)
        tokens = max(min(wanted, _room(slots, limits) // 2), least) if wanted > least else wanted
        _book(slots, now, requests=1, tokens=tokens)
        _await(slots, now, tokens)
        if bucket.swapped(slots):
            del bucket.ended[:settled]
            return Reservation(tokens, bucket, now)
        _pause()
    return None


def settle(reservation: Reservation, used: int | None, counted_at: float | None = None) -> None:
    """Replaces what was booked by what the provider counted, when it counted it.

    It is written with the next booking of this process, or by the writer if none comes soon.
    used: tokens; None when the provider did not say, and what was booked stays booked.
    counted_at: the latest moment (time.time) at which it can have counted; None for now.
    """
    bucket = reservation.bucket
    if bucket is None:
        return
    bucket.ended.append(_Ended(reservation, used, counted_at or time.time()))
    writer.do(lambda: _settle_up(bucket))
    bucket.line.look_again()


def _settle_up(bucket: _Bucket) -> None:
    with bucket.lock, statements.briefly():
        for _ in range(TRIES):
            if not bucket.ended:
                return
            if bucket.version < 0:
                bucket.read()
            slots, settled = _as_of_now(bucket, time.time())
            if bucket.swapped(slots):
                del bucket.ended[:settled]
                return
            _pause()


def _as_of_now(bucket: _Bucket, now: float) -> tuple[Slots, int]:
    """The bucket's slots with its first so many ended calls settled."""
    slots = _pruned(bucket.slots, now)
    ended = tuple(bucket.ended)
    for call in ended:
        booked = call.reservation
        kept = booked.tokens if call.used is None else call.used
        _await(slots, booked.booked_at, -booked.tokens)
        _book(slots, booked.booked_at, requests=-1, tokens=-booked.tokens)
        _book(slots, call.counted_at, requests=1, tokens=kept)
    return slots, len(ended)


def line_up(candidate: Candidate) -> Place:
    """A place at the end of this process's line for the model's budget."""
    return _bucket(candidate).line.join()


def _bucket(candidate: Candidate) -> _Bucket:
    key = (candidate.provider, candidate.model)
    bucket = _buckets.get(key)
    return bucket if bucket is not None else _buckets.setdefault(key, _Bucket(*key))


def forget() -> None:
    """Makes the next booking read its row; between tests."""
    _buckets.clear()


def _limits(candidate: Candidate) -> Limits:
    return {
        "m": (candidate.requests_per_minute, candidate.tokens_per_minute),
        "d": (candidate.requests_per_day, candidate.tokens_per_day),
    }


def _pause() -> None:
    time.sleep(random.uniform(0.0005, 0.003))  # noqa: S311


def _pruned(slots: Slots, now: float) -> Slots:
    """A copy without what no window holds any more."""
    kept: Slots = {}
    for key, window in (*((key, window) for key, _, window in WINDOWS), (PENDING, PENDING_WINDOW)):
        oldest = now - window
        kept[key] = {
            start: list(counts)
            for start, counts in slots.get(key, {}).items()
            if int(start) > oldest
        }
    return kept


def _book(slots: Slots, at: float, *, requests: int, tokens: int) -> None:
    for key, length, window in WINDOWS:
        start = int(at // length * length)
        if start + window <= time.time():
            continue
        counts = slots[key].setdefault(str(start), [0, 0])
        counts[0] = max(counts[0] + requests, 0)
        counts[1] = max(counts[1] + tokens, 0)


def _await(slots: Slots, at: float, tokens: int) -> None:
    """Notes that so many booked tokens are still to be settled, or with a minus no longer."""
    start = str(int(at))
    left = max(slots[PENDING].pop(start, [0])[0] + tokens, 0)
    if left:
        slots[PENDING][start] = [left]


def _wait(slots: Slots, limits: Limits, tokens: int, now: float) -> float:
    """Seconds until both windows may have room for one request with that many tokens."""
    wait = 0.0
    pending = sum(counts[0] for counts in slots[PENDING].values())
    for key, _, window in WINDOWS:
        for position, need in ((0, 1), (1, tokens)):
            limit = limits[key][position]
            if limit is None:
                continue
            # A request larger than the whole budget goes alone.
            room = limit - min(need, limit)
            until = _until_room(slots[key], position, room, window, now)
            if position == 1 and until > SOON:
                used = sum(counts[1] for counts in slots[key].values())
                # Running calls mostly need less than was booked for them.
                until = SOON if used - pending <= room else until
            wait = max(wait, until)
    return wait


def _room(slots: Slots, limits: Limits) -> int:
    """Tokens that may still be booked in every window."""
    return min(
        limit - sum(counts[1] for counts in slots[key].values())
        for key, (_, limit) in limits.items()
        if limit is not None
    )


def _until_room(
    slots: Mapping[str, list[int]], position: int, room: int, window: int, now: float
) -> float:
    used = sum(counts[position] for counts in slots.values())
    if used <= room:
        return 0.0
    for start in sorted(slots, key=int):
        used -= slots[start][position]
        if used <= room:
            return max(int(start) + window - now, 0.05)
    return 0.0
