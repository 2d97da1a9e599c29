"""The web application: which address is which provider, and what a request to it meets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.fakes.answers import answer_for, refusal_for
from tests.fakes.calls import EMBED, GENERATE, LIST, BadCallError, ModelCall, Payload
from tests.fakes.dialects import refused
from tests.fakes.faults import (
    Behaviour,
    Cut,
    Drip,
    EmptyBody,
    ErrorInside,
    Fail,
    Html,
    Ok,
    Raw,
    Refuse,
    Reset,
    Stall,
    from_json,
)
from tests.fakes.limits import Limit, Meter, Overrun, Ticket
from tests.fakes.log import Log, Received
from tests.fakes.player import Player
from tests.fakes.ratelimit_headers import limit_headers
from tests.fakes.script import Script, Settings, healthy
from tests.fakes.wire import Wire
from tests.fakes.wire_gemini import GeminiWire
from tests.fakes.wire_openai import OpenAIWire

BASE_PATHS = {
    "openai": "/openai/v1",
    "groq": "/groq",
    "cerebras": "/cerebras",
    "gemini": "/gemini",
    "compat": "/compat/v1",
}
"""What each SDK takes as its base URL, after the server's own."""
_CHAT_ROOTS = {
    "openai": "/openai/v1",
    "groq": "/groq/openai/v1",
    "cerebras": "/cerebras/v1",
    "compat": "/compat/v1",
}
_GEMINI_ROOTS = ("/gemini/v1beta", "/v1beta")
_PAGE = "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>"
_MAX_BODY = 64 * 1024 * 1024


class FakeServer:
    """State and handlers. `interrupt` and the handlers belong to the loop that serves `app`."""

    def __init__(self, latency: float = 0.0) -> None:
        self.script = Script()
        self.settings = Settings(latency=latency)
        self._latency = latency
        self.log = Log()
        self.interrupt = asyncio.Event()
        self._chat: Wire = OpenAIWire()
        self._gemini: Wire = GeminiWire()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=_MAX_BODY)
        for provider, root in _CHAT_ROOTS.items():
            self._add(app, "POST", f"{root}/chat/completions", self._chat, provider, GENERATE)
            self._add(app, "POST", f"{root}/embeddings", self._chat, provider, EMBED)
            self._add(app, "GET", f"{root}/models", self._chat, provider, LIST)
            self._add(app, "GET", root + "/models/{model:.+}", self._chat, provider, LIST)
        for root in _GEMINI_ROOTS:
            model = root + "/models/{model}"
            self._add(app, "POST", model + ":generateContent", self._gemini, "gemini", GENERATE)
            self._add(
                app,
                "POST",
                model + ":streamGenerateContent",
                self._gemini,
                "gemini",
                GENERATE,
                True,
            )
            self._add(app, "POST", model + ":embedContent", self._gemini, "gemini", EMBED)
            self._add(app, "POST", model + ":batchEmbedContents", self._gemini, "gemini", EMBED)
            self._add(app, "GET", f"{root}/models", self._gemini, "gemini", LIST)
            self._add(app, "GET", model, self._gemini, "gemini", LIST)
        app.router.add_post("/_control/{verb}", self._control)
        app.router.add_get("/_control/{noun}", self._look)
        return app

    def reset(self) -> None:
        """Forget everything; calls that hang are dropped. On the loop's thread."""
        self.interrupt.set()
        self.interrupt = asyncio.Event()
        self.script.clear()
        self.log.clear()
        self.settings = Settings(latency=self._latency)

    def _add(
        self,
        app: web.Application,
        method: str,
        path: str,
        wire: Wire,
        provider: str,
        operation: str,
        stream: bool = False,
    ) -> None:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, wire, provider, operation, stream)

        app.router.add_route(method, path, handle)

    async def _serve(
        self, request: web.Request, wire: Wire, provider: str, operation: str, stream: bool
    ) -> web.StreamResponse:
        interrupt = self.interrupt
        raw = await request.read()
        parsed = _parse(raw)
        body = parsed if isinstance(parsed, dict) else {}
        entry = self.log.open(
            provider=provider,
            operation=operation,
            model=str(body.get("model") or request.match_info.get("model", "")).removeprefix(
                "models/"
            ),
            method=request.method,
            path=request.path,
            query=request.query_string,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=raw,
            json=parsed,
        )
        player = Player(request, entry, interrupt)
        try:
            return await self._respond(player, request, entry, wire, body, stream)
        except asyncio.CancelledError:
            entry.disconnected = not interrupt.is_set()
            raise
        except InterruptedError:
            return player.abort()
        except ConnectionError:
            entry.disconnected = True
            raise
        finally:
            if entry.disconnected:
                entry.complete = False
            self.log.close(entry)

    async def _respond(
        self,
        player: Player,
        request: web.Request,
        entry: Received,
        wire: Wire,
        body: Mapping[str, Any],
        stream: bool,
    ) -> web.StreamResponse:
        try:
            call = wire.read(
                entry.provider, entry.operation, entry.model, body, request.query, stream
            )
        except BadCallError as problem:
            call = ModelCall(entry.provider, entry.operation, entry.model, body, stream=stream)
            return await self._play(
                player, entry, wire, call, Fail("bad_request", message=str(problem)), {}
            )
        entry.stream, entry.prompt = call.stream, call.prompt
        entry.schema, entry.schema_place = call.schema, call.schema_place
        meters = [] if call.operation == LIST else self.script.meters(call)
        tickets = _admit(meters, call)
        if isinstance(tickets, Fail):
            return await self._play(player, entry, wire, call, tickets, limit_headers(call, meters))
        try:
            headers = limit_headers(call, meters)
            return await self._play(player, entry, wire, call, self._behaviour(call), headers)
        finally:
            for meter, ticket in tickets:
                meter.settle(ticket, entry.input_tokens + entry.output_tokens)

    def _behaviour(self, call: ModelCall) -> Behaviour:
        scripted = self.script.take(call)
        behaviour = (
            healthy(call, self.settings.answer)
            if scripted is None and call.operation == GENERATE
            else scripted
        )
        if behaviour is None:
            return Ok()
        if isinstance(behaviour, Ok) and self.settings.validate:
            refusal = refused(call, refuse_json_streams=self.settings.refuse_json_streams)
            return refusal or behaviour
        return behaviour

    async def _play(
        self,
        player: Player,
        entry: Received,
        wire: Wire,
        call: ModelCall,
        behaviour: Behaviour,
        headers: Mapping[str, str],
    ) -> web.StreamResponse:
        entry.behaviour = behaviour.reason if isinstance(behaviour, Fail) else behaviour.name
        latency = behaviour.latency + self.settings.latency
        if latency:
            await player.pause(latency)
        payload = _payload(wire, call, behaviour, entry, headers)
        return await player.play(behaviour, payload, wire.padding(call))

    async def _control(self, request: web.Request) -> web.StreamResponse:
        data = await request.json() if request.can_read_body else {}
        key = (data.get("provider", "*"), data.get("model", "*"), data.get("operation", GENERATE))
        match request.match_info["verb"]:
            case "script":
                self.script.queue(key, [from_json(each) for each in data["behaviours"]])
            case "always":
                self.script.always(
                    key, from_json(data["behaviour"]) if data.get("behaviour") else None
                )
            case "limit":
                self.script.limit(key[0], key[1], Limit(**data["limit"]))
            case "settings":
                for name, value in data.items():
                    setattr(self.settings, name, value)
            case "reset":
                self.reset()
            case _:
                raise web.HTTPNotFound
        return web.json_response({"ok": True})

    async def _look(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        match request.match_info["noun"]:
            case "requests":
                entries = self.log.entries(
                    query.get("provider"), query.get("model"), query.get("operation")
                )
                return web.json_response([entry.to_json() for entry in entries])
            case "meter":
                meter = self.script.meter(query.get("provider", "*"), query.get("model", "*"))
                return web.json_response(asdict(meter.state()))
            case "left":
                return web.json_response(
                    [[*key, count] for key, count in self.script.left().items()]
                )
            case "health":
                return web.json_response({"ok": True})
        raise web.HTTPNotFound


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else {}
    except ValueError:
        return None


def _admit(meters: list[Meter], call: ModelCall) -> list[tuple[Meter, Ticket]] | Fail:
    tickets: list[tuple[Meter, Ticket]] = []
    for meter in meters:
        ticket = meter.admit(call.input_tokens, call.max_output)
        if isinstance(ticket, Overrun):
            for earlier, given in tickets:
                earlier.withdraw(given)
            reason = "too_large" if ticket.never and call.provider == "groq" else "rate_limit"
            return Fail(reason, wait=round(ticket.wait, 3))
        tickets.append((meter, ticket))
    return tickets


def _payload(
    wire: Wire, call: ModelCall, behaviour: Behaviour, entry: Received, headers: Mapping[str, str]
) -> Payload:
    match behaviour:
        case Fail():
            payload = wire.fail(call, behaviour)
            return Payload(
                payload.status, payload.frames, payload.content_type, {**headers, **payload.headers}
            )
        case Raw(body=body, status=status, content_type=kind):
            return Payload(status, (body.encode(),), kind, behaviour.headers)
        case Html(status=status):
            return Payload(status, (_PAGE.encode(),), "text/html; charset=utf-8")
        case EmptyBody(status=status):
            return Payload(status, (b"",))
    if call.operation == EMBED:
        return wire.embeddings(call)
    if call.operation == LIST:
        return wire.models(call)
    if isinstance(behaviour, Refuse):
        answer = refusal_for(call, behaviour)
    else:
        nested = isinstance(behaviour, Drip | Stall | Reset | Cut | ErrorInside)
        ok = behaviour.answer if nested else behaviour  # type: ignore[attr-defined]
        answer = answer_for(call, ok if isinstance(ok, Ok) else Ok())
        headers = {**headers, **(ok.headers if isinstance(ok, Ok) else {})}
    entry.answered = answer.refusal or answer.text
    if isinstance(behaviour, ErrorInside):
        fail = Fail(behaviour.reason, message=behaviour.message)
        return wire.error_inside(call, fail, answer, behaviour.after)
    return wire.answer(call, answer, headers)
