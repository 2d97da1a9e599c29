"""Every page of the product in the state in which it is looked at."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page

from ieps.operations.sections import edit_section
from project.jobs.operations import cancel_job
from project.models import Job, JobStatus, Role
from tests.browser.stage import (
    KOREAN,
    LONG,
    STUDENTS_CSV,
    WRONG_CSV,
    Scene,
    Stage,
    choose_csv,
    edit_in_place,
    iep_path,
    job_path,
    newest_job,
    send,
)
from tests.fakes import Fail
from tests.ieps.factories import make_iep, make_student
from tests.people import person

# Accounts


def login(stage: Stage) -> Scene:
    return Scene(reverse("login"))


def login_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        page.get_by_label("Username").fill("alice")
        page.get_by_label("Password").fill("not hers")
        send(page)
        page.locator(".error-summary").wait_for()

    return Scene(reverse("login"), then=fill)


def password_change(stage: Stage) -> Scene:
    return Scene(reverse("password_change"), stage.alice)


def password_change_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        for label in ("Old password", "New password", "New password confirmation"):
            page.get_by_label(label, exact=True).fill("12")
        send(page)
        page.locator(".error-summary").wait_for()

    return Scene(reverse("password_change"), stage.alice, fill)


def password_changed(stage: Stage) -> Scene:
    return Scene(reverse("password_change_done"), stage.alice)


def password_reset(stage: Stage) -> Scene:
    return Scene(reverse("password_reset"))


def password_reset_sent(stage: Stage) -> Scene:
    return Scene(reverse("password_reset_done"))


def password_reset_expired(stage: Stage) -> Scene:
    return Scene(reverse("password_reset_confirm", args=["MQ", "set-password"]))


# Home


def home_empty(stage: Stage) -> Scene:
    return Scene(reverse("home"), stage.alice)


def home_with_work(stage: Stage) -> Scene:
    stage.drafted(**LONG)
    stage.iep(**KOREAN)
    return Scene(reverse("home"), stage.alice)


def home_of_a_reviewer(stage: Stage) -> Scene:
    stage.submitted()
    return Scene(reverse("home"), stage.rita)


def home_without_a_role(stage: Stage) -> Scene:
    return Scene(reverse("home"), person("norole"))


# Students


def students_empty(stage: Stage) -> Scene:
    return Scene(reverse("students"), stage.alice)


def students(stage: Stage) -> Scene:
    for fields in (LONG, KOREAN, {}):
        stage.record(**fields)
    return Scene(reverse("students"), stage.alice)


def students_not_found(stage: Stage) -> Scene:
    stage.record()
    return Scene(reverse("students") + "?q=nobody", stage.alice)


def record(stage: Stage) -> Scene:
    iep = stage.drafted(**LONG)
    return Scene(reverse("student", args=[iep.student_id]), stage.alice)


def record_empty(stage: Stage) -> Scene:
    bare = {"needs": [], "strengths": [], "languages": [], "birth_date": None, "grade": ""}
    student = make_student(stage.alice, **bare, disability_category="", class_name="")
    return Scene(reverse("student", args=[student.pk]), stage.alice)


def student_form(stage: Stage) -> Scene:
    return Scene(reverse("student-new"), stage.alice)


def student_form_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        page.get_by_label("Date of birth").or_(page.get_by_label("Birth date")).fill("1871-01-01")
        page.evaluate("document.querySelector('main form').noValidate = true")
        send(page)
        page.locator(".error-summary").wait_for()

    return Scene(reverse("student-new"), stage.alice, fill)


def student_form_conflict(stage: Stage) -> Scene:
    student = stage.record(**KOREAN)

    def fill(page: Page) -> None:
        type(student).objects.filter(pk=student.pk).update(
            revision=student.revision + 1, grade="6", strengths=["sings in tune"]
        )
        page.get_by_label("Grade").fill("4")
        send(page)
        page.locator("#conflict").wait_for()

    return Scene(reverse("student-edit", args=[student.pk]), stage.alice, fill)


def student_delete(stage: Stage) -> Scene:
    return Scene(reverse("student-delete", args=[stage.record().pk]), stage.alice)


def assessment_form_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        page.evaluate("document.querySelector('main form').noValidate = true")
        send(page)
        page.locator(".error-summary").wait_for()

    return Scene(reverse("assessment-new", args=[stage.record().pk]), stage.alice, fill)


def note_form(stage: Stage) -> Scene:
    return Scene(reverse("note-new", args=[stage.record().pk]), stage.alice)


# Import


def import_choose(stage: Stage) -> Scene:
    return Scene(reverse("import", args=["students"]), stage.alice)


def import_preview(stage: Stage) -> Scene:
    return Scene(reverse("import", args=["students"]), stage.alice, choose_csv(STUDENTS_CSV))


def import_refused(stage: Stage) -> Scene:
    return Scene(reverse("import", args=["students"]), stage.alice, choose_csv(WRONG_CSV))


# IEPs


def iep_new(stage: Stage) -> Scene:
    return Scene(reverse("iep-new", args=[stage.record(**LONG).pk]), stage.alice)


def iep_new_refused(stage: Stage) -> Scene:
    def fill(page: Page) -> None:
        page.get_by_label("Academic year").fill("soon")
        send(page)
        page.locator(".error-summary").wait_for()

    return Scene(reverse("iep-new", args=[make_student(stage.alice).pk]), stage.alice, fill)


def iep_waiting(stage: Stage) -> Scene:
    return Scene(iep_path(stage.iep()), stage.alice)


def iep_running(stage: Stage) -> Scene:
    iep = stage.iep()
    Job.objects.update(
        status=JobStatus.RUNNING, done_steps=7, message="6 of 17 sections are written"
    )
    return Scene(iep_path(iep), stage.alice)


def iep_drafted(stage: Stage) -> Scene:
    return Scene(iep_path(stage.drafted(**KOREAN)), stage.alice)


def iep_offline(stage: Stage) -> Scene:
    return Scene(iep_path(stage.offline()), stage.alice)


def iep_with_a_form(stage: Stage) -> Scene:
    return Scene(iep_path(stage.offline()), stage.alice, edit_in_place("Services"))


def iep_with_a_goal_form(stage: Stage) -> Scene:
    return Scene(iep_path(stage.offline()), stage.alice, edit_in_place("Long-term goal"))


def iep_with_a_refused_form(stage: Stage) -> Scene:
    def edit(page: Page) -> None:
        edit_in_place("Long-term goal")(page)
        page.get_by_label("Criterion").first.fill("")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".error-summary").wait_for()

    return Scene(iep_path(stage.offline()), stage.alice, edit)


def iep_with_a_conflict(stage: Stage) -> Scene:
    iep = stage.offline()

    def edit(page: Page) -> None:
        edit_in_place("Long-term goal")(page)
        section = iep.sections.get(key="long_term_goal")
        edit_section(
            section=section,
            expected_revision=section.revision,
            content=section.content().model_copy(update={"statement": "Their text."}),
            by=stage.alice,
        )
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".halves").wait_for()

    return Scene(iep_path(iep), stage.alice, edit)


def iep_in_review(stage: Stage) -> Scene:
    return Scene(iep_path(stage.submitted()), stage.alice)


def iep_for_a_reviewer(stage: Stage) -> Scene:
    return Scene(iep_path(stage.submitted()), stage.rita)


def section_page(stage: Stage) -> Scene:
    return Scene(reverse("section-edit", args=[stage.offline().pk, "long_term_goal"]), stage.alice)


def versions(stage: Stage) -> Scene:
    first = stage.drafted()
    second = make_iep(first.student, stage.alice).iep
    stage.providers.always("openai", Fail("server_error"))
    stage.queue.work()
    return Scene(reverse("iep-versions", args=[second.pk]), stage.alice)


def versions_only_one(stage: Stage) -> Scene:
    return Scene(reverse("iep-versions", args=[stage.iep().pk]), stage.alice)


# Jobs


def jobs_empty(stage: Stage) -> Scene:
    return Scene(reverse("jobs"), stage.alice)


def jobs(stage: Stage) -> Scene:
    stage.drafted(**LONG)
    stage.iep(**KOREAN)
    return Scene(reverse("jobs"), stage.alice)


def job_running(stage: Stage) -> Scene:
    iep_running(stage)
    return Scene(job_path(), stage.alice)


def job_succeeded(stage: Stage) -> Scene:
    stage.drafted(**LONG)
    return Scene(job_path(), stage.alice)


def job_partial(stage: Stage) -> Scene:
    stage.drafted()
    steps = newest_job().steps.filter(key__in=["spelling", "math"])
    text = "No provider could be reached in time. Try again in a few minutes."
    steps.update(status="failed", error_category="unavailable", error_text=text)
    Job.objects.update(status=JobStatus.PARTIAL, done_steps=17)
    return Scene(job_path(), stage.alice)


def job_cancelled(stage: Stage) -> Scene:
    stage.iep()
    cancel_job(job=newest_job(), by=stage.alice)
    return Scene(job_path(), stage.alice)


# What goes wrong


def not_found(stage: Stage) -> Scene:
    return Scene("/ieps/students/nobody/", stage.alice)


def problem(stage: Stage) -> Scene:
    return Scene(reverse("students"), person("lena", Role.LEARNERS))


SCENES: dict[str, Callable[[Stage], Scene]] = {
    scene.__name__: scene
    for scene in (
        login, login_refused, password_change, password_change_refused, password_changed,
        password_reset, password_reset_sent, password_reset_expired,
        home_empty, home_with_work, home_of_a_reviewer, home_without_a_role,
        students_empty, students, students_not_found, record, record_empty,
        student_form, student_form_refused, student_form_conflict, student_delete,
        assessment_form_refused, note_form,
        import_choose, import_preview, import_refused,
        iep_new, iep_new_refused, iep_waiting, iep_running, iep_drafted, iep_offline,
        iep_with_a_form, iep_with_a_goal_form, iep_with_a_refused_form, iep_with_a_conflict,
        iep_in_review, iep_for_a_reviewer, section_page, versions, versions_only_one,
        jobs_empty, jobs, job_running, job_succeeded, job_partial, job_cancelled,
        not_found, problem,
    )
}  # fmt: skip
