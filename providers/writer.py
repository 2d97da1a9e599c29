"""Writes what nobody waits for: one thread per process, behind a bounded queue.

A drafting thread leaves its ledger rows and its settled budgets here and goes on. The rows of one
moment go into the database together. `flush` waits until everything left before it is written; it
runs at the end of every job step and when the process ends, so that only a crash loses rows, and
then the last few milliseconds of them.
"""

import atexit
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, models

from providers.statements import LockedOut

logger = logging.getLogger(__name__)

Work = Callable[[], object]

MOST_WAITING = 10_000
MOST_AT_ONCE = 200
# How long the first entry waits for others, which then cost next to nothing.
GATHER_SECONDS = 0.025
TRIES = 5
KEPT_OPEN = ("sqlite",)


class _Writer:
    def __init__(self) -> None:
        self._queue: queue.Queue[models.Model | Work] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, item: models.Model | Work) -> None:
        if self._thread is None:
            self._start()
        self._queue.put(item)

    def flush(self, seconds: float) -> bool:
        if self._thread is None:
            return True
        written = threading.Event()
        self._queue.put(written.set)
        self._hurry.set()
        return written.wait(seconds)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            items = [self._queue.get()]
            self._hurry.wait(GATHER_SECONDS)
            self._hurry.clear()
            while len(items) < MOST_AT_ONCE:
                try:
                    items.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            # Rows before work: a flush is work, and means that the rows are written.
            for _, group in groupby(sorted(items, key=_order), key=_order):
                _written(list(group))
            if self._queue.empty():
                release_connection()


_writer = _Writer()


def save(row: models.Model) -> None:
    """Has the row written soon; at once inside a transaction, which in tests holds the lock."""
    if connection.in_atomic_block:
        _insert([row])
    else:
        _writer.put(row)


def do(work: Work) -> None:
    """Has `work` done soon, after everything left before it; at once inside a transaction."""
    if connection.in_atomic_block:
        work()
    else:
        _writer.put(work)


def flush(seconds: float = 10.0) -> bool:
    """Waits until everything left so far is written; False when that took too long."""
    return _writer.flush(seconds)


def release_connection() -> None:
    """Gives the thread's connection back, so that none is pinned while a provider thinks.

    SQLite's stays open: between statements it is a file handle without a lock, while closing the
    last one writes the whole log back into the database, which takes several milliseconds.
    """
    if not connection.in_atomic_block and connection.vendor not in KEPT_OPEN:
        connection.close()


def _forget_thread() -> None:
    """A forked child has the queue but not the thread; what waits there is its parent's."""
    global _writer
    _writer = _Writer()


os.register_at_fork(after_in_child=_forget_thread)
atexit.register(flush)


def _order(item: models.Model | Work) -> str:
    return item._meta.label if isinstance(item, models.Model) else "~"


def _written(items: list[Any]) -> None:
    """Writes the items of one kind. Nothing that goes wrong with them may end the thread."""
    try:
        if isinstance(items[0], models.Model):
            _write(items)
        else:
            for work in items:
                _patiently(work)
    except Exception:
        logger.exception("%d entries of the ledger could not be written", len(items))


def _write(rows: list[Any]) -> None:
    try:
        _patiently(lambda: _insert(rows))
    except IntegrityError:
        for row in rows:
            _write_alone(row)


def _write_alone(row: Any) -> None:
    try:
        _insert([row])
    except IntegrityError:
        # The person was deleted while a model worked for them: the row stays, without the name.
        row.user_id = None
        _insert([row])


def _patiently(work: Work) -> None:
    """Again after a lost connection or a lock that took too long."""
    for attempt in range(1, TRIES + 1):
        try:
            work()
            return
        except (OperationalError, InterfaceError, LockedOut):
            if attempt == TRIES:
                raise
            connection.close()
            time.sleep(0.2 * attempt)


def _insert(rows: Sequence[models.Model]) -> None:
    """One INSERT for rows of one model, each value as the ORM would write it."""
    meta = rows[0]._meta
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(meta.db_table)} ({columns}) "  # noqa: S608
            f"VALUES {', '.join([f'({places})'] * len(rows))}",
            [value for row in values for value in row],
        )
