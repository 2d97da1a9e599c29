"""Drafts a section from the record alone, without any model.

`compose` returns the class that a model would return for the section, grounded in the record: what
the record does not say is "not assessed" or left out, and a baseline nobody measured stays empty.
Values that are ours to propose (targets, minutes, frequencies) are starting points for the team.
"""

from ieps.facts import IepFacts, SectionSpec
from ieps.offline import goals, services, statements
from ieps.offline.focus import has_need
from ieps.offline.words import joined, results_sentence
from ieps.schemas import (
    STUDENT_INFO,
    GoalsDraft,
    RecommendationsDraft,
    SectionDraft,
    SectionKind,
    ServicesDraft,
    StatementDraft,
)

__all__ = ["compose"]


def compose(section: SectionSpec, facts: IepFacts) -> SectionDraft:
    """The section's draft: pure, deterministic, in about a millisecond. Any record will do."""
    if section.key == STUDENT_INFO:
        return StatementDraft(statement=statements.student_info(facts))
    if section.kind is SectionKind.GOALS:
        return _goals(section, facts)
    if section.kind is SectionKind.RECOMMENDATIONS:
        return _recommendations(section, facts)
    if section.kind is SectionKind.SERVICES:
        return ServicesDraft(
            statement=services.statement(facts), services=list(services.services(facts))
        )
    return statements.statement(section, facts)


def _goals(section: SectionSpec, facts: IepFacts) -> GoalsDraft:
    if not has_need(section.key, facts):
        reason = statements.no_need_reason(section, facts)
        return GoalsDraft(
            statement="",
            goals=[],
            not_applicable_reason=reason.text,
            evidence=list(reason.evidence),
        )
    drafted = goals.section_goals(section, facts)
    statement = statements.goals_statement(section, facts, drafted)
    return GoalsDraft(
        statement=statement.text,
        goals=list(drafted),
        recommendations=list(statements.recommendations(section, facts)),
        evidence=list(statement.evidence),
    )


def _recommendations(section: SectionSpec, facts: IepFacts) -> RecommendationsDraft:
    if not has_need(section.key, facts):
        reason = statements.no_need_reason(section, facts)
        return RecommendationsDraft(
            statement="",
            recommendations=[],
            not_applicable_reason=reason.text,
            evidence=list(reason.evidence),
        )
    results = results_sentence(section.key, facts)
    return RecommendationsDraft(
        statement=joined(results.text, statements.needs_sentence(section.key, facts)),
        recommendations=list(statements.recommendations(section, facts)),
        evidence=list(results.evidence),
    )
