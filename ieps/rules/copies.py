"""Near-copies: an IEP is individual, so its text must not be another student's or last year's."""

import re

from ieps.facts import IepFacts
from ieps.mentions import normal
from ieps.rules.passages import Role, passages
from ieps.schemas import SectionContent
from project.findings import Finding, Severity

SHINGLE_WORDS = 5
MAX_JACCARD = 0.6
# Below this many words two texts are alike by chance ("Reading is reviewed each term.").
MIN_WORDS = 15

# Places whose words repeat by nature.
_LABELS = (
    ".area",
    ".by_whom",
    ".how_often",
    ".measured_by",
    ".frequency",
    ".location",
    ".duration",
    ".provider_role",
)

_WORD = re.compile(r"\w+")


def mask_names(text: str, *names: str) -> str:
    """The text with the names, and each part of them, as "student": else a copy with the name
    exchanged would look new. A Korean particle after a name does not hide it.
    """
    parts = {name for full in names for name in (full, *full.split()) if len(name) > 1}
    for part in sorted(parts, key=len, reverse=True):
        tail = "" if re.search(r"[가-힣]$", part) else r"(?!\w)"
        text = re.sub(rf"(?<!\w){re.escape(part)}{tail}", "student", text, flags=re.IGNORECASE)
    return text


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of five words, in lower case and without punctuation."""
    words = _WORD.findall(normal(text).casefold())
    return frozenset(
        tuple(words[start : start + SHINGLE_WORDS])
        for start in range(len(words) - SHINGLE_WORDS + 1)
    )


def jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Shared over all, 0 when both are empty."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def check_copies(content: SectionContent, facts: IepFacts) -> list[Finding]:
    """A warning when the section's own prose is nearly one of `facts.other_texts` or an earlier
    IEP's section. Only prose counts: a goal's labels and a service's times repeat by nature.
    """
    names = (facts.student.full_name, facts.student.given_name)
    prose = " ".join(
        passage.text
        for passage in passages(content)
        if passage.role is not Role.REASON and not passage.place.endswith(_LABELS)
    )
    own = shingles(mask_names(prose, *names))
    if len(own) < MIN_WORDS - SHINGLE_WORDS + 1:
        return []
    others = [("an earlier IEP of this student", prior.text) for prior in facts.prior]
    others += [("another text", text) for text in facts.other_texts]
    for source, text in others:
        likeness = jaccard(own, shingles(mask_names(text, *names)))
        if likeness >= MAX_JACCARD:
            return [
                Finding(
                    Severity.WARNING,
                    "near-copy",
                    "",
                    f"The text is nearly that of {source} ({likeness:.0%} of its phrases).",
                    "Say what is particular to this student now: latest results, what changed.",
                )
            ]
    return []
