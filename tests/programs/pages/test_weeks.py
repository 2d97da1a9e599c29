"""A week's page: read it, change its notes, swap an exercise."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.collecting import catalogue_by_slug
from programs.models import ExerciseEntry, PlannedSet, Program, Week
from programs.operations.swaps import swaps
from programs.operations.weeks import edit_notes
from project.models import AuditEvent
from tests.programs.drafting import dump
from tests.programs.pages.addresses import set_url, swap_url, typed_set, week_url
from tests.programs.pages.reading import part, text_of
from tests.programs.written import make_written, moved_to

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
LOCKED = ["in_review", "approved", "final"]


@pytest.fixture
def week(program):
    return program.weeks.get(number=1)


def read(page, program, number=1):
    return page.get(week_url(program, number)).content.decode()


class TestReading:
    def test_every_set_has_its_line(self, page, program, week):
        html = read(page, program)

        sets = PlannedSet.objects.filter(entry__workout__week=week).count()
        assert len(re.findall(r'<li class="set" id="set-\d+-\d+-\d+"', html)) == sets

    def test_cues_and_provenance_are_there(self, page, program):
        html = text_of(read(page, program))

        cues = catalogue_by_slug()[ExerciseEntry.objects.first().exercise].cues
        assert cues in html
        assert "Written by the built-in composer, without a model" in html

    def test_leads_to_the_weeks_beside_it(self, page, program):
        html = [read(page, program, number) for number in (1, 2, 3)]

        assert f'href="{week_url(program, 2)}"' in html[0]
        assert f'href="{week_url(program, 1)}"' in html[1]
        assert f'href="{week_url(program, 3)}"' in html[1]
        assert f'href="{week_url(program, 4)}"' not in html[2]

    def test_week_that_is_not_in_the_program_is_404(self, page, program):
        assert page.get(week_url(program, 4)).status_code == 404

    def test_fragment_for_htmx_and_a_look_written_down_once(self, page, program):
        whole = page.get(week_url(program))
        fragment = page.get(week_url(program), headers=HTMX)

        assert "<html" in whole.content.decode()
        assert "<html" not in fragment.content.decode()
        assert "HX-Request" in fragment["Vary"]
        assert AuditEvent.objects.filter(verb="view").count() == 1

    def test_queries_do_not_grow_with_the_week(self, page, program, bob, alice):
        large = make_written(bob, by=alice, weeks=1, days=6, minutes=90)
        page.get(week_url(program))

        with CaptureQueriesContext(connection) as few:
            page.get(week_url(program))
        with CaptureQueriesContext(connection) as many:
            page.get(week_url(large))

        assert len(few) == len(many)

    def test_unwritten_week_says_so_while_it_is_written(self, page, half_done):
        html = read(page, half_done, 2)

        assert "Being written" in text_of(part(html, "week"))
        assert "hx-trigger" in part(html, "week").partition(">")[0]
        assert "hx-trigger" not in read(page, half_done, 3)

    @pytest.mark.parametrize("status", LOCKED)
    def test_nothing_to_edit_once_it_left_the_draft(self, coach, alice, program, status):
        moved_to(program, status, by=alice)

        html = read(coach, program)

        for name in (">Swap", "Edit<span", "week-redraft", "Use this instead"):
            assert name not in html
        assert "cannot be edited" in html or "stays as it is" in html

    def test_reviewer_reads_without_editing(self, client, rita, alice, program):
        client.force_login(rita)
        assert client.get(week_url(program)).status_code == 404

        moved_to(program, "in_review", by=alice)

        html = read(client, program)
        assert ">Swap" not in html
        assert client.post(set_url(program)).status_code == 404

    @pytest.mark.parametrize("name", ["program-week", "week-notes", "week-redraft"])
    def test_strangers_get_404(self, client, charlie, program, name):
        client.force_login(charlie)
        url = week_url(program, name=name)

        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
        assert 404 in {client.get(url).status_code, client.post(url).status_code}

    def test_strangers_get_404_for_sets_and_swaps(self, client, charlie, program, week):
        client.force_login(charlie)

        for url in (set_url(program), swap_url(program)):
            assert client.get(url).status_code == 404
            assert client.post(url, typed_set(week)).status_code == 404


class TestNotes:
    def test_saves_focus_and_notes_and_leaves_the_sets(self, page, program, week):
        rows = list(PlannedSet.objects.order_by("pk").values())

        page.post(
            week_url(program, name="week-notes"),
            {"focus": "Easy start", "notes": "Sleep well.", "revision": week.revision},
        )

        week.refresh_from_db()
        assert (week.focus, week.notes) == ("Easy start", "Sleep well.")
        assert list(PlannedSet.objects.order_by("pk").values()) == rows

    def test_too_long_is_explained_and_kept(self, page, program, week):
        response = page.post(
            week_url(program, name="week-notes"),
            {"focus": "f" * 201, "notes": "Kept.", "revision": week.revision},
        )

        assert response.status_code == 422
        html = response.content.decode()
        assert "f" * 201 in html
        assert "Kept." in html

    def test_stale_notes_are_shown_beside_what_was_saved(self, page, alice, program, week):
        edit_notes(week=week, expected_revision=week.revision, focus="Theirs", notes="n", by=alice)

        response = page.post(
            week_url(program, name="week-notes"),
            {"focus": "Mine", "notes": "n", "revision": week.revision - 1},
        )

        assert response.status_code == 412
        html = text_of(response.content.decode())
        assert "Someone changed this while you were writing" in html
        assert "Theirs" in html
        assert "Mine" in html
        assert Week.objects.get(pk=week.pk).focus == "Theirs"

    def test_notes_typed_into_a_program_that_was_approved_meanwhile_are_kept(
        self, page, alice, program, week
    ):
        moved_to(program, "approved", by=alice)

        response = page.post(
            week_url(program, name="week-notes"),
            {"focus": "Mine", "notes": "Long.", "revision": week.revision},
        )

        html = response.content.decode()
        assert response.status_code == 422
        assert "Make a new version" in html
        assert "Long." in html


class TestSwap:
    def entry(self, program):
        """An exercise that something can take the place of."""
        entries = ExerciseEntry.objects.filter(
            workout__week__program=program, workout__week__number=1
        ).select_related("workout")
        return next(entry for entry in entries if swaps(entry))

    def place(self, entry):
        return (1, entry.workout.day, entry.index)

    def test_offers_only_the_same_pattern_and_equipment(self, page, program):
        entry = self.entry(program)
        known = catalogue_by_slug()
        was = known[entry.exercise]

        offered = page.get(swap_url(program, self.place(entry))).context["offered"]

        assert offered
        for one in offered:
            assert one.pattern is was.pattern
            assert one.equipment[0] is was.equipment[0]
            assert set(one.primary) & set(was.primary)
        taken = set(entry.workout.exercises.values_list("exercise", flat=True))
        assert not taken & {one.slug for one in offered}

    def test_takes_the_place_and_keeps_the_sets_without_kg(self, page, program, week):
        entry = self.entry(program)
        entry.sets.update(kg=60.0, percent=80.0, reps=5)
        chosen = swaps(entry)[0]

        response = page.post(
            swap_url(program, self.place(entry)),
            {"exercise": chosen.slug, "revision": week.revision},
            follow=True,
        )

        assert response.redirect_chain[-1][0] == f"{week_url(program)}#day-{entry.workout.day}"
        assert chosen.name in response.content.decode()
        entry.refresh_from_db()
        assert entry.exercise == chosen.slug
        assert set(entry.sets.values_list("reps", "kg")) == {(5, None)}

    def test_in_every_week_the_same_day_changes_and_no_other(self, page, bob, program, week):
        entry = self.entry(program)
        chosen, day = swaps(entry)[0], entry.workout.day
        same = ExerciseEntry.objects.filter(exercise=entry.exercise)
        elsewhere = same.exclude(workout__day=day).count()

        page.post(
            swap_url(program, self.place(entry)),
            {"exercise": chosen.slug, "revision": week.revision, "every_week": "on"},
        )

        assert same.count() == elsewhere
        changed = ExerciseEntry.objects.filter(exercise=chosen.slug, workout__day=day)
        assert changed.count() == program.duration_weeks
        assert set(program.weeks.values_list("edited_by", flat=True)) == {bob.pk}

    @pytest.mark.parametrize(
        "slug", ["", "deadlift", "no-such-exercise", "<script>", "../../x", "a" * 300]
    )
    def test_nothing_else_is_taken(self, page, program, week, slug):
        entry = self.entry(program)
        assert slug not in {one.slug for one in swaps(entry)}
        before = dump(program, [1])

        response = page.post(
            swap_url(program, self.place(entry)),
            {"exercise": slug, "revision": week.revision},
            follow=True,
        )

        assert "Choose one of the exercises" in response.content.decode()
        assert dump(program, [1]) == before

    def test_stale_swap_changes_nothing_and_says_so(self, page, alice, program, week):
        entry = self.entry(program)
        edit_notes(week=week, expected_revision=week.revision, focus="x", notes="", by=alice)

        response = page.post(
            swap_url(program, self.place(entry)),
            {"exercise": swaps(entry)[0].slug, "revision": week.revision - 1},
            follow=True,
        )

        assert "was changed after you opened it" in response.content.decode()
        assert ExerciseEntry.objects.get(pk=entry.pk).exercise == entry.exercise

    def test_limits_of_the_client_hold(self, page, program):
        entry = self.entry(program)
        offered = {one.slug: one for one in swaps(entry)}
        stresses = next((one for one in offered.values() if one.stresses), None)
        assert stresses is not None
        Program.objects.update(limits=[next(iter(stresses.stresses)).value])

        now = page.get(swap_url(program, self.place(entry))).context["offered"]

        assert stresses.slug not in {one.slug for one in now}

    def test_exercise_that_is_not_there_is_404(self, page, program):
        assert page.get(swap_url(program, (1, 1, 99))).status_code == 404
        assert page.get(swap_url(program, (1, 7, 0))).status_code == 404
