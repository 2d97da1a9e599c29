"""The two commands as a person at a terminal meets them: real processes, real ports."""

import json
import os
import re
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.installation import Installation, children, command_line, get, wait_for

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(240)]


def test_up_serves_and_stops_with_all_its_children(installation):
    process, url = installation.up()
    line = next(
        line for line in process.log.read_text().splitlines() if "Draftroom is ready" in line
    )
    assert re.search(r"Draftroom is ready at http://localhost:\d+", line)
    assert "teacher / " in line
    with urllib.request.urlopen(f"{url}/accounts/login/") as response:
        assert response.status == 200
    status, body = get(f"{url}/health")
    assert (status, body["status"]) == (200, "ok")
    family = children(process.pid)
    assert len(family) > 4

    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 0
    wait_for(lambda: not [pid for pid in family if alive(pid)], seconds=5, what="all children end")


def test_up_again_is_harmless_and_keeps_the_demo(installation):
    process, _ = installation.up()
    first = installation.query(COUNTS)
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0

    installation.up()

    assert installation.query(COUNTS) == first
    assert first["students"] == 3
    assert first["ieps"] == 3


def test_demo_students_have_drafts(installation):
    _, url = installation.up()
    token = demo_tokens(installation)["Teachers"]

    def ended():
        rows = get(f"{url}/api/v1/jobs/", token)[1]["results"]
        live = [row for row in rows if row["status"] in ("pending", "running")]
        return rows if len(rows) == 3 and not live else None

    rows = wait_for(ended, seconds=60, what="three drafts")
    assert [(row["status"], row["message"]) for row in rows] == [
        ("succeeded", "Everything is done.")
    ] * 3


def test_no_demo_leaves_the_database_empty(installation):
    installation.up("--no-demo")

    assert installation.query(COUNTS)["users"] == 0


@pytest.mark.any_database
def test_busy_port_is_one_sentence(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        done = installation.manage("up", "--port", str(taken.getsockname()[1]))

    assert done.returncode != 0
    assert "is in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.any_database
def test_second_up_on_the_same_data_is_one_sentence(installation):
    installation.up("--no-demo")

    done = installation.manage("up", "--port", "1")

    assert done.returncode != 0
    assert "already runs" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.any_database
def test_second_up_leaves_the_address_of_the_first_vector_store(installation):
    installation.up("--no-demo")
    address = installation.folder / "data" / "chroma-address"
    first = address.read_text()

    assert installation.manage("up", "--port", "1").returncode != 0

    assert address.read_text() == first


@pytest.mark.any_database
def test_up_leaves_no_address_behind(installation):
    process, _ = installation.up("--no-demo")
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0

    assert not (installation.folder / "data" / "chroma-address").exists()


@pytest.mark.any_database
def test_up_is_ready_though_only_another_host_name_is_allowed(tmp_path):
    elsewhere = Installation(tmp_path, ALLOWED_HOSTS="app.example", HTTPS="true")
    try:
        elsewhere.up("--no-demo")
    finally:
        elsewhere.stop()


@pytest.mark.any_database
def test_killed_parent_leaves_no_children(installation):
    process, _ = installation.up("--no-demo")
    family = children(process.pid)

    process.kill()
    process.wait(5)

    wait_for(
        lambda: not [pid for pid in family if alive(pid)], seconds=20, what="children end as well"
    )


@pytest.mark.any_database
def test_dead_web_server_is_started_again(installation):
    process, url = installation.up("--no-demo")
    web = next(pid for pid in children(process.pid) if "gunicorn" in command_line(pid))

    os.kill(web, signal.SIGKILL)

    def back():
        try:
            return web not in children(process.pid) and get(f"{url}/health")[0] == 200
        except OSError:
            return False

    wait_for(back, seconds=30, what="the web server's return")


COUNTS = (
    "import json; from project.models import User; from ieps.models import Student, IEP; "
    "print(json.dumps({'users': User.objects.count(), 'students': Student.objects.count(), "
    "'ieps': IEP.objects.count()}))"
)


def demo_tokens(installation: Installation) -> dict[str, str]:
    done = installation.manage("demo", "--json")
    return {user["role"]: user["token"] for user in reversed(json.loads(done.stdout)["users"])}


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in state(pid)


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"
