"""How much of its limits each model has used, by the ledger's count."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from providers.models import Call, ProviderModel

Counted = Literal["requests", "tokens"]
Window = Literal["minute", "day"]
WINDOWS: dict[Window, datetime.timedelta] = {
    "minute": datetime.timedelta(minutes=1),
    "day": datetime.timedelta(days=1),
}


@dataclass(frozen=True)
class LimitUse:
    """What was used of one limit in the window that ends now."""

    counted: Counted
    window: Window
    limit: int
    used: int

    @property
    def name(self) -> str:
        return f"{self.counted}_per_{self.window}"

    @property
    def label(self) -> str:
        return f"{self.counted} per {self.window}"

    @property
    def percent(self) -> int:
        return self.used * 100 // self.limit if self.limit else 100


def limits_of(row: ProviderModel) -> list[tuple[Counted, Window, int]]:
    """The limits that the row sets."""
    pairs: list[tuple[Counted, Window, int | None]] = [
        ("requests", "minute", row.requests_per_minute),
        ("tokens", "minute", row.tokens_per_minute),
        ("requests", "day", row.requests_per_day),
        ("tokens", "day", row.tokens_per_day),
    ]
    return [(counted, window, limit) for counted, window, limit in pairs if limit is not None]


def limit_use(rows: Iterable[ProviderModel]) -> dict[int, tuple[LimitUse, ...]]:
    """The use of every limit that the rows set, by the row's key. One query."""
    now = timezone.now()
    last_minute = Q(created_at__gte=now - WINDOWS["minute"])
    tokens = F("input_tokens") + F("output_tokens")
    used: dict[tuple[str, str], Mapping[str, Any]] = {
        (line["provider"], line["model"]): line
        for line in Call.objects.filter(created_at__gte=now - WINDOWS["day"])
        .order_by()
        .values("provider", "model")
        .annotate(
            requests_minute=Count("pk", filter=last_minute),
            tokens_minute=Sum(tokens, filter=last_minute, default=0),
            requests_day=Count("pk"),
            tokens_day=Sum(tokens, default=0),
        )
    }
    return {
        row.pk: tuple(
            LimitUse(
                counted,
                window,
                limit,
                used.get((row.provider, row.model), {}).get(f"{counted}_{window}", 0),
            )
            for counted, window, limit in limits_of(row)
        )
        for row in rows
    }
