"""What a wire format makes of one request, in terms that all four providers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROVIDERS = ("openai", "groq", "cerebras", "gemini", "compat")
GENERATE, EMBED, LIST = "generate", "embed", "list"


def count_tokens(text: str) -> int:
    """The server's tokenizer: a token is four characters, the last one may be short."""
    return -(-len(text) // 4)


@dataclass(frozen=True)
class Tool:
    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class ModelCall:
    """One request to a model.

    `messages` are (role, text) pairs, system first. `schema` is the JSON schema (2020-12) that the
    answer has to meet, wherever the request carried it; `schema_place` says where: "format",
    "tool", "prompt" or "".
    """

    provider: str
    operation: str
    model: str
    body: Mapping[str, Any]
    messages: tuple[tuple[str, str], ...] = ()
    stream: bool = False
    json_mode: bool = False
    strict: bool = False
    schema: Mapping[str, Any] | None = None
    schema_place: str = ""
    tool: Tool | None = None
    tools: int = 0
    max_output: int | None = None
    include_usage: bool = False
    enum_numbers: bool = False
    inputs: tuple[str, ...] = ()

    @property
    def prompt(self) -> str:
        return "\n".join(text for _, text in self.messages)

    @property
    def input_tokens(self) -> int:
        texts = self.inputs or tuple(text for _, text in self.messages)
        return count_tokens("".join(texts))


@dataclass(frozen=True)
class Answer:
    """What the model says, before it is put into a wire format.

    `finish` is "stop", "length", "content_filter", "blocked" or "" (the answer ends without a
    finish reason).
    """

    text: str
    input_tokens: int
    output_tokens: int
    finish: str = "stop"
    refusal: str = ""
    reasoning_tokens: int = 0
    tool: Tool | None = None
    with_usage: bool = True
    usage_so_far: bool = False


@dataclass(frozen=True)
class Payload:
    """A response ready to be written: one frame, or for a stream several."""

    status: int
    frames: tuple[bytes, ...]
    content_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    streamed: bool = False
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def body(self) -> bytes:
        return b"".join(self.frames)


class BadCallError(Exception):
    """The request is not one the provider understands; the text goes into its 400."""
