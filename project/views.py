"""The home page, and the errors that are not an app's."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.http import require_GET

from project.jobs.reports import report, with_totals
from project.models import Job, Role
from project.navigation import Start, all_entries, entries_for
from project.people import PersonRequest
from project.problems import MEDIA_TYPE, TITLES, problem_body

HOME_LIMIT = 8


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    user = request.user
    entries = entries_for(user)
    live = with_totals(Job.objects.owned_by(user).live()).order_by("-created_at", "id")
    drafts = [line for entry in entries for line in entry.drafts(user, HOME_LIMIT)]
    # An app knows who decides in it: reviewers everywhere, coaches about their clients' programs.
    awaiting = [line for entry in all_entries() for line in entry.awaiting_review(user, HOME_LIMIT)]
    context = {
        "in_use": [line for entry in all_entries() for line in entry.in_use(user, HOME_LIMIT)],
        "running_jobs": [report(job) for job in live[:HOME_LIMIT]],
        "drafts": sorted(drafts, key=lambda line: line.updated_at, reverse=True)[:HOME_LIMIT],
        "awaiting_review": awaiting if awaiting or user.has_role(Role.REVIEWERS) else None,
        "starts": [
            Start(entry.title, entry.start_text, reverse(entry.url_name), entry.start_button)
            for entry in entries
        ],
    }
    return render(request, "project/home.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 as problem details under the API, as a page elsewhere."""
    return _api_or_page(request, 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _api_or_page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _api_or_page(request, 500)
    # Without context processors: what broke may be the database that they read.
    return HttpResponse(get_template("500.html").render(), status=500)


def _api_or_page(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        slug, title = TITLES.get(status, ("internal-error", "Something broke on our side"))
        body = problem_body(
            type_=slug,
            title=title,
            status_=status,
            detail="Check the address." if status == 404 else "Please try again later.",
        )
        return JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    return render(request, f"{status}.html", status=status)
