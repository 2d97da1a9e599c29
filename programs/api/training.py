"""What clients did: completed sessions, and how their estimated one-rep max moves."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, re_path
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from programs.api.programs import IdFilter
from programs.collecting import catalogue_by_slug, done_sets
from programs.models import Program, TrainingSession, Workout
from programs.operations import sessions
from programs.operations.sessions import DoneSet
from programs.progress import trends
from programs.scoping import followed_people, own_program
from programs.serializers import (
    ExerciseProgressSerializer,
    LogSessionSerializer,
    SessionBodySerializer,
    SessionSerializer,
)
from programs.serializers.fields import MAX_ID
from project.api_views import IDEMPOTENCY_KEY, IF_MATCH, as_json, created_once
from project.idempotency import Answer
from project.models import User
from project.pagination import NewestFirst
from project.people import caller
from project.problems import FieldError, InvalidInput
from project.revisions import etag, revision_from


class LatestDone(NewestFirst):
    """By the day they were done on, which may be long before they were written down."""

    ordering = ("-performed_on", "-id")


class SessionFilter(filters.FilterSet):
    client = IdFilter(field_name="client_id")
    exercise = filters.CharFilter(field_name="sets__exercise", distinct=True)

    class Meta:
        model = TrainingSession
        fields: list[str] = []


class SessionViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[TrainingSession]
):
    """Completed sessions of the caller and of the clients they coach."""

    queryset = TrainingSession.objects.none()
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    pagination_class = LatestDone
    search_fields = ["title"]
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[TrainingSession]:
        if getattr(self, "swagger_fake_view", False):
            return TrainingSession.objects.none()
        rows = TrainingSession.objects.visible_to(caller(self.request))
        return rows.select_related("client").prefetch_related("sets")

    @extend_schema(
        request=LogSessionSerializer,
        responses={201: SessionSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        """Write down a session that was done, from a workout of a program or free."""
        body = LogSessionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        client, workout = who_did_what(caller(request), wanted)

        def create() -> Answer:
            session = sessions.log_session(
                client=client,
                workout=workout,
                performed_on=wanted["performed_on"],
                title=wanted["title"],
                notes=wanted["notes"],
                sets=[DoneSet(**one) for one in wanted["sets"]],
                by=caller(request),
            )
            path = f"/api/v1/programs/sessions/{session.pk}/"
            return Answer(201, as_json(SessionSerializer(session).data), path)

        return created_once(request, create)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return session_response(self.get_object())

    @extend_schema(
        request=SessionBodySerializer, responses=SessionSerializer, parameters=[IF_MATCH]
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Put the sent parts in the place of what was noted; sets all together."""
        session = self.get_object()
        body = SessionBodySerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        kept = [
            DoneSet(one.exercise, reps=one.reps, seconds=one.seconds, kg=one.kg, rpe=one.rpe)
            for one in session.sets.all()
        ]
        saved = sessions.edit_session(
            session=session,
            expected_revision=revision_from(request),
            performed_on=sent.get("performed_on", session.performed_on),
            title=sent.get("title", session.title),
            notes=sent.get("notes", session.notes),
            sets=[DoneSet(**one) for one in sent["sets"]] if "sets" in sent else kept,
            by=caller(request),
        )
        return session_response(self.get_queryset().get(pk=saved.pk))

    def destroy(self, request: Request, pk: str) -> Response:
        sessions.delete_session(session=self.get_object(), by=caller(request))
        return Response(status=204)


def session_response(session: TrainingSession) -> Response:
    return Response(SessionSerializer(session).data, headers={"ETag": etag(session)})


class ProgressQuery(serializers.Serializer[Any]):
    client = serializers.IntegerField(required=False, min_value=1, max_value=MAX_ID)
    exercise = serializers.CharField(required=False, max_length=80)


class ProgressView(APIView):
    @extend_schema(
        operation_id="programs_progress_list",
        parameters=[
            OpenApiParameter("client", int, description="Left out: the caller."),
            OpenApiParameter("exercise", str, description="A slug; left out: all."),
        ],
        responses=ExerciseProgressSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Estimated one-rep max in kg, the best of each day, by exercise."""
        query = ProgressQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        user = caller(request)
        client = get_object_or_404(
            followed_people(user), pk=query.validated_data.get("client", user.pk)
        )
        found = trends(done_sets(client, query.validated_data.get("exercise", "")))
        names = catalogue_by_slug()
        rows = [
            {
                "exercise": slug,
                "name": names[slug].name if slug in names else slug,
                "points": points,
            }
            for slug, points in found.items()
        ]
        return Response(ExerciseProgressSerializer(rows, many=True).data)


def who_did_what(user: User, wanted: dict[str, Any]) -> tuple[User, Workout | None]:
    """The client and the workout of a session that is to be written down; 404 for those the
    person may not see.
    """
    program = own_program(user, wanted["program"]) if wanted["program"] else None
    client_id = wanted["client_id"] or (program.client_id if program else user.pk)
    client = get_object_or_404(followed_people(user), pk=client_id)
    if program is None:
        return client, None
    if program.client_id != client.pk:
        text = "This is another client's program."
        raise InvalidInput(text, errors=[FieldError("program", text)])
    return client, workout_of(program, wanted["week"], wanted["day"])


def workout_of(program: Program, week: int, day: int) -> Workout:
    workout = Workout.objects.filter(week__program=program, week__number=week, day=day).first()
    if workout is None:
        text = f"The program has no workout on day {day} of week {week}."
        raise InvalidInput(text, errors=[FieldError("day", text)])
    return workout


urlpatterns: list[URLPattern] = [
    re_path("^programs/progress/?$", ProgressView.as_view(), name="api-program-progress"),
]
