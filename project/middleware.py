"""Request ids, the content security policy, and problems as pages."""

import logging
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from project import context
from project.problems import BUSY_RETRY_AFTER, MEDIA_TYPE, Problem, problem_body
from project.uploads import limit_text

logger = logging.getLogger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)
# The API's pages, DRF's and Swagger's, carry inline styles of their own.
STYLED_POLICY = f"{CONTENT_SECURITY_POLICY}; style-src 'self' 'unsafe-inline'"
STYLED_PREFIX = "/api/"

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_context(get_response: GetResponse) -> GetResponse:
    """Give the request an id (the caller's own when it is a plain one) and send it back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = context.request_id.set(request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            context.request_id.reset(token)
        response["X-Request-ID"] = request_id
        if not settings.DEBUG:
            styled = request.path.startswith(STYLED_PREFIX)
            response.setdefault(
                "Content-Security-Policy", STYLED_POLICY if styled else CONTENT_SECURITY_POLICY
            )
        if not response.has_header("Cache-Control"):
            # A record must not come back from the browser's cache after signing out. Static files
            # bring a header of their own.
            add_never_cache_headers(response)
        return response

    return middleware


def refuse_large_bodies(get_response: GetResponse) -> GetResponse:
    """The API reads bodies whole, so one that is too large is refused before it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        too_large = length.isdecimal() and int(length) > settings.MAX_UPLOAD_BYTES
        if too_large and request.path.startswith("/api/"):
            body = problem_body(
                type_="body-too-large",
                title="The request is too large",
                status_=413,
                detail=f"Send at most {limit_text()} at once.",
            )
            return JsonResponse(body, status=413, content_type=MEDIA_TYPE)
        return get_response(request)

    return middleware


def _came_from(request: HttpRequest) -> str:
    """The page of ours on which the person was; empty when that is this very page."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    is_elsewhere = request.method == "POST" or urlsplit(address).path != request.path
    return address if ours and is_elsewhere else ""


class ProblemPages:
    """A Problem raised by a page view becomes a page that says what happened and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            logger.error("the database did not answer", exc_info=error)
            # Without context processors: they would ask the database.
            page = get_template("500.html").render()
            return HttpResponse(page, status=503, headers={"Retry-After": BUSY_RETRY_AFTER})
        if not isinstance(error, Problem):
            return None
        context = {"problem": error, "back_url": _came_from(request)}
        response = render(request, "problem.html", context, status=error.status)
        for name, value in error.headers.items():
            response[name] = value
        return response
