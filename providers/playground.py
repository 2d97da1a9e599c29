"""One request by hand: what a route makes of a prompt. Nothing of it is stored but the ledger's
rows, which hold no text.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from project.models import User
from providers import gateway, ledger, structured
from providers.errors import Attempt, GenerationFailed
from providers.generation import GenerationRequest, Message

LONGEST_DEADLINE = 45.0
APP = "playground"


@dataclass(frozen=True)
class Answered:
    """What a model wrote, and why it could not be used: the sentences that it was told itself."""

    text: str
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of it. problem: for a person, empty when there is a value. raw: each answer in
    order, as the models wrote it. cost in US dollars.
    """

    value: str = ""
    problem: str = ""
    provider: str = ""
    model: str = ""
    mode: str = ""
    attempts: tuple[Attempt, ...] = ()
    raw: tuple[Answered, ...] = ()
    latency_ms: int = 0

    @property
    def input_tokens(self) -> int:
        return sum(attempt.input_tokens for attempt in self.attempts)

    @property
    def output_tokens(self) -> int:
        return sum(attempt.output_tokens for attempt in self.attempts)

    @property
    def cost(self) -> Decimal:
        return sum((attempt.cost for attempt in self.attempts), Decimal(0))


def run(
    *,
    route: str,
    prompt: str,
    system: str = "",
    schema: type[BaseModel] | None = None,
    deadline: float = 30.0,
    by: User,
) -> Outcome:
    """The outcome of one generation on the route, failed ones included."""
    texts: list[str] = []
    request = GenerationRequest(
        route=route,
        app=APP,
        messages=[
            *([Message("system", system)] if system else []),
            Message("user", prompt),
        ],
        schema=schema,
        deadline=min(deadline, LONGEST_DEADLINE),
        user_id=by.pk,
        on_text=texts.append,
    )
    try:
        draft = gateway.generate(request)
    except GenerationFailed as error:
        return Outcome(
            problem=error.person_message, attempts=error.attempts, raw=_read(texts, schema)
        )
    finally:
        ledger.flush()
    return Outcome(
        value=shown(draft.value),
        provider=draft.provider,
        model=draft.model,
        mode=draft.mode,
        attempts=draft.attempts,
        raw=_read(texts, schema),
        latency_ms=draft.latency_ms,
    )


def _read(texts: Sequence[str], schema: type[BaseModel] | None) -> tuple[Answered, ...]:
    return tuple(Answered(text, _complaints(text, schema)) for text in texts)


def _complaints(text: str, schema: type[BaseModel] | None) -> tuple[str, ...]:
    try:
        structured.read(text, schema) if schema else structured.read_text(text)
    except structured.InvalidOutput as error:
        return error.reasons
    return ()


def shown(value: object) -> str:
    """The value as text: a structured one as indented JSON."""
    if isinstance(value, BaseModel):
        plain = value.model_dump(mode="json", by_alias=True)
        return json.dumps(plain, ensure_ascii=False, indent=2)
    return str(value)
