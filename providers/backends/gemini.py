"""Google Gemini through google-generativeai, over REST.

That SDK gets no more updates. Its successor belongs in this file and nowhere else.
"""

import json
import threading
import warnings
from typing import Any

from providers.backends.base import (
    POOL_SIZE,
    Clients,
    ProviderAnswer,
    ProviderCall,
    Pulse,
    Rejected,
)
from providers.backends.prompting import with_schema
from providers.errors import Category, ProviderError
from providers.generation import Usage
from providers.refusals import refusal

_clients = Clients()

# The SDK announces its end at every import; the docstring above is where we keep that in mind.
warnings.filterwarnings("ignore", r"[\s\S]*google.generativeai", FutureWarning)
warnings.filterwarnings("ignore", r"[\s\S]*google.api_core", FutureWarning)

BLOCKED = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"}
ROLES = {"user": "user", "assistant": "model"}


class GeminiBackend:
    def complete(self, call: ProviderCall, pulse: Pulse) -> ProviderAnswer:
        from google.api_core import exceptions as api_errors
        from google.auth import exceptions as auth_errors
        from google.generativeai import protos
        from google.protobuf.json_format import ParseError
        from requests import exceptions as transport

        client = _clients.get(call, lambda: _connect(call))
        request = protos.GenerateContentRequest.from_json(json.dumps(payload(call)))
        _running.pulse = pulse
        try:
            response = client.generate_content(
                request=request, **{"timeout": pulse.remaining, "retry": None}
            )
        except api_errors.GoogleAPICallError as error:
            raise _refused(error) from None
        except transport.Timeout:
            raise ProviderError(Category.TIMEOUT, "no answer in time") from None
        except (transport.RequestException, auth_errors.TransportError) as error:
            pulse.beat()
            raise ProviderError(Category.CONNECTION, type(error).__name__) from None
        except (ParseError, ValueError):
            raise ProviderError(
                Category.UNAVAILABLE, "answered with something that is not JSON", status=200
            ) from None
        finally:
            _running.pulse = None
        pulse.beat()
        return _answer(response, call)


# The pulse of the call that a thread is making, for the transport below the SDK.
_running = threading.local()


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
    """Reads the body with the clock in hand, and turns an error in a 200 into an error: the SDK
    would read neither."""
    from requests import Response
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def send(self, *arguments: Any, **options: Any) -> Response:
            response = super().send(*arguments, **options)
            pulse = getattr(_running, "pulse", None)
            if pulse is not None:
                _read(response, pulse)
            return response

    return Adapter(pool_connections=4, pool_maxsize=POOL_SIZE)


def _read(response: Any, pulse: Pulse) -> None:
    pulse.on_abandon(lambda: _hang_up(response.raw))
    pulse.answered()
    try:
        body = response.content
    finally:
        pulse.on_abandon(None)
    if response.status_code == 200 and b'"error"' in body[:200]:
        try:
            error = json.loads(body).get("error")
        except (ValueError, RecursionError, AttributeError):
            return
        if isinstance(error, dict):
            code = error.get("code")
            response.status_code = code if isinstance(code, int) and code >= 400 else 500


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
    config: dict[str, Any] = {"maxOutputTokens": call.max_output_tokens, **call.extra}
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


def _refused(error: Any) -> ProviderError:
    response = getattr(error, "response", None)
    headers = dict(getattr(response, "headers", None) or {})
    try:
        body = response.json() if response is not None else None
    except ValueError:
        body = None
    return refusal(int(error.code or 500), body, headers)


def _answer(response: Any, call: ProviderCall) -> ProviderAnswer:
    counts = response.usage_metadata
    output = max(counts.total_token_count - counts.prompt_token_count, 0)
    usage = Usage(counts.prompt_token_count, output)
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
    return ProviderAnswer(
        _text(candidate.content.parts, call), usage, complete=finish != "MAX_TOKENS"
    )


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
) -> list[list[float]]:
    """One vector per text. Raises ProviderError."""
    from google.api_core import exceptions as api_errors
    from google.generativeai import protos
    from requests import exceptions as transport

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
    try:
        answer = client.batch_embed_contents(request=request, timeout=seconds, retry=None)
    except api_errors.GoogleAPICallError as error:
        raise _refused(error) from None
    except transport.Timeout:
        raise ProviderError(Category.TIMEOUT, "no answer in time") from None
    except (transport.RequestException, ValueError) as error:
        raise ProviderError(Category.CONNECTION, type(error).__name__) from None
    return [list(row.values) for row in answer.embeddings]
