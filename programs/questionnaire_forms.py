"""The questions before a new program, one form for each step."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from programs.collecting import slugs_by_words, spelled
from programs.exercise_catalogue import Equipment, Level, Limit
from programs.facts import (
    MAX_LIFT_KG,
    MAX_MINUTES,
    MAX_TRAINING_DAYS,
    MIN_MINUTES,
    WEEKDAYS,
    CurrentLift,
    Goal,
)
from programs.models import CatalogueExercise
from programs.schemas import MAX_REPS, MAX_WEEKS
from programs.screening import QUESTIONS
from project.form_fields import NumberField, WholeNumberField

MAX_TEXT = 4_000
LIFT_ROWS = 6
GOALS = (
    (Goal.STRENGTH, "Strength: lift more"),
    (Goal.HYPERTROPHY, "Muscle: get bigger"),
    (Goal.ENDURANCE, "Endurance: last longer"),
    (Goal.POWER, "Power: be fast and explosive"),
    (Goal.FAT_LOSS, "Fat loss: get leaner and keep the muscle"),
    (Goal.GENERAL, "General fitness: a bit of everything"),
)
LEVELS = (
    (Level.BEGINNER, "Beginner: new to it, or back after a long break"),
    (Level.INTERMEDIATE, "Intermediate: training regularly for half a year or more"),
    (Level.ADVANCED, "Advanced: training for years; progress has become slow"),
)
GYM, SOME, NONE = "gym", "some", "none"
PLACES = (
    (GYM, "A full gym: everything below is there"),
    (SOME, "Some equipment: what I tick below"),
    (NONE, "No equipment: bodyweight only"),
)
EQUIPMENT = (
    (Equipment.BARBELL, "Barbell, plates and a rack"),
    (Equipment.DUMBBELL, "Dumbbells"),
    (Equipment.KETTLEBELL, "Kettlebells"),
    (Equipment.CABLE, "Cable tower"),
    (Equipment.MACHINE, "Machines"),
    (Equipment.BENCH, "Bench"),
    (Equipment.BAND, "Resistance bands"),
    (Equipment.PULL_UP_BAR, "Pull-up bar"),
    (Equipment.SUSPENSION, "Suspension trainer or rings"),
    (Equipment.BOX, "Box or step"),
    (Equipment.MEDICINE_BALL, "Medicine ball"),
)
MOVEMENTS = {
    Limit.OVERHEAD: "Nothing overhead",
    Limit.IMPACT: "No jumping or running",
    Limit.FLOOR: "No getting down to the floor",
    Limit.GRIP: "Weak or painful grip",
}
LIMITS = tuple((item, MOVEMENTS.get(item, item.replace("_", " ").capitalize())) for item in Limit)
ANSWERS = (("yes", "Yes"), ("no", "No"))
CHOOSE = {"required": "Please choose one."}
# What can be planned, and why not more, is said by `check_inputs`, here as everywhere.
COUNTED = {"min_value": 0, "max_value": 10_000}


class GoalForm(forms.Form):
    goal = forms.ChoiceField(
        label="Goal", choices=GOALS, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    goal_text = forms.CharField(
        label="In your own words",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What should be different at the end? For example “ten pull-ups”, or “carry my "
        "kids up the stairs”.",
    )
    level = forms.ChoiceField(
        label="Experience", choices=LEVELS, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class TimeForm(forms.Form):
    duration_weeks = WholeNumberField(
        **COUNTED, label="Weeks", initial=8, help_text=f"From 1 to {MAX_WEEKS}."
    )
    days_per_week = WholeNumberField(
        **COUNTED,
        label="Training days a week",
        initial=3,
        help_text=f"From 1 to {MAX_TRAINING_DAYS}; a beginner trains 5 at most.",
    )
    minutes = WholeNumberField(
        **COUNTED,
        label="Minutes for a session",
        initial=60,
        help_text=f"With the warm-up, from {MIN_MINUTES} to {MAX_MINUTES}.",
    )
    training_days = forms.TypedMultipleChoiceField(
        label="Days",
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="As many as training days a week. Tick none, and they are spread over the week.",
    )


class BodyForm(forms.Form):
    age = WholeNumberField(label="Age", min_value=1, max_value=120, help_text="In years.")
    height_cm = NumberField(label="Height in cm", required=False)
    weight_kg = NumberField(label="Weight in kg", required=False)


class EquipmentForm(forms.Form):
    place = forms.ChoiceField(
        label="Place", choices=PLACES, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    equipment = forms.MultipleChoiceField(
        label="Equipment",
        required=False,
        choices=EQUIPMENT,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("place") == SOME and cleaned.get("equipment") == []:
            self.add_error("equipment", "Tick what is there, or choose “No equipment” above.")
        return cleaned

    @property
    def is_settled(self) -> bool:
        """Whether the place says it all, whatever is ticked."""
        return bool(self.cleaned_data["place"] != SOME)

    @property
    def found(self) -> frozenset[Equipment]:
        """Bodyweight is always there."""
        place = self.cleaned_data["place"]
        if place == GYM:
            return frozenset(Equipment)
        ticked = self.cleaned_data["equipment"] if place == SOME else ()
        return frozenset({Equipment.BODYWEIGHT, *map(Equipment, ticked)})


class LimitsForm(forms.Form):
    limits = forms.MultipleChoiceField(
        label="To be spared",
        required=False,
        choices=LIMITS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Exercises that load it are left out. Tick nothing if there is nothing.",
    )
    limits_text = forms.CharField(
        label="In your own words",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “left knee, deep bends hurt”. What a doctor should look at belongs "
        "to the health questions, two steps further.",
    )


class LiftsForm(forms.Form):
    """A few rows, each with an exercise and a recent best set; empty rows are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slugs: Mapping[str, str] = slugs_by_words() if self.is_bound else {}
        for row in range(1, LIFT_ROWS + 1):
            self.fields |= {
                f"exercise_{row}": forms.CharField(
                    label=f"Exercise {row}",
                    required=False,
                    max_length=120,
                    widget=forms.TextInput(attrs={"list": "exercises", "autocomplete": "off"}),
                ),
                f"kg_{row}": NumberField(
                    label=f"kg {row}", required=False, min_value=0, max_value=MAX_LIFT_KG
                ),
                f"reps_{row}": WholeNumberField(
                    label=f"Reps {row}", required=False, min_value=1, max_value=MAX_REPS
                ),
                f"rpe_{row}": NumberField(
                    label=f"RPE {row}", required=False, min_value=1, max_value=10
                ),
            }
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, ...]]:
        for row in range(1, LIFT_ROWS + 1):
            yield tuple(self[f"{name}_{row}"] for name in ("exercise", "kg", "reps", "rpe"))

    @property
    def names(self) -> list[str]:
        """What the exercise fields propose: what can be done with a weight."""
        known = CatalogueExercise.objects.filter(is_active=True, loadable=True)
        return list(known.order_by("name").values_list("name", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in range(1, LIFT_ROWS + 1):
            self._check_row(row, cleaned)
        return cleaned

    def _check_row(self, row: int, cleaned: Mapping[str, Any]) -> None:
        exercise = cleaned.get(f"exercise_{row}", "")
        numbers = [cleaned.get(f"{name}_{row}") for name in ("kg", "reps", "rpe")]
        if not exercise:
            if any(value is not None for value in numbers) and f"exercise_{row}" not in self.errors:
                self.add_error(f"exercise_{row}", "Say which exercise this is, or empty the row.")
        elif spelled(exercise) not in self.slugs:
            self.add_error(
                f"exercise_{row}",
                f"The catalogue has no exercise “{exercise}”. Choose one from the list.",
            )
        elif numbers[0] is None and f"kg_{row}" not in self.errors:
            self.add_error(f"kg_{row}", "How heavy was it, in kg?")

    @property
    def lifts(self) -> tuple[CurrentLift, ...]:
        cleaned = self.cleaned_data
        return tuple(
            CurrentLift(
                self.slugs[spelled(cleaned[f"exercise_{row}"])],
                cleaned[f"kg_{row}"],
                cleaned[f"reps_{row}"] or 1,
                cleaned[f"rpe_{row}"],
            )
            for row in range(1, LIFT_ROWS + 1)
            if cleaned[f"exercise_{row}"]
        )


class HealthForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in QUESTIONS:
            self.fields[one.key] = forms.ChoiceField(
                label=one.text,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": "Please answer with yes or no."},
            )

    @property
    def answers(self) -> dict[str, bool]:
        return {one.key: self.cleaned_data[one.key] == "yes" for one in QUESTIONS}
