"""The complete items of a list in an answer that was cut, for a caller who asked for them.

Only strict JSON is read here: what a cut answer of another form holds is anybody's guess.
"""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from providers import lenient, structured
from providers.rewriter import Unreadable
from providers.structured import InvalidOutput

Schema = TypeVar("Schema", bound=BaseModel)

OPENINGS = {"{": "}", "[": "]"}
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BETWEEN = re.compile(r'[^"{}\[\],]+')


def complete_items(
    text: str,
    schema: type[Schema],
    field: str,
    *,
    transform: Callable[[Any], Any] | None = None,
) -> tuple[Schema, int]:
    """The value with those items of its list `field` that are whole, and how many they are.

    Everything outside the list must be there, before it, or have a default. Raises InvalidOutput
    when no item is whole or the rest does not satisfy the schema.
    """
    try:
        start = lenient.without_thinking(text)
    except Unreadable as error:
        raise InvalidOutput(str(error)) from None
    opening = start.find("{")
    if opening < 0 or len(start) > lenient.MAX_TEXT:
        raise InvalidOutput("the answer holds no object")
    whole = _closed(start[opening:], field)
    if whole is None:
        raise InvalidOutput(f"no item of “{field}” is complete")
    value = structured.read(whole, schema, transform=transform)
    items = getattr(value, field, None)
    if not isinstance(items, list) or not items:
        raise InvalidOutput(f"no item of “{field}” is complete")
    return value, len(items)


def _closed(text: str, field: str) -> str | None:
    """The text up to the last whole item of the root's list, with the brackets closed."""
    stack: list[str] = []
    position, inside, end = 0, False, 0
    key = ""
    while position < len(text):
        char = text[position]
        if char == '"':
            match = STRING.match(text, position)
            if match is None:
                break
            if inside and len(stack) == 2:
                end = match.end()
            elif len(stack) == 1:
                key = match.group()
            position = match.end()
            continue
        if char in OPENINGS:
            inside = inside or (char == "[" and len(stack) == 1 and _decoded(key) == field)
            stack.append(OPENINGS[char])
        elif char in "}]":
            if not stack or stack.pop() != char:
                return None
            if inside and len(stack) == 2:
                end = position + 1
            elif inside and len(stack) == 1:
                # The list itself is whole; what was cut comes after it.
                return text[: position + 1] + "}"
        elif char == ",":
            if inside and len(stack) == 2:
                end = position
        else:
            match = BETWEEN.match(text, position)
            position = match.end() if match else position + 1
            continue
        position += 1
    return text[:end] + "]}" if end else None


def _decoded(key: str) -> Any:
    try:
        return json.loads(key)
    except ValueError:
        return None
