"""A program's page: what was answered, the plan week by week, and what can be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.collecting import catalogue_by_slug, facts_of
from programs.downloads import next_monday
from programs.drawings import PlanCharts, plan_charts
from programs.exercise_catalogue import Exercise, Level
from programs.facts import Goal
from programs.inputs import inputs_in_words
from programs.models import Program
from programs.operations import programs as operations
from programs.operations.review import APPROVABLE
from programs.operations.rights import may_decide
from programs.scoping import can_plan, own_program, readable_program, readable_programs
from programs.views.clearance import ClearanceForm, clearance_context
from programs.views.lines import WeekLine, week_lines, week_rows, weekday_name, weekdays
from project import audit, reviewing
from project.drafts import DraftStatus
from project.findings import Severity
from project.jobs.reports import detailed_report
from project.jobs.scoping import may_follow
from project.jobs.subjects import latest_jobs
from project.people import PersonRequest
from project.problems import Problem


@dataclass(frozen=True)
class Actions:
    """What the person may do with the program now."""

    edit: bool
    submit: bool
    withdraw: bool
    approve: bool
    send_back: bool
    finalise: bool
    copy: bool
    delete: bool


@require_GET
def program(request: PersonRequest, program_id: UUID) -> HttpResponse:
    row = readable_program(request.user, program_id)
    note = audit.note_open_page if request.htmx else audit.note_view
    note(request.user, row)
    template = "programs/_program.html" if request.htmx else "programs/program.html"
    response = render(request, template, plan_context(request, row))
    patch_vary_headers(response, ["HX-Request"])
    return response


def plan_context(request: PersonRequest, row: Program) -> dict[str, object]:
    job = latest_jobs(row).first()
    report = detailed_report(job) if job else None
    catalogue = catalogue_by_slug()
    lines = week_lines(row, week_rows(row), report=report, catalogue=catalogue)
    is_own = Program.objects.visible_to(request.user).filter(pk=row.pk).exists()
    is_live = report is not None and report.is_live
    days = weekdays(row)
    return {
        "program": row,
        "outline": row.outline,
        "answers": answers_of(row, catalogue, sees_health=is_own),
        "can_plan": can_plan(request.user),
        "next_monday": next_monday(),
        "limit_names": [name.replace("_", " ") for name in row.limits],
        "open_all": "all" in request.GET,
        "day_names": [weekday_name(days, day) for day in range(1, row.days_per_week + 1)],
        **week_context(lines, is_live=is_live),
        "whole_findings": row.findings.filter(week=None),
        "charts": charts_of(row, lines, catalogue),
        "report": report,
        "follows_job": job is not None and may_follow(request.user, job),
        "is_own": is_own,
        "is_client": row.client_id == request.user.pk,
        "actions": allowed_actions(request, row, is_own=is_own, is_live=is_live, lines=lines),
        "versions": readable_programs(request.user).filter(series=row.series).order_by("-version"),
        "clearance": clearance_context(request.user, row),
        "breadcrumbs": trail(row),
    }


def week_context(lines: list[WeekLine], *, is_live: bool) -> dict[str, object]:
    """The weeks, and which of them want something of a person."""
    return {
        "lines": lines,
        "missing": [] if is_live else [line for line in lines if not line.week.is_written],
        "failed": [line for line in lines if line.error_text and not line.week.is_written],
        "as_before": []
        if is_live
        else [line for line in lines if line.error_text and line.week.is_written],
        "template_based": [line for line in lines if line.is_template_based],
        "error_count": error_count(lines),
    }


def answers_of(
    row: Program, catalogue: Mapping[str, Exercise], *, sees_health: bool
) -> list[tuple[str, str]]:
    facts = facts_of(
        row, tuple(catalogue.values()), goal_text=row.goal_text, limits_text=row.limits_text
    )
    return inputs_in_words(row, facts, sees_health=sees_health)


def charts_of(
    row: Program, lines: list[WeekLine], catalogue: Mapping[str, Exercise]
) -> PlanCharts | None:
    """None while no week is written."""
    written = {line.week.number: line.content for line in lines if line.content is not None}
    if not written:
        return None
    return plan_charts(
        written,
        goal=Goal(row.goal),
        level=Level(row.level),
        metadata=row.outline,
        catalogue=catalogue,
    )


def allowed_actions(
    request: PersonRequest, row: Program, *, is_own: bool, is_live: bool, lines: list[WeekLine]
) -> Actions:
    decides = may_decide(request.user, row.client)
    complete = not is_live and all(line.week.is_written for line in lines)
    ready = complete and not row.screening.needs_clearance
    is_draft = row.is_editable
    return Actions(
        edit=is_own and is_draft,
        submit=is_own and is_draft and ready and not decides,
        # Whoever decides returns it, with a note.
        withdraw=is_own and row.status == DraftStatus.IN_REVIEW and not decides,
        approve=decides and ready and row.status in APPROVABLE,
        send_back=decides and row.status in reviewing.RETURNABLE,
        finalise=decides and row.status in reviewing.FINALISABLE,
        copy=is_own and complete,
        delete=is_own and is_draft and not is_live,
    )


def error_count(lines: list[WeekLine]) -> int:
    return sum(
        finding.severity == Severity.ERROR for line in lines for finding in line.week.findings.all()
    )


def trail(row: Program, page: str = "") -> list[dict[str, str]]:
    """page: what is open, unless it is the program itself."""
    crumbs = [
        {"title": "Programs", "url": reverse("programs")},
        {"title": row.title, "url": reverse("program", args=[row.pk]) if page else ""},
    ]
    return [*crumbs, {"title": page, "url": ""}] if page else crumbs


@require_POST
def clearance(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """Record that a professional gave clearance; the draft begins."""
    row = readable_program(request.user, program_id)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            operations.record_clearance(program=row, note=form.note, by=request.user)
        except Problem as problem:
            messages.warning(request, problem.detail)
        else:
            messages.success(request, "The clearance is recorded; the program is being written.")
        return redirect("program", row.pk)
    context = plan_context(request, row) | {"clearance": clearance_context(request.user, row, form)}
    return render(request, "programs/program.html", context, status=422)


@require_POST
def missing(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """Draft what has not been written."""
    row = own_program(request.user, program_id)
    try:
        operations.draft_missing(program=row, by=request.user)
        messages.info(request, "You asked for what is missing.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("program", row.pk)


@require_POST
def redraft(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """Have the weeks that no model wrote, and no person changed, written again."""
    row = own_program(request.user, program_id)
    lines = week_lines(row, week_rows(row))
    numbers = [line.week.number for line in lines if line.is_template_based]
    if not numbers:
        messages.info(request, "A model or a person wrote every week, so all stay as they are.")
        return redirect("program", row.pk)
    try:
        operations.redraft_weeks(program=row, numbers=numbers, by=request.user)
        messages.info(request, "You asked for these weeks to be written again.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("program", row.pk)


@require_POST
def copy(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """The next version, as a draft with everything that stands in this one."""
    row = own_program(request.user, program_id)
    try:
        version = operations.create_version(program=row, by=request.user)
    except Problem as problem:
        messages.warning(request, problem.detail)
        return redirect("program", row.pk)
    messages.success(request, f"This is version {version.version}. The earlier one stays as it is.")
    return redirect("program", version.pk)


@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, program_id: UUID) -> HttpResponse:
    row = own_program(request.user, program_id)
    if request.method == "POST":
        try:
            operations.delete_program(program=row, by=request.user)
        except Problem as problem:
            messages.warning(request, problem.detail)
            return redirect("program", row.pk)
        messages.success(request, f"“{row.title}” is deleted.")
        return redirect("programs")
    context = {
        "title": "Delete this program?",
        "text": f"“{row.title}”, version {row.version}, with all its weeks. Logged sessions stay.",
        "button": "Delete it",
        "danger": True,
        "cancel_url": reverse("program", args=[row.pk]),
        "breadcrumbs": trail(row, "Delete"),
    }
    return render(request, "components/confirm.html", context)
