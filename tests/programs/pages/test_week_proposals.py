"""A week written again from its page, and proposals that are taken or left."""

import pytest
from django.urls import reverse

from programs.models import Program
from programs.operations.weeks import edit_notes
from project.models import Job, JobStatus
from tests.fakes import Ok
from tests.programs.answers import wire
from tests.programs.drafting import OPENAI, draft, dump, fresh, route_over, without_composer
from tests.programs.pages.reading import part, text_of
from tests.programs.written import moved_to

pytestmark = pytest.mark.django_db

NONSENSE = Ok("I would rather talk about the weather.")


def url(program, name="program-week", number=2, *more):
    return reverse(name, args=[program.pk, number, *more])


def read(page, program, number=2):
    return page.get(url(program, number=number)).content.decode()


def other_notes(data):
    data["notes"] = "Written again."


def edited(program, by, number=2):
    week = program.weeks.get(number=number)
    edit_notes(week=week, expected_revision=week.revision, focus="By hand", notes="", by=by)
    return week


@pytest.mark.django_db(transaction=True)
class TestRedraft:
    @pytest.fixture
    def drafted(self, alice, model, held_queue):
        return draft(alice, held_queue, weeks=3)[0]

    def redraft(self, coach, program, instruction="", number=2):
        data = {"instruction": instruction}
        return coach.post(url(program, "week-redraft", number), data, follow=True)

    def test_one_week_is_written_as_asked_and_the_others_stay_to_the_byte(
        self, coach, drafted, model, held_queue, fake_providers
    ):
        before = dump(drafted, [1, 3])
        asked = len(fake_providers.requests)
        model.faults = {"week-2": other_notes}

        response = self.redraft(coach, drafted, "More rows, please.")
        assert "You asked for week 2 to be written again." in response.content.decode()
        held_queue.work()

        assert dump(drafted, [1, 3]) == before
        assert drafted.weeks.get(number=2).notes == "Written again."
        requests = fake_providers.requests[asked:]
        assert wire(requests) == {"week-2": 1}
        assert "More rows, please." in requests[0].prompt
        assert "More rows, please." in text_of(read(coach, drafted))

    def test_page_follows_it_until_it_is_there(self, coach, drafted, held_queue):
        opening = part(self.redraft(coach, drafted).content.decode(), "week").partition(">")[0]
        assert "hx-trigger" in opening

        held_queue.work()

        assert "hx-trigger" not in part(read(coach, drafted), "week").partition(">")[0]

    def test_edited_week_stays_and_the_proposal_waits_beside_it(
        self, coach, alice, drafted, model, held_queue
    ):
        edited(drafted, alice)
        model.faults = {"week-2": other_notes}

        self.redraft(coach, drafted)
        held_queue.work()

        assert drafted.weeks.get(number=2).focus == "By hand"
        html = text_of(read(coach, drafted))
        assert "A newer proposal is waiting" in html
        assert "a newer proposal waits" in text_of(
            coach.get(reverse("program", args=[drafted.pk])).content.decode()
        )

    def test_waiting_proposal_can_be_used(self, coach, alice, drafted, model, held_queue):
        edited(drafted, alice)
        model.faults = {"week-2": other_notes}
        self.redraft(coach, drafted)
        held_queue.work()
        week = drafted.weeks.get(number=2)
        newest = week.proposals.first()
        others = dump(drafted, [1, 3])

        response = coach.post(
            url(drafted, "week-use-proposal", 2, newest.pk),
            {"revision": week.revision},
            follow=True,
        )

        assert "The week is now as it was proposed." in response.content.decode()
        week.refresh_from_db()
        assert (week.proposal, week.notes, week.edited_by) == (newest, "Written again.", None)
        assert dump(drafted, [1, 3]) == others

    def test_earlier_proposal_can_be_taken_back(self, coach, drafted, model, held_queue):
        first = drafted.weeks.get(number=2).proposal
        model.faults = {"week-2": other_notes}
        self.redraft(coach, drafted)
        held_queue.work()
        week = drafted.weeks.get(number=2)
        assert week.proposal != first

        coach.post(url(drafted, "week-use-proposal", 2, first.pk), {"revision": week.revision})

        week.refresh_from_db()
        assert week.proposal == first
        assert week.notes != "Written again."

    def test_week_that_could_not_be_written_again_says_so_and_stays(
        self, coach, drafted, model, held_queue
    ):
        route_over(OPENAI)
        without_composer()
        before = dump(drafted, [1, 3])
        stood = drafted.weeks.with_content().get(number=2).content()
        model.faults = {"week-2": NONSENSE}

        self.redraft(coach, drafted)
        held_queue.work()

        assert drafted.weeks.with_content().get(number=2).content() == stood
        assert dump(drafted, [1, 3]) == before
        reason = Job.objects.latest("created_at").steps.get().error_text
        html = text_of(read(coach, drafted))
        assert "could not be written again, so it is as it was." in html
        assert reason in html
        plan = text_of(coach.get(reverse("program", args=[drafted.pk])).content.decode())
        assert "1 week could not be written again" in plan
        assert f"Week 2: {reason}" in plan


@pytest.mark.django_db(transaction=True)
def test_wish_that_only_the_composer_got_is_said_not_to_be_followed(coach, bob, alice, held_queue):
    program, _ = draft(bob, held_queue, by=alice, weeks=2)

    coach.post(url(program, "week-redraft"), {"instruction": "No lunges."})
    held_queue.work()

    assert "it cannot follow wishes like “No lunges.”" in text_of(read(coach, program))


class TestAsking:
    def test_red_flag_in_the_wish_is_stopped_and_kept_in_the_form(self, coach, program):
        wish = "Lighter, I had chest pain and fainted yesterday."

        response = coach.post(url(program, "week-redraft"), {"instruction": wish})

        assert response.status_code == 422
        html = response.content.decode()
        assert wish in html
        assert 'aria-invalid="true"' in html
        assert Job.objects.count() == 1
        assert program.weeks.get(number=2).instruction == ""

    def test_wish_that_is_too_long_is_kept_in_the_form(self, coach, program):
        response = coach.post(url(program, "week-redraft"), {"instruction": "w" * 1001})

        assert response.status_code == 422
        assert "w" * 1001 in response.content.decode()

    @pytest.mark.parametrize("status", ["in_review", "approved", "final"])
    def test_locked_program_is_not_written_again(self, coach, alice, program, status):
        moved_to(program, status, by=alice)

        response = coach.post(url(program, "week-redraft"), {"instruction": "Mine."})

        assert response.status_code == 422
        assert "Make a new version" in response.content.decode()
        assert "Mine." in response.content.decode()
        assert Job.objects.count() == 1

    def test_one_job_at_a_time(self, coach, half_done):
        response = coach.post(url(half_done, "week-redraft", 1), {"instruction": "Mine."})

        assert response.status_code == 422
        assert "Wait until the running job has ended" in response.content.decode()
        assert "Mine." in response.content.decode()
        assert "week-redraft" not in read(coach, half_done, 1)


class TestUsing:
    def test_stale_use_changes_nothing(self, coach, alice, program):
        week = edited(program, alice)
        before = dump(program, [2])

        response = coach.post(
            url(program, "week-use-proposal", 2, week.proposal_id),
            {"revision": week.revision - 1},
            follow=True,
        )

        assert "was changed after you opened it" in response.content.decode()
        assert dump(program, [2]) == before

    def test_what_the_week_was_before_its_edit_can_be_had_back(self, coach, alice, program):
        week = program.weeks.get(number=2)
        focus = week.focus
        week = edited(program, alice)
        assert "What this week was before it was edited" in text_of(read(coach, program))

        coach.post(
            url(program, "week-use-proposal", 2, week.proposal_id), {"revision": week.revision}
        )

        week.refresh_from_db()
        assert (week.focus, week.edited_at) == (focus, None)

    def test_proposal_of_another_week_is_404(self, coach, program):
        other = program.weeks.get(number=1).proposal_id

        assert coach.post(url(program, "week-use-proposal", 2, other)).status_code == 404

    def test_stranger_gets_404(self, client, charlie, program):
        client.force_login(charlie)
        mine = program.weeks.get(number=2).proposal_id

        assert client.post(url(program, "week-use-proposal", 2, mine)).status_code == 404
        assert client.post(url(program, "week-redraft")).status_code == 404
        assert fresh(Job.objects.get()).status == JobStatus.SUCCEEDED
        assert Program.objects.get().weeks.get(number=2).proposal_id == mine
