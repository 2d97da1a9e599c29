"""Good drafts are clean; the functions as a whole."""

from dataclasses import replace
from datetime import date

import pytest

from ieps import rules
from ieps.schemas import (
    RecommendationsDraft,
    SectionContent,
    SectionDraft,
    StatementDraft,
)
from project.findings import Severity
from tests.ieps.records import MEETING, TEMPLATE, facts, section
from tests.ieps.rules.drafts import check, check_text, goal, rule_names, service

GOOD_PRESENT_LEVELS = (
    "Mina is 10 years old and in grade 5. She asks thoughtful questions and draws detailed maps. "
    "On the Harbor Oral Reading Probe she read 58 words correct per minute on 2026-05-12 "
    "(percentile 12), up from 46 on 2025-09-15, a gain of 12. On the Lantern Comprehension Check "
    "of 2026-05-13 she scored 62%. Spelling on the Pattern Spelling List was 55% correct, and math "
    "on the Number Path Screener 41%. Writing: not assessed. Reading slowly makes class work at "
    "grade level in the general curriculum take longer."
)


def test_good_present_levels_are_clean():
    assert check("present_levels", SectionContent(statement=GOOD_PRESENT_LEVELS)) == []


def test_good_goal_section_is_clean():
    content = SectionContent(
        statement="Mina read 58 words correct per minute on 2026-05-12 and will reach 85 by "
        "2027-09-10.",
        goals=[goal()],
        recommendations=[
            "Reread a passage of about 100 words 3 times a week for 10 minutes.",
            "Give 2 examples before each of the 5 tasks, and check 4 out of 5 answers.",
        ],
    )

    assert check("reading.unfamiliar", content) == []


def test_number_of_a_plan_that_nothing_explains_is_a_warning():
    content = SectionContent(recommendations=["Go on until 130 of the letters are known."])

    (found,) = check("reading.comprehension", content)

    assert (found.severity, found.rule) == (Severity.WARNING, "unexplained-number")
    assert "130" in found.message


def test_good_services_are_clean():
    content = SectionContent(
        statement="Mina will receive 180 minutes a week of specialized instruction.",
        services=[service()],
    )

    assert check("services", content) == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "progress_reporting",
            "Progress on each goal is measured every two weeks with the tool that the goal names. "
            "The family receives a written report 4 times a year with the report card, starting "
            "2026-11-20, as 34 CFR 300.320(a)(3) asks.",
        ),
        (
            "participation",
            "Mina will take part with peers in all lessons, except for 3 sessions of 45 minutes a "
            "week. She spends at least 80% of the day with classmates.",
        ),
        (
            "assessment_accommodations",
            "In state and district assessments Mina will have 50% extended time and breaks every "
            "20 minutes.",
        ),
    ],
)
def test_good_statement_of_a_plan_is_clean(key: str, text: str):
    assert check(key, SectionContent(statement=text)) == []


def test_good_iep_as_a_whole_is_clean():
    sections = {part.key: SectionContent(statement="x") for part in TEMPLATE.sections}
    sections["long_term_goal"] = SectionContent(goals=[goal()])
    sections["short_term_goals"] = SectionContent(
        goals=[goal(area=area) for area in ("reading comprehension", "writing", "spelling", "math")]
    )
    sections["services"] = SectionContent(services=[service()])

    assert rules.check_iep(sections, facts()) == []


def test_student_information_is_never_judged():
    content = SectionContent(statement="Name: Mina Okafor, 99 points")

    assert rules.check_section(content, section("student_info"), facts()) == []


def test_findings_are_deterministic_and_not_repeated():
    content = SectionContent(statement="She scored 64%. She scored 64%.")

    found = check("present_levels", content)

    assert found == check("present_levels", content)
    assert len(found) == len(set(found))


def test_checks_bear_hostile_text():
    text = "9" * 3_000 + " " + "A" * 3_000 + " (" * 500 + "\u202e 2026-13-45 99/99/9999"

    drafts: list[SectionDraft] = [
        StatementDraft(statement=text),
        RecommendationsDraft(statement="", recommendations=[text[:900]]),
    ]

    for draft in drafts:
        assert isinstance(rules.check_draft(draft, section("present_levels"), facts()), list)


def test_meeting_date_is_a_recorded_day():
    assert check_text(f"The team met on {MEETING.isoformat()}.") == []
    moved = replace(facts(), meeting_date=date(2026, 10, 1))
    content = SectionContent(statement="The team met on 2026-10-01.")
    found = rules.check_section(content, section("participation"), moved)
    assert rule_names(found) <= {"incomplete-section"}
