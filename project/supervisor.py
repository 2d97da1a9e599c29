"""Start the local servers as children of one process, restart what dies, stop all of it.

Children get a process group each, so that stopping one also stops what it started, and on Linux
the kernel ends them when the parent is killed.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

STOP_GRACE_SECONDS = 8.0
RESTART_PAUSE_SECONDS = 1.0
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """One sentence for the person at the terminal."""


@dataclass
class Child:
    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = field(default=0.0)

    def start(self) -> None:
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else sys.stderr
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=0,
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )
        self.started_at = time.monotonic()

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs children until stop() or a signal."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.stopping = False

    def handle_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.stopping = True

    def add(
        self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path | None = None
    ) -> Child:
        """Start a child. Its output goes to the terminal, or to the end of ``log``."""
        child = Child(name, command, env, log)
        self.children.append(child)
        child.start()
        return child

    def forget_last(self) -> None:
        """Give up the child added last, dead or alive."""
        child = self.children.pop()
        child.signal_group(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self.stopping:
                raise SystemExit(0)
            dead = next((child for child in self.children if not child.alive), None)
            if dead is not None:
                where = f"in {dead.log}" if dead.log else "above"
                raise CannotStart(f"the {dead.name} ended while starting; its output is {where}.")
            if time.monotonic() > deadline:
                raise CannotStart(f"{what} did not answer within {seconds:.0f} seconds.")
            time.sleep(0.05)

    def watch(self) -> None:
        """Keep the children alive until a signal arrives."""
        while not self.stopping:
            for child in self.children:
                if not child.alive and time.monotonic() - child.started_at > RESTART_PAUSE_SECONDS:
                    print(f"{child.name} ended; starting it again", file=sys.stderr)  # noqa: T201
                    child.signal_group(signal.SIGKILL)
                    child.start()
            time.sleep(0.2)

    def stop(self) -> None:
        """End every child, last started first; what does not end in time is killed."""
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE_SECONDS
        while any(child.alive for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def lock_directory(directory: Path) -> IO[str]:
    """Hold DATA_DIR for this process; the returned file must stay open."""
    handle = (directory / "up.lock").open("a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise CannotStart(
            f"Draftroom already runs on {directory}. Stop it first, or set another DATA_DIR."
        ) from error
    return handle


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
