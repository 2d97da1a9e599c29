"""What all benchmarks share: an installation of their own, the fake providers, a table."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.fakes import RemoteFakeProviders

PROVIDERS = ("openai", "groq", "cerebras", "gemini")
MODELS = {
    "openai": "gpt-4o",
    "groq": "llama-3.3-70b-versatile",
    "cerebras": "qwen-3-235b-a22b-thinking-2507",
    "gemini": "gemini-2.5-flash",
}
PROMPT = "Write the first week."
GOOD = {"theme": "Strength", "sessions": 3, "notes": ["warm up", "squat"]}


@contextmanager
def fake_server() -> Iterator[RemoteFakeProviders]:
    """The fake providers in a process of their own, so that they do not share our lock."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        control = next(line for line in server.stdout if line.startswith("# control: "))
        yield RemoteFakeProviders(control.split()[2].partition("/_control")[0])
    finally:
        server.terminate()
        server.wait()


@contextmanager
def installation() -> Iterator[None]:
    """Django over an empty database of its own. SQLite, unless DATABASE_URL says otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "LOG_LEVEL": "CRITICAL",
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "project.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield
        from providers import ledger

        ledger.flush()


def point_to(fake: RemoteFakeProviders) -> None:
    """Every provider has a key and the fake server's address."""
    from django.conf import settings

    settings.PROVIDER_KEYS = {name: f"key-{name}" for name in PROVIDERS}
    settings.PROVIDER_BASE_URLS = {name: fake.base_urls[name] for name in PROVIDERS}
    settings.ROUTE_OVERRIDES = {}
    settings.ALLOW_MODEL_CALLS = False


def set_route(*providers: str, offline_last: bool = False, **changes: object) -> None:
    """The route "bench" over one model of each named provider; nothing is remembered of before."""
    from providers import limits, routing
    from providers.models import Bucket, Circuit, ProviderModel, Route, RouteEntry

    Circuit.objects.all().delete()
    Bucket.objects.all().delete()
    limits.forget()
    route, _ = Route.objects.update_or_create(name="bench", defaults={"offline_last": offline_last})
    route.entries.all().delete()
    values = {"requests_per_minute": None, "tokens_per_minute": None, **changes}
    for position, name in enumerate(providers):
        row = ProviderModel.objects.get(provider=name, model=MODELS[name])
        ProviderModel.objects.filter(pk=row.pk).update(**values)
        RouteEntry.objects.create(route=route, provider_model=row, position=position)
    routing.forget()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    shown = [[_shown(cell) for cell in row] for row in rows]
    widths = [
        max(len(line[column]) for line in [list(head), *shown]) for column in range(len(head))
    ]
    print(f"\n{title}")
    for line in [list(head), ["-" * width for width in widths], *shown]:
        cells = [
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _shown(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


PEERS = Path(os.environ.get("PEERS_FOLDER", "var/peers"))


def peers_python() -> Path | None:
    """The interpreter with the peers; None when nobody installed them."""
    python = PEERS / "bin" / "python"
    return python if python.exists() else None


def install_peers() -> None:
    """instructor and LiteLLM into an environment of their own."""
    if peers_python() is None:
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    # An installation that broke off has the interpreter already.
    wanted = [str(PEERS / "bin" / "python"), "-c", "import instructor, litellm, openai"]
    if subprocess.run(wanted, capture_output=True, check=False).returncode == 0:
        return
    pip = [str(PEERS / "bin" / "pip"), "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "instructor", "litellm", "openai"], check=True)


def run_peer(script: str, *arguments: str) -> list[list[str]]:
    """The tab-separated lines that a script of this folder prints, run with the peers."""
    python = peers_python()
    if python is None:
        print("(peers are not installed: add --peers to measure instructor and LiteLLM as well)")
        return []
    path = Path(__file__).with_name(script)
    done = subprocess.run(
        [str(python), str(path), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"(the peers failed: {done.stderr.strip()[-300:]})")
    return [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
