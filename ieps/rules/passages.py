"""The texts of a section with their places, and how they fall into sentences and clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ieps.mentions import dates_in, normal
from ieps.schemas import SectionContent


class Role(StrEnum):
    """What a text is for: prose, a recommendation, part of a goal or of a service, a reason."""

    STATEMENT = "statement"
    RECOMMENDATION = "recommendation"
    GOAL = "goal"
    SERVICE = "service"
    REASON = "reason"


@dataclass(frozen=True)
class Passage:
    """A text of a section, normalised for reading, and where it stands."""

    place: str
    text: str
    role: Role


GOAL_FIELDS = ("area", "condition", "behaviour", "criterion", "measured_by", "how_often", "by_whom")
SERVICE_FIELDS = ("what", "frequency", "location", "duration", "provider_role")

_SENTENCE_END = re.compile(r"(?<=[.!?。])(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)\s+|\n+|;\s+")
_CLAUSE_END = re.compile(
    r",\s+|:\s+|\s+[—–]\s+|\s-\s|\s+(?=(?:but|so|while|whereas|which)\b)"
    r"|\s+(?=and (?:will|should|aims?|is expected|are expected)\b)",
    re.IGNORECASE,
)


def passages(content: SectionContent) -> Iterator[Passage]:
    """Every non-empty text of the content, in reading order."""
    if content.statement:
        yield Passage("statement", normal(content.statement), Role.STATEMENT)
    for index, goal in enumerate(content.goals):
        for field in GOAL_FIELDS:
            if text := getattr(goal, field):
                yield Passage(f"goals.{index}.{field}", normal(text), Role.GOAL)
    for index, recommendation in enumerate(content.recommendations):
        if recommendation:
            place = f"recommendations.{index}"
            yield Passage(place, normal(recommendation), Role.RECOMMENDATION)
    for index, service in enumerate(content.services):
        for field in SERVICE_FIELDS:
            if text := getattr(service, field):
                yield Passage(f"services.{index}.{field}", normal(text), Role.SERVICE)
    if content.not_applicable_reason:
        yield Passage("not_applicable_reason", normal(content.not_applicable_reason), Role.REASON)


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Start and end of each clause; a comma inside a date or a number does not end one."""
    taken = [(mention.start, mention.end) for mention in dates_in(sentence)]
    bounds: list[tuple[int, int]] = []
    start = 0
    for match in _CLAUSE_END.finditer(sentence):
        if any(first <= match.start() < last for first, last in taken):
            continue
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(sentence)))
    return bounds


def quoted(sentence: str, limit: int = 160) -> str:
    """A sentence as a finding quotes it: whole, or its beginning."""
    text = " ".join(sentence.split())
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1].rstrip()}…”"
