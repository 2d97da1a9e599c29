"""What every model call does with the database: two statements as plain SQL, and how long it waits.

Building them with the ORM takes ten times as long as SQLite takes to run them. Both databases
read them alike.
"""

import datetime
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from providers.models import Bucket, Circuit

_BUCKET = Bucket._meta.db_table
_CIRCUIT = Circuit._meta.db_table

# How long a call waits for another writer of SQLite's one file; its deadline knows nothing of it.
BRIEF = 0.2


class LockedOut(Exception):
    """Another process writes to the database for longer than a call may wait."""


@contextmanager
def briefly() -> Iterator[None]:
    """Writes inside wait a moment for SQLite's write lock instead of its usual time, and then raise
    LockedOut. PostgreSQL locks single rows, and nothing holds ours for long."""
    if connection.vendor != "sqlite":
        yield
        return
    _be_patient_for(BRIEF)
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise LockedOut from None
    finally:
        _be_patient_for(settings.DATABASES["default"]["OPTIONS"]["timeout"])


def _be_patient_for(seconds: float) -> None:
    connection.ensure_connection()
    connection.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}").close()


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
