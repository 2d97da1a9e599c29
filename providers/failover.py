"""One generation: candidate after candidate until one gives a usable answer.

What follows a failure is read from errors.POLICIES. Nothing here holds a transaction; every
write is a single statement, and the database connection is released before each provider call.
"""

import contextlib
import time
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from providers import budgets, circuits, crew, limits, pace
from providers.answers import Reading, checked
from providers.backends import offline
from providers.choosing import Choice
from providers.circuits import Admission
from providers.errors import (
    POLICIES,
    Attempt,
    Category,
    GenerationCancelled,
    GenerationFailed,
    ProviderError,
)
from providers.flights import NOT_NEEDED, SHORTEST_CALL, Flight, Flights
from providers.generation import Draft, GenerationRequest, Message, Usage
from providers.lines import Place
from providers.overrides import COMPOSER, OFFLINE
from providers.rests import Rest
from providers.routing import Candidate, Plan
from providers.statements import LockedOut
from providers.turns import BudgetSpent, Turn
from providers.writer import release_connection

# How long a route that may fall back on the composer waits for a rate-limited model.
OFFLINE_PATIENCE = 10.0
# The share of the remaining time that a candidate gets while another one is left.
SHARE = 0.6
# Kept back at the end of a deadline for reading the answer and writing the ledger.
MARGIN = 0.05
WAIT_SLICE = 0.25


class Failover:
    """started: when the deadline began to run (monotonic)."""

    def __init__(self, request: GenerationRequest, plan: Plan, started: float) -> None:
        self.request = request
        self.plan = plan
        self.started = started
        self.ends = self.started + request.deadline
        self.flights = Flights(request)
        # The call to the next model that a hedged route started before this one's was over.
        self.ahead: Flight | None = None
        self.choice = Choice(plan)
        self.places: dict[Candidate, Place] = {}
        # Turns that wait for their model's budget, with what they have been told already.
        self.waiting: dict[Candidate, Turn] = {}

    @cached_property
    def sent(self) -> tuple[Message, ...]:
        """The messages as every provider gets them; made only when one is really called."""
        redact = self.request.redact
        prompt = self.request.prompt
        return tuple(redact.preview(prompt)) if redact else prompt

    def run(self) -> Draft:
        if not self.plan.on:
            raise GenerationFailed(
                Category.UNCONFIGURED,
                detail=(
                    "Drafting of this kind is switched off. Ask an administrator to switch on the "
                    f"route “{self.plan.route}”."
                ),
            )
        if self.plan.candidates:
            budgets.check(self.request.app, self.plan.budgets)
        try:
            return self._run()
        finally:
            self._drop_ahead()
            self._leave_lines()

    def _leave_lines(self) -> None:
        while self.places:
            _, place = self.places.popitem()
            place.leave()

    def _run(self) -> Draft:
        while True:
            self.stop_if_cancelled()
            draft = None
            if (flight := self.ahead) is not None:
                self.ahead = None
                self.flights.moves_to(flight.candidate.provider, flight.candidate.model)
                draft = self._follow(flight)
            else:
                rests: Sequence[Rest] = ()
                candidate = None
                if self.remaining >= SHORTEST_CALL:
                    pick = self.choice.first()
                    candidate, rests = pick.candidate, pick.rests
                if candidate is not None:
                    turn = self.waiting.pop(candidate, None)
                    turn = turn or Turn(self.request, candidate, self.sent)
                    draft = self._follow(self._start(turn, pick.admission, rests))
                elif not self._wait(rests):
                    return self._flagged() or self._without_models(rests)
            if draft is not None:
                return draft

    @property
    def remaining(self) -> float:
        return self.ends - time.monotonic()

    def seconds_for(self, candidate: Candidate) -> float:
        """What the next call to this candidate may take."""
        done = self.choice.done
        others = any(other not in done and other != candidate for other in self.plan.candidates)
        share = self.remaining * SHARE if others else self.remaining - MARGIN
        return min(candidate.timeout, share)

    def stop_if_cancelled(self) -> None:
        if self.request.cancelled():
            self._drop_ahead()
            raise GenerationCancelled(self.flights.attempts)

    def _wait(self, rests: Sequence[Rest]) -> bool:
        """Waits for the candidate that is free first, if that is inside the deadline."""
        latest = self.ends - MARGIN - SHORTEST_CALL
        if self.plan.offline and self.request.offline is not None:
            latest = min(latest, self.started + self._patience(Category.RATE_LIMIT))
            rests = [rest for rest in rests if rest.known and self._is_worth_it(rest)]
        first = min(rests, key=lambda rest: rest.free_at, default=None)
        if first is None or first.free_at > latest:
            return False
        release_connection()
        if first.in_line:
            others = (rest.free_at for rest in rests if rest is not first)
            self._wait_in_line(first.candidate, min(latest, *others, latest))
            return True
        while (left := first.free_at - time.monotonic()) > 0:
            self.stop_if_cancelled()
            time.sleep(min(left, WAIT_SLICE))
        return True

    def _is_worth_it(self, rest: Rest) -> bool:
        return rest.free_at <= self.started + self._patience(rest.category)

    def _patience(self, category: Category) -> float:
        """How long the composer is kept waiting for a model that rests for this reason."""
        wanted = self.request.rate_patience
        if wanted is None or category is not Category.RATE_LIMIT:
            return OFFLINE_PATIENCE
        return wanted

    def _wait_in_line(self, candidate: Candidate, latest: float) -> None:
        """Until it is this call's turn to ask for the candidate's budget again."""
        place = self.places.get(candidate)
        if place is None:
            place = self.places[candidate] = limits.line_up(candidate)
        until = latest
        while True:
            if place.first:
                until = min(until, time.monotonic() + WAIT_SLICE)
            self.stop_if_cancelled()
            if place.wait(min(until, time.monotonic() + WAIT_SLICE)) or time.monotonic() >= until:
                break
        self.choice.over_budget.pop(candidate, None)

    def _follow(self, flight: Flight | None) -> Draft | None:
        """Takes a call to its end, with what the policy allows after failures."""
        while flight is not None:
            turn = flight.turn
            try:
                reading, turn = self._landed(flight)
            except ProviderError as error:
                if not self._again(flight, error):
                    return self._leave(turn, error)
                self.stop_if_cancelled()
                admission = circuits.refreshed(turn.candidate, flight.admission)
                flight = self._start(turn, admission)
            else:
                return self._draft(reading, turn)
        return None

    def _again(self, flight: Flight, error: ProviderError) -> bool:
        candidate = flight.candidate
        wanted = flight.turn.again(
            error,
            lone=flight.admission.failures == 0,
            alone=lambda: self.choice.is_only(candidate),
        )
        return wanted and self._has_time(candidate)

    def _start(
        self, turn: Turn, admission: Admission, passed_over: Sequence[Rest] = ()
    ) -> Flight | None:
        """The call under way; None when the model's budget has no room for it.

        passed_over: those of an earlier choice that rest.
        """
        candidate = turn.candidate
        place = self.places.get(candidate)
        try:
            flight = self.flights.start(turn, admission, self.seconds_for(candidate), place)
        except BudgetSpent as spent:
            self.choice.spent(candidate, spent.free_in)
            self.waiting[candidate] = turn
            return None
        # Places in other lines too: those behind this call must not wait for what it does here.
        self._leave_lines()
        self.flights.moves_to(candidate.provider, candidate.model, passed_over)
        return flight

    def _has_time(self, candidate: Candidate) -> bool:
        return self.seconds_for(candidate) >= SHORTEST_CALL

    def _landed(self, flight: Flight) -> tuple[Reading, Turn]:
        """The usable answer and whose it is: on a hedged route whichever model has it first."""
        if self.plan.hedge and self.ahead is None and self._is_slow(flight):
            self.ahead = self._second(flight.candidate)
        while (second := self.ahead) is not None:
            first_over = crew.wait_for_any((flight.running, second.running), self.request.cancelled)
            if first_over is None:
                self._drop_ahead()
            if first_over is not second.running:
                break
            self.ahead = None
            try:
                reading = self.flights.land(second)
            except ProviderError as error:
                self.choice.set_aside(second.candidate, error.category)
                self.flights.left = None
            except BaseException:
                self.flights.drop(flight, NOT_NEEDED)
                raise
            else:
                self.flights.overtaken(flight, second.candidate)
                return reading, second.turn
        return self.flights.land(flight), flight.turn

    def _is_slow(self, flight: Flight) -> bool:
        """Waits as long as the model nearly always takes; whether the call then still runs."""
        usual = pace.p95(flight.candidate, self.request.route)
        if usual is None or len(self.choice.open_ones()) < 2:
            return False
        release_connection()
        until = flight.running.pulse.started + usual
        try:
            return not flight.running.wait(self.request.cancelled, until)
        except (ProviderError, crew.Cancelled):
            # Its end is noted where it lands.
            return False

    def _second(self, first: Candidate) -> Flight | None:
        """A call to the next model that may be called at once and needs no probe."""
        others = [
            one for one in self.choice.open_ones() if one != first and not self.choice.limited[one]
        ]
        known = circuits.states(others) if others else {}
        for candidate in others:
            try:
                admission = circuits.admit(candidate, known)
            except LockedOut:
                return None
            if admission.probe:
                circuits.given_up(admission)
            elif admission.allowed and self._has_time(candidate):
                with contextlib.suppress(BudgetSpent):
                    turn = Turn(self.request, candidate, self.sent)
                    return self.flights.start(turn, admission, self.seconds_for(candidate))
        return None

    def _drop_ahead(self) -> None:
        if self.ahead is not None:
            ahead, self.ahead = self.ahead, None
            self.flights.drop(ahead, NOT_NEEDED)

    def _leave(self, turn: Turn, error: ProviderError) -> Draft | None:
        """What comes after a candidate that failed for good in this call."""
        if (reading := self._kept(turn)) is not None:
            return self._draft(reading, turn)
        self.choice.set_aside(turn.candidate, error.category)
        if POLICIES[error.category].next_candidate:
            return None
        if (flagged := self._flagged()) is not None:
            return flagged
        raise self._failure(error.category)

    def _kept(self, turn: Turn) -> Reading | None:
        """What the turn has so far that may be kept with its findings."""
        reading = turn.flaggable
        wanted = reading is not None and (reading.salvaged or self.request.on_findings == "flag")
        return reading if wanted else None

    def _flagged(self) -> Draft | None:
        """What a model wrote before its budget left no room to ask it again."""
        for turn in self.waiting.values():
            if (reading := self._kept(turn)) is not None:
                return self._draft(reading, turn)
        return None

    def _draft(self, reading: Reading, turn: Turn) -> Draft:
        return self._finished(reading, turn.candidate.provider, turn.candidate.model, turn.mode)

    def _finished(self, reading: Reading, provider: str, model: str, mode: str) -> Draft:
        self._drop_ahead()
        attempts = self.flights.attempts
        return Draft(
            value=reading.value,
            provider=provider,
            model=model,
            usage=Usage(
                sum(attempt.input_tokens for attempt in attempts),
                sum(attempt.output_tokens for attempt in attempts),
            ),
            cost=sum((attempt.cost for attempt in attempts), Decimal(0)),
            attempts=tuple(attempts),
            findings=reading.findings,
            latency_ms=round((time.monotonic() - self.started) * 1000),
            mode=mode,
        )

    def _without_models(self, rests: Sequence[Rest]) -> Draft:
        """The composer's draft where the route allows it, else the failure."""
        if not self.plan.offline:
            raise self._out_of_candidates(rests)
        if self.request.offline is None:
            raise self._out_of_candidates(rests)
        self.flights.moves_to(OFFLINE, COMPOSER, rests)
        began = time.monotonic()
        reading = checked(offline.compose(self.request), self.request)
        latency = round((time.monotonic() - began) * 1000)
        broken = bool(reading.broken_rules) and self.request.on_findings == "reject"
        category = Category.INVALID_OUTPUT if broken else Category.OK
        message = f"breaks {len(reading.broken_rules)} rules" if broken else ""
        self.flights.record(
            Attempt(OFFLINE, COMPOSER, category, message, latency_ms=latency, mode=OFFLINE)
        )
        if broken:
            raise self._failure(category)
        return self._finished(reading, OFFLINE, COMPOSER, OFFLINE)

    def _out_of_candidates(self, rests: Sequence[Rest]) -> GenerationFailed:
        if not self.plan.candidates:
            return GenerationFailed(Category.UNCONFIGURED, detail=self.plan.missing)
        first = min(rests, key=lambda rest: rest.free_at, default=None)
        retry_after = max(first.free_at - time.monotonic(), 0.0) if first else None
        if self.flights.attempts:
            return self._failure(self.flights.attempts[-1].category, retry_after)
        return self._failure(first.category if first else Category.TIMEOUT, retry_after)

    def _failure(self, category: Category, retry_after: float | None = None) -> GenerationFailed:
        self._drop_ahead()
        attempts = self.flights.attempts
        told = [one for one in attempts if one.category is category is Category.CONTENT_FILTER]
        detail = f"{told[-1].provider}: {told[-1].message}" if told else ""
        return GenerationFailed(category, attempts, detail=detail, retry_after=retry_after)
