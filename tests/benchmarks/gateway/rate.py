"""Four processes of fifty threads against a provider that counts: overshoot and use.

    python -m tests.benchmarks.gateway.rate [--seconds 140]

The provider allows so many requests and tokens in any sixty seconds. Every thread calls without a
pause, and the time is over in the middle of a window. "Possible" is what such a provider could
have admitted by the moment of the last call that it did admit: everything at once at the start, and
the same again for every sixty seconds since.
"""

import argparse
import multiprocessing
import os
import threading
import time
from collections import Counter

from tests.benchmarks.gateway.bench import (
    GOOD,
    PROMPT,
    fake_server,
    installation,
    point_to,
    set_route,
    table,
)
from tests.fakes import Ok, RemoteFakeProviders

PROCESSES = 4
THREADS = 50
WINDOW = 60
TOKENS_PER_CALL = 100
CASES = {
    "600 requests a minute": {"requests": 600},
    "60,000 tokens a minute": {"tokens": 60_000},
}


def main(seconds: float) -> None:
    rows = []
    with fake_server() as fake, installation():
        for name, limit in CASES.items():
            rows.append(measured(name, limit, fake, seconds))
    table(
        f"{PROCESSES} processes of {THREADS} threads for {seconds:.0f} s",
        ("", "admitted", "possible", "use", "refused (overshoot)", "failed calls"),
        rows,
    )


def measured(
    name: str, limit: dict[str, int], fake: RemoteFakeProviders, seconds: float
) -> list[object]:
    fake.reset()
    point_to(fake)
    given = {f"{what}_per_minute": count for what, count in limit.items()}
    set_route("openai", **given)
    fake.limit("openai", window=WINDOW, **limit)
    tokens = {"input_tokens": 60, "output_tokens": TOKENS_PER_CALL - 60}
    fake.always("openai", Ok(value=GOOD, latency=0.05, **tokens))
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Counter[str]] = context.Queue()
    workers = [
        context.Process(target=work, args=(fake.url, seconds, dict(os.environ), results))
        for _ in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ended: Counter[str] = sum((results.get() for _ in workers), Counter())
    for worker in workers:
        worker.join()
    meter = fake.meter("openai")
    each = limit.get("requests") or limit["tokens"] // TOKENS_PER_CALL
    admitted = [call.started for call in fake.calls("openai") if call.status == 200]
    possible = round(each * (1 + (max(admitted) - min(admitted)) / WINDOW))
    failed = sum(count for category, count in ended.items() if category != "ok")
    return [
        name,
        meter.admitted,
        possible,
        f"{100 * meter.admitted / possible:.1f}%",
        meter.refused,
        failed,
    ]


def work(url: str, seconds: float, environment: dict[str, str], results: object) -> None:
    """One process: its threads call until the time is over."""
    os.environ |= environment
    import django

    django.setup()
    from pydantic import BaseModel

    from providers import gateway, ledger

    class Week(BaseModel):
        theme: str
        sessions: int
        notes: list[str]

    point_to(RemoteFakeProviders(url))
    ended: Counter[str] = Counter()
    ends = time.monotonic() + seconds

    def call_on() -> None:
        while (left := ends - time.monotonic()) > 0.2:
            request = gateway.GenerationRequest(
                route="bench",
                schema=Week,
                messages=[gateway.Message("user", PROMPT)],
                deadline=left,
                max_output_tokens=200,
            )
            try:
                gateway.generate(request)
                ended["ok"] += 1
            except gateway.GenerationFailed as failure:
                # Its time is over before there is room: the end of the measurement, no fault.
                if time.monotonic() < ends - 1 and failure.category != "rate_limit":
                    ended[failure.category] += 1
                elif time.monotonic() < ends - 1:
                    time.sleep(0.2)

    threads = [threading.Thread(target=call_on) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.flush()
    results.put(ended)  # type: ignore[attr-defined]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=140)
    main(parser.parse_args().seconds)
