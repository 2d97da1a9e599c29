"""Staff in the admin: what they see, approve, return and edit."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ieps.models import IEP, Comment, Section
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
    IEP.objects.update(status=DraftStatus.IN_REVIEW)
    created.iep.refresh_from_db()
    return created.iep


@pytest.fixture
def staff(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def act(client, iep, action, confirmed=True, **extra):
    data = {"action": action, "_selected_action": [str(iep.pk)], **extra}
    if confirmed:
        data |= {"confirmed": "yes", "seen": f"{iep.pk}:{iep.revision}"}
    return client.post(reverse("admin:ieps_iep_changelist"), data, follow=True)


def test_every_model_of_ours_is_registered():
    from django.apps import apps

    hidden = {
        "Shard", "Step", "IdempotencyKey", "Goal", "Service", "SectionFinding", "Evidence",
        "Comment", "Assessment", "Note", "TemplateSection", "PendingImport", "RouteEntry",
    }  # fmt: skip
    for app in ("project", "providers", "ieps"):
        for model in apps.get_app_config(app).get_models():
            assert admin.site.is_registered(model) or model.__name__ in hidden, model


def test_every_admin_list_and_form_opens(root, iep):
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        assert root.get(reverse(f"admin:{label}_changelist")).status_code == 200
        assert root.get(reverse(f"admin:{label}_changelist"), {"q": "x"}).status_code in (200, 302)
        row = model._default_manager.first()
        if row is not None:
            url = reverse(f"admin:{label}_change", args=[row.pk])
            assert root.get(url).status_code == 200, url


def test_approval_asks_first(staff, iep):
    response = act(staff, iep, "approve", confirmed=False)

    assert b"Approve 1 IEP?" in response.content
    iep.refresh_from_db()
    assert iep.status == DraftStatus.IN_REVIEW


def test_confirmed_approval_is_audited(staff, iep, rita):
    act(staff, iep, "approve")

    iep.refresh_from_db()
    assert (iep.status, iep.approved_by) == (DraftStatus.APPROVED, rita)
    assert AuditEvent.objects.filter(verb="approve", actor=rita).count() == 1


def test_approval_of_what_changed_meanwhile_is_refused(staff, iep):
    stale = IEP.objects.get(pk=iep.pk)
    IEP.objects.update(revision=7)

    response = act(staff, stale, "approve")

    assert b"changed after you opened" in response.content
    iep.refresh_from_db()
    assert iep.status == DraftStatus.IN_REVIEW


def test_return_needs_a_comment(staff, iep):
    assert b"This field is required" in act(staff, iep, "send_back", comment="").content

    act(staff, iep, "send_back", comment="Please add a baseline.")

    iep.refresh_from_db()
    assert iep.status == DraftStatus.DRAFT
    assert Comment.objects.get().text == "Please add a baseline."


def test_reviewer_does_not_see_drafts(staff, iep):
    IEP.objects.update(status=DraftStatus.DRAFT)

    html = staff.get(reverse("admin:ieps_iep_changelist")).content.decode()

    assert "Ostrander" not in html
    section = iep.sections.first()
    assert staff.get(reverse("admin:ieps_section_change", args=[section.pk])).status_code == 302


def test_provenance_is_read_only(root, iep):
    url = reverse("admin:ieps_proposal_changelist")
    assert root.get(url).status_code == 200
    proposal = Section.objects.first().proposal
    page = reverse("admin:ieps_proposal_change", args=[proposal.pk])

    assert root.post(page, {"model": "changed"}).status_code == 403


def test_list_costs_the_same_for_1_and_20(root, iep, alice, held_queue):
    url = reverse("admin:ieps_iep_changelist")
    root.get(url)
    with CaptureQueriesContext(connection) as one:
        root.get(url)
    for _ in range(19):
        make_iep(make_student(alice), alice)
    with CaptureQueriesContext(connection) as twenty:
        root.get(url)

    assert len(one) == len(twenty)


@pytest.mark.parametrize("value", ["error", "warning", "none"])
def test_filter_by_findings(root, iep, value):
    response = root.get(reverse("admin:ieps_iep_changelist"), {"findings": value})

    assert response.status_code == 200


def section_form(section, **changes):
    def empty(prefix, total=0):
        return {
            f"{prefix}-TOTAL_FORMS": total,
            f"{prefix}-INITIAL_FORMS": total,
            f"{prefix}-MIN_NUM_FORMS": 0,
            f"{prefix}-MAX_NUM_FORMS": 1000,
        }

    return {
        "statement": "Staff text.",
        "recommendations": "[]",
        "not_applicable_reason": "",
        "expected_revision": section.revision,
        **empty("goals"),
        **empty("services"),
        **empty("findings"),
        **changes,
    }


def test_staff_edit_raises_the_revision_and_is_audited(root, iep):
    IEP.objects.update(status=DraftStatus.DRAFT)
    section = iep.sections.get(key="transition")
    url = reverse("admin:ieps_section_change", args=[section.pk])

    response = root.post(url, section_form(section))

    assert response.status_code == 302
    before = section.revision
    section.refresh_from_db()
    assert section.statement == "Staff text."
    assert section.revision == before + 1
    assert section.edited_by.username == "root"
    assert AuditEvent.objects.filter(verb="edit", subject_type="ieps.section").exists()


def test_stale_staff_edit_is_refused_and_keeps_the_text(root, iep):
    IEP.objects.update(status=DraftStatus.DRAFT)
    section = iep.sections.get(key="transition")
    url = reverse("admin:ieps_section_change", args=[section.pk])

    response = root.post(url, section_form(section, expected_revision=section.revision - 1))

    assert response.status_code == 200
    assert b"Someone else saved this section" in response.content
    assert b"Staff text." in response.content


def test_locked_section_cannot_be_edited(root, iep):
    section = iep.sections.get(key="transition")
    url = reverse("admin:ieps_section_change", args=[section.pk])

    response = root.post(url, section_form(section))

    assert b"Only a draft can be edited" in response.content
