"""The two statements that every model call runs, as plain SQL.

Building them with the ORM takes ten times as long as SQLite takes to run them. Both databases
read them alike.
"""

import datetime
import json
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.utils import timezone

from providers.models import Bucket, Circuit

_BUCKET = Bucket._meta.db_table
_CIRCUIT = Circuit._meta.db_table


def swap_bucket(pk: int, version: int, slots: Any) -> bool:
    """Writes the slots and the next version, unless the row has another version by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_BUCKET} SET slots = %s, version = version + 1, updated_at = %s "  # noqa: S608
            "WHERE id = %s AND version = %s",
            [json.dumps(slots, separators=(",", ":")), _moment(timezone.now()), pk, version],
        )
        return bool(cursor.rowcount == 1)


def any_circuit_to_look_at(providers: Collection[str]) -> bool:
    """Whether some circuit of these providers is anything but closed, fault-free and warm."""
    places = ", ".join(["%s"] * len(providers))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {_CIRCUIT} WHERE provider IN ({places}) "  # noqa: S608
            "AND (state <> 'closed' OR failures > 0 OR cool_until > %s) LIMIT 1",
            [*providers, _moment(timezone.now())],
        )
        return cursor.fetchone() is not None


def _moment(moment: datetime.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
