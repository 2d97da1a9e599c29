"""Rewrites JSON with slips that have one meaning as strict JSON, in one linear pass."""

import json
import re

MAX_DEPTH = 64
QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "‘": "’", "’": "’", "`": "`"}
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
# What a comment says that stands for something left out. One too many costs a second question, one
# too few a shortened list that passes for whole.
LEFT_OUT = re.compile(
    r"\.\.\.|…|\b(?:rest|remaining|remainder|omitted|omitting|continued?|etc|truncated|similar|same"
    r"|so (?:on|forth)|more(?! than)|others?|another|additional|further|ditto|likewise|as above"
    r"|repeat (?:for|this|until)|repeats?$|repeated|analogous(?:ly)?|fill in|todo|tbd|placeholder"
    r"|(?:add|insert) (?:\d+|your|any|the)|cut (?:for|off|short|here)|shortened|abbreviated"
    r"|abridged|skipped|snip(?:ped)?|left out|elided|not shown|for brevity)\b"
    r"|생략|나머지|이하|중략|등등|기타|계속|동일|반복",
    re.I,
)


# A comment that is nothing but a unit, after the number or after its comma.
UNIT_AFTER = re.compile(r"\s*,?[ \t]*(?://|#|/\*)[ \t]*([A-Za-z]+)[ \t]*(?:\*/|[\r\n]|\Z)")
UNITS = {
    name: (family, unit)
    for family, units in {
        "mass": ("kg kgs kilogram kilograms", "g gram grams", "lb lbs pound pounds", "oz ounces"),
        "time": (
            "ms", "s sec secs second seconds", "min mins minute minutes", "h hr hrs hour hours",
            "day days", "week weeks", "month months", "year years",
        ),
        "length": (
            "mm", "cm", "m meter meters metre metres", "km kms", "in inch inches",
            "ft foot feet", "yd yard yards", "mi mile miles",
        ),
    }.items()
    for unit, names in enumerate(units)
    for name in names.split()
}  # fmt: skip
WORDS_OF_KEY = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class Unreadable(Exception):
    """The text holds no JSON that can be read with certainty; the message says why."""


class Malformed(Exception):
    """The linear pass does not know this slip; json_repair may."""


def string_end(text: str, position: int) -> int:
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


class Rewriter:
    """One linear pass from JSON with slips to strict JSON. Raises Malformed or Unreadable."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.out: list[str] = []
        self.trailing = False  # whether the last container ended with a comma

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
                # “#"1"” is a string with its two first characters the wrong way round.
                if match.group().count('"') % 2 or match.group().startswith('#"'):
                    raise Unreadable("a comment, or a string without its first quote")
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
        following = self._peek()
        if following and (following in QUOTES or following in "[{"):
            raise Unreadable("a number runs into what follows; part of it may be missing")
        if following and following not in ",]}/#" and not following.isspace():
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
        first, trailing = True, False
        while True:
            self._skip()
            if self._peek() == closer:
                break
            if not first:
                self.out.append(",")
            first = False
            key = self._key() if keyed else ""
            before = self.position
            self._value(depth + 1)
            if key and self.text[self.position - 1].isdigit():
                self._refuse_other_unit(key)
            self._skip()
            trailing = self._peek() == ","
            if trailing:
                self.position += 1
            elif self._peek() != closer:
                self._missing_comma(before, keyed=keyed)
        self.out.append(closer)
        self.position += 1
        self.trailing = trailing

    def _missing_comma(self, value_start: int, *, keyed: bool) -> None:
        if self.position >= len(self.text):
            raise Unreadable("the answer stops before it is complete")
        if self.text[value_start] == "[" and (self.trailing or self.out[-2] == "["):
            raise Unreadable("one list may belong into the other")
        if self.out[-1].endswith(',"'):
            raise Unreadable("a comma is missing, and one stands inside the string before it")
        if not self.text[self.position - 1].isspace() and self._peek() in QUOTES:
            raise Malformed("a quote inside a string")
        if keyed and self._peek() in QUOTES:
            return  # the next key has to follow, or _key refuses
        if not keyed and self.text[value_start] in "{[" and self._peek() == self.text[value_start]:
            return
        raise Malformed("something between two values")

    def _refuse_other_unit(self, key: str) -> None:
        """For “weight_kg: 180 /* lb */”: the number is not what the key says."""
        match = UNIT_AFTER.match(self.text, self.position)
        written = UNITS.get(match[1].lower()) if match else None
        if written is None:
            return
        of_key = [UNITS.get(word.lower()) for word in WORDS_OF_KEY.findall(key)]
        if written not in of_key and any(unit and unit[0] == written[0] for unit in of_key):
            raise Unreadable("a comment gives a number another unit than its key")

    def _key(self) -> str:
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
        return key

    def _string(self) -> str:
        start = self.position
        end = string_end(self.text, start)
        opener = self.text[start]
        if end > len(self.text) or self.text[end - 1] != QUOTES[opener] or end - start < 2:
            raise Malformed("a string that is not closed")
        self.position = end
        following = self._after(end)
        if following == "+":
            raise Unreadable("a string put together from parts")
        if following not in (",", ":", "]", "}", "", "/", "#") and following not in QUOTES:
            raise Malformed("a quote inside a string")
        raw = self.text[start + 1 : end - 1]
        if raw.find("\n") == len(raw) - 1 >= 0:
            raise Unreadable("a line ends inside a string, right before its last quote")
        return json.dumps(unescaped(raw), ensure_ascii=False)

    def _after(self, position: int) -> str:
        match = SPACE.match(self.text, position)
        position = match.end() if match else position
        return self.text[position] if position < len(self.text) else ""


ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def unescaped(raw: str) -> str:
    """The text that a quoted string stands for; an escape nobody knows is left as it is written.
    Raises Unreadable."""

    unknown = False

    def one(match: re.Match[str]) -> str:
        nonlocal unknown
        code = match.group(1)
        if len(code) > 1:
            return chr(int(code[1:], 16))
        if code == "u":
            raise Unreadable("half an escape sequence")
        if code in PLAIN_ESCAPES:
            return PLAIN_ESCAPES[code]
        if code in "\"'\\/`“”‘’":
            return code
        unknown = True
        return match.group()

    text = ESCAPE.sub(one, raw) if "\\" in raw else raw
    if unknown and text.count('"') % 2:
        raise Unreadable("a backslash without the quote that it was for")
    if any("\ud800" <= char <= "\udbff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
