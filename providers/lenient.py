"""Finds JSON in what a model wrote and reads its usual slips, without guessing.

Strict JSON goes through Python's own parser. Slips that have one meaning (comments, other quotes,
Python literals, trailing or missing commas) are rewritten in one linear pass. What remains goes
to json_repair, and its result counts only when every character of content is accounted for, so
nothing is dropped and nothing is invented.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from json_repair import repair_json

from providers.rewriter import (
    COMMENT,
    MAX_DEPTH,
    QUOTES,
    Malformed,
    Rewriter,
    Unreadable,
    string_end,
    unescaped,
)

MAX_TEXT = 2_000_000
MAX_SPANS = 40
# json_repair is quadratic on some inputs; past this size only the linear pass is used.
MAX_REPAIR = 32_000

CLOSERS = {"{": "}", "[": "]"}
UNINTERESTING = re.compile(r"[^{}\[\]\"'“”„‘’`/#,:]+")
OPENING = re.compile(
    r"\{(?=\s*(?:[\"'“”„‘’`}]|//|/\*|#|[A-Za-z_$][\w$\-]*\s*:))"
    r"|\[(?=\s*(?:[{\[\]\"'“”„‘’`\d\-]|//|/\*|(?:true|false|null|True|False|None)\b))"
)
THINKING = re.compile(r"\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.I)
# What an object closed too early, or opened too late, leaves outside.
GOES_ON = re.compile(r"\s*(?:[\]}:]|,\s*[\"'“\[{\]}\d]|\"[^\"\n]*\"\s*:)")
BEGAN_BEFORE = re.compile(r"[\"'”]\s*:\s*$|[\[{]\s*$")
THINKING_OPEN = re.compile(r"\s*<(?:think|thinking|reasoning)>", re.I)
THINKING_CLOSE = re.compile(r"</(?:think|thinking|reasoning)>", re.I)


@dataclass(frozen=True)
class Span:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """repaired: json_repair had to decide where something belongs."""

    value: Any
    repaired: bool = False


def without_thinking(text: str) -> str:
    """The answer after a model's thinking; raises Unreadable when it never got past it."""
    text = text.lstrip("\ufeff")
    while match := THINKING.match(text):
        text = text[match.end() :]
    if THINKING_OPEN.match(text):
        raise Unreadable("the answer stops inside the model's thinking")
    # Some models send only the closing tag; inside a JSON string it is ordinary text.
    closings = list(THINKING_CLOSE.finditer(text))
    if closings and not _inside_json(text, closings[-1].start()):
        text = text[closings[-1].end() :]
    return text.strip()


def _inside_json(text: str, position: int) -> bool:
    opening = OPENING.search(text)
    if opening is None or opening.start() > position:
        return False
    try:
        return _closing(text, opening.start()) > position
    except Unreadable:
        return False


def strict(text: str) -> Any:
    """The value of strict JSON. Raises ValueError when it is not, Unreadable when it must not be
    used: NaN, Infinity, a key given twice with different values."""
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_object, parse_float=_float
        )
    except RecursionError:
        raise Unreadable("the answer is nested too deeply") from None


def spans(text: str) -> Iterator[Span]:
    """Every outermost JSON-like object or array; raises Unreadable when one is not closed."""
    position = 0
    while match := OPENING.search(text, position):
        end = _closing(text, match.start())
        if GOES_ON.match(text, end) or BEGAN_BEFORE.search(text[position : match.start()][-80:]):
            raise Unreadable("there is more JSON around the object than the object")
        yield Span(text[match.start() : end], match.start(), end)
        position = end


def parse(span: str) -> Parsed:
    """The value of one span, read strictly, then leniently; raises Unreadable."""
    try:
        return Parsed(strict(span))
    except ValueError:
        pass
    try:
        return Parsed(strict(Rewriter(span).rewrite()))
    except (Malformed, ValueError) as slip:
        return Parsed(_repaired(span, str(slip)), repaired=True)


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is not a value")


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Unreadable(f"the number {text[:20]} is too large")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result and not _same(result[key], value):
            raise Unreadable(f"the key “{key[:60]}” is given twice with different values")
        result[key] = value
    return result


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _closing(text: str, start: int) -> int:
    """The index after the bracket that closes the one at start."""
    stack: list[str] = []
    position = start
    fresh = True  # at the start of a token, where a single quote opens a string
    length = len(text)
    while position < length:
        skipped = UNINTERESTING.match(text, position)
        if skipped is not None:
            fresh = fresh and skipped.group().isspace()
            position = skipped.end()
            continue
        char = text[position]
        if char in CLOSERS:
            stack.append(CLOSERS[char])
            if len(stack) > MAX_DEPTH:
                raise Unreadable("the answer is nested too deeply")
            fresh = True
        elif char in "}]":
            # A forgotten closer further in is left to the parser.
            while stack and stack[-1] != char:
                if char not in stack:
                    break
                stack.pop()
            if stack and stack[-1] == char:
                stack.pop()
            if not stack:
                return position + 1
            fresh = False
        elif char == '"' or (fresh and char in QUOTES):
            position = string_end(text, position)
            fresh = False
            continue
        elif char in "/#" and fresh_comment(text, position):
            match = COMMENT.match(text, position)
            position = match.end() if match else length
            continue
        else:
            fresh = char in ",:"
        position += 1
    return _closing_by_count(text, start)


def fresh_comment(text: str, position: int) -> bool:
    return text.startswith(("//", "/*"), position) or (
        text[position] == "#" and text[max(0, position - 1)].isspace()
    )


def _closing_by_count(text: str, start: int) -> int:
    """For text whose quotes mislead: closed when the plain count of brackets is even."""
    last = max(text.rfind("}"), text.rfind("]"))
    body = text[start : last + 1]
    even = body.count("{") == body.count("}") and body.count("[") == body.count("]")
    if (
        last > start
        and text[last] == CLOSERS[text[start]]
        and even
        and _only_prose(text[last + 1 :])
    ):
        return last + 1
    raise Unreadable("the answer stops before it is complete")


def _only_prose(rest: str) -> bool:
    return not re.search(r"[\"“”:,]", rest)


def _repaired(span: str, slip: str) -> Any:
    refusal = Unreadable(f"the answer is not JSON ({slip})")
    if len(span) > MAX_REPAIR:
        raise refusal
    try:
        value = repair_json(span, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(value, dict | list) or not _accounts_for(span, value):
        raise refusal
    return value


# A string that swallowed what stood between two strings.
SWALLOWED = re.compile(r"[\"“”]\s*[:,\]}]|[:,\[{]\s*[\"“”]")


def _accounts_for(span: str, value: Any) -> bool:
    """Whether the repaired value holds all of the text's content, nothing else, and as many
    strings as the text has pairs of quotes: a repair that had to guess where one ends is wrong
    too often."""
    strings = list(_strings(value))
    quotes = 2 * len(strings) + sum(text.count('"') for text in strings)
    return (
        quotes == span.replace('\\"', "").count('"') + span.count('\\"')
        and not any(SWALLOWED.search(text) or text.count('"') % 2 for text in strings)
        and _content(span) == _content(json.dumps(value, ensure_ascii=False))
    )


def _strings(value: Any) -> Iterator[str]:
    """Every key and every string."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def _content(text: str) -> str:
    """The text without structure: what has to be the same before and after a repair."""
    text = re.sub(r"\bTrue\b", "true", text)
    text = re.sub(r"\bFalse\b", "false", text)
    text = re.sub(r"\bNone\b", "null", text)
    text = unescaped(text)
    return re.sub(r"[\s\"'“”„‘’`,:{}\[\]\\]", "", text)
