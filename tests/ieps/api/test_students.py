"""Students over the API."""

import pytest

from ieps.models import Student
from project.models import AuditEvent, IdempotencyKey, Job
from tests.ieps.api.calls import CREATE, patch, post
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)


class TestStudents:
    def test_create_assigns_the_caller(self, api, alice):
        response = post(
            api,
            "/api/v1/ieps/students/",
            {"student_number": "N1", "given_name": "Jo", "family_name": "Ek", "needs": []},
        )

        assert response.status_code == 201
        student = Student.objects.get()
        assert response["Location"] == f"/api/v1/ieps/students/{student.pk}/"
        assert list(student.teachers.all()) == [alice]

    def test_taken_number_says_so(self, api, student):
        response = post(
            api,
            "/api/v1/ieps/students/",
            {"student_number": student.student_number, "given_name": "J", "family_name": "E"},
        )

        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] == "student_number"

    def test_edit_needs_the_revision(self, api, student):
        url = f"/api/v1/ieps/students/{student.pk}/"

        assert patch(api, url, {"grade": "6"}).status_code == 428
        fresh = patch(api, url, {"grade": "6"}, **{"If-Match": '"1"'})
        stale = patch(api, url, {"grade": "7"}, **{"If-Match": '"1"'})

        assert fresh.status_code == 200
        assert fresh["ETag"] == '"2"'
        assert stale.status_code == 412
        assert stale.json()["current_revision"] == 2
        student.refresh_from_db()
        assert student.grade == "6"

    def test_reading_a_record_is_audited(self, api, student, alice):
        api.get(f"/api/v1/ieps/students/{student.pk}/")

        event = AuditEvent.objects.get(verb="view")
        assert (event.actor, event.subject_id) == (alice, str(student.pk))

    def test_double_assessment_is_refused(self, api, student):
        url = f"/api/v1/ieps/students/{student.pk}/assessments/"
        body = {"tool": "T", "area": "math", "date": "2026-01-10", "score": "5"}

        assert post(api, url, body).status_code == 201
        assert post(api, url, body).status_code == 400

    def test_list_costs_the_same_for_1_and_20(self, api, alice, student):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        api.get("/api/v1/ieps/students/")
        with CaptureQueriesContext(connection) as one:
            api.get("/api/v1/ieps/students/")
        for _ in range(19):
            make_student(alice)
        with CaptureQueriesContext(connection) as twenty:
            rows = api.get("/api/v1/ieps/students/").json()["results"]

        assert len(rows) == 20
        assert len(one) == len(twenty)


@pytest.mark.parametrize("field", ["languages", "strengths"])
def test_lists_in_a_record_are_bounded(api, field):
    body = {"student_number": "1", "given_name": "A", "family_name": "B", field: ["x"] * 41}

    assert post(api, "/api/v1/ieps/students/", body).status_code == 400


def test_deleted_student_is_forgotten_by_remembered_answers(api, held_queue):
    body = {"student_number": "77", "given_name": "Zebulon", "family_name": "Quackenbush"}
    made = post(api, "/api/v1/ieps/students/", body, **{"Idempotency-Key": "k1"}).json()
    post(api, CREATE, {"student_id": made["id"]}, **{"Idempotency-Key": "k2"})
    assert IdempotencyKey.objects.count() == 2

    api.delete(f"/api/v1/ieps/students/{made['id']}/")

    assert not IdempotencyKey.objects.exists()
    assert not Job.objects.filter(title__contains="Zebulon").exists()


def test_student_deleted_while_drafting_is_forgotten_twice(api, held_queue, alice, monkeypatch):
    """The draft that is on its way may put chunks back into the store after they were deleted."""
    forgotten = []
    monkeypatch.setattr("ieps.jobs.LET_GO_SECONDS", 0.1)
    monkeypatch.setattr("ieps.retrieval.forget_student", forgotten.append)
    student = make_student(alice)
    make_iep(student, alice)

    api.delete(f"/api/v1/ieps/students/{student.pk}/")
    held_queue.work()

    assert forgotten == [str(student.pk)] * 2
    assert Job.objects.get().status == "succeeded"
