"""The x-ratelimit headers that each provider puts on its answers."""

from __future__ import annotations

from tests.fakes.calls import ModelCall
from tests.fakes.limits import Meter

_USUAL_REQUESTS, _USUAL_TOKENS = 10_000, 2_000_000


def limit_headers(call: ModelCall, meters: list[Meter]) -> dict[str, str]:
    """What is left: of the limit that was set, else of a generous one. Gemini sends none."""
    if call.provider == "gemini":
        return {}
    requests, tokens, used, used_tokens, wait = (
        _USUAL_REQUESTS,
        _USUAL_TOKENS,
        1,
        call.input_tokens,
        0.0,
    )
    if meters:
        limit, state = meters[0].limit, meters[0].state()
        requests, tokens = limit.requests or _USUAL_REQUESTS, limit.tokens or _USUAL_TOKENS
        used, used_tokens, wait = state.used_requests, state.used_tokens, meters[0].wait()
    names = (
        ("requests-day", "tokens-minute") if call.provider == "cerebras" else ("requests", "tokens")
    )
    reset = f"{wait:.3f}" if call.provider == "cerebras" else _duration(wait)
    headers = {}
    for name, limit_value, taken in zip(
        names, (requests, tokens), (used, used_tokens), strict=True
    ):
        headers[f"x-ratelimit-limit-{name}"] = str(limit_value)
        headers[f"x-ratelimit-remaining-{name}"] = str(max(0, limit_value - taken))
        headers[f"x-ratelimit-reset-{name}"] = reset
    return headers


def _duration(seconds: float) -> str:
    """As OpenAI and Groq write it: 172ms, 7.66s, 6m0s."""
    if seconds < 1:
        return f"{round(seconds * 1000)}ms"
    minutes, rest = divmod(round(seconds, 2), 60)
    shown = f"{rest:.2f}".rstrip("0").rstrip(".")
    return f"{int(minutes)}m{shown}s" if minutes else f"{shown}s"
