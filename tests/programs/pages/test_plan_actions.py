"""What can be done with a program on its page: repair it, copy it, delete it, clear it."""

import pytest
from django.urls import reverse

from programs.models import Coaching, Program, Week
from programs.operations.programs import create_version
from programs.operations.weeks import edit_notes
from project.drafts import DraftStatus, Method
from project.models import Job, JobStatus
from tests.fakes import Ok
from tests.programs.drafting import (
    OPENAI,
    draft,
    dump,
    fresh,
    recovered,
    route_over,
    without_composer,
    written,
)
from tests.programs.factories import ALL_CLEAR, make_program
from tests.programs.pages.reading import part, text_of
from tests.programs.written import end_job, fail_weeks, make_written, moved_to

pytestmark = pytest.mark.django_db

NONSENSE = Ok("I would rather talk about the weather.")


def url(program, name="program"):
    return reverse(name, args=[program.pk])


def read(page, program):
    return page.get(url(program)).content.decode()


class TestWhatFailed:
    def test_failed_weeks_are_named_with_the_reason(self, coach, program):
        fail_weeks(program, 2, why="Two answers in a row were not what was asked for.")

        html = read(coach, program)

        said = text_of(part(html, "program-status"))
        assert "1 of 3 weeks is missing" in said
        assert "Week 2: Two answers in a row were not what was asked for." in said
        assert "The other weeks are kept as they are." in said
        assert "could not be written" in text_of(part(html, "plan-2"))
        assert "could not be written" not in text_of(part(html, "plan-1"))

    def test_missing_weeks_can_be_had_by_who_may_edit_only(self, page, rita, program):
        fail_weeks(program, 1, 3)
        assert url(program, "program-missing") in read(page, program)

        Program.objects.update(status=DraftStatus.IN_REVIEW)
        page.force_login(rita)
        assert url(program, "program-missing") not in read(page, program)

    def test_incomplete_program_cannot_be_decided_on(self, coach, program):
        fail_weeks(program, 2)

        html = read(coach, program)

        for name in ("program-approve", "program-submit", "program-copy"):
            assert url(program, name) not in html

    def test_cancelled_is_not_called_a_failure(self, coach, half_done):
        end_job(Job.objects.get(), JobStatus.CANCELLED)

        said = text_of(part(read(coach, half_done), "program-status"))

        assert "The drafting was cancelled" in said
        assert "Write the missing weeks" in said

    @pytest.mark.django_db(transaction=True)
    def test_button_drafts_the_missing_weeks_and_no_others(self, coach, alice, model, held_queue):
        route_over(OPENAI)
        without_composer()
        model.faults = {"week-2": NONSENSE, "week-4": NONSENSE}
        program, job = draft(alice, held_queue, weeks=4)
        assert job.status == JobStatus.PARTIAL
        assert "2 of 4 weeks are missing" in text_of(read(coach, program))
        before = dump(program, [1, 3])
        model.faults = {}
        recovered()

        response = coach.post(url(program, "program-missing"), follow=True)
        assert "You asked for what is missing." in response.content.decode()
        held_queue.work()

        assert fresh(job).status == JobStatus.SUCCEEDED
        assert written(program) == [1, 2, 3, 4]
        assert dump(program, [1, 3]) == before

    @pytest.mark.django_db(transaction=True)
    def test_failed_outline_can_be_tried_again(self, coach, alice, model, held_queue):
        route_over(OPENAI)
        without_composer()
        model.faults = {"metadata": NONSENSE}
        program, _ = draft(alice, held_queue, weeks=2)
        html = text_of(read(coach, program))
        assert "The outline could not be written" in html
        assert "Your answers are kept." in html
        model.faults = {}
        recovered()

        coach.post(url(program, "program-missing"))
        held_queue.work()

        assert written(program) == [1, 2]

    def test_nothing_missing_is_said_and_starts_nothing(self, coach, program):
        response = coach.post(url(program, "program-missing"), follow=True)

        assert "Every week is written." in response.content.decode()
        assert Job.objects.count() == 1


class TestWithoutAModel:
    def test_it_says_that_no_model_took_part(self, coach, program):
        said = text_of(part(read(coach, program), "program-status"))

        assert "No model took part in this plan" in said
        assert "Write all weeks again" in said

    def test_edited_weeks_are_no_longer_counted(self, coach, program, alice):
        week = program.weeks.get(number=2)
        edit_notes(week=week, expected_revision=week.revision, focus="Mine", notes="", by=alice)

        said = text_of(part(read(coach, program), "program-status"))

        assert "No model took part in 2 of 3 weeks" in said

    @pytest.mark.django_db(transaction=True)
    def test_button_has_them_written_by_a_model(self, coach, alice, bob, model, held_queue):
        program = make_written(bob, by=alice, weeks=3)
        held_queue.tasks.clear()
        week = program.weeks.get(number=2)
        edit_notes(week=week, expected_revision=week.revision, focus="Mine", notes="", by=alice)
        before = dump(program, [2])

        coach.post(url(program, "program-redraft"))
        held_queue.work()

        methods = {week.number: week.proposal.method for week in program.weeks.all()}
        assert methods == {1: Method.MODEL, 2: Method.TEMPLATE_BASED, 3: Method.MODEL}
        assert dump(program, [2]) == before

    def test_nothing_to_write_again_is_said_and_starts_nothing(self, coach, program):
        program.proposals.update(method=Method.MODEL)

        response = coach.post(url(program, "program-redraft"), follow=True)

        assert "all stay as they are" in response.content.decode()
        assert Job.objects.count() == 1


# What a program's page offers, by who looks and where the program stands.
OFFERED = {
    ("bob", "draft"): {"submit", "copy", "delete"},
    ("bob", "in_review"): {"copy"},
    ("bob", "approved"): {"copy"},
    ("bob", "final"): {"copy"},
    ("alice", "draft"): {"approve", "copy", "delete"},
    ("alice", "in_review"): {"approve", "return", "copy"},
    ("alice", "approved"): {"return", "finalise", "copy"},
    ("alice", "final"): {"copy"},
    ("rita", "in_review"): {"approve", "return"},
    ("rita", "approved"): {"return", "finalise"},
    ("rita", "final"): set(),
}
VERBS = ("submit", "approve", "return", "finalise", "copy", "delete")


class TestActions:
    @pytest.mark.parametrize(("who", "status"), OFFERED)
    def test_offers_what_may_be_done_now(self, client, request, program, alice, who, status):
        moved_to(program, status, by=alice)
        client.force_login(request.getfixturevalue(who))

        html = read(client, program)

        found = {verb for verb in VERBS if f'"{url(program, f"program-{verb}")}"' in html}
        assert found == OFFERED[who, status]
        assert ("Open and edit" in html) == (status == "draft")

    def test_who_has_no_coach_decides_alone(self, page, program):
        Coaching.objects.all().delete()

        html = read(page, program)

        assert url(program, "program-approve") in html
        assert url(program, "program-submit") not in html

    @pytest.mark.parametrize("status", ["draft", "in_review", "approved", "final"])
    def test_strangers_get_404(self, client, charlie, alice, program, status):
        moved_to(program, status, by=alice)
        client.force_login(charlie)

        for name in ("program", "program-delete"):
            assert client.get(url(program, name)).status_code == 404
        for name in ("missing", "redraft", "copy", "delete", "clearance"):
            assert client.post(url(program, f"program-{name}")).status_code == 404

    def test_reviewer_reads_but_does_not_change(self, client, rita, program):
        Program.objects.update(status=DraftStatus.IN_REVIEW)
        client.force_login(rita)

        assert client.get(url(program)).status_code == 200
        for name in ("missing", "redraft", "copy", "delete"):
            assert client.post(url(program, f"program-{name}")).status_code == 404

    @pytest.mark.parametrize("verb", ["missing", "redraft", "copy"])
    def test_a_link_alone_changes_nothing(self, page, program, verb):
        assert page.get(url(program, f"program-{verb}")).status_code == 405


class TestVersions:
    def test_copy_is_the_next_version_with_all_that_stands(self, page, program):
        response = page.post(url(program, "program-copy"), follow=True)

        copy = Program.objects.get(version=2)
        assert response.redirect_chain[-1][0] == url(copy)
        assert "This is version 2." in response.content.decode()
        contents = [
            [week.content() for week in one.weeks.with_content()] for one in (program, copy)
        ]
        assert contents[0] == contents[1]

    def test_versions_lead_to_each_other_and_to_what_changed(self, page, program, bob):
        copy = create_version(program=program, by=bob)

        html = read(page, program)

        assert f'href="{url(copy)}"' in html
        assert f"{url(program, 'program-compare')}?with={copy.pk}" in html
        assert "1 of 2" in text_of(html)

    def test_one_version_has_no_list(self, page, program):
        assert '<h2 id="versions-title">' not in read(page, program)


class TestDelete:
    def test_asks_first_and_says_what_goes(self, page, program):
        html = text_of(page.get(url(program, "program-delete")).content.decode())

        assert "Delete this program?" in html
        assert "Logged sessions stay." in html
        assert Program.objects.exists()

    def test_deletes_a_draft_with_its_weeks_and_jobs(self, page, program):
        response = page.post(url(program, "program-delete"), follow=True)

        assert response.redirect_chain[-1][0] == reverse("programs")
        assert "is deleted." in response.content.decode()
        for model in (Program, Week, Job):
            assert not model.objects.exists()

    @pytest.mark.parametrize("status", ["in_review", "approved", "final"])
    def test_what_left_the_draft_state_stays(self, page, program, alice, status):
        moved_to(program, status, by=alice)

        response = page.post(url(program, "program-delete"), follow=True)

        assert "Make a new version" in response.content.decode()
        assert Program.objects.exists()

    def test_running_job_must_be_cancelled_first(self, coach, half_done):
        response = coach.post(url(half_done, "program-delete"), follow=True)

        assert "Cancel the running job first." in response.content.decode()


def test_notice_stands_in_place_of_the_plan_until_clearance(coach, bob, alice):
    answers = ALL_CLEAR | {next(iter(ALL_CLEAR)): True}
    stopped = make_program(bob, by=alice, answers=answers).program
    before = read(coach, stopped)

    coach.post(
        url(stopped, "program-clearance"),
        {"given_by": "Dr. Lee", "given_on": "2026-05-12", "is_sure": "on"},
    )

    after = read(coach, stopped)
    assert "This program waits for medical clearance" in before
    assert 'id="program-status"' not in before
    assert "This program waits for medical clearance" not in after
    assert 'id="program-status"' in after
