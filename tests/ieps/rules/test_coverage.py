"""Rule 4: needs, goals and services answer each other."""

from ieps import rules
from ieps.facts import NeedFact
from ieps.schemas import (
    SectionContent,
)
from tests.ieps.records import facts, student
from tests.ieps.rules.drafts import goal, rule_names, service


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
