"""Percentiles over every call, picked out by the database: it sorts, and hands over only the rows
that are asked for.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from providers.models import Call

Group = tuple[Any, ...]


def percentiles(
    calls: QuerySet[Call], field: str, by: Sequence[str], percents: Sequence[int]
) -> Mapping[Group, Mapping[int, int]]:
    """The nearest-rank percentiles of a field, by percent, for each group of calls. One query,
    and at most a row per group and percent.
    """
    groups = [F(name) for name in by]
    wanted = Q()
    for percent in percents:
        # Rounded up; between whole numbers both databases divide without a rest.
        wanted |= Q(place=(F("size") * percent + 99) / 100)
    rows = (
        calls.order_by()
        .annotate(
            place=Window(RowNumber(), partition_by=groups, order_by=[F(field), F("pk")]),
            size=Window(Count("pk"), partition_by=groups),
        )
        .filter(wanted)
        .values_list(*by, "place", "size", field)
    )
    found: dict[Group, dict[int, int]] = defaultdict(dict)
    for *group, place, size, value in rows:
        for percent in percents:
            if place == (size * percent + 99) // 100:
                found[tuple(group)][percent] = value
    return found
