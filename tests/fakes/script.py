"""Which behaviour the next call meets."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.calls import ModelCall
from tests.fakes.faults import Behaviour, Ok
from tests.fakes.limits import Limit, Meter

Key = tuple[str, str, str]
AnswerFunction = Callable[[ModelCall], Any]
"""Takes the call, returns the answer's text, a value to send as JSON, a Behaviour, or None for the
healthy default. It runs on the server's loop, so it must not block.
"""


@dataclass
class Settings:
    """`validate`: refuse what the real provider refuses. `latency`: seconds before each
    response.
    """

    validate: bool = True
    refuse_json_streams: bool = False
    latency: float = 0.0
    answer: AnswerFunction | None = None


class Script:
    """Queues of behaviours, standing behaviours and limits. Safe to change from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[Key, deque[Behaviour]] = {}
        self._always: dict[Key, Behaviour] = {}
        self._meters: dict[tuple[str, str], Meter] = {}

    def queue(self, key: Key, behaviours: list[Behaviour]) -> None:
        with self._lock:
            self._queues.setdefault(key, deque()).extend(behaviours)

    def always(self, key: Key, behaviour: Behaviour | None) -> None:
        with self._lock:
            if behaviour is None:
                self._always.pop(key, None)
            else:
                self._always[key] = behaviour

    def limit(self, provider: str, model: str, limit: Limit) -> None:
        with self._lock:
            self._meters[provider, model] = Meter(limit, time.monotonic)

    def take(self, call: ModelCall) -> Behaviour | None:
        """The next scripted behaviour, the more exact key first; None when nothing was scripted for
        this call.
        """
        with self._lock:
            for key in _keys(call):
                if self._queues.get(key):
                    return self._queues[key].popleft()
            for key in _keys(call):
                if key in self._always:
                    return self._always[key]
        return None

    def meters(self, call: ModelCall) -> list[Meter]:
        with self._lock:
            pairs = dict.fromkeys((key[0], key[1]) for key in _keys(call))
            return [self._meters[pair] for pair in pairs if pair in self._meters]

    def meter(self, provider: str, model: str) -> Meter:
        with self._lock:
            return self._meters[provider, model]

    def left(self) -> dict[Key, int]:
        """How many queued behaviours nobody has met yet."""
        with self._lock:
            return {key: len(queue) for key, queue in self._queues.items() if queue}

    def clear(self) -> None:
        with self._lock:
            self._queues.clear()
            self._always.clear()
            self._meters.clear()


def healthy(call: ModelCall, answer: AnswerFunction | None) -> Behaviour:
    """What an unscripted call meets."""
    said = answer(call) if answer is not None else None
    if said is None:
        return Ok()
    if isinstance(said, Behaviour):
        return said
    return Ok(said) if isinstance(said, str) else Ok(value=said)


def _keys(call: ModelCall) -> Iterator[Key]:
    for provider in (call.provider, "*"):
        for model in (call.model, "*"):
            yield provider, model, call.operation
