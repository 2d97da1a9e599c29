"""Goals from results, needs and the goal bank."""

import re
from dataclasses import dataclass

from ieps.areas import SECTION_AREAS, Area, area_of, related, section_covers
from ieps.facts import AssessmentFact, GoalBankFact, IepFacts, NeedFact, SectionSpec
from ieps.mentions import numbers_in, unit_kind
from ieps.offline import measures
from ieps.offline.focus import (
    chunk_id_of,
    focus_areas,
    grade_number,
    latest_by_tool,
)
from ieps.offline.phrases import PHRASES
from ieps.offline.words import clipped, phrase
from ieps.schemas import MAX_GOALS, MAX_MONTHS, GoalContent, SectionKind

LONG_TERM, SHORT_TERM = "long_term_goal", "short_term_goals"
SHORT_TERM_MONTHS = 6

# A result in a general area counts once: for unpractised text, and for speaking.
_MEASURED_IN: dict[str, tuple[Area, ...]] = {
    "reading.familiar": (Area.READING_FAMILIAR,),
    "oral_language.receptive": (Area.RECEPTIVE,),
}
_WHO: dict[Area, str] = {
    Area.ORAL_LANGUAGE: "speech-language pathologist",
    Area.RECEPTIVE: "speech-language pathologist",
    Area.EXPRESSIVE: "speech-language pathologist",
    Area.MOTOR: "occupational therapist",
    Area.SOCIAL: "school counselor",
}
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    {"given", "with", "words", "word", "reading", "passage", "level", "each", "from", "test"}
)


@dataclass(frozen=True)
class _Idea:
    """What a goal is to be about: an area, and the need it answers where one is recorded."""

    area: Area
    need: NeedFact | None = None


def section_goals(section: SectionSpec, facts: IepFacts) -> tuple[GoalContent, ...]:
    """The goals of a section that has a need, at least one."""
    if section.key == LONG_TERM:
        ideas = _ideas_without_section(facts)
        return tuple(_annual(idea, section, facts) for idea in ideas)[:MAX_GOALS]
    if section.key == SHORT_TERM:
        ideas = _ideas_without_section(facts)
        return tuple(_short_term(idea, section, facts) for idea in ideas)[:MAX_GOALS]
    if section.key not in SECTION_AREAS:
        return tuple(_annual(idea, section, facts) for idea in _ideas(facts))[:MAX_GOALS]
    return (_of_section(section, facts),)


def _ideas(facts: IepFacts) -> list[_Idea]:
    """One per area of need; needs without a known area each for themselves."""
    ideas: list[_Idea] = []
    for need in facts.student.needs:
        taken = any(idea.area is need.canonical for idea in ideas)
        if need.canonical is Area.OTHER or not taken:
            ideas.append(_Idea(need.canonical, need))
    return ideas or [_Idea(area) for area in focus_areas(facts)]


def _main_idea(facts: IepFacts) -> _Idea:
    """The first need with a result to build on, else the first need."""
    ideas = _ideas(facts)
    return next((idea for idea in ideas if _measured(idea.area, facts)), ideas[0])


def _ideas_without_section(facts: IepFacts) -> list[_Idea]:
    """The main need, and all that no other section of the template sets a goal for."""
    own = [
        section.key
        for section in facts.template.sections
        if section.kind is SectionKind.GOALS and section.key in SECTION_AREAS
    ]
    main = _main_idea(facts)
    left = [
        idea
        for idea in _ideas(facts)
        if idea != main and not any(section_covers(key, idea.area) for key in own)
    ]
    return [main, *left]


def _annual(idea: _Idea, section: SectionSpec, facts: IepFacts) -> GoalContent:
    items = _measured(idea.area, facts)
    return _goal(idea, items[0] if items else None, section, facts, months=MAX_MONTHS, share=1.0)


def _short_term(idea: _Idea, section: SectionSpec, facts: IepFacts) -> GoalContent:
    items = _measured(idea.area, facts)
    item = items[0] if items else None
    return _goal(idea, item, section, facts, months=SHORT_TERM_MONTHS, share=0.5)


def _of_section(section: SectionSpec, facts: IepFacts) -> GoalContent:
    """The section's annual goal, on another measure than the long-term goal where there is one."""
    areas = _MEASURED_IN.get(section.key, SECTION_AREAS[section.key])
    items = [item for item in latest_by_tool(facts, areas) if measures.is_measurable(item)]
    taken = _measured(_main_idea(facts).area, facts)[:1]
    if any(part.key == LONG_TERM for part in facts.template.sections):
        items = [item for item in items if item not in taken] or items
    needs = [need for need in facts.student.needs if section_covers(section.key, need.canonical)]
    idea = _Idea(areas[0], needs[0] if needs else None)
    return _goal(idea, items[0] if items else None, section, facts, months=MAX_MONTHS, share=1.0)


def _measured(area: Area, facts: IepFacts) -> list[AssessmentFact]:
    """Latest results that a goal in the area can be set on, those of the area itself first."""
    if area is Area.OTHER:
        return []  # Two needs of unknown areas have nothing to do with each other's results.
    others = [other for other in Area if other is not area and related(area, other)]
    # A practised text shows less of what the year has brought than a new one.
    areas = (area, *sorted(others, key=lambda other: other is Area.READING_FAMILIAR))
    return [item for item in latest_by_tool(facts, areas) if measures.is_measurable(item)]


def _goal(
    idea: _Idea,
    item: AssessmentFact | None,
    section: SectionSpec,
    facts: IepFacts,
    *,
    months: int,
    share: float,
) -> GoalContent:
    area = item.canonical if item is not None and item.canonical is not Area.OTHER else idea.area
    entry = _bank_entry(area, item, idea.need, facts)
    if item is None or item.score is None:
        return _unmeasured(idea, entry, section, facts, months=months)
    year = measures.annual_target(item.score, item.unit) or item.score + 1
    target = year if share == 1.0 else measures.part_way(item.score, year, share)
    count = 3 if months > SHORT_TERM_MONTHS else 2
    usual = PHRASES[area]
    criterion = _criterion(entry, item.unit, target, falling=target < item.score)
    return GoalContent(
        area=area.value,
        condition=entry.condition if entry else usual.condition,
        behaviour=entry.behaviour if entry else usual.behaviour,
        criterion=criterion,
        baseline_value=item.score,
        baseline_unit=item.unit,
        target_value=target,
        target_unit=item.unit,
        measured_by=clipped(item.tool, 240),
        how_often=_how_often(criterion),
        by_whom=_WHO.get(area, "special education teacher"),
        timeframe_months=months,
        steps=measures.steps(
            item.score, target, start=facts.meeting_date, months=months, count=count
        ),
        evidence=_evidence(item, entry, facts),
    )


def _criterion(entry: GoalBankFact | None, unit: str, target: float, *, falling: bool) -> str:
    if entry is not None:
        changed = measures.with_target(entry.criterion, unit, target)
        if changed is not None:
            return changed
    amount = measures.in_unit(target, unit)
    if unit == "%":
        amount += " correct"
    if falling:
        return f"with no more than {amount} on 3 of 4 occasions"
    verb = "at" if unit_kind(unit) == "rate" else "with"
    return f"{verb} {amount} on 3 of 4 occasions"


def _unmeasured(
    idea: _Idea, entry: GoalBankFact | None, section: SectionSpec, facts: IepFacts, *, months: int
) -> GoalContent:
    """A goal whose baseline is still to be measured: it stays empty."""
    usual = PHRASES[idea.area]
    criterion, unit = "with 80% correct on 4 of 5 occasions", "%"
    condition, behaviour = usual.condition, _stem(idea.area, section) or usual.behaviour
    measured_by = usual.measured_by
    if entry is not None:
        criterion, unit, measured_by = entry.criterion, entry.unit, entry.measured_by
        condition, behaviour = entry.condition, entry.behaviour
    area = idea.area.value
    if idea.area is Area.OTHER and idea.need is not None:
        area = clipped(idea.need.area or idea.need.text, 200)
        condition = f"{usual.condition} ({phrase(idea.need.text)})"
    return GoalContent(
        area=area,
        condition=condition,
        behaviour=behaviour,
        criterion=criterion,
        baseline_value=None,
        baseline_unit=unit,
        target_value=_value_in(criterion, unit),
        target_unit=unit,
        measured_by=measured_by,
        how_often=_how_often(criterion),
        by_whom=_WHO.get(idea.area, "special education teacher"),
        timeframe_months=months,
        steps=[],
        evidence=_evidence(None, entry, facts),
    )


def _how_often(criterion: str) -> str:
    """As often as the criterion counts: five weekly lists are not collected every two weeks."""
    if re.search(r"\bdays\b", criterion):
        return "daily"
    return "weekly" if "weekly" in criterion else "every two weeks"


def _value_in(criterion: str, unit: str) -> float | None:
    kind = unit_kind(unit)
    numbers = numbers_in(criterion)
    named = [number.value for number in numbers if number.kind and number.kind == kind]
    return next(iter(named or [number.value for number in numbers]), None)


def _stem(area: Area, section: SectionSpec) -> str:
    stems = section.default_goal_stems
    return next((stem for stem in stems if related(area_of(stem), area)), "")


def _bank_entry(
    area: Area, item: AssessmentFact | None, need: NeedFact | None, facts: IepFacts
) -> GoalBankFact | None:
    """The entry of the area and grade that fits best in words. With a result it must be in the
    result's unit and share a word with it, for else it would measure something different.
    """
    grade = grade_number(facts)
    entries = [
        entry
        for entry in facts.goal_bank
        if related(area_of(entry.area), area) and entry.grade_from <= grade <= entry.grade_to
    ]
    wanted = _words(need.text) if need else frozenset()
    if item is not None:
        wanted |= _words(f"{item.tool} {item.notes}")
        kind = unit_kind(item.unit)
        entries = [entry for entry in entries if unit_kind(entry.unit) == kind]
        entries = [entry for entry in entries if _shared(entry, wanted)]
    entries.sort(key=lambda entry: (area_of(entry.area) is not area, -_shared(entry, wanted)))
    return entries[0] if entries else None


def _shared(entry: GoalBankFact, wanted: frozenset[str]) -> int:
    return len(wanted & _words(f"{entry.condition} {entry.behaviour} {entry.measured_by}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _COMMON


def _evidence(
    item: AssessmentFact | None, entry: GoalBankFact | None, facts: IepFacts
) -> list[str]:
    cited = [chunk_id_of(item, facts)] if item is not None else []
    if entry is not None:
        cited += [chunk.id for chunk in facts.chunks if _is_entry(chunk.title, chunk.text, entry)]
    return [chunk_id for chunk_id in cited if chunk_id]


def _is_entry(title: str, text: str, entry: GoalBankFact) -> bool:
    return title == entry.title and text == entry.text
