"""Programs for staff: what they see, and the steps from review to final."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from programs.facts import WEEKDAYS
from programs.models import Program, ProgramFinding, Proposal, Week
from programs.operations import review
from project import reviewing
from project.admin import ReadOnly
from project.drafts import DraftStatus
from project.findings import Severity
from project.people import person
from project.review_admin import ConfirmedSteps, DraftPages, FindingsFilter, Step


class WeekInline(ReadOnly, admin.TabularInline):
    model = Week
    fields = ["number", "focus", "written", "proposal", "edited_by", "edited_at"]
    readonly_fields = ["written"]
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Week]:
        return super().get_queryset(request).select_related("proposal", "edited_by")

    @admin.display(boolean=True)
    def written(self, week: Week) -> bool:
        return week.is_written


class FindingInline(ReadOnly, admin.TabularInline):
    model = ProgramFinding
    fields = ["severity", "week", "place", "message", "fix"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgramFinding]:
        return super().get_queryset(request).select_related("week")


class HasErrors(FindingsFilter):
    findings = ProgramFinding
    draft = "program"


class ApproveForm(forms.Form):
    accept_concerns = forms.BooleanField(
        required=False,
        label="I have read what is said about each program, and approve it all the same.",
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        max_length=4000,
        help_text="What should change? The coach and the client read this.",
    )


@admin.register(Program)
class ProgramAdmin(ConfirmedSteps):
    list_display = [
        "title",
        "client",
        "version",
        "status",
        "weeks_written",
        "errors",
        "findings_in_all",
        "updated_at",
    ]
    list_filter = ["status", HasErrors, "goal", "level"]
    list_select_related = ["client"]
    search_fields = ["title", "client__first_name", "client__last_name", "client__username"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = [WeekInline, FindingInline]
    actions = ["submit", "approve", "send_back", "finalise"]
    inputs: ClassVar[tuple[str, ...]] = (
        "goal",
        "goal_text",
        "level",
        "duration_weeks",
        "days_per_week",
        "minutes",
        "age",
        "height_cm",
        "weight_kg",
        "equipment_words",
        "limits_words",
        "limits_text",
        "lifts_words",
        "training_days_words",
        "screening",
    )
    provenance: ClassVar[tuple[str, ...]] = (
        "version",
        "parent",
        "metadata_proposal",
        "created_by",
        "created_at",
        "approved_by",
        "approved_at",
        "finalised_by",
        "finalised_at",
        "revision",
    )
    about: ClassVar[tuple[str, ...]] = ("title", "client", "status", "page", "review_note")
    fieldsets = [
        (None, {"fields": about}),
        ("Answers it is written from", {"fields": inputs}),
        ("Where it comes from", {"fields": provenance}),
    ]
    # The way from draft to final leads through the steps, never through a field.
    readonly_fields = (*about, *inputs, *provenance)
    steps = [
        Step("submit", "Send to review", [DraftStatus.DRAFT]),
        Step("approve", "Approve", review.APPROVABLE),
        Step("send_back", "Return with a note", reviewing.RETURNABLE),
        Step("finalise", "Make final", reviewing.FINALISABLE),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return with_counts(super().get_queryset(request))

    @admin.display(description="weeks written", ordering="written_count")
    def weeks_written(self, program: Program) -> str:
        return f"{program.written_count} of {program.duration_weeks}"  # type: ignore[attr-defined]

    @admin.display(ordering="error_count")
    def errors(self, program: Program) -> int:
        return program.error_count  # type: ignore[attr-defined]

    @admin.display(description="findings", ordering="finding_count")
    def findings_in_all(self, program: Program) -> int:
        return program.finding_count  # type: ignore[attr-defined]

    @admin.display(description="equipment")
    def equipment_words(self, program: Program) -> str:
        return words(program.equipment)

    @admin.display(description="limits")
    def limits_words(self, program: Program) -> str:
        return words(program.limits)

    @admin.display(description="current lifts")
    def lifts_words(self, program: Program) -> str:
        return "; ".join(
            f"{lift['exercise']}: {lift['kg']:g} kg × {lift['reps']}" for lift in program.lifts
        )

    @admin.display(description="training days")
    def training_days_words(self, program: Program) -> str:
        return words([WEEKDAYS[day] for day in program.training_days])

    @admin.display(description="on the pages")
    def page(self, program: Program) -> str:
        address = reverse("program", args=[program.pk])
        return format_html('<a href="{}">Open the plan</a>', address)

    @admin.action(description="Send the selected programs to review", permissions=["change"])
    def submit(self, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
        def step(program: Program) -> None:
            review.submit_for_review(
                program=program, expected_revision=program.revision, by=person(request)
            )

        rows = queryset.select_related("client", "screening")
        return self.confirmed(
            request, rows, action="submit", button="Send to review", done="sent", step=step
        )

    @admin.action(description="Approve the selected programs", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
        rows = queryset.select_related("client", "screening")
        concerns = {row.pk: review.concerns(row) for row in rows}
        form = ApproveForm(request.POST if "confirmed" in request.POST else None)

        def step(program: Program) -> None:
            review.approve_program(
                program=program,
                expected_revision=program.revision,
                accept_concerns=form.is_valid() and form.cleaned_data["accept_concerns"],
                by=person(request),
            )

        return self.confirmed(
            request,
            rows,
            action="approve",
            button="Approve",
            done="approved",
            step=step,
            form=form if any(concerns.values()) else None,
            remarks=lambda program: concerns[program.pk],
        )

    @admin.action(description="Return the selected programs with a note", permissions=["change"])
    def send_back(self, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
        form = ReturnForm(request.POST if "confirmed" in request.POST else None)

        def step(program: Program) -> None:
            review.return_program(
                program=program,
                expected_revision=program.revision,
                note=form.cleaned_data["note"],
                by=person(request),
            )

        return self.confirmed(
            request,
            queryset.select_related("client", "screening"),
            action="send_back",
            button="Return",
            done="returned",
            step=step,
            form=form,
        )

    @admin.action(description="Make the selected programs final", permissions=["change"])
    def finalise(self, request: HttpRequest, queryset: QuerySet[Program]) -> HttpResponse | None:
        def step(program: Program) -> None:
            review.finalise_program(
                program=program, expected_revision=program.revision, by=person(request)
            )

        rows = queryset.select_related("client", "screening")
        return self.confirmed(
            request, rows, action="finalise", button="Make final", done="made final", step=step
        )


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, DraftPages):
    draft = "program"
    list_display = [
        "program", "week", "method", "provider", "model", "prompt_version", "created_at",
    ]  # fmt: skip
    list_select_related = ["program", "week"]
    list_filter = ["method", "provider", "prompt_version"]
    date_hierarchy = "created_at"
    show_full_result_count = False


def words(values: list[str]) -> str:
    return ", ".join(value.replace("_", " ") for value in values)


def with_counts(rows: QuerySet[Program]) -> QuerySet[Program]:
    """Weeks written and findings of each program. Subqueries: joins would multiply each other."""

    def count(found: QuerySet[Any]) -> Coalesce:
        grouped = found.filter(program=OuterRef("pk")).order_by().values("program")
        return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)

    is_written = Q(proposal__isnull=False) | Q(edited_at__isnull=False)
    return rows.annotate(
        written_count=count(Week.objects.filter(is_written)),
        error_count=count(ProgramFinding.objects.filter(severity=Severity.ERROR)),
        finding_count=count(ProgramFinding.objects.all()),
    )
