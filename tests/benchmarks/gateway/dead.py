"""A dead primary: who was served, how fast, and how often the dead one was asked.

The secondary always answers. LiteLLM Router runs with its defaults and a fallback, fewer calls of
it since some take seconds; for the hang both have an attempt limit of two seconds.
"""

import contextlib
import json

from tests.benchmarks.gateway.bench import (
    GOOD,
    PROMPT,
    fake_server,
    installation,
    median,
    point_to,
    run_peer,
    set_route,
    table,
    timed,
)
from tests.fakes import Behaviour, Fail, Hang, Ok, RemoteFakeProviders, Reset
from tests.fakes.faults import to_json

CALLS = 100
PEER_CALLS = 10
FAULTS: dict[str, Behaviour] = {
    "500": Fail("server_error"),
    "429": Fail("rate_limit"),
    "429, Retry-After 7": Fail("rate_limit", wait=7),
    "reset": Reset(),
    "hang, 2 s limit": Hang(),
}


def main() -> None:
    with fake_server() as fake, installation():
        point_to(fake)
        rows = [measured(name, fault, fake) for name, fault in FAULTS.items()]
        faults = {name: to_json(fault) for name, fault in FAULTS.items()}
        for name, *figures in run_peer(
            "peer_dead.py", fake.url, fake.base_urls["openai"], str(PEER_CALLS), json.dumps(faults)
        ):
            rows.append([f"LiteLLM Router: {name}", *figures])
    table(
        f"A dead primary, {CALLS} calls one after the other ({PEER_CALLS} of LiteLLM's), ms",
        ("", "served", "p50", "p50 after the first 3", "worst", "hits on the primary"),
        rows,
    )


def measured(name: str, fault: Behaviour, fake: RemoteFakeProviders) -> list[object]:
    from pydantic import BaseModel

    from providers import gateway

    class Week(BaseModel):
        theme: str
        sessions: int
        notes: list[str]

    fake.reset()
    set_route("openai", "cerebras", timeout=2.0)
    fake.always("cerebras", Ok(value=GOOD))
    request = gateway.GenerationRequest(
        route="bench", schema=Week, messages=[gateway.Message("user", PROMPT)]
    )
    gateway.generate(request)
    set_route("cerebras")
    gateway.generate(request)
    fake.reset()
    set_route("openai", "cerebras", timeout=2.0)
    fake.always("openai", fault)
    fake.always("cerebras", Ok(value=GOOD))
    times, served = [], 0

    def call() -> None:
        nonlocal served
        with contextlib.suppress(gateway.GenerationFailed):
            served += gateway.generate(request).value == Week(**GOOD)

    for _ in range(CALLS):
        times.append(timed(call))
    return [
        f"gateway: {name}",
        f"{100 * served / CALLS:.0f}%",
        median(times),
        median(times[3:]),
        max(times),
        len(fake.calls("openai")),
    ]


if __name__ == "__main__":
    main()
