"""Citations: what a draft cites must have been given to it, and hold the baselines it is cited
for.
"""

import re
from collections.abc import Iterable, Iterator

from ieps.facts import IepFacts
from ieps.mentions import (
    NUMBER_KINDS,
    normal,
    number_text,
    numbers_in,
    unit_kind,
)
from ieps.rules.passages import passages
from ieps.schemas import SectionContent
from project.findings import Finding, Severity

_INLINE = re.compile(r"[\[(]((?:[APNGT]\d{1,3})(?:\s*[,;]\s*[APNGT]\d{1,3})*)[\])]")


def check_chunk_ids(chunk_ids: Iterable[str], place: str, facts: IepFacts) -> list[Finding]:
    """An error for each cited id that is not among the chunks of the facts."""
    return [
        Finding(
            Severity.ERROR,
            "unknown-evidence",
            place,
            f"It cites {chunk_id or 'an empty id'}, and no such piece of the record was given.",
            "Cite only ids that stand in the record above.",
        )
        for chunk_id in dict.fromkeys(chunk_ids)
        if facts.chunk(chunk_id) is None
    ]


def check_inline_citations(content: SectionContent, facts: IepFacts) -> list[Finding]:
    """The same for ids in brackets inside the text ("[A3]"), and for those of the goals."""
    found: list[Finding] = []
    for index, goal in enumerate(content.goals):
        found += check_chunk_ids(goal.evidence, f"goals.{index}.evidence", facts)
    for passage in passages(content):
        ids = [
            chunk_id
            for match in _INLINE.finditer(passage.text)
            for chunk_id in re.findall(r"[APNGT]\d+", match[1])
        ]
        found += check_chunk_ids(ids, passage.place, facts)
    return found


def check_baselines(content: SectionContent, facts: IepFacts) -> Iterator[Finding]:
    """An error for a baseline that nobody measured, a warning for one cited from elsewhere."""
    for index, goal in enumerate(content.goals):
        if goal.baseline_value is None:
            continue
        place = f"goals.{index}.baseline_value"
        shown = f"{number_text(goal.baseline_value)} {goal.baseline_unit}".strip()
        kind = unit_kind(goal.baseline_unit)
        if not facts.record.has_number(goal.baseline_value, kind if kind in NUMBER_KINDS else ""):
            yield Finding(
                Severity.ERROR,
                "ungrounded",
                place,
                f"The baseline {shown} is not in the record.",
                "Use the score of the cited assessment, or leave the baseline empty.",
            )
            continue
        cited = [facts.chunk(chunk_id) for chunk_id in goal.evidence]
        texts = [normal(chunk.text) for chunk in cited if chunk is not None]
        values = {number.value for text in texts for number in numbers_in(text)}
        if texts and goal.baseline_value not in values:
            yield Finding(
                Severity.WARNING,
                "wrong-source",
                place,
                f"The baseline {shown} is in the record, but not in what the goal cites.",
                "Cite the assessment that the baseline comes from.",
            )
