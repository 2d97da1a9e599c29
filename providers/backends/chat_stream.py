"""A streamed chat completion, put together into the body that an unstreamed one has."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from providers.backends import sse
from providers.backends.base import Pulse, guessed_tokens
from providers.errors import Category, ProviderError
from providers.generation import Usage
from providers.shapes import count, mapping, mappings

DONE = b"[DONE]"


class Assembly:
    """The pieces of one answer as they come; `body` is the whole."""

    def __init__(self, prompt_letters: int) -> None:
        self._prompt_tokens = guessed_tokens(prompt_letters)
        self._content: list[str] = []
        self._refusal: list[str] = []
        self._tools: dict[int, list[str]] = {}
        self._letters = 0
        self._finish: str | None = None
        self._usage: Mapping[str, Any] | None = None
        self._error: dict[str, Any] | None = None
        self._chosen = False
        # Whether its end was announced, or its finish with the count of its tokens.
        self.whole = False

    @property
    def usage(self) -> Usage:
        """What is billed when nothing more comes: the provider's own count where it stated one."""
        if self._usage is not None:
            return usage_of(self._usage)
        return Usage(self._prompt_tokens, guessed_tokens(self._letters))

    @property
    def final_usage(self) -> Usage:
        """The same at the end of the body. Without a count or a piece of an answer it was no model
        that spoke, and nothing is billed."""
        return self.usage if self._usage is not None or self._chosen else Usage()

    def add(self, chunk: Mapping[str, Any]) -> bool:
        """Takes one chunk; whether it brought the answer further. An error ends it."""
        counted = mapping(chunk.get("usage") or mapping(chunk.get("x_groq")).get("usage"))
        self._usage = counted or self._usage
        if chunk.get("error"):
            self._error = dict(chunk)
            return False
        choices = chunk.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            self.whole = self.whole or bool(counted and self._finish)
            return bool(counted)
        self._chosen = True
        finish = choices[0].get("finish_reason")
        self._finish = finish or self._finish
        self.whole = self.whole or bool(counted and self._finish)
        delta = choices[0].get("delta")
        grown = self._take(delta) if isinstance(delta, dict) else False
        return grown or bool(finish)

    def _take(self, delta: Mapping[str, Any]) -> bool:
        before = self._letters
        self._append(self._content, delta.get("content"))
        self._append(self._refusal, delta.get("refusal"))
        for call in mappings(delta.get("tool_calls")):
            parts = self._tools.setdefault(count(call.get("index")), [])
            self._append(parts, mapping(call.get("function")).get("arguments"))
        # A model's thinking is paid for and shows that it is alive, but it is not the answer.
        self._append([], delta.get("reasoning") or delta.get("reasoning_content"))
        return self._letters > before

    def _append(self, parts: list[str], text: Any) -> None:
        if isinstance(text, list):
            text = "".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
        if isinstance(text, str) and text:
            parts.append(text)
            self._letters += len(text)

    @property
    def body(self) -> dict[str, Any]:
        """As an unstreamed answer. Raises ProviderError when the stream held no answer."""
        if self._error is not None:
            return self._error
        if not self._chosen:
            raise ProviderError(Category.UNAVAILABLE, "a stream without an answer", status=200)
        if not self._letters and self._finish is None:
            raise ProviderError(Category.UNAVAILABLE, "a stream that never began", status=200)
        message = {
            "content": "".join(self._content),
            "refusal": "".join(self._refusal) or None,
            "tool_calls": [
                {"function": {"arguments": "".join(parts)}}
                for _, parts in sorted(self._tools.items())
            ],
        }
        # Without a finish reason nothing says that the answer is whole.
        choice = {"message": message, "finish_reason": self._finish or "length"}
        return {"choices": [choice]}


def usage_of(stated: Any) -> Usage:
    """The provider's own count; zeros where it states none."""
    counts = mapping(stated)
    return Usage(count(counts.get("prompt_tokens")), count(counts.get("completion_tokens")))


def read(pieces: Iterable[bytes], pulse: Pulse, assembly: Assembly) -> None:
    """Takes in a stream to its end. Raises ProviderError, and what reading `pieces` raises."""
    pulse.usage = assembly.usage
    broken = done = False
    try:
        for data in sse.events(pieces):
            if done:
                # Read all the same: only a body read to its end frees its connection.
                continue
            if data == DONE:
                done = assembly.whole = True
                pulse.whole()
                continue
            if broken:
                raise ProviderError(Category.UNAVAILABLE, "a chunk that is not JSON", status=200)
            chunk = _chunk(data)
            broken = chunk is None
            grown = chunk is not None and assembly.add(chunk)
            pulse.usage = assembly.usage
            if not pulse.is_whole:
                pulse.beat(token=grown)
            if assembly.whole:
                pulse.whole()
    except sse.TooLong:
        raise ProviderError(Category.UNAVAILABLE, "an endless line", status=200) from None
    pulse.usage = assembly.final_usage


def _chunk(data: bytes) -> dict[str, Any] | None:
    """None for what is not a chunk: at the end of a stream, that it was cut there."""
    try:
        chunk = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return chunk if isinstance(chunk, dict) else None
