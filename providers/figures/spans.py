"""The stretches of time that figures are shown for."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils import timezone

from project.problems import FieldError, InvalidInput

HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    """The time up to now. A chart of it has `slots` slots of `slot` each."""

    name: str
    label: str
    length: datetime.timedelta
    slot: datetime.timedelta

    @property
    def slots(self) -> int:
        return self.length // self.slot

    def starts(self, now: datetime.datetime | None = None) -> list[datetime.datetime]:
        """Where the slots begin, oldest first; the last one holds now."""
        seconds = int(self.slot.total_seconds())
        current = int((now or timezone.now()).timestamp()) // seconds * seconds
        first = current - (self.slots - 1) * seconds
        return [
            datetime.datetime.fromtimestamp(first + number * seconds, datetime.UTC)
            for number in range(self.slots)
        ]

    def since(self, now: datetime.datetime | None = None) -> datetime.datetime:
        return self.starts(now)[0]

    def label_of(self, start: datetime.datetime) -> str:
        local = timezone.localtime(start)
        return f"{local:%a} {local:%H:%M}" if self.name == "week" else f"{local:%H:%M}"


SPANS: Mapping[str, Span] = MappingProxyType(
    {
        span.name: span
        for span in (
            Span("hour", "Last hour", HOUR, datetime.timedelta(minutes=2)),
            Span("day", "Last day", datetime.timedelta(days=1), HOUR),
            Span("week", "Last week", datetime.timedelta(days=7), 6 * HOUR),
        )
    }
)


def span_named(name: str) -> Span:
    """The span, “day” when the name is empty. Raises InvalidInput."""
    span = SPANS.get(name or "day")
    if span is None:
        detail = f"A span is one of {', '.join(SPANS)}."
        raise InvalidInput(detail, errors=[FieldError("span", detail)])
    return span
