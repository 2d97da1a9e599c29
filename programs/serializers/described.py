"""The shape of the documents, for the API's description. They are written by programs.document."""

from typing import Any

from rest_framework import serializers

from programs.exercise_catalogue import Muscle
from programs.facts import WEEKDAYS
from programs.schemas import MAX_DAYS, MAX_EXERCISES, MAX_REPS, MAX_SETS
from programs.serializers.creating import CreateProgramSerializer
from programs.serializers.rows import SetPlaceSerializer
from project.drafts import DraftStatus, Method
from project.findings import Severity


class PlannedSetSerializer(serializers.Serializer[Any]):
    """Repetitions or seconds (per side for one-sided work); rest in seconds after it."""

    reps = serializers.IntegerField(min_value=1, max_value=MAX_REPS, allow_null=True)
    seconds = serializers.IntegerField(min_value=1, max_value=3_600, allow_null=True)
    percent = serializers.FloatField(allow_null=True, help_text="Of the one-rep max.")
    kg = serializers.FloatField(allow_null=True)
    rpe = serializers.FloatField(min_value=1, max_value=10, allow_null=True)
    rest = serializers.IntegerField(min_value=0, max_value=1_800)
    notes = serializers.CharField(max_length=200, allow_blank=True)


class PlannedExerciseSerializer(serializers.Serializer[Any]):
    exercise = serializers.CharField(max_length=80, help_text="A slug of the catalogue.")
    name = serializers.CharField(read_only=True)
    tempo = serializers.CharField(max_length=200, allow_blank=True)
    notes = serializers.CharField(max_length=1_000, allow_blank=True)
    sets = serializers.ListField(child=PlannedSetSerializer(), max_length=MAX_SETS)


class PlannedWorkoutSerializer(serializers.Serializer[Any]):
    """minutes: an estimate, with a short warm-up."""

    day = serializers.IntegerField(min_value=1, max_value=MAX_DAYS)
    weekday = serializers.ChoiceField(choices=WEEKDAYS, read_only=True, allow_null=True)
    name = serializers.CharField(max_length=200)
    minutes = serializers.IntegerField(read_only=True)
    exercises = serializers.ListField(child=PlannedExerciseSerializer(), max_length=MAX_EXERCISES)


class EditWeekSerializer(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    focus = serializers.CharField(max_length=200, allow_blank=True, required=False)
    notes = serializers.CharField(max_length=1_000, allow_blank=True, required=False)
    workouts = serializers.ListField(
        child=PlannedWorkoutSerializer(), max_length=MAX_DAYS, required=False
    )


class EditSetSerializer(SetPlaceSerializer, PlannedSetSerializer):
    """The set's place, and what is to change."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in PlannedSetSerializer().get_fields():
            fields[name].required = False
        return fields


class ProposedBySerializer(serializers.Serializer[Any]):
    """Where a text came from. provider is "offline" for Draftroom's own composer."""

    method = serializers.ChoiceField(choices=Method.choices, allow_null=True)
    provider = serializers.CharField(allow_null=True)
    model = serializers.CharField(allow_null=True)
    prompt_version = serializers.CharField(allow_null=True)
    drafted_at = serializers.DateTimeField(allow_null=True)


class WeekProvenanceSerializer(ProposedBySerializer):
    edited = serializers.BooleanField(help_text="A person changed it after it was proposed.")
    edited_by = serializers.CharField(allow_null=True)
    edited_at = serializers.DateTimeField(allow_null=True)


class RuleFindingSerializer(serializers.Serializer[Any]):
    severity = serializers.ChoiceField(choices=[item.value for item in Severity])
    rule = serializers.CharField()
    place = serializers.CharField(help_text="For example workouts.0.exercises.2; empty: the whole.")
    message = serializers.CharField()
    fix = serializers.CharField()


class WeekSerializer(serializers.Serializer[Any]):
    """revision: for If-Match when the week is edited."""

    week = serializers.IntegerField()
    focus = serializers.CharField()
    notes = serializers.CharField()
    revision = serializers.IntegerField()
    is_written = serializers.BooleanField()
    workouts = PlannedWorkoutSerializer(many=True)
    provenance = WeekProvenanceSerializer(allow_null=True)
    findings = RuleFindingSerializer(many=True)


class ScreeningStateSerializer(serializers.Serializer[Any]):
    """Someone who only reviews the program sees no more than needs_clearance."""

    needs_clearance = serializers.BooleanField()
    flags = serializers.ListField(child=serializers.CharField(), required=False)
    notice = serializers.CharField(required=False)
    unanswered = serializers.ListField(child=serializers.CharField(), required=False)
    answered_at = serializers.DateTimeField(required=False)
    cleared_by = serializers.CharField(required=False, allow_null=True)
    cleared_at = serializers.DateTimeField(required=False, allow_null=True)
    clearance_note = serializers.CharField(required=False)


class ProgramInputsSerializer(CreateProgramSerializer):
    """The answers that the program is written from, named as they are sent."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        del fields["health_screen"]
        return fields


class BandSerializer(serializers.Serializer[Any]):
    low = serializers.IntegerField()
    high = serializers.IntegerField()


class WeekVolumeSerializer(serializers.Serializer[Any]):
    week = serializers.IntegerField()
    sets = serializers.DictField(
        child=serializers.FloatField(), help_text=f"By muscle: {', '.join(Muscle)}."
    )
    total_sets = serializers.IntegerField()
    average_percent = serializers.FloatField(allow_null=True)


class VolumeSerializer(serializers.Serializer[Any]):
    """Weekly hard sets by muscle; a secondary muscle counts half a set."""

    bands = serializers.DictField(child=BandSerializer())
    weeks = WeekVolumeSerializer(many=True)


class ProgramSerializer(serializers.Serializer[Any]):
    """The whole program. metadata: its title, outline of every week and day split, null until they
    are drafted. missing_weeks: not written yet, or failed.
    """

    id = serializers.UUIDField()
    client_id = serializers.IntegerField()
    client_name = serializers.CharField()
    series = serializers.UUIDField()
    version = serializers.IntegerField()
    parent_id = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=DraftStatus.choices)
    revision = serializers.IntegerField()
    review_note = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    finalised_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    inputs = ProgramInputsSerializer()
    screening = ScreeningStateSerializer()
    metadata = serializers.JSONField(allow_null=True)
    metadata_provenance = ProposedBySerializer(allow_null=True)
    missing_weeks = serializers.ListField(child=serializers.IntegerField())
    weeks = WeekSerializer(many=True)
    findings = RuleFindingSerializer(many=True)
    volume = VolumeSerializer()
