"""Sections for staff, with their goals and services, and the proposals that they go back to."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from pydantic import BaseModel
from pydantic import ValidationError as SchemaError

from ieps.models import Evidence, Goal, Proposal, Section, SectionFinding, Service
from ieps.operations.sections import record_staff_edit, refuse_foreign_fields
from ieps.schemas import (
    FIELDS_OF,
    MAX_GOALS,
    MAX_SERVICES,
    GoalContent,
    SectionContent,
    ServiceContent,
)
from project.admin import ReadOnly
from project.locks import lock_draft
from project.people import person
from project.problems import InvalidInput
from project.review_admin import DraftPages, RevisionForm, add_schema_errors

# What a schema says about values that people write as JSON does not tell them how to write them.
HOW_TO_WRITE = {
    "steps": 'Write the steps as [{"value": 45, "by": "2026-12-18"}], at most 6, or [] for none.',
    "evidence": 'Write the ids of the chunks as ["A1", "N2"], or [] for none.',
    "recommendations": 'Write a list of sentences as ["Read aloud daily."], at most 15, or [] for '
    "none.",
}


class ContentRowForm(forms.ModelForm[Any]):
    """A goal or a service, within the same bounds as on the pages."""

    schema: ClassVar[type[BaseModel]]
    lists: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or cleaned.get("DELETE"):
            return cleaned
        cleaned |= {name: cleaned.get(name) or [] for name in self.lists}
        try:
            self.schema.model_validate({name: cleaned[name] for name in self.schema.model_fields})
        except SchemaError as error:
            add_schema_errors(self, error, HOW_TO_WRITE)
        return cleaned


class GoalForm(ContentRowForm):
    schema = GoalContent
    lists = ("steps", "evidence")


class ServiceForm(ContentRowForm):
    schema = ServiceContent


class ContentRows(BaseInlineFormSet[Any, Section, Any]):
    """The goals or the services of a section. Sections of another kind have none."""

    field: ClassVar[str]
    most: ClassVar[int]

    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and (form.has_changed() or form.instance.pk)
        ]
        if kept and self.field not in FIELDS_OF[self.instance.section_kind]:
            raise ValidationError(
                f"The section “{self.instance.title}” has no {self.field}. Delete what is here."
            )
        if len(kept) > self.most:
            raise ValidationError(f"A section has at most {self.most} {self.field}.")


class GoalRows(ContentRows):
    field = "goals"
    most = MAX_GOALS


class ServiceRows(ContentRows):
    field = "services"
    most = MAX_SERVICES


class GoalInline(admin.StackedInline):
    model = Goal
    form = GoalForm
    formset = GoalRows
    extra = 0


class ServiceInline(admin.StackedInline):
    model = Service
    form = ServiceForm
    formset = ServiceRows
    extra = 0


class FindingInline(ReadOnly, admin.TabularInline):
    model = SectionFinding
    extra = 0


class SectionForm(RevisionForm):
    noun = "section"

    class Meta:
        model = Section
        fields = ["statement", "recommendations", "not_applicable_reason"]

    def clean(self) -> dict[str, Any]:
        if not self.instance.iep.is_editable:
            raise ValidationError(
                "Only a draft can be edited. Return the IEP with a comment first."
            )
        cleaned = super().clean()
        if self.errors:
            return cleaned
        cleaned["recommendations"] = cleaned["recommendations"] or []
        try:
            content = SectionContent(**{name: cleaned[name] for name in SectionForm.Meta.fields})
            refuse_foreign_fields(self.instance, content)
        except SchemaError as error:
            add_schema_errors(self, error, HOW_TO_WRITE)
        except InvalidInput as problem:
            self.add_error("recommendations", problem.detail)
        return cleaned


@admin.register(Section)
class SectionAdmin(DraftPages):
    draft = "iep"
    form = SectionForm
    list_display = ["title", "iep", "proposal", "edited_by", "edited_at"]
    list_filter = ["key", "iep__status"]
    list_select_related = ["iep__student", "proposal", "edited_by"]
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
        return super().get_queryset(request).select_related("iep__student", "proposal", "edited_by")

    def get_inlines(self, request: HttpRequest, obj: Section | None) -> list[Any]:
        """Goals and services only where the section's kind has them, or where some are left."""
        if obj is None:
            return [FindingInline]
        allowed = FIELDS_OF[obj.section_kind]
        rows = [
            inline
            for inline, name in ((GoalInline, "goals"), (ServiceInline, "services"))
            if name in allowed or getattr(obj, name).exists()
        ]
        return [*rows, FindingInline]

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
class ProposalAdmin(ReadOnly, DraftPages):
    draft = "section__iep"
    list_display = ["section", "method", "provider", "model", "prompt_version", "created_at"]
    list_select_related = ["section"]
    list_filter = ["method", "provider", "prompt_version"]
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = [EvidenceInline]
