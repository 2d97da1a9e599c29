"""Forms of a week's page: one set, the week's own words, a wish for the next proposal."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as SchemaError

from programs.exercise_catalogue import Exercise
from programs.models import PlannedSet, Week
from programs.operations.programs import MAX_INSTRUCTION
from programs.schemas import SetContent
from project.form_fields import NumberField, WholeNumberField


class SetForm(forms.Form):
    reps = WholeNumberField(label="Reps", required=False, min_value=1, max_value=200)
    seconds = WholeNumberField(required=False, min_value=1, max_value=3_600)
    percent = NumberField(label="% of 1RM", required=False, max_value=150)
    kg = NumberField(label="kg", required=False, min_value=0, max_value=1_000)
    rpe = NumberField(label="RPE", required=False, min_value=1, max_value=10)
    rest = WholeNumberField(label="Rest in seconds", min_value=0, max_value=1_800)
    notes = forms.CharField(required=False, max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, planned: PlannedSet, exercise: Exercise | None, **kwargs: Any
    ) -> None:
        content = planned.content().model_dump()
        week = planned.entry.workout.week
        kwargs["initial"] = content | {"revision": week.revision}
        # Two sets can be open on one page: their fields need ids of their own.
        kwargs["auto_id"] = f"set{planned.pk}_%s"
        super().__init__(*args, **kwargs)
        self.exercise = exercise
        # Only what the exercise is prescribed in is asked for; what stands is never hidden.
        timed = exercise is not None and exercise.timed
        if timed and content["reps"] is None:
            del self.fields["reps"]
        elif not timed and content["seconds"] is None:
            del self.fields["seconds"]
        if exercise is not None and not exercise.loadable:
            for name in ("percent", "kg"):
                if content[name] is None:
                    del self.fields[name]

    def clean_percent(self) -> float | None:
        value: float | None = self.cleaned_data["percent"]
        if value is not None and value <= 0:
            raise ValidationError("It must be above 0. Leave it empty for no load.")
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("reps", "seconds") if cleaned.get(name) is not None]
        asked = [name for name in ("reps", "seconds") if name in self.fields]
        if len(given) != 1 and not any(name in self.errors for name in asked):
            self.add_error(asked[0], "Give either repetitions or seconds.")
        return cleaned

    def content(self) -> SetContent | None:
        """What was typed, as a value; None, with an error on the form, when the schema refuses."""
        names = SetContent.model_fields.keys() & self.cleaned_data.keys()
        try:
            return SetContent(**{name: self.cleaned_data[name] for name in names})
        except SchemaError as error:
            for item in error.errors():
                place = str(item["loc"][0]) if item["loc"] else None
                self.add_error(place if place in self.fields else None, item["msg"])
            return None


class WeekNotesForm(forms.Form):
    focus = forms.CharField(
        required=False, max_length=200, help_text="A few words on what this week is about."
    )
    notes = forms.CharField(
        label="Notes for the client",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        values = {"focus": week.focus, "notes": week.notes, "revision": week.revision}
        kwargs["initial"] = values
        super().__init__(*args, **kwargs)


class InstructionForm(forms.Form):
    instruction = forms.CharField(
        label="What should be different?",
        required=False,
        max_length=MAX_INSTRUCTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example “no barbell this week, I am travelling”. Leave health matters out: "
        "they are for the coach, not for a model.",
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="What should change?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(forms.Form):
    accept_concerns = forms.BooleanField(
        label="I have read these points and approve the program all the same",
        error_messages={"required": "Tick this to approve it, or cancel and change the plan."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_concerns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_concerns:
            del self.fields["accept_concerns"]
