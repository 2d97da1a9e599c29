"""A job over the API. Read-only: jobs change through cancel and retry."""

from typing import Any

from rest_framework import serializers

from project.jobs.reports import JobReport
from project.models import JobStatus, StepStatus
from project.problems import problem_body


class ProgressSerializer(serializers.Serializer[JobReport]):
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)


class TokensSerializer(serializers.Serializer[Any]):
    input = serializers.IntegerField(source="input_tokens")
    output = serializers.IntegerField(source="output_tokens")


class ResultSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField()
    url = serializers.CharField(help_text="API path of what the job made.")


class JobSerializer(serializers.Serializer[JobReport]):
    """cost is in US dollars; eta_seconds is null when unknown or ended."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=JobStatus.choices)
    progress = ProgressSerializer(source="*")
    message = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    eta_seconds = serializers.IntegerField(allow_null=True)
    tokens = TokensSerializer(source="*")
    cost = serializers.DecimalField(max_digits=14, decimal_places=6)
    error = serializers.SerializerMethodField()
    result = ResultSerializer(allow_null=True)
    steps_url = serializers.SerializerMethodField()

    def get_error(self, report: JobReport) -> dict[str, Any] | None:
        if not report.error:
            return None
        return problem_body(
            type_=report.error_category, title=report.message, status_=502, detail=report.error
        )

    def get_steps_url(self, report: JobReport) -> str:
        return f"/api/v1/jobs/{report.id}/steps/"


class StepSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=StepStatus.choices)
    attempts = serializers.IntegerField()
    provider = serializers.CharField()
    model = serializers.CharField()
    tokens = TokensSerializer(source="*")
    cost = serializers.DecimalField(max_digits=14, decimal_places=6)
    latency_ms = serializers.IntegerField(allow_null=True)
    error_category = serializers.CharField()
    error_text = serializers.CharField()
