"""From review to final on an IEP's own page in the admin. It changes nothing else."""

import pytest
from django.urls import reverse

from ieps.models import IEP, SectionFinding
from project.drafts import DraftStatus
from project.models import AuditEvent
from tests.ieps.factories import make_assessment, make_iep, make_student
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def iep(alice, held_queue):
    student = make_student(alice)
    make_assessment(student)
    created = make_iep(student, alice)
    held_queue.work()
    return in_state(created.iep, DraftStatus.IN_REVIEW)


@pytest.fixture
def staff(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def in_state(iep, status, **fields):
    IEP.objects.update(status=status, **fields)
    iep.refresh_from_db()
    return iep


def page_of(iep):
    return reverse("admin:ieps_iep_change", args=[iep.pk])


def step(iep, action):
    return reverse("admin:ieps_iep_step", args=[iep.pk, action])


def yes(iep, **extra):
    return {"confirmed": "yes", "seen": f"{iep.pk}:{iep.revision}", **extra}


def test_page_offers_the_steps_that_fit(staff, iep, rita):
    html = staff.get(page_of(iep)).content.decode()
    assert step(iep, "approve") in html
    assert step(iep, "send_back") in html
    assert step(iep, "finalise") not in html

    in_state(iep, DraftStatus.APPROVED, approved_by=rita, approved_at=iep.created_at)
    html = staff.get(page_of(iep)).content.decode()
    assert step(iep, "approve") not in html
    assert step(iep, "finalise") in html


def test_one_is_approved_from_its_page(staff, iep, rita):
    asked = staff.get(step(iep, "approve"))
    assert b"Approve 1 IEP?" in asked.content
    assert f'href="{page_of(iep)}"' in asked.content.decode()

    done = staff.post(step(iep, "approve"), yes(iep))

    assert done["Location"] == page_of(iep)
    iep.refresh_from_db()
    assert (iep.status, iep.approved_by) == (DraftStatus.APPROVED, rita)


def test_one_is_returned_from_its_page(staff, iep):
    assert b"This field is required" in staff.post(step(iep, "send_back"), yes(iep)).content

    done = staff.post(step(iep, "send_back"), yes(iep, comment="Add a baseline."))

    assert done["Location"] == reverse("admin:ieps_iep_changelist")
    iep.refresh_from_db()
    assert iep.status == DraftStatus.DRAFT


def test_step_for_what_changed_meanwhile_is_refused(staff, iep):
    posted = yes(iep)
    IEP.objects.update(revision=9)

    response = staff.post(step(iep, "approve"), posted, follow=True)

    assert b"changed after you opened" in response.content
    iep.refresh_from_db()
    assert iep.status == DraftStatus.IN_REVIEW


def test_steps_are_closed_to_others(staff, client, iep, alice):
    assert staff.get(step(iep, "delete_selected")).status_code == 404
    assert staff.get(step(iep, "nonsense")).status_code == 404
    in_state(iep, DraftStatus.DRAFT)
    assert staff.get(step(iep, "approve")).status_code == 404
    client.force_login(alice)
    assert client.get(step(iep, "approve")).status_code == 302
    client.force_login(person("helper", is_staff=True))
    assert client.get(step(iep, "approve")).status_code in (403, 404)


def test_confirmation_says_which_errors_are_open(staff, iep):
    SectionFinding.objects.all().delete()
    SectionFinding.objects.create(
        section=iep.sections.get(key="math"),
        severity="error",
        rule="x",
        message="The goal has no baseline.",
    )
    SectionFinding.objects.create(
        section=iep.sections.get(key="writing"),
        severity="warning",
        rule="x",
        message="Rather long.",
    )

    html = staff.get(step(iep, "approve")).content.decode()

    assert f"{iep.sections.get(key='math').title}: The goal has no baseline." in html
    assert "Rather long." not in html


def test_errors_of_the_whole_are_said_too(staff, iep):
    iep.sections.filter(key="participation").delete()

    html = staff.get(step(iep, "approve")).content.decode()

    page = staff.get(reverse("iep", args=[iep.pk]))
    wrong = [item.message for item in page.context["whole_findings"] if item.severity == "error"]
    assert wrong
    for message in wrong:
        assert message.split("“")[0][:40] in html


@pytest.mark.parametrize("who", ["staff", "root"])
def test_page_of_an_iep_is_there_to_be_read(request, who, iep):
    client = request.getfixturevalue(who)

    html = client.get(page_of(iep)).content.decode()

    assert 'name="_save"' not in html
    assert client.post(page_of(iep), {}).status_code == 403


def test_opening_pages_and_confirmations_is_noted(staff, iep, rita):
    section = iep.sections.first()
    for address in (
        page_of(iep),
        step(iep, "approve"),
        reverse("admin:ieps_section_change", args=[section.pk]),
        reverse("admin:ieps_proposal_change", args=[section.proposal_id]),
    ):
        AuditEvent.objects.all().delete()
        assert staff.get(address).status_code == 200
        event = AuditEvent.objects.get(verb="view")
        assert (event.actor, event.subject_id) == (rita, str(iep.pk)), address


def test_reviewer_is_led_to_the_steps(staff, iep, rita):
    html = staff.get(reverse("iep", args=[iep.pk])).content.decode()
    assert f'href="{page_of(iep)}">Approve or return it' in html

    in_state(iep, DraftStatus.APPROVED, approved_by=rita, approved_at=iep.created_at)
    html = staff.get(reverse("iep", args=[iep.pk])).content.decode()
    assert "Make it final, or return it" in html


def test_teacher_is_not_led_there(client, alice, iep):
    client.force_login(alice)

    assert "/admin/" not in client.get(reverse("iep", args=[iep.pk])).content.decode()
