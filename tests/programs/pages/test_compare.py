"""Two versions of a program on one page."""

import pytest
from django.urls import reverse

from programs.models import PlannedSet, Program
from programs.operations.programs import create_version
from programs.operations.weeks import edit_set
from project.drafts import DraftStatus
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(bob, alice):
    return make_written(bob, by=alice, weeks=2)


@pytest.fixture
def second(first, bob):
    return create_version(program=first, by=bob)


def shown(client, user, program, status=200, **query):
    client.force_login(user)
    response = client.get(reverse("program-compare", args=[program.pk]), query)
    assert response.status_code == status
    return response.content.decode()


def test_changed_set_is_told_with_both_values_and_its_week(client, bob, first, second):
    planned = PlannedSet.objects.filter(
        entry__workout__week__program=second, entry__workout__week__number=2, percent__isnull=False
    ).first()
    week = planned.entry.workout.week
    edit_set(
        planned=planned,
        expected_revision=week.revision,
        content=planned.content().model_copy(update={"percent": 71.5}),
        by=bob,
    )

    page = shown(client, bob, second)

    assert '<h2 id="week-2">Week 2</h2>' in page
    assert "71" in page
    assert "<ins>" in page
    assert "<del>" in page
    assert "The same in both: week 1." in page


def test_fresh_copy_says_the_same(client, bob, second):
    assert "Both versions say the same in every week." in shown(client, bob, second)


def test_only_version_has_nothing_to_be_compared_with(client, bob, first):
    assert "There is only this version" in shown(client, bob, first)


def test_other_version_is_chosen_by_the_address_and_else_the_parent(client, bob, first, second):
    third = create_version(program=second, by=bob)

    assert "only in version 2" not in shown(client, bob, third)
    page = shown(client, bob, third, **{"with": str(first.pk)})
    assert f'<option value="{first.pk}" selected>' in page
    page = shown(client, bob, third, **{"with": "rubbish"})
    assert f'<option value="{second.pk}" selected>' in page


def test_reviewer_is_not_shown_a_draft_through_its_sibling(client, rita, first, second):
    Program.objects.filter(pk=first.pk).update(status=DraftStatus.IN_REVIEW)

    page = shown(client, rita, first, **{"with": str(second.pk)})

    assert "There is only this version" in page


def test_stranger_gets_404(client, charlie, second):
    shown(client, charlie, second, status=404)


def test_program_page_leads_here(client, bob, first, second):
    client.force_login(bob)
    page = client.get(reverse("program", args=[second.pk])).content.decode()

    assert f"{reverse('program-compare', args=[second.pk])}?with={first.pk}" in page
