"""The form of one section: its text, and its goals and services as rows of a formset."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from pydantic import ValidationError as SchemaError

from ieps.forms import DateInput, LinesField
from ieps.models import Section
from ieps.schemas import (
    FIELDS_OF,
    MAX_GOALS,
    MAX_SERVICES,
    GoalContent,
    SectionContent,
    ServiceContent,
)

STEP = re.compile(r"(?P<value>-?\d+(?:\.\d+)?)(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?")


class StepsField(LinesField):
    """Short-term steps, one per line: "45 by 2026-12-18"; the date may be left out."""

    def to_python(self, value: Any) -> Any:
        steps = []
        for line in super().to_python(value):
            match = STEP.fullmatch(line)
            if match is None:
                raise ValidationError(f"“{line}” is no step. Write for example “45 by 2026-12-18”.")
            steps.append({"value": float(match["value"]), "by": match["by"]})
        return steps

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(
                f"{step['value']:g} by {step['by']}" if step.get("by") else f"{step['value']:g}"
                for step in value
            )
        return value


class StatementForm(forms.Form):
    statement = forms.CharField(
        label="Text", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )
    recommendations = LinesField(required=False, help_text="One per line.")
    not_applicable_reason = forms.CharField(
        label="Does not apply because",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Fill this in only when the section does not apply to the student.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "recommendations" not in FIELDS_OF[section.section_kind]:
            del self.fields["recommendations"]


def _text(label: str, rows: int = 2, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class GoalForm(forms.Form):
    area = forms.CharField(max_length=200)
    condition = _text("Condition", help_text="When and with what, for example “Given a new text”.")
    behaviour = _text("Behaviour", help_text="One thing that others can see or hear.")
    criterion = _text("Criterion", help_text="How well and how reliably, with a number.")
    baseline_value = forms.FloatField(label="Baseline", required=False)
    baseline_unit = forms.CharField(label="Unit of the baseline", required=False, max_length=200)
    target_value = forms.FloatField(label="Target", required=False)
    target_unit = forms.CharField(label="Unit of the target", required=False, max_length=200)
    measured_by = _text("Measured by")
    how_often = forms.CharField(max_length=200)
    by_whom = forms.CharField(max_length=200)
    timeframe_months = forms.IntegerField(
        label="Months to reach it", min_value=1, max_value=12, initial=12
    )
    steps = StepsField(
        label="Short-term steps",
        required=False,
        help_text="One per line, for example “45 by 2026-12-18”.",
    )
    evidence = forms.CharField(widget=forms.HiddenInput, required=False)

    def content(self) -> GoalContent:
        values = dict(self.cleaned_data)
        values.pop("DELETE", None)
        values["evidence"] = [part for part in values["evidence"].split(",") if part]
        return GoalContent.model_validate(values)


class ServiceForm(forms.Form):
    what = _text("Service")
    frequency = forms.CharField(max_length=200, help_text="For example “3 times a week”.")
    minutes_per_session = forms.IntegerField(
        label="Minutes per session", required=False, min_value=1, max_value=480
    )
    location = forms.CharField(max_length=200)
    duration = forms.CharField(max_length=200, help_text="For example “12 months”.")
    start_date = forms.DateField(required=False, widget=DateInput())
    provider_role = forms.CharField(
        label="Given by", max_length=200, help_text="A role, for example “speech therapist”."
    )

    def content(self) -> ServiceContent:
        values = dict(self.cleaned_data)
        values.pop("DELETE", None)
        return ServiceContent.model_validate(values)


GoalFormSet = formset_factory(GoalForm, extra=1, can_delete=True, max_num=MAX_GOALS)
ServiceFormSet = formset_factory(ServiceForm, extra=1, can_delete=True, max_num=MAX_SERVICES)


class SectionEditor:
    """The statement form and, where the section's kind has them, goals or services."""

    def __init__(self, section: Section, data: QueryDict | None = None) -> None:
        self.section = section
        content = section.content()
        # Two sections can be open on one page: their fields need ids of their own.
        auto_id = f"s{section.pk}_%s"
        self.form = StatementForm(
            data,
            auto_id=auto_id,
            section=section,
            initial={
                "statement": content.statement,
                "recommendations": content.recommendations,
                "not_applicable_reason": content.not_applicable_reason,
                "revision": section.revision,
            },
        )
        fields = FIELDS_OF[section.section_kind]
        self.goals: BaseFormSet[Any] | None = None
        self.services: BaseFormSet[Any] | None = None
        if "goals" in fields:
            goals = [goal_initial(goal) for goal in content.goals]
            self.goals = GoalFormSet(data, initial=goals, prefix="goals", auto_id=auto_id)
        if "services" in fields:
            services = [service.model_dump() for service in content.services]
            self.services = ServiceFormSet(
                data, initial=services, prefix="services", auto_id=auto_id
            )

    @property
    def formsets(self) -> list[BaseFormSet[Any]]:
        return [formset for formset in (self.goals, self.services) if formset is not None]

    def is_valid(self) -> bool:
        # Each is asked, so that every error is shown at once.
        return all([self.form.is_valid(), *(formset.is_valid() for formset in self.formsets)])

    @property
    def expected_revision(self) -> int:
        return int(self.form.cleaned_data["revision"])

    def content(self) -> SectionContent | None:
        """What was typed, as a value; None, with an error on the form, when the schema refuses."""
        cleaned = self.form.cleaned_data
        try:
            return SectionContent(
                statement=cleaned["statement"],
                recommendations=cleaned.get("recommendations", []),
                not_applicable_reason=cleaned["not_applicable_reason"],
                goals=[form.content() for form in filled(self.goals)],
                services=[form.content() for form in filled(self.services)],
            )
        except SchemaError as error:
            for item in error.errors():
                place = ".".join(str(part) for part in item["loc"])
                message = item["msg"].removeprefix("Value error, ")
                self.form.add_error(None, f"{place}: {message}" if place else message)
            return None


def goal_initial(goal: GoalContent) -> dict[str, Any]:
    plain = {
        name: f"{value:g}"
        for name in ("baseline_value", "target_value")
        if (value := getattr(goal, name)) is not None
    }
    return goal.model_dump(mode="json") | plain | {"evidence": ",".join(goal.evidence)}


def filled(formset: BaseFormSet[Any] | None) -> list[Any]:
    """The rows that hold something and are not marked to be deleted."""
    if formset is None:
        return []
    deleted = set(formset.deleted_forms)
    return [
        form
        for form in formset.forms
        if form not in deleted and (form.has_changed() or form.initial)
    ]
