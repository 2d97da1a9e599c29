"""The IEP app in Django's admin: staff review, approve, return; templates are edited here.

Edits of sections raise the revision and are written to the audit trail like those on the pages.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from ieps.models import (
    IEP,
    Assessment,
    Comment,
    Evidence,
    Goal,
    GoalBankEntry,
    Note,
    Proposal,
    Section,
    SectionFinding,
    Service,
    Student,
    Template,
    TemplateSection,
)
from ieps.operations import review, students
from ieps.operations.locks import lock_draft
from ieps.operations.sections import record_staff_edit
from project.admin import ReadOnly
from project.drafts import DraftStatus
from project.people import person
from project.review_admin import ConfirmedSteps, FindingsFilter


class AssessmentInline(admin.TabularInline):
    model = Assessment
    extra = 0


class NoteInline(ReadOnly, admin.TabularInline):
    model = Note
    extra = 0


@admin.register(Student)
class StudentAdmin(admin.ModelAdmin):
    list_display = ["family_name", "given_name", "student_number", "grade", "class_name"]
    list_filter = ["grade", "teachers"]
    search_fields = ["given_name", "family_name", "student_number"]
    autocomplete_fields = ["teachers"]
    readonly_fields = ["revision", "created_at", "updated_at"]
    show_full_result_count = False
    inlines = [AssessmentInline, NoteInline]

    def delete_model(self, request: HttpRequest, obj: Student) -> None:
        students.delete_student(student=obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Student]) -> None:
        for student in queryset:
            students.delete_student(student=student, by=person(request))


class SectionInline(ReadOnly, admin.TabularInline):
    model = Section
    fields = ["index", "title", "statement", "proposal", "edited_by", "edited_at"]
    extra = 0
    show_change_link = True


class CommentInline(ReadOnly, admin.TabularInline):
    model = Comment
    fields = ["created_at", "author", "text"]
    readonly_fields = ["created_at"]
    extra = 0


class HasErrors(FindingsFilter):
    findings = SectionFinding
    draft = "section__iep"


class ReturnForm(forms.Form):
    comment = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        max_length=4000,
        help_text="What should change? The teacher reads this.",
    )


@admin.register(IEP)
class IEPAdmin(ConfirmedSteps, admin.ModelAdmin):
    list_display = [
        "student",
        "academic_year",
        "version",
        "status",
        "errors",
        "findings",
        "updated_at",
    ]
    list_filter = ["status", HasErrors, "academic_year"]
    list_select_related = ["student"]
    search_fields = ["student__given_name", "student__family_name", "student__student_number"]
    date_hierarchy = "meeting_date"
    show_full_result_count = False
    inlines = [SectionInline, CommentInline]
    actions = ["approve", "send_back", "finalise"]
    fields: ClassVar[tuple[str, ...]] = (
        "student",
        "academic_year",
        "version",
        "parent",
        "status",
        "meeting_date",
        "template_name",
        "created_with_optional_template",
        "created_by",
        "created_at",
        "approved_by",
        "approved_at",
        "finalised_by",
        "finalised_at",
        "revision",
    )
    # The way from draft to final leads through the actions, never through a field.
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[IEP]:
        rows = super().get_queryset(request).with_findings()  # type: ignore[attr-defined]
        if not person(request).is_superuser:
            rows = rows.exclude(status=DraftStatus.DRAFT)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IEP | None = None) -> bool:
        return False

    @admin.display(ordering="error_count")
    def errors(self, iep: IEP) -> int:
        return iep.error_count  # type: ignore[attr-defined]

    @admin.display(ordering="finding_count")
    def findings(self, iep: IEP) -> int:
        return iep.finding_count  # type: ignore[attr-defined]

    @admin.action(description="Approve the selected IEPs", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[IEP]) -> HttpResponse | None:
        def step(iep: IEP) -> None:
            review.approve_iep(iep=iep, expected_revision=iep.revision, by=person(request))

        rows = queryset.select_related("student")
        return self.confirmed(
            request, rows, action="approve", button="Approve", done="approved", step=step
        )

    @admin.action(description="Return the selected IEPs with a comment", permissions=["change"])
    def send_back(self, request: HttpRequest, queryset: QuerySet[IEP]) -> HttpResponse | None:
        form = ReturnForm(request.POST if "confirmed" in request.POST else None)

        def step(iep: IEP) -> None:
            review.return_iep(
                iep=iep,
                expected_revision=iep.revision,
                comment=form.cleaned_data["comment"],
                by=person(request),
            )

        return self.confirmed(
            request,
            queryset.select_related("student"),
            action="send_back",
            button="Return",
            done="returned",
            step=step,
            form=form,
        )

    @admin.action(description="Make the selected IEPs final", permissions=["change"])
    def finalise(self, request: HttpRequest, queryset: QuerySet[IEP]) -> HttpResponse | None:
        def step(iep: IEP) -> None:
            review.finalise_iep(iep=iep, expected_revision=iep.revision, by=person(request))

        rows = queryset.select_related("student")
        return self.confirmed(
            request, rows, action="finalise", button="Make final", done="made final", step=step
        )


class GoalInline(admin.StackedInline):
    model = Goal
    extra = 0


class ServiceInline(admin.StackedInline):
    model = Service
    extra = 0


class FindingInline(ReadOnly, admin.TabularInline):
    model = SectionFinding
    extra = 0


class SectionForm(forms.ModelForm):
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = ["statement", "recommendations", "not_applicable_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.instance.iep.is_editable:
            raise forms.ValidationError(
                "Only a draft can be edited. Return the IEP with a comment first."
            )
        if cleaned.get("expected_revision") != self.instance.revision:
            raise forms.ValidationError(
                "Someone else saved this section after you opened it. Copy your text, open the "
                "section again, and put it in."
            )
        return cleaned


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    form = SectionForm
    list_display = ["title", "iep", "proposal", "edited_by", "edited_at"]
    list_filter = ["key", "iep__status"]
    search_fields = ["title", "iep__student__family_name"]
    show_full_result_count = False
    readonly_fields = ["iep", "key", "title", "kind", "proposal", "edited_by", "edited_at"]
    fields = [
        "iep",
        "key",
        "title",
        "kind",
        "statement",
        "recommendations",
        "not_applicable_reason",
        "proposal",
        "edited_by",
        "edited_at",
        "expected_revision",
    ]
    inlines = [GoalInline, ServiceInline, FindingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        rows = super().get_queryset(request)
        rows = rows.select_related("iep__student", "proposal", "edited_by")
        if not person(request).is_superuser:
            rows = rows.exclude(iep__status=DraftStatus.DRAFT)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        lock_draft(obj.iep)
        # Nothing but what the form holds: the revision is compared and raised afterwards.
        obj.save(update_fields=list(SectionForm.Meta.fields))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record_staff_edit(
            section=form.instance,
            expected_revision=form.cleaned_data["expected_revision"],
            by=person(request),
        )


class EvidenceInline(ReadOnly, admin.TabularInline):
    model = Evidence
    extra = 0


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["section", "method", "provider", "model", "prompt_version", "created_at"]
    list_select_related = ["section"]
    list_filter = ["method", "provider", "prompt_version"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = [EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        rows = super().get_queryset(request)
        if not person(request).is_superuser:
            rows = rows.exclude(section__iep__status=DraftStatus.DRAFT)
        return rows


class TemplateSectionInline(admin.StackedInline):
    model = TemplateSection
    extra = 0


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):
    list_display = ["name", "age_from", "age_to", "setting", "main_area", "is_default", "is_active"]
    list_filter = ["is_active", "setting", "main_area"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TemplateSectionInline]


@admin.register(GoalBankEntry)
class GoalBankEntryAdmin(admin.ModelAdmin):
    list_display = ["area", "behaviour", "grade_from", "grade_to"]
    list_filter = ["area"]
    search_fields = ["behaviour", "condition", "slug"]
    show_full_result_count = False
