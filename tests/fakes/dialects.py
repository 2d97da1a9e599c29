"""What the real providers refuse before any model runs. Sources: their own documentation of
structured outputs, and the error texts seen in public bug reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.calls import ModelCall
from tests.fakes.faults import Fail

_GROQ_SCHEMA_MODELS = ("openai/gpt-oss", "meta-llama/llama-4", "moonshotai/kimi-k2")
_GROQ_STRICT_MODELS = ("openai/gpt-oss",)
_OPENAI_KEYWORDS = (
    "default",
    "allOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
    "uniqueItems",
    "contains",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "unevaluatedProperties",
    "prefixItems",
)
_CEREBRAS_KEYWORDS = (
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "allOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "prefixItems",
)


def refused(call: ModelCall, *, refuse_json_streams: bool) -> Fail | None:
    """The 400 with which the real provider answers this call, or None."""
    match call.provider:
        case "openai":
            return _json_word(call) or _openai_schema(call)
        case "groq":
            return _json_word(call) or _groq(call, refuse_json_streams)
        case "cerebras":
            return _cerebras_schema(call)
    return None


def _json_word(call: ModelCall) -> Fail | None:
    form = call.body.get("response_format") or {}
    if form.get("type") == "json_object" and "json" not in call.prompt.lower():
        return Fail(
            "bad_request",
            message="'messages' must contain the word 'json' in some form, "
            "to use 'response_format' of type 'json_object'.",
        )
    return None


def _openai_schema(call: ModelCall) -> Fail | None:
    if not call.strict or call.schema is None:
        return None
    complaint = next(_openai_complaints(call.schema), None)
    if complaint is None:
        return None
    where = "response_format" if call.schema_place == "format" else "function"
    return Fail("schema_refused", message=f"Invalid schema for {where}: {complaint}")


def _openai_complaints(schema: Mapping[str, Any]) -> Iterator[str]:
    if schema.get("type") != "object" or "anyOf" in schema:
        yield "schema must be a JSON Schema of 'type: \"object\"', got something else."
    for path, node in _nodes(schema, ()):
        where = f"In context={path!r}"
        for keyword in _OPENAI_KEYWORDS:
            if keyword in node:
                yield f"{where}, '{keyword}' is not permitted."
        if "$ref" in node and len(node) > 1 and path:
            others = set(node) - {"$ref"}
            yield f"{where}, $ref cannot have keywords {others}."
        if node.get("type") == "object" or "properties" in node:
            yield from _closed(node, where)
        if node.get("type") == "array" and "items" not in node:
            yield f"{where}, array schema missing items."


def _closed(node: Mapping[str, Any], where: str) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield f"{where}, 'additionalProperties' is required to be supplied and to be false."
    missing = set(node.get("properties") or ()) - set(node.get("required") or ())
    if missing:
        yield (
            f"{where}, 'required' is required to be supplied and to be an array including "
            f"every key in properties. Missing '{min(missing)}'."
        )


def _groq(call: ModelCall, refuse_json_streams: bool) -> Fail | None:
    form = (call.body.get("response_format") or {}).get("type", "text")
    if form == "text":
        return None
    if call.tools:
        return Fail(
            "bad_request", message="json mode cannot be combined with tool/function calling"
        )
    if call.stream and (refuse_json_streams or form == "json_schema"):
        return Fail("bad_request", message="`response_format` does not support streaming")
    if form == "json_schema":
        if not call.model.startswith(_GROQ_SCHEMA_MODELS):
            return Fail(
                "bad_request", message="This model does not support response format `json_schema`."
            )
        if call.strict:
            return _groq_strict(call)
    return None


def _groq_strict(call: ModelCall) -> Fail | None:
    if not call.model.startswith(_GROQ_STRICT_MODELS):
        return Fail(
            "bad_request", message="This model does not support `strict` structured outputs."
        )
    for path, node in _nodes(call.schema or {}, ()):
        complaint = (
            next(_closed(node, f"In context={path!r}"), None) if "properties" in node else None
        )
        if complaint is not None:
            return Fail(
                "schema_refused", message=f"invalid JSON schema for response_format: {complaint}"
            )
    return None


def _cerebras_schema(call: ModelCall) -> Fail | None:
    if call.schema_place == "format" and call.tools:
        return Fail("bad_request", message="'tools' and 'response_format' cannot be used together.")
    if not call.strict or call.schema is None:
        return None
    complaint = next(_cerebras_complaints(call.schema), None)
    return None if complaint is None else Fail("schema_refused", message=complaint)


def _cerebras_complaints(schema: Mapping[str, Any]) -> Iterator[str]:
    unions = 0
    for path, node in _nodes(schema, ()):
        kind = node.get("type")
        if isinstance(kind, list):
            yield f"Type arrays are not supported at {path!r}; use anyOf."
        odd = {keyword for keyword in _CEREBRAS_KEYWORDS if keyword in node}
        if odd:
            yield f"Invalid fields for schema with types ['{kind}']: {odd}"
        unions += "anyOf" in node
        if len(node.get("anyOf") or ()) > 5:
            yield f"anyOf at {path!r} has more than 5 members."
        if kind == "object" or "properties" in node:
            yield from _closed(node, f"At {path!r}")
    if unions > 15:
        yield "The schema has too many anyOf."


def _nodes(
    schema: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every subschema with its place. Names of properties are not taken for keywords."""
    if not isinstance(schema, Mapping):
        return
    yield path, schema
    for group in ("properties", "$defs", "definitions"):
        for name, each in (schema.get(group) or {}).items():
            yield from _nodes(each, (*path, group, name))
    for group in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for index, each in enumerate(schema.get(group) or ()):
            yield from _nodes(each, (*path, group, str(index)))
    for name in ("items", "additionalProperties"):
        yield from _nodes(schema.get(name), (*path, name))
