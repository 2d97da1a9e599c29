"""Errors as problem details (RFC 9457): one exception family for pages and API."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
# A relative reference: RFC 9457 allows it, and it stays stable when the host changes.
TYPE_PREFIX = "/problems/"


@dataclass(frozen=True)
class FieldError:
    """field: dotted name in what was sent, empty for the whole; detail: one plain sentence."""

    field: str
    detail: str


class Problem(Exception):
    """Something a person or a program asked for cannot be done, and why.

    Raised by operations; shown as a page by project.middleware.ProblemPages and as problem
    details by the API. detail is one or two sentences that say what happened and what to do.
    """

    status: int = 409
    type: str = "conflict"
    title: str = "This cannot be done now"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = extra

    @property
    def further(self) -> list[str]:
        """What the errors say beyond the detail; it often is their sum."""
        return [error.detail for error in self.errors if error.detail not in self.detail]

    def as_dict(self) -> dict[str, Any]:
        return problem_body(
            type_=self.type,
            title=self.title,
            status_=self.status,
            detail=self.detail,
            errors=self.errors,
            **self.extra,
        )


class InvalidInput(Problem):
    status = 400
    type = "invalid-input"
    title = "Something in what you sent needs a correction"


class NotAllowed(Problem):
    status = 403
    type = "not-allowed"
    title = "You may not do this"


def problem_body(
    *,
    type_: str,
    title: str,
    status_: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    **extra: Any,
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + type_,
        "title": title,
        "status": status_,
        "detail": detail,
    }
    if errors:
        body["errors"] = [{"field": error.field, "detail": error.detail} for error in errors]
    return body | extra


TITLES: Mapping[int, tuple[str, str]] = {
    400: ("invalid-input", "Something in what you sent needs a correction"),
    401: ("not-authenticated", "Sign in, or send a token"),
    403: ("not-allowed", "You may not do this"),
    404: ("not-found", "There is no such thing, or you may not see it"),
    405: ("method-not-allowed", "This address does not take that method"),
    406: ("not-acceptable", "This format is not offered"),
    415: ("unsupported-media-type", "This content type is not understood"),
    429: ("too-many-requests", "Too many requests"),
}


def flatten(detail: Any, field: str = "") -> list[FieldError]:
    """DRF's nested validation detail as a flat list; lists are addressed by their index."""
    if isinstance(detail, Mapping):
        return [
            error
            for name, part in detail.items()
            for error in flatten(
                part,
                ""
                if name == "non_field_errors" and not field
                else field
                if name == "non_field_errors"
                else f"{field}.{name}"
                if field
                else str(name),
            )
        ]
    if isinstance(detail, list | tuple):
        return [
            error
            for index, part in enumerate(detail)
            for error in flatten(
                part, f"{field}.{index}" if isinstance(part, Mapping) and field else field
            )
            if not (isinstance(part, Mapping) and not part)
        ]
    return [FieldError(field, str(detail))]


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error of the API in one shape. What is not ours to explain stays a 500."""
    set_rollback()
    if isinstance(error, Problem):
        return answer(error.as_dict(), error.headers)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("the database did not answer", exc_info=error)
        return answer(busy_body(), {"Retry-After": BUSY_RETRY_AFTER})
    if not isinstance(error, exceptions.APIException):
        if settings.DEBUG:
            return None
        logger.exception("unhandled error in the API")
        return answer(
            problem_body(
                type_="internal-error",
                title="Something broke on our side",
                status_=500,
                detail="The error was logged with this request's id. Please try again.",
            )
        )
    return answer(from_api_exception(error), headers_of(error))


BUSY_RETRY_AFTER = "5"


def busy_body() -> dict[str, Any]:
    return problem_body(
        type_="database-busy",
        title="The database is busy or away",
        status_=503,
        detail="Nothing was changed. Send the same request again in a few seconds.",
    )


def from_api_exception(error: exceptions.APIException) -> dict[str, Any]:
    slug, title = TITLES.get(error.status_code, ("error", "The request failed"))
    if isinstance(error, exceptions.ValidationError):
        errors = flatten(error.detail)
        detail = "; ".join(
            f"{item.field}: {item.detail}" if item.field else item.detail for item in errors[:3]
        )
        return problem_body(type_=slug, title=title, status_=400, detail=detail, errors=errors)
    return problem_body(
        type_=slug, title=title, status_=error.status_code, detail=str(error.detail)
    )


def headers_of(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    return headers


def answer(body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        body,
        status=body.get("status", status.HTTP_500_INTERNAL_SERVER_ERROR),
        headers=dict(headers or {}),
        content_type=MEDIA_TYPE,
    )
