import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from providers import circuits
from providers.errors import Category
from providers.models import Circuit, CircuitState
from providers.routing import Candidate

ONE = Candidate("openai", "gpt-4o", "openai")


def admit(candidate: Candidate = ONE) -> circuits.Admission:
    return circuits.admit(candidate, circuits.states([candidate]))


def fail(times: int = 1, category: Category = Category.UNAVAILABLE) -> None:
    for _ in range(times):
        circuits.failed(ONE, category, None, circuits.Admission(True))


@pytest.mark.django_db
def test_a_circuit_opens_with_the_third_failure_in_a_row():
    fail(2)
    assert admit().allowed
    fail()
    refused = admit()
    assert not refused.allowed
    assert refused.reason == Category.UNAVAILABLE
    assert 4 < refused.free_in <= 5


@pytest.mark.django_db
def test_a_success_between_starts_the_count_anew():
    fail(2)
    circuits.succeeded(admit())
    fail(2)
    assert admit().allowed


@pytest.mark.django_db
def test_a_success_of_a_call_that_began_before_the_failures_ends_their_series():
    early = admit()
    fail(2)
    circuits.succeeded(early)
    fail(2)
    assert admit().allowed


@pytest.mark.django_db
def test_late_failures_do_not_lengthen_the_rest():
    fail(3)
    before = Circuit.objects.get().open_until
    fail(5)
    circuit = Circuit.objects.get()
    assert (circuit.open_until, circuit.openings) == (before, 1)


@pytest.mark.django_db
def test_rests_grow_and_are_capped():
    fail(3)
    rests = []
    for _ in range(9):
        Circuit.objects.update(open_until=timezone.now())
        admission = admit()
        assert admission.probe
        circuits.failed(ONE, Category.TIMEOUT, None, admission)
        rest = Circuit.objects.get().open_until - timezone.now()
        rests.append(round(rest.total_seconds()))
    assert rests == [10, 20, 40, 60, 60, 60, 60, 60, 60]


@pytest.mark.django_db
def test_a_given_up_probe_goes_to_the_next_caller():
    fail(3)
    Circuit.objects.update(open_until=timezone.now())
    first = admit()
    assert first.probe
    assert not admit().allowed
    circuits.given_up(first)
    assert admit().probe


@pytest.mark.django_db
def test_a_probe_that_never_came_back_is_replaced():
    fail(3)
    past = timezone.now() - datetime.timedelta(seconds=1)
    Circuit.objects.update(state=CircuitState.HALF_OPEN, probe_until=past)
    assert admit().probe


@pytest.mark.django_db
def test_a_rate_limit_cools_without_a_probe():
    circuits.failed(ONE, Category.RATE_LIMIT, 7.0, circuits.Admission(True))
    refused = admit()
    assert (refused.allowed, refused.known) == (False, True)
    assert 6.5 < refused.free_in <= 7
    Circuit.objects.update(cool_until=timezone.now())
    assert admit().allowed
    assert not admit().probe


@pytest.mark.django_db
def test_reset_closes_by_hand():
    fail(3)
    circuits.reset(Circuit.objects.all())
    assert admit().allowed


@pytest.mark.django_db(transaction=True)
def test_exactly_one_of_many_callers_probes():
    fail(3)
    Circuit.objects.update(open_until=timezone.now() - datetime.timedelta(seconds=1))
    barrier = threading.Barrier(12)
    admissions = []

    def work() -> None:
        known = circuits.states([ONE])
        barrier.wait()
        admissions.append(circuits.admit(ONE, known))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(admission.allowed for admission in admissions) == 1
