"""Why a candidate cannot be called now, and for how long."""

import time
from dataclasses import dataclass

from providers.circuits import Admission
from providers.errors import Category
from providers.routing import Candidate


@dataclass(frozen=True)
class Rest:
    """free_at: on the monotonic clock. known: whether somebody stated that time.

    in_line: its budget is spent, and the call may wait in its line.
    """

    free_at: float
    category: Category
    known: bool
    candidate: Candidate
    in_line: bool = False

    @classmethod
    def of(cls, candidate: Candidate, refused: Admission) -> "Rest":
        return cls(
            time.monotonic() + refused.free_in,
            refused.reason or Category.UNAVAILABLE,
            refused.known,
            candidate,
        )
