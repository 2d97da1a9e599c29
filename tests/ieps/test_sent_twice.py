"""A creating request that is sent twice creates one thing."""

import json

import pytest

from ieps.models import Assessment, Comment
from project.models import IdempotencyKey, Job
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

RESULT = {"tool": "Probe", "area": "math", "date": "2026-01-10", "score": "5"}


@pytest.fixture
def student(alice):
    return make_student(alice)


@pytest.fixture
def iep(student, alice, held_queue):
    created = make_iep(student, alice)
    held_queue.work()
    return created.iep


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def twice(client, url, body):
    return [
        client.post(
            url,
            json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": "abc"},
        )
        for _ in range(2)
    ]


def test_assessment_is_added_once(signed_in, student):
    first, second = twice(signed_in, f"/api/v1/ieps/students/{student.pk}/assessments/", RESULT)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Assessment.objects.count() == 1


def test_comment_is_written_once(signed_in, iep):
    first, second = twice(signed_in, f"/api/v1/ieps/{iep.pk}/comments/", {"text": "Look at math."})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Comment.objects.count() == 1


def test_sections_are_drafted_again_once(signed_in, iep):
    first, second = twice(signed_in, f"/api/v1/ieps/{iep.pk}/redraft/", {"sections": ["math"]})

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert Job.objects.count() == 2


def test_remembered_answers_go_with_the_student(signed_in, student, iep):
    twice(signed_in, f"/api/v1/ieps/students/{student.pk}/assessments", RESULT)
    signed_in.post(
        f"/api/v1/ieps/{iep.pk}/comments",
        json.dumps({"text": "About Maribel."}),
        content_type="application/json",
        headers={"Idempotency-Key": "def"},
    )
    assert IdempotencyKey.objects.count() == 2

    signed_in.delete(f"/api/v1/ieps/students/{student.pk}/")

    assert not IdempotencyKey.objects.exists()


def test_second_click_adds_no_second_comment(signed_in, iep):
    form = signed_in.get(f"/ieps/{iep.pk}/").context["comment_form"]
    posted = {"text": "Look at math.", "request_key": form["request_key"].value()}
    url = f"/ieps/{iep.pk}/comments/"

    for _ in range(2):
        response = signed_in.post(url, posted)
        assert response["Location"] == f"/ieps/{iep.pk}/#comments"
    assert Comment.objects.count() == 1

    signed_in.post(url, posted | {"text": "And at writing."})
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/ieps/students/{id}/assessments/",
        "/api/v1/ieps/{id}/comments/",
        "/api/v1/ieps/{id}/redraft/",
    ],
)
def test_schema_names_the_key(signed_in, path):
    schema = signed_in.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()

    parameters = schema["paths"][path]["post"]["parameters"]
    assert "Idempotency-Key" in {parameter["name"] for parameter in parameters}
