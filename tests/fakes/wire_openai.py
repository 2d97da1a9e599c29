"""Chat completions as OpenAI, Groq, Cerebras and their imitators speak it."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tests.fakes.answers import find_schema, tool_named
from tests.fakes.calls import EMBED, LIST, Answer, BadCallError, ModelCall, Payload, Tool
from tests.fakes.embeddings import embed, packed
from tests.fakes.errors import shape
from tests.fakes.faults import Fail
from tests.fakes.wire import pieces, share

MODELS = {
    "openai": ("gpt-4o", "gpt-4o-mini", "text-embedding-3-small"),
    "groq": ("llama-3.3-70b-versatile", "openai/gpt-oss-120b", "openai/gpt-oss-20b"),
    "cerebras": ("qwen-3-235b-a22b-thinking-2507", "llama-3.3-70b", "gpt-oss-120b"),
    "compat": ("local-model",),
}
_DIMENSIONS = {"text-embedding-3-large": 3072}
_CREATED = 1_757_000_000


class OpenAIWire:
    def read(
        self,
        provider: str,
        operation: str,
        model: str,
        body: Mapping[str, Any],
        query: Mapping[str, str],
        stream: bool,
    ) -> ModelCall:
        if operation == LIST:
            return ModelCall(provider, operation, model, body)
        if not isinstance(body.get("model"), str) or not body["model"]:
            raise BadCallError("you must provide a model parameter")
        if operation == EMBED:
            return ModelCall(provider, operation, body["model"], body, inputs=_inputs(body))
        return _chat(provider, operation, body)

    def answer(self, call: ModelCall, answer: Answer, headers: Mapping[str, str]) -> Payload:
        merged = {"x-request-id": _id(call, "req"), **headers}
        if call.stream:
            frames = [_event(chunk) for chunk in _chunks(call, answer)]
            if answer.finish:
                frames.append(b"data: [DONE]\n\n")
            return Payload(
                200,
                tuple(frames),
                "text/event-stream; charset=utf-8",
                merged,
                True,
                answer.input_tokens,
                answer.output_tokens,
            )
        choice = {
            "index": 0,
            "message": _message(call, answer),
            "logprobs": None,
            "finish_reason": _finish(call, answer),
        }
        body = {**_head(call, "chat.completion"), "choices": [choice], **_whole_usage(call, answer)}
        return Payload(
            200,
            (_dumps(body),),
            "application/json",
            merged,
            False,
            answer.input_tokens,
            answer.output_tokens,
        )

    def fail(self, call: ModelCall, fail: Fail) -> Payload:
        found = shape(call.provider, fail.reason)
        headers = {
            "x-request-id": _id(call, "req"),
            **_wait_headers(call.provider, fail),
            **fail.headers,
        }
        error = _error(call, fail)
        body = error if call.provider == "cerebras" else {"error": error}
        return Payload(fail.status or found.status, (_dumps(body),), "application/json", headers)

    def error_inside(self, call: ModelCall, fail: Fail, answer: Answer, after: float) -> Payload:
        body: dict[str, Any] = {"error": _error(call, fail)}
        if not call.stream:
            return Payload(200, (_dumps(body),), "application/json")
        if call.provider == "cerebras":
            body["status_code"] = fail.status or shape(call.provider, fail.reason).status
        whole = [_event(chunk) for chunk in _chunks(call, answer)]
        frames = whole[: share(whole, after)]
        output = answer.output_tokens * len(frames) // len(whole)
        return Payload(
            200,
            (*frames, _event(body)),
            "text/event-stream; charset=utf-8",
            {},
            True,
            answer.input_tokens if frames else 0,
            output,
        )

    def embeddings(self, call: ModelCall) -> Payload:
        dimensions = call.body.get("dimensions") or _DIMENSIONS.get(call.model, 1536)
        as_text = call.body.get("encoding_format") == "base64"
        rows = []
        for index, text in enumerate(call.inputs):
            vector = embed(text, dimensions)
            rows.append(
                {
                    "object": "embedding",
                    "index": index,
                    "embedding": packed(vector) if as_text else vector,
                }
            )
        usage = {"prompt_tokens": call.input_tokens, "total_tokens": call.input_tokens}
        body = {"object": "list", "data": rows, "model": call.model, "usage": usage}
        return Payload(200, (_dumps(body),), "application/json", input_tokens=call.input_tokens)

    def models(self, call: ModelCall) -> Payload:
        rows = [
            {"id": name, "object": "model", "created": _CREATED, "owned_by": call.provider}
            for name in MODELS[call.provider]
        ]
        if not call.model:
            return Payload(200, (_dumps({"object": "list", "data": rows}),), "application/json")
        row = next((each for each in rows if each["id"] == call.model), None)
        return (
            self.fail(call, Fail("model_missing")) if row is None else Payload(200, (_dumps(row),))
        )

    def padding(self, call: ModelCall) -> bytes:
        return b": keep-alive\n\n" if call.stream else b" "


def _chat(provider: str, operation: str, body: Mapping[str, Any]) -> ModelCall:
    messages = tuple(_text_of(message) for message in body.get("messages") or ())
    if not messages:
        raise BadCallError("'messages' must contain at least one message.")
    form = body.get("response_format") or {}
    tools = [each.get("function") or {} for each in body.get("tools") or ()]
    tool = _chosen_tool(tools, body.get("tool_choice", "auto"))
    schema, place, strict = None, "", False
    if form.get("type") == "json_schema":
        described = form.get("json_schema") or {}
        schema, place, strict = described.get("schema"), "format", bool(described.get("strict"))
        if not described.get("name") or not isinstance(schema, Mapping):
            raise BadCallError(
                "Missing required parameter: 'response_format.json_schema.name' or '.schema'."
            )
    elif tool is not None:
        schema, place = tool.schema, "tool"
        strict = any(each.get("strict") for each in tools if each.get("name") == tool.name)
    else:
        schema = next((found for _, text in messages if (found := find_schema(text))), None)
        place = "prompt" if schema is not None else ""
    return ModelCall(
        provider,
        operation,
        body["model"],
        body,
        messages=messages,
        stream=bool(body.get("stream")),
        json_mode=form.get("type") == "json_object",
        strict=strict,
        schema=schema,
        schema_place=place,
        tool=tool if place == "tool" else None,
        tools=len(tools),
        max_output=body.get("max_completion_tokens") or body.get("max_tokens"),
        include_usage=bool((body.get("stream_options") or {}).get("include_usage")),
    )


def _text_of(message: Mapping[str, Any]) -> tuple[str, str]:
    content = message.get("content") or ""
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content)
    return ("system" if message.get("role") == "developer" else str(message.get("role"))), content


def _chosen_tool(tools: list[Mapping[str, Any]], choice: Any) -> Tool | None:
    if not tools or choice == "none":
        return None
    wanted = (choice.get("function") or {}).get("name") if isinstance(choice, Mapping) else None
    found = next((each for each in tools if each.get("name") == wanted), tools[0])
    return tool_named(found.get("name"), found.get("parameters") or {})


def _inputs(body: Mapping[str, Any]) -> tuple[str, ...]:
    given = body.get("input")
    if isinstance(given, str):
        return (given,)
    if not given:
        raise BadCallError("'input' must not be empty.")
    return tuple(each if isinstance(each, str) else json.dumps(each) for each in given)


def _head(call: ModelCall, kind: str) -> dict[str, Any]:
    return {
        "id": _id(call, "chatcmpl"),
        "object": kind,
        "created": int(time.time()),
        "model": call.model,
        "system_fingerprint": "fp_fake",
    }


def _id(call: ModelCall, prefix: str) -> str:
    return f"{prefix}-{zlib.crc32(call.prompt.encode()):08x}{time.monotonic_ns():x}"


def _message(call: ModelCall, answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if answer.refusal:
        own_field = call.provider in ("openai", "compat")
        message["content"] = None if own_field else answer.refusal
        if own_field:
            message["refusal"] = answer.refusal
    elif answer.tool is not None:
        message |= {"content": None, "tool_calls": [_tool_call(call, answer.tool, answer.text)]}
    return message


def _tool_call(call: ModelCall, tool: Tool, arguments: str) -> dict[str, Any]:
    return {
        "id": _id(call, "call"),
        "type": "function",
        "function": {"name": tool.name, "arguments": arguments},
    }


def _finish(call: ModelCall, answer: Answer) -> str | None:
    if answer.finish == "stop" and answer.tool is not None:
        return "tool_calls"
    return "content_filter" if answer.finish == "blocked" else answer.finish or None


def _chunks(call: ModelCall, answer: Answer) -> Iterable[dict[str, Any]]:
    head = _head(call, "chat.completion.chunk")
    first = {"x_groq": {"id": head["id"]}} if call.provider == "groq" else {}
    yield {**head, "choices": [_delta({"role": "assistant", "content": ""})], **first}
    deltas = list(_deltas(call, answer))
    for number, delta in enumerate(deltas, 1):
        so_far = replace(answer, output_tokens=answer.output_tokens * number // len(deltas))
        stated = {"usage": _usage(call, so_far)} if answer.usage_so_far else {}
        yield {**head, "choices": [_delta(delta)], **stated}
    if not answer.finish:
        return
    usage = _usage(call, answer) if answer.with_usage else None
    last: dict[str, Any] = {**head, "choices": [_delta({}, _finish(call, answer))]}
    if call.provider == "groq" and usage:
        last["x_groq"] = {"id": head["id"], "usage": usage}
    if call.provider == "cerebras" and usage:
        last |= {"usage": usage, "time_info": _time_info()}
    yield last
    if call.include_usage and usage and call.provider != "cerebras":
        yield {**head, "choices": [], "usage": usage}


def _deltas(call: ModelCall, answer: Answer) -> Iterable[dict[str, Any]]:
    cerebras = call.provider == "cerebras"
    if answer.refusal:
        field = "refusal" if call.provider in ("openai", "compat") else "content"
        yield from ({field: piece} for piece in pieces(answer.refusal))
    elif answer.tool is not None:
        yield {"tool_calls": [{"index": 0, **_tool_call(call, answer.tool, "")}]}
        for piece in pieces(answer.text):
            part: dict[str, Any] = {"index": 0, "function": {"arguments": piece}}
            # Cerebras' SDK gives the whole delta up as a dict when a part has no type.
            yield {"tool_calls": [part | ({"type": "function"} if cerebras else {})]}
    else:
        yield from ({"content": piece} for piece in pieces(answer.text))


def _delta(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}


def _whole_usage(call: ModelCall, answer: Answer) -> dict[str, Any]:
    if not answer.with_usage:
        return {}
    extra: dict[str, Any] = {}
    if call.provider == "cerebras":
        extra = {"time_info": _time_info()}
    if call.provider == "groq":
        extra = {"x_groq": {"id": _id(call, "req")}}
    return {"usage": _usage(call, answer), **extra}


def _usage(call: ModelCall, answer: Answer) -> dict[str, Any]:
    usage: dict[str, Any] = {
        "prompt_tokens": answer.input_tokens,
        "completion_tokens": answer.output_tokens,
        "total_tokens": answer.input_tokens + answer.output_tokens,
    }
    if call.provider == "groq":
        usage |= {
            "queue_time": 0.001,
            "prompt_time": 0.002,
            "completion_time": 0.01,
            "total_time": 0.012,
        }
    else:
        usage["prompt_tokens_details"] = {"cached_tokens": 0}
    if answer.reasoning_tokens:
        usage["completion_tokens_details"] = {"reasoning_tokens": answer.reasoning_tokens}
    return usage


def _time_info() -> dict[str, float]:
    return {
        "queue_time": 0.001,
        "prompt_time": 0.002,
        "completion_time": 0.01,
        "total_time": 0.013,
        "created": time.time(),
    }


def _error(call: ModelCall, fail: Fail) -> dict[str, Any]:
    """The error object. OpenAI and Groq put it into `{"error": …}`; Cerebras does so only within a
    stream.
    """
    found = shape(call.provider, fail.reason)
    error: dict[str, Any] = {
        "message": fail.message or found.message,
        "type": found.kind,
        "param": None,
        "code": fail.code if fail.code is not None else found.code,
    }
    if fail.failed_generation or fail.reason in ("json_validate_failed", "tool_use_failed"):
        error["failed_generation"] = fail.failed_generation
    error |= fail.extra
    if call.provider == "groq":
        error = {key: value for key, value in error.items() if value is not None}
    return error


def _wait_headers(provider: str, fail: Fail) -> dict[str, str]:
    headers: dict[str, str] = {}
    if fail.wait is not None:
        if provider == "cerebras":
            headers["x-ratelimit-reset-tokens-minute"] = f"{fail.wait:g}"
            headers["x-ratelimit-remaining-tokens-minute"] = "0"
        headers["retry-after"] = (
            f"{fail.wait:g}" if provider != "openai" else str(-(-fail.wait // 1)).split(".")[0]
        )
        if provider == "openai":
            headers["retry-after-ms"] = str(round(fail.wait * 1000))
    if fail.retry_after is not None:
        headers["retry-after"] = str(fail.retry_after)
    if fail.retry_after_ms is not None:
        headers["retry-after-ms"] = str(fail.retry_after_ms)
    suffix = {"requests": "requests", "tokens": "tokens"}
    if provider == "cerebras":
        suffix = {"requests": "requests-day", "tokens": "tokens-minute"}
    for what, reset in (("requests", fail.reset_requests), ("tokens", fail.reset_tokens)):
        if reset is not None:
            headers[f"x-ratelimit-reset-{suffix[what]}"] = reset
            headers[f"x-ratelimit-remaining-{suffix[what]}"] = "0"
    return headers


def _event(data: Mapping[str, Any]) -> bytes:
    return b"data: " + _dumps(data) + b"\n\n"


def _dumps(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
