"""A program's pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from programs.scoping import readable_program
from project.people import PersonRequest


@require_GET
def program(request: PersonRequest, program_id: UUID) -> HttpResponse:
    row = readable_program(request.user, program_id)
    return render(request, "programs/program.html", {"program": row})
