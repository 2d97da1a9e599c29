"""Two versions of an IEP side by side."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ieps.comparing import compare
from ieps.models import IEP
from ieps.scoping import readable_iep, readable_versions
from ieps.views.students import trail
from project import audit
from project.people import PersonRequest


@require_GET
def versions(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    """This version beside another one of the same student, section by section."""
    row = readable_iep(request.user, iep_id)
    audit.note_view(request.user, row)
    is_own = IEP.objects.visible_to(request.user).filter(pk=row.pk).exists()
    others = readable_versions(request.user, row).exclude(pk=row.pk)
    wanted = request.GET.get("with", "")
    chosen = next((item for item in others if str(item.pk) == wanted), None)
    chosen = chosen or next((item for item in others if item.pk == row.parent_id), None)
    chosen = chosen or others.first()
    if chosen is not None:
        audit.note_view(request.user, chosen)
    context = {
        "iep": row,
        "other": chosen,
        "others": others,
        "differences": compare(chosen, row) if chosen else [],
        "breadcrumbs": [
            *(trail(row.student) if is_own else []),
            {"title": row.label, "url": reverse("iep", args=[row.pk])},
            {"title": "Versions", "url": ""},
        ],
    }
    return render(request, "ieps/versions.html", context)
