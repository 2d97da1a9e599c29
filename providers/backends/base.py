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
# Open sockets per client: more than any process has drafting threads.
POOL_SIZE = 128


class Pulse:
    """What both sides of a running call know of each other.

    The backend reports every sign of life. The side that waits may give the call up, and the
    backend then drops the connection at the next sign, or at once through `on_abandon`.
    """

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.give_up_at = self.started + seconds
        self.first_at: float | None = None
        self.last_at = self.started
        self._abandoned = threading.Event()
        self._closer: Callable[[], object] | None = None

    def beat(self, *, token: bool = False) -> None:
        """Reports progress; raises ProviderError(timeout) when the call was given up."""
        now = time.monotonic()
        self.last_at = now
        if token and self.first_at is None:
            self.first_at = now
        if self._abandoned.is_set() or now >= self.give_up_at:
            raise ProviderError(Category.TIMEOUT, "no complete answer in time")

    def on_abandon(self, closer: Callable[[], object] | None) -> None:
        self._closer = closer

    def abandon(self) -> None:
        self._abandoned.set()
        if (closer := self._closer) is not None:
            # The other thread may be closing the same connection just now.
            with contextlib.suppress(Exception):
                closer()

    @property
    def remaining(self) -> float:
        return max(self.give_up_at - time.monotonic(), 0.001)


@dataclass(frozen=True)
class ProviderCall:
    """One request to one model.

    mode: json_schema, tool, json_object, prompt or text. schema is in the provider's dialect and
    None for text. seconds: how long the call may take.
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


@dataclass(frozen=True)
class ProviderAnswer:
    """What came back. complete is False when the provider cut the answer at its output limit."""

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
