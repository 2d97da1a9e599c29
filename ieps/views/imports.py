"""CSV import: choose a file, look at what it holds, say yes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ieps.forms import ImportForm
from ieps.models import PendingImport
from ieps.operations import imports as operations
from ieps.views.students import students_crumb
from project.models import Role
from project.people import PersonRequest
from project.permissions import require_role

SHOWN_ROWS = 20
SHOWN_ERRORS = 50


@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest, kind: str) -> HttpResponse:
    require_role(request.user, Role.TEACHERS)
    if kind not in PendingImport.Kind.values:
        raise Http404
    form = ImportForm()
    preview = pending = None
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, meta=request.META)
        if form.is_valid():
            file = form.cleaned_data["file"]
            data = file.read()
            preview = operations.preview(kind=kind, data=data, by=request.user)
            if preview.importable:
                pending = operations.keep_for_confirmation(
                    kind=kind, file_name=file.name, data=data, by=request.user
                )
    context = {
        "kind": kind,
        "noun": PendingImport.Kind(kind).label.lower(),
        "form": form,
        "preview": preview,
        "pending": pending,
        "shown_rows": preview.table[:SHOWN_ROWS] if preview else [],
        "shown_errors": preview.errors[:SHOWN_ERRORS] if preview else [],
        "breadcrumbs": [students_crumb(), {"title": f"Import {kind}", "url": ""}],
    }
    failed = request.method == "POST" and pending is None
    return render(request, "ieps/import.html", context, status=422 if failed else 200)


@require_POST
def confirm(request: PersonRequest, import_id: UUID) -> HttpResponse:
    pending = PendingImport.objects.filter(owner=request.user, pk=import_id).first()
    try:
        if pending is None:
            raise operations.AlreadyConfirmed(operations.GONE)
        done = operations.confirm_import(pending=pending, by=request.user)
    except operations.AlreadyConfirmed as problem:
        messages.info(request, problem.detail)
        return redirect("students")
    messages.success(
        request,
        f"{done.created} {pending.kind} added, {done.updated} brought up to date, "
        f"{done.unchanged} were there already.",
    )
    return redirect("students")


@require_POST
def discard(request: PersonRequest, import_id: UUID) -> HttpResponse:
    pending = get_object_or_404(PendingImport, owner=request.user, pk=import_id)
    kind = pending.kind
    pending.delete()
    return redirect(reverse("import", args=[kind]))
