"""Students and their assessments."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from ieps.models import Assessment, Student
from ieps.operations import students
from ieps.serializers import AssessmentSerializer, StudentLineSerializer, StudentSerializer
from project import audit
from project.api_views import IDEMPOTENCY_KEY, IF_MATCH, as_json, created_once
from project.idempotency import Answer
from project.models import Role
from project.people import caller
from project.permissions import has_role
from project.revisions import etag, revision_from


class StudentFilter(filters.FilterSet):
    class Meta:
        model = Student
        fields = ["grade", "class_name"]


class StudentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Student]):
    """The students assigned to the caller. The list tells who they are; the record of one is read,
    and the reading noted, under its own address.
    """

    queryset = Student.objects.none()
    serializer_class = StudentSerializer
    filterset_class = StudentFilter
    search_fields = ["given_name", "family_name", "student_number"]
    permission_classes = [has_role(Role.TEACHERS)]

    def get_queryset(self) -> QuerySet[Student]:
        if getattr(self, "swagger_fake_view", False):
            return Student.objects.none()
        return Student.objects.visible_to(caller(self.request))

    def get_serializer_class(self) -> type[BaseSerializer[Student]]:
        return StudentLineSerializer if self.action == "list" else StudentSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        student = self.get_object()
        audit.note_view(caller(request), student)
        return Response(self.get_serializer(student).data, headers={"ETag": etag(student)})

    @extend_schema(parameters=[IDEMPOTENCY_KEY], responses={201: StudentSerializer})
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)

        def create() -> Answer:
            student = students.create_student(
                student=Student(**serializer.validated_data), by=caller(request)
            )
            return Answer(201, as_json(StudentSerializer(student).data), student_path(student))

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
        methods=["POST"],
        request=AssessmentSerializer,
        responses={201: AssessmentSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def assessments(self, request: Request, pk: str) -> Response:
        student = self.get_object()
        if request.method == "GET":
            audit.note_view(caller(request), student)
            return Response(AssessmentSerializer(student.assessments.all(), many=True).data)
        serializer = AssessmentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)

        def create() -> Answer:
            assessment = students.add_assessment(
                assessment=Assessment(student=student, **serializer.validated_data),
                by=caller(request),
            )
            return Answer(
                201,
                as_json(AssessmentSerializer(assessment).data),
                f"{student_path(student)}assessments/",
            )

        return created_once(request, create)


def student_path(student: Student) -> str:
    return f"/api/v1/ieps/students/{student.pk}/"
