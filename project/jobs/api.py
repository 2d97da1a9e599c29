"""Jobs over the API: list, read, poll, cancel, retry. One sees one's own, and, by their address,
those about what is one's own as well.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from project.api_views import UUID_PATTERN, as_json, as_response
from project.idempotency import Answer
from project.jobs import operations
from project.jobs.reports import detailed_report, report, with_totals
from project.jobs.scoping import followed_job
from project.jobs.serializers import JobSerializer, StepSerializer
from project.models import Job, JobStatus
from project.people import caller


class JobFilter(filters.FilterSet):
    status = filters.MultipleChoiceFilter(choices=JobStatus.choices)

    class Meta:
        model = Job
        fields = ["kind", "status"]


def accepted_answer(job: Job) -> Answer:
    """202 with the job and where to poll it: what every call that starts long work answers."""
    body = JobSerializer(detailed_report(job)).data
    return Answer(202, as_json(body), job_path(job))


def accepted(job: Job) -> Response:
    return as_response(accepted_answer(job))


def job_path(job: Job) -> str:
    return f"/api/v1/jobs/{job.pk}/"


class JobViewSet(GenericViewSet[Job]):
    queryset = Job.objects.none()
    serializer_class = JobSerializer  # type: ignore[assignment]
    filterset_class = JobFilter
    search_fields = ["title"]
    throttle_scope = ""
    lookup_value_regex = UUID_PATTERN

    def get_queryset(self) -> QuerySet[Job]:
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        return Job.objects.owned_by(caller(self.request))

    def get_object(self) -> Job:
        return followed_job(caller(self.request), UUID(self.kwargs["pk"]))

    @extend_schema(responses=JobSerializer(many=True))
    def list(self, request: Request) -> Response:
        jobs = self.paginate_queryset(with_totals(self.filter_queryset(self.get_queryset())))
        rows = [JobSerializer(report(job)).data for job in jobs or []]
        return self.get_paginated_response(rows)

    @extend_schema(responses=JobSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(JobSerializer(detailed_report(self.get_object())).data)

    @extend_schema(responses=JobSerializer)
    @action(detail=True)
    def status(self, request: Request, pk: str) -> Response:
        """The same as the job itself, at the address that the prototypes' clients poll."""
        return Response(JobSerializer(detailed_report(self.get_object())).data)

    @extend_schema(responses=StepSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def steps(self, request: Request, pk: str) -> Response:
        return Response(StepSerializer(detailed_report(self.get_object()).steps, many=True).data)

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        return accepted(operations.cancel_job(job=self.get_object(), by=caller(request)))

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"], throttle_scope="drafting")
    def retry(self, request: Request, pk: str) -> Response:
        return accepted(operations.retry_job(job=self.get_object(), by=caller(request)))
