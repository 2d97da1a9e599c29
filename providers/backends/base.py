"""What the gateway asks of a backend, and what a backend answers or raises."""

import contextlib
import ipaddress
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from providers.errors import Category, ProviderError
from providers.generation import Message, Usage

Client = TypeVar("Client")

TEXT = "text"
# The measure of what was billed for an answer whose count never came.
LETTERS_PER_TOKEN = 4
# How long a whole answer waits for the end of its body, which keeps the connection for the next.
END_SECONDS = 0.25
# Open sockets per client: more than any process has drafting threads.
POOL_SIZE = 128


def guessed_tokens(letters: int) -> int:
    """About as many as so many letters of prompt or answer are billed at."""
    return -(-letters // LETTERS_PER_TOKEN)


class Pulse:
    """What both sides of a running call know of each other.

    The backend reports every sign of life. The side that waits may give the call up, and the
    backend then drops the connection at the next sign, or at once through `on_abandon`.

    first, stall: seconds to the first token and between two, kept once the backend said that
    tokens come one by one; None for no limit of its own. usage: what the provider bills so far: its
    own count once it stated one, until then a guess.
    """

    def __init__(
        self, seconds: float, *, first: float | None = None, stall: float | None = None
    ) -> None:
        self.started = time.monotonic()
        self.give_up_at = self.started + seconds
        self.answered_at: float | None = None
        self.first_at: float | None = None
        self.usage = Usage()
        self._first = first
        self._stall = stall
        self._progress_at = self.started
        self._streams = False
        self._whole_at: float | None = None
        self._abandoned = threading.Event()
        self._closer: Callable[[], object] | None = None

    def streams(self) -> None:
        """From here on the limits to the first token and between tokens hold."""
        self._streams = True
        # Not from the start: the first call of a process has an SDK to import.
        self._progress_at = time.monotonic()

    def whole(self) -> None:
        """Everything that the answer is made of has come. What is left is the end of the body, and
        a server that never sends it loses its connection, not its answer."""
        if self._whole_at is None:
            self._whole_at = time.monotonic()

    def answered(self) -> None:
        """The response has begun, so the provider has counted the request."""
        if self.answered_at is None:
            self.answered_at = time.monotonic()
        self.beat()

    def beat(self, *, token: bool = False) -> None:
        """Reports a sign of life, `token` for real progress. Raises ProviderError(timeout) when
        the call was given up or is over one of its limits."""
        now = time.monotonic()
        if token:
            self._progress_at = now
            if self.first_at is None:
                self.first_at = now
        if self._abandoned.is_set() or now >= self.limit:
            raise ProviderError(Category.TIMEOUT, self.reason)

    def on_abandon(self, closer: Callable[[], object] | None) -> None:
        self._closer = closer
        if closer is not None and self._abandoned.is_set():
            self.abandon()

    def abandon(self) -> None:
        self._abandoned.set()
        if (closer := self._closer) is not None:
            # The other thread may be closing the same connection just now.
            with contextlib.suppress(Exception):
                closer()

    @property
    def limit(self) -> float:
        """The moment at which the call is given up unless there is progress before it."""
        if self._whole_at is not None:
            return min(self.give_up_at, self._whole_at + END_SECONDS)
        pause = self._pause
        return self.give_up_at if pause is None else min(self.give_up_at, self._progress_at + pause)

    @property
    def longest_silence(self) -> float:
        """Seconds that the connection may be silent, for the transport's own timeout."""
        pauses = [pause for pause in (self._first, self._stall) if pause is not None]
        whole = max(self.give_up_at - time.monotonic(), 0.001)
        return min(whole, max(pauses)) if self._streams and len(pauses) == 2 else whole

    @property
    def remaining(self) -> float:
        return max(self.limit - time.monotonic(), 0.001)

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.limit

    @property
    def is_whole(self) -> bool:
        return self._whole_at is not None

    @property
    def reason(self) -> str:
        if self._pause is None or time.monotonic() >= self.give_up_at:
            return "no complete answer in time"
        return "no first token in time" if self.first_at is None else "stalled in the middle"

    @property
    def silent(self) -> bool:
        """Whether the provider has not said anything yet."""
        return self.answered_at is None and self.first_at is None

    @property
    def counted_at(self) -> float:
        """The latest moment (time.time) at which the provider can have counted the request."""
        answered = self.answered_at
        return time.time() - (time.monotonic() - answered if answered else 0.0)

    @property
    def first_token_ms(self) -> int | None:
        """None when the answer came in one piece."""
        if self.first_at is None or not self._streams:
            return None
        return round((self.first_at - self.started) * 1000)

    @property
    def _pause(self) -> float | None:
        if not self._streams:
            return None
        return self._first if self.first_at is None else self._stall


@dataclass(frozen=True)
class ProviderCall:
    """One request to one model.

    mode: json_schema, tool, json_object, prompt or text. schema is in the provider's dialect and
    None for text. seconds: how long the call may take. streamed: False once the model said that it
    does not stream.
    """

    model: str
    messages: tuple[Message, ...]
    mode: str
    seconds: float
    max_output_tokens: int
    schema: Mapping[str, Any] | None = None
    schema_name: str = "answer"
    strict: bool = True
    temperature: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    base_url: str = ""
    api_key: str = ""
    own_address: bool = False
    streamed: bool = True


@dataclass(frozen=True)
class ProviderAnswer:
    """What came back. complete is False when the provider cut the answer at its output limit, or
    never said that it is whole."""

    text: str
    usage: Usage
    complete: bool = True


class Backend(Protocol):
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        """The answer. Raises ProviderError, and nothing else for what a provider can do."""


class Rejected(ProviderError):
    """A failure that was paid for, or that carries text: a refusal, a blocked answer."""

    def __init__(
        self, category: Category, message: str, *, usage: Usage, code: str = "", text: str = ""
    ) -> None:
        super().__init__(category, message, code=code)
        self.usage = usage
        self.text = text


class Clients:
    """SDK clients, one per address and key in each process; made on first use.

    A forked child makes its own: connections must not be shared across a fork.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: dict[tuple[int, str, str], Any] = {}

    def get(self, call: ProviderCall, make: Callable[[], Client]) -> Client:
        key = (os.getpid(), call.base_url, call.api_key)
        client = self._clients.get(key)
        if client is None:
            with self._lock:
                client = self._clients.get(key)
                if client is None:
                    client = self._clients[key] = make()
        return client


def is_loopback(url: str) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
