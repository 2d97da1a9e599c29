"""Weeks and their workouts for staff: exercises and sets are edited on a workout's page."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm, modelformset_factory
from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError as SchemaError

from programs.collecting import catalogue_by_slug
from programs.models import ExerciseEntry, PlannedSet, ProgramFinding, Week, Workout
from programs.operations.weeks import record_staff_edit
from programs.schemas import MAX_EXERCISES, MAX_SETS, SetContent
from project.admin import ReadOnly
from project.locks import lock_draft
from project.people import person
from project.review_admin import DraftPages, RevisionForm, add_schema_errors

MAX_NOTES = 1_000


class WeekRevisionForm(RevisionForm):
    """The form of a week or of a part of one: it is refused once the program is no draft."""

    noun = "week"

    @property
    def revised(self) -> Week:
        week: Week = self.instance
        return week

    def clean(self) -> dict[str, Any]:
        if not self.revised.program.is_editable:
            raise ValidationError(
                "Only a draft can be edited. Return the program with a note first."
            )
        return super().clean()


class WorkoutNames(admin.TabularInline):
    """The number of days belongs to the program, so workouts are neither added nor removed."""

    model = Workout
    fields = ["day", "name"]
    readonly_fields = ["day"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WeekFindings(ReadOnly, admin.TabularInline):
    model = ProgramFinding
    fields = ["severity", "place", "message", "fix"]
    extra = 0


class WeekForm(WeekRevisionForm):
    notes = forms.CharField(required=False, max_length=MAX_NOTES, widget=forms.Textarea)

    class Meta:
        model = Week
        fields = ["focus", "notes"]


@admin.register(Week)
class WeekAdmin(DraftPages):
    draft = "program"
    form = WeekForm
    list_display = ["program", "number", "focus", "proposal", "edited_by", "edited_at"]
    list_display_links = ["number"]
    list_filter = ["program__status", "number"]
    search_fields = ["program__title", "program__client__last_name", "focus"]
    show_full_result_count = False
    readonly_fields = ["program", "number", "proposal", "edited_by", "edited_at"]
    fields = [
        "program", "number", "focus", "notes", "proposal", "edited_by", "edited_at",
        "expected_revision",
    ]  # fmt: skip
    inlines = [WorkoutNames, WeekFindings]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Week]:
        return super().get_queryset(request).select_related("program", "proposal", "edited_by")

    def save_model(self, request: HttpRequest, obj: Week, form: Any, change: bool) -> None:
        lock_draft(obj.program)
        # Nothing but what the form holds: the revision is compared and raised afterwards.
        obj.save(update_fields=["focus", "notes"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record_staff_edit(
            week=form.instance,
            expected_revision=form.cleaned_data["expected_revision"],
            by=person(request),
        )


class EntryForm(forms.ModelForm[ExerciseEntry]):
    notes = forms.CharField(
        required=False, max_length=MAX_NOTES, widget=forms.Textarea(attrs={"rows": 2, "cols": 32})
    )

    class Meta:
        model = ExerciseEntry
        fields = ["exercise", "tempo", "notes"]
        widgets = {
            "exercise": forms.TextInput(attrs={"list": "catalogue", "size": 30}),
            "tempo": forms.TextInput(attrs={"size": 14}),
        }

    def clean_exercise(self) -> str:
        slug: str = self.cleaned_data["exercise"].strip()
        if "exercise" in self.changed_data and slug not in catalogue_by_slug():
            raise ValidationError(
                f"The catalogue has no exercise “{slug}”. Choose one of the list, or add it to "
                "the catalogue first."
            )
        return slug


class EntryInline(admin.TabularInline):
    model = ExerciseEntry
    verbose_name = "exercise"
    verbose_name_plural = "exercises"
    form = EntryForm
    extra = 1
    max_num = MAX_EXERCISES


class SetForm(forms.ModelForm[PlannedSet]):
    class Meta:
        model = PlannedSet
        fields = ["entry", "reps", "seconds", "percent", "kg", "rpe", "rest", "notes"]

    def clean(self) -> dict[str, Any]:
        """Within the same bounds as a set that is edited on the pages or written by a model."""
        cleaned = super().clean() or {}
        if self.errors or cleaned.get("DELETE"):
            return cleaned
        values = {name: cleaned.get(name) for name in SetContent.model_fields}
        try:
            content = SetContent.model_validate(values)
        except SchemaError as error:
            add_schema_errors(self, error)
            return cleaned
        if (content.reps is None) == (content.seconds is None):
            self.add_error("reps", "Give either repetitions or seconds.")
        return cleaned


class SetsOfWorkout(BaseModelFormSet):
    """All sets of a workout's exercises. A set belongs to the workout through its exercise, which
    is why this is no ordinary inline formset.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Workout | None = None,
        save_as_new: bool = False,
        prefix: str | None = None,
        queryset: QuerySet[PlannedSet] | None = None,
        **kwargs: Any,
    ) -> None:
        self.instance = instance
        self.entries = list(instance.exercises.all()) if instance is not None else []
        rows = PlannedSet.objects.filter(entry__in=self.entries).select_related("entry")
        super().__init__(
            data, files, prefix=prefix, queryset=rows.order_by("entry__index", "index"), **kwargs
        )

    @classmethod
    def get_default_prefix(cls) -> str:
        return "sets"

    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields["entry"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = ExerciseEntry.objects.filter(workout=self.instance)
            field.label = "Exercise"
            # Read once for all rows.
            field.choices = [
                ("", "---------"),
                *((one.pk, f"{one.index + 1}. {one.exercise}") for one in self.entries),
            ]
            field.disabled = form.instance.pk is not None

    def clean(self) -> None:
        super().clean()
        counts: dict[int, int] = {}
        for form in self.forms:
            entry = form.cleaned_data.get("entry") if hasattr(form, "cleaned_data") else None
            if entry is not None and form not in self.deleted_forms:
                counts[entry.pk] = counts.get(entry.pk, 0) + 1
        if any(count > MAX_SETS for count in counts.values()):
            raise ValidationError(f"An exercise has at most {MAX_SETS} sets.")

    def save_new(self, form: Any, commit: bool = True) -> Any:
        entry = form.cleaned_data["entry"]
        form.instance.index = next_index(entry.sets.all())
        return super().save_new(form, commit)


class SetInlineChecks(InlineModelAdminChecks):
    """Without the checks that ask for a foreign key to the page's own model."""

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        return []


class SetInline(admin.TabularInline):
    model = PlannedSet
    form = SetForm
    formset = SetsOfWorkout  # type: ignore[assignment]
    checks_class = SetInlineChecks
    verbose_name = "set"
    verbose_name_plural = "sets"
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return modelformset_factory(
            PlannedSet,
            form=self.form,
            formset=SetsOfWorkout,
            fields=SetForm.Meta.fields,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=self.get_extra(request, obj),
            can_delete=self.can_delete and self.has_delete_permission(request, obj),
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ("percent", "kg", "rpe"):
            # As narrow as the admin makes whole numbers: the row is to fit the page.
            field.widget.attrs["class"] = "vIntegerField"
        if field is not None and db_field.name == "notes":
            field.widget.attrs |= {"size": 9, "class": ""}
        return field


class WorkoutForm(WeekRevisionForm):
    class Meta:
        model = Workout
        fields = ["name"]

    @property
    def revised(self) -> Week:
        week: Week = self.instance.week
        return week


@admin.register(Workout)
class WorkoutAdmin(DraftPages):
    """Reached from its week. New exercises and sets come last; the pages can also reorder."""

    draft = "week__program"
    form = WorkoutForm
    change_form_template = "admin/programs/workout/change_form.html"
    list_display = ["name", "day", "week", "program"]
    search_fields = ["name", "week__program__title"]
    show_full_result_count = False
    readonly_fields = ["week", "day"]
    fields = ["week", "day", "name", "expected_revision"]
    inlines = [EntryInline, SetInline]

    @admin.display(ordering="week__program__title")
    def program(self, workout: Workout) -> str:
        return str(workout.week.program)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workout]:
        return super().get_queryset(request).select_related("week__program")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["catalogue"] = catalogue_by_slug().values()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Workout, form: Any, change: bool) -> None:
        lock_draft(obj.week.program)
        obj.save(update_fields=["name"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        # Sets before exercises: a set of an exercise that is deleted goes with it.
        super().save_related(request, form, list(reversed(formsets)), change)
        record_staff_edit(
            week=form.instance.week,
            expected_revision=form.cleaned_data["expected_revision"],
            by=person(request),
        )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is ExerciseEntry:
            index = next_index(form.instance.exercises.all())
            for number, row in enumerate(formset.extra_forms):
                row.instance.index = index + number
        super().save_formset(request, form, formset, change)


def next_index(rows: QuerySet[Any]) -> int:
    last = rows.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1
