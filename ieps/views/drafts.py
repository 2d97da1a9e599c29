"""New IEPs, and the page of one while it is drafted and read."""

import uuid
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from ieps.collecting import whole_findings
from ieps.document import generation_method
from ieps.forms import CommentForm, NewIEPForm, RedraftForm
from ieps.models import IEP, Template
from ieps.models.templates import NoDefaultTemplate
from ieps.operations import ieps as operations
from ieps.operations import review
from ieps.scoping import (
    own_student,
    readable_iep,
    readable_versions,
)
from ieps.views.lines import section_lines
from ieps.views.students import trail
from project import audit, reviewing
from project.idempotency import Answer, fingerprint, once
from project.jobs.reports import detailed_report
from project.jobs.subjects import latest_jobs
from project.people import PersonRequest

DOUBLE_CLICK_PATIENCE_SECONDS = 5.0


@require_http_methods(["GET", "POST"])
def new_iep(request: PersonRequest, student_id: UUID) -> HttpResponse:
    student = own_student(request.user, student_id)
    form = NewIEPForm(
        request.POST or None, student=student, initial={"request_key": uuid.uuid4().hex}
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def create() -> Answer:
            template: Template | None = cleaned["template"]
            created = operations.create_iep(
                student=student,
                academic_year=cleaned["academic_year"],
                meeting_date=cleaned["meeting_date"],
                choice=Template.objects.choose(template.slug if template else ""),
                by=request.user,
            )
            return Answer(302, location=reverse("iep", args=[created.iep.pk]))

        # A second click on the same button leads to the same IEP.
        try:
            answer = once(
                user=request.user,
                key=cleaned["request_key"],
                request_print=fingerprint("new-iep", str(student.pk)),
                create=create,
                patience=DOUBLE_CLICK_PATIENCE_SECONDS,
            )
        except NoDefaultTemplate as problem:
            form.add_error("template", problem.detail)
        else:
            return redirect(answer.location)
    audit.note_view(request.user, student)
    context = {
        "form": form,
        "student": student,
        "breadcrumbs": [*trail(student), {"title": "New IEP", "url": ""}],
    }
    status = 422 if form.is_bound else 200
    return render(request, "ieps/new_iep.html", context, status=status)


@require_GET
def iep(request: PersonRequest, iep_id: UUID) -> HttpResponse:
    row = readable_iep(request.user, iep_id)
    note = audit.note_open_page if request.htmx else audit.note_view
    note(request.user, row)
    template = "ieps/_iep.html" if request.htmx else "ieps/iep.html"
    response = render(request, template, iep_context(request, row))
    patch_vary_headers(response, ["HX-Request"])
    return response


def iep_context(request: PersonRequest, row: IEP) -> dict[str, object]:
    is_own = IEP.objects.visible_to(request.user).filter(pk=row.pk).exists()
    job = latest_jobs(row).first()
    report = detailed_report(job) if job else None
    lines = section_lines(row, report=report, with_links=is_own)
    return {
        "iep": row,
        "student": row.student,
        "lines": lines,
        "whole_findings": whole_findings(row, [line.section for line in lines]),
        "can_edit": is_own and row.is_editable,
        "is_own": is_own,
        "can_review": review.may_decide(request.user) and row.status in reviewing.RETURNABLE,
        # The job is shown to its owner, as the job page is.
        "report": report if job and job.owner_id == request.user.pk else None,
        "generation_method": generation_method([line.section for line in lines]),
        "template_based": [line for line in lines if line.is_template_based],
        "comments": row.comments.select_related("author", "section"),
        "comment_form": CommentForm(initial={"request_key": uuid.uuid4().hex}),
        "redraft_form": RedraftForm(),
        "versions": readable_versions(request.user, row),
        "breadcrumbs": [*(trail(row.student) if is_own else []), {"title": row.label, "url": ""}],
    }
