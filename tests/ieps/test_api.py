import json

import pytest

from ieps.models import IEP, Student, Template
from project.models import AuditEvent, IdempotencyKey, Job
from tests.ieps.factories import MEETING, YEAR, make_assessment, make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = "/api/v1/ieps/advanced/create-with-rag"


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student)
    return student


def post(api, url, body, **headers):
    return api.post(url, json.dumps(body), content_type="application/json", headers=headers)


def patch(api, url, body, **headers):
    return api.patch(url, json.dumps(body), content_type="application/json", headers=headers)


class TestCreateWithRAG:
    def test_answers_202_with_a_job(self, api, student):
        response = post(
            api,
            CREATE,
            {
                "student_id": str(student.pk),
                "academic_year": YEAR,
                "initial_data": {"meeting_date": MEETING.isoformat()},
            },
        )

        assert response.status_code == 202
        job = response.json()
        assert response["Location"] == f"/api/v1/jobs/{job['id']}/"
        assert job["status"] == "pending"
        assert job["result"]["type"] == "iep"
        iep = IEP.objects.get()
        assert job["result"] == {"type": "iep", "id": str(iep.pk), "url": f"/api/v1/ieps/{iep.pk}/"}
        assert iep.meeting_date == MEETING
        assert iep.created_with_optional_template is True

    def test_user_parameters_of_old_clients_are_ignored(self, api, student, alice, charlie):
        url = f"{CREATE}?current_user_id={charlie.pk}&current_user_role=admin"

        response = post(api, url, {"student_id": str(student.pk)})

        assert response.status_code == 202
        assert Job.objects.get().owner == alice

    def test_known_template_is_used(self, api, student):
        template = Template.objects.create(slug="short", name="Short")
        template.sections.create(index=0, key="math", title="Math", kind="goals")

        post(api, CREATE, {"student_id": str(student.pk), "template_id": "short"})

        iep = IEP.objects.get()
        assert iep.template_name == "Short"
        assert iep.created_with_optional_template is False
        assert [section.key for section in iep.sections.all()] == ["math"]

    @pytest.mark.parametrize("template", ["no-such", "999999", "999999999999999999999", None, ""])
    def test_unknown_template_means_the_default(self, api, student, template, caplog):
        caplog.set_level("WARNING", logger="ieps.models.templates")
        response = post(api, CREATE, {"student_id": str(student.pk), "template_id": template})

        assert response.status_code == 202
        assert IEP.objects.get().template.is_default
        assert "default IEP template" in caplog.text

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"student_id": "nonsense"}, "student_id"),
            ({"student_id": None}, "student_id"),
            ({"academic_year": "2026"}, "academic_year"),
            ({"academic_year": "2026-2029"}, "academic_year"),
            ({"meeting_date": "15/09/2026"}, "meeting_date"),
            ({"meeting_date": "2026-02-31"}, "meeting_date"),
            ({"meeting_date": "1926-02-01"}, "meeting_date"),
            ({"initial_data": {"meeting_date": "soon"}}, "initial_data.meeting_date"),
            ({"initial_data": "text"}, "initial_data"),
        ],
    )
    def test_bad_input_names_the_field(self, api, student, change, field):
        body = {"student_id": str(student.pk), "academic_year": YEAR} | change

        response = post(api, CREATE, body)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert any(error["field"].startswith(field) for error in response.json()["errors"])
        assert not IEP.objects.exists()
        assert not Job.objects.exists()

    def test_same_key_creates_once(self, api, student):
        body = {"student_id": str(student.pk)}

        first = post(api, CREATE, body, **{"Idempotency-Key": "abc"})
        second = post(api, CREATE, body, **{"Idempotency-Key": "abc"})

        assert first.json()["id"] == second.json()["id"]
        assert second.status_code == 202
        assert IEP.objects.count() == 1

    def test_same_key_for_another_body_is_422(self, api, student):
        post(api, CREATE, {"student_id": str(student.pk)}, **{"Idempotency-Key": "abc"})

        response = post(
            api,
            CREATE,
            {"student_id": str(student.pk), "template_id": "x"},
            **{"Idempotency-Key": "abc"},
        )

        assert response.status_code == 422

    def test_anothers_student_is_404(self, api, charlie):
        foreign = make_student(charlie)

        response = post(api, CREATE, {"student_id": str(foreign.pk)})

        assert response.status_code == 404
        assert not IEP.objects.exists()

    def test_a_learner_may_not(self, client, student):
        from project.models import Role
        from tests.people import person

        client.force_login(person("lea", Role.LEARNERS))

        assert post(client, CREATE, {"student_id": str(student.pk)}).status_code == 403


class TestScoping:
    """Alice's student and IEP are a 404 for Charlie, everywhere."""

    @pytest.fixture
    def iep(self, student, alice, held_queue):
        return make_iep(student, alice).iep

    @pytest.mark.parametrize(
        "path",
        [
            "/api/v1/ieps/students/{student}/",
            "/api/v1/ieps/students/{student}/assessments/",
            "/api/v1/ieps/{iep}/",
            "/api/v1/ieps/{iep}/sections/math/",
            "/api/v1/ieps/{iep}/comments/",
            "/ieps/students/{student}/",
            "/ieps/students/{student}/edit/",
            "/ieps/students/{student}/delete/",
            "/ieps/students/{student}/ieps/new/",
            "/ieps/students/{student}/assessments/new/",
            "/ieps/students/{student}/notes/new/",
            "/ieps/{iep}/",
            "/ieps/{iep}/versions/",
            "/ieps/{iep}/sections/math/edit/",
        ],
    )
    def test_reading_is_404(self, client, charlie, student, iep, path):
        client.force_login(charlie)

        response = client.get(path.format(student=student.pk, iep=iep.pk))

        assert response.status_code == 404

    @pytest.mark.parametrize(
        "path",
        [
            "/api/v1/ieps/{iep}/redraft/",
            "/api/v1/ieps/{iep}/submit/",
            "/api/v1/ieps/{iep}/comments/",
            "/api/v1/ieps/students/{student}/assessments/",
            "/ieps/{iep}/redraft/",
            "/ieps/{iep}/submit/",
            "/ieps/{iep}/comments/",
            "/ieps/{iep}/sections/math/edit/",
            "/ieps/{iep}/sections/math/redraft/",
            "/ieps/students/{student}/delete/",
        ],
    )
    def test_writing_is_404(self, client, charlie, student, iep, path):
        client.force_login(charlie)

        response = post(client, path.format(student=student.pk, iep=iep.pk), {"text": "x"})

        assert response.status_code == 404
        assert Student.objects.filter(pk=student.pk).exists()

    def test_lists_and_search_show_nothing(self, client, charlie, student, iep):
        client.force_login(charlie)

        assert client.get("/api/v1/ieps/students/").json()["results"] == []
        assert client.get("/api/v1/ieps/students/?search=Ostrander").json()["results"] == []
        assert client.get("/api/v1/ieps/").json()["results"] == []
        assert client.get("/api/v1/ieps/?search=Ostrander").json()["results"] == []
        assert client.get("/api/v1/jobs/").json()["results"] == []
        assert "Ostrander" not in client.get("/ieps/?q=Ostrander").content.decode().replace(
            'value="Ostrander"', ""
        )
        assert "Maribel" not in client.get("/").content.decode()

    def test_a_shared_student_is_seen_by_both(self, client, alice, bob):
        student = make_student(alice, bob)
        client.force_login(bob)

        assert client.get(f"/api/v1/ieps/students/{student.pk}/").status_code == 200

    def test_reviewer_sees_it_once_it_is_in_review(self, client, rita, iep):
        client.force_login(rita)
        assert client.get(f"/api/v1/ieps/{iep.pk}/").status_code == 404

        IEP.objects.update(status="in_review")

        assert client.get(f"/api/v1/ieps/{iep.pk}/").status_code == 200


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


class TestSections:
    @pytest.fixture
    def iep(self, student, alice, held_queue):
        created = make_iep(student, alice)
        held_queue.work()
        return created.iep

    def test_edit_replaces_what_is_sent(self, api, iep):
        url = f"/api/v1/ieps/{iep.pk}/sections/math/"
        before = api.get(url)

        response = patch(api, url, {"statement": "New text."}, **{"If-Match": before["ETag"]})

        assert response.status_code == 200
        assert response.json()["statement"] == "New text."
        assert response.json()["goals"] == before.json()["goals"]
        assert response.json()["provenance"]["edited_by"] == "alice"

    def test_stale_edit_is_412_and_changes_nothing(self, api, iep):
        url = f"/api/v1/ieps/{iep.pk}/sections/math/"
        etag = api.get(url)["ETag"]
        patch(api, url, {"statement": "One."}, **{"If-Match": etag})

        response = patch(api, url, {"statement": "Two."}, **{"If-Match": etag})

        assert response.status_code == 412
        assert api.get(url).json()["statement"] == "One."

    @pytest.mark.parametrize(
        "body",
        [
            {"goals": [{"area": "math"}]},
            {"statement": 5},
            {"unknown": "x"},
            {"services": [{"what": "x", "frequency": "y", "location": "z", "duration": "d",
                           "provider_role": "r"}]},
            {"statement": "x" * 9000},
            ["not", "an", "object"],
        ],
    )  # fmt: skip
    def test_bad_content_is_400(self, api, iep, body):
        url = f"/api/v1/ieps/{iep.pk}/sections/math/"

        response = patch(api, url, body, **{"If-Match": api.get(url)["ETag"]})

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"

    def test_html_in_text_stays_text(self, api, iep):
        url = f"/api/v1/ieps/{iep.pk}/sections/math/"
        patch(
            api,
            url,
            {"statement": "<script>alert(1)</script>"},
            **{"If-Match": api.get(url)["ETag"]},
        )

        page = api.get(f"/ieps/{iep.pk}/").content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;" in page

    def test_redraft_of_unknown_section_names_it(self, api, iep):
        response = post(api, f"/api/v1/ieps/{iep.pk}/redraft/", {"sections": ["nope"]})

        assert response.status_code == 400
        assert "nope" in response.json()["detail"]

    def test_second_redraft_while_one_runs_is_409(self, api, iep):
        url = f"/api/v1/ieps/{iep.pk}/redraft/"
        assert post(api, url, {"sections": ["math"]}).status_code == 202

        response = post(api, url, {"sections": ["math"]})

        assert response.status_code == 409
        assert response.json()["type"] == "/problems/already-drafting"


class TestReview:
    @pytest.fixture
    def iep(self, student, alice, held_queue):
        created = make_iep(student, alice)
        held_queue.work()
        return created.iep

    def move(self, client, iep, verb, **body):
        revision = IEP.objects.get(pk=iep.pk).revision
        return post(client, f"/api/v1/ieps/{iep.pk}/{verb}/", body, **{"If-Match": f'"{revision}"'})

    def test_way_from_draft_to_final(self, api, client, iep, rita):
        assert self.move(api, iep, "submit").json()["status"] == "in_review"
        client.force_login(rita)
        assert self.move(client, iep, "approve").json()["status"] == "approved"
        assert self.move(client, iep, "finalise").json()["status"] == "final"
        verbs = AuditEvent.objects.filter(subject_id=str(iep.pk)).values_list("verb", flat=True)
        assert {"create", "submit", "approve", "finalise"} <= set(verbs)

    def test_teacher_takes_it_back_while_nobody_has_decided(self, api, client, iep, rita):
        self.move(api, iep, "submit")
        client.force_login(rita)
        assert self.move(client, iep, "withdraw").status_code == 404
        client.force_login(iep.created_by)

        assert self.move(client, iep, "withdraw").json()["status"] == "draft"
        assert self.move(client, iep, "withdraw").status_code == 409

    def test_teacher_may_not_approve(self, api, iep):
        self.move(api, iep, "submit")

        assert self.move(api, iep, "approve").status_code == 403

    def test_return_needs_a_comment(self, api, client, iep, rita):
        self.move(api, iep, "submit")
        client.force_login(rita)

        assert self.move(client, iep, "return").status_code == 400
        assert self.move(client, iep, "return", comment="More data.").json()["status"] == "draft"

    def test_locked_sections_refuse_edits(self, api, iep):
        url = f"/api/v1/ieps/{iep.pk}/sections/math/"
        etag = api.get(url)["ETag"]
        self.move(api, iep, "submit")

        response = patch(api, url, {"statement": "x"}, **{"If-Match": etag})

        assert response.status_code == 409
        assert response.json()["type"] == "/problems/draft-locked"

    def test_draft_with_empty_sections_cannot_be_submitted(self, api, student, alice):
        iep = make_iep(student, alice).iep
        Job.objects.all().delete()

        response = self.move(api, iep, "submit")

        assert response.status_code == 400
        assert "still empty" in response.json()["detail"]


def test_browsable_list_names_no_student_of_others(api, charlie, client):
    other = make_student(charlie, given_name="Zebulon", family_name="Quackenbush")
    make_iep(other, charlie)

    page = client.get("/api/v1/ieps/", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "Zebulon" not in page.content.decode()


def test_filter_by_student_does_not_tell_who_exists(api, student, alice, charlie):
    mine = make_iep(student, alice).iep
    other = make_student(charlie)
    make_iep(other, charlie)

    assert [row["id"] for row in listed(api, student.pk)] == [str(mine.pk)]
    assert listed(api, other.pk) == listed(api, "00000000-0000-4000-8000-000000000000") == []


def listed(api, student_id):
    return api.get("/api/v1/ieps/", {"student": str(student_id)}).json()["results"]


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
