"""Facts and plans for tests, and small ways to spoil a plan."""

from collections.abc import Mapping
from typing import Any

from programs import offline, rules
from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.schemas import ProgramMetadata, WeekContent
from project.findings import Finding, Severity

Plan = tuple[ProgramMetadata, dict[int, WeekContent]]


def facts(**values: Any) -> ProgramFacts:
    defaults: dict[str, Any] = {
        "goal": Goal.HYPERTROPHY,
        "level": Level.INTERMEDIATE,
        "weeks": 12,
        "days": 4,
        "minutes": 60,
        "age": 34,
    }
    return ProgramFacts(**defaults | values)


def plan(record: ProgramFacts) -> Plan:
    return offline.compose_program(record)


def errors(found: list[Finding]) -> set[str]:
    return {one.rule for one in found if one.severity is Severity.ERROR}


def slugs(found: list[Finding]) -> set[str]:
    return {one.rule for one in found}


def check_all(
    metadata: ProgramMetadata, weeks: Mapping[int, WeekContent], record: ProgramFacts
) -> list[Finding]:
    return rules.check_all(weeks, metadata, record)


def edited(week: WeekContent, change: Any) -> WeekContent:
    """A copy of the week, after `change` was let loose on its JSON."""
    data = week.model_dump(mode="json")
    change(data)
    return WeekContent.model_validate(data)


def edited_metadata(metadata: ProgramMetadata, change: Any) -> ProgramMetadata:
    data = metadata.model_dump(mode="json")
    change(data)
    return ProgramMetadata.model_validate(data)


def first_main(data, metadata):
    return next(
        entry
        for workout in data["workouts"]
        for entry in workout["exercises"]
        if entry["exercise"] in metadata.main_lifts
    )


def week_errors(change, number=1, **values):
    record = facts(**values)
    metadata, weeks = plan(record)
    spoilt = edited(weeks[number], lambda data: change(data, metadata))
    return errors(rules.check_week(spoilt, number, metadata, record))


def week_findings(change, number=1, **values):
    record = facts(**values)
    metadata, weeks = plan(record)
    spoilt = edited(weeks[number], lambda data: change(data, metadata))
    return slugs(rules.check_week(spoilt, number, metadata, record))
