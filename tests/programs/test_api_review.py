"""The way from draft to final, versions and deleting over the API."""

import pytest

from programs.models import Program, ProgramFinding, Proposal
from tests.programs.calls import drafted, if_match, post, url_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def program(api, alice, bob, held_queue):
    return drafted(bob, held_queue, by=alice, weeks=2)


class TestReview:
    def move(self, api, program, verb, body=None):
        revision = Program.objects.get(pk=program.pk).revision
        return post(api, url_of(program, verb), body, **if_match(revision))

    def test_way_from_draft_to_final(self, api, client, bob, program):
        client.force_login(bob)
        assert self.move(client, program, "submit").json()["status"] == "in_review"
        assert self.move(client, program, "approve").status_code == 403
        client.force_login(Program.objects.get().created_by)
        assert self.move(client, program, "return", {}).status_code == 400
        assert self.move(client, program, "return", {"note": "Less."}).json()["status"] == "draft"
        approved = self.move(client, program, "approve")
        assert approved.json()["status"] == "approved"
        assert approved["ETag"] == f'"{approved.json()["revision"]}"'
        assert self.move(client, program, "finalise").json()["status"] == "final"

    def test_taken_back_from_review_it_is_a_draft(self, api, program):
        assert self.move(api, program, "withdraw").status_code == 409
        self.move(api, program, "submit")

        assert self.move(api, program, "withdraw").json()["status"] == "draft"

    def test_open_concerns_are_named_until_they_are_accepted(self, api, program):
        ProgramFinding.objects.create(
            program=program, severity="error", rule="x", place="", message="Too much.", fix=""
        )

        refused = self.move(api, program, "approve")

        assert refused.status_code == 409
        assert refused.json()["errors"] == [{"field": "accept_concerns", "detail": "Too much."}]
        accepted = self.move(api, program, "approve", {"accept_concerns": True})
        assert accepted.json()["status"] == "approved"

    def test_of_a_program_that_has_changed_no_concern_is_told(self, api, program):
        ProgramFinding.objects.create(
            program=program, severity="error", rule="x", place="", message="Too much.", fix=""
        )

        assert post(api, url_of(program, "approve"), **if_match(99)).status_code == 412

    @pytest.mark.parametrize("verb", ["submit", "withdraw", "approve", "return", "finalise"])
    def test_needs_the_revision_that_was_read(self, api, program, verb):
        Program.objects.update(
            status={"return": "in_review", "withdraw": "in_review"}.get(verb, "draft")
        )

        body = {"note": "n"} if verb == "return" else {}

        missing = post(api, url_of(program, verb), body)
        assert missing.status_code == 428
        if verb != "finalise":
            stale = post(api, url_of(program, verb), body, **if_match(99))
            assert stale.status_code == 412


class TestVersions:
    def test_new_version_has_what_stands(self, api, program):
        response = post(api, url_of(program, "versions"), **{"Idempotency-Key": "k"})
        again = post(api, url_of(program, "versions"), **{"Idempotency-Key": "k"})

        assert response.status_code == 201
        assert response["Location"] == response.json()["url"]
        assert again.json() == response.json()
        assert response.json()["version"] == 2
        old, new = (api.get(url).json() for url in (url_of(program), response.json()["url"]))
        assert [week["workouts"] for week in new["weeks"]] == [
            week["workouts"] for week in old["weeks"]
        ]
        assert new["parent_id"] == old["id"]
        assert [
            row["version"] for row in api.get(url_of(program, "versions")).json()["results"]
        ] == [
            2,
            1,
        ]

    def test_delete_takes_a_draft_with_everything(self, api, program):
        assert api.delete(url_of(program)).status_code == 204
        assert api.get(url_of(program)).status_code == 404
        assert not Proposal.objects.exists()

    def test_what_was_approved_is_not_deleted(self, api, program):
        Program.objects.update(status="in_review")

        assert api.delete(url_of(program)).status_code == 409
