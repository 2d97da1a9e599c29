"""A primary that is down for 60 s, healthy again, and down again: served, and back how soon.

    python -m tests.benchmarks.gateway.flapping [--factor 20] [--cycles 4]

All times are divided by the factor, the rests of the circuit with them. Four threads call every
20 ms. A window is the longest rest of the circuit (60 s): by then at the latest a probe goes out.
"""

import argparse
import threading
import time
from dataclasses import dataclass

from tests.benchmarks.gateway.bench import (
    GOOD,
    PROMPT,
    fake_server,
    installation,
    point_to,
    set_route,
    table,
)
from tests.fakes import Behaviour, Fail, Hang, Ok, RemoteFakeProviders, Reset

DOWN, UP = 60.0, 90.0
THREADS = 4
PAUSE = 0.02
FAULTS: dict[str, tuple[Behaviour, float]] = {
    "500": (Fail("server_error"), 60.0),
    "reset": (Reset(), 60.0),
    "hang, attempts of 10 s": (Hang(), 10.0),
}


@dataclass(frozen=True)
class Answered:
    at: float
    provider: str
    seconds: float


def main(factor: float, cycles: int) -> None:
    from providers import circuits

    window = circuits.LONGEST_REST / factor
    circuits.FIRST_REST /= factor
    circuits.LONGEST_REST = window
    # Both are real seconds, and short beside the scaled ones.
    circuits.PROBE_RECHECK = 0.02
    rows: list[list[object]] = []
    with fake_server() as fake:
        point_to(fake)
        for name, (fault, attempt) in FAULTS.items():
            rows.append([name, *measured(fault, attempt / factor, fake, factor, cycles, window)])
    table(
        f"{cycles} times {DOWN:.0f} s down and {UP:.0f} s healthy, divided by {factor:g} "
        f"(one window is {window:.1f} s); {THREADS} threads",
        (
            "the primary",
            "calls",
            "served",
            "back after, at most (s)",
            "within one window",
            "then on the primary",
            "hits while down",
            "slowest call (s)",
        ),
        rows,
    )


def measured(
    fault: Behaviour,
    timeout: float,
    fake: RemoteFakeProviders,
    factor: float,
    cycles: int,
    window: float,
) -> list[object]:
    fake.reset()
    set_route("openai", "cerebras", timeout=timeout)
    fake.always("cerebras", Ok(value=GOOD))
    fake.always("openai", Ok(value=GOOD))
    stop = threading.Event()
    answered: list[Answered] = []
    failed: list[str] = []
    threads = [
        threading.Thread(target=call_on, args=(stop, answered, failed)) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(UP / factor / 4)
    recoveries, hits = [], 0
    for _ in range(cycles):
        before = len(fake.calls("openai"))
        fake.always("openai", fault)
        time.sleep(DOWN / factor)
        hits += len(fake.calls("openai")) - before
        fake.always("openai", Ok(value=GOOD))
        recoveries.append(time.monotonic())
        time.sleep(UP / factor)
    stop.set()
    for thread in threads:
        thread.join()
    back = [first_primary(answered, moment) - moment for moment in recoveries]
    after = [
        one.provider
        for moment, wait in zip(recoveries, back, strict=True)
        for one in answered
        if moment + wait <= one.at < moment + UP / factor
    ]
    calls = len(answered) + len(failed)
    return [
        calls,
        f"{100 * len(answered) / calls:.1f}%",
        max(back),
        f"{sum(wait <= window for wait in back)} of {cycles}",
        f"{100 * after.count('openai') / max(len(after), 1):.1f}%",
        f"{hits / cycles:.1f} each time",
        max(one.seconds for one in answered),
    ]


def first_primary(answered: list[Answered], moment: float) -> float:
    times = (one.at for one in answered if one.at >= moment and one.provider == "openai")
    return min(times, default=float("inf"))


def call_on(stop: threading.Event, answered: list[Answered], failed: list[str]) -> None:
    from pydantic import BaseModel

    from providers import gateway

    class Week(BaseModel):
        theme: str
        sessions: int
        notes: list[str]

    request = gateway.GenerationRequest(
        route="bench", schema=Week, messages=[gateway.Message("user", PROMPT)], deadline=30.0
    )
    while not stop.is_set():
        began = time.monotonic()
        try:
            draft = gateway.generate(request)
            answered.append(Answered(time.monotonic(), draft.provider, time.monotonic() - began))
        except gateway.GenerationFailed as failure:
            failed.append(failure.category)
        time.sleep(PAUSE)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--factor", type=float, default=20)
    parser.add_argument("--cycles", type=int, default=4)
    options = parser.parse_args()
    with installation():
        main(options.factor, options.cycles)
