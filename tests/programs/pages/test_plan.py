"""A program's page: the plan, as it is written and as it stands."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.facts import CurrentLift
from programs.models import Program, Week, Workout
from programs.operations.sessions import DoneSet, log_session
from project.models import AuditEvent, Job
from tests.programs.factories import make_program
from tests.programs.pages.reading import part, text_of
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def url(program, name="program"):
    return reverse(name, args=[program.pk])


def get(page, program, **headers):
    return page.get(url(program), headers=headers)


def read(page, program):
    return get(page, program).content.decode()


class TestWhileItIsWritten:
    def test_weeks_show_as_they_land(self, page, half_done):
        html = read(page, half_done)

        assert "How it works" in html
        for number, said in [(1, "sets"), (2, "being written"), (3, "sets"), (4, "being written")]:
            summary = text_of(part(html, f"plan-{number}").partition("</summary>")[0])
            assert said in summary, number
        assert "plan-exercise" in part(html, "plan-3")
        assert "plan-exercise" not in part(html, "plan-2")

    def test_progress_is_a_number_a_bar_and_a_sentence(self, page, half_done):
        status = part(read(page, half_done), "program-status")

        assert re.search(r"<progress[^>]*max=\"100\"[^>]*value=\"\d+\"", status)
        assert re.search(r"\d+%", text_of(status))

    def test_before_the_outline_it_says_what_comes(self, page, bob, alice):
        html = read(page, make_program(bob, by=alice).program)

        assert "The outline is being written." in html
        assert 'id="plan-1"' not in html

    def test_page_asks_again_by_itself_and_only_for_what_moves(self, page, half_done):
        opening = part(read(page, half_done), "program-status").partition(">")[0]

        assert f'hx-get="{url(half_done)}"' in opening
        assert "#plan-2" in opening
        assert "#plan-4" in opening
        assert "#plan-1" not in opening, "what a person reads or has opened is left alone"

    def test_without_scripts_it_refreshes_itself_and_has_a_link(self, page, half_done):
        html = read(page, half_done)

        assert '<noscript><meta http-equiv="refresh"' in html
        assert "Show what has been written since" in html

    def test_nothing_is_asked_for_when_the_job_has_ended(self, page, program):
        html = read(page, program)

        assert "hx-trigger" not in part(html, "program-status").partition(">")[0]
        assert 'http-equiv="refresh"' not in html

    def test_coach_and_client_may_cancel_the_job(self, client, half_done, bob, alice):
        cancel = reverse("job-cancel", args=[Job.objects.get().pk])
        for person in (alice, bob):
            client.force_login(person)
            assert cancel in read(client, half_done)

    @pytest.mark.parametrize("verb", ["approve", "delete", "copy", "missing"])
    def test_what_cannot_be_done_meanwhile_is_not_offered(self, coach, half_done, verb):
        assert url(half_done, f"program-{verb}") not in read(coach, half_done)


class TestFragment:
    def test_htmx_gets_the_fragment_and_caches_know(self, page, program):
        whole, fragment = get(page, program), get(page, program, **HTMX)

        assert "<html" in whole.content.decode()
        assert "<html" not in fragment.content.decode()
        assert 'id="program"' in fragment.content.decode()
        for response in (whole, fragment):
            assert "HX-Request" in response["Vary"]

    def test_a_look_is_written_down_once_and_not_at_each_refresh(self, page, program, bob):
        get(page, program)
        get(page, program, **HTMX)

        event = AuditEvent.objects.get(verb="view")
        assert (event.actor, event.subject_id) == (bob, str(program.pk))


class TestPlan:
    def test_every_exercise_and_its_sets_are_there(self, page, program):
        html = text_of(read(page, program))

        entries = [
            entry
            for week in Week.objects.with_content().filter(program=program)
            for workout in week.content().workouts
            for entry in workout.exercises
        ]
        assert html.count(" × ") >= len(entries)

    def test_training_days_have_their_weekday(self, page, bob, alice):
        program = make_written(bob, by=alice, weeks=1, training_days=(1, 3, 5))

        html = text_of(part(read(page, program), "plan-1"))

        assert all(day in html for day in ("Tuesday", "Thursday", "Saturday"))

    def test_weeks_are_folded_and_can_all_be_opened(self, page, program):
        folded = read(page, program)
        opened = page.get(url(program), {"all": "1"}).content.decode()

        assert folded.count('<details class="fold" open>') == 1
        assert opened.count('<details class="fold" open>') == 3

    def test_deload_weeks_are_marked(self, page, bob, alice):
        program = make_written(bob, by=alice, weeks=8)

        html = read(page, program)

        for outline in program.outline.weeks:
            shown = "deload" in part(html, f"plan-{outline.week}").partition("</summary>")[0]
            assert shown == outline.deload

    def test_what_the_checks_found_is_counted_at_its_week(self, page, program):
        week = program.weeks.get(number=2)
        for severity in ("error", "warning", "warning", "note"):
            week.findings.create(
                program=program, severity=severity, rule="x", place="", message="m", fix=""
            )

        head = part(read(page, program), "plan-2").partition("</summary>")[0]
        summary = text_of(head)

        # It is for who writes the plan, and nothing for the client's paper.
        assert head.count('class="mark') == len(re.findall('class="mark [^"]*no-print"', head)) == 2
        assert "1 error" in summary
        assert "2 warnings" in summary
        assert "note" not in summary

    def test_queries_do_not_grow_with_the_weeks(self, page, bob, alice):
        short, long = make_written(bob, by=alice, weeks=1), make_written(bob, by=alice, weeks=20)
        get(page, short)

        with CaptureQueriesContext(connection) as one:
            get(page, short)
        with CaptureQueriesContext(connection) as twenty:
            get(page, long)

        assert len(one) == len(twenty)

    def test_hostile_text_is_text(self, page, bob, alice):
        evil = "<script>alert(1)</script>"
        program = make_written(bob, by=alice, weeks=1, goal_text=evil)
        Program.objects.update(title=evil)
        Week.objects.update(focus=evil, notes=evil)

        assert evil not in read(page, program)


class TestCharts:
    def test_each_main_muscle_and_the_load_are_drawn_with_the_band(self, page, program):
        html = read(page, program)

        for title in ("Average load", "Chest", "Back", "Quads", "Hamstrings"):
            assert f"<h3>{title}</h3>" in html
        assert html.count("chart-band") >= 5
        assert "are recommended" in html

    def test_numbers_are_there_in_words_and_in_a_table(self, page, program):
        html = part(read(page, program), "charts")

        charts = html.count("<svg")
        assert charts == html.count('role="img"') == html.count("<desc")
        assert html.count("Show the numbers") == charts
        assert '<th scope="col">Week</th>' in html

    def test_no_charts_before_a_week_is_written(self, page, bob, alice):
        html = read(page, make_program(bob, by=alice).program)

        assert "Load and volume" not in html
        assert "<svg class=" not in part(html, "charts")


class TestFiles:
    def test_a_written_program_can_be_taken_along(self, page, program):
        html = read(page, program)

        for kind in ("pdf", "csv", "ics"):
            assert url(program, f"program-{kind}") in html

    def test_nothing_is_offered_while_nothing_is_written(self, page, bob, alice):
        program = make_program(bob, by=alice).program

        assert url(program, "program-pdf") not in read(page, program)


def test_answers_stand_on_the_page_for_who_decides(coach, bob, alice):
    program = make_written(bob, by=alice, weeks=1, age=45, limits_text="Left knee, deep bends")

    page = read(coach, program)

    for words in ("Bob Okafor answered", "45 years", "Left knee, deep bends"):
        assert words in page


def test_stated_effort_of_a_lift_is_told(coach, bob, alice):
    lifts = (CurrentLift("goblet-squat", 24.0, 8, 8.0), CurrentLift("bench-press", 60.0, 5))
    program = make_written(bob, by=alice, weeks=1, lifts=lifts)

    page = read(coach, program)

    assert "24 kg × 8 at RPE 8; " in page
    assert "60 kg × 5<" in page


def test_logged_day_says_when_it_was_done(page, bob, alice):
    program = make_written(bob, by=alice, weeks=1)
    workout = Workout.objects.filter(week__program=program).first()
    log_session(
        client=bob,
        workout=workout,
        performed_on=date(2026, 5, 4),
        sets=[DoneSet("bench-press", reps=5, kg=60)],
        title="Day 1",
        by=bob,
    )

    html = read(page, program)

    assert html.count("Log it again") == 1
    assert "Done" in html
