"""While a provider thinks, no transaction is open, and no drafting thread keeps a connection."""

import sqlite3
import time

import pytest
from django.db import connection

from project.models import JobStatus
from tests.ieps.answers import plausible
from tests.ieps.factories import make_assessment, make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)

SIDE_BY_SIDE = 8
PATIENCE_SECONDS = 3.0
# The test's own, the runner's (here the same), and the ledger's writer.
MOST_CONNECTIONS = 3


class Watch:
    """Looks at the database from outside, in the middle of the provider's calls."""

    def __init__(self, name):
        self.name = name
        self.calls = 0
        self.locked = 0
        self.connections = []

    def answer(self, call):
        self.calls += 1
        if not self.becomes_free():
            self.locked += 1
        return plausible(call)

    def becomes_free(self):
        """Others' short writes pass; a transaction around this very call would not."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            if self.is_free():
                return True
            time.sleep(0.02)
        return False

    def is_free(self):
        with sqlite3.connect(self.name, timeout=0) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            other.rollback()
        return True


class WatchPostgres(Watch):
    def __init__(self, params):
        super().__init__(params["dbname"])
        self.params = params

    def ask(self, question):
        import psycopg

        keys = ("dbname", "user", "host", "port", "password")
        where = {key: self.params[key] for key in keys if key in self.params}
        with psycopg.connect(**where, autocommit=True) as other:
            return other.execute(
                f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                f"AND pid <> pg_backend_pid() AND {question}"
            ).fetchone()[0]

    def answer(self, call):
        # The fake answers one call at a time, so that meanwhile all the other threads wait for it.
        time.sleep(0.2)
        self.connections.append(self.ask("backend_type = 'client backend'"))
        return super().answer(call)

    def is_free(self):
        return self.ask("state LIKE 'idle in transaction%'") == 0


def test_no_transaction_is_open_while_a_provider_thinks(
    alice, fake_providers, settings, held_queue
):
    settings.STEP_CONCURRENCY = SIDE_BY_SIDE
    settings.PROVIDER_KEYS = {"openai": "sk-test-openai-key"}
    settings.PROVIDER_BASE_URLS = fake_providers.base_urls
    watch = (
        WatchPostgres(connection.get_connection_params())
        if connection.vendor == "postgresql"
        else Watch(connection.settings_dict["NAME"])
    )
    fake_providers.answer = watch.answer
    student = make_student(alice)
    make_assessment(student)
    created = make_iep(student, alice)

    held_queue.work()

    created.job.refresh_from_db()
    assert created.job.status in (JobStatus.SUCCEEDED, JobStatus.PARTIAL)
    assert watch.calls >= SIDE_BY_SIDE
    assert watch.locked == 0
    if connection.vendor == "postgresql":
        assert min(watch.connections) <= MOST_CONNECTIONS
