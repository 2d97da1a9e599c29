"""Drafts to plant faults in, and short ways to check them."""

from datetime import date
from typing import Any

from ieps import rules
from ieps.schemas import (
    GoalContent,
    SectionContent,
    ServiceContent,
    StepContent,
)
from project.findings import Finding
from tests.ieps.records import facts, section


def goal(**values: Any) -> GoalContent:
    base: dict[str, Any] = {
        "area": "reading fluency",
        "condition": "Given an unfamiliar grade 4 passage",
        "behaviour": "read the passage aloud",
        "criterion": "at 85 words correct per minute on 4 of 5 weekly probes",
        "baseline_value": 58.0,
        "baseline_unit": "words correct per minute",
        "target_value": 85.0,
        "target_unit": "words correct per minute",
        "measured_by": "Harbor Oral Reading Probe",
        "how_often": "every two weeks",
        "by_whom": "special education teacher",
        "timeframe_months": 12,
        "steps": [
            StepContent(value=67, by=date(2026, 12, 18)),
            StepContent(value=76, by=date(2027, 3, 19)),
        ],
        "evidence": ["A4"],
    }
    return GoalContent(**(base | values))


def service(**values: Any) -> ServiceContent:
    base: dict[str, Any] = {
        "what": "Specialized instruction in reading, spelling, writing and math",
        "frequency": "4 times a week",
        "minutes_per_session": 45,
        "location": "resource room",
        "duration": "12 months",
        "start_date": "2026-09-21",
        "provider_role": "special education teacher",
    }
    return ServiceContent(**(base | values))


def check(key: str, content: SectionContent, **values: Any) -> list[Finding]:
    return rules.check_section(content, section(key), facts(**values))


def check_text(text: str, key: str = "present_levels", **values: Any) -> list[Finding]:
    """Findings of a statement, without the remarks on what a whole section should also say."""
    found = check(key, SectionContent(statement=text), **values)
    return [finding for finding in found if finding.rule != "incomplete-section"]


def rule_names(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found}
