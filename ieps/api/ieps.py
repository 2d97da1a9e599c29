"""IEPs: make, read, have drafted again, comment on, review."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from ieps.document import document
from ieps.models import IEP, Section, Student, Template
from ieps.operations import ieps as iep_operations
from ieps.operations import review
from ieps.scoping import readable_ieps
from ieps.serializers import (
    CommentSerializer,
    CreateIEPSerializer,
    IEPLineSerializer,
    RedraftSerializer,
    ReturnSerializer,
    TemplateSerializer,
)
from project import audit
from project.api_views import IDEMPOTENCY_KEY, IF_MATCH, as_json, created_once
from project.idempotency import Answer
from project.jobs.api import accepted_answer
from project.jobs.serializers import JobSerializer
from project.models import Role
from project.pagination import NewestFirst
from project.people import caller
from project.permissions import has_role
from project.problems import FieldError, InvalidInput
from project.revisions import etag, revision_from
from project.serializers import TOLERANT


class ByName(NewestFirst):
    """Seeded in one go, templates have no newest: a list to choose from is in order of names."""

    ordering = ("name", "id")


class TemplateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Template]):
    """Templates for a new IEP: `description` says when to choose one. Send `slug` or `id` as
    `template_id`; without one, the template that `is_default` is used.
    """

    queryset = Template.objects.active().prefetch_related("sections")
    serializer_class = TemplateSerializer
    pagination_class = ByName
    search_fields = ["name", "description", "main_area", "setting"]


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
        audit.note_view(caller(request), iep)
        whole = get_object_or_404(with_sections(), pk=iep.pk)
        return Response(document(whole), headers={"ETag": etag(whole)})

    @extend_schema(
        request=CreateIEPSerializer,
        responses={202: JobSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        return create_iep(request, {})

    @extend_schema(
        request=RedraftSerializer, responses={202: JobSerializer}, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def redraft(self, request: Request, pk: str) -> Response:
        iep = self.own_iep()
        wanted = RedraftSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)

        def create() -> Answer:
            job = iep_operations.redraft_sections(
                iep=iep,
                sections=chosen_sections(iep, wanted.validated_data["sections"]),
                instruction=wanted.validated_data["instruction"],
                by=caller(request),
            )
            return accepted_answer(job)

        return created_once(request, create)

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
    @extend_schema(
        methods=["POST"],
        request=CommentSerializer,
        responses={201: CommentSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def comments(self, request: Request, pk: str) -> Response:
        iep = self.get_object()
        if request.method == "GET":
            audit.note_view(caller(request), iep)
            rows = iep.comments.select_related("author")
            return Response(CommentSerializer(rows, many=True).data)
        body = CommentSerializer(data=request.data)
        body.is_valid(raise_exception=True)

        def create() -> Answer:
            text = body.validated_data["text"]
            comment = review.add_comment(iep=iep, text=text, by=caller(request))
            return Answer(
                201, as_json(CommentSerializer(comment).data), f"/api/v1/ieps/{iep.pk}/comments/"
            )

        return created_once(request, create)


class CreateWithRAG(APIView):
    """Start the draft of a student's next IEP: what the prototype's clients call.

    Query parameters about the user, and fields that are not read, are accepted and ignored: who
    calls is what the login or token says.
    """

    throttle_scope = "drafting"
    permission_classes = [has_role(Role.TEACHERS)]

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


def with_sections() -> QuerySet[IEP]:
    return IEP.objects.select_related("student").prefetch_related(
        Prefetch("sections", Section.objects.with_content())
    )


def moved(iep: IEP) -> Response:
    return Response(IEPLineSerializer(iep).data, headers={"ETag": etag(iep)})
