"""A Gemini answer as it comes over the wire: read with the clock in hand, and put together.

A streamed answer is a JSON array that grows by an element at a time. It is read and decoded here
rather than by the SDK, which takes an error in a 200 for an answer and stumbles over bodies that
are not as it expects.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from providers.backends.base import Pulse, guessed_tokens
from providers.errors import Category, ProviderError
from providers.generation import Usage
from providers.refusals import error_inside, refusal
from providers.shapes import count, mapping, mappings

# A whole string, a quote whose string goes on in what is still to come, or a brace.
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}]', re.DOTALL)


class Growing:
    """A body as it grows. usage: what is billed when nothing more comes: the provider's own count
    where it stated one. whole: whether the answer's finish and its count have come.
    """

    def __init__(self, prompt_letters: int) -> None:
        self._body = bytearray()
        self._read = 0
        self._depth = 0
        self._start = 0
        self._end = 0
        self._letters = 0
        self._counted = False
        self._finished = False
        self._guessed_prompt = guessed_tokens(prompt_letters)
        self.usage = Usage()
        self.whole = False

    def add(self, piece: bytes) -> bool:
        """Takes the next piece; whether it brought the answer further."""
        self._body += piece
        grown = False
        for element in self._completed():
            grown = self._take(element) or grown
        return grown

    def _completed(self) -> Iterator[Mapping[str, Any]]:
        """The elements whose last byte has come with the latest piece."""
        for token in TOKEN.finditer(self._body, self._read):
            found = token.group()
            if found == b'"':
                break
            self._read = token.end()
            if found == b"{":
                self._start = self._start if self._depth else token.start()
                self._depth += 1
            elif found == b"}" and self._depth:
                self._depth -= 1
                if self._depth == 0:
                    self._end = self._read
                    yield mapping(_tree(bytes(self._body[self._start : self._end])))
        else:
            self._read = len(self._body)

    def _take(self, element: Mapping[str, Any]) -> bool:
        stated = mapping(element.get("usageMetadata"))
        self._counted = self._counted or bool(stated)
        grown = False
        for candidate in mappings(element.get("candidates"))[:1]:
            self._finished = self._finished or bool(candidate.get("finishReason"))
            for part in mappings(mapping(candidate.get("content")).get("parts")):
                self._letters += len(str(part.get("text") or ""))
                grown = True
        if stated:
            self.usage = usage_of(stated)
        elif grown and not self._counted:
            self.usage = Usage(self._guessed_prompt, guessed_tokens(self._letters))
        self.whole = self.whole or bool(stated and self._finished)
        return grown or self.whole

    @property
    def body(self) -> bytes:
        """All of it; of a whole answer its elements, however the stream went on or broke off."""
        if not self.whole:
            return bytes(self._body)
        opened = self._body.lstrip()[:1] == b"["
        return bytes(self._body[: self._end]) + (b"]" if opened else b"")


def read(pieces: Iterable[bytes], pulse: Pulse, growing: Growing) -> None:
    """Takes in a body to its end. Raises ProviderError(timeout), and what reading `pieces` raises;
    until the provider's own count comes, the pulse holds a guess of it."""
    pulse.usage = growing.usage
    for piece in pieces:
        grown = growing.add(piece)
        pulse.usage = growing.usage
        if not pulse.is_whole:
            pulse.beat(token=grown)
        if growing.whole:
            pulse.whole()


def usage_of(stated: Any) -> Usage:
    """The provider's own count. What a model thinks is in the total only."""
    counts = mapping(stated)
    prompt = count(counts.get("promptTokenCount"))
    return Usage(prompt, max(count(counts.get("totalTokenCount")) - prompt, 0))


def decoded(status: int, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer as an unstreamed one would be. Raises ProviderError for an error of any form."""
    tree = _tree(body)
    elements = mappings(tree if isinstance(tree, list) else [tree])
    error = next((one for one in elements if one.get("error")), None)
    if status != 200:
        raise refusal(status, error if error is not None else tree, headers)
    if error is not None:
        raise error_inside(error, headers)
    if not elements:
        raise ProviderError(
            Category.UNAVAILABLE, "answered with something that is not JSON", status=200
        )
    return _merged(elements)


def _tree(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _merged(elements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    parts: list[Any] = []
    result: dict[str, Any] = {}
    finish: Any = None
    began = False
    for element in elements:
        for key in ("usageMetadata", "promptFeedback"):
            if element.get(key):
                result[key] = element[key]
        for candidate in mappings(element.get("candidates"))[:1]:
            began = True
            finish = candidate.get("finishReason") or finish
            content = mapping(candidate.get("content"))
            # A model's thinking is paid for, but it is not the answer.
            parts += [one for one in mappings(content.get("parts")) if not one.get("thought")]
    if began:
        candidate = {"content": {"parts": parts, "role": "model"}}
        result["candidates"] = [candidate | ({"finishReason": finish} if finish else {})]
    return result
