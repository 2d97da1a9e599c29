"""generate(): the one door to every language model.

    from providers import gateway

    draft = gateway.generate(
        gateway.GenerationRequest(
            route="ieps",
            messages=[gateway.Message("user", "...")],
            schema=SectionContent,
        )
    )

It is synchronous and thread-safe, and refuses to run inside a database transaction.
"""

import time

from django.db import connection

from providers import failover, routing
from providers.errors import (
    Attempt,
    Category,
    GenerationCancelled,
    GenerationFailed,
    RouteMisconfigured,
)
from providers.generation import Draft, GenerationRequest, Message, Usage
from providers.routing import Candidate

__all__ = [
    "Attempt",
    "Category",
    "Draft",
    "GenerationCancelled",
    "GenerationFailed",
    "GenerationRequest",
    "Message",
    "Usage",
    "generate",
]


def generate(request: GenerationRequest, *, only: Candidate | None = None) -> Draft:
    """The draft, or GenerationFailed listing every attempt, or GenerationCancelled.

    only: this one candidate is asked, in place of the route's and even while it is disabled.
    Raises RuntimeError inside a transaction: a model call can take a minute, and locks and
    connections must not wait for it.
    """
    _refuse_transaction()
    started = time.monotonic()
    try:
        plan = routing.only(only, request.route) if only else routing.plan(request.route)
    except RouteMisconfigured as error:
        raise GenerationFailed(Category.UNCONFIGURED, detail=str(error)) from None
    return failover.Failover(request, plan, started).run()


def _refuse_transaction() -> None:
    # Like Django's own check for durable blocks: a test case's transaction is not the code's.
    blocks = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:  # type: ignore[attr-defined]
        raise RuntimeError(
            "gateway.generate() was called inside a database transaction. Read what the prompt "
            "needs, leave the atomic block, call the model, then write the result."
        )
