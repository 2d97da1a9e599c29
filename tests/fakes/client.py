"""The handles that tests hold: on a server in this process, or on one in another."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.calls import GENERATE
from tests.fakes.faults import Behaviour, to_json
from tests.fakes.handle import Handle
from tests.fakes.limits import Limit, MeterState
from tests.fakes.log import Received
from tests.fakes.script import AnswerFunction
from tests.fakes.server import FakeServer

T = TypeVar("T")
_START, _STOP = 10.0, 5.0


class FakeProviders(Handle):
    """A server on an ephemeral port of 127.0.0.1, in a daemon thread with its own loop."""

    def __init__(self, *, port: int = 0, latency: float = 0.0) -> None:
        self._port = port
        self._latency = latency
        self._thread: threading.Thread | None = None

    def start(self) -> FakeProviders:
        ready: Future[str] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(ready,), name="fake-providers", daemon=True
        )
        self._thread.start()
        self.url = ready.result(timeout=_START)
        return self

    def stop(self) -> None:
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout=_STOP)
        self._thread = None

    def __enter__(self) -> FakeProviders:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def answer(self) -> AnswerFunction | None:
        """What answers healthy calls instead of the default; see script.AnswerFunction."""
        return self._server.settings.answer

    @answer.setter
    def answer(self, function: AnswerFunction | None) -> None:
        self._server.settings.answer = function

    @property
    def validate(self) -> bool:
        return self._server.settings.validate

    @validate.setter
    def validate(self, on: bool) -> None:
        self._server.settings.validate = on

    @property
    def refuse_json_streams(self) -> bool:
        return self._server.settings.refuse_json_streams

    @refuse_json_streams.setter
    def refuse_json_streams(self, on: bool) -> None:
        self._server.settings.refuse_json_streams = on

    @property
    def latency(self) -> float:
        return self._server.settings.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._server.settings.latency = seconds

    def script(
        self, provider: str, *behaviours: Behaviour, model: str = "*", operation: str = GENERATE
    ) -> None:
        self._server.script.queue((provider, model, operation), list(behaviours))

    def always(
        self,
        provider: str,
        behaviour: Behaviour | None,
        *,
        model: str = "*",
        operation: str = GENERATE,
    ) -> None:
        self._server.script.always((provider, model, operation), behaviour)

    def limit(
        self,
        provider: str,
        *,
        model: str = "*",
        requests: int | None = None,
        tokens: int | None = None,
        window: float = 60.0,
        fixed: bool = False,
        reserve: bool = False,
    ) -> None:
        self._server.script.limit(provider, model, Limit(requests, tokens, window, fixed, reserve))

    def meter(self, provider: str, model: str = "*") -> MeterState:
        meter = self._server.script.meter(provider, model)
        return self._on_loop(meter.state)

    def configure(
        self,
        *,
        validate: bool | None = None,
        refuse_json_streams: bool | None = None,
        latency: float | None = None,
    ) -> None:
        given = {
            "validate": validate,
            "refuse_json_streams": refuse_json_streams,
            "latency": latency,
        }
        for name, value in given.items():
            if value is not None:
                setattr(self._server.settings, name, value)

    def unused(self) -> int:
        return sum(self._server.script.left().values())

    def reset(self) -> None:
        self._on_loop(self._server.reset)

    def calls(
        self, provider: str | None = None, model: str | None = None, operation: str | None = None
    ) -> list[Received]:
        return self._server.log.entries(provider, model, operation)

    def _wait_for_change(self, seconds: float) -> None:
        self._server.log.wait(seconds)

    def _on_loop(self, function: Callable[[], T]) -> T:
        async def run() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=_STOP)

    def _run(self, ready: Future[str]) -> None:
        try:
            asyncio.run(self._main(ready))
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    async def _main(self, ready: Future[str]) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._server = FakeServer(self._latency)
        runner = web.AppRunner(
            self._server.app(),
            handler_cancellation=True,
            access_log=None,
            shutdown_timeout=0.2,
            keepalive_timeout=30.0,
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", self._port, backlog=1024)
            await site.start()
            ready.set_result(f"http://127.0.0.1:{runner.addresses[0][1]}")
            await self._stopping.wait()
            self._server.interrupt.set()
        finally:
            await runner.cleanup()


class RemoteFakeProviders(Handle):
    """A server in another process, by its URL. No `answer` function: that needs the same
    process.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def script(
        self, provider: str, *behaviours: Behaviour, model: str = "*", operation: str = GENERATE
    ) -> None:
        self._post(
            "script",
            provider=provider,
            model=model,
            operation=operation,
            behaviours=[to_json(each) for each in behaviours],
        )

    def always(
        self,
        provider: str,
        behaviour: Behaviour | None,
        *,
        model: str = "*",
        operation: str = GENERATE,
    ) -> None:
        self._post(
            "always",
            provider=provider,
            model=model,
            operation=operation,
            behaviour=to_json(behaviour) if behaviour else None,
        )

    def limit(
        self,
        provider: str,
        *,
        model: str = "*",
        requests: int | None = None,
        tokens: int | None = None,
        window: float = 60.0,
        fixed: bool = False,
        reserve: bool = False,
    ) -> None:
        limit = Limit(requests, tokens, window, fixed, reserve)
        self._post("limit", provider=provider, model=model, limit=asdict(limit))

    def meter(self, provider: str, model: str = "*") -> MeterState:
        return MeterState(**self._get("meter", provider=provider, model=model))

    def configure(
        self,
        *,
        validate: bool | None = None,
        refuse_json_streams: bool | None = None,
        latency: float | None = None,
    ) -> None:
        given = {
            "validate": validate,
            "refuse_json_streams": refuse_json_streams,
            "latency": latency,
        }
        self._post(
            "settings", **{name: value for name, value in given.items() if value is not None}
        )

    def unused(self) -> int:
        return sum(row[-1] for row in self._get("left"))

    def reset(self) -> None:
        self._post("reset")

    def calls(
        self, provider: str | None = None, model: str | None = None, operation: str | None = None
    ) -> list[Received]:
        asked = {"provider": provider, "model": model, "operation": operation}
        rows = self._get(
            "requests", **{name: value for name, value in asked.items() if value is not None}
        )
        return [Received.from_json(row) for row in rows]

    def _post(self, verb: str, **data: Any) -> None:
        request = urllib.request.Request(
            f"{self.url}/_control/{verb}",
            json.dumps(data).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5):
            pass

    def _get(self, noun: str, **query: str) -> Any:
        with urllib.request.urlopen(
            f"{self.url}/_control/{noun}?{urlencode(query)}", timeout=5
        ) as response:
            return json.load(response)
