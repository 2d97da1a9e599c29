"""The job pages: live through htmx, a plain page without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from project.jobs import operations
from project.jobs.reports import detailed_report, report, with_totals
from project.jobs.scoping import followed_job
from project.models import Job, JobStatus
from project.people import PersonRequest
from project.problems import Problem


@require_GET
def job(request: PersonRequest, job_id: UUID) -> HttpResponse:
    template = "project/_job.html" if request.htmx else "project/job.html"
    response = render(
        request, template, {"report": detailed_report(followed_job(request.user, job_id))}
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
def jobs(request: PersonRequest) -> HttpResponse:
    rows = Job.objects.owned_by(request.user).order_by("-created_at", "id")
    status = request.GET.get("status", "")
    if status in JobStatus.values:
        rows = rows.filter(status=status)
    page = Paginator(with_totals(rows), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "reports": [report(row) for row in page],
        "status": status,
        "statuses": JobStatus.choices,
    }
    return render(request, "project/jobs.html", context)


@require_POST
def cancel(request: PersonRequest, job_id: UUID) -> HttpResponse:
    try:
        operations.cancel_job(job=followed_job(request.user, job_id), by=request.user)
        messages.info(request, "Stopping. What is finished stays.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("job", job_id)


@require_POST
def retry(request: PersonRequest, job_id: UUID) -> HttpResponse:
    try:
        operations.retry_job(job=followed_job(request.user, job_id), by=request.user)
        messages.info(request, "The missing steps are being done now.")
    except Problem as problem:
        messages.warning(request, problem.detail)
    return redirect("job", job_id)
