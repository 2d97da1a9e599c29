"""What a new program is made from, as the API takes it."""

from typing import Any

from rest_framework import serializers

from programs.collecting import slugs_by_words, spelled
from programs.equipment import equipment_of
from programs.exercise_catalogue import Equipment, Level
from programs.facts import MAX_LIFT_KG, CurrentLift, Goal, ProgramFacts, goal_of, level_of
from programs.schemas import MAX_REPS
from programs.screening import QUESTIONS, screen_text
from programs.serializers.fields import (
    EQUIPMENT_WORDS,
    LIMIT_WORDS,
    MAX_ID,
    NumberField,
    WeekdayField,
    WordsField,
    limit_of,
    says_something,
    unknown_equipment,
)
from project.serializers import BodySerializer

MAX_TEXT = 4_000
DEFAULT_MINUTES = 60
# Above anything that can be planned; how much can is the operation's to say.
MAX_COUNT = 10_000


class CurrentLiftSerializer(BodySerializer):
    """A recent best set. exercise: a slug of the catalogue, or its name."""

    exercise = serializers.CharField(max_length=120)
    kg = NumberField(min_value=0, max_value=MAX_LIFT_KG)
    reps = serializers.IntegerField(min_value=1, max_value=MAX_REPS, default=1)
    rpe = NumberField(min_value=1, max_value=10, allow_null=True, default=None)


class CreateProgramSerializer(BodySerializer):
    """user_id: whom the program is for; left out, the caller. goal_category and fitness_level are
    read leniently ("weight loss", "novice"); when goal_category says nothing, goal_raw is read.
    Null means: not known.

    Validated data: `client_id`, `facts` (ProgramFacts), `answers` (yes or no by question key).
    """

    user_id = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MAX_ID
    )
    height_cm = NumberField(allow_null=True)
    weight_kg = NumberField(allow_null=True)
    goal_category = serializers.CharField(max_length=200, allow_blank=True)
    goal_raw = serializers.CharField(
        max_length=MAX_TEXT, allow_blank=True, allow_null=True, default=""
    )
    fitness_level = serializers.CharField(max_length=200)
    duration_weeks = serializers.IntegerField(min_value=0, max_value=MAX_COUNT)
    days_per_week = serializers.IntegerField(min_value=0, max_value=MAX_COUNT)
    age = serializers.IntegerField(min_value=1, max_value=120, allow_null=True, default=None)
    equipment = WordsField(
        allow_null=True,
        default=None,
        help_text=f"{EQUIPMENT_WORDS}. A barbell comes with plates and a rack; a home gym is "
        "dumbbells, a bench and bands, a garage gym a barbell and a pull-up bar as well, a full "
        "gym everything. Left out: a full gym.",
    )
    limits = WordsField(allow_null=True, default=None, help_text=f"{LIMIT_WORDS}.")
    limits_text = serializers.CharField(
        max_length=MAX_TEXT, allow_blank=True, allow_null=True, default=""
    )
    minutes = serializers.IntegerField(
        min_value=0, max_value=MAX_COUNT, allow_null=True, default=DEFAULT_MINUTES
    )
    current_lifts = serializers.ListField(
        child=CurrentLiftSerializer(), allow_null=True, default=None, max_length=40
    )
    training_days = serializers.ListField(
        child=WeekdayField(), allow_null=True, default=None, max_length=7
    )
    health_screen = serializers.DictField(
        child=serializers.BooleanField(allow_null=True),
        allow_null=True,
        default=None,
        help_text="Yes or no by question key; see /api/v1/programs/questions.",
    )

    def validate_equipment(self, words: list[str] | None) -> frozenset[Equipment]:
        if words is None:
            return frozenset(Equipment)
        if unknown := unknown_equipment(words):
            raise serializers.ValidationError(
                f"Unknown: {', '.join(unknown)}. Choose from {EQUIPMENT_WORDS}."
            )
        return equipment_of(words)

    def validate_limits(self, words: list[str] | None) -> list[str]:
        words = words or []
        unknown = [one for one in words if limit_of(one) is None and not says_something(one)]
        if unknown:
            raise serializers.ValidationError(
                f"Unknown: {', '.join(unknown)}. Choose from {LIMIT_WORDS}, or describe it in "
                "limits_text."
            )
        return words

    def validate_fitness_level(self, word: str) -> Level:
        level = level_of(word)
        if level is None:
            accepted = ", ".join(item.value for item in Level)
            raise serializers.ValidationError(f"“{word}” is no level. Choose from {accepted}.")
        return level

    def validate_current_lifts(self, lifts: list[dict[str, Any]] | None) -> tuple[CurrentLift, ...]:
        lifts = lifts or []
        known = slugs_by_words() if lifts else {}
        errors = {
            str(index): {"exercise": [f"The catalogue has no exercise “{lift['exercise']}”."]}
            for index, lift in enumerate(lifts)
            if spelled(lift["exercise"]) not in known
        }
        if errors:
            raise serializers.ValidationError(errors)
        return tuple(
            CurrentLift(**lift | {"exercise": known[spelled(lift["exercise"])]}) for lift in lifts
        )

    def validate_health_screen(self, answers: dict[str, bool | None] | None) -> dict[str, bool]:
        answers = answers or {}
        keys = [one.key for one in QUESTIONS]
        if unknown := sorted(set(answers) - set(keys)):
            raise serializers.ValidationError(
                f"Unknown: {', '.join(unknown)}. The questions are {', '.join(keys)}."
            )
        return {key: answer for key, answer in answers.items() if answer is not None}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        goal = goal_of(attrs["goal_category"]) or goal_of(attrs["goal_raw"] or "")
        if goal is None:
            accepted = ", ".join(item.value for item in Goal)
            text = f"Neither this nor goal_raw names a goal. Choose from {accepted}."
            raise serializers.ValidationError({"goal_category": text})
        limits = {word: limit_of(word) for word in attrs["limits"]}
        spoken = [word for word, limit in limits.items() if limit is None]
        # A word for anything that says something worth a question is screened like the rest.
        asides = [str(self.initial_data[name]) for name in ("goal_category", "fitness_level")]
        asides += self.initial_data.get("equipment") or []
        return {
            "client_id": attrs.get("user_id"),
            "answers": attrs["health_screen"],
            "facts": ProgramFacts(
                goal=goal,
                level=attrs["fitness_level"],
                weeks=attrs["duration_weeks"],
                days=attrs["days_per_week"],
                goal_text=joined([attrs["goal_raw"], *filter(screen_text, asides)]),
                age=attrs["age"],
                height_cm=attrs["height_cm"],
                weight_kg=attrs["weight_kg"],
                equipment=attrs["equipment"],
                limits=frozenset(limit for limit in limits.values() if limit is not None),
                limits_text=joined([attrs["limits_text"], *spoken]),
                minutes=DEFAULT_MINUTES if attrs["minutes"] is None else attrs["minutes"],
                lifts=attrs["current_lifts"],
                training_days=tuple(sorted(attrs["training_days"] or ())),
            ),
        }


def joined(texts: list[str | None]) -> str:
    return "\n".join(text.strip() for text in texts if text and text.strip())
