"""JSON bodies as the API takes them: what Python's parser or a database would choke on is a 400."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAYBE_HALF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class StrictJSONParser(JSONParser):
    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read()
        try:
            data = super().parse(BytesIO(body), media_type, parser_context)
            if MAYBE_HALF_A_PAIR.search(body) and holds_half_a_pair(data):
                raise ParseError(
                    "A text in the JSON holds half of a surrogate pair (such as \\ud83d alone), "
                    "which is no character. Send the whole pair."
                )
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        return data


def holds_half_a_pair(value: Any) -> bool:
    """Whether any text in the value, keys included, could not be written as UTF-8."""
    if isinstance(value, str):
        return HALF_A_PAIR.search(value) is not None
    if isinstance(value, dict):
        return any(holds_half_a_pair(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(holds_half_a_pair(part) for part in value)
