"""The templates that ship: complete, told apart, and a clean draft for any student without a
model.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from ieps import prompts, rules
from ieps.areas import SECTION_AREAS, Area, area_of, areas_in, related
from ieps.facts import IepFacts, NeedFact, TemplateFacts
from ieps.offline import compose
from ieps.rules.contents import REQUIRED
from ieps.schemas import DRAFT_OF, STUDENT_INFO, SectionKind
from ieps.templates_catalogue import DEFAULT_TEMPLATE, TEMPLATES
from ieps.templates_catalogue.entry import TemplateEntry, adapted
from project.findings import Finding, Severity
from tests.ieps.records import assessment, facts, student

# What may be said of a draft from a thin record; nothing else may.
OF_THIN_RECORDS = {"goal-baseline", "goal-evidence", "no-needs"}
EVERY = pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.slug)

NEEDS = {
    "reading": (
        NeedFact("Reading fluency", "reads slowly and guesses at long words"),
        NeedFact("Spelling", "leaves out vowels"),
    ),
    "math": (NeedFact("Math", "loses track when regrouping"),),
    "language": (
        NeedFact("Receptive language", "follows the first step of directions"),
        NeedFact("Expressive language", "answers in single words"),
        NeedFact("Concepts", "mixes up words for position and time"),
    ),
    "life": (
        NeedFact("Daily living", "dresses with help"),
        NeedFact("Social", "plays beside other children"),
        NeedFact("Fine motor", "letters leave the line"),
        NeedFact("Behaviour", "leaves the seat when work gets long"),
    ),
    "transition": (
        NeedFact("Transition", "has not yet visited a work site"),
        NeedFact("Writing", "leaves essays unfinished"),
    ),
    "unknown": (NeedFact("", "hygiene"), NeedFact("Sleep", "tired in the morning")),
    "none": (),
}
BORN = {
    "4 years": date(2022, 3, 8),
    "9 years": date(2017, 3, 8),
    "16 years": date(2010, 3, 8),
    "20 years": date(2006, 3, 8),
    "of unknown age": None,
}
THINLY_RECORDED = {"4 years", "20 years"}


def records() -> Iterator[tuple[str, IepFacts]]:
    """Students of every age and need; those of a few ages also without results, and without a
    goal bank to take goals from.
    """
    for age, born in BORN.items():
        for area, needs in NEEDS.items():
            who = student(birth_date=born, grade="", needs=needs)
            whole = facts(student=who)
            yield f"{age}, {area}", whole
            if age in THINLY_RECORDED:
                yield f"{age}, {area}, thin", facts(student=who, assessments=(), prior=(), notes=())
                yield f"{age}, {area}, no bank", replace(whole, goal_bank=(), assessments=())


def findings(record: IepFacts) -> list[Finding]:
    drafts = {part.key: compose(part, record) for part in record.template.sections}
    found = [
        finding
        for part in record.template.sections
        for finding in rules.check_draft(drafts[part.key], part, record)
    ]
    contents = {key: draft.to_content() for key, draft in drafts.items()}
    return found + rules.check_iep(contents, record)


def drafted_from(entry: TemplateEntry, record: IepFacts) -> IepFacts:
    return replace(record, template=TemplateFacts(entry.name, entry.sections))


@EVERY
def test_any_student_gets_a_draft_that_keeps_every_rule(entry):
    for who, record in records():
        found = findings(drafted_from(entry, record))
        surprising = [item for item in found if item.rule not in OF_THIN_RECORDS]
        assert surprising == [], who
        assert not [item for item in found if item.severity is Severity.ERROR], who


@EVERY
def test_every_need_has_a_goal(entry):
    for who, record in records():
        record = drafted_from(entry, record)
        drafted = {part.key: compose(part, record).to_content() for part in entry.sections}
        goals = [area_of(goal.area) for content in drafted.values() for goal in content.goals]
        for need in record.student.needs:
            assert any(related(need.canonical, area) for area in goals), (who, need)


@EVERY
def test_sections_are_known_stand_once_and_hold_what_the_law_asks_for(entry):
    keys = [section.key for section in entry.sections]

    assert keys[:2] == [STUDENT_INFO, "present_levels"]
    assert len(set(keys)) == len(keys)
    assert {*REQUIRED, "long_term_goal", "short_term_goals"} <= set(keys)
    assert all(section.kind in DRAFT_OF for section in entry.sections)
    # The composer writes these in one way only.
    fixed = {part.key: part.kind for part in DEFAULT_TEMPLATE.sections if part.key in REQUIRED}
    assert {part.key: part.kind for part in entry.sections if part.key in fixed} == fixed


@EVERY
def test_every_section_can_be_asked_of_a_model(entry):
    record = drafted_from(entry, facts())
    for section in entry.sections[1:]:
        task = prompts.section_messages(section, record)[1].content
        assert section.title in task
        assert section.guidance
        assert section.guidance in task


@EVERY
def test_goal_stems_name_an_area_of_their_section(entry):
    for section in entry.sections:
        for stem in section.default_goal_stems:
            area = area_of(stem)
            assert section.kind is SectionKind.GOALS, stem
            # For a need of no known area the composer would take a stem of none.
            assert area is not Area.OTHER, stem
            if section.key in SECTION_AREAS:
                assert related(area, SECTION_AREAS[section.key][0]), stem


def test_need_of_an_unknown_area_gets_no_stem_of_another():
    record = facts(student=student(needs=NEEDS["unknown"]), assessments=(), goal_bank=())
    section = record.template.section("short_term_goals")

    goals = compose(section, record).to_content().goals

    assert {goal.behaviour for goal in goals} == {"complete the agreed steps without a prompt"}


@EVERY
def test_description_is_one_sentence_on_when_to_choose_it(entry):
    assert entry.description.count(".") == 1
    assert entry.description.endswith(".")
    assert len(entry.description) <= 160
    assert len(entry.name) <= 60
    if not entry.is_default:
        assert entry.description.startswith("Choose it for a ")
        assert entry.setting
        assert areas_in(entry.main_area)
        assert entry.age_from < entry.age_to


def test_at_least_fifteen_differ_in_name_and_in_plan():
    assert len(TEMPLATES) >= 15
    assert [entry for entry in TEMPLATES if entry.is_default] == [DEFAULT_TEMPLATE]
    for told_by in ("slug", "name", "description"):
        assert len({getattr(entry, told_by) for entry in TEMPLATES}) == len(TEMPLATES)
    assert len({entry.sections for entry in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("age", range(3, 22))
def test_every_age_has_templates(age):
    own = [entry for entry in TEMPLATES[1:] if entry.age_from <= age <= entry.age_to]

    assert len(own) >= 2


def test_transition_comes_first_where_the_plan_leads_there():
    for entry in TEMPLATES:
        keys = [section.key for section in entry.sections]
        before_goals = keys.index("transition") < keys.index("long_term_goal")
        assert before_goals is (Area.TRANSITION in areas_in(entry.main_area)), entry.slug


def test_adapting_a_section_that_is_not_there_is_refused():
    values = {"slug": "x", "name": "X", "description": "", "keys": ("math",)}

    with pytest.raises(KeyError, match="spelling"):
        adapted(DEFAULT_TEMPLATE, **values, guidance={"spelling": "More."})
    with pytest.raises(KeyError, match="gardening"):
        adapted(DEFAULT_TEMPLATE, **values | {"keys": ("gardening",)})


def test_norm_referenced_preschool_score_is_no_baseline():
    entry = next(entry for entry in TEMPLATES if entry.slug == "preschool-speech-language")
    record = facts(
        student=student(birth_date=BORN["4 years"], needs=NEEDS["language"]),
        assessments=(
            assessment(1, "Language Scale", "Oral language", "2026-05-02", score=78.0,
                       unit="standard score"),
        ),
    )  # fmt: skip
    record = drafted_from(entry, record)

    drafted = [compose(part, record).to_content() for part in entry.sections]

    assert all(goal.baseline_value is None for content in drafted for goal in content.goals)
