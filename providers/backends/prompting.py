"""The schema written into the prompt, for models that do not take it any other way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from providers.generation import Message


def with_schema(messages: tuple[Message, ...], schema: Mapping[str, Any]) -> tuple[Message, ...]:
    """The messages with the schema at the end of the first system message."""
    wish = (
        "Answer with one JSON object and nothing else: no code fence, no comments, no text around "
        "it. It must satisfy this JSON schema:\n"
        + json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    )
    for index, message in enumerate(messages):
        if message.role == "system":
            changed = replace(message, content=f"{message.content}\n\n{wish}")
            return (*messages[:index], changed, *messages[index + 1 :])
    return (Message("system", wish), *messages)
