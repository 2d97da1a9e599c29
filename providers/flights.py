"""The calls of one generation: started, then landed or dropped, each one a row of the ledger."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from providers import budgets, circuits, ledger
from providers.answers import Reading
from providers.backends.base import ProviderAnswer
from providers.circuits import Admission
from providers.crew import Cancelled, Running
from providers.errors import Attempt, Category, GenerationCancelled, ProviderError
from providers.generation import GenerationRequest
from providers.limits import PATIENCE, Reservation
from providers.lines import Place
from providers.rests import Rest
from providers.routing import Candidate
from providers.turns import Turn
from providers.writer import release_connection

# The share of a call's time that may pass before there is a place in the model's budget.
BOOKING_SHARE = 0.25
# Less than this is not worth a call, in seconds.
SHORTEST_CALL = 0.1
OVERTAKEN = "another model answered first"
NOT_NEEDED = "not needed any more"


@dataclass(frozen=True)
class Flight:
    """A call under way, with what is given back when it ends."""

    turn: Turn
    admission: Admission
    reservation: Reservation
    running: Running[ProviderAnswer]

    @property
    def candidate(self) -> Candidate:
        return self.turn.candidate


class Flights:
    """attempts: what is over, in the order in which it ended.

    left: the failed one after which another model may be called next.
    """

    def __init__(self, request: GenerationRequest) -> None:
        self.request = request
        self.attempts: list[Attempt] = []
        self.left: Attempt | None = None

    def start(
        self, turn: Turn, admission: Admission, seconds: float, place: Place | None = None
    ) -> Flight:
        """The call may take `seconds`, its booking included.

        Raises turns.BudgetSpent; the admission is then given back.
        """
        reservation = None
        ends = time.monotonic() + seconds
        try:
            turn.candidate.refuse_if_forbidden()
            reservation = turn.reserve(place, min(PATIENCE, seconds * BOOKING_SHARE))
            release_connection()
            left = max(ends - time.monotonic(), SHORTEST_CALL)
            return Flight(turn, admission, reservation, turn.begin(left))
        except BaseException:
            if reservation is not None:
                turn.settle(reservation)
            circuits.given_up(admission)
            raise

    def land(self, flight: Flight) -> Reading:
        """Waits for the answer and reads it. Raises ProviderError or GenerationCancelled."""
        turn = flight.turn
        try:
            reading = turn.finish(flight.running, self.request.cancelled)
        except ProviderError as error:
            self.left = self._ended(flight, error.category, error.message)
            circuits.failed(turn.candidate, error.category, error.retry_after, flight.admission)
            raise
        except Cancelled:
            self._ended(flight, Category.CANCELLED, "cancelled by the caller")
            circuits.given_up(flight.admission)
            raise GenerationCancelled(self.attempts) from None
        except BaseException as fault:
            # A fault of our own, after an answer that was paid for, or the end of the process.
            self._ended(flight, Category.CANCELLED, f"stopped by {type(fault).__name__}")
            circuits.given_up(flight.admission)
            raise
        self._ended(flight, Category.OK, "")
        self.left = None
        circuits.succeeded(flight.admission)
        return reading

    def drop(self, flight: Flight, message: str) -> Attempt:
        """Hangs up on a call that nobody waits for any more.

        A model that was overtaken before it said anything counts as a slow one to its circuit.
        """
        flight.turn.abandon(flight.running)
        attempt = self._ended(flight, Category.CANCELLED, message)
        if message == OVERTAKEN and flight.running.pulse.silent:
            circuits.failed(flight.candidate, Category.TIMEOUT, None, flight.admission)
        else:
            circuits.given_up(flight.admission)
        return attempt

    def overtaken(self, flight: Flight, by: Candidate) -> None:
        """Drops the call since another model answered before it; the change is on the record."""
        self.left = self.drop(flight, OVERTAKEN)
        self.moves_to(by.provider, by.model)

    def moves_to(self, provider: str, model: str, passed_over: Sequence[Rest] = ()) -> None:
        """The next answer may come from this model: a change when another one failed before, or
        was passed over because it rests."""
        left, to = self.left, (provider, model)
        if left is not None and (left.provider, left.model) != to:
            ledger.record_switch(self.request, (left.provider, left.model), to, left.category)
        elif left is None and passed_over and not self.attempts:
            first = passed_over[0]
            ledger.record_passed_over(
                self.request, (first.candidate.provider, first.candidate.model), to, first.category
            )
        self.left = None

    def record(self, attempt: Attempt) -> None:
        self.attempts.append(attempt)
        budgets.note(self.request.app, attempt.cost)
        ledger.record_call(self.request, attempt)

    def _ended(self, flight: Flight, category: Category, message: str) -> Attempt:
        attempt = flight.turn.attempt(category, message)
        self.record(attempt)
        flight.turn.settle(flight.reservation)
        return attempt
