"""What gateway.generate() adds to a bare SDK call, one process, one call after another.

    DATA_DIR=/tmp/bench python -m tests.benchmarks.gateway_latency

The fake server runs in a process of its own. Both sides ask for the same schema and validate the
answer with the same Pydantic class; the gateway does so with limits, circuit and ledger on.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

import django

CALLS = 300
WARM_UP = 30


def measured(work: Callable[[], object]) -> list[float]:
    for _ in range(WARM_UP):
        work()
    times = []
    for _ in range(CALLS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def report(name: str, times: list[float]) -> float:
    ordered = sorted(times)
    p50 = statistics.median(ordered)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{name:28} p50 {p50:6.2f} ms   p95 {p95:6.2f} ms")
    return p50


def iter_until_control(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("#"):
            return
        yield line


def main(url: str) -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    import openai
    from pydantic import BaseModel

    from providers import gateway, routing
    from providers.dialects import dialect
    from providers.models import ProviderModel

    class Week(BaseModel):
        theme: str
        sessions: int
        notes: list[str]

    settings.PROVIDER_KEYS = {"openai": "k"}
    settings.PROVIDER_BASE_URLS = {"openai": url}
    settings.ROUTE_OVERRIDES = {"programs": "openai:gpt-4o"}
    client = openai.OpenAI(api_key="k", base_url=url, max_retries=0)
    form = {
        "type": "json_schema",
        "json_schema": {
            "name": "answer",
            "strict": True,
            "schema": dialect("openai", Week, "json_schema").schema,
        },
    }

    def bare() -> Week:
        answer = client.chat.completions.create(
            model="gpt-4o",
            messages=[{"role": "user", "content": "Write the first week."}],
            response_format=form,
        )
        return Week.model_validate_json(answer.choices[0].message.content)

    request = gateway.GenerationRequest(
        route="programs",
        schema=Week,
        messages=[gateway.Message("user", "Write the first week.")],
    )

    def generate() -> gateway.Draft:
        return gateway.generate(request)

    first = report("bare SDK", measured(bare))
    ProviderModel.objects.filter(model="gpt-4o").update(
        requests_per_minute=None, tokens_per_minute=None
    )
    routing.forget()
    second = report("gateway, no limits set", measured(generate))
    ProviderModel.objects.filter(model="gpt-4o").update(
        requests_per_minute=1_000_000, tokens_per_minute=1_000_000_000
    )
    routing.forget()
    third = report("gateway, limits set", measured(generate))
    print(f"added: {second - first:+.2f} ms, with limits {third - first:+.2f} ms")


if __name__ == "__main__":
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        addresses = dict(line.strip().split("=", 1) for line in iter_until_control(server.stdout))
        main(addresses["OPENAI_BASE_URL"])
    finally:
        server.terminate()
