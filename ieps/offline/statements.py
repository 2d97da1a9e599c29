"""The prose of each section."""

from collections.abc import Sequence

from ieps.areas import SECTION_AREAS, Area, related
from ieps.facts import NOT_ASSESSED, IepFacts, SectionSpec
from ieps.mentions import plus_months
from ieps.offline.focus import (
    chunk_id_of,
    focus_areas,
    latest_by_tool,
    needs_of,
    result_areas,
    section_focus,
)
from ieps.offline.goals import LONG_TERM, SHORT_TERM, SHORT_TERM_MONTHS
from ieps.offline.hints import hints
from ieps.offline.phrases import PHRASES
from ieps.offline.services import time_away
from ieps.offline.words import (
    Cited,
    area_name,
    clipped,
    grade_phrase,
    joined,
    listed,
    name,
    phrase,
    results_sentence,
)
from ieps.rules.contents import (
    MAJORITY_AGE,
    TRANSITION_AGE,
    rights_notice_is_due,
    transition_is_due,
)
from ieps.schemas import MAX_RECOMMENDATIONS, GoalContent, StatementDraft

MAX_LISTED = 10
MAX_STATEMENT = 7_900

_ACCOMMODATIONS: dict[Area, tuple[str, ...]] = {
    Area.READING: ("extended time for reading", "directions read aloud"),
    Area.COMPREHENSION: ("extended time for reading", "a place to mark the text"),
    Area.SPELLING: ("typed answers where spelling is not scored",),
    Area.WRITING: ("extended time for writing", "a planning sheet where the test allows it"),
    Area.MATH: ("math items read aloud", "graph paper"),
    Area.ORAL_LANGUAGE: ("directions repeated and shown in writing",),
    Area.CONCEPT: ("directions shown with an example",),
    Area.BEHAVIOUR: ("a quiet place", "breaks between parts"),
    Area.SOCIAL: ("a familiar adult present",),
    Area.MOTOR: ("typed or dictated answers",),
}


def statement(section: SectionSpec, facts: IepFacts) -> StatementDraft:
    """A section of prose; one that has no text of its own here reports results and needs."""
    if section.key == "transition" and transition_is_due(facts) is False:
        return StatementDraft(statement="", not_applicable_reason=_too_young(facts))
    writers = {
        "present_levels": present_levels,
        "progress_reporting": _progress_reporting,
        "participation": _participation,
        "assessment_accommodations": _accommodations,
        "transition": _transition,
    }
    write = writers.get(section.key)
    cited = write(facts) if write else _results_and_needs(section.key, facts)
    return StatementDraft(
        statement=clipped(cited.text, MAX_STATEMENT), evidence=list(cited.evidence)
    )


def student_info(facts: IepFacts) -> str:
    """Name, date of birth, class, date of the IEP; what is not recorded says so."""
    student = facts.student
    born = student.birth_date.isoformat() if student.birth_date else "not recorded"
    group = joined(grade_phrase(facts), student.class_name and f"class {student.class_name}")
    return "\n".join(
        (
            f"Name: {student.full_name or 'not recorded'}",
            f"Date of birth: {born}",
            f"Class: {group or 'not recorded'}",
            f"Date of IEP: {facts.meeting_date.isoformat()}",
        )
    )


def no_need_reason(section: SectionSpec, facts: IepFacts) -> Cited:
    """Why a section is left out: nobody recorded a need, whatever the results."""
    areas = SECTION_AREAS[section.key]
    scored = [item for item in latest_by_tool(facts, areas) if item.score is not None]
    after, cited = f", and it was {NOT_ASSESSED}", None
    if scored:
        item, cited = scored[0], chunk_id_of(scored[0], facts)
        day = item.date.isoformat()
        after = f"; the latest result is {item.score_text} ({phrase(item.tool)}, {day})"
    text = f"No need in {area_name(areas[0])} is recorded for {name(facts)}{after}."
    return Cited(text, (cited,) if cited else ())


def needs_sentence(key: str, facts: IepFacts) -> str:
    needs = needs_of(key, facts)[:MAX_LISTED]
    if not needs:
        return ""
    return f"Recorded needs: {'; '.join(phrase(need.text) for need in needs)}."


def recommendations(section: SectionSpec, facts: IepFacts) -> Sequence[str]:
    """What to do in class for the section's own areas; none in sections about all areas."""
    if section.key not in SECTION_AREAS:
        return ()
    areas = SECTION_AREAS[section.key]
    needs = needs_of(section.key, facts)[:MAX_LISTED]
    return [*hints(areas[:1], needs), *PHRASES[areas[0]].recommendations][:MAX_RECOMMENDATIONS]


def goals_statement(section: SectionSpec, facts: IepFacts, goals: Sequence[GoalContent]) -> Cited:
    """What the section's goals start from."""
    results = results_sentence(section.key, facts)
    if section.key == LONG_TERM:
        results = _baselines(facts, goals)
        areas = listed(dict.fromkeys(phrase(goal.area) for goal in goals))
        what = "goal of the year for {} is" if len(goals) == 1 else "goals of the year for {} are"
        first = f"The {what.format(name(facts))} in {areas}."
        return Cited(joined(first, results.text), results.evidence)
    if section.key == SHORT_TERM:
        end = plus_months(facts.meeting_date, SHORT_TERM_MONTHS)
        period = f"Period: {facts.meeting_date.isoformat()} to {end.isoformat()}."
        results = _baselines(facts, goals)
        return Cited(joined(period, results.text), results.evidence)
    text = joined(results.text, needs_sentence(section.key, facts))
    return Cited(clipped(text, MAX_STATEMENT), results.evidence)


def _baselines(facts: IepFacts, goals: Sequence[GoalContent]) -> Cited:
    known = [goal for goal in goals if goal.baseline_value is not None]
    unknown = [goal for goal in goals if goal.baseline_value is None]
    lines: list[str] = []
    cited: list[str] = []
    for goal in known:
        item = next(
            item
            for item in latest_by_tool(facts, tuple(Area))
            if (item.tool, item.score) == (goal.measured_by, goal.baseline_value)
        )
        lines.append(
            f"Baseline in {goal.area}: {item.score_text}, {phrase(item.tool)}, "
            f"{item.date.isoformat()}."
        )
        chunk_id = chunk_id_of(item, facts)
        cited += [chunk_id] if chunk_id else []
    if unknown:
        areas = listed(dict.fromkeys(phrase(goal.area) for goal in unknown))
        lines.append(f"Baseline in {areas}: {NOT_ASSESSED}, to be measured before the goal starts.")
    return Cited("\n".join(lines), tuple(dict.fromkeys(cited)))


def _results_and_needs(key: str, facts: IepFacts) -> Cited:
    results = results_sentence(key, facts)
    return Cited(joined(results.text, needs_sentence(key, facts)), results.evidence)


def present_levels(facts: IepFacts) -> Cited:
    """Who the student is, strengths, results, needs, and what they mean in class."""
    student = facts.student
    results = results_sentence("present_levels", facts)
    strengths = listed(phrase(item) for item in student.strengths[:MAX_LISTED])
    lines = [
        _introduction(facts),
        f"Strengths: {strengths}." if strengths else "",
        results.text,
        _unassessed(facts),
        needs_sentence("present_levels", facts),
        _effects(facts),
    ]
    return Cited("\n".join(line for line in lines if line), results.evidence)


def _introduction(facts: IepFacts) -> str:
    student = facts.student
    age = facts.age
    group = joined(grade_phrase(facts), student.class_name and f"(class {student.class_name})")
    parts = [
        f"{name(facts)} is {age} years old" if age is not None else "",
        f"in {group}" if group else "",
    ]
    first = listed(parts) if age is not None else (f"{name(facts)} is in {group}" if group else "")
    languages = listed(phrase(language) for language in student.languages[:MAX_LISTED])
    category = phrase(student.disability_category)
    return joined(
        f"{first}." if first else f"This is the record of {name(facts)}.",
        f"Languages: {languages}." if languages else "",
        f"Disability category as recorded by the team: {category}." if category else "",
    )


def _unassessed(facts: IepFacts) -> str:
    """The areas of need without a score."""
    scored = {item.canonical for item in facts.assessments if item.score is not None}
    missing = [
        area_name(area)
        for area in focus_areas(facts)
        if not any(related(area, other) for other in scored)
    ]
    return f"Without a score: {listed(missing)} ({NOT_ASSESSED})." if missing else ""


def _effects(facts: IepFacts) -> str:
    effects = [
        f"In {area_name(area)}: {PHRASES[area].effect}." for area in focus_areas(facts)[:MAX_LISTED]
    ]
    return f"What this means for {name(facts)} in the general curriculum:\n" + "\n".join(effects)


def _progress_reporting(facts: IepFacts) -> Cited:
    areas = listed(area_name(area) for area in focus_areas(facts))
    items = latest_by_tool(facts, result_areas("progress_reporting", facts))[:MAX_LISTED]
    tools = listed(dict.fromkeys(phrase(item.tool) for item in items if item.score is not None))
    results = results_sentence("progress_reporting", facts)
    how = (
        f"Progress of {name(facts)} in {areas} is measured as often as each goal says, with the "
        "measure that it names, and charted by the person who measures."
    )
    used = f"Measures in use so far: {tools}." if tools else f"Measures so far: {NOT_ASSESSED}."
    when = (
        f"The family gets a written report with each report card, from "
        f"{facts.meeting_date.isoformat()} to {facts.end_date.isoformat()}, that says for each "
        "goal the latest value and whether it is on the way to the target. The report starts "
        "from these values."
    )
    return Cited(joined(how, used, when) + f"\n{results.text}", results.evidence)


def _participation(facts: IepFacts) -> Cited:
    student = facts.student
    group = f" ({phrase(student.class_name)})" if student.class_name else ""
    placed = ""
    if student.placement:
        placed = f"Placement as recorded by the team: {phrase(student.placement)}."
    strengths = listed(phrase(item) for item in student.strengths[:MAX_LISTED])
    together = (
        f"{name(facts)} will take part with peers in class{group}, in activities, at meals and at "
        "breaks."
    )
    build = f"Strengths to build on with peers: {strengths}." if strengths else ""
    supports = [
        f"In {area_name(area)}: {PHRASES[area].recommendations[0]}"
        for area in focus_areas(facts)[:MAX_LISTED]
    ]
    away = (
        f"Time away from peers will be for {time_away(facts)}, and no longer, because these skills "
        "will be taught at the student's own level."
    )
    with_supports = "Supports in class will be:\n" + "\n".join(supports)
    return Cited("\n".join(line for line in (placed, together, build, with_supports, away) if line))


def _accommodations(facts: IepFacts) -> Cited:
    found: list[str] = []
    for area in focus_areas(facts):
        for own, items in _ACCOMMODATIONS.items():
            if related(own, area):
                found += items
    offered = listed(dict.fromkeys(found)) or "extended time and breaks between parts"
    areas = listed(area_name(area) for area in focus_areas(facts))
    text = (
        f"In state and district assessments {name(facts)} will use these accommodations: "
        f"{offered}. "
        f"They follow from the recorded needs in {areas}. The team checks each against the rules "
        "of the assessment, and sees that it is also used in class."
    )
    return Cited(joined(text, needs_sentence("assessment_accommodations", facts)))


def _too_young(facts: IepFacts) -> str:
    return (
        f"{name(facts)} is {facts.age} years old and does not turn {TRANSITION_AGE} while this IEP "
        "is in effect."
    )


def _transition(facts: IepFacts) -> Cited:
    who = name(facts)
    known = facts.student.birth_date is not None
    unknown_age = (
        ""
        if known
        else "The date of birth is not recorded, so the team first checks whether transition is "
        "due."
    )
    results = results_sentence("transition", facts)
    strengths = listed(phrase(item) for item in facts.student.strengths[:MAX_LISTED])
    areas = listed(area_name(area) for area in section_focus("", facts))
    goals = (
        f"Education or training: after school, {who} will take up a course or training that the "
        "team and the student choose from the student's interests.\n"
        f"Employment: after school, {who} will have a job that fits these strengths, with the "
        "supports that are found to work.\n"
        f"Independent living: where it fits, {who} will plan and travel a weekly route alone."
    )
    steps = (
        f"Toward them, courses and services will build on the goals in {areas}: an interest "
        "survey, visits to places of work and study, and a part in leading the meeting."
    )
    build = f"Strengths to build on: {strengths}." if strengths else ""
    lines = [unknown_age, results.text, goals, steps, build, _rights(facts)]
    return Cited("\n".join(line for line in lines if line), results.evidence)


def _rights(facts: IepFacts) -> str:
    if not rights_notice_is_due(facts):
        return ""
    return (
        f"The school will tell {name(facts)} and the family in writing of the rights that transfer "
        f"at the age of majority ({MAJORITY_AGE}, unless the state sets another)."
    )
