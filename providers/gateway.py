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

from django.db import connection

from providers import failover
from providers.errors import Attempt, Category, GenerationCancelled, GenerationFailed
from providers.generation import Draft, GenerationRequest, Message, Usage

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


def generate(request: GenerationRequest) -> Draft:
    """The draft, or GenerationFailed listing every attempt, or GenerationCancelled.

    Raises RuntimeError inside a transaction: a model call can take a minute, and locks and
    connections must not wait for it.
    """
    _refuse_transaction()
    return failover.start(request).run()


def _refuse_transaction() -> None:
    # Like Django's own check for durable blocks: a test case's transaction is not the code's.
    blocks = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:  # type: ignore[attr-defined]
        raise RuntimeError(
            "gateway.generate() was called inside a database transaction. Read what the prompt "
            "needs, leave the atomic block, call the model, then write the result."
        )
