"""What API views of all apps share."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from project.idempotency import Answer, fingerprint, once
from project.people import caller


def created_once(request: Request, create: Callable[[], Answer]) -> Response:
    """Answer a creating call, honouring its Idempotency-Key header."""
    answer = once(
        user=caller(request),
        key=request.headers.get("Idempotency-Key", "").strip(),
        request_print=fingerprint(request.method or "", request.path, repr(request.data)),
        create=create,
    )
    return as_response(answer)


def as_response(answer: Answer) -> Response:
    headers = {"Location": answer.location} if answer.location else {}
    return Response(answer.body, status=answer.status, headers=headers)
