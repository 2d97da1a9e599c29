"""What plans are made of and what is asked first: the exercise catalogue, the health screen."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, re_path
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from programs.exercise_catalogue import Equipment
from programs.models import CatalogueExercise
from programs.screening import QUESTIONS
from programs.serializers import ExerciseSerializer, QuestionSerializer
from project.pagination import NewestFirst


class Preferred(NewestFirst):
    """In the order of preference: what a coach would reach for first stands first."""

    ordering = ("index", "slug")

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except ValueError as error:
            # Well-formed, but its position is no number.
            raise NotFound(self.invalid_cursor_message) from error


class ExerciseFilter(filters.FilterSet):
    equipment = filters.MultipleChoiceFilter(
        choices=[(item.value, item.value.replace("_", " ")) for item in Equipment],
        method="uses",
        help_text="Exercises that are done with it; of several, with any of them.",
    )

    class Meta:
        model = CatalogueExercise
        fields = ["pattern", "level"]

    def uses(
        self, queryset: QuerySet[CatalogueExercise], name: str, wanted: list[str]
    ) -> QuerySet[CatalogueExercise]:
        # Equipment is a list in JSON, which not every database can look into.
        rows = CatalogueExercise.objects.active().values_list("pk", "equipment")
        keys = [key for key, equipment in rows if {*wanted} & {*equipment}]
        return queryset.filter(pk__in=keys) if wanted else queryset


class ExerciseViewSet(mixins.ListModelMixin, GenericViewSet[CatalogueExercise]):
    """The exercises that new plans are made of."""

    queryset = CatalogueExercise.objects.active()
    serializer_class = ExerciseSerializer
    filterset_class = ExerciseFilter
    pagination_class = Preferred
    search_fields = ["slug", "name", "cues"]


class QuestionsView(APIView):
    @extend_schema(operation_id="programs_questions_list", responses=QuestionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The health screen: each is answered with yes or no."""
        return Response(QuestionSerializer(QUESTIONS, many=True).data)


urlpatterns: list[URLPattern] = [
    re_path("^programs/questions/?$", QuestionsView.as_view(), name="api-program-questions"),
]
