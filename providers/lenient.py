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

MAX_TEXT = 2_000_000
MAX_DEPTH = 64
MAX_SPANS = 40
# json_repair is quadratic on some inputs; past this size only the linear pass is used.
MAX_REPAIR = 32_000

CLOSERS = {"{": "}", "[": "]"}
QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "‘": "’", "’": "’", "`": "`"}
UNINTERESTING = re.compile(r"[^{}\[\]\"'“”„‘’`/#,:]+")
LITERALS = {
    "true": "true",
    "True": "true",
    "false": "false",
    "False": "false",
    "null": "null",
    "None": "null",
}
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
WORD = re.compile(r"[A-Za-z_$][\w$\-]*")
SPACE = re.compile(r"\s+")
COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
LEFT_OUT = re.compile(
    r"\.\.\.|…|\b(?:rest|remaining|remainder|omitted|continued?|etc|truncated|similar|same)\b", re.I
)
OPENING = re.compile(
    r"\{(?=\s*(?:[\"'“”„‘’`}]|//|/\*|#|[A-Za-z_$][\w$\-]*\s*:))"
    r"|\[(?=\s*(?:[{\[\]\"'“”„‘’`\d\-]|//|/\*|(?:true|false|null|True|False|None)\b))"
)
THINKING = re.compile(r"\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.I)
THINKING_OPEN = re.compile(r"\s*<(?:think|thinking|reasoning)>", re.I)
THINKING_CLOSE = re.compile(r"</(?:think|thinking|reasoning)>", re.I)


class Unreadable(Exception):
    """The text holds no JSON that can be read with certainty; the message says why."""


class Malformed(Exception):
    """The linear pass does not know this slip; json_repair may."""


@dataclass(frozen=True)
class Span:
    text: str
    start: int
    end: int


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
        yield Span(text[match.start() : end], match.start(), end)
        position = end


def parse(span: str) -> Any:
    """The value of one span, read strictly, then leniently; raises Unreadable."""
    try:
        return strict(span)
    except ValueError:
        pass
    try:
        return strict(_Rewriter(span).rewrite())
    except (Malformed, ValueError) as slip:
        return _repaired(span, str(slip))


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
            position = _string_end(text, position)
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


def _string_end(text: str, position: int) -> int:
    closer = QUOTES[text[position]]
    position += 1
    while True:
        end = text.find(closer, position)
        if end < 0:
            return len(text)
        backslashes = end - len(text[position:end].rstrip("\\")) - position
        if backslashes % 2 == 0:
            return end + 1
        position = end + 1


def _closing_by_count(text: str, start: int) -> int:
    """For text whose quotes mislead: closed when the plain count of brackets is even."""
    last = max(text.rfind("}"), text.rfind("]"))
    body = text[start : last + 1]
    even = body.count("{") == body.count("}") and body.count("[") == body.count("]")
    if last > start and text[last] == CLOSERS[text[start]] and even and _only_prose(text[last + 1 :]):
        return last + 1
    raise Unreadable("the answer stops before it is complete")


def _only_prose(rest: str) -> bool:
    return not re.search(r"[\"“”:,]", rest)


class _Rewriter:
    """One linear pass from JSON with slips to strict JSON. Raises Malformed or Unreadable."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.out: list[str] = []

    def rewrite(self) -> str:
        self._skip()
        self._value(0)
        self._skip()
        if self.position != len(self.text):
            raise Malformed("text after the end")
        return "".join(self.out)

    def _peek(self) -> str:
        return self.text[self.position] if self.position < len(self.text) else ""

    def _skip(self) -> None:
        while True:
            char = self._peek()
            if not char or (char not in "/#" and not char.isspace()):
                return
            if match := SPACE.match(self.text, self.position):
                self.position = match.end()
            elif match := COMMENT.match(self.text, self.position):
                if LEFT_OUT.search(match.group()):
                    raise Unreadable("a comment stands for something left out")
                self.position = match.end()
            else:
                return

    def _value(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable("the answer is nested too deeply")
        char = self._peek()
        if char == "{":
            self._container("}", depth, keyed=True)
        elif char == "[":
            self._container("]", depth, keyed=False)
        elif char in QUOTES:
            self.out.append(self._string())
        elif match := NUMBER.match(self.text, self.position):
            self._number(match)
        else:
            self._literal()

    def _number(self, match: re.Match[str]) -> None:
        self.position = match.end()
        if self._peek() not in ("", ",", "]", "}") and not self._peek().isspace():
            if self.text[self.position] not in "/#":
                raise Malformed("a number goes on with something else")
        self.out.append(match.group())

    def _literal(self) -> None:
        match = WORD.match(self.text, self.position)
        if match is None or match.group() not in LITERALS:
            word = match.group() if match else self._peek()
            if word in (",", "}", "]"):
                raise Unreadable("a value is missing")
            if word in {"NaN", "Infinity", "undefined"}:
                raise Unreadable(f"{word} is not a value")
            raise Malformed("a bare word where a value belongs")
        self.out.append(LITERALS[match.group()])
        self.position = match.end()

    def _container(self, closer: str, depth: int, *, keyed: bool) -> None:
        self.out.append(self._peek())
        self.position += 1
        first = True
        while True:
            self._skip()
            if self._peek() == closer:
                break
            if not first:
                self.out.append(",")
            first = False
            if keyed:
                self._key()
            before = self.position
            self._value(depth + 1)
            self._skip()
            if self._peek() == ",":
                self.position += 1
            elif self._peek() != closer:
                self._missing_comma(before, keyed=keyed)
        self.out.append(closer)
        self.position += 1

    def _missing_comma(self, value_start: int, *, keyed: bool) -> None:
        if self.position >= len(self.text):
            raise Unreadable("the answer stops before it is complete")
        if not self.text[self.position - 1].isspace() and self._peek() in QUOTES:
            raise Malformed("a quote inside a string")
        if keyed and self._peek() in QUOTES:
            return  # the next key has to follow, or _key refuses
        if not keyed and self.text[value_start] in "{[" and self._peek() == self.text[value_start]:
            return
        raise Malformed("something between two values")

    def _key(self) -> None:
        if self._peek() in QUOTES and self._peek():
            key = self._string()
        elif match := WORD.match(self.text, self.position):
            self.position = match.end()
            key = json.dumps(match.group())
        else:
            raise Malformed("a key was expected")
        self._skip()
        if self._peek() != ":":
            raise Malformed("a colon was expected")
        self.position += 1
        self._skip()
        self.out.append(f"{key}:")

    def _string(self) -> str:
        start = self.position
        end = _string_end(self.text, start)
        opener = self.text[start]
        if end > len(self.text) or self.text[end - 1] != QUOTES[opener] or end - start < 2:
            raise Malformed("a string that is not closed")
        self.position = end
        following = self._after(end)
        if following == "+":
            raise Unreadable("a string put together from parts")
        if following not in (",", ":", "]", "}", "", "/", "#") and following not in QUOTES:
            raise Malformed("a quote inside a string")
        return json.dumps(_unescape(self.text[start + 1 : end - 1]), ensure_ascii=False)

    def _after(self, position: int) -> str:
        match = SPACE.match(self.text, position)
        position = match.end() if match else position
        return self.text[position] if position < len(self.text) else ""


ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def _unescape(raw: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) == 5:
            return chr(int(code[1:], 16))
        if code in PLAIN_ESCAPES:
            return PLAIN_ESCAPES[code]
        return code if code in "\"'\\/`“”‘’" else match.group()

    text = ESCAPE.sub(one, raw) if "\\" in raw else raw
    if any("\ud800" <= char <= "\udbff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _repaired(span: str, slip: str) -> Any:
    if len(span) > MAX_REPAIR:
        raise Unreadable(f"the answer is not JSON ({slip})")
    try:
        value = repair_json(span, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError):
        raise Unreadable(f"the answer is not JSON ({slip})") from None
    invented = _empty_strings(value) > len(EMPTY_STRING.findall(span))
    if (
        invented
        or not isinstance(value, dict | list)
        or _content(span) != _content(json.dumps(value, ensure_ascii=False))
    ):
        raise Unreadable(f"the answer is not JSON ({slip})")
    return value


EMPTY_STRING = re.compile(r"""\"\s*\"|'\s*'|“\s*”|‘\s*’|`\s*`""")


def _empty_strings(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_empty_strings(item) for pair in value.items() for item in pair)
    if isinstance(value, list):
        return sum(_empty_strings(item) for item in value)
    return int(value == "")


def _content(text: str) -> str:
    """The text without structure: what has to be the same before and after a repair."""
    text = re.sub(r"\bTrue\b", "true", text)
    text = re.sub(r"\bFalse\b", "false", text)
    text = re.sub(r"\bNone\b", "null", text)
    text = _unescape(text)
    return re.sub(r"[\s\"'“”„‘’`,:{}\[\]\\]", "", text)
