"""The list of programs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from project.people import PersonRequest


@require_GET
def programs(request: PersonRequest) -> HttpResponse:
    return render(request, "programs/programs.html", {})
