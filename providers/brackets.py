"""Every text that is strict JSON and one bracket away from a text that is not.

A bracket that is missing, left over or of the wrong kind leaves open where everything around it
belongs, and in a recursive schema several places can fit. So nothing is guessed here: all
readings are given, and the caller uses them only when the schema leaves exactly one value. A
bracket is the only slip that is mended this way. Two of them, or a bracket and a comma, are what a
text looks like from which a piece is missing, and have too many readings to be sure of any.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from providers.rewriter import MAX_DEPTH, Unreadable

MOST_STEPS = 300_000
MOST_READINGS = 40

TOKEN = re.compile(
    r'[ \t\r\n]*(?:([{}\[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")'
    r"|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))",
    re.DOTALL,
)
STRING, NUMBER, WORD = "s", "n", "w"
CLOSER = {"{": "}", "[": "]"}
OTHER_KIND = {"{": "[", "[": "{", "}": "]", "]": "}"}

# What may come next; the names say what stands before.
VALUE, OPENED_LIST, OPENED_OBJECT, KEY, COLON, AFTER = range(6)
# The brackets that are open, innermost first, as a linked list that all readings share.
Open = tuple[str, "Open"] | None
State = tuple[int, Open, int]
START: State = (VALUE, None, 0)


@dataclass(frozen=True)
class Token:
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """doubt: why this reading is not to be used even if it is the only one that fits."""

    text: str
    doubt: str


@dataclass(frozen=True)
class Edit:
    """Instead of the tokens from `start` up to `end`, this bracket, or nothing."""

    start: int
    end: int
    bracket: str


def readings(text: str) -> list[Reading]:
    """Raises Unreadable when there are too many to look at."""
    tokens = _tokens(text)
    if tokens is None:
        return []
    states = _prefix(tokens)
    steps = [MOST_STEPS]
    found: dict[str, Reading] = {}
    for edit in _edits(tokens, states):
        if not _works(tokens, states[edit.start], edit, steps):
            continue
        reading = _reading(text, tokens, edit)
        # The same text may be had by several edits; one doubtful among them is enough.
        if reading.text not in found or reading.doubt:
            found[reading.text] = reading
        if len(found) > MOST_READINGS:
            raise Unreadable("a bracket is wrong, and it could belong in many places")
    return list(found.values())


def _tokens(text: str) -> list[Token] | None:
    tokens: list[Token] = []
    position, length = 0, len(text.rstrip())
    while position < length:
        match = TOKEN.match(text, position)
        if match is None:
            return None
        kind = match[1] or (STRING if match[2] else NUMBER if match[3] else WORD)
        tokens.append(Token(kind, match.start(match.lastindex or 0), match.end()))
        position = match.end()
    return tokens


def _prefix(tokens: list[Token]) -> list[State]:
    """The states before each token, as far as the text is JSON: the slip is not after that."""
    states = [START]
    for token in tokens:
        state = _step(states[-1], token.kind)
        if state is None:
            break
        states.append(state)
    return states


def _edits(tokens: list[Token], states: list[State]) -> Iterator[Edit]:
    """Which edits can even out the brackets; more than one too many or too few has none."""
    surplus = sum((token.kind in "{[") - (token.kind in "}]") for token in tokens)
    for index, (_, opened, _depth) in enumerate(states):
        kind = tokens[index].kind if index < len(tokens) else ""
        if surplus == 1:
            if opened:
                yield Edit(index, index, opened[0])
            if kind in CLOSER:
                yield Edit(index, index + 1, "")
        elif surplus == 0 and kind in OTHER_KIND:
            yield Edit(index, index + 1, OTHER_KIND[kind])
        elif surplus == -1:
            yield from (Edit(index, index, bracket) for bracket in CLOSER)
            if kind and kind in "}]":
                yield Edit(index, index + 1, "")


def _works(tokens: list[Token], before: State, edit: Edit, steps: list[int]) -> bool:
    """Whether the text is JSON with the edit. steps: what may still be spent on all edits."""
    state: State | None = before
    if edit.bracket:
        state = _step(before, edit.bracket)
    for index in range(edit.end, len(tokens)):
        if state is None:
            return False
        steps[0] -= 1
        if steps[0] < 0:
            raise Unreadable("a bracket is wrong, and the answer is too long to find it")
        state = _step(state, tokens[index].kind)
    return state is not None and state[0] == AFTER and state[1] is None


def _reading(text: str, tokens: list[Token], edit: Edit) -> Reading:
    start = tokens[edit.start].start if edit.start < len(tokens) else len(text)
    end = tokens[edit.end - 1].end if edit.end > edit.start else start
    doubt = _doubt(text, tokens, edit) if edit.start == edit.end else ""
    return Reading(text[:start] + edit.bracket + text[end:], doubt)


def _doubt(text: str, tokens: list[Token], edit: Edit) -> str:
    """Why the missing bracket may not be all that is missing there."""
    before = tokens[edit.start - 1] if edit.start else None
    after = tokens[edit.start] if edit.start < len(tokens) else None
    if before and before.kind == NUMBER and edit.bracket in ("}", "]"):
        return "a bracket is missing after a number, which may be cut"
    inside = [text[before.end - 2]] if before and before.kind == STRING else []
    inside += [text[after.start + 1]] if after and after.kind == STRING else []
    if edit.bracket in inside:
        return "a bracket is missing, and one stands inside the string there"
    return ""


def _step(state: State, kind: str) -> State | None:
    """The state after a token; None where strict JSON has no such token."""
    expects, opened, depth = state
    if kind in "}]":
        closes = opened is not None and opened[0] == kind and expects in (
            AFTER, OPENED_OBJECT if kind == "}" else OPENED_LIST
        )  # fmt: skip
        return (AFTER, opened[1], depth - 1) if closes and opened else None
    if expects in (VALUE, OPENED_LIST):
        if kind in CLOSER:
            after = OPENED_OBJECT if kind == "{" else OPENED_LIST
            return (after, (CLOSER[kind], opened), depth + 1) if depth < MAX_DEPTH else None
        return (AFTER, opened, depth) if kind in (STRING, NUMBER, WORD) else None
    if expects in (OPENED_OBJECT, KEY):
        return (COLON, opened, depth) if kind == STRING else None
    if expects == COLON:
        return (VALUE, opened, depth) if kind == ":" else None
    if kind == "," and opened is not None:
        return (KEY if opened[0] == "}" else VALUE, opened, depth)
    return None
