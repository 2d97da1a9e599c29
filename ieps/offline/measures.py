"""From a score to a target: how much to aim for in a year, and the steps on the way.

The amounts are starting points for the team, chosen to be ambitious and within reach: half of what
is missing to full marks; 15 to 36 more words a minute (about one a week of school); half as many
errors or prompts; three tenths more of anything else.
"""

import re
from datetime import date

from ieps.facts import AssessmentFact
from ieps.mentions import number_text, numbers_in, plus_months, unit_kind
from ieps.schemas import StepContent

CEILING_PERCENT = 95
# Norm-referenced scores do not show growth within a year, so no goal is set in them.
_NOT_FOR_GOALS = re.compile(
    r"percentile|standard|scaled|t-?score|z-?score|stanine|equivalent|index|quotient|composite",
    re.IGNORECASE,
)
_FEWER_IS_BETTER = re.compile(
    r"error|prompt|reminder|incident|outburst|absen|refus|miscue|omission|revers", re.IGNORECASE
)
_SCALE = re.compile(r"(?:of|/|out of)\s*(\d+)|(\d+)[\s-]*point", re.IGNORECASE)


def is_measurable(item: AssessmentFact) -> bool:
    """Whether a goal can be set in this result's unit and there is room to grow."""
    if item.score is None or item.score < 0 or not item.unit.strip():
        return False
    if _NOT_FOR_GOALS.search(item.unit):
        return False
    return annual_target(item.score, item.unit) is not None


def annual_target(score: float, unit: str) -> float | None:
    """The value to aim for in a year; None when the score leaves no room."""
    kind = unit_kind(unit)
    if kind == "percent":
        if score >= CEILING_PERCENT:
            return None
        halfway = score + max(15.0, (100 - score) / 2)
        return float(min(CEILING_PERCENT, max(_to_five(halfway), _to_five(score) + 5)))
    if kind == "rate":
        return float(round(score + min(36.0, max(15.0, score * 0.4))))
    if _FEWER_IS_BETTER.search(unit):
        return float(int(score / 2)) if score >= 2 else None
    top = _top_of(unit)
    if top is not None:
        if score >= top:
            return None
        return float(min(top, max(int(score) + 1, round(score + (top - score) / 2))))
    return float(max(int(score) + 2, round(score * 1.3)))


def _to_five(value: float) -> int:
    return int(5 * round(value / 5))


def _top_of(unit: str) -> float | None:
    match = _SCALE.search(unit)
    return float(match[1] or match[2]) if match else None


def part_way(baseline: float, target: float, share: float) -> float:
    """A whole value that share of the way to the target, or the exact one if no whole one fits."""
    exact = baseline + (target - baseline) * share
    low, high = sorted((baseline, target))
    return float(round(exact)) if low < round(exact) < high else round(exact, 2)


def steps(
    baseline: float, target: float, *, start: date, months: int, count: int
) -> list[StepContent]:
    """Up to `count` steps, evenly between baseline and target in value and time."""
    found: list[StepContent] = []
    is_whole = float(baseline).is_integer() and float(target).is_integer()
    for number in range(1, count + 1):
        share = number / (count + 1)
        value = part_way(baseline, target, share)
        if is_whole and not value.is_integer():
            continue
        if value not in (baseline, target, *(step.value for step in found)):
            by = plus_months(start, round(months * share))
            found.append(StepContent(value=value, by=by))
    return found if _in_order(found, up=target > baseline) else []


def _in_order(found: list[StepContent], *, up: bool) -> bool:
    values = [step.value for step in found]
    return values == sorted(values, reverse=not up)


def in_unit(value: float, unit: str) -> str:
    """ "85%", "92 words correct per minute"."""
    number = number_text(value)
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"


def with_target(criterion: str, unit: str, target: float) -> str | None:
    """A criterion with its own value exchanged for the target; None when it names none in the
    unit.
    """
    kind = unit_kind(unit)
    for number in numbers_in(criterion):
        tail = criterion[number.end :].lstrip().casefold()
        if (number.kind and number.kind == kind) or tail.startswith(unit.casefold()):
            return criterion[: number.start] + number_text(target) + criterion[number.end :]
    return None
