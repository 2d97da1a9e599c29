"""IEPs for staff: what they see, and the steps from review to final."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from ieps.models import IEP, Comment, Section, SectionFinding
from ieps.operations import review
from project import reviewing
from project.admin import ReadOnly
from project.people import person
from project.review_admin import ConfirmedSteps, FindingsFilter, Step


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
class IEPAdmin(ConfirmedSteps):
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
    # The way from draft to final leads through the steps, never through a field.
    readonly_fields = fields
    steps = [
        Step("approve", "Approve", review.APPROVABLE),
        Step("send_back", "Return with a comment", reviewing.RETURNABLE),
        Step("finalise", "Make final", reviewing.FINALISABLE),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IEP]:
        rows = super().get_queryset(request)
        return rows.with_findings()  # type: ignore[attr-defined]

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
            request,
            rows,
            action="approve",
            button="Approve",
            done="approved",
            step=step,
            remarks=review.concerns,
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
