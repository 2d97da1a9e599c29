"""Text in a schema that a model answers with."""

import re

# Control characters other than tab and line feed: PostgreSQL refuses NUL, and none of them belongs
# in prose.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(value: object) -> object:
    """For BeforeValidator: prose without control characters and with one kind of line end."""
    if not isinstance(value, str):
        return value
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
