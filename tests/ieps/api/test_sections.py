"""Sections and review over the API."""

import pytest

from ieps.models import IEP
from project.models import AuditEvent, Job
from tests.ieps.api.calls import patch, post
from tests.ieps.factories import make_iep

pytestmark = pytest.mark.django_db(transaction=True)


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
