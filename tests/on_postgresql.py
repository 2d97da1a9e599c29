"""Run pytest against a PostgreSQL server that exists only for this run.

Uses TEST_DATABASE_URL when it is set. Otherwise starts a server of its own over a temporary
folder, on a socket, without touching any other. With CI=true a missing server is a failure.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=300",
    "shared_buffers=128MB",
]


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl: the newest Debian has, or the one on the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root lends the work to the postgres user."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def main() -> int:
    pytest = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    if os.environ.get("TEST_DATABASE_URL"):
        return run(pytest, os.environ["TEST_DATABASE_URL"])
    folder = binaries()
    if folder is None:
        print("PostgreSQL is not installed: the tests ran on SQLite only.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    with tempfile.TemporaryDirectory(prefix="pg-") as directory:
        data = Path(directory) / "data"
        if os.geteuid() == 0:
            os.chown(directory, pwd.getpwnam("postgres").pw_uid, -1)
        user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        control = as_server_user([str(folder / "pg_ctl"), "-D", str(data), "-s", "-w"])
        initdb = [str(folder / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(as_server_user(initdb), check=True, stdout=subprocess.DEVNULL)
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        start = [*control, "-o", f"-k {directory} {options}", "-l", f"{data}/log", "start"]
        subprocess.run(start, check=True)
        try:
            return run(pytest, f"postgres://{user}@/postgres?host={directory}")
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False)


def run(pytest: list[str], url: str) -> int:
    return subprocess.run(pytest, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
