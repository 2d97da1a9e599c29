"""Programs: make, read, have drafted again, review, copy, delete."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from programs.collecting import catalogue_by_slug
from programs.document import document
from programs.models import Program, ProgramFinding, Week
from programs.operations import programs as program_operations
from programs.operations import review
from programs.operations.programs import DRAFT_KIND, REDRAFT_KIND, ClearanceNeeded
from programs.scoping import plannable_client, readable_programs
from programs.serializers import (
    ApproveProgramSerializer,
    CreateProgramSerializer,
    NoteSerializer,
    ProgramJobSerializer,
    ProgramLineSerializer,
    RedraftWeeksSerializer,
)
from programs.serializers.described import ProgramSerializer
from programs.serializers.fields import MAX_ID
from project import audit
from project.api_views import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    UUID_PATTERN,
    as_json,
    as_response,
    created_once,
)
from project.idempotency import Answer
from project.jobs.api import job_path
from project.jobs.reports import detailed_report
from project.jobs.scoping import followed_job
from project.models import Job, Role
from project.people import caller
from project.permissions import require_role
from project.revisions import etag, revision_from
from project.serializers import TOLERANT

DRAFTING_ACTIONS = ("create", "redraft", "clearance")
CLEARANCE_NEEDED = OpenApiResponse(
    OpenApiTypes.OBJECT,
    "The health screen found something that a professional must clear first; nothing was drafted. "
    "A problem of type clearance-needed with the notice (detail), flags, program_id and url.",
)


class IdFilter(filters.Filter):
    """An id as a plain number: a filter by row would tell which ids there are."""

    field_class = forms.IntegerField

    def __init__(self, **options: object) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, **options)


class ProgramFilter(filters.FilterSet):
    client = IdFilter(field_name="client_id")

    class Meta:
        model = Program
        fields = ["status", "goal"]


class ProgramViewSet(mixins.ListModelMixin, GenericViewSet[Program]):
    """The caller's programs and those of the clients they coach; reviewers also read what left the
    draft state or waits for clearance.
    """

    queryset = Program.objects.none()
    serializer_class = ProgramLineSerializer
    filterset_class = ProgramFilter
    search_fields = ["title"]
    lookup_value_regex = UUID_PATTERN
    throttle_scope = ""
    # Where clients of the prototype send what they always sent.
    ignores_unknown = False

    def get_throttles(self) -> list[BaseThrottle]:
        if self.action in DRAFTING_ACTIONS:
            self.throttle_scope = "drafting"
        return super().get_throttles()

    def get_queryset(self) -> QuerySet[Program]:
        if getattr(self, "swagger_fake_view", False):
            return Program.objects.none()
        return readable_programs(caller(self.request)).select_related("client", "screening")

    def own_program(self) -> Program:
        """For changes: the caller's own, or of a client they coach."""
        program: Program = self.get_object()
        if not may_change(self.request, program):
            raise Http404
        return program

    @extend_schema(
        request=CreateProgramSerializer,
        responses={202: ProgramJobSerializer, 422: CLEARANCE_NEEDED},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        """Start the draft of a program. Answers 202 with the job."""
        return create_program(request, TOLERANT if self.ignores_unknown else {})

    @extend_schema(responses=ProgramSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """The whole program: inputs, metadata, weeks with every set, findings, volume."""
        program = get_object_or_404(with_weeks(self.get_queryset()), pk=pk)
        audit.note_view(caller(request), program)
        body = document(program, catalogue_by_slug(), sees_health=may_change(request, program))
        return Response(body, headers={"ETag": etag(program)})

    def destroy(self, request: Request, pk: str) -> Response:
        program_operations.delete_program(program=self.own_program(), by=caller(request))
        return Response(status=204)

    @extend_schema(
        request=RedraftWeeksSerializer,
        responses={202: ProgramJobSerializer, 422: CLEARANCE_NEEDED},
    )
    @action(detail=True, methods=["post"])
    def redraft(self, request: Request, pk: str) -> Response:
        """Have weeks proposed anew; without weeks, whatever is not written yet."""
        program = self.own_program()
        body = RedraftWeeksSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        if wanted["weeks"]:
            job = program_operations.redraft_weeks(
                program=program,
                numbers=wanted["weeks"],
                instruction=wanted["instruction"],
                by=caller(request),
            )
        else:
            job = program_operations.draft_missing(program=program, by=caller(request))
        return accepted(job)

    @extend_schema(request=NoteSerializer, responses={202: ProgramJobSerializer})
    @action(detail=True, methods=["post"])
    def clearance(self, request: Request, pk: str) -> Response:
        """Record that a professional gave clearance; the draft starts. For a coach of the client or
        a reviewer, never for the client.
        """
        program = self.get_object()
        note = read_note(request)
        return accepted(
            program_operations.record_clearance(program=program, note=note, by=caller(request))
        )

    @extend_schema(request=None, parameters=[IF_MATCH], responses=ProgramLineSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        program = review.submit_for_review(
            program=self.own_program(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(program)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=ProgramLineSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back from review, while nobody has decided."""
        program = review.withdraw_program(
            program=self.own_program(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(program)

    @extend_schema(
        request=ApproveProgramSerializer, parameters=[IF_MATCH], responses=ProgramLineSerializer
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        program = self.get_object()
        body = ApproveProgramSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        program = review.approve_program(
            program=program,
            expected_revision=revision_from(request),
            accept_concerns=body.validated_data["accept_concerns"],
            by=caller(request),
        )
        return moved(program)

    @extend_schema(request=NoteSerializer, parameters=[IF_MATCH], responses=ProgramLineSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, pk: str) -> Response:
        program = self.get_object()
        program = review.return_program(
            program=program,
            note=read_note(request),
            expected_revision=revision_from(request),
            by=caller(request),
        )
        return moved(program)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=ProgramLineSerializer)
    @action(detail=True, methods=["post"])
    def finalise(self, request: Request, pk: str) -> Response:
        program = review.finalise_program(
            program=self.get_object(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(program)

    @extend_schema(methods=["GET"], responses=ProgramLineSerializer(many=True), filters=False)
    @extend_schema(
        methods=["POST"],
        request=None,
        responses={201: ProgramLineSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["get", "post"], filterset_class=None, search_fields=[])
    def versions(self, request: Request, pk: str) -> Response:
        """All versions of the program that the caller may read; or make the next one."""
        if request.method == "GET":
            series = self.get_queryset().filter(series=self.get_object().series)
            page = self.paginate_queryset(series) or []
            return self.get_paginated_response(ProgramLineSerializer(page, many=True).data)
        program = self.own_program()

        def create() -> Answer:
            version = program_operations.create_version(program=program, by=caller(request))
            return Answer(201, as_json(ProgramLineSerializer(version).data), program_path(version))

        return created_once(request, create)


class ProgramStatus(APIView):
    """The job that drafts a program, where the prototype's clients poll it."""

    @extend_schema(operation_id="programs_status_retrieve", responses=ProgramJobSerializer)
    def get(self, request: Request, job_id: str) -> Response:
        job = followed_job(caller(request), UUID(job_id))
        if job.kind not in (DRAFT_KIND, REDRAFT_KIND):
            raise Http404
        return Response(ProgramJobSerializer(detailed_report(job)).data)


def create_program(request: Request, context: dict[str, Any]) -> Response:
    user = caller(request)
    require_role(user, Role.COACHES, Role.LEARNERS)
    body = CreateProgramSerializer(data=request.data, context=context)
    body.is_valid(raise_exception=True)
    wanted = body.validated_data
    client = plannable_client(user, wanted["client_id"] or user.pk)

    def create() -> Answer:
        created = program_operations.create_program(
            client=client, facts=wanted["facts"], answers=wanted["answers"], by=user
        )
        if created.job is None:
            return stopped_answer(created.program)
        return accepted_answer(created.job)

    return created_once(request, create)


def accepted_answer(job: Job) -> Answer:
    body = ProgramJobSerializer(detailed_report(job)).data
    return Answer(202, as_json(body), job_path(job))


def accepted(job: Job) -> Response:
    return as_response(accepted_answer(job))


def stopped_answer(program: Program) -> Answer:
    """The answers are kept, and a coach can record clearance: an answer rather than an error, so
    that the same request sent again is told of the same program.
    """
    problem = ClearanceNeeded(
        program.screening.notice,
        flags=program.screening.flags,
        program_id=str(program.pk),
        url=program_path(program),
    )
    return Answer(problem.status, problem.as_dict(), program_path(program))


def read_note(request: Request) -> str:
    body = NoteSerializer(data=request.data)
    body.is_valid(raise_exception=True)
    note: str = body.validated_data["note"]
    return note


def may_change(request: Request, program: Program) -> bool:
    return Program.objects.visible_to(caller(request)).filter(pk=program.pk).exists()


def with_weeks(programs: QuerySet[Program]) -> QuerySet[Program]:
    """Everything that the document reads, in as many queries for 26 weeks as for one."""
    return (
        programs.select_related("screening__cleared_by", "metadata_proposal")
        .defer("metadata_proposal__content")
        .prefetch_related(
            Prefetch("weeks", Week.objects.with_content().defer("proposal__content")),
            Prefetch("findings", ProgramFinding.objects.filter(week=None)),
        )
    )


def moved(program: Program) -> Response:
    return Response(ProgramLineSerializer(program).data, headers={"ETag": etag(program)})


def program_path(program: Program) -> str:
    return f"/api/v1/programs/{program.pk}/"
