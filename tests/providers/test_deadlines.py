"""A deadline that nothing outlasts, whatever the provider's address or answer does."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from providers import gateway
from providers.errors import Category, GenerationFailed
from tests.fakes import Behaviour, Drip, Hang, Ok, Stall
from tests.providers.conftest import PROVIDERS
from tests.providers.test_failover import gateway_warm_up
from tests.providers.test_streams import busy_threads, eventually

pytestmark = [pytest.mark.django_db, pytest.mark.timed]

DEADLINE = 0.8
ATTEMPT = 0.5
GRACE = 0.25


@pytest.fixture
def dead_address() -> Iterator[str]:
    """An address that never takes a connection: its queue is full and nobody empties it."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def sly_address() -> Iterator[str]:
    """An address that takes every connection and sends one byte of a status line in 0.2 s."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip(one: socket.socket) -> None:
        with one, contextlib.suppress(OSError):
            for letter in b"HTTP/1.1 200 OK\r\nx-padding: " + b"a" * 1000:
                one.send(bytes([letter]))
                if over.wait(0.2):
                    return

    def take() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=take, daemon=True).start()
    yield f"127.0.0.1:{listening.getsockname()[1]}"
    over.set()
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def point(settings, provider: str, address: str, scheme: str = "http") -> None:
    path = {"openai": "/v1", "gemini": ""}.get(provider, "")
    urls = settings.PROVIDER_BASE_URLS | {provider: f"{scheme}://{address}{path}"}
    settings.PROVIDER_BASE_URLS = urls


def fails_in_time(ask, deadline: float = DEADLINE) -> GenerationFailed:
    began = time.monotonic()
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask(deadline=deadline))
    assert time.monotonic() - began < deadline + GRACE
    return failure.value


def served_in_time(ask, other: str, deadline: float = 2.0) -> None:
    began = time.monotonic()
    assert gateway.generate(ask(deadline=deadline)).provider == other
    assert time.monotonic() - began < deadline + GRACE


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_dead_address(providers, route, ask, settings, provider, dead_address):
    other = "cerebras" if provider != "cerebras" else "openai"
    route(provider)
    gateway_warm_up(providers, provider)
    point(settings, provider, dead_address)
    assert fails_in_time(ask).category in (Category.TIMEOUT, Category.CONNECTION)
    route(provider, other, timeout=ATTEMPT)
    served_in_time(ask, other)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_headers_that_drip(providers, route, ask, settings, provider, sly_address):
    other = "cerebras" if provider != "cerebras" else "openai"
    route(provider)
    gateway_warm_up(providers, provider)
    point(settings, provider, sly_address)
    assert fails_in_time(ask).category == Category.TIMEOUT
    route(provider, other, timeout=ATTEMPT)
    served_in_time(ask, other)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_name_server_that_does_not_answer(providers, route, ask, settings, provider, monkeypatch):
    route(provider)
    gateway_warm_up(providers, provider)
    look_up = socket.getaddrinfo

    def slow(host, *given, **named):
        if host == "localhost":
            time.sleep(3.0)
        return look_up(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    point(settings, provider, "localhost:9")
    assert fails_in_time(ask).category == Category.TIMEOUT
    assert eventually(lambda: not busy_threads(), 5.0)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_server_that_does_not_speak_tls(providers, route, ask, settings, provider):
    """What fails at once is a connection failure, and the next model has the time."""
    other = "cerebras" if provider != "cerebras" else "openai"
    route(provider, other)
    gateway_warm_up(providers, provider)
    address = providers.base_urls[provider].removeprefix("http://").partition("/")[0]
    point(settings, provider, address, scheme="https")
    draft = gateway.generate(ask(deadline=3.0))
    assert draft.provider == other
    assert {one.category for one in draft.attempts[:-1]} == {Category.CONNECTION}


SLOW: dict[str, Behaviour] = {
    "silent headers": Hang(),
    "headers, then nothing": Stall(after=0.0),
    "half an answer, then nothing": Stall(after=0.5),
    "a byte now and then": Drip(interval=0.2),
    "white space now and then": Drip(interval=0.2, padding=True),
    "late headers": Ok(latency=5.0),
    "a late first token": Ok(first_delay=5.0),
    "tokens too slow": Ok(chunk_delay=1.5),
}


STREAMED_ONLY = ("a late first token", "tokens too slow")
TABLE = [
    pytest.param(provider, behaviour, extra, id=f"{name}-{provider}-{how}")
    for name, behaviour in SLOW.items()
    for provider in PROVIDERS
    for how, extra in (("streamed", {}), ("whole", {"stream": False}))
    if how == "streamed" or name not in STREAMED_ONLY
]


@pytest.mark.parametrize(("provider", "behaviour", "extra"), TABLE)
def test_a_slow_answer(providers, route, ask, provider, behaviour, extra):
    """The deadline holds alone, and with a fallback the call is served inside it."""
    other = "cerebras" if provider != "cerebras" else "openai"
    route(provider, extra=extra)
    gateway_warm_up(providers, provider)
    providers.always(provider, behaviour)
    assert fails_in_time(ask).category == Category.TIMEOUT
    route(provider, other, extra=extra, timeout=ATTEMPT)
    served_in_time(ask, other)
    assert eventually(lambda: not busy_threads())
