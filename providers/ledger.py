"""The record of every attempt and every change of model. No prompt, no answer."""

import logging
import time

from providers import budgets, writer
from providers.errors import Attempt, Category
from providers.generation import GenerationRequest
from providers.models import Call, Switch

logger = logging.getLogger(__name__)

flush = writer.flush

# Stands where a generation has its route.
EMBEDDINGS = "embeddings"

# A model that rests is passed over by every call; a process notes it this often for each pair.
PASSED_OVER_EVERY = 60.0

Name = tuple[str, str]
_passed_over: dict[tuple[str, Name, Name], float] = {}


def record_call(request: GenerationRequest, attempt: Attempt) -> None:
    """Leaves the attempt's row to the writer; `flush` waits for it."""
    writer.save(
        Call(
            route=request.route,
            app=request.app,
            job_id=request.job_id,
            step_key=request.step_key,
            user_id=request.user_id,
            provider=attempt.provider,
            model=attempt.model,
            mode=attempt.mode,
            category=attempt.category.value,
            latency_ms=attempt.latency_ms,
            first_token_ms=attempt.first_token_ms,
            input_tokens=attempt.input_tokens,
            output_tokens=attempt.output_tokens,
            cost=attempt.cost,
            prompt_version=request.prompt_version,
        )
    )


def record_embedding(app: str, attempt: Attempt) -> None:
    """The same for one batch of texts that an embedding service turned into vectors, or did not."""
    budgets.note(app, attempt.cost)
    writer.save(
        Call(
            route=EMBEDDINGS,
            app=app,
            provider=attempt.provider,
            model=attempt.model,
            mode=attempt.mode,
            category=attempt.category.value,
            latency_ms=attempt.latency_ms,
            input_tokens=attempt.input_tokens,
            cost=attempt.cost,
        )
    )


def record_passed_over(
    request: GenerationRequest, resting: Name, to: Name, category: Category
) -> None:
    """A change without a failed call, because the model before rests: on the record once a minute
    at most for each route and pair, in each process."""
    key, now = (request.route, resting, to), time.monotonic()
    if now - _passed_over.get(key, -PASSED_OVER_EVERY) >= PASSED_OVER_EVERY:
        _passed_over[key] = now
        record_switch(request, resting, to, category)


def forget() -> None:
    """Makes the next change count as the first; between tests."""
    _passed_over.clear()


def record_switch(request: GenerationRequest, left: Name, to: Name, category: Category) -> None:
    """Leaves the change's row to the writer, and logs it at once."""
    writer.save(
        Switch(
            route=request.route,
            app=request.app,
            job_id=request.job_id,
            step_key=request.step_key,
            from_provider=left[0],
            from_model=left[1],
            to_provider=to[0],
            to_model=to[1],
            category=category.value,
        )
    )
    logger.warning(
        "switched from %s:%s to %s:%s (%s) on route %s",
        *left,
        *to,
        category.value,
        request.route,
    )
