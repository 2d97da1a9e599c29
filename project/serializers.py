"""Bodies as the API takes them: a field that nobody knows is a mistake, and is named."""

from difflib import get_close_matches
from typing import Any

from rest_framework import serializers

# Enough to find a mistake by; a body may hold thousands of names.
MOST_NAMED = 20
MAX_NAME = 60
UNKNOWN_FIELD = "There is no such field here."
# A view that serves clients of the prototypes, which may send more than is read, gives its
# serializer this context.
TOLERANT: dict[str, Any] = {"ignore_unknown": True}


class KnownFieldsMixin:
    """For serializers that read bodies. Fields that are only told may come back as they were sent;
    forms are left alone, since they carry more than their fields.
    """

    def to_internal_value(self, data: Any) -> Any:
        tolerant = self.context.get("ignore_unknown")  # type: ignore[attr-defined]
        known = list(self.fields)  # type: ignore[attr-defined]
        unknown = unknown_fields(data, known) if type(data) is dict and not tolerant else {}
        try:
            value = super().to_internal_value(data)  # type: ignore[misc]
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                raise serializers.ValidationError({**unknown, **error.detail}) from error
            raise
        if unknown:
            raise serializers.ValidationError(unknown)
        return value


class BodySerializer(KnownFieldsMixin, serializers.Serializer[Any]):
    """A body that is sent, rather than a row that is shown."""


def unknown_fields(data: dict[str, Any], known: list[str]) -> dict[str, list[str]]:
    """A sentence for each name in the body that is none of the known ones."""
    names = [name for name in data if name not in known][:MOST_NAMED]
    return {name[:MAX_NAME]: [unknown_field_text(name, known)] for name in names}


def unknown_field_text(name: str, known: list[str]) -> str:
    near = get_close_matches(name[:MAX_NAME], known, n=1)
    return f"{UNKNOWN_FIELD} Did you mean “{near[0]}”?" if near else UNKNOWN_FIELD
