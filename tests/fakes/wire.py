"""What the server needs from a wire format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tests.fakes.calls import Answer, ModelCall, Payload
from tests.fakes.faults import Fail


class Wire(Protocol):
    def read(
        self,
        provider: str,
        operation: str,
        model: str,
        body: Mapping[str, Any],
        query: Mapping[str, str],
        stream: bool,
    ) -> ModelCall:
        """The request in common terms; BadCallError when the provider would not understand it."""
        ...

    def answer(self, call: ModelCall, answer: Answer, headers: Mapping[str, str]) -> Payload: ...

    def fail(self, call: ModelCall, fail: Fail) -> Payload: ...

    def error_inside(
        self, call: ModelCall, fail: Fail, answer: Answer, after: float
    ) -> Payload: ...

    def embeddings(self, call: ModelCall) -> Payload: ...

    def models(self, call: ModelCall) -> Payload: ...

    def padding(self, call: ModelCall) -> bytes:
        """A byte or more that a client may be sent without end while it waits."""
        ...


def pieces(text: str, *, at_least: int = 12, at_most: int = 24) -> list[str]:
    """`text` as a stream cuts it: at most `at_most` parts of at least `at_least` characters."""
    size = max(at_least, -(-len(text) // at_most))
    return [text[start : start + size] for start in range(0, len(text), size)]


def share(frames: list[bytes], part: float) -> int:
    """How many of `frames` make the share `part`."""
    return max(0, min(len(frames), round(len(frames) * part)))
