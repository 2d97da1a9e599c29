"""The composer without a model: right class, grounded, clean under the rules, quick, for any
record.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ieps import rules
from ieps.areas import Area, area_of
from ieps.facts import IepFacts, NeedFact
from ieps.offline import compose
from ieps.offline.measures import annual_target, steps, with_target
from ieps.schemas import DRAFT_OF, STUDENT_INFO, SectionContent
from project.findings import Finding, Severity
from tests.ieps.records import BANK, MEETING, TEMPLATE, assessment, facts, section, student

# What may be said of a draft from a thin record; nothing else may.
EXPECTED = {"goal-baseline", "goal-evidence", "no-needs"}


def contents(record: IepFacts) -> dict[str, SectionContent]:
    return {part.key: compose(part, record).to_content() for part in TEMPLATE.sections}


def all_findings(record: IepFacts) -> list[Finding]:
    drafts = {part.key: compose(part, record) for part in TEMPLATE.sections}
    found = [
        finding
        for part in TEMPLATE.sections
        for finding in rules.check_draft(drafts[part.key], part, record)
    ]
    return found + rules.check_iep({key: d.to_content() for key, d in drafts.items()}, record)


def varied_records(count: int) -> Iterator[IepFacts]:
    tools = (
        "Harbor Oral Reading Probe",
        "WISC-V",
        "읽기 유창성 검사",
        "Test of Written Spelling-5",
    )
    areas = (
        "Reading", "reading familiar", "Unfamiliar text", "Comprehension", "Spelling", "Math",
        "Written expression", "Oral language", "Receptive language", "Expressive language",
        "Concepts", "Behaviour", "Self-care", "Fine motor", "Social", "Transition", "수학",
    )  # fmt: skip
    units = ("%", "% correct", "wpm", "standard score", "", "points of 20", "errors", "percentile")
    needs = (
        "reads slowly", "hygiene", "washes hands only when reminded 3 times", "spells 40% of words",
        "needs placement review by 2026-10-01", "shows signs of dyslexia", "받침을 빠뜨림",
        "leaves the seat 12 times a day! Then cries.",
    )  # fmt: skip
    for seed in range(count):
        pick = random.Random(seed)
        results = tuple(
            assessment(
                number,
                pick.choice(tools),
                pick.choice(areas),
                f"{pick.randint(2022, 2026)}-0{pick.randint(1, 8)}-1{pick.randint(0, 9)}",
                score=pick.choice((None, 0.0, 100.0, float(pick.randint(1, 160)), 62.5)),
                unit=pick.choice(units),
                percentile=pick.choice((None, 5.0, 99.5)),
                notes=pick.choice(("", "Stopped early. 14 of 20.", "2025년 3월")),
            )
            for number in range(pick.choice((0, 0, 1, 3, 20)))
        )
        name = pick.choice(("Mina", "서연", "Anne-Marie", ""))
        age = pick.randint(5, 18)
        record = facts(
            student=student(
                full_name=f"{name} Okafor",
                given_name=name,
                birth_date=pick.choice((None, date(2026 - age, pick.randint(1, 12), 17))),
                grade=pick.choice(("", "K", "3", "Grade 7", "중2")),
                class_name=pick.choice(("", "5B", "Room 12")),
                languages=pick.choice(((), ("Korean", "English"))),
                disability_category=pick.choice(("", "Autism")),
                placement=pick.choice(("", "Resource room, 40% of the day")),
                strengths=pick.choice(((), ("kind", "draws 3 maps. Loves trains"))),
                needs=tuple(
                    NeedFact(pick.choice(("", *areas)), text)
                    for text in pick.sample(needs, pick.choice((0, 1, 2, 5)))
                ),
            ),
            assessments=results,
            prior=(),
            notes=(),
            goal_bank=pick.choice((BANK, ())),
        )
        yield record if pick.random() < 0.7 else replace(record, chunks=())


@pytest.mark.parametrize("part", TEMPLATE.sections, ids=lambda part: part.key)
def test_compose_returns_the_class_of_the_kind(part):
    assert type(compose(part, facts())) is DRAFT_OF[part.kind]


def test_sensible_record_gives_a_draft_with_no_errors():
    found = all_findings(facts())

    assert {finding.rule for finding in found} <= EXPECTED
    assert not [finding for finding in found if finding.severity is Severity.ERROR]


def test_varied_records_give_drafts_that_keep_every_rule():
    for number, record in enumerate(varied_records(150)):
        surprising = [f for f in all_findings(record) if f.rule not in EXPECTED]
        assert surprising == [], number


def test_draft_never_depends_on_anything_but_the_record():
    record = facts()

    assert contents(record) == contents(facts())
    assert contents(record) == contents(record)


def test_record_without_assessments_reads_not_assessed_and_keeps_baselines_empty():
    drafted = contents(facts(assessments=(), prior=(), notes=()))

    assert "not assessed" in drafted["present_levels"].statement
    goals = [goal for content in drafted.values() for goal in content.goals]
    assert goals
    assert all(goal.baseline_value is None and not goal.steps for goal in goals)


def test_record_without_needs_or_assessments_still_has_goals_to_start_from():
    record = facts(student=student(needs=(), strengths=()), assessments=(), prior=(), notes=())

    drafted = contents(record)

    assert drafted["long_term_goal"].goals
    assert drafted["math"].goals
    assert drafted["spelling"].not_applicable_reason


def test_latest_result_is_the_baseline():
    goal = contents(facts())["long_term_goal"].goals[0]

    assert (goal.baseline_value, goal.baseline_unit) == (58, "words correct per minute")
    assert goal.target_value == 81
    assert "81 words correct per minute" in goal.criterion
    assert goal.evidence[0] == "A4"


def test_short_term_goals_go_part_of_the_way_in_a_period():
    drafted = contents(facts())

    assert drafted["short_term_goals"].statement.startswith("Period: 2026-09-14 to 2027-03-14.")
    assert drafted["short_term_goals"].goals[0].target_value == 70
    assert {goal.area for goal in drafted["short_term_goals"].goals} >= {
        Area.COMPREHENSION,
        Area.WRITING,
    }


def test_section_without_a_need_is_not_applicable_with_the_result():
    record = facts(student=student(needs=(NeedFact("Math", "loses track when regrouping"),)))

    draft = compose(section("spelling"), record)

    assert "No need in spelling is recorded for Mina" in draft.not_applicable_reason
    assert "55% correct" in draft.not_applicable_reason
    assert draft.evidence == ["A6"]


def test_norm_referenced_score_is_no_baseline():
    record = facts(
        assessments=(
            assessment(1, "WISC-V", "Math", "2026-04-02", score=84.0, unit="standard score"),
        ),
        student=student(needs=(NeedFact("Math", "loses track when regrouping"),)),
    )

    goal = contents(record)["math"].goals[0]

    assert goal.baseline_value is None


@pytest.mark.parametrize(
    ("birth_date", "is_due"),
    [(date(2016, 3, 8), False), (date(2011, 9, 14), True), (date(2009, 1, 5), True)],
)
def test_transition_follows_the_age_while_the_iep_is_in_effect(birth_date: date, is_due: bool):
    drafted = contents(facts(student=student(birth_date=birth_date)))["transition"]

    assert bool(drafted.statement) is is_due
    assert bool(drafted.not_applicable_reason) is not is_due


def test_rights_are_mentioned_within_a_year_of_majority():
    young = contents(facts(student=student(birth_date=date(2011, 1, 5))))["transition"]
    old = contents(facts(student=student(birth_date=date(2010, 1, 5))))["transition"]

    assert "age of majority" not in young.statement
    assert "age of majority" in old.statement


def test_student_info_is_the_record():
    statement = compose(section(STUDENT_INFO), facts()).to_content().statement

    assert statement.splitlines() == [
        "Name: Mina Okafor",
        "Date of birth: 2016-03-08",
        "Class: grade 5 class 5B",
        "Date of IEP: 2026-09-14",
    ]


def test_two_students_with_other_results_get_no_near_copies():
    one = facts()
    other = facts(
        student=student(
            full_name="서연 김",
            given_name="서연",
            strengths=("builds models", "sings"),
            needs=(
                NeedFact("Reading", "stops at every new word"),
                NeedFact("Spelling", "writes sounds in the wrong order"),
                NeedFact("Math", "cannot yet tell the place of a digit"),
            ),
        ),
        assessments=(
            assessment(9, "Little Steps Probe", "Reading", "2026-03-01", score=21.0, unit="wpm"),
        ),
    )
    texts = tuple(
        rules.mask_names(content.statement, "서연 김", "서연")
        for content in contents(other).values()
        if content.statement
    )

    found = all_findings(replace(one, other_texts=texts))

    assert "near-copy" not in {finding.rule for finding in found}


@pytest.mark.parametrize(
    ("score", "unit", "target"),
    [
        (62, "%", 80), (90, "%", 95), (95, "%", None), (0, "%", 50),
        (58, "words correct per minute", 81), (10, "wpm", 25), (150, "wpm", 186),
        (9, "points of 16", 12), (16, "points of 16", None),
        (8, "errors", 4), (1, "errors", None), (20, "correct digits per minute", 26),
    ],
)  # fmt: skip
def test_annual_target_by_unit(score: float, unit: str, target: float | None):
    assert annual_target(score, unit) == target


def test_steps_lie_strictly_between_in_order():
    found = steps(8, 4, start=MEETING, months=12, count=3)

    assert [step.value for step in found] == [7, 6, 5]
    assert [step.by for step in found] == [
        date(2026, 12, 14),
        date(2027, 3, 14),
        date(2027, 6, 14),
    ]
    assert steps(9, 10, start=MEETING, months=6, count=2) == []


def test_criterion_takes_the_target_in_its_own_unit_only():
    text = "with 85% correct on 4 of 5 weekly lists"

    assert with_target(text, "%", 70) == "with 70% correct on 4 of 5 weekly lists"
    assert with_target(text, "points", 12) is None


def test_goal_bank_covers_the_areas_with_measurable_goals():
    assert len(BANK) >= 40
    assert {area_of(entry.area) for entry in BANK} >= {
        Area.READING_FAMILIAR, Area.READING_UNFAMILIAR, Area.COMPREHENSION, Area.SPELLING,
        Area.WRITING, Area.MATH, Area.RECEPTIVE, Area.EXPRESSIVE, Area.CONCEPT, Area.BEHAVIOUR,
        Area.TRANSITION,
    }  # fmt: skip
    assert all(with_target(entry.criterion, entry.unit, 1) for entry in BANK)
