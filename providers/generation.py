"""What goes into the gateway and what comes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args
from uuid import UUID

from pydantic import BaseModel

from project.findings import Finding
from providers.errors import Attempt
from providers.redaction import Redaction

Role = Literal["system", "user", "assistant"]
ROLES: tuple[str, ...] = get_args(Role)


class InvalidMessage(TypeError):
    """A message that no provider could be sent; the text names no content."""


@dataclass(frozen=True)
class Message:
    """Raises InvalidMessage for another role, or a content that is no text."""

    role: Role
    content: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise InvalidMessage(f"A message's role is one of {', '.join(ROLES)}.")
        if not isinstance(self.content, str):
            kind = type(self.content).__name__
            raise InvalidMessage(f"A message's content is text; this one is of type {kind}.")

    @classmethod
    def of(cls, given: "Message | Mapping[str, Any]") -> "Message":
        """Of a message, or of a mapping with “role” and “content” and nothing else."""
        if isinstance(given, Message):
            return given
        if not isinstance(given, Mapping) or set(given) != {"role", "content"}:
            raise InvalidMessage("A message is a Message, or a mapping with “role” and “content”.")
        return cls(given["role"], given["content"])


@dataclass(frozen=True)
class Usage:
    """Tokens as the providers counted them."""

    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens
        )


def never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """One thing to be drafted.

    route: name of the ordered list of models to try.
    messages: Message objects, or mappings with the same two keys; raises InvalidMessage.
    schema: the Pydantic class the answer must satisfy; None asks for plain text.
    deadline: seconds for everything, retries, re-asks and failover included.
    check: called with each valid value; findings of severity "error" are sent back once.
    redact: names and identifiers to placeholders before, back after.
    offline: the composer that the `offline` provider calls; it gets no redaction.
    on_findings: "flag" keeps a value that still breaks a rule after the re-ask, with its
        findings; "reject" goes to the next candidate, then to an error.
    max_output_tokens: None uses the catalogue's limit for the model.
    rate_patience: seconds that a call whose route may end at the offline composer waits for a model
        that is only over its rate; None for the usual ten. Background work can wait for longer.
    salvage_list: the name of a list in the schema; when the answer is cut even at the model's
        largest output, those of its items that are whole are kept, with a finding "salvaged".
    cancelled: polled before each attempt and at least every half second while waiting.
    on_text: hears each answer as it came, before it is read; nothing of it is kept here.
    """

    route: str
    messages: Sequence[Message | Mapping[str, Any]]
    schema: type[BaseModel] | None = None
    deadline: float = 90.0
    check: Callable[[Any], Sequence[Finding]] | None = None
    redact: Redaction | None = None
    offline: Callable[[], Any] | None = None
    on_findings: Literal["flag", "reject"] = "flag"
    prompt_version: str = ""
    temperature: float | None = None
    max_output_tokens: int | None = None
    job_id: UUID | None = None
    step_key: str = ""
    user_id: int | None = None
    app: str = ""
    rate_patience: float | None = None
    salvage_list: str | None = None
    cancelled: Callable[[], bool] = never
    on_text: Callable[[str], object] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.messages, str | Mapping):
            raise InvalidMessage("“messages” is a sequence of messages, not one of them.")
        object.__setattr__(self, "messages", self.prompt)

    @property
    def prompt(self) -> tuple[Message, ...]:
        return tuple(Message.of(message) for message in self.messages)


@dataclass(frozen=True)
class Draft:
    """A value with its provenance. usage and cost (US dollars) cover every attempt made for it.

    provider: "offline" when the domain's composer wrote it.
    mode: how the schema was asked for: json_schema, tool, json_object, prompt, text or offline.
    """

    value: Any
    provider: str
    model: str
    usage: Usage
    cost: Decimal
    attempts: tuple[Attempt, ...]
    findings: tuple[Finding, ...]
    latency_ms: int
    mode: str
