"""The pages of programs, each in the states in which it is looked at."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from programs.demo_sessions import log_history
from programs.models import PlannedSet, Program, ProgramFinding, TrainingSession
from programs.operations.programs import create_version, redraft_weeks
from programs.operations.questionnaires import start_questionnaire
from programs.operations.weeks import edit_notes, edit_set
from programs.questionnaire import STEPS, answers_of
from programs.schemas import SetContent
from project.models import Role, User
from tests.browser.stage import Scene, Stage, send, stay
from tests.people import person
from tests.programs.factories import ALL_CLEAR, make_coaching, make_program
from tests.programs.written import fail_weeks, make_half_written, make_written, moved_to

LONG_NAME = {"first_name": "Maximiliane-Theodora", "last_name": "von Hohenlohe-Waldenburg"}
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänskniebeugenprogramm"


def bob() -> User:
    return User.objects.filter(username="bob").first() or person("bob", Role.LEARNERS, **LONG_NAME)


def coach() -> User:
    found = User.objects.filter(username="carla").first()
    if found is None:
        found = person("carla", Role.COACHES, first_name="Carla", last_name="Nunes")
        make_coaching(found, bob())
    return found


def written(weeks: int = 2, **facts) -> Program:
    return make_written(bob(), by=coach(), weeks=weeks, **facts)


def plan(program: Program, query: str = "") -> str:
    return reverse("program", args=[program.pk]) + query


def week(program: Program, number: int = 1, name: str = "program-week") -> str:
    return reverse(name, args=[program.pk, number])


def path(program: Program, name: str) -> str:
    return reverse(f"program-{name}", args=[program.pk])


def with_concerns(program: Program) -> Program:
    for number, severity in enumerate(("error", "warning", "note")):
        ProgramFinding.objects.create(
            program=program,
            week=program.weeks.get(number=1) if number else None,
            severity=severity,
            rule="x",
            place="",
            message=f"Chest has 30 hard sets this week; 22 is the most. {LONG_WORD}.",
            fix="Take sets away.",
        )
    return program


# Lists and questions


def programs_empty(stage: Stage) -> Scene:
    return Scene(reverse("programs"), coach())


def programs(stage: Stage) -> Scene:
    written(goal_text=LONG_WORD)
    make_half_written(bob(), by=coach())
    return Scene(reverse("programs"), coach())


def program_new(stage: Stage) -> Scene:
    return Scene(reverse("program-new"), coach())


# The plan


def program_waiting(stage: Stage) -> Scene:
    return Scene(plan(make_program(bob(), by=coach()).program), coach())


def program_running(stage: Stage) -> Scene:
    return Scene(plan(make_half_written(bob(), by=coach())), coach())


def program_partial(stage: Stage) -> Scene:
    program = written(3)
    fail_weeks(program, 2)
    return Scene(plan(program), coach())


def program_written(stage: Stage) -> Scene:
    program = written(8, goal_text=LONG_WORD, limits_text="My left knee.")
    return Scene(plan(with_concerns(program), "?all=1"), coach())


def program_for_the_client(stage: Stage) -> Scene:
    return Scene(plan(written()), bob())


def program_returned(stage: Stage) -> Scene:
    program = written()
    Program.objects.update(review_note=f"Two rest days in a row, please. {LONG_WORD}")
    return Scene(plan(program), bob())


def program_for_a_reviewer(stage: Stage) -> Scene:
    return Scene(plan(moved_to(written(), "in_review", by=coach())), stage.rita)


def program_final(stage: Stage) -> Scene:
    program = moved_to(written(), "final", by=coach())
    create_version(program=program, by=coach())
    return Scene(plan(program), coach())


def program_stopped(stage: Stage) -> Scene:
    answers = ALL_CLEAR | {next(iter(ALL_CLEAR)): True}
    return Scene(plan(make_program(bob(), by=coach(), answers=answers).program), coach())


def program_stopped_for_the_client(stage: Stage) -> Scene:
    return Scene(program_stopped(stage).path, bob())


def program_compare(stage: Stage) -> Scene:
    program = written()
    copy = create_version(program=program, by=coach())
    edit_first_set(copy)
    return Scene(path(copy, "compare"), coach())


# Decisions


def program_approve(stage: Stage) -> Scene:
    return Scene(path(with_concerns(written()), "approve"), coach())


def program_approve_refused(stage: Stage) -> Scene:
    def approve(page: Page) -> None:
        page.evaluate("document.querySelector('main form').noValidate = true")
        send(page)
        page.locator("[aria-invalid=true]").wait_for()

    return Scene(path(with_concerns(written()), "approve"), coach(), approve)


def program_return(stage: Stage) -> Scene:
    return Scene(path(moved_to(written(), "in_review", by=coach()), "return"), coach())


def program_finalise(stage: Stage) -> Scene:
    program = moved_to(written(), "approved", by=coach())
    return Scene(path(program, "finalise"), coach())


def program_delete(stage: Stage) -> Scene:
    return Scene(path(written(), "delete"), coach())


# A week


def edit_first_set(program: Program) -> None:
    one = PlannedSet.objects.filter(entry__workout__week__program=program).order_by("pk").first()
    edit_set(
        planned=one,
        expected_revision=one.entry.workout.week.revision,
        content=SetContent(reps=9, percent=61.5, rest=75, notes=LONG_WORD),
        by=coach(),
    )


def open_first_set(page: Page) -> None:
    page.locator("#set-1-0-0 a").click()
    page.locator(".set-editing form").wait_for()


def week_page(stage: Stage) -> Scene:
    return Scene(week(with_concerns(written())), coach())


def week_locked(stage: Stage) -> Scene:
    return Scene(week(moved_to(written(), "approved", by=coach())), bob())


def week_being_written(stage: Stage) -> Scene:
    return Scene(week(make_half_written(bob(), by=coach()), 2), coach())


def week_with_a_form(stage: Stage) -> Scene:
    return Scene(week(written()), coach(), open_first_set)


def week_with_a_refused_form(stage: Stage) -> Scene:
    def edit(page: Page) -> None:
        open_first_set(page)
        page.get_by_label("% of 1RM").fill("heavy")
        page.get_by_label("RPE").fill("11")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("[aria-invalid=true]").first.wait_for()

    return Scene(week(written()), coach(), edit)


def week_with_a_conflict(stage: Stage) -> Scene:
    program = written()

    def edit(page: Page) -> None:
        open_first_set(page)
        edit_first_set(program)
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".set-editing .alert").wait_for()

    return Scene(week(program), coach(), edit)


def week_with_a_saved_set(stage: Stage) -> Scene:
    def edit(page: Page) -> None:
        open_first_set(page)
        page.get_by_label("Notes").fill(LONG_WORD)
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".mark-saved").wait_for()

    return Scene(week(written()), coach(), edit)


def week_with_a_waiting_proposal(stage: Stage) -> Scene:
    program = written()
    row = program.weeks.get(number=1)
    edit_notes(week=row, expected_revision=row.revision, focus="Mine", notes=LONG_WORD, by=coach())
    stage.queue.tasks.clear()
    redraft_weeks(program=program, numbers=[1], by=coach(), instruction="Shorter on Friday.")
    stage.queue.work()
    return Scene(week(program), coach())


def week_wish_refused(stage: Stage) -> Scene:
    def ask(page: Page) -> None:
        page.get_by_label("What should be different?").fill("Lighter: I had chest pain.")
        page.get_by_role("button", name="Write it again").click()
        page.locator("[aria-invalid=true]").wait_for()

    return Scene(week(written()), coach(), ask)


def week_notes(stage: Stage) -> Scene:
    return Scene(week(written(), name="week-notes"), coach())


def week_notes_conflict(stage: Stage) -> Scene:
    program = written()

    def edit(page: Page) -> None:
        row = program.weeks.get(number=1)
        edit_notes(week=row, expected_revision=row.revision, focus="Theirs", notes="", by=coach())
        page.get_by_label("Focus").fill("Mine")
        send(page)
        page.locator("#conflict").wait_for()

    return Scene(week(program, name="week-notes"), coach(), edit)


def set_page(stage: Stage) -> Scene:
    return Scene(reverse("planned-set", args=[written().pk, 1, 1, 0, 0]), coach())


def exercise_swap(stage: Stage) -> Scene:
    return Scene(reverse("exercise-swap", args=[written().pk, 1, 1, 0]), coach())


def exercise_swap_nothing_fits(stage: Stage) -> Scene:
    program = written()
    entry = program.weeks.get(number=1).workouts.first().exercises.first()
    type(entry).objects.filter(pk=entry.pk).update(exercise="no-longer-known")
    return Scene(reverse("exercise-swap", args=[program.pk, 1, 1, 0]), coach())


# The questionnaire


def questionnaire(step: str, *, refused: bool = False) -> Callable[[Stage], Scene]:
    def refuse(page: Page) -> None:
        page.get_by_role("button", name="Continue").click()
        page.locator(".error-summary").wait_for()

    def scene(stage: Stage) -> Scene:
        row = start_questionnaire(client=bob(), by=coach(), answers={"body": {"age": ["soon"]}})
        path = reverse("questionnaire", args=[row.pk, step])
        return Scene(path, coach(), refuse if refused else stay)

    scene.__name__ = f"questionnaire_{step}{'_refused' if refused else ''}"
    return scene


def answered(**changed: dict[str, list[str]]) -> str:
    answers = answers_of(make_program(bob(), goal_text=LONG_WORD).program)
    health = {"health": {key: ["no"] for key in ALL_CLEAR}}
    row = start_questionnaire(client=bob(), by=bob(), answers=answers | health | changed)
    return reverse("questionnaire-check", args=[row.pk])


def questionnaire_check(stage: Stage) -> Scene:
    return Scene(answered(), bob())


def questionnaire_check_stopped(stage: Stage) -> Scene:
    return Scene(answered(health={key: ["yes"] for key in ALL_CLEAR}), bob())


def questionnaire_check_wrong(stage: Stage) -> Scene:
    return Scene(answered(time={"duration_weeks": ["soon"]}), bob())


def questionnaire_begun(stage: Stage) -> Scene:
    start_questionnaire(client=bob(), by=coach(), answers={"body": {"age": ["31"]}})
    return Scene(reverse("program-new"), coach())


# Training


def training_empty(stage: Stage) -> Scene:
    return Scene(reverse("training"), bob())


def training(stage: Stage) -> Scene:
    log_history(bob())
    return Scene(reverse("training"), bob())


def session_log(stage: Stage) -> Scene:
    return Scene(reverse("session-log", args=[written().pk, 1, 1]), bob())


def session_log_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        day = timezone.localdate() + timedelta(days=40)
        page.locator("[name=performed_on]").fill(day.isoformat())
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.get_by_role("button", name="Save").first.click()
        page.locator("[aria-invalid=true]").first.wait_for()

    return Scene(session_log(stage).path, bob(), fill)


def session(stage: Stage) -> Scene:
    log_history(bob())
    return Scene(reverse("session", args=[TrainingSession.objects.latest("pk").pk]), bob())


PROGRAM_SCENES: dict[str, Callable[[Stage], Scene]] = {
    scene.__name__: scene
    for scene in (
        programs_empty, programs, program_new,
        program_waiting, program_running, program_partial, program_written,
        program_for_the_client, program_returned, program_for_a_reviewer, program_final,
        program_stopped, program_stopped_for_the_client, program_compare,
        program_approve, program_approve_refused, program_return, program_delete,
        week_page, week_locked, week_being_written, week_with_a_form, week_with_a_refused_form,
        week_with_a_conflict, week_with_a_saved_set, week_with_a_waiting_proposal,
        week_wish_refused, week_notes, week_notes_conflict, set_page,
        exercise_swap, exercise_swap_nothing_fits,
        *(questionnaire(step.key) for step in STEPS),
        *(questionnaire(step, refused=True) for step in ("goal", "time", "equipment", "health")),
        questionnaire_check, questionnaire_check_stopped, questionnaire_check_wrong,
        questionnaire_begun, program_finalise,
        training_empty, training, session_log, session_log_refused, session,
    )
}  # fmt: skip
