"""Rows put into stretches of time by the database, with plain comparisons: what SQLite offers for
truncating a time costs a Python call per row.
"""

import datetime
from collections.abc import Sequence

from django.db.models import Case, CharField, Expression, IntegerField, Value, When
from django.db.models.functions import Cast, Substr


def slot_of(starts: Sequence[datetime.datetime], first: int = 0) -> Expression:
    """The number of the stretch that holds created_at; what is later belongs to the last one.

    A search tree, so that a row of a year's days needs nine comparisons.
    """
    if len(starts) == 1:
        return Value(first, output_field=IntegerField())
    middle = len(starts) // 2
    return Case(
        When(created_at__lt=starts[middle], then=slot_of(starts[:middle], first)),
        default=slot_of(starts[middle:], first + middle),
        output_field=IntegerField(),
    )


def minute_of() -> Expression:
    """created_at as “2026-02-03 04:05” (UTC): both databases write a time that way as text."""
    return Substr(Cast("created_at", CharField()), 1, 16)


def read_minute(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
