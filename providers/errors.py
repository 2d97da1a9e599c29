"""One taxonomy for what goes wrong at four SDKs, and what the gateway does about each kind.

Nothing here carries a provider's own prose: providers echo keys and prompts in their messages,
so a message is built from the status, the provider's error code and our own words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class Category(StrEnum):
    OK = "ok"
    RATE_LIMIT = "rate_limit"
    QUOTA = "quota"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    MODEL_MISSING = "model_missing"
    AUTH = "auth"
    CONTEXT_LENGTH = "context_length"
    BAD_REQUEST = "bad_request"
    CONTENT_FILTER = "content_filter"
    INVALID_OUTPUT = "invalid_output"
    TRUNCATED = "truncated"
    UNCONFIGURED = "unconfigured"
    BUDGET = "budget"
    CANCELLED = "cancelled"


class Cooling(StrEnum):
    """How long a candidate rests after a failure."""

    NONE = "none"
    STATED = "stated"  # as long as the provider says, then free for all
    HOURS = "hours"  # until edited or the policy's rest is over, then one probe
    BREAKER = "breaker"  # counts towards the circuit


@dataclass(frozen=True)
class Policy:
    """What the gateway does after a failure of one category.

    next_candidate: whether another candidate may be tried at all.
    quick_retries: repeats on the same candidate when this is its first failure in a row, and either
        one that is likely to be over in a moment or no other candidate can be called.
    rest: seconds a candidate cools when the provider states no time (Cooling.STATED, HOURS).
    whole_account: the rest holds for every model behind the same key.
    larger_window: only candidates with a larger context window than the failed one are tried.
    reask: the same candidate is asked once more with the reasons.
    raise_limit: the same candidate is asked once more with a higher output limit.
    step_down: a refused schema keyword moves the model to its next output mode.
    """

    next_candidate: bool
    cooling: Cooling = Cooling.NONE
    quick_retries: int = 0
    rest: float = 0.0
    whole_account: bool = False
    larger_window: bool = False
    reask: bool = False
    raise_limit: bool = False
    step_down: bool = False


HOUR = 3600.0
POLICIES: Mapping[Category, Policy] = MappingProxyType(
    {
        Category.RATE_LIMIT: Policy(next_candidate=True, cooling=Cooling.STATED, rest=5.0),
        Category.QUOTA: Policy(next_candidate=True, cooling=Cooling.HOURS, rest=4 * HOUR),
        Category.UNAVAILABLE: Policy(next_candidate=True, cooling=Cooling.BREAKER, quick_retries=1),
        Category.TIMEOUT: Policy(next_candidate=True, cooling=Cooling.BREAKER),
        Category.CONNECTION: Policy(next_candidate=True, cooling=Cooling.BREAKER, quick_retries=1),
        Category.MODEL_MISSING: Policy(next_candidate=True, cooling=Cooling.HOURS, rest=HOUR),
        Category.AUTH: Policy(
            next_candidate=True, cooling=Cooling.HOURS, rest=HOUR, whole_account=True
        ),
        Category.CONTEXT_LENGTH: Policy(next_candidate=True, larger_window=True),
        Category.BAD_REQUEST: Policy(next_candidate=False, step_down=True),
        Category.CONTENT_FILTER: Policy(next_candidate=False),
        Category.INVALID_OUTPUT: Policy(next_candidate=True, reask=True),
        Category.TRUNCATED: Policy(next_candidate=True, raise_limit=True),
    }
)

PERSON_MESSAGES: Mapping[Category, str] = MappingProxyType(
    {
        Category.RATE_LIMIT: (
            "Every model for this task is at its rate limit. Try again in a few minutes."
        ),
        Category.QUOTA: (
            "The quota at the model provider is used up. Ask an administrator to raise it, or "
            "try again later."
        ),
        Category.UNAVAILABLE: (
            "The model provider is out of order right now. Try again in a few minutes."
        ),
        Category.TIMEOUT: "No model answered in time. Try again; shorter requests answer sooner.",
        Category.CONNECTION: (
            "The model provider could not be reached. Check the network, then try again."
        ),
        Category.MODEL_MISSING: (
            "The chosen model does not exist at its provider. Ask an administrator to correct "
            "the model's name in the catalogue."
        ),
        Category.AUTH: ("The provider refused the API key. Ask an administrator to check the key."),
        Category.CONTEXT_LENGTH: (
            "The request is too long for every available model. Shorten it or split it, then "
            "try again."
        ),
        Category.BAD_REQUEST: (
            "The provider refused the request as malformed. This is a fault of the "
            "installation; report it to an administrator."
        ),
        Category.CONTENT_FILTER: (
            "The provider declined to write this on grounds of its content policy. Reword the "
            "request, then try again."
        ),
        Category.INVALID_OUTPUT: (
            "The model's answer could not be used: it broke the required form or a rule. Try again."
        ),
        Category.TRUNCATED: (
            "The answer was cut off at the model's output limit. Ask for less at once, then "
            "try again."
        ),
        Category.UNCONFIGURED: (
            "No model is configured for this task: none that is switched on has a key. Ask an "
            "administrator to set OPENAI_API_KEY, GROQ_API_KEY, CEREBRAS_API_KEY or "
            "GEMINI_API_KEY, or to switch on another model."
        ),
        Category.BUDGET: (
            "This month's budget for this kind of work is used up, so no model was called. Ask an "
            "administrator to raise it, or wait for the first of next month."
        ),
    }
)


@dataclass(frozen=True)
class Attempt:
    """One call to one model, successful or not. The message holds no key and no prompt text.

    first_token_ms: None when the answer came in one piece, or never began.
    """

    provider: str
    model: str
    category: Category
    message: str = ""
    latency_ms: int = 0
    mode: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)
    first_token_ms: int | None = None


class ProviderError(Exception):
    """What a backend raises: a failed call, put in one category.

    status: the HTTP status, None when there was none.
    code: the provider's own error code, reduced to a slug.
    retry_after: seconds the provider asks to wait, None when it does not say.
    schema_refused: a bad_request that is about the schema or the output mode.
    stream_refused: a bad_request that is about the answer being streamed.
    passing: whether it is likely to be over in a moment: a plain 500, a lost connection.
    """

    def __init__(
        self,
        category: Category,
        message: str = "",
        *,
        status: int | None = None,
        code: str = "",
        retry_after: float | None = None,
        schema_refused: bool = False,
        stream_refused: bool = False,
    ) -> None:
        self.category = category
        self.status = status
        self.code = slug(code)
        self.retry_after = retry_after
        self.schema_refused = schema_refused
        self.stream_refused = stream_refused
        self.passing = category is Category.CONNECTION or status == 500
        parts = [message, f"HTTP {status}" if status else "", self.code]
        super().__init__(", ".join(part for part in parts if part) or category.value)

    @property
    def message(self) -> str:
        return str(self)


class GenerationFailed(Exception):
    """No candidate gave a usable answer.

    category: that of the decisive attempt.
    attempts: every attempt in order; empty when all candidates were cooling.
    person_message: what happened and what to do, for the person who waits for the draft.
    retry_after: seconds until a candidate is free again, None when unknown.
    """

    def __init__(
        self,
        category: Category,
        attempts: Iterable[Attempt] = (),
        *,
        detail: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.category = category
        self.attempts = tuple(attempts)
        self.detail = detail
        self.retry_after = retry_after
        super().__init__(self._summary())

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.category, self.attempts, self.detail, self.retry_after))

    @property
    def person_message(self) -> str:
        # There are several ways to be without a model, each with its own advice.
        if self.category is Category.UNCONFIGURED and self.detail:
            return self.detail
        message = PERSON_MESSAGES[self.category]
        return f"{message} ({self.detail})" if self.detail else message

    def _summary(self) -> str:
        tried = "; ".join(
            f"{attempt.provider}:{attempt.model} {attempt.category} ({attempt.message})"
            for attempt in self.attempts
        )
        return f"{self.category}: {tried or self.detail or 'no candidate was tried'}"


def _rebuild(
    category: Category, attempts: tuple[Attempt, ...], detail: str, retry_after: float | None
) -> GenerationFailed:
    return GenerationFailed(category, attempts, detail=detail, retry_after=retry_after)


class GenerationCancelled(Exception):
    """The caller's `cancelled` turned true; `attempts` lists what had been tried until then."""

    def __init__(self, attempts: Iterable[Attempt] = ()) -> None:
        self.attempts = tuple(attempts)
        super().__init__("The generation was cancelled.")


class RouteMisconfigured(Exception):
    """A route override or a route row cannot be read."""


def slug(code: object) -> str:
    """A provider's error code without anything that could carry content."""
    cleaned = re.sub(r"[^A-Za-z0-9_.\-]", "", str(code or ""))
    return cleaned[:60]
