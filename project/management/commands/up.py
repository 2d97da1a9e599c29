"""Everything under one parent: vector store, task workers, web server."""

import contextlib
import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections

from project import demo
from project.health import Unhealthy, probe_worker
from project.supervisor import CannotStart, Supervisor, free_port, lock_directory, port_is_free

CHROMA_TRIES = 3


class Command(BaseCommand):
    help = "Run all of Draftroom on this machine until Ctrl-C."
    # Checks run once in the children; here they would only delay the clear sentences below.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.WEB_PORT)
        parser.add_argument(
            "--no-demo", action="store_true", help="do not fill an empty database with the demo"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor = Supervisor()
        supervisor.handle_signals()
        try:
            with lock_directory(settings.DATA_DIR), ending(supervisor):
                self.run(supervisor, port=options["port"], with_demo=not options["no_demo"])
        except CannotStart as error:
            raise CommandError(f"Draftroom cannot start: {error}") from error
        except OperationalError as error:
            raise CommandError(
                f"Draftroom cannot start: the database does not answer ({str(error).strip()}). "
                "Check DATABASE_URL and that the server runs."
            ) from error

    def run(self, supervisor: Supervisor, *, port: int, with_demo: bool) -> None:
        if not 1 <= port <= 65535:
            raise CannotStart(f"{port} is no port number; take one from 1024 to 65535.")
        if not port_is_free(port):
            raise CannotStart(
                f"port {port} is in use. Stop what uses it, or choose another: "
                "manage.py up --port 8010 (make run PORT=8010)."
            )
        env = dict(os.environ)
        if settings.CHROMA_IS_LOCAL:
            settings.CHROMA_URL = env["CHROMA_URL"] = self.start_chroma(supervisor, env)
        call_command("prepare")
        if with_demo and demo.is_empty():
            demo.create_demo()
        logins = demo.demo_logins("localhost")
        connections.close_all()
        supervisor.add("task worker", [sys.executable, str(manage_py()), "worker"], env)
        supervisor.add("web server", web_command(port), env)
        url = f"http://127.0.0.1:{port}"
        supervisor.wait_until(lambda: answers(f"{url}/readyz"), what="the web server", seconds=60)
        supervisor.wait_until(worker_is_up, what="the task worker", seconds=60)
        self.announce(f"http://localhost:{port}", logins)
        supervisor.watch()

    def start_chroma(self, supervisor: Supervisor, env: dict[str, str]) -> str:
        for _ in range(CHROMA_TRIES - 1):
            # Between looking for a free port and taking it, another program may take it.
            with contextlib.suppress(CannotStart):
                return self.start_chroma_on(free_port(), supervisor, env)
            supervisor.forget_last()
        return self.start_chroma_on(free_port(), supervisor, env)

    def start_chroma_on(self, port: int, supervisor: Supervisor, env: dict[str, str]) -> str:
        url = f"http://127.0.0.1:{port}"
        directory = settings.DATA_DIR / "chroma"
        directory.mkdir(exist_ok=True)
        supervisor.add(
            "vector store",
            [
                chroma_binary(),
                "run",
                "--path",
                str(directory),
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
            ],
            env | {"ANONYMIZED_TELEMETRY": "False"},
            # It writes a paragraph per start, which nobody needs to read before the ready line.
            log=settings.DATA_DIR / "vector-store.log",
        )
        settings.CHROMA_ADDRESS_FILE.write_text(url)
        supervisor.wait_until(
            lambda: answers(f"{url}/api/v2/heartbeat"), what="the vector store", seconds=60
        )
        return url

    def announce(self, url: str, logins: list[dict[str, str]]) -> None:
        line = f"Draftroom is ready at {url}"
        if logins:
            line += (
                "  (demo logins: "
                + ", ".join(f"{login['username']} / {login['password']}" for login in logins)
                + ")"
            )
        self.stdout.write(line)
        self.stdout.flush()


@contextlib.contextmanager
def ending(supervisor: Supervisor) -> Iterator[None]:
    """Leave nothing running, and no address of it. Only for who holds the directory."""
    try:
        yield
    finally:
        supervisor.stop()
        settings.CHROMA_ADDRESS_FILE.unlink(missing_ok=True)


def manage_py() -> Path:
    return Path(settings.BASE_DIR) / "manage.py"


def chroma_binary() -> str:
    beside = Path(sys.executable).with_name("chroma")
    found = str(beside) if beside.exists() else shutil.which("chroma")
    if not found:
        raise CannotStart("the program “chroma” is missing. Install requirements.txt.")
    return found


def web_command(port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "project.wsgi:application",
        "--bind",
        f"{settings.WEB_HOST}:{port}",
        "--workers",
        str(settings.WEB_WORKERS),
        "--threads",
        "4",
        "--timeout",
        "60",
        "--graceful-timeout",
        "5",
        "--keep-alive",
        "5",
        "--log-level",
        "warning",
        "--chdir",
        str(settings.BASE_DIR),
    ]


def worker_is_up() -> bool:
    try:
        probe_worker()
    except Unhealthy:
        return False
    finally:
        connections.close_all()
    return True


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as response:  # noqa: S310 (our own address)
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
