"""The record of every attempt and every change of model. No prompt, no answer."""

import logging

from providers import writer
from providers.errors import Attempt
from providers.generation import GenerationRequest
from providers.models import Call, Switch

logger = logging.getLogger(__name__)

flush = writer.flush


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


def record_switch(
    request: GenerationRequest, failed: Attempt, to_provider: str, to_model: str
) -> None:
    """Leaves the change's row to the writer, and logs it at once."""
    writer.save(
        Switch(
            route=request.route,
            app=request.app,
            job_id=request.job_id,
            step_key=request.step_key,
            from_provider=failed.provider,
            from_model=failed.model,
            to_provider=to_provider,
            to_model=to_model,
            category=failed.category.value,
        )
    )
    logger.warning(
        "switched from %s:%s to %s:%s (%s) on route %s",
        failed.provider,
        failed.model,
        to_provider,
        to_model,
        failed.category.value,
        request.route,
    )
