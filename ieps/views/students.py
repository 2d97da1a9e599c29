"""Students and their records."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ieps.forms import AssessmentForm, NoteForm, StudentForm
from ieps.models import Assessment, Note, Student
from ieps.operations import students as operations
from ieps.scoping import own_student
from project import audit
from project.models import Role
from project.people import PersonRequest
from project.permissions import require_role
from project.problems import InvalidInput
from project.revisions import StaleRevision

PAGE_SIZE = 25


@require_GET
def students(request: PersonRequest) -> HttpResponse:
    require_role(request.user, Role.TEACHERS)
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = Student.objects.visible_to(request.user)
    page = Paginator(rows.matching(query).with_counts(), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "query": query, "has_students": bool(page) or rows.exists()}
    return render(request, "ieps/students.html", context)


@require_GET
def student(request: PersonRequest, student_id: UUID) -> HttpResponse:
    row = own_student(request.user, student_id)
    audit.note_view(request.user, row)
    context = {
        "student": row,
        "assessments": row.assessments.all(),
        "notes": row.notes.select_related("author"),
        "ieps": row.ieps.with_findings().order_by("-academic_year", "-version"),
        "breadcrumbs": [students_crumb(), {"title": row.full_name, "url": ""}],
    }
    return render(request, "ieps/student.html", context)


@require_http_methods(["GET", "POST"])
def new_student(request: PersonRequest) -> HttpResponse:
    require_role(request.user, Role.TEACHERS)
    form = StudentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.create_student(student=form.save(commit=False), by=request.user)
        except InvalidInput as problem:
            show_errors(form, problem)
        else:
            messages.success(request, f"{row.full_name} is on your list now.")
            return redirect("student", row.pk)
    context = {"form": form, "breadcrumbs": [students_crumb(), {"title": "New", "url": ""}]}
    return render(request, "ieps/student_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit_student(request: PersonRequest, student_id: UUID) -> HttpResponse:
    row = own_student(request.user, student_id)
    form = StudentForm(request.POST or None, instance=row, initial={"revision": row.revision})
    conflict = None
    if request.method == "POST" and form.is_valid():
        fields = [name for name in form.cleaned_data if name != "revision"]
        try:
            operations.edit_student(
                student=row,
                expected_revision=form.cleaned_data["revision"] or 0,
                changes={name: form.cleaned_data[name] for name in fields},
                by=request.user,
            )
        except StaleRevision as problem:
            current = Student.objects.get(pk=row.pk)
            conflict = student_conflict(form, current, problem)
        except InvalidInput as problem:
            show_errors(form, problem)
        else:
            messages.success(request, "Saved.")
            return redirect("student", row.pk)
    audit.note_view(request.user, row)
    context = {
        "form": form,
        "student": row,
        "conflict": conflict,
        "breadcrumbs": [*trail(row), {"title": "Edit", "url": ""}],
    }
    status = 412 if conflict else status_of(form)
    return render(request, "ieps/student_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new_assessment(request: PersonRequest, student_id: UUID) -> HttpResponse:
    row = own_student(request.user, student_id)
    form = AssessmentForm(request.POST or None, instance=Assessment(student=row))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_assessment(assessment=form.save(commit=False), by=request.user)
        except InvalidInput as problem:
            show_errors(form, problem)
        else:
            messages.success(request, "The assessment is in the record.")
            return redirect("student", row.pk)
    context = {
        "form": form,
        "student": row,
        "title": "Add an assessment",
        "breadcrumbs": [*trail(row), {"title": "Add an assessment", "url": ""}],
    }
    return render(request, "ieps/record_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def new_note(request: PersonRequest, student_id: UUID) -> HttpResponse:
    row = own_student(request.user, student_id)
    form = NoteForm(request.POST or None, instance=Note(student=row))
    if request.method == "POST" and form.is_valid():
        operations.add_note(note=form.save(commit=False), by=request.user)
        messages.success(request, "The note is in the record.")
        return redirect("student", row.pk)
    context = {
        "form": form,
        "student": row,
        "title": "Add a note",
        "breadcrumbs": [*trail(row), {"title": "Add a note", "url": ""}],
    }
    return render(request, "ieps/record_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def delete_student(request: PersonRequest, student_id: UUID) -> HttpResponse:
    row = own_student(request.user, student_id)
    if request.method == "POST":
        operations.delete_student(student=row, by=request.user)
        messages.success(request, "The student and everything about them is deleted.")
        return redirect("students")
    audit.note_view(request.user, row)
    context = {
        "title": f"Delete {row.full_name}?",
        "text": "This cannot be undone. It deletes the whole record:",
        "points": [
            f"{row.assessments.count()} assessments and {row.notes.count()} notes",
            f"{row.ieps.count()} IEPs with all their sections and comments",
            "the entries in the search index",
        ],
        "button": "Delete the student",
        "danger": True,
        "cancel_url": reverse("student", args=[row.pk]),
        "breadcrumbs": [*trail(row), {"title": "Delete", "url": ""}],
    }
    return render(request, "components/confirm.html", context)


def students_crumb() -> dict[str, str]:
    return {"title": "Students", "url": reverse("students")}


def trail(student: Student) -> list[dict[str, str]]:
    return [
        students_crumb(),
        {"title": student.full_name, "url": reverse("student", args=[student.pk])},
    ]


def show_errors(form: ModelForm[Any], problem: InvalidInput) -> None:
    for error in problem.errors:
        form.add_error(error.field if error.field in form.fields else None, error.detail)


def status_of(form: ModelForm[Any]) -> int:
    return 422 if form.is_bound and form.errors else 200


def student_conflict(
    form: StudentForm, current: Student, problem: StaleRevision
) -> dict[str, object]:
    """Both texts side by side, for components/revision_conflict.html."""
    names = [name for name in form.fields if name != "revision"]
    theirs = StudentForm(instance=current)
    return {
        "action": "",
        "revision": current.revision,
        "saved_by": "",
        "saved_at": current.updated_at,
        "leave_url": reverse("student", args=[current.pk]),
        "hidden": [],
        "fields": [
            {
                "label": form[name].label,
                "name": name,
                "theirs": theirs[name].value() or "",
                "yours": form[name].value() or "",
                "changed": _plain(theirs[name].value()) != _plain(form[name].value()),
            }
            for name in names
        ],
    }


def _plain(value: object) -> str:
    """A field's value without what browsers change: line ends."""
    return str(value or "").replace("\r\n", "\n").strip()
