"""What changed between two IEPs, section by section, word by word."""

from dataclasses import dataclass

from ieps.collecting import content_text
from ieps.models import IEP
from project.comparing import Run, word_runs


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


def _texts(iep: IEP) -> dict[str, str]:
    sections = iep.sections.prefetch_related("goals", "services")
    return {section.key: content_text(section.content()) for section in sections}
