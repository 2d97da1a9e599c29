"""The programs app's rows over the API, and the small bodies of its actions."""

from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from programs.models import CatalogueExercise, CompletedSet, Program, Proposal, TrainingSession
from programs.schemas import MAX_DAYS, MAX_EXERCISES, MAX_REPS, MAX_SETS, MAX_WEEKS
from programs.serializers.fields import MAX_ID, NumberField
from project.jobs.serializers import JobSerializer
from project.serializers import BodySerializer, KnownFieldsMixin

OLDEST = date(1990, 1, 1)


class ProgramJobSerializer(JobSerializer):
    """The canonical job, with the two ids that the prototype's clients read."""

    job_id = serializers.UUIDField(source="id")
    program_id = serializers.UUIDField(source="result.id")


class ProgramLineSerializer(serializers.ModelSerializer[Program]):
    client_name = serializers.CharField(source="client.display_name", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Program
        fields = [
            "id",
            "client_id",
            "client_name",
            "title",
            "version",
            "status",
            "goal",
            "level",
            "duration_weeks",
            "days_per_week",
            "minutes",
            "revision",
            "created_at",
            "updated_at",
            "url",
        ]
        read_only_fields = fields

    def get_url(self, program: Program) -> str:
        return f"/api/v1/programs/{program.pk}/"


class InstructionSerializer(BodySerializer):
    instruction = serializers.CharField(
        max_length=1000, allow_blank=True, allow_null=True, default=""
    )

    def validate_instruction(self, text: str | None) -> str:
        return text or ""


class RedraftWeeksSerializer(InstructionSerializer):
    """weeks: numbers; none means every week that is not written yet."""

    weeks = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MAX_WEEKS),
        max_length=MAX_WEEKS,
        default=list,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["instruction"] and not attrs["weeks"]:
            raise serializers.ValidationError({"weeks": "Say which weeks the instruction is for."})
        return attrs


class ApproveProgramSerializer(BodySerializer):
    """accept_concerns: the caller has read what is open, and approves nevertheless."""

    accept_concerns = serializers.BooleanField(default=False)


class NoteSerializer(BodySerializer):
    note = serializers.CharField(max_length=4000)


class PlaceSerializer(BodySerializer):
    """Where an exercise stands in a week. index counts from 0."""

    day = serializers.IntegerField(min_value=1, max_value=MAX_DAYS)
    index = serializers.IntegerField(min_value=0, max_value=MAX_EXERCISES - 1)


class SwapSerializer(PlaceSerializer):
    """every_week: on that day of the whole program, and in its outline."""

    exercise = serializers.CharField(max_length=80)
    every_week = serializers.BooleanField(default=False)


class SetPlaceSerializer(PlaceSerializer):
    """set counts from 0."""

    set = serializers.IntegerField(min_value=0, max_value=MAX_SETS - 1)


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """stands: the week goes back to this proposal."""

    stands = serializers.SerializerMethodField()
    content = serializers.JSONField(read_only=True, help_text="The week as it was proposed.")

    class Meta:
        model = Proposal
        fields = [
            "id",
            "method",
            "provider",
            "model",
            "prompt_version",
            "instruction",
            "created_at",
            "stands",
            "content",
        ]
        read_only_fields = fields

    def get_stands(self, proposal: Proposal) -> bool:
        return proposal.week is not None and proposal.week.proposal_id == proposal.pk


class ExerciseSerializer(serializers.ModelSerializer[CatalogueExercise]):
    class Meta:
        model = CatalogueExercise
        fields = [
            "slug",
            "name",
            "pattern",
            "primary",
            "secondary",
            "equipment",
            "level",
            "stresses",
            "cues",
            "loadable",
            "timed",
            "unilateral",
            "explosive",
        ]
        read_only_fields = fields


class SwapOptionSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField()
    equipment = serializers.ListField(child=serializers.CharField())


class QuestionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    text = serializers.CharField()


class CompletedSetSerializer(KnownFieldsMixin, serializers.ModelSerializer[CompletedSet]):
    """kg is 0 for none; reps or seconds; one_rep_max is an estimate in kg, where it means
    anything.
    """

    exercise = serializers.CharField(max_length=80)
    reps = serializers.IntegerField(
        min_value=0, max_value=MAX_REPS, allow_null=True, required=False, default=None
    )
    seconds = serializers.IntegerField(
        min_value=1, max_value=3_600, allow_null=True, required=False, default=None
    )
    kg = NumberField(min_value=0, max_value=1_000, required=False, default=0.0)
    rpe = NumberField(min_value=1, max_value=10, allow_null=True, required=False, default=None)
    one_rep_max = serializers.FloatField(read_only=True, allow_null=True)

    class Meta:
        model = CompletedSet
        fields = ["exercise", "reps", "seconds", "kg", "rpe", "one_rep_max"]


class SessionSerializer(serializers.ModelSerializer[TrainingSession]):
    client_name = serializers.CharField(source="client.display_name", read_only=True)
    sets = CompletedSetSerializer(many=True, read_only=True)

    class Meta:
        model = TrainingSession
        fields = [
            "id",
            "client_id",
            "client_name",
            "title",
            "performed_on",
            "notes",
            "sets",
            "revision",
            "created_at",
        ]
        read_only_fields = fields


class SessionBodySerializer(BodySerializer):
    """What can be noted of a session and mended afterwards."""

    performed_on = serializers.DateField(required=False)
    title = serializers.CharField(max_length=200, allow_blank=True, default="")
    notes = serializers.CharField(max_length=4000, allow_blank=True, default="")
    sets = serializers.ListField(child=CompletedSetSerializer(), max_length=100)

    def validate_performed_on(self, value: date) -> date:
        if value < OLDEST:
            raise serializers.ValidationError("A session lies between 1990 and today.")
        return value


class LogSessionSerializer(SessionBodySerializer):
    """client_id: who trained; left out, the caller. program, week and day name the workout that was
    done, all three or none.
    """

    client_id = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=MAX_ID
    )
    program = serializers.UUIDField(required=False, allow_null=True, default=None)
    week = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=MAX_WEEKS
    )
    day = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=MAX_DAYS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [attrs[name] is not None for name in ("program", "week", "day")]
        if any(given) and not all(given):
            raise serializers.ValidationError(
                {"program": "Name the workout by program, week and day, or leave all three out."}
            )
        return {"performed_on": timezone.localdate()} | attrs


class ProgressPointSerializer(serializers.Serializer[Any]):
    performed_on = serializers.DateField(source="day")
    one_rep_max = serializers.FloatField()


class ExerciseProgressSerializer(serializers.Serializer[Any]):
    exercise = serializers.CharField()
    name = serializers.CharField()
    points = ProgressPointSerializer(many=True)
