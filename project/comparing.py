"""What changed between two texts, word by word."""

import difflib
import re
from dataclasses import dataclass

SHORT_RUN = 3
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """A run of text: kind is "same", "added" or "removed"."""

    kind: str
    text: str


def word_runs(old: str, new: str) -> list[Run]:
    """The two texts as runs of equal, removed and added words.

    A couple of equal words between two changes count as changed: a sentence that was written
    anew reads better as one piece than as a patchwork.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    steps = matcher.get_opcodes()
    runs: list[Run] = []
    removed: list[str] = []
    added: list[str] = []
    for position, (tag, i1, i2, j1, j2) in enumerate(steps):
        is_inside = 0 < position < len(steps) - 1
        if tag == "equal" and not (is_inside and _is_short(before[i1:i2])):
            runs += _changes(removed, added)
            removed, added = [], []
            runs.append(Run("same", "".join(before[i1:i2])))
        else:
            removed += before[i1:i2]
            added += after[j1:j2]
    return runs + _changes(removed, added)


def _is_short(tokens: list[str]) -> bool:
    return sum(token.isalnum() for token in tokens) < SHORT_RUN


def _changes(removed: list[str], added: list[str]) -> list[Run]:
    pairs = (("removed", removed), ("added", added))
    return [Run(kind, "".join(tokens)) for kind, tokens in pairs if tokens]
