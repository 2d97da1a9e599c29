"""A real Chroma server for tests, one per test process, over a folder of its own."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.installation import free_port

SECONDS = 30.0


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory):
    """Its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("chroma")),
            "run",
            "--path",
            str(tmp_path_factory.mktemp("chroma")),
            "--port",
            str(port),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    try:
        wait_until_it_answers(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def wait_until_it_answers(url, server):
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the Chroma server did not start")


@pytest.fixture
def chroma(chroma_server, settings):
    """Settings point to the server."""
    settings.CHROMA_URL = chroma_server
    return chroma_server
