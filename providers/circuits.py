"""Circuits: which candidates rest, shared by every process through the database.

Every change is one UPDATE with its condition in the WHERE clause, so that of many processes
exactly one probes, and none undoes what another found out.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Case, DateTimeField, F, PositiveIntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from providers import statements, writer
from providers.errors import POLICIES, Category, Cooling, Policy
from providers.models import Circuit, CircuitState
from providers.routing import Candidate

FAILURES_TO_OPEN = 3
FIRST_REST = 5.0
# One probe a minute costs next to nothing, and brings a model back within a minute of its recovery.
LONGEST_REST = 60.0
# What a probe may take beyond its model's own timeout before another process may probe.
PROBE_GRACE = 5.0
# A probe that runs elsewhere may be over any moment.
PROBE_RECHECK = 0.5

States = Mapping[tuple[str, str], Circuit]

# Models with failures that calls of this process counted: a call that was admitted before them
# does not find them in its rows, and yet its success ends their series.
_failing: set[tuple[str, str]] = set()


@dataclass(frozen=True)
class Admission:
    """Whether a candidate may be called now.

    free_in: seconds until it may be asked about again. known: that time comes from the provider,
    not from our own circuit. probe: the rows whose one probe this call is. name: the candidate's
    provider and model.
    """

    allowed: bool
    free_in: float = 0.0
    reason: Category | None = None
    known: bool = False
    failures: int = 0
    rows: tuple[Circuit, ...] = ()
    probe: tuple[int, ...] = ()
    name: tuple[str, str] = ("", "")


def states(candidates: Iterable[Candidate]) -> States:
    """The circuits of the candidates and of their accounts, in one query.

    Nothing when all of them are closed without a fault, as they nearly always are.
    """
    names = {name for candidate in candidates for name in (candidate.provider, candidate.account)}
    if not statements.any_circuit_to_look_at(names):
        return {}
    return {(row.provider, row.model): row for row in Circuit.objects.filter(provider__in=names)}


def admit(candidate: Candidate, known: States, *, probing: bool = True) -> Admission:
    """Whether the candidate may be called; takes the probe when there is one to take.

    probing: False for a caller who found the database locked and must not wait for it again.
    Raises statements.LockedOut.
    """
    now = timezone.now()
    rows = _rows_of(candidate, known)
    for row in rows:
        if refusal := _resting(row, now):
            return refusal
    probes: list[int] = []
    for row in rows:
        if row.state == CircuitState.CLOSED:
            continue
        try:
            taken = probing and _take_probe(row, now, candidate)
        except statements.LockedOut:
            given_up(Admission(False, probe=tuple(probes)))
            raise
        if not taken:
            given_up(Admission(False, probe=tuple(probes)))
            return Admission(False, PROBE_RECHECK, _reason(row))
        probes.append(row.pk)
    failures = max((row.failures for row in rows), default=0)
    name = (candidate.provider, candidate.model)
    return Admission(True, failures=failures, rows=rows, probe=tuple(probes), name=name)


def rests(candidate: Candidate, known: States) -> bool:
    """Whether the candidate may not be called now; takes no probe."""
    now = timezone.now()
    return any(_resting(row, now) is not None for row in _rows_of(candidate, known))


def refreshed(candidate: Candidate, admission: Admission) -> Admission:
    """The same admission with its rows as they are after a failure of this very call."""
    return replace(admission, rows=_rows_of(candidate, states([candidate])))


def succeeded(admission: Admission) -> None:
    """The provider answered: a probe closes its circuit, a failure count starts anew."""
    if admission.rows or admission.name in _failing:
        _note(lambda: _succeeded(admission))


def _succeeded(admission: Admission) -> None:
    now = timezone.now()
    closed = {
        "state": CircuitState.CLOSED,
        "failures": 0,
        "openings": 0,
        "reason": "",
        "open_until": None,
        "probe_until": None,
        "updated_at": now,
    }
    if admission.probe:
        Circuit.objects.filter(pk__in=admission.probe, state=CircuitState.HALF_OPEN).update(
            **closed
        )
    stale = Q(pk__in=[row.pk for row in admission.rows if row.failures])
    if admission.name in _failing:
        _failing.discard(admission.name)
        stale |= Q(provider=admission.name[0], model=admission.name[1], failures__gt=0)
    Circuit.objects.filter(stale, state=CircuitState.CLOSED).update(failures=0, updated_at=now)


def failed(
    candidate: Candidate, category: Category, retry_after: float | None, admission: Admission
) -> None:
    """What a failure means for the candidate's future, by the policy of its category."""
    if POLICIES[category].cooling is Cooling.NONE:
        succeeded(admission)
    else:
        _note(lambda: _failed(candidate, category, retry_after, admission))


def _failed(
    candidate: Candidate, category: Category, retry_after: float | None, admission: Admission
) -> None:
    policy = POLICIES[category]
    if policy.cooling is Cooling.STATED or retry_after:
        _cool(candidate, category, policy.rest if retry_after is None else retry_after)
    if policy.cooling is Cooling.HOURS:
        _rest(candidate, category, policy, retry_after)
    elif policy.cooling is Cooling.BREAKER:
        _count(candidate, category)
    elif admission.probe:
        # A rate limit shows that the provider is alive.
        _succeeded(admission)


def given_up(admission: Admission) -> None:
    """The call ended without a verdict, so its probe goes to the next one who asks."""
    if admission.probe:
        _note(lambda: _release(admission.probe))


def _note(write: Callable[[], None]) -> None:
    """At once, so that every process sees it; by the writer when another one holds the database."""
    try:
        with statements.briefly():
            write()
    except statements.LockedOut:
        writer.do(write)


def reset(circuits: QuerySet[Circuit]) -> int:
    """Closes circuits by hand; the number of rows."""
    return circuits.update(
        state=CircuitState.CLOSED,
        failures=0,
        openings=0,
        reason="",
        open_until=None,
        probe_until=None,
        cool_until=None,
        updated_at=timezone.now(),
    )


def forget() -> None:
    """Forgets what this process counted; between tests."""
    _failing.clear()


def _rows_of(candidate: Candidate, known: States) -> tuple[Circuit, ...]:
    keys = ((candidate.account, ""), (candidate.provider, candidate.model))
    rows = [known[key] for key in keys if key in known]
    return tuple(row for row in rows if row.fingerprint in ("", candidate.fingerprint))


def _reason(row: Circuit) -> Category:
    try:
        return Category(row.reason)
    except ValueError:
        return Category.UNAVAILABLE


def _resting(row: Circuit, now: datetime.datetime) -> Admission | None:
    if row.cool_until and row.cool_until > now:
        wait = (row.cool_until - now).total_seconds()
        return Admission(False, wait, _reason(row), known=True)
    if row.state == CircuitState.OPEN and row.open_until and row.open_until > now:
        return Admission(False, (row.open_until - now).total_seconds(), _reason(row))
    if row.state == CircuitState.HALF_OPEN and row.probe_until and row.probe_until > now:
        wait = min(PROBE_RECHECK, (row.probe_until - now).total_seconds())
        return Admission(False, wait, _reason(row))
    return None


def _take_probe(row: Circuit, now: datetime.datetime, candidate: Candidate) -> bool:
    lease = now + datetime.timedelta(seconds=candidate.timeout + PROBE_GRACE)
    free = Q(state=CircuitState.OPEN, open_until__lte=now) | Q(
        state=CircuitState.HALF_OPEN, probe_until__lte=now
    )
    with statements.briefly():
        taken = Circuit.objects.filter(free, pk=row.pk).update(
            state=CircuitState.HALF_OPEN, probe_until=lease, updated_at=now
        )
    return taken == 1


def _release(probes: Iterable[int]) -> None:
    pks = list(probes)
    if pks:
        now = timezone.now()
        Circuit.objects.filter(pk__in=pks, state=CircuitState.HALF_OPEN).update(
            state=CircuitState.OPEN, open_until=now, probe_until=None, updated_at=now
        )


def _row(provider: str, model: str) -> QuerySet[Circuit]:
    """The row as a queryset, made when missing."""
    rows = Circuit.objects.filter(provider=provider, model=model)
    if not rows.exists():
        Circuit.objects.bulk_create(
            [Circuit(provider=provider, model=model)], ignore_conflicts=True
        )
    return rows


def _cool(candidate: Candidate, category: Category, seconds: float) -> None:
    now = timezone.now()
    until = now + datetime.timedelta(seconds=seconds)
    rows = _row(candidate.provider, candidate.model)
    rows.filter(Q(cool_until__isnull=True) | Q(cool_until__lt=until)).update(
        cool_until=until, reason=category.value, updated_at=now
    )


def _rest(
    candidate: Candidate, category: Category, policy: Policy, retry_after: float | None
) -> None:
    now = timezone.now()
    seconds = max(policy.rest, retry_after or 0.0)
    model = "" if policy.whole_account else candidate.model
    provider = candidate.account if policy.whole_account else candidate.provider
    _row(provider, model).update(
        state=CircuitState.OPEN,
        reason=category.value,
        failures=F("failures") + 1,
        openings=F("openings") + 1,
        open_until=now + datetime.timedelta(seconds=seconds),
        probe_until=None,
        fingerprint=candidate.fingerprint,
        updated_at=now,
    )


def _count(candidate: Candidate, category: Category) -> None:
    """One more failure in a row. The third opens a closed circuit, any one a probed circuit.

    A late failure of a call that began before the circuit opened changes nothing.
    """
    _failing.add((candidate.provider, candidate.model))
    now = timezone.now()
    opens = Q(state=CircuitState.HALF_OPEN) | Q(failures__gte=FAILURES_TO_OPEN - 1)
    rests = Case(
        *(
            When(opens & Q(openings=count), then=Value(now + _rest_after(count)))
            for count in range(12)
        ),
        When(opens, then=Value(now + datetime.timedelta(seconds=LONGEST_REST))),
        default=F("open_until"),
        output_field=DateTimeField(),
    )
    _row(candidate.provider, candidate.model).exclude(state=CircuitState.OPEN).update(
        failures=F("failures") + 1,
        reason=category.value,
        state=Case(When(opens, then=Value(CircuitState.OPEN)), default=F("state")),
        openings=Case(
            When(opens, then=F("openings") + 1),
            default=F("openings"),
            output_field=PositiveIntegerField(),
        ),
        open_until=rests,
        probe_until=None,
        fingerprint="",
        updated_at=now,
    )


def _rest_after(openings: int) -> datetime.timedelta:
    return datetime.timedelta(seconds=min(FIRST_REST * 2**openings, LONGEST_REST))
