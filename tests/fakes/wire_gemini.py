"""Gemini's REST API as google-generativeai speaks it: streams are one JSON array, enums are numbers
if asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.answers import find_schema, tool_named
from tests.fakes.calls import EMBED, LIST, Answer, BadCallError, ModelCall, Payload, Tool
from tests.fakes.embeddings import embed
from tests.fakes.errors import shape
from tests.fakes.faults import Fail
from tests.fakes.wire import pieces, share

MODELS = ("gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash", "text-embedding-004")
_JSON = "application/json; charset=UTF-8"
_SSE = "text/event-stream"
_TYPES = {1: "string", 2: "number", 3: "integer", 4: "boolean", 5: "array", 6: "object"}
_FINISH = {
    "STOP": 1,
    "MAX_TOKENS": 2,
    "SAFETY": 3,
    "RECITATION": 4,
    "OTHER": 5,
    "MALFORMED_FUNCTION_CALL": 10,
}
_BLOCK = {"SAFETY": 1, "OTHER": 2}


class GeminiWire:
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
        if operation == EMBED:
            inputs = tuple(_parts(each["content"]) for each in body.get("requests") or (body,))
            return ModelCall(provider, operation, model, body, inputs=inputs)
        return _generate(provider, operation, model, body, query, stream)

    def answer(self, call: ModelCall, answer: Answer, headers: Mapping[str, str]) -> Payload:
        counts = (answer.input_tokens, answer.output_tokens)
        if not call.stream:
            return Payload(200, (_dumps(_whole(call, answer)),), _JSON, headers, False, *counts)
        chunks = _chunks(call, answer)
        return Payload(200, _framed(call, chunks), _stream_type(call), headers, True, *counts)

    def fail(self, call: ModelCall, fail: Fail) -> Payload:
        body: Any = {"error": _error(call, fail)}
        headers = dict(fail.headers)
        if fail.retry_after is not None:
            headers["retry-after"] = str(fail.retry_after)
        status = body["error"]["code"]
        # The array is what the real server sends here, and what google.api_core trips over.
        return Payload(
            status, (_dumps([body] if call.stream and not _sse(call) else body),), _JSON, headers
        )

    def error_inside(self, call: ModelCall, fail: Fail, answer: Answer, after: float) -> Payload:
        body = {"error": _error(call, fail)}
        if not call.stream:
            return Payload(200, (_dumps(body),), _JSON)
        whole = _chunks(call, answer)
        kept = whole[: share([b""] * len(whole), after)]
        output = answer.output_tokens * len(kept) // len(whole)
        return Payload(
            200,
            _framed(call, [*kept, body]),
            _stream_type(call),
            {},
            True,
            answer.input_tokens if kept else 0,
            output,
        )

    def embeddings(self, call: ModelCall) -> Payload:
        requests = call.body.get("requests") or (call.body,)
        rows = [
            {"values": embed(text, int(each.get("outputDimensionality") or 768))}
            for text, each in zip(call.inputs, requests, strict=True)
        ]
        body = {"embeddings": rows} if "requests" in call.body else {"embedding": rows[0]}
        return Payload(200, (_dumps(body),), _JSON, input_tokens=call.input_tokens)

    def models(self, call: ModelCall) -> Payload:
        rows = [_model_row(name) for name in MODELS]
        if not call.model:
            return Payload(200, (_dumps({"models": rows}),), _JSON)
        row = next((each for each in rows if each["name"] == f"models/{call.model}"), None)
        return (
            self.fail(call, Fail("model_missing"))
            if row is None
            else Payload(200, (_dumps(row),), _JSON)
        )

    def padding(self, call: ModelCall) -> bytes:
        return b": keep-alive\n\n" if _sse(call) else b" "


def _generate(
    provider: str,
    operation: str,
    model: str,
    body: Mapping[str, Any],
    query: Mapping[str, str],
    stream: bool,
) -> ModelCall:
    contents = body.get("contents") or ()
    if not contents:
        raise BadCallError("* GenerateContentRequest.contents: contents is not specified")
    messages = [(_role(each), _parts(each)) for each in contents]
    if body.get("systemInstruction"):
        messages.insert(0, ("system", _parts(body["systemInstruction"])))
    config = body.get("generationConfig") or {}
    tools = [
        each
        for group in body.get("tools") or ()
        for each in group.get("functionDeclarations") or ()
    ]
    tool = _chosen_tool(tools, body)
    schema, place = (
        _json_schema(config.get("responseSchema")) or config.get("responseJsonSchema"),
        "format",
    )
    if not schema and tool is not None:
        schema, place = tool.schema, "tool"
    if not schema:
        schema, place = (
            next((found for _, text in messages if (found := find_schema(text))), None),
            "prompt",
        )
    return ModelCall(
        provider,
        operation,
        model,
        {**body, "_alt": query.get("alt", "")},
        messages=tuple(messages),
        stream=stream,
        json_mode=config.get("responseMimeType") == "application/json",
        schema=schema,
        schema_place=place if schema else "",
        tool=tool if place == "tool" else None,
        tools=len(tools),
        max_output=_int(config.get("maxOutputTokens")),
        include_usage=True,
        enum_numbers="enum-encoding=int" in query.get("$alt", ""),
    )


def _role(content: Mapping[str, Any]) -> str:
    return "assistant" if content.get("role") == "model" else "user"


def _parts(content: Mapping[str, Any]) -> str:
    return "".join(str(part.get("text", "")) for part in content.get("parts") or ())


def _int(value: Any) -> int | None:
    """Protobuf's JSON writes 64-bit numbers as strings."""
    return None if value is None else int(value)


def _chosen_tool(tools: list[Mapping[str, Any]], body: Mapping[str, Any]) -> Tool | None:
    calling = (body.get("toolConfig") or {}).get("functionCallingConfig") or {}
    if not tools or calling.get("mode") in (3, "NONE"):
        return None
    allowed = calling.get("allowedFunctionNames") or [tools[0].get("name")]
    found = next((each for each in tools if each.get("name") in allowed), tools[0])
    return tool_named(
        found.get("name"), _json_schema(found.get("parameters")) or {"type": "object"}
    )


def _json_schema(schema: Any) -> dict[str, Any] | None:
    """Gemini's OpenAPI dialect, with types as numbers or in capitals, as JSON Schema."""
    if not isinstance(schema, Mapping) or not schema:
        return None
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "type":
            kind = _TYPES.get(value, str(value).lower())
            made["type"] = [kind, "null"] if schema.get("nullable") else kind
        elif key == "items":
            made["items"] = _json_schema(value) or {}
        elif key == "properties":
            made["properties"] = {name: _json_schema(each) or {} for name, each in value.items()}
        elif key in (
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "minProperties",
            "maxProperties",
        ):
            made[key] = int(value)
        elif key == "anyOf":
            made["anyOf"] = [_json_schema(each) or {} for each in value]
        elif key not in ("nullable", "propertyOrdering"):
            made[key] = value
    return made


def _whole(call: ModelCall, answer: Answer) -> dict[str, Any]:
    if answer.finish == "blocked":
        return _response(call, answer, None)
    return _response(call, answer, _candidate(call, answer, answer.text, last=True))


def _chunks(call: ModelCall, answer: Answer) -> list[dict[str, Any]]:
    """Each chunk repeats the usage so far, as the real server does."""
    texts = pieces(answer.text)
    if answer.finish == "blocked" or answer.refusal or answer.tool is not None or not texts:
        return [_whole(call, answer)]
    chunks = []
    for number, text in enumerate(texts, 1):
        last = number == len(texts)
        output = answer.output_tokens if last else answer.output_tokens * number // len(texts)
        candidate = _candidate(call, answer, text, last=last and bool(answer.finish))
        chunks.append(_response(call, answer, candidate, output))
    return chunks


def _response(
    call: ModelCall, answer: Answer, candidate: Mapping[str, Any] | None, output: int | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if candidate is None:
        body["promptFeedback"] = {"blockReason": _enum(call, _BLOCK, "SAFETY")}
    else:
        body["candidates"] = [candidate]
    if answer.with_usage:
        body["usageMetadata"] = _usage(answer, answer.output_tokens if output is None else output)
    return body | {"modelVersion": call.model}


def _usage(answer: Answer, output: int) -> dict[str, int]:
    """Thoughts are in the total and in a field of their own, not in the candidates' count."""
    thoughts = min(answer.reasoning_tokens, output)
    usage = {
        "promptTokenCount": answer.input_tokens,
        "candidatesTokenCount": output - thoughts,
        "totalTokenCount": answer.input_tokens + output,
    }
    return usage | ({"thoughtsTokenCount": thoughts} if thoughts else {})


def _candidate(call: ModelCall, answer: Answer, text: str, *, last: bool) -> dict[str, Any]:
    candidate: dict[str, Any] = {"index": 0}
    finish = _finish(answer)
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    if answer.tool is not None:
        arguments = _object(answer.text)
        parts = [{"functionCall": {"name": answer.tool.name, "args": arguments}}]
        if arguments is None:
            parts, finish = [], "MALFORMED_FUNCTION_CALL"
    if parts:
        candidate["content"] = {"parts": parts, "role": "model"}
    if last and finish:
        candidate["finishReason"] = _enum(call, _FINISH, finish)
    return candidate


def _finish(answer: Answer) -> str:
    if answer.refusal or answer.finish == "content_filter":
        return "SAFETY"
    return {"stop": "STOP", "length": "MAX_TOKENS", "": ""}.get(answer.finish, "OTHER")


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _enum(call: ModelCall, numbers: Mapping[str, int], name: str) -> int | str:
    return numbers[name] if call.enum_numbers else name


def _error(call: ModelCall, fail: Fail) -> dict[str, Any]:
    found = shape(call.provider, fail.reason)
    details: list[dict[str, Any]] = []
    code = fail.code if fail.code is not None else found.code
    if code:
        details.append(
            _detail(
                "ErrorInfo",
                reason=code,
                domain="googleapis.com",
                metadata={"service": "generativelanguage.googleapis.com"},
            )
        )
    quota = fail.quota_id or _QUOTAS.get(fail.reason, "")
    if quota:
        violation = {
            "quotaMetric": "generativelanguage.googleapis.com/generate_content_requests",
            "quotaId": quota,
            "quotaDimensions": {"model": call.model},
        }
        details.append(_detail("QuotaFailure", violations=[violation]))
    delay = fail.retry_info or (f"{fail.wait:g}s" if fail.wait is not None else "")
    if delay:
        details.append(_detail("RetryInfo", retryDelay=delay))
    error = {
        "code": fail.status or found.status,
        "message": fail.message or found.message,
        "status": found.kind,
    }
    return error | ({"details": details} if details else {}) | dict(fail.extra)


_QUOTAS = {
    "rate_limit": "GenerateRequestsPerMinutePerProjectPerModel",
    "quota": "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
}


def _detail(kind: str, **values: Any) -> dict[str, Any]:
    return {"@type": f"type.googleapis.com/google.rpc.{kind}", **values}


def _model_row(name: str) -> dict[str, Any]:
    methods = ["embedContent"] if "embedding" in name else ["generateContent", "countTokens"]
    return {
        "name": f"models/{name}",
        "version": "001",
        "displayName": name,
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": methods,
    }


def _sse(call: ModelCall) -> bool:
    return call.stream and call.body.get("_alt") == "sse"


def _stream_type(call: ModelCall) -> str:
    return _SSE if _sse(call) else _JSON


def _framed(call: ModelCall, chunks: list[dict[str, Any]]) -> tuple[bytes, ...]:
    if _sse(call):
        return tuple(b"data: " + _dumps(chunk) + b"\r\n\r\n" for chunk in chunks)
    first = [b"[" + _dumps(chunks[0])]
    return (*first, *(b",\r\n" + _dumps(chunk) for chunk in chunks[1:]), b"]")


def _dumps(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
