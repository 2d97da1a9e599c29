"""Two versions of a program side by side."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs.collecting import catalogue_by_slug, written_weeks
from programs.comparing import compare
from programs.models import Program
from programs.scoping import readable_program, readable_programs
from programs.views.plan import trail
from project import audit
from project.people import PersonRequest


@require_safe
def comparison(request: PersonRequest, program_id: UUID) -> HttpResponse:
    """What changed in this version against another one of the same program."""
    row = readable_program(request.user, program_id)
    others = list(
        readable_programs(request.user)
        .filter(series=row.series)
        .exclude(pk=row.pk)
        .order_by("-version")
    )
    other = _chosen(request, row, others)
    audit.note_view(request.user, row)
    differences = []
    if other is not None:
        audit.note_view(request.user, other)
        differences = compare(written_weeks(other), written_weeks(row), catalogue_by_slug())
    context = {
        "program": row,
        "other": other,
        "others": others,
        "changed": [one for one in differences if one.kind != "same"],
        "same": [one.number for one in differences if one.kind == "same"],
        "breadcrumbs": [
            *trail(row)[:-1],
            {"title": row.title, "url": reverse("program", args=[row.pk])},
            {"title": "Compare versions", "url": ""},
        ],
    }
    return render(request, "programs/compare.html", context)


def _chosen(request: PersonRequest, row: Program, others: list[Program]) -> Program | None:
    """The version that was asked for, or the one this was made from, or the newest other one."""
    wanted = request.GET.get("with", "")
    asked = [one for one in others if str(one.pk) == wanted]
    parents = [one for one in others if one.pk == row.parent_id]
    return next(iter([*asked, *parents, *others]), None)
