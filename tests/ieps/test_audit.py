"""Every look at a student's record is written down: who, when, which record."""

import datetime

import pytest
from django.utils import timezone

from ieps.models import IEP
from project.models import AuditEvent
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student)
    return student


@pytest.fixture
def iep(student, alice, held_queue):
    return make_iep(student, alice).iep


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def views(subject=None) -> int:
    events = AuditEvent.objects.filter(verb="view")
    return events.filter(subject_id=str(subject.pk)).count() if subject else events.count()


@pytest.mark.parametrize(
    "path",
    [
        "/ieps/{iep}/",
        "/ieps/{iep}/versions/",
        "/ieps/{iep}/sections/math/edit/",
        "/api/v1/ieps/{iep}/",
        "/api/v1/ieps/{iep}/comments/",
        "/api/v1/ieps/{iep}/sections/math/",
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_reading_an_iep_is_noted(page, iep, alice, path, headers):
    response = page.get(path.format(iep=iep.pk), headers=headers)

    assert response.status_code == 200
    assert views(iep) == 1
    assert AuditEvent.objects.get(verb="view").actor == alice


def test_going_back_to_a_section_is_noted(page, iep):
    page.get(f"/ieps/{iep.pk}/sections/math/", headers=HTMX)

    assert views(iep) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/ieps/students/{student}/",
        "/ieps/students/{student}/edit/",
        "/ieps/students/{student}/delete/",
        "/ieps/students/{student}/ieps/new/",
        "/api/v1/ieps/students/{student}/",
        "/api/v1/ieps/students/{student}/assessments/",
    ],
)
def test_reading_a_record_is_noted(page, student, path):
    assert page.get(path.format(student=student.pk)).status_code == 200

    assert views(student) == 1


def test_what_a_refused_form_shows_is_noted(page, iep, student):
    assert page.post(f"/ieps/{iep.pk}/comments/", {"text": ""}).status_code == 422
    assert views(iep) == 1
    assert page.post(f"/ieps/{iep.pk}/sections/math/edit/", {}).status_code == 422
    assert views(iep) == 2
    assert page.post(f"/ieps/students/{student.pk}/edit/", {"grade": "6"}).status_code == 422
    assert views(student) == 1


def test_comparing_two_versions_is_a_look_at_both(page, iep, student, alice):
    second = make_iep(student, alice).iep

    page.get(f"/ieps/{second.pk}/versions/", {"with": str(iep.pk)})

    assert (views(second), views(iep)) == (1, 1)


def test_page_that_asks_for_news_is_noted_once(page, iep):
    page.get(f"/ieps/{iep.pk}/")
    for _ in range(3):
        page.get(f"/ieps/{iep.pk}/", headers=HTMX)
    assert views(iep) == 1

    AuditEvent.objects.update(at=timezone.now() - datetime.timedelta(hours=1))
    page.get(f"/ieps/{iep.pk}/", headers=HTMX)

    assert views(iep) == 2


def test_another_persons_look_does_not_hide_mine(page, client, iep, rita):
    page.get(f"/ieps/{iep.pk}/")
    IEP.objects.update(status="in_review")
    client.force_login(rita)

    client.get(f"/ieps/{iep.pk}/", headers=HTMX)

    assert AuditEvent.objects.filter(verb="view", actor=rita).count() == 1


def test_list_of_students_tells_who_they_are_and_no_more(page, student):
    (row,) = page.get("/api/v1/ieps/students/").json()["results"]

    assert (row["id"], row["student_number"]) == (str(student.pk), student.student_number)
    assert not {"needs", "guardian_name", "guardian_email", "disability_category"} & set(row)
    assert views() == 0
    whole = page.get(row["url"]).json()
    assert whole["guardian_name"] == "Ingrid Ostrander"
    assert views(student) == 1
