"""The form with which a session is logged: the planned sets, to be changed to what was done."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import timezone

from programs.exercise_catalogue import Exercise
from programs.models import CompletedSet, TrainingSession, Workout
from programs.operations.sessions import MAX_SETS_IN_SESSION, DoneSet
from programs.schemas import MAX_REPS, ExerciseContent
from programs.wording import entry_text
from project.form_fields import NumberField
from project.problems import InvalidInput

OLDEST = date(2000, 1, 1)
MAX_SECONDS = 3_600
MAX_KG = 1_000


class SessionForm(forms.Form):
    performed_on = forms.DateField(
        label="Day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    notes = forms.CharField(
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How it went, for you and your coach.",
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_performed_on(self) -> date:
        day: date = self.cleaned_data["performed_on"]
        # A day's grace: the client's clock may be ahead of the server's.
        if not OLDEST <= day <= timezone.localdate() + timedelta(days=1):
            raise ValidationError("This day is in the future, or too long ago. Check the year.")
        return day


class DoneSetForm(forms.Form):
    """One set. An extra one has no box to tick: it was done when something is written in it."""

    exercise = forms.CharField(max_length=80, widget=forms.HiddenInput)
    timed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    extra = forms.BooleanField(required=False, widget=forms.HiddenInput)
    done = forms.BooleanField(required=False)
    kg = NumberField(
        required=False,
        min_value=0,
        max_value=MAX_KG,
        error_messages={
            "invalid": "kg is a number, for example 22.5.",
            "min_value": "kg cannot be less than 0.",
            "max_value": f"kg is at most {MAX_KG:,}.",
        },
    )
    amount = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value"), "Repetitions and seconds are whole numbers from 1."
        ),
    )
    rpe = NumberField(
        required=False,
        min_value=1,
        max_value=10,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "RPE is a number from 1 to 10."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("extra"):
            written = [self.data.get(self.add_prefix(name)) for name in ("kg", "amount", "rpe")]
            cleaned["done"] = any(text and text.strip() for text in written)
        if not cleaned.get("done"):
            # What was not done need not be right.
            for name in ("kg", "amount", "rpe"):
                self.errors.pop(name, None)
            return cleaned
        self._check_amount(cleaned)
        return cleaned

    def _check_amount(self, cleaned: Mapping[str, Any]) -> None:
        if "amount" in self.errors:
            return
        timed, amount = cleaned.get("timed"), cleaned.get("amount")
        most, unit = (MAX_SECONDS, "seconds") if timed else (MAX_REPS, "repetitions")
        if amount is None:
            self.add_error("amount", f"Write how many {unit}, or untick the set.")
        elif amount > most:
            self.add_error("amount", f"At most {most:,} {unit} are noted.")

    @property
    def was_done(self) -> bool:
        return bool(self.cleaned_data.get("done"))

    def as_done_set(self) -> DoneSet:
        cleaned = self.cleaned_data
        return DoneSet(
            exercise=cleaned["exercise"],
            reps=None if cleaned["timed"] else cleaned["amount"],
            seconds=cleaned["amount"] if cleaned["timed"] else None,
            kg=cleaned["kg"] or 0.0,
            rpe=cleaned["rpe"],
        )


# A planned workout may hold more sets than a session; what was left out is unticked.
DoneSetFormSet = formset_factory(DoneSetForm, extra=0, max_num=400, absolute_max=400)


@dataclass(frozen=True)
class ExerciseRows:
    """One exercise of the form. planned: its sets in words, empty when it is not in the plan.
    last_time: the last set with a weight, in words, or empty.
    """

    name: str
    planned: str
    last_time: str
    timed: bool
    unilateral: bool
    rows: Sequence[DoneSetForm]


class SessionEditor:
    """The form and its rows, prefilled with what is planned or noted, or with what was posted."""

    def __init__(
        self,
        *,
        catalogue: Mapping[str, Exercise],
        initial: Mapping[str, Any],
        rows: Sequence[Mapping[str, Any]],
        data: QueryDict | None,
        planned: Mapping[str, str] | None = None,
        last_times: Mapping[str, str] | None = None,
    ) -> None:
        """planned, last_times: in words, by exercise."""
        self.catalogue = catalogue
        self.planned = planned or {}
        self.last_times = last_times or {}
        self.form = SessionForm(data, initial=dict(initial))
        self.sets: BaseFormSet[DoneSetForm] = DoneSetFormSet(data, prefix="sets", initial=rows)
        for number, row in enumerate(self.sets.forms):
            self._label(row, number)

    @classmethod
    def of_workout(
        cls,
        workout: Workout,
        catalogue: Mapping[str, Exercise],
        data: QueryDict | None,
        last_times: Mapping[str, str],
    ) -> Self:
        """For a session that was done now: as it was planned."""
        entries = workout.content().exercises
        return cls(
            catalogue=catalogue,
            initial={"performed_on": timezone.localdate(), "request_key": uuid.uuid4().hex},
            rows=[row for entry in entries for row in _planned_rows(entry, catalogue)],
            data=data,
            planned={
                entry.exercise: entry_text(entry, catalogue.get(entry.exercise))
                for entry in entries
            },
            last_times=last_times,
        )

    @classmethod
    def of_session(
        cls, session: TrainingSession, catalogue: Mapping[str, Exercise], data: QueryDict | None
    ) -> Self:
        """For a session that was logged before: as it was noted."""
        groups: dict[str, list[CompletedSet]] = {}
        for one in session.sets.all():
            groups.setdefault(one.exercise, []).append(one)
        return cls(
            catalogue=catalogue,
            initial={"performed_on": session.performed_on, "notes": session.notes},
            rows=[row for slug, done in groups.items() for row in _noted_rows(slug, done)],
            data=data,
        )

    def is_valid(self) -> bool:
        # Both are asked, so that every error is shown at once.
        if not all([self.form.is_valid(), self.sets.is_valid()]):
            return False
        count = len(self.done_forms)
        if not count:
            self.form.add_error(None, "Note at least one set that was done.")
        elif count > MAX_SETS_IN_SESSION:
            self.form.add_error(None, f"A session has at most {MAX_SETS_IN_SESSION} sets.")
        return not self.form.errors

    @property
    def done_forms(self) -> list[DoneSetForm]:
        return [row for row in self.sets.forms if row.was_done]

    def done_sets(self) -> list[DoneSet]:
        return [row.as_done_set() for row in self.done_forms]

    def add_problem(self, problem: InvalidInput) -> None:
        """Put what an operation refused beside its field."""
        done = self.done_forms
        for error in problem.errors:
            parts = error.field.split(".")
            if parts[0] == "sets" and len(parts) == 3 and parts[1].isdecimal():
                done[int(parts[1])].add_error("amount", error.detail)
            elif error.field in self.form.fields:
                self.form.add_error(error.field, error.detail)
            else:
                self.form.add_error(None, error.detail)

    @property
    def exercises(self) -> list[ExerciseRows]:
        """The rows as the page shows them: exercise by exercise, in the order of the session."""
        groups: dict[str, list[DoneSetForm]] = {}
        for row in self.sets.forms:
            groups.setdefault(str(row["exercise"].value() or ""), []).append(row)
        found = []
        for slug, rows in groups.items():
            known = self.catalogue.get(slug)
            found.append(
                ExerciseRows(
                    name=known.name if known else slug,
                    planned=self.planned.get(slug, ""),
                    last_time=self.last_times.get(slug, ""),
                    timed=_is_true(rows[0]["timed"].value()),
                    unilateral=bool(known and known.unilateral),
                    rows=rows,
                )
            )
        return found

    @property
    def error_lines(self) -> list[tuple[str, str]]:
        """Each error with the id of its field, for the summary at the top; no id for the whole."""
        lines = [("", str(text)) for text in self.form.non_field_errors()]
        lines += [
            (field.auto_id, f"{field.label}: {text}")
            for field in self.form.visible_fields()
            for text in field.errors
        ]
        lines += [("", str(text)) for text in self.sets.non_form_errors()]
        lines += [
            ("" if field.is_hidden else field.auto_id, f"{field.label}: {text}")
            for row in self.sets.forms
            for field in row
            for text in field.errors
        ]
        return lines

    def _label(self, row: DoneSetForm, number: int) -> None:
        """Every input says by itself which set it belongs to; the table says it to the eye."""
        slug = str(row["exercise"].value() or "")
        known = self.catalogue.get(slug)
        unit = "seconds" if _is_true(row["timed"].value()) else "repetitions"
        place = f"{known.name if known else slug}, row {number + 1}"
        for name, label in (("done", "done"), ("kg", "kg"), ("amount", unit), ("rpe", "RPE")):
            row.fields[name].label = f"{place}, {label}"
            row.fields[name].widget.attrs["aria-label"] = f"{place}, {label}"


def _planned_rows(
    entry: ExerciseContent, catalogue: Mapping[str, Exercise]
) -> list[dict[str, Any]]:
    known = catalogue.get(entry.exercise)
    timed = known.timed if known else any(one.seconds is not None for one in entry.sets)
    rows = [
        {
            "exercise": entry.exercise,
            "timed": one.reps is None if one.reps or one.seconds else timed,
            "done": True,
            "kg": one.kg,
            "amount": one.reps if one.reps is not None else one.seconds,
            "rpe": one.rpe,
        }
        for one in entry.sets
    ]
    return [*rows, _extra_row(entry.exercise, timed=timed)]


def _noted_rows(slug: str, done: Sequence[CompletedSet]) -> list[dict[str, Any]]:
    rows = [
        {
            "exercise": slug,
            "timed": one.reps is None,
            "done": True,
            "kg": one.kg or None,
            "amount": one.seconds if one.reps is None else one.reps,
            "rpe": one.rpe,
        }
        for one in done
    ]
    return [*rows, _extra_row(slug, timed=done[-1].reps is None)]


def _extra_row(slug: str, *, timed: bool) -> dict[str, Any]:
    return {"exercise": slug, "timed": timed, "extra": True}


def _is_true(value: object) -> bool:
    """A hidden boolean as it was prefilled (True) or posted ("True")."""
    return str(value).lower() in {"true", "on", "1"}
