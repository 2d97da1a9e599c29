import datetime
import sqlite3
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from providers import gateway, ledger, limits, routing
from providers.limits import OverBudget, Reservation
from providers.models import Bucket, Circuit, ProviderModel
from providers.routing import Candidate
from tests.fakes import Fail, Ok
from tests.providers.conftest import GOOD, Week


def candidate(**changes) -> Candidate:
    return Candidate("groq", "llama", "groq", **changes)


@pytest.mark.django_db
def test_a_model_without_limits_has_no_bucket():
    assert limits.reserve(candidate(), 100) == Reservation(100)
    assert not Bucket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["requests_per_minute", "requests_per_day"])
def test_requests_are_counted(name):
    limited = candidate(**{name: 3})
    for _ in range(3):
        assert isinstance(limits.reserve(limited, 100), Reservation)
    refused = limits.reserve(limited, 100)
    assert isinstance(refused, OverBudget)
    assert refused.free_in > 59


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tokens_per_minute", "tokens_per_day"])
def test_tokens_are_booked_and_settled(name):
    limited = candidate(**{name: 1000})
    first = limits.reserve(limited, 900)
    assert isinstance(limits.reserve(limited, 200), OverBudget)
    limits.settle(first, 100)
    assert isinstance(limits.reserve(limited, 900), Reservation)
    assert isinstance(limits.reserve(limited, 1), OverBudget)


@pytest.mark.django_db
def test_a_request_above_the_whole_budget_goes_alone():
    limited = candidate(tokens_per_minute=1000)
    assert isinstance(limits.reserve(limited, 5000), Reservation)
    assert isinstance(limits.reserve(limited, 10), OverBudget)


@pytest.mark.django_db
def test_a_minute_frees_its_places(monkeypatch):
    limited = candidate(requests_per_minute=1)
    limits.reserve(limited, 10)
    refused = limits.reserve(limited, 10)
    moment = time.time() + refused.free_in
    monkeypatch.setattr(limits.time, "time", lambda: moment)
    assert isinstance(limits.reserve(limited, 10), Reservation)


@pytest.mark.django_db(transaction=True)
def test_threads_never_book_more_than_there_is():
    limited = candidate(requests_per_minute=25)
    results = []

    def work() -> None:
        for _ in range(5):
            results.append(limits.reserve(limited, 10))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(result, Reservation) for result in results) == 25


@pytest.mark.django_db(transaction=True)
def test_a_booking_waits_for_others_that_write(providers, route, ask):
    """A busy machine is no reason to pass over a model that has room."""
    route("openai", "groq", requests_per_minute=1000)
    gateway.generate(ask())
    [bucket] = limits._buckets.values()
    held, release = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=(bucket.lock, held, release))
    holder.start()
    held.wait(5)
    threading.Timer(0.7, release.set).start()
    assert gateway.generate(ask(deadline=8.0)).provider == "openai"
    holder.join()


def _hold(lock, held, release) -> None:
    with lock:
        held.set()
        release.wait(5)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
@pytest.mark.django_db(transaction=True)
def test_a_booking_waits_for_another_process_that_writes(providers, route, ask):
    route("openai", "groq")
    ProviderModel.objects.filter(provider="openai").update(requests_per_minute=1000)
    routing.forget()
    gateway.generate(ask())
    assert ledger.flush()
    other = sqlite3.connect(
        str(connection.settings_dict["NAME"]), check_same_thread=False, isolation_level=None
    )
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.7, lambda: other.execute("ROLLBACK")).start()
    assert gateway.generate(ask(deadline=8.0)).provider == "openai"
    other.close()


@pytest.mark.django_db
def test_a_spent_budget_goes_to_the_next_candidate_unasked(providers, route, ask):
    route("groq", "openai", requests_per_minute=2)
    for _ in range(3):
        gateway.generate(ask())
    assert [len(providers.calls(name)) for name in ("groq", "openai")] == [2, 1]


@pytest.mark.django_db
@pytest.mark.timed
def test_a_spent_budget_with_nowhere_to_go_fails_at_once(providers, route, ask):
    route("groq", requests_per_minute=1)
    gateway.generate(ask())
    began = time.monotonic()
    with pytest.raises(gateway.GenerationFailed) as failure:
        gateway.generate(ask(deadline=5))
    assert time.monotonic() - began < 1
    assert failure.value.category == "rate_limit"
    assert len(providers.calls("groq")) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.timed
def test_who_came_first_is_served_first_when_room_is_seconds_away(providers, route, ask):
    """Three bookings of nearly a minute ago: a place comes free each second."""
    route("groq", requests_per_minute=3)
    gateway.generate(ask(deadline=5.0))
    assert ledger.flush()
    now = int(time.time())
    booked = {str(now - ago): [1, 10] for ago in (60, 59, 58)}
    Bucket.objects.update(slots={"m": booked, "d": {}, "p": {}}, version=99)
    limits.forget()
    served = []

    def work(number: int) -> None:
        try:
            draft = gateway.generate(ask(deadline=8.0))
            served.append((number, draft.provider))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    assert served == [(0, "groq"), (1, "groq"), (2, "groq")]
    assert 1.5 < time.monotonic() - began < 5.0


@pytest.mark.django_db
def test_settled_tokens_are_the_provider_s_own(providers, route, ask):
    route("groq", tokens_per_minute=100_000)
    providers.script("groq", Ok(value=GOOD, input_tokens=700, output_tokens=30))
    assert gateway.generate(ask()).value == Week(**GOOD)
    counts = Bucket.objects.get().slots["m"].values()
    assert sum(pair[0] for pair in counts) == 1
    assert sum(pair[1] for pair in counts) == 730


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [None, Fail("server_error")])
@pytest.mark.timed
def test_a_database_that_another_process_holds_outlasts_no_deadline(providers, route, ask, fault):
    route("openai", requests_per_minute=1000)
    gateway.generate(ask())
    assert ledger.flush()
    providers.always("openai", fault)
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(gateway.GenerationFailed) as failure:
            gateway.generate(ask(deadline=1.0))
        assert time.monotonic() - began < 1.25
        other.rollback()
    assert failure.value.category in ("rate_limit", "timeout")
    other.close()
    providers.always("openai", None)
    assert gateway.generate(ask()).provider == "openai"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
@pytest.mark.django_db(transaction=True)
@pytest.mark.timed
def test_probes_of_many_models_outlast_no_deadline_either(providers, route, ask):
    route("openai", "groq", "cerebras", "gemini")
    long_ago = timezone.now() - datetime.timedelta(seconds=1)
    for row in ProviderModel.objects.filter(entries__route__name="drafts"):
        Circuit.objects.create(
            provider=row.provider, model=row.model, state="open", failures=3, open_until=long_ago
        )
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(gateway.GenerationFailed):
            gateway.generate(ask(deadline=0.5))
        assert time.monotonic() - began < 0.75
        other.rollback()
    other.close()
    assert gateway.generate(ask()).provider == "openai"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
@pytest.mark.django_db(transaction=True)
def test_a_failure_is_noted_once_the_database_is_free(providers, route, ask):
    route("openai", "groq")
    providers.always("openai", Fail("quota"))
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        assert gateway.generate(ask(deadline=3.0)).provider == "groq"
        other.rollback()
    other.close()
    assert ledger.flush()
    assert Circuit.objects.get(provider="openai").reason == "quota"
