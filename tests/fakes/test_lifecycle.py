"""The server itself: it starts, notices clients that leave, and stops whatever hangs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.fakes import Drip, FakeProviders, Hang, Ok, RemoteFakeProviders, Reset, Stall
from tests.fakes.sdks import chat

ROOT = Path(__file__).resolve().parents[2]


def test_client_that_leaves_is_seen(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Hang(), Stall(), Reset())
    for _ in range(3):
        with pytest.raises(Exception, match=r"timed out|error"):
            chat("openai", fake_providers, timeout=0.4)

    hung, stalled, reset = fake_providers.wait_for(3)

    assert (hung.disconnected, stalled.disconnected, reset.disconnected) == (True, True, False)
    assert (hung.status, stalled.status, reset.status) == (None, 200, None)
    assert not any(call.complete for call in (hung, stalled, reset))


def test_latency_and_chunk_delay(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Ok("abc", latency=0.15), Ok("a" * 48, chunk_delay=0.05))
    started = time.monotonic()
    chat("openai", fake_providers)
    first = time.monotonic() - started

    times = [time.monotonic() for _ in chat("openai", fake_providers, stream=True)]

    assert first >= 0.15
    assert times[-1] - times[0] >= 0.15


@pytest.mark.timed
def test_stop_with_hanging_calls() -> None:
    fake = FakeProviders().start()
    fake.always("openai", Hang())
    fake.always("groq", Drip(0.05))
    threads = [
        threading.Thread(target=_swallow, args=(provider, fake), daemon=True)
        for provider in ("openai", "groq") * 10
    ]
    for thread in threads:
        thread.start()
    fake.wait_for(20, until=lambda call: True)

    started = time.monotonic()
    fake.stop()
    took = time.monotonic() - started
    for thread in threads:
        thread.join(2)

    assert took < 2
    assert not any(thread.is_alive() for thread in threads)


def test_reset_releases_hanging_calls(fake_providers: FakeProviders) -> None:
    fake_providers.script("openai", Hang())
    thread = threading.Thread(target=_swallow, args=("openai", fake_providers), daemon=True)
    thread.start()
    fake_providers.wait_for(1, until=lambda call: True)

    fake_providers.reset()
    thread.join(2)

    assert not thread.is_alive()


def test_many_calls_at_once(fake_providers: FakeProviders) -> None:
    fake_providers.always("openai", Ok("x", latency=0.3))
    threads = [
        threading.Thread(target=_swallow, args=("openai", fake_providers)) for _ in range(60)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)

    assert [call.status for call in fake_providers.wait_for(60)] == [200] * 60
    assert fake_providers.peak_in_flight("openai") > 10


def test_unknown_path_is_404(fake_providers: FakeProviders) -> None:
    with pytest.raises(Exception, match="404"):
        RemoteFakeProviders(fake_providers.url + "/nowhere").reset()


def test_by_hand() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes", "--latency", "0.05"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline().strip() for _ in range(9)]
        environment = dict(line.split("=", 1) for line in lines[:8])
        remote = RemoteFakeProviders(environment["OPENAI_BASE_URL"].removesuffix("/openai/v1"))
        remote.script("openai", Ok("from afar"))

        said = chat("openai", remote).choices[0].message.content

        assert said == "from afar"
        assert environment == remote.environment()
        assert remote.wait_for(1)[0].api_key == "openai-key"
    finally:
        process.terminate()
        process.wait(5)
        process.stdout.close()
    assert process.returncode == 0


def _swallow(provider: str, fake: FakeProviders) -> None:
    try:
        chat(provider, fake, timeout=10)
    except Exception:
        return
