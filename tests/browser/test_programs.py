"""A program in a browser: edited in place, in two tabs, without scripts, on a phone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs.models import ExerciseEntry, PlannedSet, Program
from programs.operations.programs import redraft_weeks
from programs.operations.swaps import swaps
from project.models import Job, Role
from tests.browser.steps import tab_to
from tests.browser.test_every_page import OVERFLOW
from tests.browser.visitors import PHONE
from tests.people import person
from tests.programs.answers import plausible
from tests.programs.factories import make_coaching, make_program
from tests.programs.written import make_written

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def bob(db):
    return person("bob", Role.LEARNERS, first_name="Bob", last_name="Okafor")


@pytest.fixture
def coach(db, bob):
    coach = person("carla", Role.COACHES, first_name="Carla", last_name="Nunes")
    make_coaching(coach, bob)
    return coach


@pytest.fixture
def program(bob, coach, held_queue):
    program = make_written(bob, by=coach, weeks=2)
    held_queue.tasks.clear()
    return program


@pytest.fixture
def model(everything_runs):
    """A model that writes sensible programs."""
    everything_runs.answer = plausible
    return everything_runs


def plan_path(program):
    return reverse("program", args=[program.pk])


def week_path(program, number=1):
    return reverse("program-week", args=[program.pk, number])


def line(page, place="1-0-0"):
    """A set's line, or the form in its place."""
    return page.locator(f"#set-{place}")


def open_set(page, program, place="1-0-0"):
    """The form of a set; without scripts it is a page of its own, which has no line."""
    page.goto(week_path(program))
    line(page, place).get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Reps")).to_be_visible()


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def first_set() -> PlannedSet:
    return PlannedSet.objects.filter(
        entry__workout__week__number=1, entry__workout__day=1, entry__index=0
    ).first()


def test_set_is_edited_in_place_without_a_new_page(visitors, coach, program):
    page = visitors.visit(coach)
    page.goto(week_path(program))
    page.evaluate("window.stays = true")

    line(page).get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Reps")).to_be_focused()
    page.get_by_label("Reps").fill("4")
    page.get_by_label("% of 1RM").fill("82,5")
    page.get_by_label("Notes").fill("Belt from here")
    page.keyboard.press("Enter")

    expect(line(page)).to_contain_text("4 reps @ 82.5%")
    expect(line(page)).to_contain_text("Belt from here")
    expect(line(page)).to_contain_text("Saved")
    expect(line(page).get_by_role("link", name="Edit")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("Set 1 of")
    expect(page.locator("#week-state")).to_contain_text("Edited by Carla Nunes")
    assert page.evaluate("window.stays")
    assert (first_set().reps, first_set().percent) == (4, 82.5)


def test_two_forms_open_side_by_side_are_both_saved(visitors, coach, program):
    page = visitors.visit(coach)
    page.goto(week_path(program))
    for place in ("1-0-0", "1-0-1"):
        line(page, place).get_by_role("link", name="Edit").click()
        expect(line(page, place).get_by_label("Notes")).to_be_visible()

    for place in ("1-0-0", "1-0-1"):
        line(page, place).get_by_label("Notes").fill(f"Note {place}")
    for place in ("1-0-0", "1-0-1"):
        line(page, place).get_by_role("button", name="Save").click()
        expect(line(page, place)).to_contain_text("Saved")

    assert list(
        PlannedSet.objects.exclude(notes="").order_by("pk").values_list("notes", flat=True)
    ) == ["Note 1-0-0", "Note 1-0-1"]


def test_nonsense_is_explained_in_the_line_and_kept(visitors, coach, program):
    page = visitors.visit(coach)
    open_set(page, program)
    page.get_by_label("% of 1RM").fill("heavy")
    page.get_by_label("Notes").fill("Kept")
    save(page)

    expect(page.get_by_label("% of 1RM")).to_have_attribute("aria-invalid", "true")
    expect(line(page)).to_contain_text("Write a number, for example 72.5.")
    expect(page.get_by_label("% of 1RM")).to_have_value("heavy")
    expect(page.get_by_label("Notes")).to_have_value("Kept")
    page.get_by_label("% of 1RM").fill("70")
    save(page)
    expect(line(page)).to_contain_text("@ 70%")


def test_giving_up_asks_and_brings_the_line_back(visitors, coach, program):
    page = visitors.visit(coach)
    page.goto(week_path(program))
    before = line(page).inner_text()
    line(page).get_by_role("link", name="Edit").click()
    page.get_by_label("Notes").fill("Half a thought")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Notes")).to_have_value("Half a thought")

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Cancel").click()

    expect(line(page)).to_have_text(re.compile(re.escape(before.split("\n")[0])))
    expect(line(page).get_by_role("link", name="Edit")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_set_in_two_tabs_loses_nothing(javascript, visitors, coach, program):
    first = visitors.visit(coach, java_script_enabled=javascript)
    second = first.context.new_page()
    for page in (first, second):
        open_set(page, program)
    first.get_by_label("Notes").fill("The first tab's words")
    save(first)
    expect(line(first)).to_contain_text("The first tab's words")

    second.get_by_label("Notes").fill("The second tab's words")
    save(second)

    expect(second.get_by_role("alert")).to_contain_text("Someone changed this week")
    expect(second.get_by_role("alert")).to_contain_text("The first tab's words")
    expect(second.get_by_label("Notes")).to_have_value("The second tab's words")
    assert first_set().notes == "The first tab's words"
    save(second)
    expect(line(second)).to_contain_text("The second tab's words")
    assert first_set().notes == "The second tab's words"


def test_only_the_keyboard_is_needed_to_edit_a_set(visitors, coach, program):
    page = visitors.visit(coach)
    page.goto(week_path(program))

    tab_to(page, line(page).get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Reps")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("3")
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")

    expect(line(page)).to_contain_text("3 reps")


@pytest.mark.parametrize("javascript", [True, False])
def test_exercise_is_swapped(javascript, visitors, coach, program):
    entry = next(
        entry for entry in ExerciseEntry.objects.filter(workout__week__number=1) if swaps(entry)
    )
    chosen = swaps(entry)[0]
    page = visitors.visit(coach, java_script_enabled=javascript)
    page.goto(week_path(program))
    swap = reverse("exercise-swap", args=[program.pk, 1, entry.workout.day, entry.index])

    page.locator(f"a[href='{swap}']").click()
    page.get_by_role("button", name=re.compile(f"Take this ?: {chosen.name}$")).click()

    expect(page.get_by_text("The exercise is swapped.")).to_be_visible()
    day = page.locator(f"section:has(#day-{entry.workout.day})")
    expect(day.get_by_role("heading", name=chosen.name, exact=True)).to_be_visible()
    entry.refresh_from_db()
    assert entry.exercise == chosen.slug


def test_weeks_appear_on_the_open_page_as_they_are_written(
    visitors, coach, bob, model, held_queue, background
):
    program = make_program(bob, by=coach, weeks=3).program
    page = visitors.visit(coach)
    page.goto(plan_path(program))
    expect(page.get_by_text("Waiting for a free worker.")).to_be_visible()
    page.evaluate("window.stays = true")

    background()

    for number in (1, 2, 3):
        expect(page.locator(f"#plan-{number} summary")).to_contain_text("sets")
    expect(page.get_by_role("heading", name="Load and volume")).to_be_visible()
    expect(page.get_by_role("link", name="Approve")).to_be_visible()
    assert page.evaluate("window.stays")


def test_week_that_is_read_stays_open_while_another_is_written(
    visitors, coach, program, model, held_queue, background
):
    redraft_weeks(program=program, numbers=[2], by=coach)
    page = visitors.visit(coach)
    page.goto(plan_path(program))
    expect(page.locator("#plan-2 summary")).to_contain_text("being written")
    summary = page.locator("#plan-1 summary")
    summary.click()
    expect(page.locator("#plan-1 .plan-days")).to_be_hidden()
    summary.focus()

    background()

    expect(page.locator("#plan-2 summary")).not_to_contain_text("being written")
    expect(page.locator("#plan-1 .plan-days")).to_be_hidden()
    expect(summary).to_be_focused()


def test_week_that_is_read_stays_open_while_it_is_written_again_itself(
    visitors, coach, program, model, held_queue, background
):
    redraft_weeks(program=program, numbers=[2], by=coach)
    page = visitors.visit(coach)
    page.goto(plan_path(program))
    page.locator("#plan-2 summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan-2 .plan-days")).to_be_visible()
    for _ in range(2):
        with page.expect_response(lambda response: response.url.endswith(plan_path(program))):
            pass

    background()

    expect(page.locator("#plan-2 summary")).not_to_contain_text("being written")
    expect(page.locator("#plan-2 .plan-days")).to_be_visible()
    expect(page.locator("#plan-2 summary")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_one_week_is_written_again_with_a_wish(
    javascript, visitors, coach, program, model, held_queue, background
):
    page = visitors.visit(coach, java_script_enabled=javascript)
    page.goto(week_path(program, 2))
    page.get_by_label("What should be different?").fill("Shorter on Friday.")
    page.get_by_role("button", name="Write it again").click()
    expect(page.get_by_text("You asked for week 2 to be written again.")).to_be_visible()

    background().join()
    if not javascript:
        page.goto(week_path(program, 2))

    expect(page.get_by_text("asked for: “Shorter on Friday.”").first).to_be_attached()
    assert Job.objects.count() == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_from_draft_to_final_by_two_people(javascript, visitors, coach, bob, program):
    client = visitors.visit(bob, java_script_enabled=javascript)
    client.goto(plan_path(program))
    client.get_by_role("button", name="Send to my coach").click()
    expect(client.get_by_text("It is with your coach now.")).to_be_visible()
    expect(client.get_by_role("link", name="Open and edit")).to_have_count(0)

    page = visitors.visit(coach, java_script_enabled=javascript)
    page.goto(plan_path(program))
    page.get_by_role("link", name="Return it").click()
    page.get_by_label("What should change?").fill("Less on Friday.")
    page.get_by_role("button", name="Return it").click()
    client.reload()
    expect(client.get_by_text("Less on Friday.")).to_be_visible()
    client.get_by_role("button", name="Send to my coach").click()

    page.goto(plan_path(program))
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("It is approved.")).to_be_visible()
    page.get_by_role("link", name="Make it final").click()
    page.get_by_role("button", name="Make it final").click()
    expect(page.get_by_text("It is final and stays as it is.", exact=True)).to_be_visible()
    assert Program.objects.get().status == "final"


def test_plan_is_folded_on_screen_and_whole_on_paper(visitors, coach, program):
    page = visitors.visit(coach)
    page.goto(plan_path(program))
    second = page.locator("#plan-2 .plan-days")
    expect(second).to_be_hidden()

    page.locator("#plan-2 summary").click()
    expect(second).to_be_visible()
    page.locator("#plan-2 summary").click()
    page.emulate_media(media="print")

    expect(second).to_be_visible()
    expect(page.locator("#plan-1 .button")).to_be_hidden()
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("path", [plan_path, week_path])
def test_twice_the_size_needs_no_sideways_scrolling(path, visitors, coach, program):
    page = visitors.visit(coach, viewport={"width": 640, "height": 400})
    page.goto(path(program))
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")

    assert page.evaluate(OVERFLOW) == []


def test_set_form_fits_on_a_phone(visitors, coach, program):
    page = visitors.visit(coach, viewport=PHONE)
    open_set(page, program)

    assert page.evaluate(OVERFLOW) == []
    boxes = [field.bounding_box() for field in page.locator(".set-fields input").all()]
    for one in boxes:
        for other in boxes:
            apart = (
                one is other
                or one["x"] + one["width"] <= other["x"] + 1
                or other["x"] + other["width"] <= one["x"] + 1
                or one["y"] + one["height"] <= other["y"] + 1
                or other["y"] + other["height"] <= one["y"] + 1
            )
            assert apart, (one, other)
