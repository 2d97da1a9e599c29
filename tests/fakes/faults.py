"""What a call can be scripted to meet. Every behaviour is plain data, so that it can be sent over
HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

STYLES = (
    "plain",
    "fenced",
    "prose",
    "think",
    "trailing_commas",
    "single_quotes",
    "python",
    "comments",
    "double_encoded",
    "envelope",
    "list_of_one",
    "wrong_shape",
    "schema_echo",
    "cut",
    "empty",
)
"""How a healthy answer is disfigured. "cut" loses its second half and yet says that it finished."""


@dataclass(frozen=True)
class Behaviour:
    """`latency`: seconds before the response's headers."""

    latency: float = field(default=0.0, kw_only=True)

    @property
    def name(self) -> str:
        return type(self).__name__


@dataclass(frozen=True)
class Ok(Behaviour):
    """A model's answer: `text`, or `value` as JSON, or with neither a healthy one made for the
    request.

    `style` is one of STYLES. In a stream, `first_delay` seconds pass between headers and first
    frame and `chunk_delay` between frames. `input_tokens` and `output_tokens` override the count;
    `with_usage=False` leaves the usage out of the response (the log still has it);
    `usage_so_far` states in every chunk of a stream what was used until then, as Gemini always
    does; `finish=""` ends without a finish reason.
    """

    text: str | None = None
    value: Any = None
    style: str = "plain"
    finish: str = "stop"
    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int = 0
    with_usage: bool = True
    usage_so_far: bool = False
    first_delay: float = 0.0
    chunk_delay: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"unknown style {self.style!r}, expected one of {', '.join(STYLES)}")


def Truncated(text: str | None = None) -> Ok:
    """The output limit cut the answer: half of it, with finish `length` or `MAX_TOKENS`."""
    return Ok(text, style="plain" if text is not None else "cut", finish="length")


@dataclass(frozen=True)
class Refuse(Behaviour):
    """The model declines. `how`: "refusal" (OpenAI's field, Gemini SAFETY), "filter" (finish
    `content_filter` after half an answer, Gemini SAFETY) or "blocked" (the prompt itself, Gemini
    `blockReason`).
    """

    text: str = "I am sorry, but I cannot help with that request."
    how: str = "refusal"


@dataclass(frozen=True)
class Fail(Behaviour):
    """An error in the provider's own shape.

    `reason` is a key of errors.SHAPES (rate_limit, quota, server_error, overloaded, capacity,
    timeout, model_missing, auth, forbidden, payment, context_length, too_large, bad_request,
    unprocessable, json_validate_failed, tool_use_failed, schema_refused, policy); `status`
    overrides its status. `wait` seconds are announced as this provider does: Retry-After and
    retry-after-ms, reset headers, or RetryInfo. `retry_after` (fractions, an HTTP date),
    `retry_after_ms`, `retry_info`, `reset_requests` and `reset_tokens` are sent verbatim. `extra`
    goes into the error object, `quota_id` into Gemini's QuotaFailure.
    """

    reason: str = "server_error"
    status: int | None = None
    message: str = ""
    code: str | None = None
    wait: float | None = None
    retry_after: str | float | None = None
    retry_after_ms: int | None = None
    retry_info: str | None = None
    reset_requests: str | None = None
    reset_tokens: str | None = None
    quota_id: str = ""
    failed_generation: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def Status(status: int, body: str | None = None, **more: Any) -> Fail | Raw:
    """Status `status` in the provider's own shape, or with `body` verbatim."""
    if body is not None:
        return Raw(body, status=status, **more)
    return Fail(
        _REASON_OF.get(status, "server_error" if status >= 500 else "bad_request"), status, **more
    )


_REASON_OF = {
    401: "auth",
    402: "payment",
    403: "forbidden",
    404: "model_missing",
    408: "timeout",
    413: "too_large",
    422: "unprocessable",
    429: "rate_limit",
    498: "capacity",
    503: "overloaded",
    529: "overloaded",
}


@dataclass(frozen=True)
class Raw(Behaviour):
    """Any body with any status."""

    body: str = ""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Html(Behaviour):
    """A proxy's HTML page where JSON should be."""

    status: int = 502


@dataclass(frozen=True)
class EmptyBody(Behaviour):
    status: int = 200


@dataclass(frozen=True)
class ErrorInside(Behaviour):
    """Status 200 with an error object; in a stream, after the share `after` of the answer."""

    reason: str = "server_error"
    message: str = ""
    after: float = 0.0
    answer: Ok = field(default_factory=Ok)


@dataclass(frozen=True)
class Hang(Behaviour):
    """The connection is accepted, the request read, and nothing comes back."""


@dataclass(frozen=True)
class Drip(Behaviour):
    """Headers, then a byte every `interval` seconds: of the answer, or with `padding` only of white
    space (SSE comments in a stream), forever.
    """

    interval: float = 1.0
    padding: bool = False
    answer: Ok = field(default_factory=Ok)


@dataclass(frozen=True)
class Stall(Behaviour):
    """The share `after` of the answer (0 is headers only), then silence on an open connection."""

    after: float = 0.5
    answer: Ok = field(default_factory=Ok)


@dataclass(frozen=True)
class Reset(Behaviour):
    """TCP RST: before the headers, or with `after` once that share of the answer was sent."""

    after: float | None = None
    answer: Ok = field(default_factory=Ok)


@dataclass(frozen=True)
class Cut(Behaviour):
    """The share `after` of the answer, then the end. `clean`: the HTTP message is complete and only
    its content is cut; else the connection closes (FIN) with bytes missing.
    """

    after: float = 0.5
    clean: bool = True
    answer: Ok = field(default_factory=Ok)


_KINDS: dict[str, type[Behaviour]] = {
    kind.__name__: kind
    for kind in (Ok, Refuse, Fail, Raw, Html, EmptyBody, ErrorInside, Hang, Drip, Stall, Reset, Cut)
}


def to_json(behaviour: Behaviour) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": behaviour.name}
    for each in fields(behaviour):
        value = getattr(behaviour, each.name)
        data[each.name] = to_json(value) if isinstance(value, Behaviour) else value
    return data


def from_json(data: Mapping[str, Any]) -> Behaviour:
    """The behaviour that `to_json` described; fields left out keep their defaults."""
    values = dict(data)
    kind = values.pop("kind")
    if kind not in _KINDS:
        raise ValueError(f"unknown behaviour {kind!r}, expected one of {', '.join(_KINDS)}")
    if isinstance(values.get("answer"), Mapping):
        values["answer"] = from_json(values["answer"])
    return _KINDS[kind](**values)
