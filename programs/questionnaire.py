"""A questionnaire on its way to a program: its steps, what was answered, and what is still wrong.

Answers are kept as they were typed, as lists of texts by step and field, so that a form shows them
again unchanged, right or wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from programs.collecting import catalogue_by_slug, done_sets
from programs.exercise_catalogue import Equipment, Level, Limit
from programs.facts import MAX_MINUTES, Goal, ProgramFacts, check_inputs
from programs.models import Program
from programs.progress import trends
from programs.questionnaire_forms import (
    GYM,
    LIFT_ROWS,
    NONE,
    SOME,
    BodyForm,
    EquipmentForm,
    GoalForm,
    HealthForm,
    LiftsForm,
    LimitsForm,
    TimeForm,
)
from programs.screening import Screening
from project.models import User

# More than any field takes, so that what is too long comes back whole to be shortened.
KEPT_CHARACTERS = 20_000
KEPT_VALUES = 40

Answers = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Step:
    """title heads the page, name stands in the list of steps."""

    key: str
    name: str
    title: str
    lede: str
    form: Callable[..., forms.Form]


STEPS = (
    Step("goal", "Goal", "What is it for?", "The goal decides loads, repetitions and rest.",
         GoalForm),
    Step("time", "Time", "How much time is there?", "An honest answer makes a plan that is kept.",
         TimeForm),
    Step("body", "You", "About the person", "Height and weight may be left out.", BodyForm),
    Step("equipment", "Equipment", "What is there to train with?",
         "Only exercises that can be done with it are planned.", EquipmentForm),
    Step("limits", "Limits", "What has to be spared?",
         "Old injuries, sore joints, movements that do not work.", LimitsForm),
    Step("lifts", "Lifts", "What can be lifted now?",
         "Recent best sets make loads in kg possible. Leave it empty if there are none.",
         LiftsForm),
    Step("health", "Health", "A few health questions",
         "With a yes anywhere, nothing is planned before a professional gave clearance. These "
         "answers are never sent to a model.", HealthForm),
)  # fmt: skip
BY_KEY: Mapping[str, Step] = {step.key: step for step in STEPS}


class Sheet:
    """All steps with their answers. forms: by step; those of answered steps are bound, and carry
    every complaint, also about answers that only together are wrong.
    """

    def __init__(self, answers: Answers) -> None:
        self.answered = [step.key for step in STEPS if step.key in answers]
        data = {key: MultiValueDict(values) for key, values in answers.items()}
        self.goal = GoalForm(data.get("goal"))
        self.time = TimeForm(data.get("time"))
        self.body = BodyForm(data.get("body"))
        self.equipment = EquipmentForm(data.get("equipment"))
        self.limits = LimitsForm(data.get("limits"))
        self.lifts = LiftsForm(data.get("lifts"))
        self.health = HealthForm(data.get("health"))
        self.forms: Mapping[str, forms.Form] = {step.key: getattr(self, step.key) for step in STEPS}
        self._judge()

    @property
    def unanswered(self) -> list[Step]:
        return [step for step in STEPS if step.key not in self.answered]

    @property
    def wrong(self) -> list[Step]:
        return [step for step in STEPS if step.key in self.answered and self.forms[step.key].errors]

    @property
    def is_complete(self) -> bool:
        return not self.unanswered and not self.wrong

    def after(self, key: str) -> Step | None:
        """Where to go on: to the next step, or, when all are answered, to a wrong one or none."""
        if not self.unanswered:
            return next(iter(self.wrong), None)
        place = [step.key for step in STEPS].index(key) + 1
        return STEPS[place] if place < len(STEPS) else self.unanswered[0]

    def facts(self) -> ProgramFacts:
        """What is not answered, or wrong, is taken to ask for nothing."""
        goal, time, body, limits = map(_cleaned, (self.goal, self.time, self.body, self.limits))
        return ProgramFacts(
            goal=Goal(goal.get("goal", Goal.GENERAL)),
            goal_text=goal.get("goal_text", ""),
            level=Level(goal.get("level", Level.INTERMEDIATE)),
            weeks=time.get("duration_weeks", 1),
            days=time.get("days_per_week", 1),
            minutes=time.get("minutes", MAX_MINUTES),
            training_days=tuple(sorted(time["training_days"]))
            if {"days_per_week", "training_days"} <= time.keys()
            else (),
            age=body.get("age"),
            height_cm=body.get("height_cm"),
            weight_kg=body.get("weight_kg"),
            equipment=self.equipment.found if self.equipment.is_valid() else frozenset(Equipment),
            limits=frozenset(map(Limit, limits.get("limits", ()))),
            limits_text=limits.get("limits_text", ""),
            lifts=self.lifts.lifts if self.lifts.is_valid() else (),
        )

    def screening(self) -> Screening:
        """What the health screen will say to a complete sheet."""
        return self.facts().screened(self.health.answers)

    def _judge(self) -> None:
        for finding in check_inputs(self.facts()):
            for form in (self.forms[key] for key in self.answered):
                if finding.place in form.fields and finding.place not in form.errors:
                    form.add_error(finding.place, f"{finding.message} {finding.fix}")


def _cleaned(form: forms.Form) -> dict[str, Any]:
    """What of it is right so far."""
    form.is_valid()
    return getattr(form, "cleaned_data", {})


def answers_of(program: Program) -> Answers:
    """What was answered for a program, as it would be typed. The health questions are left out:
    they are to be answered for today.
    """
    found = set(program.equipment) - {Equipment.BODYWEIGHT}
    everything = set(Equipment) - {Equipment.BODYWEIGHT}
    lifts = enumerate(program.lifts[:LIFT_ROWS], start=1)
    return {
        "goal": _written(goal=program.goal, goal_text=program.goal_text, level=program.level),
        "time": _written(
            duration_weeks=program.duration_weeks,
            days_per_week=program.days_per_week,
            minutes=program.minutes,
            training_days=program.training_days,
        ),
        "body": _written(age=program.age, height_cm=program.height_cm, weight_kg=program.weight_kg),
        "equipment": _written(
            place=GYM if found == everything else SOME if found else NONE,
            equipment=sorted(found) if found != everything else [],
        ),
        "limits": _written(limits=program.limits, limits_text=program.limits_text),
        "lifts": _written(**{f"{name}_{row}": lift[name] for row, lift in lifts for name in lift}),
    }


def lifts_of_log(client: User) -> dict[str, object]:
    """The newest estimate of the exercises that a client logs most, for the fields of the lifts."""
    names = catalogue_by_slug()
    found: dict[str, object] = {}
    for row, (slug, bests) in enumerate(trends(done_sets(client)).items(), start=1):
        if row > LIFT_ROWS:
            break
        done = bests[-1].done
        name = names[slug].name if slug in names else slug
        for field, value in (("exercise", name), ("kg", done.kg), ("reps", done.reps),
                             ("rpe", done.rpe)):  # fmt: skip
            found[f"{field}_{row}"] = value
    return found


def _written(**values: Any) -> dict[str, list[str]]:
    return {
        name: [
            f"{one:g}" if isinstance(one, float) else str(one)
            for one in (value if isinstance(value, list) else [value])
        ]
        for name, value in values.items()
        if value not in (None, "", [])
    }


def typed(step: Step, posted: QueryDict) -> dict[str, list[str]]:
    """What a step's form sent, as it is kept."""
    return {
        name: [value.replace("\0", "")[:KEPT_CHARACTERS] for value in values[:KEPT_VALUES]]
        for name in step.form().fields
        if (values := posted.getlist(name))
    }


def told(key: str, sheet: Sheet) -> list[tuple[str, str]]:
    """A step's answers in words, question by question; what was left out is left out here too."""
    form = sheet.forms[key]
    if not form.is_valid():
        return []
    if key == "lifts":
        return [
            (form.cleaned_data[f"exercise_{row}"], _lift_text(form.cleaned_data, row))
            for row in range(1, LIFT_ROWS + 1)
            if form.cleaned_data[f"exercise_{row}"]
        ]
    if key == "health":
        agreed = [str(form.fields[name].label) for name, yes in sheet.health.answers.items() if yes]
        return [("Yes", text) for text in agreed] or [("All questions", "No")]
    hidden = {"equipment"} if key == "equipment" and sheet.equipment.is_settled else set()
    lines = [(str(field.label), _text(field)) for field in form if field.name not in hidden]
    return [(label, text) for label, text in lines if text]


def _lift_text(cleaned: Mapping[str, Any], row: int) -> str:
    reps, rpe = cleaned[f"reps_{row}"] or 1, cleaned[f"rpe_{row}"]
    return f"{cleaned[f'kg_{row}']:g} kg × {reps}" + (f" at RPE {rpe:g}" if rpe else "")


def _text(field: forms.BoundField) -> str:
    value = field.form.cleaned_data[field.name]
    if value in (None, "", []):
        return ""
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices[item]) for item in value)
    if choices:
        # Without the explanation after the colon.
        return str(choices[value]).split(":")[0]
    return f"{value:g}" if isinstance(value, float) else str(value)
