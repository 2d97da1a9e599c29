"""From the first question to a program: step by step, back and forth, right and wrong."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.exercise_catalogue import Equipment
from programs.models import Coaching, Program, Questionnaire
from programs.operations.questionnaires import delete_expired_questionnaires, start_questionnaire
from programs.operations.sessions import DoneSet, log_session
from programs.questionnaire import STEPS, Sheet, answers_of
from programs.screening import QUESTIONS
from project.models import Job
from tests.people import teacher
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db

HEALTHY = {one.key: "no" for one in QUESTIONS}
RIGHT = {
    "goal": {"goal": "strength", "level": "intermediate", "goal_text": "Ten pull-ups"},
    "time": {"duration_weeks": "4", "days_per_week": "3", "minutes": "60"},
    "body": {"age": "34", "height_cm": "181,5", "weight_kg": ""},
    "equipment": {"place": "some", "equipment": ["dumbbell", "bench"]},
    "limits": {"limits": ["knee"], "limits_text": "Left knee, deep bends hurt"},
    "lifts": {"exercise_1": "Goblet squat", "kg_1": "24", "reps_1": "8"},
    "health": HEALTHY,
}


@pytest.fixture
def page(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def row(bob):
    return start_questionnaire(client=bob, by=bob)


def url(row, step):
    return reverse("questionnaire", args=[row.pk, step])


def check_url(row):
    return reverse("questionnaire-check", args=[row.pk])


def answered(page, row, **changed):
    """Every step sent as a browser would; changed: other answers by step."""
    for step in STEPS:
        page.post(url(row, step.key), changed.get(step.key, RIGHT[step.key]))
    row.refresh_from_db()
    return row


def text(response):
    return response.content.decode()


def test_start_leads_to_the_first_step(page, bob):
    response = page.post(reverse("program-new"), follow=True)

    assert Questionnaire.objects.get().client == bob
    assert response.redirect_chain[-1][0].endswith("/goal/")
    assert "What is it for?" in text(response)


def test_steps_in_a_row_make_a_program_with_just_these_answers(page, row, bob):
    answered(page, row)

    response = page.post(check_url(row))

    program = Program.objects.get()
    assert response.url == reverse("program", args=[program.pk])
    assert (program.client, program.created_by) == (bob, bob)
    assert (program.goal, program.level, program.goal_text) == (
        "strength", "intermediate", "Ten pull-ups",
    )  # fmt: skip
    assert (program.duration_weeks, program.days_per_week, program.minutes) == (4, 3, 60)
    assert (program.age, program.height_cm, program.weight_kg) == (34, 181.5, None)
    assert set(program.equipment) == {"bodyweight", "dumbbell", "bench"}
    assert (program.limits, program.limits_text) == (["knee"], "Left knee, deep bends hurt")
    assert program.lifts == [{"exercise": "goblet-squat", "kg": 24.0, "reps": 8, "rpe": None}]
    assert program.screening.answers == {one.key: False for one in QUESTIONS}
    assert Job.objects.get().subject_id == str(program.pk)
    assert not Questionnaire.objects.exists()


def test_each_step_leads_to_the_next_and_the_last_to_the_check(page, row):
    ways = [page.post(url(row, step.key), RIGHT[step.key]).url for step in STEPS]

    assert ways == [*(url(row, step.key) for step in STEPS[1:]), check_url(row)]


def test_check_shows_every_answer_in_words(page, row):
    answered(page, row)

    shown = text(page.get(check_url(row)))

    for words in ("Strength", "Ten pull-ups", "Intermediate", "181.5", "Dumbbells, Bench", "Knee",
                  "24 kg × 8", "Some equipment"):  # fmt: skip
        assert words in shown


def test_changing_one_step_from_the_check_leads_back_to_it(page, row):
    answered(page, row)

    assert page.post(url(row, "body"), {"age": "35"}).url == check_url(row)
    assert "35" in text(page.get(check_url(row)))


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        ("goal", {}, "Please choose one."),
        ("goal", {"goal": "world-peace", "level": "beginner"}, "world-peace is not one of the"),
        ("goal", RIGHT["goal"] | {"goal_text": "x" * 4_001}, "at most 4000 characters"),
        ("time", RIGHT["time"] | {"duration_weeks": "27"}, "Choose 1 to 26 weeks."),
        (
            "time",
            RIGHT["time"] | {"duration_weeks": "soon"},
            "Write a whole number, for example 8.",
        ),
        ("time", RIGHT["time"] | {"days_per_week": "7"}, "Choose 1 to 6 days."),
        ("time", RIGHT["time"] | {"minutes": "5"}, "Choose 20 to 120 minutes."),
        ("time", RIGHT["time"] | {"training_days": ["0", "2"]}, "2 training days are chosen"),
        (
            "time",
            RIGHT["time"] | {"training_days": ["0"]},
            "1 training day is chosen for 3 days a week.",
        ),
        ("body", {"age": ""}, "This field is required."),
        ("body", {"age": "0"}, "Give a number from 1 to 120."),
        ("body", {"age": "30", "height_cm": "18"}, "Give a number from 100 to 250."),
        ("equipment", {"place": "some"}, "Tick what is there"),
        ("equipment", {"place": "some", "equipment": ["rocket"]}, "rocket is not one of the"),
        ("lifts", {"exercise_1": "moon press", "kg_1": "5"}, "no exercise “moon press”"),
        ("lifts", {"exercise_1": "deadlift"}, "How heavy was it"),
        ("lifts", {"kg_2": "40"}, "Say which exercise this is"),
        ("lifts", {"exercise_1": "deadlift", "kg_1": "nan"}, "Write a number, for example 72.5."),
        ("health", {}, "Please answer with yes or no."),
        ("health", HEALTHY | {"pregnant": "maybe"}, "maybe is not one of the"),
    ],
)
def test_wrong_answer_is_explained_at_the_address_of_its_step(page, row, step, answers, words):
    response = page.post(url(row, step), answers, follow=True)

    assert response.redirect_chain == [(url(row, step), 302)]
    assert words in text(response).replace("&#x27;", "'")
    for value in answers.values():
        if isinstance(value, str) and value.isalnum() and len(value) < 100:
            assert value in text(response)


def test_step_that_was_wrong_and_is_right_can_be_come_back_to(page, row):
    page.post(url(row, "body"), {"age": "thirty"})
    assert page.post(url(row, "body"), {"age": "30"}).url == url(row, "equipment")

    shown = text(page.get(url(row, "body")))

    assert 'value="30"' in shown
    assert "Please check this form" not in shown


def test_wrong_answer_holds_up_the_way_to_a_program(page, row):
    answered(page, row)
    page.post(url(row, "body"), {"age": "thirty"})

    shown = text(page.get(check_url(row)))

    assert "Write a whole number" in shown
    assert "Draft the program" not in shown
    assert page.post(check_url(row)).status_code == 422
    assert not Program.objects.exists()


def test_back_keeps_what_was_typed_even_when_it_is_wrong(page, row):
    page.post(url(row, "goal"), RIGHT["goal"])

    response = page.post(url(row, "time"), {"duration_weeks": "soonish", "back": "1"})

    assert response.url == url(row, "goal")
    assert "soonish" in text(page.get(url(row, "time")))


def test_everything_that_is_wrong_in_a_step_is_said_at_once(page, row):
    answers = {"duration_weeks": "99", "days_per_week": "9", "minutes": "5,5"}

    shown = text(page.post(url(row, "time"), answers, follow=True))

    assert "Choose 1 to 26 weeks." in shown
    assert "Choose 1 to 6 days." in shown
    assert "Write a whole number, for example 8." in shown


def test_stopping_keeps_what_was_typed_and_leads_to_the_list(page, row):
    response = page.post(
        url(row, "goal"), {"goal_text": "half a sentence", "stop": "1"}, follow=True
    )

    assert "Your answers are kept for seven days." in text(response)
    assert url(row, "goal") in text(response)
    assert "half a sentence" in text(page.get(url(row, "goal")))


def test_wrong_answer_that_was_kept_stops_the_check(page, row):
    answered(page, row)
    page.post(url(row, "time"), RIGHT["time"] | {"duration_weeks": "soonish", "back": "1"})

    response = page.post(check_url(row))

    assert response.status_code == 422
    assert "Write a whole number, for example 8." in text(response)
    assert "Draft the program" not in text(response)
    assert not Program.objects.exists()


def test_answers_that_only_together_are_wrong_are_found_at_the_check(page, row):
    answered(page, row, time=RIGHT["time"] | {"days_per_week": "6"})
    page.post(url(row, "goal"), RIGHT["goal"] | {"level": "beginner"})

    response = page.get(check_url(row))

    assert "A beginner trains 1 to 5 days a week here" in text(response)
    assert f'href="{url(row, "time")}"' in text(response)


def test_check_before_the_end_leads_to_what_is_missing(page, row):
    page.post(url(row, "goal"), RIGHT["goal"])

    assert page.get(check_url(row)).url == url(row, "time")


def test_place_decides_about_what_was_ticked_before(page, row):
    answered(page, row, equipment={"place": "none", "equipment": ["barbell"]})

    page.post(check_url(row))

    assert Program.objects.get().equipment == ["bodyweight"]


def test_red_flag_is_told_before_and_stops_the_draft(page, row):
    answered(page, row, health=HEALTHY | {"chest_pain": "yes"})

    shown = text(page.get(check_url(row)))
    assert "Clearance is needed first" in shown
    assert "chest pain or pressure" in shown
    response = page.post(check_url(row), follow=True)

    assert "This program waits for medical clearance" in text(response)
    assert not Job.objects.exists()


def test_red_flag_in_free_text_stops_as_well(page, row):
    answered(page, row, goal=RIGHT["goal"] | {"goal_text": "I want to lose 10 kg in three weeks"})

    page.post(check_url(row))

    assert Program.objects.get().screening.flags == ["rapid_weight_loss"]
    assert not Job.objects.exists()


def test_coming_back_after_the_program_is_made_leads_to_it(page, row):
    answered(page, row)
    program_url = page.post(check_url(row)).url

    assert page.get(check_url(row)).url == program_url
    assert page.post(check_url(row)).url == program_url
    assert page.get(url(row, "goal")).url == program_url
    assert Program.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_program(bob):
    row = start_questionnaire(client=bob, by=bob)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(bob)
    answered(browsers[0], row)
    gone_to = []

    def click(browser):
        try:
            gone_to.append(browser.post(check_url(row)).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(gone_to) == 2
    assert len(set(gone_to)) == 1
    assert Program.objects.count() == 1


def test_coach_starts_for_a_client_and_only_for_theirs(client, alice, bob, charlie):
    client.force_login(alice)

    assert client.post(reverse("program-new"), {"client": bob.pk}).status_code == 302
    assert Questionnaire.objects.get().client == bob
    for stranger in (charlie.pk, "0", "x", "9" * 30, "-1"):
        response = client.post(reverse("program-new"), {"client": stranger})
        assert response.status_code == 404, stranger
    assert Questionnaire.objects.count() == 1


def test_questionnaire_closes_when_the_coaching_ends(client, alice, bob):
    row = start_questionnaire(client=bob, by=alice)
    client.force_login(alice)
    assert client.get(url(row, "goal")).status_code == 200
    Coaching.objects.all().delete()

    assert client.get(url(row, "goal")).status_code == 404
    assert client.post(check_url(row)).status_code == 404


def test_only_its_owner_opens_a_questionnaire(client, alice, bob):
    row = start_questionnaire(client=bob, by=bob)
    client.force_login(alice)

    assert client.get(url(row, "goal")).status_code == 404


def test_what_does_not_exist_is_a_404(page, row):
    assert page.get(url(row, "shoe-size")).status_code == 404
    assert page.get(reverse("questionnaire", args=[uuid.uuid4(), "goal"])).status_code == 404
    assert page.post(reverse("questionnaire-check", args=[uuid.uuid4()])).status_code == 404


def test_teacher_is_told_whom_programs_are_for(client, db):
    client.force_login(teacher())

    assert client.get(reverse("program-new")).status_code == 403


def test_begun_questionnaires_can_be_taken_up_and_discarded(page, row):
    page.post(url(row, "goal"), RIGHT["goal"])

    for place in ("programs", "program-new"):
        shown = text(page.get(reverse(place)))
        assert "Begun, not finished" in shown
        assert url(row, "time") in shown
    discard = reverse("questionnaire-discard", args=[row.pk])
    assert page.get(discard).status_code == 200
    assert Questionnaire.objects.exists()
    assert page.post(discard).url == reverse("programs")
    assert not Questionnaire.objects.exists()


def test_going_back_and_forth_leaves_no_empty_questionnaires(page):
    for _ in range(3):
        page.post(reverse("program-new"))

    assert Questionnaire.objects.count() == 1


def test_null_characters_and_endless_values_are_kept_within_bounds(page, row):
    answers = RIGHT["goal"] | {"goal_text": "a\0b" + "x" * 30_000, "back": "1"}

    assert page.post(url(row, "goal"), answers).status_code == 302
    row.refresh_from_db()
    kept = row.answers["goal"]["goal_text"][0]
    assert kept.startswith("abx")
    assert len(kept) == 20_000


def test_old_answers_are_deleted(row):
    Questionnaire.objects.update(updated_at=timezone.now() - timedelta(days=8))

    assert delete_expired_questionnaires() == 1


def test_answers_of_a_program_can_be_changed_for_a_new_one(page, row, bob):
    answered(page, row)
    page.post(check_url(row))
    first = Program.objects.get()

    response = page.post(reverse("program-again", args=[first.pk]), follow=True)

    assert response.status_code == 200
    again = Questionnaire.objects.get()
    assert "health" not in again.answers
    for step in ("time", "body", "equipment", "limits", "lifts"):
        assert page.get(url(again, step)).status_code == 200
    page.post(url(again, "time"), RIGHT["time"] | {"days_per_week": "2"})
    page.post(url(again, "health"), HEALTHY)
    page.post(check_url(again))

    second = Program.objects.exclude(pk=first.pk).get()
    assert second.days_per_week == 2
    for name in ("goal", "goal_text", "level", "age", "height_cm", "limits", "limits_text"):
        assert getattr(second, name) == getattr(first, name), name
    assert second.lifts == first.lifts
    assert set(second.equipment) == set(first.equipment)


@pytest.mark.parametrize(
    ("equipment", "place"),
    [(list(Equipment), "gym"), (["bodyweight"], "none"), (["bodyweight", "box"], "some")],
)
def test_place_is_told_from_the_equipment(bob, equipment, place):
    program = make_program(bob, equipment=frozenset(map(Equipment, equipment))).program

    sheet = Sheet(answers_of(program))

    assert sheet.equipment.data["place"] == place
    assert sheet.facts().equipment == set(equipment)
    assert sheet.wrong == []


def test_lifts_are_proposed_from_the_training_log(page, row, bob):
    log_session(
        client=bob,
        performed_on=date(2026, 5, 4),
        sets=[DoneSet("bench-press", reps=5, kg=62.5, rpe=8)],
        title="Day 1",
        by=bob,
    )

    shown = text(page.get(url(row, "lifts")))

    assert "These come from the training log." in shown
    for value in ("Barbell bench press", "62.5", "8"):
        assert f'value="{value}"' in shown
    answered(page, row, lifts={})
    assert "training log." not in text(page.get(url(row, "lifts")))
    page.post(check_url(row))
    assert Program.objects.get().lifts == []
