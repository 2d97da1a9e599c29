"""Rule 6: what only people may decide."""

import pytest

from ieps.facts import NoteFact
from ieps.schemas import (
    SectionContent,
)
from project.findings import Severity
from tests.ieps.records import student
from tests.ieps.rules.drafts import check, check_text, rule_names


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Mina has dyslexia.", "diagnosis"),
        ("She shows signs of ADHD.", "diagnosis"),
        ("She shows signs of ADD.", "diagnosis"),
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
        "Mina will add fractions, and tell odd from even numbers.",
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
