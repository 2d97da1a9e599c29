"""A real Chromium against the live server. Work is done when the test says so."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from tests.browser.chromium import EXECUTABLE, chromium
from tests.browser.visitors import visitors_at
from tests.ieps.answers import plausible
from tests.people import reviewer, teacher


@pytest.fixture(scope="package")
def browser(django_db_setup):
    """One browser for the folder, gone before other tests run: its loop occupies the thread."""
    if not EXECUTABLE.exists():
        reason = f"there is no Chromium at {EXECUTABLE} (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Django takes Playwright's loop for an asynchronous program, which would also get a database
    # connection of its own: one that does not know how the tests put the tables back.
    connection = connections[DEFAULT_DB_ALIAS]
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with chromium() as started:
            connections[DEFAULT_DB_ALIAS] = connection
            yield started
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visitors(browser, live_server, held_queue):
    with visitors_at(browser, live_server.url) as visitors:
        yield visitors


@pytest.fixture
def alice(db):
    return teacher("alice", first_name="Alice", last_name="Marchetti")


@pytest.fixture
def rita(db):
    return reviewer("rita", first_name="Rita", last_name="Solberg")


@pytest.fixture(scope="package")
def vector_store():
    """The address of a real vector store on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    directory = Path(os.environ["DATA_DIR"]) / f"chroma-{port}"
    process = subprocess.Popen(
        [
            Path(sys.executable).with_name("chroma"),
            "run", "--path", directory, "--host", "127.0.0.1", "--port", str(port),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def everything_runs(vector_store, fake_providers, settings):
    """A vector store, and a model that answers sensibly: jobs succeed."""
    fake_providers.answer = plausible
    settings.CHROMA_URL = vector_store
    settings.PROVIDER_KEYS = {"openai": "sk-test-openai-key"}
    settings.PROVIDER_BASE_URLS = fake_providers.base_urls
    return fake_providers


@pytest.fixture
def background(held_queue):
    """Call it to have the queued work done beside the test, as a worker would; gives the thread."""
    threads = []

    def work():
        try:
            held_queue.work()
        finally:
            connections.close_all()

    def start():
        threads.append(threading.Thread(target=work))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join(timeout=30)
