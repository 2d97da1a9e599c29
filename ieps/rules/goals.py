"""Rule 2: what makes a goal measurable, and short-term steps that lie on the way to it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ieps.facts import ChunkKind, IepFacts
from ieps.mentions import (
    normal,
    number_text,
    numbers_in,
    plus_months,
    unit_kind,
)
from ieps.schemas import MAX_MONTHS, GoalContent, SectionContent
from project.findings import Finding, Severity

# Verbs for what goes on inside a person, which nobody can see or count.
VAGUE_VERBS: tuple[str, ...] = (
    "understand",
    "know",
    "learn",
    "appreciate",
    "comprehend",
    "grasp",
    "realize",
    "realise",
    "believe",
    "think",
    "feel",
    "enjoy",
    "value",
    "remember",
    "internalize",
    "internalise",
    "be aware",
    "become aware",
    "be familiar",
    "become familiar",
    "be able to understand",
    "demonstrate understanding",
    "demonstrate knowledge",
    "demonstrate an understanding",
    "show understanding",
    "show an understanding",
    "gain an understanding",
    "gain understanding",
    "work on",
    "try",
    "explore",
    "be exposed",
    "benefit",
    "cope",
    "behave",
    "participate appropriately",
)
# Verbs of change, which say something only together with what is counted.
CHANGE_VERBS: tuple[str, ...] = (
    "improve",
    "increase",
    "decrease",
    "reduce",
    "develop",
    "enhance",
    "strengthen",
    "progress",
    "master",
    "better",
    "grow",
    "expand",
)
# Behaviours a person can see or hear; two of them joined by "and" are two goals.
OBSERVABLE_VERBS: tuple[str, ...] = (
    "read",
    "write",
    "spell",
    "solve",
    "name",
    "retell",
    "answer",
    "identify",
    "count",
    "sort",
    "point",
    "match",
    "compute",
    "calculate",
    "describe",
    "draw",
    "request",
    "follow",
    "segment",
    "blend",
    "compare",
    "summarize",
    "summarise",
    "edit",
    "explain",
    "say",
    "ask",
)
_PAIRS = frozenset({frozenset({"ask", "answer"}), frozenset({"compare", "describe"})})

_VAGUE = re.compile(
    r"^(?:(?:the student|student|he|she|they|\w+) )?(?:will |to |be able to |can )*"
    rf"(?P<verb>{'|'.join(sorted(VAGUE_VERBS, key=len, reverse=True))})(?:s|es|ing)?\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^(?:(?:the student|student|he|she|they|\w+) )?(?:will |to |be able to |can )*"
    rf"(?P<verb>{'|'.join(CHANGE_VERBS)})(?:s|es|ing)?\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\d|percent|per minute|number of|accuracy|\brate\b|words correct|errors|how many|times", re.I
)
_TWO_VERBS = re.compile(
    rf"\b(?P<one>{'|'.join(OBSERVABLE_VERBS)})\b[^.]*?(?:,| and| then|;)\s+(?:then |will |also )*"
    rf"(?P<two>{'|'.join(OBSERVABLE_VERBS)})\b(?!\s+(?:problems?|sheets?|sentences? given))",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"\b(?:daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|termly|every|each|once|twice|per"
    r"|times|x a|at the end of)\b",
    re.IGNORECASE,
)
_LONG_TIME = re.compile(
    r"\b(\d+|one|two|three|four|five)[\s-]+(month|year|week)s?\b", re.IGNORECASE
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_MONTHS_OF = {"month": 1.0, "year": 12.0, "week": 12 / 52}
_NUMBERED = re.compile(
    r"\d|\b(?:zero|no|one|two|three|four|five|six|seven|eight|nine|ten|all|every|each)\b", re.I
)


def check_goals(content: SectionContent, facts: IepFacts) -> list[Finding]:
    """Findings for each goal, in order. Errors are what makes a goal unmeasurable or impossible."""
    return [
        finding
        for index, goal in enumerate(content.goals)
        for finding in _check_goal(goal, f"goals.{index}", facts)
    ]


def _check_goal(goal: GoalContent, place: str, facts: IepFacts) -> Iterator[Finding]:
    yield from _check_behaviour(goal, place)
    yield from _check_parts(goal, place)
    yield from _check_timeframe(goal, place)
    yield from _check_baseline(goal, place, facts)
    yield from _check_target(goal, place)
    yield from _check_steps(goal, place, facts)


def _warn(rule: str, place: str, message: str, fix: str) -> Finding:
    return Finding(Severity.WARNING, rule, place, message, fix)


def _check_behaviour(goal: GoalContent, place: str) -> Iterator[Finding]:
    text = normal(goal.behaviour)
    where = f"{place}.behaviour"
    if not text:
        yield Finding(
            Severity.ERROR,
            "goal-behaviour",
            where,
            "The goal says no behaviour.",
            "Say what the student will do that another person can see or hear.",
        )
        return
    if vague := _VAGUE.match(text):
        yield _warn(
            "goal-vague",
            where,
            f"“{vague['verb']}” cannot be seen or counted.",
            "Start with what the student does: read, write, say, solve, sort, point to.",
        )
    elif (change := _CHANGE.match(text)) and not _MEASURE.search(text[change.end() :]):
        yield _warn(
            "goal-vague",
            where,
            f"“{change['verb']}” has no measure beside it.",
            "Say what the student will do, and count it: read aloud 90 words correct per minute.",
        )
    two = _TWO_VERBS.search(text)
    if two:
        verbs = {two["one"].lower(), two["two"].lower()}
        if len(verbs) == 2 and frozenset(verbs) not in _PAIRS:
            yield _warn(
                "goal-several-behaviours",
                where,
                f"The goal asks for several behaviours ({two['one']}, {two['two']}).",
                "Keep one behaviour and make the other a goal of its own.",
            )


def _check_parts(goal: GoalContent, place: str) -> Iterator[Finding]:
    missing = [
        (field, label)
        for field, label in (
            ("area", "area"),
            ("condition", "condition"),
            ("criterion", "criterion"),
            ("measured_by", "way to measure it"),
            ("how_often", "frequency of measuring"),
            ("by_whom", "person who measures"),
        )
        if not getattr(goal, field)
    ]
    for field, label in missing:
        yield _warn(
            f"goal-{field.replace('_', '-')}",
            f"{place}.{field}",
            f"The goal has no {label}.",
            f"Add the {label}.",
        )
    if goal.criterion and not _NUMBERED.search(normal(goal.criterion)):
        yield _warn(
            "goal-criterion",
            f"{place}.criterion",
            f"The criterion “{goal.criterion}” has no number.",
            "Say how well and how reliably: with 80% accuracy on 4 of 5 weekly probes.",
        )
    if goal.how_often and not _HOW_OFTEN.search(normal(goal.how_often)):
        yield _warn(
            "goal-how-often",
            f"{place}.how_often",
            f"“{goal.how_often}” does not say how often it is measured.",
            "Say how often: every two weeks, once a month.",
        )


def _check_timeframe(goal: GoalContent, place: str) -> Iterator[Finding]:
    for field in ("condition", "behaviour", "criterion"):
        for match in _LONG_TIME.finditer(normal(getattr(goal, field))):
            count = _WORDS.get(match[1].lower()) or float(match[1])
            if count * _MONTHS_OF[match[2].lower()] > MAX_MONTHS:
                yield _warn(
                    "goal-timeframe",
                    f"{place}.{field}",
                    f"“{match.group()}” is longer than the {MAX_MONTHS} months of an annual goal.",
                    "Set what can be reached within a year.",
                )


def _check_baseline(goal: GoalContent, place: str, facts: IepFacts) -> Iterator[Finding]:
    if goal.baseline_value is None:
        yield _warn(
            "goal-baseline",
            f"{place}.baseline_value",
            "The goal has no baseline: not assessed.",
            "Measure it in the first weeks and enter the result before the goal is approved.",
        )
        return
    cited = [facts.chunk(chunk_id) for chunk_id in goal.evidence]
    if not any(chunk is not None and chunk.kind is ChunkKind.ASSESSMENT for chunk in cited):
        yield _warn(
            "goal-evidence",
            f"{place}.evidence",
            "The goal cites no assessment for its baseline.",
            "Cite the assessment that the baseline comes from.",
        )


def _check_target(goal: GoalContent, place: str) -> Iterator[Finding]:
    where = f"{place}.target_value"
    if goal.target_value is None:
        yield _warn(
            "goal-target",
            where,
            "The goal has no target value.",
            "Say what value is to be reached.",
        )
        return
    if goal.baseline_value is not None and goal.baseline_value == goal.target_value:
        yield Finding(
            Severity.ERROR,
            "goal-target",
            where,
            f"The target is the baseline, {goal.target_value:g}.",
            "Set a target that differs from today's score.",
        )
    if goal.baseline_unit and goal.target_unit and not _same_unit(goal):
        yield _warn(
            "goal-unit",
            f"{place}.target_unit",
            f"The baseline is in “{goal.baseline_unit}” and the target in “{goal.target_unit}”.",
            "Measure both in the same unit.",
        )
    elif not goal.unit:
        yield _warn(
            "goal-unit",
            f"{place}.target_unit",
            "The target has no unit.",
            "Name what is counted, for example words correct per minute.",
        )
    yield from _check_criterion_number(goal, place)


def _same_unit(goal: GoalContent) -> bool:
    return unit_kind(goal.baseline_unit) == unit_kind(goal.target_unit)


def _check_criterion_number(goal: GoalContent, place: str) -> Iterator[Finding]:
    """A criterion that speaks in the target's unit must name the target."""
    kind = unit_kind(goal.unit)
    numbers = [n.value for n in numbers_in(normal(goal.criterion)) if n.kind and n.kind == kind]
    if numbers and goal.target_value not in numbers:
        yield _warn(
            "goal-criterion-target",
            f"{place}.criterion",
            f"The criterion says {number_text(numbers[0])} and the target value is "
            f"{number_text(goal.target_value or 0)}.",
            "Make the criterion and the target the same.",
        )


def _check_steps(goal: GoalContent, place: str, facts: IepFacts) -> Iterator[Finding]:
    baseline, target = goal.baseline_value, goal.target_value
    last_day = plus_months(facts.meeting_date, goal.timeframe_months)
    for number, step in enumerate(goal.steps):
        where = f"{place}.steps.{number}"
        if baseline is None or target is None:
            yield _warn(
                "goal-steps",
                where,
                "A step has no meaning without a baseline and a target.",
                "Remove the steps until the baseline is known.",
            )
            return
        low, high = sorted((baseline, target))
        if not low < step.value < high:
            yield Finding(
                Severity.ERROR,
                "goal-steps",
                where,
                f"The step {step.value:g} does not lie between the baseline {baseline:g} and the "
                f"target {target:g}.",
                "Choose a value strictly between the two.",
            )
        if step.by is not None and not facts.meeting_date < step.by <= last_day:
            yield _warn(
                "goal-steps-date",
                where,
                f"The step is due {step.by.isoformat()}, outside the goal's own time "
                f"({facts.meeting_date.isoformat()} to {last_day.isoformat()}).",
                "Set a day within the goal's time.",
            )
    yield from _check_step_order(goal, place)


def _check_step_order(goal: GoalContent, place: str) -> Iterator[Finding]:
    if goal.baseline_value is None or goal.target_value is None:
        return
    sign = 1 if goal.target_value > goal.baseline_value else -1
    values = [sign * step.value for step in goal.steps]
    days = [step.by for step in goal.steps if step.by is not None]
    if any(later <= earlier for earlier, later in pairwise(values)) or any(
        later <= earlier for earlier, later in pairwise(days)
    ):
        yield _warn(
            "goal-steps",
            f"{place}.steps",
            "The steps do not lead one after another towards the target.",
            "Order them from the baseline to the target, by day.",
        )
