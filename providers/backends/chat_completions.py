"""The chat-completions protocol, which the OpenAI, Groq and Cerebras SDKs speak alike.

Answers are asked for as streams, so that silence is noticed before the deadline. The body is read
in pieces and decoded here rather than by the SDK: HTML, an empty body, half a JSON document and an
error inside a 200 are then told apart the same way for all three, and the clock is looked at
between the pieces.
"""

import json
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.backends.base import ProviderAnswer, ProviderCall, Pulse, Rejected
from providers.backends.chat_stream import Assembly, read, usage_of
from providers.backends.prompting import with_schema
from providers.errors import Category, ProviderError
from providers.generation import Usage
from providers.refusals import error_inside, refusal
from providers.shapes import mapping, mappings

CONNECT_SECONDS = 5.0
# What says that an answer is whole; some compatible servers have words of their own. Any other
# reason, or none, may stand under half an answer.
FINISHED = frozenset(
    {"stop", "tool_calls", "function_call", "stop_sequence", "end_turn", "eos", "eos_token"}
)
# What these log for debugging holds the whole prompt.
for sdk_name in ("openai", "groq", "cerebras"):
    logging.getLogger(sdk_name).setLevel(logging.INFO)


@dataclass(frozen=True)
class Sdk:
    """The classes of one SDK that have the same names in all three but no common base.

    transport_timeout and transport_error are those of the SDK's HTTP library, which leak while a
    body is read.
    """

    status_error: type[Exception]
    timeout_error: type[Exception]
    connection_error: type[Exception]
    transport_timeout: type[Exception]
    transport_error: type[Exception]
    timeout: Any


def complete(
    completions: Any,
    call: ProviderCall,
    pulse: Pulse,
    sdk: Sdk,
    *,
    limit_name: str,
    unstreamed: tuple[str, ...] = (),
) -> ProviderAnswer:
    """One call through an SDK's `client.chat.completions`. Raises ProviderError.

    unstreamed: the output modes that this provider does not stream.
    """
    given = arguments(call, limit_name)
    key = (call.base_url, call.model, call.mode)
    wanted = call.mode not in unstreamed and call.extra.get("stream", True)
    if wanted and call.streamed and key not in _whole_only:
        given = _streaming(given)
    answer = _tried(completions, given, call, pulse, sdk)
    if wanted and not call.streamed:
        _whole_only.add(key)
    return answer


# Addresses, models and output modes that refused a stream in this process, and then answered.
_whole_only: set[tuple[str, str, str]] = set()


def _streaming(given: dict[str, Any]) -> dict[str, Any]:
    # Through extra_body because not every SDK knows the parameter that every API takes.
    extra = {**given["extra_body"], "stream_options": {"include_usage": True}}
    return {**given, "stream": True, "extra_body": extra}


def _tried(
    completions: Any, given: dict[str, Any], call: ProviderCall, pulse: Pulse, sdk: Sdk
) -> ProviderAnswer:
    try:
        body = _body(completions, given, call, pulse, sdk)
    except sdk.status_error as error:
        return _refused(error, streamed="stream" in given)
    except (sdk.timeout_error, sdk.transport_timeout):
        raise ProviderError(Category.TIMEOUT, pulse.reason) from None
    except (sdk.connection_error, sdk.transport_error) as error:
        pulse.beat()
        raise ProviderError(Category.CONNECTION, _reason(error)) from None
    return _answer(body, pulse.usage, call)


def _body(
    completions: Any, given: dict[str, Any], call: ProviderCall, pulse: Pulse, sdk: Sdk
) -> dict[str, Any]:
    if "stream" in given:
        pulse.streams()
    seconds = pulse.longest_silence
    request = completions.with_streaming_response.create(
        **given, timeout=sdk.timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    )
    with request as response:
        pulse.on_abandon(lambda: _hang_up(response.http_response))
        pulse.answered()
        try:
            kind = response.http_response.headers.get("content-type", "")
            if kind.startswith("text/event-stream"):
                assembly = Assembly(sum(len(each["content"]) for each in given["messages"]))
                try:
                    read(response.iter_bytes(), pulse, assembly)
                except (sdk.transport_timeout, sdk.transport_error):
                    if not assembly.whole:
                        raise
                return _checked(assembly.body)
            pieces = []
            for piece in response.iter_bytes():
                pulse.beat()
                pieces.append(piece)
            body = _decoded(b"".join(pieces))
            pulse.usage = usage_of(body.get("usage"))
            return _checked(body)
        finally:
            pulse.on_abandon(None)


def _hang_up(response: Any) -> None:
    """Ends the connection under a thread that waits for its next byte, which closing would not."""
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream is not None else None
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)


def arguments(call: ProviderCall, limit_name: str) -> dict[str, Any]:
    """The parameters of `create` for this call's output mode."""
    schema = dict(call.schema or {})
    messages = call.messages
    if call.mode in ("json_object", "prompt"):
        messages = with_schema(messages, schema)
    result: dict[str, Any] = {
        "model": call.model,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "extra_body": {
            limit_name: call.max_output_tokens,
            **{name: value for name, value in call.extra.items() if name != "stream"},
        },
    }
    if call.temperature is not None:
        result["temperature"] = call.temperature
    if call.mode == "json_schema":
        named = {"name": call.schema_name, "schema": schema, "strict": call.strict}
        result["response_format"] = {"type": "json_schema", "json_schema": named}
    elif call.mode == "json_object":
        result["response_format"] = {"type": "json_object"}
    elif call.mode == "tool":
        result["tools"] = [_tool(call, schema)]
        result["tool_choice"] = {"type": "function", "function": {"name": call.schema_name}}
    return result


def _tool(call: ProviderCall, schema: Mapping[str, Any]) -> dict[str, Any]:
    function: dict[str, Any] = {
        "name": call.schema_name,
        "description": "Hands over the finished answer.",
        "parameters": schema,
    }
    if call.strict:
        function["strict"] = True
    return {"type": "function", "function": function}


def _refused(error: Any, *, streamed: bool) -> ProviderAnswer:
    body = error.body
    inner = body.get("error", body) if isinstance(body, dict) else {}
    written = inner.get("failed_generation") if isinstance(inner, dict) else None
    if isinstance(written, str) and written.strip():
        # Groq refuses what its own model wrote, and encloses it: often it is still readable.
        cut = "max completion tokens" in str(inner.get("message", "")).lower()
        return ProviderAnswer(written, Usage(), complete=not cut)
    found = refusal(error.status_code, body, error.response.headers)
    found.stream_refused = found.stream_refused and streamed
    raise found from None


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    return type(cause).__name__


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        what = "an empty body" if not body.strip() else "something that is not JSON"
        raise ProviderError(Category.UNAVAILABLE, f"answered with {what}", status=200) from None
    if not isinstance(decoded, dict):
        raise ProviderError(Category.UNAVAILABLE, "answered with unexpected JSON", status=200)
    return decoded


def _checked(decoded: dict[str, Any]) -> dict[str, Any]:
    if decoded.get("error"):
        raise error_inside(decoded)
    return decoded


def _answer(body: dict[str, Any], usage: Usage, call: ProviderCall) -> ProviderAnswer:
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise ProviderError(Category.UNAVAILABLE, "answered without choices", status=200)
    finish = choices[0].get("finish_reason")
    message = mapping(choices[0].get("message"))
    if finish == "content_filter":
        raise Rejected(
            Category.CONTENT_FILTER, "the answer was filtered", usage=usage, code="content_filter"
        )
    if message.get("refusal"):
        raise Rejected(Category.CONTENT_FILTER, "the model declined", usage=usage, code="refusal")
    text = _arguments_text(message) if call.mode == "tool" else ""
    return ProviderAnswer(
        text or _content_text(message.get("content")), usage, complete=str(finish) in FINISHED
    )


def _arguments_text(message: Mapping[str, Any]) -> str:
    # Several calls are several answers; the reader decides whether they agree.
    calls = mappings(message.get("tool_calls"))
    functions = [mapping(call.get("function")) for call in calls]
    return "\n".join(str(function.get("arguments") or "") for function in functions)


def _content_text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""
