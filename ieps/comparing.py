"""What changed between two IEPs, section by section, word by word."""

import difflib
import re
from dataclasses import dataclass

from ieps.collecting import content_text
from ieps.models import IEP

SHORT_RUN = 3
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """A run of text: kind is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class SectionDifference:
    key: str
    title: str
    changed: bool
    runs: tuple[Run, ...]


def compare(old: IEP, new: IEP) -> list[SectionDifference]:
    """The sections of both, in the new one's order, those only in the old one last."""
    before, after = _texts(old), _texts(new)
    titles = {section.key: section.title for iep in (old, new) for section in iep.sections.all()}
    keys = [*after, *(key for key in before if key not in after)]
    return [
        SectionDifference(
            key=key,
            title=titles[key],
            changed=before.get(key, "") != after.get(key, ""),
            runs=tuple(word_runs(before.get(key, ""), after.get(key, ""))),
        )
        for key in keys
    ]


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


def _texts(iep: IEP) -> dict[str, str]:
    sections = iep.sections.prefetch_related("goals", "services")
    return {section.key: content_text(section.content()) for section in sections}
