"""A string that a simple regular expression matches."""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {"CATEGORY_DIGIT": "4", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
_FILLER = "a"


def matching(pattern: str) -> str | None:
    """The shortest obvious string that `pattern` finds, or None when this is beyond a simple
    generator (look-around, back references, negated sets of everything we would try).
    """
    try:
        text = _sequence(_parser.parse(pattern))
    except (re.error, _BeyondError):
        return None
    return text if re.search(pattern, text) else None


class _BeyondError(Exception):
    pass


def _sequence(parsed: Any) -> str:
    return "".join(_one(str(op), argument) for op, argument in parsed)


def _one(op: str, argument: Any) -> str:
    if op == "LITERAL":
        return chr(argument)
    if op == "ANY":
        return _FILLER
    if op in ("NOT_LITERAL", "IN"):
        return _member([("NOT_LITERAL", argument)] if op == "NOT_LITERAL" else argument)
    if op == "AT":
        return ""
    if op == "SUBPATTERN":
        return _sequence(argument[-1])
    if op == "BRANCH":
        return _sequence(argument[1][0])
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = argument
        return _sequence(inner) * max(least, min(1, most))
    raise _BeyondError(op)


def _member(choices: Any) -> str:
    if str(choices[0][0]) in ("NEGATE", "NOT_LITERAL"):
        allowed = [each for each in "aA4 -_." if not _contains(choices, each)]
        if not allowed:
            raise _BeyondError("negated set")
        return allowed[0]
    op, argument = choices[0]
    if str(op) == "RANGE":
        return chr(argument[0] + min(1, argument[1] - argument[0]))
    if str(op) == "CATEGORY":
        try:
            return _CATEGORIES[str(argument)]
        except KeyError:
            raise _BeyondError(str(argument)) from None
    return chr(argument)


def _contains(choices: Any, text: str) -> bool:
    for op, argument in choices:
        kind = str(op)
        if kind in ("LITERAL", "NOT_LITERAL") and ord(text) == argument:
            return True
        if kind == "RANGE" and argument[0] <= ord(text) <= argument[1]:
            return True
        if kind == "CATEGORY" and re.match(
            {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s"}.get(
                str(argument), "."
            ),
            text,
        ):
            return True
    return False
