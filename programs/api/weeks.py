"""One week of a program: read it, edit it, swap an exercise, have it drafted again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, re_path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import ValidationError as SchemaError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from programs.api.programs import CLEARANCE_NEEDED, accepted
from programs.collecting import catalogue_by_slug
from programs.document import reading_facts, week_body
from programs.models import ExerciseEntry, PlannedSet, Proposal, Week
from programs.operations.programs import redraft_weeks
from programs.operations.swaps import swap_exercise, swap_in_every_week, swaps
from programs.operations.weeks import edit_set, edit_week, use_proposal
from programs.schemas import SetContent, WeekContent
from programs.scoping import own_week, readable_program
from programs.serializers import (
    InstructionSerializer,
    PlaceSerializer,
    ProgramJobSerializer,
    ProposalSerializer,
    SetPlaceSerializer,
    SwapOptionSerializer,
    SwapSerializer,
)
from programs.serializers.described import EditSetSerializer, EditWeekSerializer, WeekSerializer
from project import audit
from project.api_views import IF_MATCH, UUID_PATTERN, schema_problem
from project.people import caller
from project.problems import FieldError, InvalidInput
from project.revisions import etag, revision_from
from project.serializers import TOLERANT

# What the document says besides the content; a client may send a workout back as it came.
TOLD_IN_WORKOUTS = ("weekday", "minutes")
TOLD_IN_EXERCISES = ("name",)


class WeekView(APIView):
    @extend_schema(operation_id="programs_week_retrieve", responses=WeekSerializer)
    def get(self, request: Request, program_id: str, number: str) -> Response:
        """The week as it stands, with its provenance and findings."""
        program = readable_program(caller(request), UUID(program_id))
        week = get_object_or_404(week_rows(), program=program, number=int(number))
        audit.note_view(caller(request), program)
        return week_response(week)

    @extend_schema(
        operation_id="programs_week_update",
        request=EditWeekSerializer,
        responses=WeekSerializer,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, program_id: str, number: str) -> Response:
        """Put the sent parts in the place of what stands: focus, notes, workouts."""
        week = own_week(caller(request), UUID(program_id), int(number))
        edit_week(
            week=week,
            expected_revision=revision_from(request),
            content=patched(week, request.data),
            by=caller(request),
        )
        return saved(week)


class WeekRedraft(APIView):
    throttle_scope = "drafting"

    @extend_schema(
        operation_id="programs_week_redraft",
        request=InstructionSerializer,
        responses={202: ProgramJobSerializer, 422: CLEARANCE_NEEDED},
    )
    def post(self, request: Request, program_id: str, number: str) -> Response:
        """Have this week proposed anew, the others untouched."""
        week = own_week(caller(request), UUID(program_id), int(number))
        body = InstructionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return accepted(
            redraft_weeks(
                program=week.program,
                numbers=[week.number],
                instruction=body.validated_data["instruction"],
                by=caller(request),
            )
        )


class WeekSet(APIView):
    @extend_schema(
        operation_id="programs_week_set_update",
        request=EditSetSerializer,
        responses=WeekSerializer,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, program_id: str, number: str) -> Response:
        """Change one set: its place (day, index of the exercise and set, both from 0) and the parts
        to change (reps, seconds, percent, kg, rpe, rest, notes).
        """
        week = own_week(caller(request), UUID(program_id), int(number))
        # The parts to change stand beside the place; what is neither is found with them.
        place = SetPlaceSerializer(data=request.data, context=TOLERANT)
        place.is_valid(raise_exception=True)
        planned = planned_set(entry_at(week, place.validated_data), place.validated_data["set"])
        edit_set(
            planned=planned,
            expected_revision=revision_from(request),
            content=patched_set(planned, request.data, place.fields),
            by=caller(request),
        )
        return saved(week)


class WeekSwap(APIView):
    @extend_schema(
        operation_id="programs_week_swap",
        request=SwapSerializer,
        responses=WeekSerializer,
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, program_id: str, number: str) -> Response:
        """Put an equivalent exercise in the place of one, with the same sets: in this week, or on
        that day of every week and in the outline.
        """
        week = own_week(caller(request), UUID(program_id), int(number))
        body = SwapSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        swap_it = swap_in_every_week if body.validated_data["every_week"] else swap_exercise
        swap_it(
            entry=entry_at(week, body.validated_data),
            exercise=body.validated_data["exercise"],
            expected_revision=revision_from(request),
            by=caller(request),
        )
        return saved(week)


class WeekSwaps(APIView):
    @extend_schema(
        operation_id="programs_week_swaps_list",
        parameters=[
            OpenApiParameter("day", int, required=True),
            OpenApiParameter("index", int, required=True, description="From 0."),
        ],
        responses=SwapOptionSerializer(many=True),
    )
    def get(self, request: Request, program_id: str, number: str) -> Response:
        """What may take an exercise's place: same pattern and equipment, nearest first."""
        week = own_week(caller(request), UUID(program_id), int(number))
        place = PlaceSerializer(data=request.query_params)
        place.is_valid(raise_exception=True)
        offered = swaps(entry_at(week, place.validated_data))
        return Response(SwapOptionSerializer(offered, many=True).data)


class WeekProposals(GenericAPIView[Proposal]):
    """What was proposed for the week, newest first."""

    queryset = Proposal.objects.none()
    serializer_class = ProposalSerializer
    filter_backends = []

    @extend_schema(operation_id="programs_week_proposals_list")
    def get(self, request: Request, program_id: str, number: str) -> Response:
        week = own_week(caller(request), UUID(program_id), int(number))
        page = self.paginate_queryset(week.proposals.select_related("week")) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class UseProposal(APIView):
    @extend_schema(
        operation_id="programs_week_proposal_use",
        request=None,
        responses=WeekSerializer,
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, program_id: str, number: str, proposal_id: str) -> Response:
        """Put a proposal in the place of what stands."""
        week = own_week(caller(request), UUID(program_id), int(number))
        proposal = get_object_or_404(week.proposals, pk=int(proposal_id))
        use_proposal(
            week=week,
            proposal=proposal,
            expected_revision=revision_from(request),
            by=caller(request),
        )
        return saved(week)


def week_rows() -> QuerySet[Week]:
    return Week.objects.with_content().select_related("program")


def saved(week: Week) -> Response:
    """The week as it stands now, after an edit."""
    return week_response(get_object_or_404(week_rows(), pk=week.pk))


def week_response(week: Week) -> Response:
    catalogue = catalogue_by_slug()
    body = week_body(week, catalogue, reading_facts(week.program, catalogue))
    return Response(body, headers={"ETag": etag(week)})


def patched(week: Week, changes: Any) -> WeekContent:
    """The week's content with the sent parts in place of the old ones."""
    if not isinstance(changes, dict):
        raise InvalidInput("Send a JSON object with the parts to change.")
    content = week.content().model_dump(mode="json") | changes
    try:
        found = WeekContent.model_validate(content | {"workouts": untold(content["workouts"])})
    except SchemaError as error:
        raise schema_problem(error) from error
    # What stood before does not stop a change of the week's words.
    if "workouts" in changes:
        refuse_unclear_sets(found)
    return found


def refuse_unclear_sets(content: WeekContent) -> None:
    """As for a single set: raises InvalidInput with the place of each that says neither or both."""
    text = "Give either repetitions or seconds."
    errors = [
        FieldError(f"workouts.{day}.exercises.{index}.sets.{number}.reps", text)
        for day, workout in enumerate(content.workouts)
        for index, entry in enumerate(workout.exercises)
        for number, one in enumerate(entry.sets)
        if (one.reps is None) == (one.seconds is None)
    ]
    if errors:
        raise InvalidInput(text, errors=errors)


def untold(workouts: Any) -> Any:
    """Workouts without what the document tells in addition."""
    return (
        [
            without(workout, TOLD_IN_WORKOUTS)
            | {
                "exercises": [
                    without(entry, TOLD_IN_EXERCISES) if isinstance(entry, dict) else entry
                    for entry in workout["exercises"]
                ]
            }
            if isinstance(workout, dict) and isinstance(workout.get("exercises"), list)
            else workout
            for workout in workouts
        ]
        if isinstance(workouts, list)
        else workouts
    )


def without(body: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


def patched_set(planned: PlannedSet, changes: Any, place: Any) -> SetContent:
    merged = planned.content().model_dump(mode="json") | without(dict(changes), list(place))
    try:
        return SetContent.model_validate(merged)
    except SchemaError as error:
        raise schema_problem(error) from error


def entry_at(week: Week, place: dict[str, Any]) -> ExerciseEntry:
    """The exercise at a place of the week. Raises InvalidInput, with the field, for none."""
    workout = next((one for one in week.workouts.all() if one.day == place["day"]), None)
    if workout is None:
        raise not_there("day", f"The week has no day {place['day']}.")
    entries = list(workout.exercises.all())
    if place["index"] >= len(entries):
        raise not_there("index", f"Day {workout.day} has {len(entries)} exercises, from 0.")
    return entries[place["index"]]


def planned_set(entry: ExerciseEntry, index: int) -> PlannedSet:
    sets = list(entry.sets.all())
    if index >= len(sets):
        raise not_there("set", f"{entry.exercise} has {len(sets)} sets here, from 0.")
    return sets[index]


def not_there(field: str, text: str) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, text)])


WEEK = rf"^programs/(?P<program_id>{UUID_PATTERN})/weeks/(?P<number>[0-9]{{1,2}})"
urlpatterns: list[URLPattern] = [
    re_path(f"{WEEK}/?$", WeekView.as_view(), name="api-program-week"),
    re_path(f"{WEEK}/redraft/?$", WeekRedraft.as_view(), name="api-program-week-redraft"),
    re_path(f"{WEEK}/sets/?$", WeekSet.as_view(), name="api-program-week-sets"),
    re_path(f"{WEEK}/swap/?$", WeekSwap.as_view(), name="api-program-week-swap"),
    re_path(f"{WEEK}/swaps/?$", WeekSwaps.as_view(), name="api-program-week-swaps"),
    re_path(f"{WEEK}/proposals/?$", WeekProposals.as_view(), name="api-program-week-proposals"),
    re_path(
        rf"{WEEK}/proposals/(?P<proposal_id>[0-9]{{1,18}})/use/?$",
        UseProposal.as_view(),
        name="api-program-week-use-proposal",
    ),
]
