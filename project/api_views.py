"""What API views of all apps share."""

import json
from collections.abc import Callable
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from pydantic import ValidationError as SchemaError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from project.idempotency import Answer, fingerprint, once
from project.people import caller
from project.problems import MEDIA_TYPE, FieldError, InvalidInput
from project.serializers import UNKNOWN_FIELD

IF_MATCH: Final = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)
IDEMPOTENCY_KEY: Final = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
UUID_PATTERN: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def created_once(request: Request, create: Callable[[], Answer]) -> Response:
    """Answer a creating call, honouring its Idempotency-Key header."""
    answer = once(
        user=caller(request),
        key=request.headers.get("Idempotency-Key", "").strip(),
        request_print=fingerprint(request.method or "", request.path, repr(request.data)),
        create=create,
    )
    return as_response(answer)


def as_json(body: object) -> object:
    """As it goes over the wire, to be kept for a request that is sent again."""
    return json.loads(JSONRenderer().render(body))


def as_response(answer: Answer) -> Response:
    headers = {"Location": answer.location} if answer.location else {}
    return Response(
        answer.body,
        status=answer.status,
        headers=headers,
        content_type=MEDIA_TYPE if answer.status >= 400 else None,
    )


def schema_problem(error: SchemaError) -> InvalidInput:
    """What a Pydantic schema has against a body, with the dotted name of each field."""
    errors = [
        FieldError(
            ".".join(str(part) for part in item["loc"]),
            UNKNOWN_FIELD
            if item["type"] == "extra_forbidden"
            else item["msg"].removeprefix("Value error, "),
        )
        for item in error.errors()
    ]
    return InvalidInput(
        "; ".join(f"{item.field}: {item.detail}" for item in errors[:3]), errors=errors
    )
