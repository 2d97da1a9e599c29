"""Which candidate of a plan is called next, and which of them are out of the question."""

import time
from collections import Counter
from dataclasses import dataclass

from providers import circuits
from providers.circuits import Admission
from providers.errors import POLICIES, Category
from providers.rests import Rest
from providers.routing import Candidate, Plan
from providers.statements import LockedOut

# How often one call lets itself be sent away by one candidate's rate limit.
LIMITED_TRIES = 4


@dataclass(frozen=True)
class Pick:
    """candidate: who may be called now, None for nobody. rests: why those before may not."""

    candidate: Candidate | None
    admission: Admission
    rests: tuple[Rest, ...] = ()


class Choice:
    """What one generation knows of its candidates."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done: set[Candidate] = set()
        # Those over their rate, and how often: asked again only when nobody else is left.
        self.limited: Counter[Candidate] = Counter()
        self.over_budget: dict[Candidate, Rest] = {}
        self._smallest_window = 0

    def open_ones(self) -> list[Candidate]:
        return [
            candidate
            for candidate in self.plan.candidates
            if candidate not in self.done and candidate.context_window > self._smallest_window
        ]

    def first(self) -> Pick:
        """The first candidate that may be called now, else why none may."""
        open_ones = self.open_ones()
        if not open_ones:
            return Pick(None, Admission(False))
        open_ones.sort(key=lambda candidate: self.limited[candidate] > 0)
        known = circuits.states(open_ones)
        rests: list[Rest] = []
        probing = True
        for candidate in open_ones:
            spent = self.over_budget.get(candidate)
            if spent is not None and spent.free_at > time.monotonic():
                rests.append(spent)
                continue
            try:
                admission = circuits.admit(candidate, known, probing=probing)
            except LockedOut:
                # Every further probe would wait as long, and the deadline knows nothing of it.
                probing = False
                admission = circuits.admit(candidate, known, probing=probing)
            if admission.allowed:
                return Pick(candidate, admission, tuple(rests))
            rests.append(Rest.of(candidate, admission))
        return Pick(None, Admission(False), tuple(rests))

    def is_only(self, candidate: Candidate) -> bool:
        """Whether none of the others could be called now."""
        now = time.monotonic()
        others = [
            one
            for one in self.open_ones()
            if one != candidate
            and not self.limited[one]
            and not (one in self.over_budget and self.over_budget[one].free_at > now)
        ]
        known = circuits.states(others) if others else {}
        return all(circuits.rests(one, known) for one in others)

    def spent(self, candidate: Candidate, free_in: float) -> None:
        """Our own count says that the provider would refuse, so it is not even asked."""
        self.over_budget[candidate] = Rest(
            time.monotonic() + free_in, Category.RATE_LIMIT, True, candidate, in_line=True
        )

    def set_aside(self, candidate: Candidate, category: Category) -> None:
        """A candidate that failed; asked again in this call only after a rate limit."""
        self.limited[candidate] += category is Category.RATE_LIMIT
        if category is not Category.RATE_LIMIT or self.limited[candidate] > LIMITED_TRIES:
            self.done.add(candidate)
        if POLICIES[category].larger_window:
            self._smallest_window = max(self._smallest_window, candidate.context_window)
