"""What changed between two IEPs, section by section, word by word."""

import difflib
import re
from dataclasses import dataclass

from ieps.collecting import content_text
from ieps.models import IEP

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
    """The two texts as runs of equal, removed and added words."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    runs = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(before[i1:i2])))
            continue
        if i1 < i2:
            runs.append(Run("removed", "".join(before[i1:i2])))
        if j1 < j2:
            runs.append(Run("added", "".join(after[j1:j2])))
    return runs


def _texts(iep: IEP) -> dict[str, str]:
    sections = iep.sections.prefetch_related("goals", "services")
    return {section.key: content_text(section.content()) for section in sections}
