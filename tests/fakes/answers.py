"""What the model says to a call: healthy, or disfigured in one of the ways of faults.STYLES."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.calls import Answer, ModelCall, Tool, count_tokens
from tests.fakes.faults import Ok, Refuse
from tests.fakes.instances import instance

_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\]")
_NOT_PLACEHOLDERS = {"[DONE]", "[INST]", "[JSON]"}


def answer_for(call: ModelCall, ok: Ok) -> Answer:
    """The answer that `ok` asks for, cut at the call's output limit."""
    text, as_tool = _said(call, ok), _goes_into_tool(call, ok)
    finish = ok.finish
    allowed = (
        (call.max_output - ok.reasoning_tokens) * 4 if call.max_output is not None else len(text)
    )
    if len(text) > max(allowed, 0):
        text, finish = text[: max(allowed, 0)], "length"
    output = (
        count_tokens(text) + ok.reasoning_tokens if ok.output_tokens is None else ok.output_tokens
    )
    return Answer(
        text=text,
        input_tokens=call.input_tokens if ok.input_tokens is None else ok.input_tokens,
        output_tokens=output,
        finish=finish,
        reasoning_tokens=ok.reasoning_tokens,
        tool=call.tool if as_tool else None,
        with_usage=ok.with_usage,
        usage_so_far=ok.usage_so_far,
    )


def refusal_for(call: ModelCall, refuse: Refuse) -> Answer:
    if refuse.how == "refusal":
        return Answer("", call.input_tokens, count_tokens(refuse.text), refusal=refuse.text)
    if refuse.how == "filter":
        half = healthy_text(call)
        half = half[: len(half) // 2]
        return Answer(half, call.input_tokens, count_tokens(half), finish="content_filter")
    return Answer("", call.input_tokens, 0, finish="blocked")


def healthy_text(call: ModelCall) -> str:
    """A valid instance of the call's schema, a small object in JSON mode, else a paragraph."""
    placeholder = first_placeholder(call)
    if call.schema is not None:
        return _dumps(instance(call.schema, seed=call.prompt, placeholder=placeholder))
    subject = f"{placeholder} " if placeholder else ""
    paragraph = (
        f"{subject}The work so far shows steady progress. The next step is small and clear: "
        "practise a little every day, look at what changed after a week, and adjust."
    )
    return _dumps({"answer": paragraph}) if call.json_mode else paragraph


def first_placeholder(call: ModelCall) -> str:
    """The first [PLACEHOLDER] of the conversation, that of a person's message before that of the
    instructions.
    """
    ranked = sorted(call.messages, key=lambda message: message[0] == "system")
    for _, text in ranked:
        for found in _PLACEHOLDER.finditer(text):
            if found.group() not in _NOT_PLACEHOLDERS:
                return found.group()
    return ""


def find_schema(text: str) -> Mapping[str, Any] | None:
    """The first JSON schema of an object that is written out in `text`."""
    decoder, position = json.JSONDecoder(), text.find("{")
    for _ in range(200):
        if position < 0:
            return None
        try:
            value, end = decoder.raw_decode(text, position)
        except ValueError:
            end = position + 1
        else:
            found = _schema_inside(value, 3)
            if found is not None:
                return found
        position = text.find("{", end)
    return None


def _schema_inside(value: Any, depth: int) -> Mapping[str, Any] | None:
    if not isinstance(value, dict) or depth == 0:
        return None
    if isinstance(value.get("properties"), dict) and value.get("type", "object") == "object":
        return value
    if "$ref" in value and "$defs" in value:
        return value
    return next(
        (found for each in value.values() if (found := _schema_inside(each, depth - 1))), None
    )


def _goes_into_tool(call: ModelCall, ok: Ok) -> bool:
    return call.tool is not None and ok.style != "prose"


def _said(call: ModelCall, ok: Ok) -> str:
    if ok.text is not None:
        text = ok.text
    elif ok.value is not None:
        text = _dumps(ok.value)
    elif ok.style == "schema_echo":
        return _dumps(call.schema or {"type": "object", "properties": {}})
    elif ok.style == "wrong_shape":
        return _dumps({"unexpected": ["these", "are", "not"], "fields": 7})
    else:
        text = healthy_text(call)
    return _styled(text, ok.style)


def _styled(text: str, style: str) -> str:
    match style:
        case "fenced":
            return f"```json\n{text}\n```"
        case "prose":
            return (
                f"Sure, here is what you asked for:\n\n{text}\n\nLet me know if it should change."
            )
        case "think":
            return f'<think>\nThey want an object like {{"a": 1}}. I write it.\n</think>\n\n{text}'
        case "trailing_commas":
            return re.sub(r'(["\]}\w])([}\]])', r"\1,\2", text)
        case "single_quotes":
            return text.replace("'", "").replace('"', "'")
        case "python":
            return repr(_loads(text))
        case "comments":
            return text.replace("{", "{ // the answer\n", 1)
        case "double_encoded":
            return json.dumps(text)
        case "envelope":
            return '{"result": ' + text + "}"
        case "list_of_one":
            return f"[{text}]"
        case "cut":
            return text[: len(text) // 2]
        case "empty":
            return ""
    return text


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def tool_named(name: Any, schema: Any) -> Tool:
    return Tool(str(name), schema if isinstance(schema, Mapping) else {})
