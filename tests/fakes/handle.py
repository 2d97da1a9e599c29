"""What can be asked of a fake server, wherever it runs."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from tests.fakes.calls import GENERATE
from tests.fakes.faults import Behaviour
from tests.fakes.limits import MeterState
from tests.fakes.log import Received, peak_in_flight
from tests.fakes.server import BASE_PATHS


class Handle(ABC):
    """What can be asked of a fake server, wherever it runs. Providers: openai, groq, cerebras,
    gemini, and compat for any other OpenAI-compatible server; operations: generate, embed, list.
    "*" stands for all.
    """

    url: str

    @property
    def base_urls(self) -> dict[str, str]:
        """Per provider, what its SDK takes as `base_url` or `api_endpoint`."""
        return {provider: self.url + path for provider, path in BASE_PATHS.items()}

    def environment(self) -> dict[str, str]:
        """The variables that point Draftroom to this server."""
        made = {}
        for provider in ("openai", "groq", "cerebras", "gemini"):
            made[f"{provider.upper()}_API_KEY"] = f"fake-{provider}-key"
            made[f"{provider.upper()}_BASE_URL"] = self.base_urls[provider]
        return made

    @abstractmethod
    def script(
        self, provider: str, *behaviours: Behaviour, model: str = "*", operation: str = GENERATE
    ) -> None:
        """Append to the queue: each behaviour is met by one call. An exact model goes before
        "*".
        """

    @abstractmethod
    def always(
        self,
        provider: str,
        behaviour: Behaviour | None,
        *,
        model: str = "*",
        operation: str = GENERATE,
    ) -> None:
        """What calls meet once the queue is empty; None goes back to healthy."""

    @abstractmethod
    def limit(
        self,
        provider: str,
        *,
        model: str = "*",
        requests: int | None = None,
        tokens: int | None = None,
        window: float = 60.0,
        fixed: bool = False,
        reserve: bool = False,
    ) -> None:
        """From now on 429 for what exceeds this; see limits.Limit. "*" is one limit over all its
        models.
        """

    @abstractmethod
    def meter(self, provider: str, model: str = "*") -> MeterState:
        """The count of the limit set for exactly this provider and model; KeyError without one."""

    @abstractmethod
    def configure(
        self,
        *,
        validate: bool | None = None,
        refuse_json_streams: bool | None = None,
        latency: float | None = None,
    ) -> None:
        """Change some of script.Settings."""

    @abstractmethod
    def unused(self) -> int:
        """How many queued behaviours no call has met yet."""

    @abstractmethod
    def reset(self) -> None:
        """Forget scripts, limits, settings and log; hanging calls are dropped."""

    @abstractmethod
    def calls(
        self, provider: str | None = None, model: str | None = None, operation: str | None = None
    ) -> list[Received]:
        """What was received, oldest first."""

    @property
    def requests(self) -> list[Received]:
        return self.calls()

    def tokens(self, provider: str | None = None, model: str | None = None) -> tuple[int, int]:
        """Input and output tokens that the provider bills for all calls so far."""
        calls = self.calls(provider, model)
        return sum(call.input_tokens for call in calls), sum(call.output_tokens for call in calls)

    def peak_in_flight(self, provider: str | None = None, model: str | None = None) -> int:
        """How many calls were open at once, at most."""
        return peak_in_flight(self.calls(provider, model))

    def wait_for(
        self,
        count: int,
        provider: str | None = None,
        *,
        model: str | None = None,
        timeout: float = 5.0,
        until: Callable[[Received], bool] = lambda call: call.finished is not None,
    ) -> list[Received]:
        """The calls, once at least `count` of them satisfy `until` (by default: are over).
        AssertionError after `timeout` seconds. A client can have its answer a moment before the
        server notes the end of the call.
        """
        deadline = time.monotonic() + timeout
        while True:
            calls = self.calls(provider, model)
            if sum(1 for call in calls if until(call)) >= count:
                return calls
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout} s for {count} calls, saw {calls}")
            self._wait_for_change(0.05)

    def _wait_for_change(self, seconds: float) -> None:
        time.sleep(seconds)
