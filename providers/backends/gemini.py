"""Google Gemini through google-generativeai, over REST.

That SDK gets no more updates. Its successor belongs in this file and nowhere else.
"""

import json
import logging
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from providers.backends.base import (
    POOL_SIZE,
    Clients,
    ProviderAnswer,
    ProviderCall,
    Pulse,
    Rejected,
    guessed_tokens,
)
from providers.backends.gemini_stream import Growing, decoded, read
from providers.backends.prompting import with_schema
from providers.errors import Category, ProviderError
from providers.generation import Usage

_clients = Clients()
# What it logs for debugging holds the whole prompt, and the whole answer.
logging.getLogger("google").setLevel(logging.INFO)

# The SDK announces its end at every import; the docstring above is where we keep that in mind.
warnings.filterwarnings("ignore", r"[\s\S]*google.generativeai", FutureWarning)
warnings.filterwarnings("ignore", r"[\s\S]*google.api_core", FutureWarning)

BLOCKED = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}
# The model called the function that carries its answer in a way that cannot be read.
MALFORMED = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"}
# Any other reason, or none, may stand under half an answer.
FINISHED = {"STOP"}
READ_SIZE = 16_384
ROLES = {"user": "user", "assistant": "model"}


class GeminiBackend:
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        from google.generativeai import protos
        from google.protobuf.json_format import ParseError

        client = _clients.get(call, lambda: _connect(call))
        try:
            request = protos.GenerateContentRequest.from_json(json.dumps(payload(call)))
        except ParseError:
            raise ProviderError(
                Category.BAD_REQUEST, "the request does not fit the API: see the model's “extra”"
            ) from None
        method = client.generate_content
        if call.extra.get("stream", True):
            method = client.stream_generate_content
            pulse.streams()
        running = _Running(pulse, sum(len(message.content) for message in call.messages))
        _asked(
            lambda: method(request=request, **{"timeout": pulse.longest_silence, "retry": None}),
            running,
        )
        if not pulse.is_whole:
            pulse.beat()
        try:
            response = protos.GenerateContentResponse.from_json(
                json.dumps(running.answer), ignore_unknown_fields=True
            )
        except (ParseError, ValueError, TypeError, AttributeError):
            raise ProviderError(
                Category.UNAVAILABLE, "answered with unexpected JSON", status=200
            ) from None
        return _answer(response, pulse.usage, call)


@dataclass
class _Running:
    """The call that a thread is making, for the transport below the SDK. answer: once it is there.

    prompt_letters: None for a call whose answer is the SDK's to read.
    """

    pulse: Pulse
    prompt_letters: int | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)


_threads = threading.local()


def _asked(work: Callable[[], Any], running: _Running) -> Any:
    """What the SDK makes of a successful answer. Raises ProviderError."""
    from google.auth import exceptions as auth_errors
    from google.protobuf.json_format import ParseError
    from requests import exceptions as transport

    _threads.running = running
    try:
        return work()
    except transport.Timeout:
        raise ProviderError(Category.TIMEOUT, running.pulse.reason) from None
    except (transport.RequestException, auth_errors.TransportError) as error:
        running.pulse.beat()
        raise ProviderError(Category.CONNECTION, type(error).__name__) from None
    except (ParseError, ValueError, TypeError, AttributeError):
        raise ProviderError(
            Category.UNAVAILABLE, "answered with something that is not JSON", status=200
        ) from None
    finally:
        _threads.running = None


def _connect(call: ProviderCall) -> Any:
    from google.generativeai.client import configure, get_default_generative_client

    options = {"api_endpoint": call.base_url} if call.base_url else {}
    # configure() is process-wide; the caller holds the lock of _clients, and keeps the client.
    configure(api_key=call.api_key, transport="rest", client_options=options)
    client = get_default_generative_client()
    session = getattr(client.transport, "_session", None)
    if session is not None:
        for scheme in ("https://", "http://"):
            session.mount(scheme, _adapter())
    return client


def _adapter() -> Any:
    from requests import Response
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def send(self, *arguments: Any, **options: Any) -> Response:
            response = super().send(*arguments, **options)
            _read(response, _threads.running)
            return response

    return Adapter(pool_connections=4, pool_maxsize=POOL_SIZE)


def _read(response: Any, running: _Running) -> None:
    """Reads the body with the clock in hand. Raises ProviderError for what is no answer."""
    pulse = running.pulse
    pulse.on_abandon(lambda: _hang_up(response.raw))
    pulse.answered()
    ours = running.prompt_letters is not None and response.status_code == 200
    try:
        if ours:
            body = _body(response, pulse, running.prompt_letters or 0)
            # What the SDK finds: an empty answer of either form.
            response._content = b"[]" if body.lstrip()[:1] == b"[" else b"{}"
        else:
            body = response.content
    except BaseException:
        # The error keeps the response, and so its connection, alive for as long as it is known.
        response.close()
        raise
    finally:
        pulse.on_abandon(None)
    if ours or response.status_code != 200:
        running.answer = decoded(response.status_code, body, dict(response.headers))


def _body(response: Any, pulse: Pulse, prompt_letters: int) -> bytes:
    from requests import exceptions as transport

    growing = Growing(prompt_letters)
    try:
        read(response.iter_content(READ_SIZE), pulse, growing)
    except transport.RequestException:
        if not growing.whole:
            raise
        response.close()
    return growing.body


def _hang_up(raw: Any) -> None:
    """Ends the connection under a thread that waits for its next byte."""
    raw.shutdown()


def payload(call: ProviderCall) -> dict[str, Any]:
    """The request in the REST API's own JSON."""
    schema = dict(call.schema or {})
    messages = call.messages
    if call.mode in ("json_object", "prompt"):
        messages = with_schema(messages, schema)
    system = [message.content for message in messages if message.role == "system"]
    extra = {name: value for name, value in call.extra.items() if name != "stream"}
    config: dict[str, Any] = {"maxOutputTokens": call.max_output_tokens, **extra}
    if call.temperature is not None:
        config["temperature"] = call.temperature
    if call.mode in ("json_schema", "json_object"):
        config["responseMimeType"] = "application/json"
    if call.mode == "json_schema":
        config["responseSchema"] = schema
    model = call.model if "/" in call.model else f"models/{call.model}"
    result: dict[str, Any] = {
        "model": model,
        "contents": [
            {"role": ROLES[message.role], "parts": [{"text": message.content}]}
            for message in messages
            if message.role != "system"
        ],
        "generationConfig": config,
    }
    if system:
        result["systemInstruction"] = {"parts": [{"text": "\n\n".join(system)}]}
    if call.mode == "tool":
        result |= _tool(call, schema)
    return result


def _tool(call: ProviderCall, schema: dict[str, Any]) -> dict[str, Any]:
    declaration = {
        "name": call.schema_name,
        "description": "Hands over the finished answer.",
        "parameters": schema,
    }
    calling = {"mode": "ANY", "allowedFunctionNames": [call.schema_name]}
    return {
        "tools": [{"functionDeclarations": [declaration]}],
        "toolConfig": {"functionCallingConfig": calling},
    }


def _answer(response: Any, usage: Usage, call: ProviderCall) -> ProviderAnswer:
    if not response.candidates:
        reason = response.prompt_feedback.block_reason
        if reason:
            raise Rejected(
                Category.CONTENT_FILTER, "the prompt was blocked", usage=usage, code=reason.name
            )
        raise ProviderError(Category.UNAVAILABLE, "answered without candidates", status=200)
    candidate = response.candidates[0]
    finish = getattr(candidate.finish_reason, "name", "")
    if finish in BLOCKED:
        raise Rejected(Category.CONTENT_FILTER, "the answer was blocked", usage=usage, code=finish)
    if finish in MALFORMED:
        raise Rejected(
            Category.INVALID_OUTPUT, "a function call that is none", usage=usage, code=finish
        )
    return ProviderAnswer(_text(candidate.content.parts, call), usage, complete=finish in FINISHED)


def _text(parts: Any, call: ProviderCall) -> str:
    if call.mode == "tool":
        written = [
            json.dumps(_plain(type(part.function_call).to_dict(part.function_call).get("args")))
            for part in parts
            if part.function_call.name
        ]
        if written:
            return "\n".join(written)
    return "".join(part.text for part in parts if part.text)


def _plain(value: Any) -> Any:
    """Protobuf's Struct knows only floating-point numbers; whole ones become integers again."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def embed(
    model: str, texts: list[str], *, base_url: str, api_key: str, seconds: float
) -> tuple[list[list[float]], int]:
    """One vector per text, and about as many tokens as are billed: this API states none. Raises
    ProviderError."""
    from google.generativeai import protos

    call = ProviderCall(model, (), "text", seconds, 0, base_url=base_url, api_key=api_key)
    client = _clients.get(call, lambda: _connect(call))
    name = f"models/{model}"
    requests = [
        protos.EmbedContentRequest(
            model=name, content=protos.Content(parts=[protos.Part(text=text)])
        )
        for text in texts
    ]
    request = protos.BatchEmbedContentsRequest(model=name, requests=requests)
    answer = _asked(
        lambda: client.batch_embed_contents(request=request, timeout=seconds, retry=None),
        _Running(Pulse(seconds)),
    )
    vectors = [list(row.values) for row in answer.embeddings]
    return vectors, guessed_tokens(sum(len(text) for text in texts))
