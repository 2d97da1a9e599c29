"""One template is always the default, whatever staff tick and delete."""

import pytest
from django.urls import reverse

from ieps.models import Template
from ieps.models.templates import NoDefaultTemplate
from project.models import AuditEvent
from tests.ieps.factories import make_student
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def default(db):
    return Template.objects.get(is_default=True)


@pytest.fixture
def other(db):
    return Template.objects.create(slug="short", name="Short")


def save(client, template, **changes):
    data = {
        "name": template.name,
        "slug": template.slug,
        "is_active": "on",
        "is_default": "on" if template.is_default else "",
        "sections-TOTAL_FORMS": 0,
        "sections-INITIAL_FORMS": 0,
        "sections-MIN_NUM_FORMS": 0,
        "sections-MAX_NUM_FORMS": 1000,
    }
    return client.post(
        reverse("admin:ieps_template_change", args=[template.pk]), data | changes, follow=True
    )


def defaults():
    return list(Template.objects.filter(is_default=True))


def test_ticking_another_one_swaps(root, default, other):
    assert save(root, other, is_default="on").redirect_chain

    assert defaults() == [other]
    assert AuditEvent.objects.filter(verb="edit", subject_id=str(other.pk)).count() == 1


def test_default_cannot_be_unticked(root, default):
    response = save(root, default, is_default="")

    assert "One template must be the default" in response.content.decode()
    assert defaults() == [default]


def test_default_cannot_be_switched_off(root, default):
    response = save(root, default, is_active="")

    assert "The default template must be active" in response.content.decode()
    assert Template.objects.get(pk=default.pk).is_active


def test_others_are_edited_as_before(root, default, other):
    assert save(root, other, name="Renamed").redirect_chain

    other.refresh_from_db()
    assert other.name == "Renamed"
    assert defaults() == [default]


def test_default_cannot_be_deleted(root, default, other):
    one = reverse("admin:ieps_template_delete", args=[default.pk])
    assert root.post(one, {"post": "yes"}).status_code == 403

    many = {"action": "delete_selected", "_selected_action": [default.pk, other.pk], "post": "yes"}
    response = root.post(reverse("admin:ieps_template_changelist"), many)

    assert "One template must be the default" in response.content.decode()
    assert defaults() == [default]
    assert Template.objects.filter(pk=other.pk).exists()


def test_another_one_can_be_deleted(root, other):
    root.post(reverse("admin:ieps_template_delete", args=[other.pk]), {"post": "yes"})

    assert not Template.objects.filter(pk=other.pk).exists()
    assert AuditEvent.objects.filter(verb="delete", subject_type="ieps.template").exists()


def test_without_a_default_there_is_a_sentence_and_no_error(client, alice, default, held_queue):
    Template.objects.update(is_default=False)
    student = make_student(alice)
    client.force_login(alice)

    with pytest.raises(NoDefaultTemplate):
        Template.objects.choose("")
    told = client.post(
        "/api/v1/ieps/", {"student_id": str(student.pk)}, content_type="application/json"
    )
    assert (told.status_code, told.json()["type"]) == (409, "/problems/no-default-template")
    page = client.post(
        reverse("iep-new", args=[student.pk]),
        {"academic_year": "2026-2027", "meeting_date": "2026-09-15", "request_key": "k"},
    )
    assert page.status_code == 422
    assert "none is the default" in page.content.decode()
