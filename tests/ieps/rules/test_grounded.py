"""Rule 3: what is invented is caught, what is recorded or planned passes."""

from datetime import date

import pytest

from ieps import rules
from ieps.facts import NoteFact
from ieps.schemas import (
    GoalsDraft,
    SectionContent,
)
from project.findings import Severity
from tests.ieps.records import assessment, facts, section
from tests.ieps.rules.drafts import check, check_text, goal, rule_names


@pytest.mark.parametrize(
    "text",
    [
        "She scored 64% on the Lantern Comprehension Check.",
        "Mina reads 72 words correct per minute.",
        "Her percentile is 31.",
        "She is at the 31st percentile.",
        "Mina scored 58% in reading.",
        "She earned 62 words correct per minute.",
        "Mina scored seventy-two percent.",
        "Mina scored ７２% in math.",
        "On 2026-05-14 she read 58 words correct per minute.",
        "Mina was assessed on March 3, 2026.",
        "In January 2026 her reading slowed down.",
        "She was assessed in 2019.",
        "2026년 3월 2일에 평가했다.",
        "Mina is 12 years old.",
        "She is in grade 6.",
        "She gained 30 words since the first probe.",
        "Mina misses 6 of 7 lessons.",
        "She can read 95 words correct per minute.",
        "On the WISC-V her reasoning was strong.",
        "The Peabody Picture Vocabulary Test shows a wide vocabulary.",
        "Results of the Northfield Reading Inventory were strong.",
        "Her ORFA score was strong.",
        "DIBELS results show slow reading.",
    ],
)
def test_invented_fact_is_an_error(text: str):
    found = check_text(text)

    assert [finding.rule for finding in found if finding.severity is Severity.ERROR] == [
        "ungrounded"
    ]
    assert found[0].place == "statement"
    assert found[0].fix


@pytest.mark.parametrize(
    "text",
    [
        "She scored 62% on the Lantern Comprehension Check (2026-05-13).",
        "Mina read 58 words correct per minute, at the 12th percentile.",
        "Her reading rose by 12 words correct per minute since 2025-09-15.",
        "In May 2026 she read 58 words correct per minute.",
        "Mina is 10 years old and turns 11 in 2027.",
        "She finished 3 of 4 reading logs in May 2026.",
        "The school year 2026-2027 begins with 5 needs and 2 strengths.",
        "1. Mina draws detailed maps.",
        "Writing was not assessed on the Story Starter Sample of 2026-05-02.",
        "The Reading Probe shows slow reading.",
        "State assessments and classroom tests take her longer.",
        "The goal is 85 words correct per minute, with at least 80% accuracy.",
    ],
)
def test_grounded_or_planned_statement_is_clean(text: str):
    assert rule_names(check_text(text)) <= {"unexplained-number"}
    assert not [f for f in check_text(text) if f.severity is Severity.ERROR]


def test_every_invented_item_of_a_sentence_is_named():
    (found,) = check_text("On the KTEA of 2026-01-09 she scored 88%.")[:1]
    messages = " ".join(finding.message for finding in check_text(
        "On the KTEA of 2026-01-09 she scored 88%."
    ))  # fmt: skip

    assert found.severity is Severity.ERROR
    assert all(item in messages for item in ("KTEA", "2026-01-09", "88%"))


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("condition", "Given that she scored 47% in reading", "ungrounded"),
        ("condition", "From a baseline of 47 words", "ungrounded"),
        ("measured_by", "GORT-5", "unrecorded-test"),
    ],
)
def test_claim_inside_a_goal_is_checked(field: str, text: str, rule: str):
    found = check("reading.unfamiliar", SectionContent(goals=[goal(**{field: text})]))

    assert (f"goals.0.{field}", rule) in {(f.place, f.rule) for f in found}


def test_claim_inside_a_recommendation_is_checked():
    content = SectionContent(recommendations=["She scored 47%, so reread daily for 10 minutes."])

    found = check("reading.comprehension", content)

    assert [(f.rule, f.place) for f in found] == [("ungrounded", "recommendations.0")]


def test_recorded_value_in_a_plan_must_be_the_record_s():
    found = check_text("Mina will move from 44% to 80% in comprehension.", "progress_reporting")

    assert rule_names(found) == {"ungrounded"}


def test_score_under_another_tool_or_day_is_a_warning():
    swapped = check_text("On the Number Path Screener she scored 62%.")
    other_day = check_text("On 2025-09-15 she read 58 words correct per minute.")

    assert rule_names(swapped) == rule_names(other_day) == {"wrong-source"}


def test_edition_of_a_test_must_be_the_recorded_one():
    record = (assessment(1, "WISC-IV", "Reasoning", "2026-05-02", score=98.0, unit="index"),)

    assert rule_names(check_text("On the WISC-V she was quick.", assessments=record)) == {
        "ungrounded"
    }
    assert check_text("On the WISC she was quick.", assessments=record) == []


def test_other_name_of_a_recorded_test_is_grounded():
    record = (
        assessment(
            1, "Wechsler Intelligence Scale for Children", "Reasoning", "2026-05-02", score=98.0
        ),
    )

    assert check_text("The WISC of 2026-05-02 was 98.", assessments=record) == []


def test_number_of_a_note_or_an_instruction_is_recorded():
    note = NoteFact(id="1", date=date(2026, 6, 1), text="Read for 25 minutes, 3 pages, 88%.")

    assert check_text("She read at 88% for 25 minutes.", notes=(note,)) == []
    assert check_text("She scored 73%.", instruction="Mention her 73% of last week.") == []


def test_goal_bank_and_template_are_no_record():
    found = check_text("She scored 90% on 3 of 4 readings.")

    assert rule_names(found) == {"ungrounded"}


def test_informal_date_is_a_note():
    (found,) = check_text("Mina was assessed on May 12, 2026.")

    assert (found.severity, found.rule) == (Severity.NOTE, "date-format")


@pytest.mark.parametrize(
    ("baseline", "evidence", "expected"),
    [
        (58.0, ["A4"], None),
        (59.0, ["A4"], ("ungrounded", Severity.ERROR)),
        (41.0, ["A4"], ("ungrounded", Severity.ERROR)),
        (46.0, ["A4"], ("wrong-source", Severity.WARNING)),
    ],
)
def test_baseline_must_be_the_cited_score(
    baseline: float, evidence: list[str], expected: tuple[str, Severity] | None
):
    content = SectionContent(goals=[goal(baseline_value=baseline, evidence=evidence)])

    found = [
        (f.rule, f.severity)
        for f in check("reading.unfamiliar", content)
        if f.place == "goals.0.baseline_value"
    ]

    assert found == ([expected] if expected else [])


def test_unknown_chunk_ids_are_errors():
    draft = GoalsDraft(
        statement="She reads slowly [A99].",
        goals=[goal(evidence=["A4", "A77"])],
        recommendations=["Reread daily."],
        evidence=["P8"],
    )

    found = rules.check_draft(draft, section("reading.unfamiliar"), facts())

    assert {(f.rule, f.place) for f in found} == {
        ("unknown-evidence", "evidence"),
        ("unknown-evidence", "statement"),
        ("unknown-evidence", "goals.0.evidence"),
    }
