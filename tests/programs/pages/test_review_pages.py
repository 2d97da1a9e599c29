"""From draft to final on the pages: who decides, what they are asked, what a late form does."""

import re

import pytest
from django.urls import reverse

from programs.models import Coaching, Program, ProgramFinding
from programs.operations.review import return_program, submit_for_review
from programs.operations.weeks import edit_notes
from project.drafts import DraftStatus
from project.models import AuditEvent, Job, JobStatus
from tests.programs.pages.reading import text_of
from tests.programs.written import fail_weeks, moved_to

pytestmark = pytest.mark.django_db

VERBS = ("submit", "withdraw", "approve", "return", "finalise")


def url(program, verb=""):
    return reverse(f"program-{verb}" if verb else "program", args=[program.pk])


def send(page, program, verb, **data):
    """As the page's own form does it; revision=… for a form from before."""
    revision = Program.objects.get(pk=program.pk).revision
    return page.post(url(program, verb), {"revision": revision, **data}, follow=True)


def status(program):
    return Program.objects.get(pk=program.pk).status


def concern(program, message="30 hard sets of chest are too many.", week=None):
    ProgramFinding.objects.create(
        program=program, week=week, severity="error", rule="x", place="", message=message, fix=""
    )


def touched(program, by):
    """Someone edits a week; gives the revision from before."""
    before = Program.objects.get(pk=program.pk).revision
    week = program.weeks.get(number=1)
    edit_notes(week=week, expected_revision=week.revision, focus="Later", notes="", by=by)
    return before


class TestWay:
    def test_client_sends_it_and_the_coach_takes_it_to_the_end(self, client, alice, bob, program):
        client.force_login(bob)
        assert "It is with your coach now." in text_of(
            send(client, program, "submit").content.decode()
        )
        client.force_login(alice)
        assert "It is approved." in send(client, program, "approve").content.decode()
        assert "It is final" in send(client, program, "finalise").content.decode()

        row = Program.objects.get(pk=program.pk)
        assert (row.status, row.approved_by, row.finalised_by) == ("final", alice, alice)
        verbs = AuditEvent.objects.filter(verb__in=VERBS).order_by("pk")
        assert [(one.verb, one.actor) for one in verbs] == [
            ("submit", bob),
            ("approve", alice),
            ("finalise", alice),
        ]

    def test_client_takes_it_back_before_the_coach_decides(self, client, bob, program):
        client.force_login(bob)
        assert "Take it back" not in client.get(url(program)).content.decode()
        sent = send(client, program, "submit")
        assert "Take it back" in sent.content.decode()

        html = send(client, program, "withdraw").content.decode()

        assert "You took it back." in html
        assert "Send to my coach" in html
        assert status(program) == DraftStatus.DRAFT

    def test_what_was_decided_is_not_taken_back(self, client, alice, bob, program):
        moved_to(program, "approved", by=alice)
        client.force_login(bob)

        html = text_of(send(client, program, "withdraw").content.decode())

        assert "It is approved; this can be done while it is in review." in html
        assert status(program) == DraftStatus.APPROVED

    @pytest.mark.parametrize(
        ("verb", "before"),
        [("approve", "approved"), ("return", "draft"), ("finalise", "in_review")],
    )
    def test_page_to_confirm_on_says_when_it_is_not_the_time(
        self, coach, alice, program, verb, before
    ):
        moved_to(program, before, by=alice)

        response = coach.get(url(program, verb))

        assert response.status_code == 409
        assert "this can be done while it is" in text_of(response.content.decode())

    def test_coach_approves_a_draft_directly(self, coach, program):
        send(coach, program, "approve")

        assert status(program) == DraftStatus.APPROVED

    def test_reviewer_decides_as_well(self, client, rita, program):
        moved_to(program, "in_review", by=rita)
        client.force_login(rita)

        send(client, program, "approve")

        assert status(program) == DraftStatus.APPROVED

    def test_client_without_a_coach_decides_alone(self, page, program):
        Coaching.objects.all().delete()

        send(page, program, "approve")

        assert status(program) == DraftStatus.APPROVED

    @pytest.mark.parametrize("verb", VERBS)
    def test_a_link_alone_changes_nothing(self, coach, program, verb):
        before = status(program)

        coach.get(url(program, verb))

        assert status(program) == before

    @pytest.mark.parametrize(
        ("verb", "wrong"),
        [
            ("submit", "approved"),
            ("approve", "final"),
            ("finalise", "draft"),
            ("finalise", "in_review"),
        ],
    )
    def test_step_that_does_not_fit_the_status_changes_nothing(
        self, coach, alice, program, verb, wrong
    ):
        moved_to(program, wrong, by=alice)

        response = send(coach, program, verb)

        assert response.status_code == 200
        assert "message-warning" in response.content.decode()
        assert status(program) == wrong


class TestApproving:
    def test_page_asks_first(self, coach, program):
        html = text_of(coach.get(url(program, "approve")).content.decode())

        assert "Approve this program?" in html
        assert "for Bob Okafor" in html
        assert status(program) == DraftStatus.DRAFT

    def test_every_concern_is_listed_with_its_week(self, coach, program):
        concern(program)
        concern(program, "Rest is 10 s.", program.weeks.get(number=2))
        program.screening.answers = {}
        program.screening.save()

        html = text_of(coach.get(url(program, "approve")).content.decode())

        assert "30 hard sets of chest are too many." in html
        assert re.search(r"Week 2 ?: Rest is 10 s\.", html)
        assert "questions of the health screen were not answered" in html

    def test_with_concerns_it_takes_a_yes_to_them(self, coach, program):
        concern(program)

        refused = send(coach, program, "approve")

        assert refused.status_code == 422
        assert "Tick this to approve it" in refused.content.decode()
        assert status(program) == DraftStatus.DRAFT
        send(coach, program, "approve", accept_concerns="on")
        assert status(program) == DraftStatus.APPROVED

    def test_without_concerns_nothing_is_ticked(self, coach, program):
        html = coach.get(url(program, "approve")).content.decode()

        assert "accept_concerns" not in html

    def test_warnings_alone_ask_for_no_yes(self, coach, program):
        concern(program)
        ProgramFinding.objects.update(severity="warning")

        send(coach, program, "approve")

        assert status(program) == DraftStatus.APPROVED

    def test_missing_weeks_stand_in_the_way(self, coach, program):
        fail_weeks(program, 2)

        response = send(coach, program, "approve")

        assert "These weeks are not written yet: 2." in response.content.decode()
        assert status(program) == DraftStatus.DRAFT

    def test_running_job_stands_in_the_way(self, coach, program):
        Job.objects.update(status=JobStatus.RUNNING, finished_at=None)

        response = send(coach, program, "approve")

        assert "still being drafted" in response.content.decode()
        assert status(program) == DraftStatus.DRAFT

    def test_open_red_flag_stands_in_the_way(self, coach, program):
        program.screening.flags = ["heart"]
        program.screening.save()

        send(coach, program, "approve", accept_concerns="on")

        assert status(program) == DraftStatus.DRAFT


class TestReturning:
    @pytest.mark.parametrize("before", ["in_review", "approved"])
    def test_note_is_shown_where_the_client_reads_it(self, client, alice, bob, program, before):
        moved_to(program, before, by=alice)
        client.force_login(alice)

        send(client, program, "return", note="Two rest days in a row, please.")

        client.force_login(bob)
        html = text_of(client.get(url(program)).content.decode())
        assert "It was returned with a note" in html
        assert "Two rest days in a row, please." in html
        assert status(program) == DraftStatus.DRAFT
        assert Program.objects.get(pk=program.pk).approved_by is None

    @pytest.mark.parametrize("note", ["", "  ", "n" * 2_001])
    def test_note_is_needed_and_kept(self, coach, alice, program, note):
        moved_to(program, "in_review", by=alice)

        response = send(coach, program, "return", note=note)

        assert response.status_code == 422
        assert note.strip() in response.content.decode()
        assert status(program) == DraftStatus.IN_REVIEW

    def test_hostile_note_is_text(self, coach, alice, program):
        evil = "<script>alert(1)</script>"
        moved_to(program, "in_review", by=alice)

        assert evil not in send(coach, program, "return", note=evil).content.decode()

    def test_sent_again_the_note_is_gone(self, coach, alice, bob, program):
        moved_to(program, "in_review", by=alice)
        return_program(program=program, expected_revision=program.revision, note="Less.", by=alice)
        program.refresh_from_db()
        submit_for_review(program=program, expected_revision=program.revision, by=bob)

        assert "It was returned with a note" not in coach.get(url(program)).content.decode()


class TestWhoDecides:
    @pytest.mark.parametrize("verb", ["approve", "return", "finalise"])
    def test_client_with_a_coach_does_not(self, page, alice, program, verb):
        before = "approved" if verb == "finalise" else "in_review"
        moved_to(program, before, by=alice)

        response = send(page, program, verb, note="n")

        assert status(program) == before
        assert "Your coach decides about this." in response.content.decode()
        if verb != "finalise":
            assert response.status_code == 403
            assert page.get(url(program, verb)).status_code == 403

    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("before", ["draft", "in_review", "approved"])
    def test_strangers_get_404(self, client, charlie, alice, program, verb, before):
        moved_to(program, before, by=alice)
        client.force_login(charlie)

        assert send(client, program, verb, note="n").status_code == 404
        assert status(program) == before

    @pytest.mark.parametrize("verb", VERBS)
    def test_reviewers_do_not_see_drafts(self, client, rita, program, verb):
        client.force_login(rita)

        assert send(client, program, verb, note="n").status_code == 404

    def test_reviewer_does_not_submit(self, client, rita, alice, program):
        moved_to(program, "in_review", by=alice)
        client.force_login(rita)

        assert send(client, program, "submit").status_code == 404

    def test_who_is_not_logged_in_is_asked_to(self, client, program):
        for verb in VERBS:
            assert "/accounts/login/" in client.post(url(program, verb)).url


class TestStale:
    @pytest.mark.parametrize("verb", ["submit", "approve"])
    def test_decision_on_an_older_plan_is_not_taken(self, coach, alice, program, verb):
        before = touched(program, by=alice)

        response = send(coach, program, verb, revision=before)

        assert "was changed after you opened it" in response.content.decode()
        assert status(program) == DraftStatus.DRAFT

    def test_concern_that_came_later_is_not_accepted_unseen(self, coach, alice, program):
        page = coach.get(url(program, "approve"))
        assert "accept_concerns" not in page.content.decode()
        before = touched(program, by=alice)
        concern(program)

        send(coach, program, "approve", revision=before, accept_concerns="on")

        assert status(program) == DraftStatus.DRAFT

    def test_stale_return_keeps_the_note(self, coach, alice, program):
        moved_to(program, "in_review", by=alice)
        before = program.revision
        Program.objects.update(revision=before + 1)

        response = send(coach, program, "return", note="My long note.", revision=before)

        assert response.status_code == 412
        html = response.content.decode()
        assert "My long note." in html
        assert "was changed after you opened it" in html
        assert f'name="revision" value="{before + 1}"' in html
        assert status(program) == DraftStatus.IN_REVIEW

    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("revision", ["", "x", "-1"])
    def test_nonsense_for_a_revision_decides_nothing(self, coach, alice, program, verb, revision):
        before = {"return": "in_review", "finalise": "approved"}.get(verb, "draft")
        moved_to(program, before, by=alice)

        send(coach, program, verb, note="n", revision=revision)

        assert status(program) == before
