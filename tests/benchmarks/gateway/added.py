"""Added time per structured call over the bare SDK.

Both sides ask for the same schema and validate with the same Pydantic class, twenty calls of each
in turn: whatever else the machine does meets them alike, and what the gateway leaves to its writer
slows its own calls. Peers are measured the same way over their own SDK in their own process,
against the same server.
"""

from tests.benchmarks.gateway.bench import (
    GOOD,
    PROMPT,
    fake_server,
    installation,
    median,
    percentile,
    point_to,
    run_peer,
    set_route,
    table,
    timed,
)
from tests.fakes import Ok, RemoteFakeProviders

CALLS = 400
WARM_UP = 40
BLOCK = 20
LIMITS = {"requests_per_minute": 1_000_000, "tokens_per_minute": 1_000_000_000}


def main() -> None:
    with fake_server() as fake, installation():
        point_to(fake)
        fake.always("openai", Ok(value=GOOD))
        rows = [
            measured("gateway: circuit, ledger", fake),
            measured("gateway: circuit, ledger, limits", fake, **LIMITS),
            measured("gateway: the same, unstreamed", fake, extra={"stream": False}, **LIMITS),
        ]
        set_route("openai", extra={})
        for name, bare, p50, p95 in run_peer("peer_added.py", fake.base_urls["openai"], str(CALLS)):
            rows.append([name, float(bare), float(p50), float(p95)])
    table(
        f"Added time per structured call, {CALLS} calls, in turns with the bare SDK (ms)",
        ("", "bare p50", "added p50", "added p95"),
        rows,
    )


def measured(name: str, fake: RemoteFakeProviders, **changes: object) -> list[object]:
    import openai
    from pydantic import BaseModel

    from providers import gateway, ledger
    from providers.dialects import dialect

    class Week(BaseModel):
        theme: str
        sessions: int
        notes: list[str]

    set_route("openai", **changes)
    client = openai.OpenAI(api_key="k", base_url=fake.base_urls["openai"], max_retries=0)
    form = dialect("openai", Week, "json_schema")
    assert form is not None
    wish = {"name": "answer", "strict": True, "schema": form.schema}
    request = gateway.GenerationRequest(
        route="bench", schema=Week, messages=[gateway.Message("user", PROMPT)]
    )

    def bare() -> Week:
        answer = client.chat.completions.create(
            model="gpt-4o",
            messages=[{"role": "user", "content": PROMPT}],
            response_format={"type": "json_schema", "json_schema": wish},  # type: ignore[arg-type]
        )
        return Week.model_validate_json(answer.choices[0].message.content or "")

    def ours() -> object:
        return gateway.generate(request).value

    for _ in range(WARM_UP):
        assert bare() == ours()
    alone, together = [], []
    for _ in range(CALLS // BLOCK):
        alone += [timed(bare) for _ in range(BLOCK)]
        together += [timed(ours) for _ in range(BLOCK)]
        ledger.flush()
    return [
        name,
        median(alone),
        median(together) - median(alone),
        percentile(together, 0.95) - percentile(alone, 0.95),
    ]


if __name__ == "__main__":
    main()
