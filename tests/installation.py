"""A whole installation for tests: its own data directory and database, real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=30.0, what="it"):
    """The condition's first true value, or an AssertionError when the time is up."""
    ends = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < ends, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)


class Installation:
    """Environment and commands of one installation. On PostgreSQL it has a database of its own."""

    def __init__(self, folder: Path, **env: str):
        self.folder = folder
        self.processes: list[subprocess.Popen] = []
        self.env = {
            **os.environ,
            "DATA_DIR": str(folder / "data"),
            "ENV_FILE": os.devnull,
            "LOG_LEVEL": "INFO",
            "WEB_WORKERS": "1",
            "Q_WORKERS": "2",
            **env,
        }
        self.server_url = self.env.pop("DATABASE_URL", "")
        self.database = ""
        if self.server_url:
            self.database = f"up_{uuid.uuid4().hex[:12]}"
            with psycopg.connect(self.server_url, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.database}"')
            self.env["DATABASE_URL"] = self.server_url.replace("/postgres?", f"/{self.database}?")

    def manage(self, *args: str, **env: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*args),
            env={**self.env, **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *args: str, **env: str) -> subprocess.Popen:
        log = (self.folder / f"{args[0]}-{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            self.command(*args), env={**self.env, **env}, stdout=log, stderr=log
        )
        process.log = Path(log.name)
        self.processes.append(process)
        return process

    def up(self, *args: str) -> tuple[subprocess.Popen, str]:
        """Start everything; returns the process and the address once it is ready."""
        port = free_port()
        process = self.start("up", "--port", str(port), *args)
        wait_for(
            lambda: "Draftroom is ready" in process.log.read_text() or process.poll() is not None,
            seconds=90,
            what="up",
        )
        assert process.poll() is None, process.log.read_text()[-4000:]
        return process, f"http://127.0.0.1:{port}"

    def query(self, code: str):
        """Run Python inside the installation; it prints JSON, which is returned."""
        done = self.manage("shell", "-v", "0", "-c", code)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.strip().splitlines()[-1])

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        if self.database:
            with psycopg.connect(self.server_url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    @staticmethod
    def command(*args: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *args]


def get(url: str, token: str = "", data: dict | None = None) -> tuple[int, dict]:
    """One API call: status and JSON body."""
    request = urllib.request.Request(url)
    if token:
        request.add_header("Authorization", f"Token {token}")
    if data is not None:
        request.data = json.dumps(data).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def children(pid: int) -> list[int]:
    """The process's children and theirs, from /proc."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            child = int(status.parent.name)
            found += [child, *children(child)]
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
