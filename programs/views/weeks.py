"""One week: read it in full, edit a set in place, swap an exercise, have it written again."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.collecting import catalogue_by_slug
from programs.exercise_catalogue import Exercise
from programs.models import ExerciseEntry, PlannedSet, Program, Proposal, Week
from programs.operations import programs as program_operations
from programs.operations import weeks as operations
from programs.operations.swaps import swap_exercise, swap_in_every_week, swaps
from programs.schemas import WeekContent
from programs.scoping import own_week, readable_program
from programs.views.lines import week_lines
from programs.week_forms import InstructionForm, SetForm, WeekNotesForm
from programs.wording import exercise_line, set_text
from project import audit
from project.jobs.reports import detailed_report
from project.jobs.subjects import latest_jobs
from project.models import Revisioned
from project.people import PersonRequest
from project.problems import Problem
from project.revisions import StaleRevision, posted_revision

MOVED = "The week was changed after you opened it. Look at it as it is now, then try again."


@require_safe
def week(request: PersonRequest, program_id: UUID, number: int) -> HttpResponse:
    program = readable_program(request.user, program_id)
    rows = Week.objects.with_content().prefetch_related("workouts__sessions")
    row = get_object_or_404(rows, program=program, number=number)
    note = audit.note_open_page if request.htmx else audit.note_view
    note(request.user, program)
    return week_page(request, row, program)


def week_page(request: PersonRequest, row: Week, program: Program, **more: object) -> HttpResponse:
    row.program = program
    job = latest_jobs(program).first()
    report = detailed_report(job) if job else None
    catalogue = catalogue_by_slug()
    line = week_lines(program, [row], report=report, catalogue=catalogue)[0]
    is_own = Program.objects.visible_to(request.user).filter(pk=program.pk).exists()
    is_live = report is not None and report.is_live
    context = {
        "program": program,
        "week": row,
        "line": line,
        "report": report,
        "can_edit": is_own and program.is_editable and not line.is_drafting,
        "can_redraft": is_own and program.is_editable and not is_live
        and program.metadata is not None and not program.screening.needs_clearance,
        "is_own": is_own,
        "proposals": [
            (proposal, proposal_lines(proposal, catalogue)) for proposal in row.proposals.all()
        ],
        "instruction_form": InstructionForm(),
        "previous": row.number - 1 or None,
        "next": row.number + 1 if row.number < program.duration_weeks else None,
        "breadcrumbs": week_trail(row, last=True),
        **more,
    }  # fmt: skip
    template = "programs/_week.html" if request.htmx else "programs/week.html"
    status = 422 if more else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def proposal_lines(
    proposal: Proposal, catalogue: Mapping[str, Exercise]
) -> list[dict[str, object]]:
    """A proposal's days in the short form."""
    content = WeekContent.model_validate(proposal.content)
    return [
        {
            "name": workout.name,
            "entries": [
                {
                    "name": getattr(catalogue.get(entry.exercise), "name", entry.exercise),
                    "text": exercise_line(entry, catalogue.get(entry.exercise)),
                }
                for entry in workout.exercises
            ],
        }
        for workout in content.workouts
    ]


def week_trail(row: Week, *, last: bool = False) -> list[dict[str, str]]:
    program = row.program
    own = "" if last else week_url(row)
    return [
        {"title": "Programs", "url": reverse("programs")},
        {"title": program.title, "url": reverse("program", args=[program.pk])},
        {"title": f"Week {row.number}", "url": own},
    ]


def week_url(row: Week, anchor: str = "") -> str:
    url = reverse("program-week", args=[row.program_id, row.number])
    return f"{url}#{anchor}" if anchor else url


@require_http_methods(["GET", "POST"])
def planned_set(
    request: PersonRequest, program_id: UUID, number: int, day: int, index: int, place: int
) -> HttpResponse:
    """Edit one set: in its line with htmx, on a page of its own without."""
    row = own_week(request.user, program_id, number)
    entry = entry_at(row, day, index)
    planned = next(iter(list(entry.sets.all())[place : place + 1]), None) if entry else None
    if entry is None or planned is None:
        if request.method == "GET":
            raise Http404
        messages.warning(request, f"This set is no longer there, so nothing was saved. {MOVED}")
        return redirect(week_url(row))
    if request.method == "GET" and request.htmx and "leave" in request.GET:
        return set_fragment(request, row, (day, index, place), saved=False)
    planned.entry.workout.week = row
    known = catalogue_by_slug().get(entry.exercise)
    form = SetForm(request.POST or None, planned=planned, exercise=known)
    conflict: Revisioned | None = None
    if form.is_valid() and (content := form.content()):
        try:
            operations.edit_set(
                planned=planned,
                expected_revision=form.cleaned_data["revision"],
                content=content,
                by=request.user,
            )
        except StaleRevision as problem:
            conflict = problem.current
            planned.refresh_from_db()
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            expected = form.cleaned_data["revision"]
            return saved_set(request, row, (day, index, place), expected)
    return set_form_page(request, row, (day, index, place), planned, form, conflict)


def set_form_page(
    request: PersonRequest,
    row: Week,
    place: tuple[int, int, int],
    planned: PlannedSet,
    form: SetForm,
    conflict: Revisioned | None,
) -> HttpResponse:
    day, index, number = place
    context = {
        "program": row.program,
        "week": row,
        "day": day,
        "index": index,
        "place": number,
        "number": number + 1,
        "name": form.exercise.name if form.exercise else planned.entry.exercise,
        "form": form,
        "conflict": conflict,
        "theirs": set_text(planned.content(), alone=True),
        "action": request.path,
        "back_url": week_url(row, f"day-{day}"),
        "breadcrumbs": [*week_trail(row), {"title": "Edit a set", "url": ""}],
    }
    status = 412 if conflict else 422 if form.is_bound else 200
    template = "programs/_set_form.html" if request.htmx else "programs/set_form.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def saved_set(
    request: PersonRequest, row: Week, place: tuple[int, int, int], expected: int
) -> HttpResponse:
    """The line of the set, with what the checks say now; other open forms stay as they are."""
    if not request.htmx:
        messages.success(request, "The set is saved.")
        return redirect(week_url(row, f"day-{place[0]}"))
    return set_fragment(request, row, place, saved=True, expected=expected)


def set_fragment(
    request: PersonRequest,
    row: Week,
    place: tuple[int, int, int],
    *,
    saved: bool,
    expected: int = 0,
) -> HttpResponse:
    day, index, position = place
    fresh = get_object_or_404(Week.objects.with_content(), pk=row.pk)
    fresh.program = row.program
    line = week_lines(row.program, [fresh])[0]
    workout = next(one for one in line.workouts if one.day == day)
    context = {
        "program": row.program,
        "week": fresh,
        "line": line,
        "workout": workout,
        "entry": workout.entries[index],
        "set": workout.entries[index].sets[position],
        "can_edit": row.program.is_editable,
        "saved": saved,
    }
    response = render(request, "programs/_set.html", context)
    if saved:
        revised = {"revised": {"from": expected, "to": fresh.revision}}
        response["HX-Trigger"] = json.dumps(revised)
    patch_vary_headers(response, ["HX-Request"])
    return response


def entry_at(row: Week, day: int, index: int) -> ExerciseEntry | None:
    workout = next((one for one in row.workouts.all() if one.day == day), None)
    entries = list(workout.exercises.all()) if workout else []
    return entries[index] if index < len(entries) else None


@require_http_methods(["GET", "POST"])
def swap(
    request: PersonRequest, program_id: UUID, number: int, day: int, index: int
) -> HttpResponse:
    """Choose what takes an exercise's place."""
    row = own_week(request.user, program_id, number)
    entry = entry_at(row, day, index)
    if entry is None:
        raise Http404
    if request.method == "POST":
        swap_it = swap_in_every_week if "every_week" in request.POST else swap_exercise
        try:
            swap_it(
                entry=entry,
                exercise=request.POST.get("exercise", ""),
                expected_revision=posted_revision(request),
                by=request.user,
            )
            messages.success(request, "The exercise is swapped. Its sets stay as they were.")
        except StaleRevision:
            messages.warning(request, MOVED)
        except Problem as problem:
            messages.warning(request, problem.detail)
        return redirect(week_url(row, f"day-{day}"))
    known = catalogue_by_slug().get(entry.exercise)
    context = {
        "program": row.program,
        "week": row,
        "name": known.name if known else entry.exercise,
        "sets": exercise_line(entry.content(), known),
        "offered": swaps(entry),
        "can_edit": row.program.is_editable,
        "back_url": week_url(row, f"day-{day}"),
        "breadcrumbs": [*week_trail(row), {"title": "Swap an exercise", "url": ""}],
    }
    return render(request, "programs/swap.html", context)


@require_http_methods(["GET", "POST"])
def notes(request: PersonRequest, program_id: UUID, number: int) -> HttpResponse:
    """The week's own words."""
    row = own_week(request.user, program_id, number)
    form = WeekNotesForm(request.POST or None, week=row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            operations.edit_notes(
                week=row,
                expected_revision=cleaned["revision"],
                focus=cleaned["focus"],
                notes=cleaned["notes"],
                by=request.user,
            )
        except StaleRevision as problem:
            conflict = notes_conflict(request, problem.current, cleaned)  # type: ignore[arg-type]
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, "The notes are saved.")
            return redirect(week_url(row))
    context = {
        "program": row.program,
        "week": row,
        "form": form,
        "conflict": conflict,
        "back_url": week_url(row),
        "breadcrumbs": [*week_trail(row), {"title": "Notes", "url": ""}],
    }
    status = 412 if conflict else 422 if form.is_bound else 200
    return render(request, "programs/notes_form.html", context, status=status)


def notes_conflict(
    request: PersonRequest, current: Week, cleaned: dict[str, str]
) -> dict[str, object]:
    """Both texts, for components/revision_conflict.html."""
    fields = [
        {
            "label": label,
            "name": name,
            "theirs": getattr(current, name),
            "yours": cleaned[name],
            "changed": getattr(current, name) != cleaned[name],
        }
        for name, label in (("focus", "Focus"), ("notes", "Notes for the client"))
    ]
    return {
        "action": request.path,
        "revision": current.revision,
        "saved_by": current.edited_by.display_name if current.edited_by else "",
        "saved_at": current.edited_at,
        "leave_url": week_url(current),
        "fields": fields,
        "hidden": [],
    }


@require_POST
def redraft(request: PersonRequest, program_id: UUID, number: int) -> HttpResponse:
    """Have this week written again, the others untouched."""
    row = own_week(request.user, program_id, number)
    form = InstructionForm(request.POST)
    if not form.is_valid():
        return week_page(request, row, row.program, instruction_form=form)
    try:
        program_operations.redraft_weeks(
            program=row.program,
            numbers=[row.number],
            instruction=form.cleaned_data["instruction"],
            by=request.user,
        )
    except Problem as problem:
        form.add_error("instruction", problem.detail)
        return week_page(request, row, row.program, instruction_form=form)
    messages.info(request, f"You asked for week {row.number} to be written again.")
    return redirect(week_url(row))


@require_POST
def use_proposal(
    request: PersonRequest, program_id: UUID, number: int, proposal_id: int
) -> HttpResponse:
    row = own_week(request.user, program_id, number)
    proposal = get_object_or_404(row.proposals, pk=proposal_id)
    try:
        operations.use_proposal(
            week=row,
            proposal=proposal,
            expected_revision=posted_revision(request),
            by=request.user,
        )
        messages.success(request, "The week is now as it was proposed.")
    except StaleRevision:
        messages.warning(request, MOVED)
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect(week_url(row))
