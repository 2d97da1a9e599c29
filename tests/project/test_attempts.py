"""Attempts are counted, also those at once, and by whom they were really made."""

from ipaddress import ip_network

import pytest
from django.core.cache import cache

from project import attempts
from project.attempts import WINDOW_SECONDS, AttemptLimit, address_of
from tests.at_once import at_once

LIMIT = AttemptLimit("test", "alice", "192.0.2.1", 5)


@pytest.fixture
def clock(monkeypatch):
    """Seconds since a quarter of an hour began."""
    now = [0.0]
    monkeypatch.setattr(attempts, "time", lambda: 1000 * WINDOW_SECONDS + now[0])
    return now


@pytest.mark.django_db(transaction=True)
def test_attempts_at_once_all_count(clock):
    for _ in range(5):
        cache.clear()

        waits = at_once(*[LIMIT.count] * 12)

        assert waits.count(0) == LIMIT.most, waits


@pytest.mark.django_db
def test_next_quarter_counts_anew(clock):
    clock[0] = 60
    waits = [LIMIT.count() for _ in range(LIMIT.most + 1)]
    clock[0] = WINDOW_SECONDS

    assert waits == [0] * LIMIT.most + [WINDOW_SECONDS - 60]
    assert LIMIT.count() == 0


@pytest.mark.django_db
def test_counts_outlive_a_busy_cache(clock):
    for _ in range(LIMIT.most):
        LIMIT.count()

    for number in range(400):
        cache.set(f"zz:{number}", 1)

    assert LIMIT.count() > 0


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("192.0.2.9", "198.51.100.1", "192.0.2.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "203.0.113.5, unknown", "unknown"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_address_is_the_last_that_no_trusted_proxy_has(rf, settings, remote, forwarded, address):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == address


def test_without_trusted_proxies_nobody_chooses_their_address(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert address_of(request) == "192.0.2.9"
