"""Starting an IEP over the API."""

import pytest

from ieps.models import IEP, Template
from project.models import Job
from tests.ieps.api.calls import CREATE, post
from tests.ieps.factories import MEETING, YEAR, make_student

pytestmark = pytest.mark.django_db(transaction=True)


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
