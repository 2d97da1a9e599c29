"""Planted faults are caught, at the right place; good drafts are clean."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ieps import rules
from ieps.facts import NeedFact, NoteFact, PriorSectionFact
from ieps.rules.copies import jaccard, shingles
from ieps.schemas import (
    GoalContent,
    GoalsDraft,
    RecommendationsDraft,
    SectionContent,
    ServiceContent,
    StatementDraft,
    StepContent,
)
from project.findings import Finding, Severity
from tests.ieps.records import MEETING, TEMPLATE, assessment, facts, section, student

GOOD_PRESENT_LEVELS = (
    "Mina is 10 years old and in grade 5. She asks thoughtful questions and draws detailed maps. "
    "On the Harbor Oral Reading Probe she read 58 words correct per minute on 2026-05-12 "
    "(percentile 12), up from 46 on 2025-09-15, a gain of 12. On the Lantern Comprehension Check "
    "of 2026-05-13 she scored 62%. Spelling on the Pattern Spelling List was 55% correct, and math "
    "on the Number Path Screener 41%. Writing: not assessed. Reading slowly makes class work at "
    "grade level in the general curriculum take longer."
)


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


# Good drafts


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

    assert check("reading.unfamiliar", content) == [
        Finding(
            Severity.WARNING,
            "unexplained-number",
            "recommendations.0",
            "“Reread a passage of about 100 words 3 times a week for 10 minutes.” uses 100, which "
            "is neither in the record nor set by a goal or service of this section.",
            "Take the number from the record, or say what it measures.",
        )
    ]


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


# Rule 3: grounded


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


# Rule 2: goals


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        ({"behaviour": "understand long passages"}, "goal-vague", "behaviour"),
        ({"behaviour": "Mina will learn new words"}, "goal-vague", "behaviour"),
        ({"behaviour": "demonstrate understanding of the text"}, "goal-vague", "behaviour"),
        ({"behaviour": "improve reading"}, "goal-vague", "behaviour"),
        ({"behaviour": "improves her fluency"}, "goal-vague", "behaviour"),
        ({"behaviour": ""}, "goal-behaviour", "behaviour"),
        (
            {"behaviour": "read the page and write a summary"},
            "goal-several-behaviours",
            "behaviour",
        ),
        ({"condition": ""}, "goal-condition", "condition"),
        ({"criterion": ""}, "goal-criterion", "criterion"),
        ({"criterion": "with good accuracy"}, "goal-criterion", "criterion"),
        (
            {"criterion": "at 95 words correct per minute"},
            "goal-criterion-target",
            "criterion",
        ),
        (
            {"criterion": "at 85 words correct per minute in 18 months"},
            "goal-timeframe",
            "criterion",
        ),
        ({"criterion": "within two years, 85 words"}, "goal-timeframe", "criterion"),
        ({"measured_by": ""}, "goal-measured-by", "measured_by"),
        ({"by_whom": ""}, "goal-by-whom", "by_whom"),
        ({"how_often": ""}, "goal-how-often", "how_often"),
        ({"how_often": "regularly"}, "goal-how-often", "how_often"),
        ({"baseline_value": None, "steps": []}, "goal-baseline", "baseline_value"),
        ({"evidence": []}, "goal-evidence", "evidence"),
        ({"evidence": ["G1"]}, "goal-evidence", "evidence"),
        ({"target_value": None, "steps": []}, "goal-target", "target_value"),
        ({"target_value": 58.0, "steps": []}, "goal-target", "target_value"),
        ({"target_unit": "%"}, "goal-unit", "target_unit"),
        ({"steps": [StepContent(value=58)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=85)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=90)]}, "goal-steps", "steps.0"),
        ({"steps": [StepContent(value=70), StepContent(value=65)]}, "goal-steps", "steps"),
        (
            {"steps": [StepContent(value=70, by=date(2028, 1, 1))]},
            "goal-steps-date",
            "steps.0",
        ),
    ],
)
def test_fault_in_a_goal_is_found_at_its_place(change: dict[str, Any], rule: str, place: str):
    found = check("reading.unfamiliar", SectionContent(goals=[goal(**change)]))

    assert (rule, f"goals.0.{place}") in {(f.rule, f.place) for f in found}


@pytest.mark.parametrize(
    "change",
    [
        {"behaviour": "retell the story with its characters and its problem"},
        {"behaviour": "improve reading aloud from 58 to 85 words correct per minute"},
        {"how_often": "twice a month"},
        {"target_unit": "wpm", "criterion": "at 85 wpm on 4 of 5 probes"},
        {"target_unit": ""},
    ],
)
def test_sound_variations_of_a_goal_are_clean(change: dict[str, Any]):
    assert check("reading.unfamiliar", SectionContent(goals=[goal(**change)])) == []


def test_goal_that_should_fall_takes_falling_steps():
    record = (assessment(1, "Error Count", "Reading", "2026-05-02", score=12.0, unit="errors"),)
    falling = goal(
        criterion="with no more than 4 errors on 4 of 5 probes", baseline_value=12.0,
        baseline_unit="errors", target_value=4.0, target_unit="errors",
        measured_by="Error Count", steps=[StepContent(value=9), StepContent(value=6)],
        evidence=["A1"],
    )  # fmt: skip

    found = check("reading.unfamiliar", SectionContent(goals=[falling]), assessments=record)

    assert found == []


# Rule 1: contents


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


# Rule 4: coverage


def test_need_without_goal_or_service_is_found():
    sections = {
        "long_term_goal": SectionContent(goals=[goal()]),
        "services": SectionContent(services=[service(what="Specialized instruction in reading")]),
    }

    found = rules.check_iep(sections, facts())

    assert {f.place for f in found if f.rule == "need-without-goal"} == {
        "spelling", "short_term_goals", "math",
    }  # fmt: skip
    assert sum(f.rule == "need-without-service" for f in found) == 3


def test_general_area_answers_its_parts_and_the_other_way_round():
    needs = (NeedFact("Reading", "stops at new words"),)
    sections = {"reading.unfamiliar": SectionContent(goals=[goal(area="reading comprehension")])}

    found = rules.check_iep(sections, facts(student=student(needs=needs)))

    assert "need-without-goal" not in rule_names(found)


def test_goal_without_a_need_is_found():
    sections = {"math": SectionContent(goals=[goal(), goal(area="motor skills")])}

    found = rules.check_iep(sections, facts())

    assert [f.place for f in found if f.rule == "goal-without-need"] == ["math.goals.1"]


def test_service_for_all_areas_serves_every_need():
    sections = {"services": SectionContent(services=[service(what="Support in all areas of need")])}

    assert "need-without-service" not in rule_names(rules.check_iep(sections, facts()))


def test_record_without_needs_is_told_once():
    found = rules.check_iep({}, facts(student=student(needs=())))

    assert [f.rule for f in found if "need" in f.rule] == ["no-needs"]


# Rule 5: near-copies

COPIED = (
    "Mina joins every lesson of her class and works in a small group for reading, where she "
    "chooses the book, reads it with a partner, and tells the others what happened and why."
)


def test_copy_of_another_text_is_found_even_with_another_name():
    other = rules.mask_names(COPIED.replace("Mina", "Theo"), "Theo Brandt", "Theo")

    found = check_text(COPIED, other_texts=(other,))

    assert rule_names(found) == {"near-copy"}


def test_copy_of_last_year_is_found():
    prior = PriorSectionFact("1", "2025-2026, version 1", "participation", COPIED)

    assert rule_names(check_text(COPIED, prior=(prior,))) == {"near-copy"}


def test_text_that_shares_a_sentence_is_no_copy():
    other = f"{COPIED} " + " ".join(f"word{number}" for number in range(40))

    assert check_text(COPIED, other_texts=(other,)) == []


def test_short_texts_are_alike_by_chance_and_pass():
    assert check_text("Mina reads daily.", other_texts=("Mina reads daily.",)) == []


def test_jaccard_is_shared_shingles_over_all():
    one = shingles("a b c d e f")
    other = shingles("a b c d e g")

    assert jaccard(one, other) == 1 / 3
    assert jaccard(shingles("a"), shingles("b")) == 0.0


@pytest.mark.parametrize(
    "text", ["서연이는 책을 읽는다", "김서연은 책을 읽는다", "서연에게 책을 준다"]
)
def test_korean_names_are_masked_with_their_particles(text: str):
    assert "서연" not in rules.mask_names(text, "김서연", "서연")


# Rule 6: decisions


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Mina has dyslexia.", "diagnosis"),
        ("She shows signs of ADHD.", "diagnosis"),
        ("Mina likely has a language disorder.", "diagnosis"),
        ("Her profile is consistent with autism.", "diagnosis"),
        ("Mina was diagnosed last spring.", "diagnosis"),
        ("She has a processing speed disorder.", "diagnosis"),
        ("Mina should take medication for attention.", "diagnosis"),
        ("Mina is eligible for special education.", "eligibility"),
        ("She qualifies for services under other categories.", "eligibility"),
        ("Mina no longer requires special education.", "eligibility"),
        ("She does not meet the criteria for support, and meets criteria for exit.", "eligibility"),
        ("Mina will be placed in a self-contained classroom.", "placement"),
        ("Her placement will change.", "placement"),
        ("Mina should be moved to a special school.", "placement"),
        ("She will be retained in grade 5.", "placement"),
    ],
)
def test_decision_nobody_recorded_is_an_error(text: str, rule: str):
    found = check_text(text, "participation")

    assert (rule, Severity.ERROR) in {(f.rule, f.severity) for f in found}


@pytest.mark.parametrize(
    "text",
    [
        "The recorded category is specific learning disability.",
        "Mina has a learning disability, as the team recorded.",
        "The team will decide on placement with the family.",
        "Mina takes part in the general education class with peers.",
        "She places words in order and moves to the next line.",
        "Mina feels down when she loses, and recovers quickly.",
        "She is deft with maps.",
    ],
)
def test_recorded_or_harmless_statement_is_clean(text: str):
    assert check_text(text, "participation") == []


def test_recorded_condition_placement_and_eligibility_may_be_repeated():
    record = {
        "student": student(placement="Resource room, 40% of the day"),
        "notes": (
            NoteFact("1", None, "Diagnosed with dyslexia at Hill Clinic. Found eligible in 2024."),
        ),
    }

    text = (
        "Mina has dyslexia, diagnosed at Hill Clinic. She was found eligible in 2024. Her "
        "placement "
        "is the resource room, 40% of the day."
    )

    assert check_text(text, "participation", **record) == []


def test_another_placement_than_the_recorded_one_is_an_error():
    record = {"student": student(placement="Resource room, 40% of the day")}

    found = check_text("She will be placed in a special day class.", "participation", **record)

    assert rule_names(found) == {"placement"}


def test_decision_in_a_recommendation_is_found_too():
    content = SectionContent(recommendations=["Test again, for Mina may have dysgraphia."])

    found = check("writing", content)

    assert [(f.rule, f.place) for f in found] == [("diagnosis", "recommendations.0")]


# The functions as a whole


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

    drafts = [
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
