"""Writes one response to the socket, in the way a behaviour spoils it."""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web

from tests.fakes.calls import Payload
from tests.fakes.faults import Behaviour, Cut, Drip, Hang, Ok, Reset, Stall
from tests.fakes.log import Received
from tests.fakes.wire import share


class Player:
    """One response to one request. `interrupt` is set when the server stops or is reset; what hangs
    then ends.
    """

    def __init__(self, request: web.Request, entry: Received, interrupt: asyncio.Event) -> None:
        self._request = request
        self._entry = entry
        self._interrupt = interrupt

    async def play(
        self, behaviour: Behaviour, payload: Payload, padding: bytes
    ) -> web.StreamResponse:
        match behaviour:
            case Hang():
                return await self._silence(None)
            case Reset(after=None):
                return self.abort(None)
            case Reset(after=float() | int() as after):
                response = await self._part(payload, after)
                # What was written has to leave first: RST discards what still waits to be sent.
                await asyncio.sleep(0.02)
                return self.abort(response)
            case Stall(after=after):
                return await self._silence(await self._part(payload, after))
            case Drip():
                return await self._drip(behaviour, payload, padding)
            case Cut(after=after, clean=clean):
                return await self._cut(payload, after, clean)
            case Ok(first_delay=first, chunk_delay=between) if first or between:
                return await self._slowly(payload, first, between)
        return await self._whole(payload)

    async def pause(self, seconds: float) -> None:
        """`seconds`; InterruptedError when the server stops or is reset meanwhile."""
        try:
            await asyncio.wait_for(self._interrupt.wait(), seconds)
        except TimeoutError:
            return
        raise InterruptedError

    async def _whole(self, payload: Payload) -> web.StreamResponse:
        response = self._response(payload, None if payload.streamed else len(payload.body))
        self._count(payload, 1.0, complete=True)
        await response.prepare(self._request)
        await response.write(payload.body)
        await response.write_eof()
        return response

    async def _slowly(self, payload: Payload, first: float, between: float) -> web.StreamResponse:
        response = self._response(payload, None if payload.streamed else len(payload.body))
        self._entry.status = payload.status
        await response.prepare(self._request)
        await self.pause(first)
        for number, frame in enumerate(payload.frames, 1):
            self._count(
                payload, number / len(payload.frames), complete=number == len(payload.frames)
            )
            await response.write(frame)
            if number < len(payload.frames):
                await self.pause(between)
        await response.write_eof()
        return response

    async def _part(self, payload: Payload, after: float) -> web.StreamResponse:
        """Headers that promise the whole, and its first part."""
        response = self._response(payload, None if payload.streamed else len(payload.body))
        part = self._beginning(payload, after)
        self._count(payload, after)
        await response.prepare(self._request)
        # prepare() keeps the headers back until there is a body to send with them.
        await response.write(part)
        return response

    async def _drip(self, drip: Drip, payload: Payload, padding: bytes) -> web.StreamResponse:
        response = await self._part(payload, 0.0)
        self._count(payload, 0.0)
        written = 0
        while drip.padding or written < len(payload.body):
            await self.pause(drip.interval)
            byte = padding if drip.padding else payload.body[written : written + 1]
            written += 1
            self._count(payload, 0.0 if drip.padding else written / len(payload.body))
            await response.write(byte)
        self._entry.complete = True
        await response.write_eof()
        return response

    async def _cut(self, payload: Payload, after: float, clean: bool) -> web.StreamResponse:
        part = self._beginning(payload, after)
        if not clean:
            response = await self._part(payload, after)
            self._close()
            return response
        response = self._response(payload, None if payload.streamed else len(part))
        self._count(payload, after, complete=True)
        await response.prepare(self._request)
        if part:
            await response.write(part)
        await response.write_eof()
        return response

    async def _silence(self, response: web.StreamResponse | None) -> web.StreamResponse:
        await self._interrupt.wait()
        return self.abort(response)

    def _response(self, payload: Payload, length: int | None) -> web.StreamResponse:
        headers = {"Content-Type": payload.content_type, **payload.headers}
        response = web.StreamResponse(status=payload.status, headers=headers)
        if length is None:
            response.enable_chunked_encoding()
        else:
            response.content_length = length
        return response

    def _beginning(self, payload: Payload, after: float) -> bytes:
        if payload.streamed and len(payload.frames) > 1:
            return b"".join(payload.frames[: share(list(payload.frames), after)])
        return payload.body[: round(len(payload.body) * after)]

    def _count(self, payload: Payload, part: float, *, complete: bool = False) -> None:
        """Into the log before it goes out, so that a client which has the answer finds it there. A
        model that does not stream has done the whole work before the first byte.
        """
        entry = self._entry
        entry.status, entry.complete = payload.status, complete
        entry.input_tokens = payload.input_tokens
        whole = payload.output_tokens
        entry.output_tokens = -(-round(whole * part * 1000) // 1000) if payload.streamed else whole

    def abort(self, response: web.StreamResponse | None = None) -> web.StreamResponse:
        """TCP RST."""
        transport = self._request.transport
        if transport is not None:
            peer = transport.get_extra_info("socket")
            if peer is not None:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return response or web.Response(status=500)

    def _close(self) -> None:
        if self._request.transport is not None:
            self._request.transport.close()
