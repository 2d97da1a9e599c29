"""What an app says about a kind of job: which steps, how one is drafted, how it is stored."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from project.models import Job, Step, User


@dataclass(frozen=True)
class StepSpec:
    """One step of a plan.

    stage: steps of one stage run side by side; a stage starts when all earlier steps have ended
    and at least one of them succeeded. required: when it fails, later stages do not start.
    """

    key: str
    title: str
    stage: int = 0
    required: bool = False


@dataclass(frozen=True)
class StepContext:
    """What a drafting thread knows besides its facts. It has no database."""

    job_id: UUID
    step_key: str
    owner_id: int
    cancelled: Callable[[], bool]


@dataclass(frozen=True)
class Drafted:
    """What a step's drafting returned: the value to store, and what it cost.

    tokens are the providers' own count over all attempts; cost is in US dollars.
    """

    value: Any
    provider: str = ""
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)


class StepFailed(Exception):
    """A step could not be drafted, for a reason that a person can read.

    category: a short slug ("rate_limit", "no_record"); text: what happened and what to do. What
    the failed attempts cost is kept, since it was paid for.
    """

    def __init__(
        self,
        category: str,
        text: str,
        *,
        input_tokens: int = 0,
        output_tokens: int = 0,
        cost: Decimal = Decimal(0),
    ) -> None:
        super().__init__(text)
        self.category = category
        self.text = text
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.cost = cost


class StepCancelled(Exception):
    """The drafting noticed that its job was cancelled, and stopped."""


@dataclass(frozen=True)
class JobResult:
    """Where the outcome of a job is: url is an API path, page a page's path."""

    type: str
    id: str
    url: str
    page: str
    title: str


class Plan(ABC):
    """One kind of job. Instances hold no state: many threads share one.

    collect: reads everything that the given steps need, in the runner's thread, and returns it by
        step key. Nothing of it may be a lazy query.
    draft: pure of the database; runs in a thread beside others; may call providers.
    store: one short transaction around it is already open; writes one step's result.
    finish: runs inside the transaction that ends the job.
    check_retry: runs inside the transaction that starts the job again; raises a Problem to refuse.
    """

    kind: ClassVar[str]
    # Steps per task of the queue. One shard is one worker's work.
    shard_size: ClassVar[int] = 200

    @abstractmethod
    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]: ...

    @abstractmethod
    def draft(self, facts: Any, context: StepContext) -> Drafted: ...

    @abstractmethod
    def store(self, job: Job, step: Step, drafted: Drafted) -> None: ...

    @abstractmethod
    def result(self, job: Job) -> JobResult | None: ...

    def finish(self, job: Job) -> None:  # noqa: B027 (most kinds have nothing to do at the end)
        """Called once, when the job has its final status but before that is committed."""

    def check_retry(self, job: Job) -> None:  # noqa: B027 (most kinds may always be retried)
        """Raises a project.problems.Problem when the job must not run again now."""

    def may_follow(self, job: Job, user: User) -> bool:
        """Whether somebody other than the owner may watch, cancel and retry the job."""
        return False

    def progress_message(self, *, done: int, total: int) -> str:
        return f"{done} of {total} steps are done"

    def percent(self, *, done: int, total: int) -> int:
        return 100 * done // total if total else 0


class RetiredPlan(Plan):
    """Stands in for a kind that this code does not know: another version of it made the job."""

    kind = ""

    def collect(self, job: Job, steps: Sequence[Step]) -> Mapping[str, Any]:
        raise StepFailed(
            "unknown_kind",
            "The version of Draftroom that took this up does not know this kind of work. What is "
            "finished is kept. Retry it, or start it anew.",
        )

    def draft(self, facts: Any, context: StepContext) -> Drafted:
        raise NotImplementedError("nothing is collected, so nothing is drafted")

    def store(self, job: Job, step: Step, drafted: Drafted) -> None:
        raise NotImplementedError("nothing is drafted, so nothing is stored")

    def result(self, job: Job) -> JobResult | None:
        return None


_plans: dict[str, Plan] = {}
_retired = RetiredPlan()


def register(plan: Plan) -> None:
    """Make a kind known. Apps call it from AppConfig.ready."""
    known = _plans.setdefault(plan.kind, plan)
    if type(known) is not type(plan):
        raise ValueError(f"two plans claim the kind {plan.kind!r}")


def plan_for(kind: str) -> Plan:
    """The kind's plan; one that refuses every step when the kind is not known here."""
    return _plans.get(kind, _retired)


def known_plan(kind: str) -> Plan:
    """The kind's plan, for starting a job. Raises LookupError."""
    if kind not in _plans:
        raise LookupError(f"no plan is registered for the kind {kind!r}")
    return _plans[kind]


def kinds() -> list[str]:
    return sorted(_plans)
