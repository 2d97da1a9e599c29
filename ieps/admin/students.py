"""Students and their results for staff. What is saved goes the same way as on the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ieps.forms import AssessmentForm, StudentForm
from ieps.models import Assessment, Note, Student
from ieps.operations import students
from project.admin import ReadOnly
from project.people import person
from project.review_admin import NotedPages, RevisionForm


class AssessmentInline(admin.TabularInline):
    model = Assessment
    form = AssessmentForm
    extra = 0


class NoteInline(ReadOnly, admin.TabularInline):
    model = Note
    extra = 0


class StudentRecordForm(RevisionForm, StudentForm):
    noun = "student"
    revision = None  # type: ignore[assignment]

    class Meta(StudentForm.Meta):
        fields = [*StudentForm.Meta.fields, "teachers"]


@admin.register(Student)
class StudentAdmin(NotedPages):
    form = StudentRecordForm
    list_display = ["family_name", "given_name", "student_number", "grade", "class_name"]
    list_filter = ["grade", "teachers"]
    search_fields = ["given_name", "family_name", "student_number"]
    autocomplete_fields = ["teachers"]
    readonly_fields = ["revision", "created_at", "updated_at"]
    show_full_result_count = False
    inlines = [AssessmentInline, NoteInline]

    def save_model(self, request: HttpRequest, obj: Student, form: Any, change: bool) -> None:
        by = person(request)
        if not change:
            # Their teachers are those of the form, which is saved afterwards.
            students.create_student(student=obj, by=by)
            return
        columns = {name for name in form.changed_data if name in StudentForm.Meta.fields}
        students.edit_student(
            student=obj,
            expected_revision=form.cleaned_data["expected_revision"],
            changes={name: form.cleaned_data[name] for name in columns},
            by=by,
        )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        by = person(request)
        saved = formset.save(commit=False)
        for assessment in formset.deleted_objects:
            students.delete_assessment(assessment=assessment, by=by)
        for assessment in saved:
            if assessment._state.adding:
                students.add_assessment(assessment=assessment, by=by)
            else:
                students.edit_assessment(assessment=assessment, by=by)

    def delete_model(self, request: HttpRequest, obj: Student) -> None:
        students.delete_student(student=obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Student]) -> None:
        for student in queryset:
            students.delete_student(student=student, by=person(request))
