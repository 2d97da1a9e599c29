"""What an IEP's page says of how the draft came about, and how it is kept fresh."""

import pytest
from django.utils import timezone

from ieps.models import IEP, Proposal, Section
from project.drafts import DraftStatus
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

REFRESH = '<noscript><meta http-equiv="refresh"'


@pytest.fixture
def iep(client, alice, held_queue):
    client.force_login(alice)
    return make_iep(make_student(alice), alice).iep


@pytest.fixture
def drafted(iep, held_queue):
    held_queue.work()
    return iep


def page(client, iep):
    return client.get(f"/ieps/{iep.pk}/").content.decode()


def test_draft_from_the_template_says_so(client, drafted):
    assert "Draft prepared from the template." in page(client, drafted)


def test_draft_with_a_model_says_so(client, drafted):
    Proposal.objects.filter(section__key="math").update(method="model")

    assert "Draft prepared with a model." in page(client, drafted)


def test_nothing_is_said_before_anything_is_drafted(client, iep):
    assert "Draft prepared" not in page(client, iep)


def test_nothing_is_said_of_what_people_wrote(client, iep, alice):
    Section.objects.update(statement="Mine.", edited_by=alice, edited_at=timezone.now())

    assert "Draft prepared" not in page(client, iep)


@pytest.mark.parametrize("status", [DraftStatus.IN_REVIEW, DraftStatus.APPROVED])
def test_nothing_is_said_once_it_is_no_draft(client, drafted, rita, status):
    approved = (
        {"approved_by": rita, "approved_at": timezone.now()}
        if status == DraftStatus.APPROVED
        else {}
    )
    IEP.objects.update(status=status, **approved)

    assert "Draft prepared" not in page(client, drafted)


def test_page_refreshes_without_scripts_while_a_job_runs(client, iep, held_queue):
    assert REFRESH in page(client, iep)

    held_queue.work()

    assert REFRESH not in page(client, iep)
