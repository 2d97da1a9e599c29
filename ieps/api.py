"""The IEP app over the API. Every state change goes through the same operations as the pages."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import re_path
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import ValidationError as SchemaError
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from ieps.document import document, section_body
from ieps.models import IEP, Section, Student, Template
from ieps.operations import ieps as iep_operations
from ieps.operations import review, students
from ieps.operations.sections import edit_section
from ieps.schemas import SectionContent
from ieps.scoping import note_view, readable_iep, readable_ieps, require_known
from ieps.serializers import (
    AssessmentSerializer,
    CommentSerializer,
    CreateIEPSerializer,
    IEPLineSerializer,
    RedraftSerializer,
    ReturnSerializer,
    StudentSerializer,
    TemplateSerializer,
)
from project.api_views import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    UUID_PATTERN,
    created_once,
    schema_problem,
)
from project.idempotency import Answer
from project.jobs.api import accepted, accepted_answer
from project.jobs.serializers import JobSerializer
from project.models import Role
from project.people import caller
from project.permissions import has_role
from project.problems import FieldError, InvalidInput
from project.revisions import etag, revision_from
from project.serializers import TOLERANT

Teachers = has_role(Role.TEACHERS)


class StudentFilter(filters.FilterSet):
    class Meta:
        model = Student
        fields = ["grade", "class_name"]


class StudentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Student]):
    """The students assigned to the caller."""

    queryset = Student.objects.none()
    serializer_class = StudentSerializer
    filterset_class = StudentFilter
    search_fields = ["given_name", "family_name", "student_number"]
    permission_classes = [Teachers]

    def get_queryset(self) -> QuerySet[Student]:
        if getattr(self, "swagger_fake_view", False):
            return Student.objects.none()
        return Student.objects.visible_to(caller(self.request))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        student = self.get_object()
        note_view(caller(request), student)
        return Response(self.get_serializer(student).data, headers={"ETag": etag(student)})

    @extend_schema(parameters=[IDEMPOTENCY_KEY], responses={201: StudentSerializer})
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)

        def create() -> Answer:
            student = students.create_student(
                student=Student(**serializer.validated_data), by=caller(request)
            )
            body = StudentSerializer(student).data
            return Answer(201, json.loads(json.dumps(body, default=str)), student_path(student))

        return created_once(request, create)

    @extend_schema(parameters=[IF_MATCH])
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        student = self.get_object()
        serializer = self.get_serializer(student, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        student = students.edit_student(
            student=student,
            expected_revision=revision_from(request),
            changes=serializer.validated_data,
            by=caller(request),
        )
        return Response(StudentSerializer(student).data, headers={"ETag": etag(student)})

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        students.delete_student(student=self.get_object(), by=caller(request))
        return Response(status=204)

    @extend_schema(methods=["GET"], responses=AssessmentSerializer(many=True), filters=False)
    @extend_schema(
        methods=["POST"], request=AssessmentSerializer, responses={201: AssessmentSerializer}
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def assessments(self, request: Request, pk: str) -> Response:
        student = self.get_object()
        if request.method == "GET":
            note_view(caller(request), student)
            return Response(AssessmentSerializer(student.assessments.all(), many=True).data)
        serializer = AssessmentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        assessment = students.add_assessment(
            assessment=serializer.Meta.model(student=student, **serializer.validated_data),
            by=caller(request),
        )
        return Response(AssessmentSerializer(assessment).data, status=201)


class TemplateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Template]):
    queryset = Template.objects.active().prefetch_related("sections")
    serializer_class = TemplateSerializer
    search_fields = ["name", "main_area", "setting"]


class IEPFilter(filters.FilterSet):
    # As a plain id: a filter by row would offer every student there is in the browsable API.
    student = filters.UUIDFilter(field_name="student_id")

    class Meta:
        model = IEP
        fields = ["status", "academic_year"]


class IEPViewSet(mixins.ListModelMixin, GenericViewSet[IEP]):
    """IEPs of the caller's students; reviewers also read what was sent to review."""

    queryset = IEP.objects.none()
    serializer_class = IEPLineSerializer
    filterset_class = IEPFilter
    search_fields = ["student__given_name", "student__family_name"]
    throttle_scope = ""

    def get_throttles(self) -> list[BaseThrottle]:
        if self.action in ("create", "redraft"):
            self.throttle_scope = "drafting"
        return super().get_throttles()

    def get_queryset(self) -> QuerySet[IEP]:
        if getattr(self, "swagger_fake_view", False):
            return IEP.objects.none()
        return readable_ieps(caller(self.request)).select_related("student")

    def own_iep(self) -> IEP:
        """For changes: one must be the student's teacher."""
        iep: IEP = self.get_object()
        if not IEP.objects.visible_to(caller(self.request)).filter(pk=iep.pk).exists():
            raise Http404
        return iep

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def retrieve(self, request: Request, pk: str) -> Response:
        iep = self.get_object()
        note_view(caller(request), iep)
        whole = get_object_or_404(with_sections(), pk=iep.pk)
        return Response(document(whole), headers={"ETag": etag(whole)})

    @extend_schema(
        request=CreateIEPSerializer,
        responses={202: JobSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        return create_iep(request, {})

    @extend_schema(request=RedraftSerializer, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def redraft(self, request: Request, pk: str) -> Response:
        iep = self.own_iep()
        wanted = RedraftSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        job = iep_operations.redraft_sections(
            iep=iep,
            sections=chosen_sections(iep, wanted.validated_data["sections"]),
            instruction=wanted.validated_data["instruction"],
            by=caller(request),
        )
        return accepted(job)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=IEPLineSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        iep = review.submit_for_review(
            iep=self.own_iep(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(iep)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=IEPLineSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back from review, while nobody has decided."""
        iep = review.withdraw_iep(
            iep=self.own_iep(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(iep)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=IEPLineSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        iep = review.approve_iep(
            iep=self.get_object(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(iep)

    @extend_schema(request=ReturnSerializer, parameters=[IF_MATCH], responses=IEPLineSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, pk: str) -> Response:
        body = ReturnSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        iep = review.return_iep(
            iep=self.get_object(),
            expected_revision=revision_from(request),
            comment=body.validated_data["comment"],
            by=caller(request),
        )
        return moved(iep)

    @extend_schema(request=None, parameters=[IF_MATCH], responses=IEPLineSerializer)
    @action(detail=True, methods=["post"])
    def finalise(self, request: Request, pk: str) -> Response:
        iep = review.finalise_iep(
            iep=self.get_object(), expected_revision=revision_from(request), by=caller(request)
        )
        return moved(iep)

    @extend_schema(methods=["GET"], responses=CommentSerializer(many=True), filters=False)
    @extend_schema(methods=["POST"], request=CommentSerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def comments(self, request: Request, pk: str) -> Response:
        iep = self.get_object()
        if request.method == "GET":
            rows = iep.comments.select_related("author")
            return Response(CommentSerializer(rows, many=True).data)
        body = CommentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        comment = review.add_comment(iep=iep, text=body.validated_data["text"], by=caller(request))
        return Response(CommentSerializer(comment).data, status=201)


class SectionView(APIView):
    """One section: read it, or replace parts of its content."""

    def _section(self, request: Request, iep_id: str, key: str) -> Section:
        require_known(key)
        iep = readable_iep(caller(request), UUID(iep_id))
        return get_object_or_404(section_rows(), iep=iep, key=key)

    @extend_schema(operation_id="ieps_section_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, iep_id: str, key: str) -> Response:
        section = self._section(request, iep_id, key)
        return Response(section_body(section), headers={"ETag": etag(section)})

    @extend_schema(
        operation_id="ieps_section_update",
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, iep_id: str, key: str) -> Response:
        section = self._section(request, iep_id, key)
        if not IEP.objects.visible_to(caller(request)).filter(pk=section.iep_id).exists():
            raise Http404
        edit_section(
            section=section,
            expected_revision=revision_from(request),
            content=patched(section, request.data),
            by=caller(request),
        )
        section = get_object_or_404(section_rows(), pk=section.pk)
        return Response(section_body(section), headers={"ETag": etag(section)})


class CreateWithRAG(APIView):
    """Start the draft of a student's next IEP: what the prototype's clients call.

    Query parameters about the user, and fields that are not read, are accepted and ignored: who
    calls is what the login or token says.
    """

    throttle_scope = "drafting"
    permission_classes = [Teachers]

    @extend_schema(
        request=CreateIEPSerializer,
        responses={202: JobSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request) -> Response:
        return create_iep(request, TOLERANT)


def create_iep(request: Request, context: dict[str, Any]) -> Response:
    body = CreateIEPSerializer(data=request.data, context=context)
    body.is_valid(raise_exception=True)
    wanted = body.validated_data
    student = Student.objects.visible_to(caller(request)).filter(pk=wanted["student_id"]).first()
    if student is None:
        raise Http404

    def create() -> Answer:
        created = iep_operations.create_iep(
            student=student,
            academic_year=wanted["academic_year"],
            meeting_date=wanted["meeting_date"],
            choice=Template.objects.choose(wanted["template_id"]),
            by=caller(request),
        )
        return accepted_answer(created.job)

    return created_once(request, create)


def patched(section: Section, changes: Any) -> SectionContent:
    """The section's content with the sent fields in place of the old ones."""
    if not isinstance(changes, dict):
        raise InvalidInput("Send a JSON object with the fields to change.")
    merged = section.content().model_dump(mode="json") | changes
    try:
        return SectionContent.model_validate(merged)
    except SchemaError as error:
        raise schema_problem(error) from error


def chosen_sections(iep: IEP, keys: list[str]) -> list[Section]:
    if not keys:
        return list(iep.sections.without_model_text())
    sections = list(iep.sections.filter(key__in=keys))
    unknown = sorted(set(keys) - {section.key for section in sections})
    if unknown:
        raise InvalidInput(
            f"This IEP has no section {', '.join(unknown)}.",
            errors=[FieldError("sections", f"unknown: {key}") for key in unknown],
        )
    return sections


def section_rows() -> QuerySet[Section]:
    return Section.objects.with_content().select_related("iep")


def with_sections() -> QuerySet[IEP]:
    return IEP.objects.select_related("student").prefetch_related(
        Prefetch("sections", Section.objects.with_content())
    )


def moved(iep: IEP) -> Response:
    return Response(IEPLineSerializer(iep).data, headers={"ETag": etag(iep)})


def student_path(student: Student) -> str:
    return f"/api/v1/ieps/students/{student.pk}/"


urlpatterns = [
    re_path("^ieps/advanced/create-with-rag/?$", CreateWithRAG.as_view(), name="create-with-rag"),
    re_path(
        rf"^ieps/(?P<iep_id>{UUID_PATTERN})/sections/(?P<key>[\w.]+)/?$",
        SectionView.as_view(),
        name="api-section",
    ),
]


def register(router: DefaultRouter) -> None:
    router.register("ieps/students", StudentViewSet, basename="api-student")
    router.register("ieps/templates", TemplateViewSet, basename="api-template")
    router.register("ieps", IEPViewSet, basename="api-iep")
