"""What a model wraps around the object that it was asked for, and what it writes in its place."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from providers import fidelity, lenient
from providers.rewriter import MAX_DEPTH, Unreadable

DEEPEST = 3
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# A call of a tool, in the forms that the providers use: what it is called with is the answer.
PAYLOADS = frozenset(
    {"arguments", "parameters", "params", "input", "args", "kwargs"}
    | {"function", "function_call", "tool_call", "tool_calls"}
)
# With one of these, an object is a call even if what follows is no object.
CERTAIN = frozenset({"arguments", "kwargs", "function_call", "tool_call", "tool_calls"})
LABELS = frozenset(
    {"name", "type", "id", "call_id", "tool", "tool_name", "tool_call_id", "tool_use_id"}
    | {"function", "function_name", "recipient_name", "action", "index", "status", "role"}
)

SCHEMA_KEYS = frozenset({"properties", "$defs", "definitions", "$schema", "$ref"})
SCHEMA_NOTES = frozenset(
    {"type", "title", "description", "required", "additionalProperties", "default", "examples"}
    | {"items", "enum", "const", "anyOf", "allOf", "oneOf", "format", "nullable", "strict"}
)
SCHEMA_TYPES = ("object", "array", "string", "number", "integer", "boolean")

LEFT_OUT = (
    r"(?:and\s+)?(?:so\s+on|so\s+forth|etc\.?|same\s+as\s+above|omitted|truncated|continued?"
    r"|(?:the\s+rest|remaining|(?:\d+|many|some|several|a\s+few)?\s*(?:more|others?|additional))"
    r"(?:\s+[a-z]+)?)"
)
# An item that stands for others: nothing but dots, or dots and what is left out.
ELLIPSIS = re.compile(
    r"[\s\[<(\"'*_\-]*(?:\.\.\.|\.\s\.\s\.|[…⋯⋮‥])[\s.…⋯⋮‥\])>\"'*_,\-]*"
    rf"(?:[(\[]?\s*{LEFT_OUT}\s*[)\]]?[\s.…]*)?",
    re.I,
)
LONGEST_ELLIPSIS = 80


def unwrapped(tree: Any, fields: frozenset[str], level: int = 0) -> Iterator[Any]:
    """The tree, then what a one-item list, a single-key envelope or a JSON string holds.

    fields: the keys of the schema. An object with one of them as its only key is itself the
    answer, incomplete, and not an envelope. Of a tool call only what it was called with counts.
    """
    while (payload := _payload_key(tree, fields)) is not None:
        tree = tree[payload]
    yield tree
    if level >= DEEPEST:
        return
    inner: Any = None
    if isinstance(tree, list) and len(tree) == 1:
        inner = tree[0]
    elif isinstance(tree, dict) and len(tree) == 1 and not _is_part(tree, fields):
        inner = next(iter(tree.values()))
    elif isinstance(tree, str):
        inner = decoded(tree)
    if isinstance(inner, dict | list | str) and inner != tree:
        yield from unwrapped(inner, fields, level + 1)


def _is_part(tree: dict[str, Any], fields: frozenset[str]) -> bool:
    """Whether the only key is a field, or one misspelt that the inner object does not have."""
    ((key, inner),) = tree.items()
    within = inner.keys() if isinstance(inner, dict) else frozenset()
    return key in fields or any(fidelity.alike(key, name) for name in fields - within)


def decoded(text: str) -> Any:
    """The object, list or string that a string holds as JSON, or None."""
    try:
        value = lenient.strict(text.strip())
    except (ValueError, Unreadable):
        return None
    return value if isinstance(value, dict | list | str) else None


def _payload_key(tree: Any, fields: frozenset[str]) -> str | None:
    """The key of what a tool was called with, if the tree is a call and nothing else."""
    if not isinstance(tree, dict) or len(tree) < 2:
        return None
    held = [
        key
        for key in (PAYLOADS - fields) & tree.keys()
        if key in CERTAIN or isinstance(tree[key], dict | list) or _encoded(tree[key])
    ]
    if len(held) != 1 or not tree.keys() - set(held) <= LABELS:
        return None
    return held[0]


def _encoded(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip()[:1] in ("{", "[")


def repeats_schema(tree: Any, fields: frozenset[str]) -> bool:
    """Whether the model answered with the schema instead of with data."""
    if not isinstance(tree, dict):
        return False
    if (SCHEMA_KEYS - fields) & tree.keys():
        return True
    telling = "type" not in fields and tree.get("type") in SCHEMA_TYPES
    required = "required" not in fields and isinstance(tree.get("required"), list)
    return (telling or required) and tree.keys() <= SCHEMA_NOTES


def placeholder(tree: Any) -> str | None:
    """Why the tree cannot be data, whatever the schema: an ellipsis, NaN, too deep a nesting, or
    characters that no database stores."""
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            return "the answer is nested too deeply"
        if isinstance(node, dict):
            stack.extend((value, depth + 1) for value in node.values())
            stack.extend((key, depth + 1) for key in node)
        elif isinstance(node, list):
            stack.extend((value, depth + 1) for value in node)
        elif isinstance(node, str):
            if len(node) <= LONGEST_ELLIPSIS and ELLIPSIS.fullmatch(node):
                return "an ellipsis stands where a value belongs; write it out"
            if UNSTORABLE.search(node):
                return "the answer holds characters that cannot be stored"
        elif isinstance(node, float) and not math.isfinite(node):
            return "NaN and Infinity are not values"
    return None


def identical(one: Any, other: Any) -> bool:
    """Unlike ==, tells 1 from 1.0 and from true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
