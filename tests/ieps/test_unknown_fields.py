"""A field that nobody knows is a mistake of the caller's, and is named."""

import json

import pytest

from ieps.models import IEP, Assessment, Student
from project.models import Job
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db

STUDENTS = "/api/v1/ieps/students/"
NEW = {"student_number": "S-7", "given_name": "A", "family_name": "B"}


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def student(alice):
    return make_student(alice)


def send(api, method, url, body, **headers):
    return api.generic(
        method, url, json.dumps(body), content_type="application/json", headers=headers
    )


def fields(response):
    assert response.status_code == 400
    return {error["field"] for error in response.json()["errors"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"first_name": "A"}, "first_name"),
        ({"needs": [{"area": "math", "text": "slow", "note": "x"}]}, "needs.0.note"),
    ],
)
def test_student_with_an_unknown_field_is_not_kept(api, change, field):
    assert fields(send(api, "POST", STUDENTS, NEW | change)) == {field}
    assert not Student.objects.exists()


def test_student_is_not_changed_by_an_unknown_field(api, student):
    url = f"{STUDENTS}{student.pk}/"

    response = send(api, "PATCH", url, {"grade": "6", "class": "6A"}, **{"If-Match": '"1"'})

    assert fields(response) == {"class"}
    assert Student.objects.get().grade == "5"


def test_student_may_be_sent_back_as_it_came(api, student):
    url = f"{STUDENTS}{student.pk}/"
    told = api.get(url).json()

    response = send(api, "PATCH", url, told | {"grade": "6"}, **{"If-Match": '"1"'})

    assert response.status_code == 200
    assert response.json()["grade"] == "6"


def test_assessment_with_an_unknown_field_is_not_kept(api, student):
    body = {"tool": "Fluency", "area": "reading", "date": "2026-05-20", "scores": 58}

    response = send(api, "POST", f"{STUDENTS}{student.pk}/assessments/", body)

    assert fields(response) == {"scores"}
    assert "Did you mean “score”?" in response.json()["detail"]
    assert not Assessment.objects.exists()


def test_iep_with_an_unknown_field_is_not_made(api, student):
    body = {"student_id": str(student.pk), "meeting": "2026-09-15"}

    assert fields(send(api, "POST", "/api/v1/ieps/", body)) == {"meeting"}
    assert not IEP.objects.exists()
    assert not Job.objects.exists()


def test_clients_of_the_prototype_may_send_more(api, student):
    body = {"student_id": str(student.pk), "app": "1.2", "initial_data": {"notes": "x"}}

    response = send(api, "POST", "/api/v1/ieps/advanced/create-with-rag", body)

    assert response.status_code == 202


def test_section_and_actions_name_unknown_fields(api, alice, student, held_queue):
    iep = make_iep(student, alice).iep
    url = f"/api/v1/ieps/{iep.pk}/"
    revision = {"If-Match": '"1"'}

    edited = send(api, "PATCH", f"{url}sections/spelling", {"text": "x"}, **revision)
    assert fields(edited) == {"text"}
    assert edited.json()["errors"][0]["detail"] == "There is no such field here."
    assert fields(send(api, "POST", f"{url}redraft/", {"section": ["spelling"]})) == {"section"}
    assert fields(send(api, "POST", f"{url}comments/", {"text": "x", "to": "y"})) == {"to"}
