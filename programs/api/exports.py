"""A program as a file, written by the same writers as the pages' downloads."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, re_path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from programs.downloads import download, read_clock, read_start
from programs.operations import exports
from programs.scoping import readable_program
from project.api_views import UUID_PATTERN
from project.people import caller


class AsItIs(BaseContentNegotiation):
    """The address says which format it is; a program that asks for that very type gets it, and
    errors come as JSON all the same.
    """

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]


class ExportCsv(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="programs_export_csv", responses={(200, "text/csv"): OpenApiTypes.STR}
    )
    def get(self, request: Request, program_id: str) -> HttpResponse:
        """A table with a row for each set."""
        program = readable_program(caller(request), UUID(program_id))
        return download(exports.export_csv(program=program, by=caller(request)))


class ExportIcs(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="programs_export_ics",
        parameters=[
            OpenApiParameter("starts", OpenApiTypes.DATE, description="Left out: next Monday."),
            OpenApiParameter("at", OpenApiTypes.TIME, description="Left out: whole days."),
        ],
        responses={(200, "text/calendar"): OpenApiTypes.STR},
    )
    def get(self, request: Request, program_id: str) -> HttpResponse:
        """A calendar with an event for each workout."""
        program = readable_program(caller(request), UUID(program_id))
        return download(
            exports.export_ics(
                program=program,
                starts_on=read_start(request.query_params.get("starts", "")),
                starts_at=read_clock(request.query_params.get("at", "")),
                by=caller(request),
            )
        )


class ExportPdf(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="programs_export_pdf",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, program_id: str) -> HttpResponse:
        """The plan for paper."""
        program = readable_program(caller(request), UUID(program_id))
        return download(exports.export_pdf(program=program, by=caller(request)))


PROGRAM = rf"^programs/(?P<program_id>{UUID_PATTERN})"
urlpatterns: list[URLPattern] = [
    re_path(rf"{PROGRAM}/export\.csv$", ExportCsv.as_view(), name="api-program-csv"),
    re_path(rf"{PROGRAM}/export\.ics$", ExportIcs.as_view(), name="api-program-ics"),
    re_path(rf"{PROGRAM}/export\.pdf$", ExportPdf.as_view(), name="api-program-pdf"),
]
