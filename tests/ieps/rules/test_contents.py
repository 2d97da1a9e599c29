"""Rule 1: what 34 CFR 300.320 asks for."""

from datetime import date
from typing import Any

import pytest

from ieps import rules
from ieps.schemas import (
    SectionContent,
)
from tests.ieps.records import TEMPLATE, facts, student
from tests.ieps.rules.drafts import check, goal, rule_names, service


def test_missing_required_sections_are_errors():
    found = rules.check_iep({"long_term_goal": SectionContent(goals=[goal()])}, facts())

    missing = {f.place for f in found if f.rule == "required-section"}
    assert missing == {
        "present_levels", "services", "progress_reporting", "participation",
        "assessment_accommodations",
    }  # fmt: skip


def test_missing_transition_is_an_error_only_when_due():
    older = facts(student=student(birth_date=date(2011, 9, 14)))
    youngest = facts(student=student(birth_date=date(2011, 9, 15)))

    assert "transition" in {f.place for f in rules.check_iep({}, older)}
    assert "transition" not in {f.place for f in rules.check_iep({}, youngest)}


def test_iep_without_goals_is_an_error():
    assert "annual-goals" in rule_names(rules.check_iep({}, facts()))


@pytest.mark.parametrize("part", TEMPLATE.sections[1:], ids=lambda part: part.key)
def test_empty_section_is_found(part):
    found = rules.check_section(SectionContent(), part, facts())

    assert rule_names(found) == {"empty-section"}


@pytest.mark.parametrize(
    ("key", "reason", "rule"),
    [
        ("spelling", "No need in spelling is recorded for Mina.", None),
        ("spelling", "n/a", "not-applicable"),
        ("participation", "Mina takes part in all lessons with peers.", None),
        ("present_levels", "There is nothing to say here today.", "required-section"),
        ("services", "There is nothing to say here today.", "required-section"),
        ("transition", "Mina does not turn 16 while this IEP is in effect.", None),
    ],
)
def test_not_applicable_needs_a_reason_and_leave(key: str, reason: str, rule: str | None):
    found = check(key, SectionContent(not_applicable_reason=reason))

    assert rule_names(found) == ({rule} if rule else set())


def test_transition_cannot_be_left_out_when_it_is_due():
    content = SectionContent(not_applicable_reason="The team wants to wait another year.")

    found = check("transition", content, student=student(birth_date=date(2010, 1, 1)))

    assert "required-section" in rule_names(found)


@pytest.mark.parametrize(
    ("key", "text", "part"),
    [
        ("present_levels", "Mina is kind. Writing: not assessed.", "general curriculum"),
        ("present_levels", "Class work takes longer.", "text does not say so"),
        ("progress_reporting", "The family hears from us every term.", "how progress is measured"),
        ("progress_reporting", "Progress is measured with probes.", "when progress is reported"),
        ("participation", "Mina likes school.", "with peers"),
        ("assessment_accommodations", "Mina does her best.", "accommodation"),
        ("assessment_accommodations", "Mina takes the alternate assessment.", "reason"),
    ],
)
def test_section_that_omits_what_it_is_for_is_found(key: str, text: str, part: str):
    found = check(key, SectionContent(statement=text))

    assert any(f.rule == "incomplete-section" and part in f.message for f in found), found


def test_transition_needs_its_parts_and_the_notice_of_rights():
    older = student(birth_date=date(2009, 12, 1))

    found = check("transition", SectionContent(statement="Mina likes maps."), student=older)
    good = check(
        "transition",
        SectionContent(
            statement="Education or training: Mina will study cartography. Employment: she will "
            "work in a map shop. At 17 she was told of the rights that transfer at the age of "
            "majority, 18."
        ),
        student=older,
    )

    assert rule_names(found) == {"incomplete-section", "rights-notice"}
    assert good == []


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"frequency": ""}, "incomplete-service", "frequency"),
        ({"location": ""}, "incomplete-service", "location"),
        ({"duration": ""}, "incomplete-service", "duration"),
        ({"start_date": None}, "incomplete-service", "start_date"),
        ({"provider_role": ""}, "incomplete-service", "provider_role"),
        ({"start_date": "2026-01-05"}, "service-dates", "start_date"),
        ({"duration": "2 years"}, "service-dates", "duration"),
    ],
)
def test_fault_in_a_service_is_found(change: dict[str, Any], rule: str, field: str):
    found = check("services", SectionContent(services=[service(**change)]))

    assert (rule, f"services.0.{field}") in {(f.rule, f.place) for f in found}


def test_content_of_another_kind_is_found():
    found = check("participation", SectionContent(statement="With peers.", goals=[goal()]))

    assert ("section-kind", "goals") in {(f.rule, f.place) for f in found}
