"""Whose IEPs and students the API shows."""

import pytest

from ieps.models import IEP, Student
from tests.ieps.api.calls import post
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)


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
