"""Redis as broker and cache: one variable, the same product."""

import os
import shutil
import subprocess

import pytest

from tests.installation import Installation, free_port, get, wait_for
from tests.system.test_kill import START, finished

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(240)]


@pytest.fixture
def redis_url(tmp_path):
    binary = shutil.which("redis-server")
    if binary is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed")
        pytest.skip("redis-server is not installed")
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(5)


def test_jobs_run_over_redis(tmp_path, redis_url):
    installation = Installation(tmp_path, REDIS_URL=redis_url)
    try:
        _, url = installation.up("--no-demo")
        job = installation.query(START)

        after = wait_for(lambda: finished(installation, job), seconds=60, what="the end of the job")

        assert after["status"] == "succeeded", after["message"]
        assert get(f"{url}/health")[1]["checks"]["queue"]["ok"]
    finally:
        installation.stop()
