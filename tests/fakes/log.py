"""What the server received, and what became of it."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Received:
    """One request. Tokens are those a provider would bill: none for an error, the prompt and the
    part that was sent for a broken stream. `complete` is set once the whole response went out,
    `disconnected` when the client left before that. Times are `time.monotonic()`, `received_at` is
    `time.time()`.
    """

    number: int
    provider: str
    operation: str
    model: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    json: Any = field(default=None, repr=False)
    stream: bool = False
    prompt: str = field(default="", repr=False)
    schema: Mapping[str, Any] | None = field(default=None, repr=False)
    schema_place: str = ""
    received_at: float = field(default_factory=time.time)
    started: float = field(default_factory=time.monotonic)
    finished: float | None = None
    behaviour: str = ""
    status: int | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    answered: str = field(default="", repr=False)
    complete: bool = False
    disconnected: bool = False

    @property
    def api_key(self) -> str:
        """The key as this provider's SDK sends it."""
        header = self.headers.get("x-goog-api-key") or self.headers.get("authorization", "")
        return header.removeprefix("Bearer ")

    def to_json(self) -> dict[str, Any]:
        data = dict(vars(self))
        data["headers"] = dict(self.headers)
        data["body"] = base64.b64encode(self.body).decode()
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Received:
        values = dict(data)
        values["body"] = base64.b64decode(values["body"])
        return cls(**values)


class Log:
    """The requests in the order of their arrival. Safe to read from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: list[Received] = []
        self._count = 0

    def open(self, **values: Any) -> Received:
        with self._changed:
            self._count += 1
            entry = Received(number=self._count, **values)
            self._entries.append(entry)
            self._changed.notify_all()
            return entry

    def close(self, entry: Received) -> None:
        with self._changed:
            entry.finished = time.monotonic()
            self._changed.notify_all()

    def entries(
        self, provider: str | None = None, model: str | None = None, operation: str | None = None
    ) -> list[Received]:
        with self._changed:
            return [
                entry
                for entry in self._entries
                if provider in (None, entry.provider)
                and model in (None, entry.model)
                and operation in (None, entry.operation)
            ]

    def clear(self) -> None:
        with self._changed:
            self._entries = []
            self._count = 0
            self._changed.notify_all()

    def wait(self, timeout: float) -> None:
        """Until something changes or `timeout` seconds pass."""
        with self._changed:
            self._changed.wait(timeout)


def peak_in_flight(entries: list[Received]) -> int:
    """How many of these requests were open at once, at most."""
    moves = [(entry.started, 1) for entry in entries]
    moves += [(entry.finished, -1) for entry in entries if entry.finished is not None]
    level = peak = 0
    for _, step in sorted(moves):
        level += step
        peak = max(peak, level)
    return peak
