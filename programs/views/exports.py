"""A program as a file to take along: a table, a calendar, or paper."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from programs.downloads import download, read_clock, read_start
from programs.operations import exports
from programs.scoping import readable_program
from project.people import PersonRequest


@require_GET
def csv_file(request: PersonRequest, program_id: UUID) -> HttpResponse:
    program = readable_program(request.user, program_id)
    return download(exports.export_csv(program=program, by=request.user))


@require_GET
def ics_file(request: PersonRequest, program_id: UUID) -> HttpResponse:
    program = readable_program(request.user, program_id)
    starts_on = read_start(request.GET.get("starts", ""))
    starts_at = read_clock(request.GET.get("at", ""))
    return download(
        exports.export_ics(
            program=program, starts_on=starts_on, starts_at=starts_at, by=request.user
        )
    )


@require_GET
def pdf_file(request: PersonRequest, program_id: UUID) -> HttpResponse:
    program = readable_program(request.user, program_id)
    return download(exports.export_pdf(program=program, by=request.user))
