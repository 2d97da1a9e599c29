"""Tokens and money by day, app, user or job."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from project.models import Job, User
from project.problems import FieldError, InvalidInput
from providers.figures.models import CANCELLED, OK
from providers.figures.slots import slot_of
from providers.models import Call

USAGE_KEYS: Mapping[str, str] = MappingProxyType(
    {"day": "Day", "app": "App", "user": "Person", "job": "Job"}
)
KEY_FIELDS: Mapping[str, str] = MappingProxyType({"app": "app", "user": "user_id", "job": "job_id"})
DEFAULT_DAYS = 30
LONGEST_DAYS = 366
LIMIT = 100


@dataclass(frozen=True)
class UsageLine:
    """key: the day as YYYY-MM-DD, the app's name, the user's or the job's id; empty where the call
    belonged to none. label: the same for people. A job's title may name somebody whom not all
    staff may know of: to those who may not open the job its label is its kind and owner. url: the
    job's page, for those who may; at: when the job was made.
    """

    key: str
    label: str
    calls: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost: Decimal
    url: str = ""
    at: datetime.datetime | None = None


@dataclass(frozen=True)
class UsageReport:
    """by and days: what was asked. lines: by day newest first, else the dearest first, at most
    LIMIT of them; more: whether there are others. total covers all.
    """

    by: str
    days: int
    since: datetime.datetime
    lines: tuple[UsageLine, ...]
    more: bool
    total: UsageLine


SUMS: Mapping[str, Any] = MappingProxyType(
    {
        "count": Count("pk"),
        "bad": Count("pk", filter=~OK & ~CANCELLED),
        "sum_input": Sum("input_tokens", default=0),
        "sum_output": Sum("output_tokens", default=0),
        "sum_cost": Sum("cost", default=Decimal(0)),
    }
)


def usage(by: str, days: int = DEFAULT_DAYS, *, viewer: User | None = None) -> UsageReport:
    """What the last days used. Raises InvalidInput for another key or number of days.

    viewer: who is shown the report, for what not all staff may know.
    """
    _check(by, days)
    starts = _days(days)
    calls = Call.objects.filter(created_at__gte=starts[0]).order_by()
    rows = _by_day(calls, starts) if by == "day" else _dearest(calls, by)
    shown = rows if by == "day" else rows[:LIMIT]
    names = _names(by, [row["key"] for row in shown], viewer)
    return UsageReport(
        by=by,
        days=days,
        since=starts[0],
        lines=tuple(_line(row, row["key"], names) for row in shown),
        more=len(rows) > len(shown),
        total=_line(calls.aggregate(**SUMS), None, {None: _Name("All")}),
    )


Rows = list[dict[str, Any]]


def _by_day(calls: QuerySet[Call], starts: list[datetime.datetime]) -> Rows:
    days = calls.annotate(day=slot_of(starts)).values("day").annotate(**SUMS).order_by("-day")
    return [{**row, "key": timezone.localtime(starts[row["day"]]).date()} for row in days]


def _dearest(calls: QuerySet[Call], by: str) -> Rows:
    """One more than the limit, to tell that there are others."""
    field = KEY_FIELDS[by]
    grouped = calls.values(field).annotate(**SUMS).order_by("-sum_cost", "-count", field)
    return [{**row, "key": row[field]} for row in grouped[: LIMIT + 1]]


def _days(days: int) -> list[datetime.datetime]:
    """The midnights at which the last days began, where the installation is."""
    today = timezone.localdate()
    return [
        timezone.make_aware(
            datetime.datetime.combine(today - datetime.timedelta(days=back), datetime.time())
        )
        for back in reversed(range(days))
    ]


def _check(by: str, days: int) -> None:
    if by not in USAGE_KEYS:
        detail = f"Usage is summed by one of {', '.join(USAGE_KEYS)}."
        raise InvalidInput(detail, errors=[FieldError("by", detail)])
    if not 1 <= days <= LONGEST_DAYS:
        detail = f"The number of days lies between 1 and {LONGEST_DAYS}."
        raise InvalidInput(detail, errors=[FieldError("days", detail)])


@dataclass(frozen=True)
class _Name:
    label: str
    url: str = ""
    at: datetime.datetime | None = None


def _line(row: Mapping[str, Any], key: Any, names: Mapping[Any, _Name]) -> UsageLine:
    name = names.get(key, _Name(str(key)))
    return UsageLine(
        key="" if key is None else str(key),
        label=name.label,
        calls=row["count"],
        failed=row["bad"],
        input_tokens=row["sum_input"],
        output_tokens=row["sum_output"],
        cost=row["sum_cost"],
        url=name.url,
        at=name.at,
    )


def _names(by: str, keys: list[Any], viewer: User | None) -> dict[Any, _Name]:
    names: dict[Any, _Name] = {
        None: _Name("Nobody" if by == "user" else "No job"),
        "": _Name("No app"),
    }
    known = [key for key in keys if key not in (None, "")]
    if by == "user":
        people = User.objects.filter(pk__in=known)
        names |= {user.pk: _Name(user.display_name) for user in people}
    elif by == "job":
        jobs = Job.objects.filter(pk__in=known).select_related("owner")
        names |= {job.pk: _name_of(job, viewer) for job in jobs}
        names |= {key: _Name("A job that was deleted") for key in known if key not in names}
    return names


def _name_of(job: Job, viewer: User | None) -> _Name:
    # Asking each job's app who else may open it would be a query per line.
    if viewer is not None and (viewer.is_superuser or viewer.pk == job.owner_id):
        return _Name(job.title, reverse("job", args=[job.pk]), job.created_at)
    return _Name(f"{job.kind}, for {job.owner.display_name}", at=job.created_at)
