"""Sentences made of recorded words and numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ieps.areas import Area
from ieps.facts import NOT_ASSESSED, AssessmentFact, IepFacts
from ieps.mentions import number_text
from ieps.offline.focus import (
    chunk_id_of,
    earlier_result,
    latest_by_tool,
    result_areas,
)

MAX_RESULTS = 12


@dataclass(frozen=True)
class Cited:
    """A text and the chunk ids it leans on."""

    text: str
    evidence: tuple[str, ...] = ()


def listed(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    words = [item for item in items if item]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)


def clipped(text: str, limit: int) -> str:
    """The text, cut at a word so that it fits."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(maxsplit=1)[0]}…"


def phrase(text: str, limit: int = 240) -> str:
    """Recorded words inside a sentence: no full stop, and nothing that would end it early."""
    flat = re.sub(r"[.;!?]\s+", ", ", " ".join(text.split())).rstrip(" .;!?")
    return clipped(flat, limit)


def name(facts: IepFacts) -> str:
    student = facts.student
    return student.given_name or student.full_name or "The student"


def area_name(area: Area) -> str:
    named = {Area.OTHER: "other areas", Area.CONCEPT: "basic concepts"}
    return named.get(area, area.value)


def grade_phrase(facts: IepFacts) -> str:
    grade = facts.student.grade.strip()
    if not grade:
        return ""
    return f"grade {grade}" if grade.isdecimal() or len(grade) <= 2 else grade


def result_phrase(item: AssessmentFact, facts: IepFacts) -> str:
    """One result with tool, area, day, score, percentile, and the result before it."""
    text = f"{phrase(item.tool)} ({phrase(item.area)}, {item.date.isoformat()}): {item.score_text}"
    if item.percentile is not None:
        text += f", percentile {number_text(item.percentile)}"
    before = earlier_result(item, facts) if item.score is not None else None
    if before is not None:
        text += f", and {before.score_text} on {before.date.isoformat()}"
    return text


def results_sentence(key: str, facts: IepFacts) -> Cited:
    """The latest results in a section's areas, or that there are none."""
    areas = result_areas(key, facts)
    items = latest_by_tool(facts, areas)[:MAX_RESULTS]
    if not items:
        return Cited(f"{area_name(areas[0]).capitalize()}: {NOT_ASSESSED}.")
    cited = [chunk_id_of(item, facts) for item in items]
    text = "\n".join(f"{result_phrase(item, facts)}." for item in items)
    return Cited(f"Latest results:\n{text}", tuple(dict.fromkeys(filter(None, cited))))
