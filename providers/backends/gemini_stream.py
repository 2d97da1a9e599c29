"""A Gemini answer as it comes over the wire: read with the clock in hand, and put together.

A streamed answer is a JSON array that grows by an element at a time. It is read and decoded here
rather than by the SDK, which takes an error in a 200 for an answer and stumbles over bodies that
are not as it expects.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from providers.backends.base import Pulse
from providers.errors import Category, ProviderError
from providers.generation import Usage
from providers.refusals import error_inside, refusal
from providers.shapes import mapping, mappings

LETTERS_PER_TOKEN = 4
PIECE = re.compile(rb'"text"\s*:\s*"((?:[^"\\]|\\.)*)"|"functionCall"')


def body_of(pieces: Iterable[bytes], pulse: Pulse, prompt_letters: int) -> bytes:
    """The whole body of a successful stream. Raises ProviderError(timeout), and what reading
    `pieces` raises; until the provider's own count comes, the pulse holds an estimate of it."""
    body, seen, letters = bytearray(), 0, 0
    prompt_tokens = -(-prompt_letters // LETTERS_PER_TOKEN)
    for piece in pieces:
        body += piece
        grown = False
        for match in PIECE.finditer(body, seen):
            grown, seen = True, match.end()
            letters += len((match.group(1) or b"").decode(errors="ignore"))
        if grown:
            pulse.usage = Usage(prompt_tokens, -(-letters // LETTERS_PER_TOKEN))
        pulse.beat(token=grown)
    return bytes(body)


def decoded(status: int, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer as an unstreamed one would be. Raises ProviderError for an error of any form."""
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        tree = None
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
