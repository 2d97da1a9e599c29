"""Sections, goals and services in the admin: the same bounds as on the pages."""

import json

import pytest
from django.urls import reverse

from ieps.models import IEP, Goal, Service
from project.drafts import DraftStatus
from tests.ieps.factories import make_iep, make_student
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

GOAL = {
    "index": 0,
    "area": "math",
    "condition": "Given ten facts",
    "behaviour": "say the sums",
    "criterion": "with 80% accuracy",
    "baseline_value": "",
    "baseline_unit": "",
    "target_value": "",
    "target_unit": "",
    "measured_by": "a probe",
    "how_often": "weekly",
    "by_whom": "teacher",
    "timeframe_months": 12,
    "steps": "[]",
    "evidence": "[]",
}


@pytest.fixture
def iep(alice, held_queue):
    created = make_iep(make_student(alice), alice)
    held_queue.work()
    Goal.objects.all().delete()
    Service.objects.all().delete()
    return created.iep


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def management(prefix, total=0):
    return {
        f"{prefix}-TOTAL_FORMS": total,
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }


def send(client, section, goals=(), **changes):
    data = {
        "statement": "Staff text.",
        "recommendations": "[]",
        "not_applicable_reason": "",
        "expected_revision": section.revision,
        **management("goals", len(goals)),
        **management("services"),
        **management("findings"),
    }
    for number, goal in enumerate(goals):
        data |= {f"goals-{number}-{name}": value for name, value in goal.items()}
    return client.post(address(section), data | changes)


def address(section):
    return reverse("admin:ieps_section_change", args=[section.pk])


def test_goal_is_added(root, iep):
    section = iep.sections.get(key="math")
    steps = json.dumps([{"value": 45, "by": "2026-12-18"}])

    response = send(root, section, [GOAL | {"steps": steps}])

    assert response.status_code == 302
    assert section.goals.get().content().steps[0].value == 45


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": "[1]"}, "Write the steps as"),
        ({"steps": '[{"value": "much"}]'}, "Write the steps as"),
        ({"steps": "{"}, "Enter a valid JSON"),
        ({"evidence": '"A1"'}, "Write the ids of the chunks as"),
        ({"baseline_value": "inf"}, "Enter a number"),
        ({"timeframe_months": 40}, "less than or equal to 12"),
        ({"behaviour": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_impossible_goal_is_refused_with_a_sentence(root, iep, change, said):
    section = iep.sections.get(key="math")

    response = send(root, section, [GOAL | change])

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Goal.objects.exists()


def test_empty_lists_are_kept_as_lists(root, iep):
    section = iep.sections.get(key="math")

    response = send(root, section, [GOAL | {"steps": "", "evidence": ""}], recommendations="")

    assert response.status_code == 302
    section.refresh_from_db()
    assert (section.recommendations, section.goals.get().steps) == ([], [])


@pytest.mark.parametrize("value", ['{"a": 1}', "[1]", json.dumps(["x"] * 16)])
def test_impossible_recommendations_are_refused(root, iep, value):
    section = iep.sections.get(key="math")

    response = send(root, section, recommendations=value)

    assert response.status_code == 200
    assert "Write a list of sentences" in response.content.decode()


def test_recommendations_of_a_section_that_has_none_are_refused(root, iep):
    section = iep.sections.get(key="transition")
    assert section.kind == "statement"

    response = send(root, section, recommendations='["Read aloud daily."]')

    assert "has no recommendations" in response.content.decode()


def test_section_without_goals_takes_none(root, iep):
    section = iep.sections.get(key="transition")
    assert "goals-TOTAL_FORMS" not in root.get(address(section)).content.decode()

    send(root, section, [GOAL])

    assert not Goal.objects.exists()


def test_goals_left_in_a_section_that_has_none_must_go(root, iep):
    section = iep.sections.get(key="transition")
    goal = Goal.objects.create(
        section=section, index=0, area="a", condition="c", behaviour="b", criterion="c",
        measured_by="m", how_often="h", by_whom="w", timeframe_months=6,
    )  # fmt: skip
    kept = GOAL | {"id": goal.pk, "section": section.pk}
    existing = {"goals-INITIAL_FORMS": 1}

    refused = send(root, section, [kept], **existing)
    assert "has no goals. Delete what is here." in refused.content.decode()

    assert send(root, section, [kept | {"DELETE": "on"}], **existing).status_code == 302
    assert not Goal.objects.exists()


def test_too_many_goals_are_refused(root, iep):
    section = iep.sections.get(key="math")

    response = send(root, section, [GOAL] * 13)

    assert "A section has at most 12 goals." in response.content.decode()


def test_what_is_no_draft_is_shown_to_be_read(root, client, rita, iep):
    section = iep.sections.get(key="math")
    assert 'name="_save"' in root.get(address(section)).content.decode()
    IEP.objects.update(status=DraftStatus.IN_REVIEW)

    for user in (None, rita):
        if user:
            client.force_login(user)
        html = client.get(address(section)).content.decode()
        assert 'name="_save"' not in html
        assert "<textarea" not in html
        assert "Expected revision" not in html
