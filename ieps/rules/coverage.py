"""Rule 4: every need has a goal and a service, and every goal answers a need."""

import re
from collections.abc import Mapping

from ieps.areas import SECTION_AREAS, Area, area_of, areas_in, related, section_covers
from ieps.facts import IepFacts, NeedFact
from ieps.mentions import normal
from ieps.rules.passages import quoted
from ieps.schemas import GoalContent, SectionContent, SectionKind, ServiceContent
from project.findings import Finding, Severity

_ALL_NEEDS = re.compile(
    r"\b(?:all|each|every) (?:of the )?(?:areas?|needs?|goals?)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "with from that this when given student needs need help support level grade class using "
        "more than each them they their will able does into over words work skills time tasks task",
    )
)


def check_coverage(sections: Mapping[str, SectionContent], facts: IepFacts) -> list[Finding]:
    """Warnings; places are the section where something should be added or looked at."""
    needs = facts.student.needs
    goals = [
        (f"{key}.goals.{index}", goal)
        for key, content in sections.items()
        for index, goal in enumerate(content.goals)
    ]
    services = [service for content in sections.values() for service in content.services]
    if not needs:
        return [
            Finding(
                Severity.WARNING,
                "no-needs",
                "present_levels",
                "The record names no needs, so goals and services answer to nothing.",
                "Record the student's needs, then draft again.",
            )
        ]
    found: list[Finding] = []
    for need in needs:
        if not any(_answers(goal, need) for _, goal in goals):
            found.append(_need_without("goal", need, _place_for(need, facts)))
        if not any(_serves(service, need) for service in services):
            found.append(_need_without("service", need, "services"))
    for place, goal in goals:
        is_transition = area_of(goal.area) is Area.TRANSITION
        if not is_transition and not any(_answers(goal, need) for need in needs):
            found.append(
                Finding(
                    Severity.WARNING,
                    "goal-without-need",
                    place,
                    f"The goal in {quoted(goal.area or 'no area')} answers no recorded need.",
                    "Record the need it is for, or leave the goal out.",
                )
            )
    return found


def _need_without(what: str, need: NeedFact, place: str) -> Finding:
    named = f"{need.area}: {need.text}" if need.area else need.text
    return Finding(
        Severity.WARNING,
        f"need-without-{what}",
        place,
        f"No {what} answers the need {quoted(named)}.",
        f"Add a {what} for it.",
    )


def _place_for(need: NeedFact, facts: IepFacts) -> str:
    """The section that should hold a goal for the need, among those of the template."""
    for section in facts.template.sections:
        is_own = section.kind is SectionKind.GOALS and section.key in SECTION_AREAS
        if is_own and section_covers(section.key, need.canonical):
            return section.key
    return "short_term_goals"


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(normal(text).casefold())) - _COMMON


def _answers(goal: GoalContent, need: NeedFact) -> bool:
    area = need.canonical
    own = area_of(goal.area) if goal.area else area_of(f"{goal.behaviour} {goal.condition}")
    if area is not Area.OTHER and own is not Area.OTHER:
        return related(area, own)
    if goal.area and goal.area.casefold() in {need.area.casefold(), need.text.casefold()}:
        return True
    shared = _words(f"{need.area} {need.text}") & _words(
        f"{goal.area} {goal.condition} {goal.behaviour}"
    )
    return len(shared) >= 2


def _serves(service: ServiceContent, need: NeedFact) -> bool:
    text = f"{service.what} {service.provider_role}"
    if _ALL_NEEDS.search(text):
        return True
    if any(related(need.canonical, area) for area in areas_in(service.what)):
        return True
    return len(_words(f"{need.area} {need.text}") & _words(service.what)) >= (
        1 if need.canonical is Area.OTHER else 2
    )
