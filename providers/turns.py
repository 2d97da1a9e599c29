"""One candidate's turn: its output mode, its messages, and what may be tried once more."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import TypeGuard

from providers import answers, crew, limits, needs, routing
from providers.answers import Reading, Unusable
from providers.backends import backend
from providers.backends.base import (
    LETTERS_PER_TOKEN,
    TEXT,
    ProviderAnswer,
    ProviderCall,
    Pulse,
    Rejected,
)
from providers.crew import Running
from providers.dialects import Dialect, dialect
from providers.errors import POLICIES, Attempt, Category, ProviderError
from providers.generation import GenerationRequest, Message, Usage
from providers.limits import OverBudget, Reservation
from providers.lines import Place
from providers.routing import Candidate

logger = logging.getLogger(__name__)

# The answer's limit when the caller names none; raised once when an answer is cut.
USUAL_OUTPUT = 4_096
SMALLEST_OUTPUT = 256
# Failures for which a provider counts no tokens.
UNCOUNTED = frozenset(
    {
        Category.RATE_LIMIT,
        Category.QUOTA,
        Category.AUTH,
        Category.MODEL_MISSING,
        Category.BAD_REQUEST,
        Category.CONTEXT_LENGTH,
    }
)


class BudgetSpent(Exception):
    """Our own count of the model's limits has no room; free_in is in seconds."""

    def __init__(self, free_in: float) -> None:
        self.free_in = free_in
        super().__init__(f"free in {free_in:.1f} s")


class Turn:
    def __init__(
        self, request: GenerationRequest, candidate: Candidate, sent: tuple[Message, ...]
    ) -> None:
        self.request = request
        self.candidate = candidate
        self.messages = sent
        self._sent = sent
        self._forms = _forms(request, candidate)
        self.mode, self._dialect = next(self._forms)
        self._prompt_tokens = self._estimated_prompt()
        self.max_output = self._first_limit()
        # What is sent: less while the model's budget has no room for more.
        self._held_to = self.max_output
        self._may_hold = True
        self._streamed = True
        self._stepped_down = False
        self._asked_again = False
        self._raised = False
        self._retries = 0
        self._answer = ProviderAnswer("", Usage())
        self._latency = 0.0
        self._pulse = Pulse(0.0)
        self._category = Category.OK
        # The best value so far that satisfies the schema and still breaks a rule, or was cut.
        self.flaggable: Reading | None = None

    def reserve(self, place: Place | None, patience: float) -> Reservation:
        """Books the call in the model's budgets, and holds its answer to what was booked. Raises
        BudgetSpent. patience: seconds that the booking itself may take."""
        prompt, output = self._prompt_tokens, self.max_output
        if self.candidate.counts_tokens:
            prompt = needs.of_prompt(self.candidate, self.request.route, prompt)
            need = needs.of(self.candidate, self.request.route) if self._may_hold else None
            output = min(output, need.output) if need is not None else output
        result = limits.reserve(
            self.candidate,
            prompt + self.max_output,
            place,
            least=prompt + output,
            patience=patience,
        )
        if isinstance(result, OverBudget):
            raise BudgetSpent(result.free_in)
        self._held_to = result.tokens - prompt
        return result

    def settle(self, reservation: Reservation) -> None:
        """Books what was really used instead of what was reserved."""
        usage = self._answer.usage
        if usage.input_tokens and self.candidate.counts_tokens:
            needs.note_prompt(
                self.candidate, self.request.route, self._prompt_tokens, usage.input_tokens
            )
        used: int | None = usage.input_tokens + usage.output_tokens
        if not used and self._category not in UNCOUNTED:
            used = None
        limits.settle(reservation, used, self._pulse.counted_at)

    def begin(self, seconds: float) -> Running[ProviderAnswer]:
        """Starts one call, which may take so long."""
        self._answer = ProviderAnswer("", Usage())
        self._category = Category.CANCELLED
        call = self._provider_call(seconds)
        provider = backend(self.candidate.backend)
        self._pulse = Pulse(
            seconds, first=self.candidate.first_token_timeout, stall=self.candidate.stall_timeout
        )
        return crew.start(lambda pulse: provider.complete(call, pulse), self._pulse)

    def finish(self, running: Running[ProviderAnswer], cancelled: Callable[[], bool]) -> Reading:
        """Waits for the call and reads its answer. Raises ProviderError or crew.Cancelled."""
        try:
            running.wait(cancelled)
            self._answer = _result(running)
        except Rejected as error:
            self._answer = ProviderAnswer("", error.usage)
            self._category = error.category
            raise
        except ProviderError as error:
            self._answer = ProviderAnswer("", self._pulse.usage)
            self._category = error.category
            raise
        except BaseException:
            self._answer = ProviderAnswer("", self._pulse.usage)
            raise
        finally:
            self._latency = time.monotonic() - self._pulse.started
        if self.request.on_text is not None:
            self.request.on_text(self._answer.text)
        return self._read()

    def abandon(self, running: Running[ProviderAnswer]) -> None:
        """Hangs up; what the provider bills until now is what the call has used."""
        running.pulse.abandon()
        self._answer = ProviderAnswer("", self._pulse.usage)
        self._category = Category.CANCELLED
        self._latency = time.monotonic() - self._pulse.started

    def attempt(self, category: Category, message: str) -> Attempt:
        usage = self._answer.usage
        return Attempt(
            provider=self.candidate.provider,
            model=self.candidate.model,
            category=category,
            message=message,
            latency_ms=round(self._latency * 1000),
            mode=self.mode,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost=self.candidate.cost(usage),
            first_token_ms=self._pulse.first_token_ms,
        )

    def _read(self) -> Reading:
        try:
            reading = answers.read(self._answer, self.request)
        except Unusable as error:
            self._category = error.category
            found, best = error.reading, self.flaggable
            if found is not None and (best is None or best.salvaged or not found.salvaged):
                self.flaggable = found
            if not self._is_kept(found):
                raise
            # Asked twice, and still a rule is broken: a person judges it. It is an answer.
            reading = found
        self._category = Category.OK
        if self._stepped_down:
            routing.remember_mode(self.candidate, _schema_name(self.request), self.mode)
        return reading

    def _is_kept(self, found: Reading | None) -> TypeGuard[Reading]:
        flags = self.request.on_findings == "flag" and self._asked_again
        return flags and found is not None and not found.salvaged

    def _provider_call(self, seconds: float) -> ProviderCall:
        form = self._dialect
        return ProviderCall(
            model=self.candidate.model,
            messages=self.messages,
            mode=self.mode,
            seconds=seconds,
            max_output_tokens=self._held_to,
            schema=form.schema if form else None,
            strict=bool(form and form.strict and self.candidate.strict),
            temperature=self.request.temperature,
            extra=self.candidate.extra,
            base_url=self.candidate.base_url,
            api_key=self.candidate.key,
            own_address=bool(self.candidate.row_url),
            streamed=self._streamed,
        )

    def again(self, error: ProviderError, *, lone: bool, alone: Callable[[], bool]) -> bool:
        """Whether the policy lets this candidate try again, and prepares that.

        lone: whether it is the model's first failure in a row. alone: whether no other model can be
        asked instead.
        """
        policy = POLICIES[error.category]
        if policy.step_down and error.stream_refused and self._streamed:
            self._streamed = False
            return True
        if policy.step_down and error.schema_refused:
            return self._step_down()
        if policy.quick_retries > self._retries and lone:
            return self._retry(error, alone)
        if policy.reask and not self._asked_again:
            return self._ask_again(error)
        if policy.raise_limit:
            return self._let_go() or self._raise_limit()
        return False

    def _retry(self, error: ProviderError, alone: Callable[[], bool]) -> bool:
        # A provider that says when to come again is not asked before.
        if error.retry_after:
            return False
        if not error.passing and not alone():
            return False
        self._retries += 1
        return True

    def _step_down(self) -> bool:
        form = next(self._forms, None)
        if form is None:
            return False
        self.mode, self._dialect = form
        self._stepped_down = True
        return True

    def _ask_again(self, error: ProviderError) -> bool:
        self._asked_again = True
        complaints = error.complaints if isinstance(error, Unusable) else ()
        self.messages = answers.reask(
            self._sent,
            self._answer.text,
            complaints or ["it was not valid JSON of the required form"],
            self.request,
        )
        self._prompt_tokens = self._estimated_prompt()
        return True

    def _let_go(self) -> bool:
        """After an answer that was cut because the budget had little room: waits for enough."""
        if self._held_to >= self.max_output:
            return False
        self._may_hold = False
        return True

    def _raise_limit(self) -> bool:
        if self._raised:
            return False
        self._raised = True
        limit = self._bounded(self.candidate.output_limit)
        if limit <= self.max_output:
            return False
        self.max_output = limit
        # What earlier answers needed is not enough for this one.
        self._may_hold = False
        return True

    def _estimated_prompt(self) -> int:
        form = self._dialect
        schema = form.letters // LETTERS_PER_TOKEN if form is not None else 0
        return estimated_tokens(self.messages) + schema

    def _first_limit(self) -> int:
        return self._bounded(self.request.max_output_tokens or USUAL_OUTPUT)

    def _bounded(self, wanted: int) -> int:
        """The wanted output limit within the model's own limits and its budget per minute."""
        room = [wanted, self.candidate.output_limit]
        for whole in (self.candidate.context_window, self.candidate.tokens_per_minute):
            if whole is not None:
                room.append(whole - self._prompt_tokens)
        return max(min(room), min(SMALLEST_OUTPUT, wanted))


def _result(running: Running[ProviderAnswer]) -> ProviderAnswer:
    """What the call gave. Whatever an SDK raises leaves as one of our categories.

    Only the kind of a stray exception is told: its text may hold the key or the prompt.
    """
    try:
        return running.result()
    except ProviderError:
        raise
    except UnicodeEncodeError as fault:
        in_header = fault.encoding == "ascii"
        category = Category.AUTH if in_header else Category.BAD_REQUEST
        what = "the key" if in_header else "the request"
        raise ProviderError(category, f"{what} holds characters that cannot be sent") from None
    except Exception as fault:
        kind = type(fault).__name__
        logger.error("%s escaped from a provider's SDK", kind)
        raise ProviderError(Category.UNAVAILABLE, f"answered unexpectedly ({kind})") from None


def estimated_tokens(messages: tuple[Message, ...]) -> int:
    """A slightly high guess: four Latin letters to a token, one of most other scripts."""
    total = 0
    for message in messages:
        text = message.content
        latin = len(text.encode("ascii", "ignore"))
        total += 4 + latin // LETTERS_PER_TOKEN + (len(text) - latin)
    return total


def _schema_name(request: GenerationRequest) -> str:
    schema = request.schema
    return f"{schema.__module__}.{schema.__qualname__}" if schema else ""


def _forms(
    request: GenerationRequest, candidate: Candidate
) -> Iterator[tuple[str, Dialect | None]]:
    """Output modes with the schema in the candidate's dialect, the strongest first."""
    if request.schema is None:
        yield TEXT, None
        return
    for mode in routing.modes_for(candidate, _schema_name(request)):
        form = dialect(candidate.backend, request.schema, mode)
        if form is not None:
            yield mode, form
