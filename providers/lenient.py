"""Finds JSON in what a model wrote and reads its usual slips, without guessing.

Strict JSON goes through Python's own parser. Slips that have one meaning (comments, other quotes,
Python literals, trailing or missing commas) are rewritten in one linear pass. One bracket that is
missing, left over or of the wrong kind gives every reading that it allows. What remains goes to
json_repair, and its result counts only when every character of content and the whole nesting are
accounted for, so nothing is dropped, nothing invented, and nothing moved to another parent.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from json_repair import repair_json

from providers import brackets, numbers
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
ONE_TOO_MANY = re.compile(r"\s*[\]}]")
BEGAN_BEFORE = re.compile(r"[\"'”]\s*:\s*$|[\[{]\s*$")
THINKING_OPEN = re.compile(r"\s*<(?:think|thinking|reasoning)>", re.I)
THINKING_CLOSE = re.compile(r"</(?:think|thinking|reasoning)>", re.I)


@dataclass(frozen=True)
class Span:
    """closed_twice: the text ends with a closing bracket that nothing in it has opened."""

    text: str
    closed_twice: bool = False


@dataclass(frozen=True)
class Parsed:
    """One reading of a text.

    repaired: something had to be decided, so every key has to be one that the schema knows.
    doubt: why the value is not used although it is the only one that fits.
    """

    value: Any
    repaired: bool = False
    doubt: str = ""


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
            text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
            parse_float=numbers.number,
        )
    except RecursionError:
        raise Unreadable("the answer is nested too deeply") from None


def spans(text: str) -> Iterator[Span]:
    """Every outermost JSON-like object or array; raises Unreadable when one is not closed."""
    position = 0
    while match := OPENING.search(text, position):
        before = text[position : match.start()]
        end = _closing(text, match.start())
        extra = _one_too_many(before, text, end)
        position = extra or end
        if GOES_ON.match(text, position) or BEGAN_BEFORE.search(before[-80:]):
            raise Unreadable("there is more JSON around the object than the object")
        yield Span(text[match.start() : position], closed_twice=extra is not None)


def _one_too_many(before: str, text: str, end: int) -> int | None:
    """The index after a closing bracket that nothing before the object has opened."""
    match = ONE_TOO_MANY.match(text, end)
    if match is None or any(before.count(one) > before.count(two) for one, two in CLOSERS.items()):
        return None
    return match.end()


def parse(span: Span) -> list[Parsed]:
    """Every reading of one span: strictly, then leniently. Raises Unreadable."""
    try:
        return [Parsed(strict(span.text))]
    except ValueError:
        pass
    try:
        return [Parsed(strict(Rewriter(span.text).rewrite()))]
    except (Malformed, ValueError) as slip:
        refusal = Unreadable(f"the answer is not JSON ({slip})")
    if len(span.text) > MAX_REPAIR:
        raise refusal
    found = _by_bracket(span.text)
    if span.closed_twice and not found:
        raise refusal
    return found or [Parsed(_repaired(span.text, refusal), repaired=True)]


def _by_bracket(text: str) -> list[Parsed]:
    found: list[Parsed] = []
    for reading in brackets.readings(text):
        try:
            value = strict(reading.text)
        except (ValueError, Unreadable):
            continue
        found.append(Parsed(value, repaired=True, doubt=reading.doubt))
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is not a value")


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


def _repaired(span: str, refusal: Unreadable) -> Any:
    try:
        value = repair_json(span, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(value, dict | list) or not _accounts_for(span, value):
        raise refusal
    return value


OPENS = re.compile(r"|[\s(\[{\-–—]")
# A particle follows without a space in Korean.
CLOSES = re.compile(r"\Z|[\s.,;:!?)\]}\-–—…]|[^\x00-\x7f]")
# A string that swallowed what stood between two strings, or beside it.
SWALLOWED = re.compile(r"[\"“”]\s*[:,\]}]|[:,\[{]\s*[\"“”]|\A\s*[:,]|[:,]\s*\Z")


def _accounts_for(span: str, value: Any) -> bool:
    """Whether the repaired value holds all of the text's content, nested as it is there, nothing
    else, and as many strings as the text has pairs of quotes: a repair that had to guess where
    one ends is wrong too often."""
    strings = list(_strings(value))
    quotes = 2 * len(strings) + sum(text.count('"') for text in strings)
    return (
        quotes == span.replace('\\"', "").count('"') + span.count('\\"')
        and not any(SWALLOWED.search(text) or not _quotes_in_pairs(text) for text in strings)
        and _only_adds_marks(_content(span), _content(json.dumps(value, ensure_ascii=False)))
    )


def _quotes_in_pairs(text: str) -> bool:
    """Whether the quotes inside a string open and close words of it. Where the first one closes,
    two strings have become one: "a" and "b"."""
    places = [place for place, char in enumerate(text) if char == '"']
    if len(places) % 2:
        return False
    return all(
        OPENS.fullmatch(text[max(0, one - 1) : one])
        and CLOSES.match(text, two + 1)
        and not (text[one + 1].isspace() or text[two - 1].isspace())
        for one, two in zip(places[::2], places[1::2], strict=True)
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


def _only_adds_marks(before: str, after: str) -> bool:
    """Whether a repair added missing commas and colons, and changed nothing else."""
    position = 0
    for char in after:
        if position < len(before) and char == before[position]:
            position += 1
        elif char != ",":
            return False
    return position == len(before)


def _content(text: str) -> str:
    """What has to be the same before and after a repair: the text and its brackets in their order,
    without quotes, and with a colon like a comma, since one is often written for the other."""
    text = re.sub(r"\bTrue\b", "true", text)
    text = re.sub(r"\bFalse\b", "false", text)
    text = re.sub(r"\bNone\b", "null", text)
    text = unescaped(text)
    text = re.sub(r"[\s\"'“”„‘’`\\]", "", text)
    return re.sub(r",(?=[\]}])", "", re.sub(r"[,:]+", ",", text))
