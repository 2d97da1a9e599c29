"""A provider's rate limit: requests and tokens per window, counted as strictly as any of them
does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """`window` seconds. Sliding: in no window, wherever it starts, more than this; `fixed`: windows
    start at multiples of `window`. `reserve` counts the request's output limit until the real usage
    is known.
    """

    requests: int | None = None
    tokens: int | None = None
    window: float = 60.0
    fixed: bool = False
    reserve: bool = False


@dataclass
class Ticket:
    at: float
    tokens: int


@dataclass(frozen=True)
class MeterState:
    """`refused` is the overshoot: calls which met a 429 of this limit. Peaks are per window."""

    admitted: int = 0
    refused: int = 0
    peak_requests: int = 0
    peak_tokens: int = 0
    used_requests: int = 0
    used_tokens: int = 0


@dataclass(frozen=True)
class Overrun:
    """Why a call is not admitted. `wait` seconds until it might be; `never` when it alone exceeds
    the limit.
    """

    of: str
    wait: float
    never: bool = False


class Meter:
    """Counts one limit. Not thread-safe: only the server's loop calls it."""

    def __init__(self, limit: Limit, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._clock = clock
        self._tickets: deque[Ticket] = deque()
        self._admitted = self._refused = self._peak_requests = self._peak_tokens = 0

    def admit(self, input_tokens: int, max_output: int | None) -> Ticket | Overrun:
        now = self._clock()
        self._forget(now)
        tokens = input_tokens + (max_output or 0 if self.limit.reserve else 0)
        overrun = self._overrun(now, tokens)
        if overrun is not None:
            self._refused += 1
            return overrun
        ticket = Ticket(now, tokens)
        self._tickets.append(ticket)
        self._admitted += 1
        self._note_peaks()
        return ticket

    def settle(self, ticket: Ticket, tokens: int) -> None:
        ticket.tokens = tokens
        self._note_peaks()

    def withdraw(self, ticket: Ticket) -> None:
        """Another limit refused the call, so this one does not count it."""
        self._tickets.remove(ticket)
        self._admitted -= 1

    def state(self) -> MeterState:
        self._forget(self._clock())
        return MeterState(
            self._admitted,
            self._refused,
            self._peak_requests,
            self._peak_tokens,
            len(self._tickets),
            self._used_tokens(),
        )

    def wait(self) -> float:
        """Seconds until the oldest counted call is forgotten."""
        now = self._clock()
        if self.limit.fixed:
            return self.limit.window - now % self.limit.window
        return max(0.0, self._tickets[0].at + self.limit.window - now) if self._tickets else 0.0

    def _overrun(self, now: float, tokens: int) -> Overrun | None:
        limit = self.limit
        if limit.tokens is not None and tokens > limit.tokens:
            return Overrun("tokens", limit.window, never=True)
        if limit.requests is not None and len(self._tickets) + 1 > limit.requests:
            return Overrun("requests", self.wait())
        if limit.tokens is not None and self._used_tokens() + tokens > limit.tokens:
            return Overrun("tokens", self.wait())
        return None

    def _forget(self, now: float) -> None:
        start = now - self.limit.window
        if self.limit.fixed:
            start = now - now % self.limit.window
        while self._tickets and self._tickets[0].at <= start:
            self._tickets.popleft()

    def _used_tokens(self) -> int:
        return sum(ticket.tokens for ticket in self._tickets)

    def _note_peaks(self) -> None:
        self._peak_requests = max(self._peak_requests, len(self._tickets))
        self._peak_tokens = max(self._peak_tokens, self._used_tokens())
