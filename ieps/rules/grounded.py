"""Rule 3: every number, date and test name exists in the record, else its sentence is flagged.

What must be grounded
- A *claim* says how things are or were. Every number and date in it must be in the record, with the
  same kind of unit (62% is not the 62nd percentile). Anything else is an error.
- A *plan* says what will be done. Its numbers are ours to choose, so these pass: targets, steps,
  minutes and months that the section itself states; times and frequencies ("3 times a week");
  trials ("4 of 5"); small counts; percentages as a criterion; days of the coming year. Any other
  number in a plan is a warning.
- Which is which: goals' and services' fields, recommendations, and the prose of the sections about
  what will be done are plans, other prose is a claim. A clause that reports ("scored", "currently",
  "percentile", "was") is a claim wherever it stands, one that plans ("will", "goal", "target") a
  plan; a clause without either follows the one before it. What follows "from", "baseline" or
  "scored" is a claim in any clause.
- A number may also follow from the record: the student's age, the difference between two scores of
  the same tool, how many results or needs there are.
- A number under another tool's name or another day than the record has it is a warning.
- Test names: see `tools`. In a plan an unrecorded one is a warning, in a claim an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ieps.facts import IepFacts, SectionSpec
from ieps.mentions import (
    DateMention,
    NumberMention,
    dates_in,
    normal,
    numbers_in,
    plus_months,
)
from ieps.record import Record, Score
from ieps.rules.copies import mask_names
from ieps.rules.passages import Passage, Role, clauses, passages, quoted, sentences
from ieps.rules.tools import unknown_tests
from ieps.schemas import SectionContent
from project.findings import Finding, Severity

PLAN_SECTIONS = frozenset(
    {"services", "progress_reporting", "participation", "assessment_accommodations", "transition"}
)
SMALL_COUNT = 20
# A plan may look a little past the year of the IEP (the next meeting); transition looks further.
PLAN_MONTHS = 15
TRANSITION_MONTHS = 12 * 9

_CLAIM = re.compile(
    r"\b(?:scor(?:e|es|ed) (?:is|was|of|at|on|in)|scored|earned|obtained|achieved|attained|tested"
    r"|assessed|percentile|standard score|grade equivalent|baseline|currently|at present|presently"
    r"|as of|to date|so far|last (?:year|term|spring|fall|autumn|winter|summer|month|week)"
    r"|previous(?:ly)?|results? (?:is|was|of|show)|(?:results?|scores?|data|probes?) show(?:s|ed)?"
    r"|performed|performs|was|were|had|has been|have been|ranked|fell|rose|gained|dropped"
    r"|now (?:reads|writes|spells|solves)|(?:is|are) (?:at|reading|writing|spelling|performing))\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:will|goals?|targets?|aims?|should|expected to|planned|plans? to|to reach|reach(?:es)? "
    r"|at least|criterion)\b",
    re.IGNORECASE,
)
_CLAIM_BEFORE = re.compile(
    r"\b(?:scored|baseline(?: score)?(?: is| of| was)?|currently(?: at| reads| scores)?|from"
    r"|up from|down from|score (?:of|was|is))\s*:?\s*(?:an? |about |only |the )?$",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(
    r"(?:\s*(?:-|–|to|or)\s*\d+)?[\s-]*(?:school |consecutive |weekly |more |extra |additional )*"
    r"(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|terms?|quarters?|sessions?|times?|x\b"
    r"|words?\b(?! (?:read "
    r"|correct|per))|pages?\b|trials?|opportunit|probes?|attempts?|occasions?|data "
    r"points|consecutive|in a row)",
    re.IGNORECASE,
)
_TRIALS = re.compile(r"\d+\s*(?:out of|of|/)\s*(?:the |every |his |her |their )?(?:last )?\d+")
_COUNTED = re.compile(
    r"\s*(?:[a-z]+ ){0,2}(?:assessments?|results?|scores?|needs?|strengths?|goals?|services?|notes?"
    r"|areas?|languages?)\b",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"[\s-]*(?:years?|yrs?)[\s-]*(?:old|of age)\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged?|turns?|turned|age of|is now)\s*$", re.IGNORECASE)
_LEGAL_AGES = frozenset({14.0, 16.0, 17.0, 18.0, 21.0})
_CHANGE = re.compile(
    r"\b(?:gain\w*|increas\w*|rose|risen|grew|grown|growth|improv\w*|up by|down by|drop\w*|fell"
    r"|decreas\w*|declin\w*|differ\w*|more than|less than|higher|lower)\b",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*\(?\d{1,2}[.)]\s+")


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    is_claim: bool
    reports: bool


class _Checker:
    """Holds one section's texts against the record."""

    def __init__(self, content: SectionContent, section: SectionSpec, facts: IepFacts) -> None:
        self.content = content
        self.section = section
        self.facts = facts
        self.record: Record = facts.record
        self.months = TRANSITION_MONTHS if section.key == "transition" else PLAN_MONTHS

    @cached_property
    def own_numbers(self) -> frozenset[float]:
        """The numbers that the section's own goals and services set."""
        values: set[float] = set()
        for goal in self.content.goals:
            values.update(step.value for step in goal.steps)
            values.add(float(goal.timeframe_months))
            if goal.target_value is not None:
                values.add(goal.target_value)
        for service in self.content.services:
            if service.minutes_per_session:
                values.add(float(service.minutes_per_session))
        for passage in passages(self.content):
            if passage.role in (Role.GOAL, Role.SERVICE):
                values.update(number.value for number in numbers_in(passage.text))
        return frozenset(values)

    @cached_property
    def material(self) -> str:
        """Our own text: what a plan may quote though nobody recorded it of the student."""
        entries = [entry.text for entry in self.facts.goal_bank]
        entries += [chunk.text for chunk in self.facts.chunks if not chunk.is_record]
        entries += [self.section.guidance, *self.section.default_goal_stems]
        return normal(" \n ".join(entries))

    @cached_property
    def material_numbers(self) -> frozenset[float]:
        return frozenset(number.value for number in numbers_in(self.material))

    @cached_property
    def differences(self) -> frozenset[float]:
        """What a student gained or lost between any two results of the same tool and unit."""
        groups: dict[tuple[str, str], list[float]] = {}
        for score in self.record.scores:
            if score.value is not None:
                key = (score.tool.casefold(), score.unit.casefold())
                groups.setdefault(key, []).append(score.value)
        return frozenset(
            round(abs(one - other), 4)
            for values in groups.values()
            for one in values
            for other in values
        )

    def check(self) -> Iterator[Finding]:
        for passage in passages(self.content):
            for sentence in sentences(passage.text):
                yield from self.check_sentence(passage, sentence)

    def check_sentence(self, passage: Passage, sentence: str) -> Iterator[Finding]:
        parts = list(self.read_clauses(passage, sentence))
        numbers = self.counted_numbers(sentence)
        days = dates_in(sentence)
        yield from self.check_numbers(passage, sentence, parts, numbers)
        yield from self.check_dates(passage, sentence, parts, days)
        yield from self.check_tests(passage, sentence, parts)
        if any(part.is_claim for part in parts):
            yield from self.check_source(passage, sentence, numbers, days)

    def read_clauses(self, passage: Passage, sentence: str) -> Iterator[_Clause]:
        is_claim = passage.role in (Role.STATEMENT, Role.REASON)
        if self.section.key in PLAN_SECTIONS and passage.role is Role.STATEMENT:
            is_claim = False
        for start, end in clauses(sentence):
            text = sentence[start:end]
            reports, plans = bool(_CLAIM.search(text)), bool(_PLAN.search(text))
            if reports or plans:
                is_claim = reports and not plans
            yield _Clause(start, end, is_claim, reports)

    @staticmethod
    def counted_numbers(sentence: str) -> list[NumberMention]:
        mark = _LIST_MARK.match(sentence)
        return [
            number for number in numbers_in(sentence) if not (mark and number.start < mark.end())
        ]

    def check_numbers(
        self,
        passage: Passage,
        sentence: str,
        parts: list[_Clause],
        numbers: list[NumberMention],
    ) -> Iterator[Finding]:
        invented: list[str] = []
        unplanned: list[str] = []
        for number in numbers:
            part = _part_at(parts, number.start)
            if self.is_age(sentence, part, number):
                if not self.age_is_known(number):
                    invented.append(_shown(number))
                continue
            if self.record.has_number(number.value, number.kind):
                continue
            if self.follows_from_record(sentence, part, number):
                continue
            before = sentence[part.start : number.start]
            if part.is_claim or _CLAIM_BEFORE.search(before):
                invented.append(_shown(number))
            elif passage.role is not Role.GOAL and not self.may_plan(sentence, number):
                unplanned.append(_shown(number))
        if invented:
            yield _ungrounded(passage, sentence, invented)
        if unplanned:
            yield Finding(
                Severity.WARNING,
                "unexplained-number",
                passage.place,
                f"{quoted(sentence)} uses {_listed(unplanned)}, which is neither in the record nor "
                "set by a goal or service of this section.",
                "Take the number from the record, or say what it measures.",
            )

    @staticmethod
    def is_age(sentence: str, part: _Clause, number: NumberMention) -> bool:
        before = sentence[part.start : number.start]
        return bool(_AGE_AFTER.match(sentence, number.end) or _AGE_BEFORE.search(before))

    def age_is_known(self, number: NumberMention) -> bool:
        """The student's age in the year of the IEP, one the record tells, or one the law names."""
        if number.value in _LEGAL_AGES and self.section.key in PLAN_SECTIONS:
            return True
        age = self.record.age
        if age is None:
            return self.record.has_number(number.value)
        told = any(self.record.says(f"{number.text}{gap}year") for gap in (" ", "-"))
        return told or number.value in (age, age + 1)

    def follows_from_record(self, sentence: str, part: _Clause, number: NumberMention) -> bool:
        if number.kind == "percentile":
            return False
        if self.section.key == "transition" and number.value in _LEGAL_AGES and not number.kind:
            return True
        if _CHANGE.search(sentence[part.start : part.end]) and number.value in self.differences:
            return True
        counts = number.value <= SMALL_COUNT and not number.kind
        return counts and bool(_COUNTED.match(sentence, number.end))

    def may_plan(self, sentence: str, number: NumberMention) -> bool:
        if number.value in self.own_numbers or number.value in self.material_numbers:
            return True
        if number.kind == "percent":
            return True
        if number.kind == "percentile":
            return False
        if number.value <= SMALL_COUNT and number.value.is_integer():
            return True
        if _TIME_AFTER.match(sentence, number.end):
            return True
        return any(
            match.start() <= number.start < match.end() for match in _TRIALS.finditer(sentence)
        )

    def check_dates(
        self, passage: Passage, sentence: str, parts: list[_Clause], days: list[DateMention]
    ) -> Iterator[Finding]:
        last = plus_months(self.facts.meeting_date, self.months)
        unknown: list[str] = []
        for mention in days:
            if self.record.has_day_in(mention.span):
                continue
            ahead = self.facts.meeting_date <= mention.span.last and mention.span.first <= last
            part = _part_at(parts, mention.start)
            if not ahead or (part.is_claim and part.reports):
                unknown.append(mention.text)
        if unknown:
            yield _ungrounded(passage, sentence, unknown)
        informal = [mention.text for mention in days if mention.span.is_day and not mention.iso]
        if informal:
            yield Finding(
                Severity.NOTE,
                "date-format",
                passage.place,
                f"{quoted(sentence)} writes {_listed(informal)} in another form than ISO 8601.",
                "Write dates as 2026-09-01.",
            )

    def check_tests(
        self, passage: Passage, sentence: str, parts: list[_Clause]
    ) -> Iterator[Finding]:
        student = self.facts.student
        text = mask_names(sentence, student.full_name, student.given_name)
        source = self.record.text
        is_claim = any(part.is_claim for part in parts)
        if not is_claim:
            source = f"{source} \n {self.material}"
        names = unknown_tests(text, source)
        if names and is_claim:
            yield _ungrounded(passage, sentence, names)
        elif names:
            yield Finding(
                Severity.WARNING,
                "unrecorded-test",
                passage.place,
                f"{quoted(sentence)} names {_listed(names)}, which is not in the record.",
                "Name a tool of the record, or the kind of measure, such as a weekly probe.",
            )

    def check_source(
        self,
        passage: Passage,
        sentence: str,
        numbers: list[NumberMention],
        days: list[DateMention],
    ) -> Iterator[Finding]:
        """A recorded score under one other recorded tool, or on another recorded day."""
        tools = self.tools_named(sentence)
        exact = {mention.span.first for mention in days if mention.span.is_day}
        if len(tools) > 1 or len(exact) > 1 or not (tools or exact):
            return
        for number in numbers:
            owners = [score for score in self.record.scores if _is_score(number, score)]
            if not owners or len([other for other in numbers if other.kind == number.kind]) > 1:
                continue
            right_tool = not tools or any(score.tool.casefold() in tools for score in owners)
            right_day = not exact or any(score.day in exact for score in owners)
            if not (right_tool and right_day):
                yield _misplaced(passage, sentence, number, owners[0])

    def tools_named(self, sentence: str) -> set[str]:
        words = " ".join(sentence.casefold().split())
        named = {score.tool.casefold() for score in self.record.scores if score.tool}
        found = {tool for tool in named if " ".join(tool.split()) in words}
        return {
            tool for tool in found if not any(tool != other and tool in other for other in found)
        }


def _is_score(number: NumberMention, score: Score) -> bool:
    """Whether the number can only be this assessment's score or percentile: it names its unit."""
    if number.kind == "percentile":
        return score.percentile == number.value
    return bool(number.kind) and any(
        value == number.value and kind == number.kind for value, kind in score.numbers()
    )


def _part_at(parts: list[_Clause], position: int) -> _Clause:
    return next((part for part in parts if position < part.end), parts[-1])


def _shown(number: NumberMention) -> str:
    suffix = {"percent": "%", "percentile": " (percentile)"}.get(number.kind, "")
    return f"{number.text}{suffix}"


def _listed(items: list[str]) -> str:
    return ", ".join(dict.fromkeys(items))


def _ungrounded(passage: Passage, sentence: str, items: list[str]) -> Finding:
    are = "is" if len(set(items)) == 1 else "are"
    return Finding(
        Severity.ERROR,
        "ungrounded",
        passage.place,
        f"{quoted(sentence)} states {_listed(items)}, which {are} not in the record.",
        "Use only what the record says; where there is no score, write “not assessed”.",
    )


def _misplaced(passage: Passage, sentence: str, number: NumberMention, owner: Score) -> Finding:
    return Finding(
        Severity.WARNING,
        "wrong-source",
        passage.place,
        f"{quoted(sentence)} gives {_shown(number)}, which the record has for {owner.tool} on "
        f"{owner.day.isoformat()}.",
        "Check which test and which day the score belongs to.",
    )


def check_grounded(content: SectionContent, section: SectionSpec, facts: IepFacts) -> list[Finding]:
    """Findings for the numbers, dates and test names of the section's texts."""
    return list(_Checker(content, section, facts).check())
