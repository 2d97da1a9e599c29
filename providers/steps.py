"""The gateway inside a job's step: what every domain's plan calls from its draft()."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from project.drafts import Method, Provenance
from project.jobs.plans import Drafted, StepCancelled, StepContext, StepFailed
from providers import gateway, ledger
from providers.errors import GenerationCancelled, GenerationFailed
from providers.generation import Draft, GenerationRequest


def draft_step(request: GenerationRequest, context: StepContext) -> Draft:
    """generate() for a step: its calls are accounted to the step, and stop when it is cancelled.

    What it cost is in the ledger when it returns. Raises StepFailed with the sentence for the
    person and what the attempts cost, or StepCancelled.
    """
    try:
        return gateway.generate(
            replace(
                request,
                job_id=context.job_id,
                step_key=context.step_key,
                user_id=context.owner_id,
                cancelled=context.cancelled,
            )
        )
    except GenerationCancelled as error:
        raise StepCancelled from error
    except GenerationFailed as error:
        raise StepFailed(
            error.category,
            error.person_message,
            input_tokens=sum(attempt.input_tokens for attempt in error.attempts),
            output_tokens=sum(attempt.output_tokens for attempt in error.attempts),
            cost=sum((attempt.cost for attempt in error.attempts), Decimal(0)),
        ) from error
    finally:
        ledger.flush()


def provenance(draft: Draft, prompt_version: str) -> Provenance:
    return Provenance(
        method=Method.TEMPLATE_BASED if draft.provider == "offline" else Method.MODEL,
        provider=draft.provider,
        model=draft.model,
        prompt_version=prompt_version,
    )


def as_drafted(value: Any, draft: Draft) -> Drafted:
    """The step's value to store, with the draft's provenance and usage."""
    return Drafted(
        value,
        provider=draft.provider,
        model=draft.model,
        input_tokens=draft.usage.input_tokens,
        output_tokens=draft.usage.output_tokens,
        cost=draft.cost,
    )
