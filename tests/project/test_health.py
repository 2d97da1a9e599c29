import threading
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError

from project import health
from tests.people import teacher

pytestmark = pytest.mark.django_db(transaction=True)


def test_livez_needs_no_login(client):
    assert client.get("/livez").status_code == 200


def test_readyz_is_ok_with_database_and_migrations(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probe_is_answered_whatever_host_it_names(client, settings, path):
    settings.ALLOWED_HOSTS = ["app.example"]

    response = client.get(path, headers={"Host": "127.0.0.1:8000"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Request-ID"]
    assert client.get("/health", headers={"Host": "127.0.0.1:8000"}).status_code == 400


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probe_is_not_sent_to_https(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_probe_only_reads(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_readyz_is_503_without_a_database(client, monkeypatch):
    monkeypatch.setitem(health.READY, "database", database_is_away)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_migrations_are_looked_up_until_they_are_applied(monkeypatch):
    plans = iter([["0001_initial"], [], ["0002_late"]])
    monkeypatch.setattr(health, "_migrations_applied", threading.Event())
    monkeypatch.setattr(
        health.MigrationExecutor, "migration_plan", lambda self, targets: next(plans)
    )

    with pytest.raises(health.Unhealthy):
        health.probe_migrations()
    for _ in range(3):
        assert health.probe_migrations() == "applied"

    assert list(plans) == [["0002_late"]]


def database_is_away(*args):
    raise OperationalError("the connection was refused")


def test_health_reports_to_somebody_signed_in_that_the_database_is_away(client, monkeypatch):
    client.force_login(teacher())
    monkeypatch.setitem(health.ALL, "database", database_is_away)
    monkeypatch.setattr(SessionStore, "load", database_is_away)

    response = client.get("/health")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}


def test_health_reports_though_the_session_cannot_be_read(client, monkeypatch):
    """The database went away after it had been probed."""
    client.force_login(teacher())
    monkeypatch.setattr(SessionStore, "load", database_is_away)

    assert client.get("/health").json()["checks"]["database"] == {"ok": True}


def test_health_names_each_part(client):
    body = client.get("/health").json()

    assert set(body["checks"]) == {"database", "queue", "worker", "chroma", "disk"}
    assert body["checks"]["database"] == {"ok": True}


def test_health_details_are_for_people_who_signed_in(client):
    client.force_login(teacher())

    checks = client.get("/health").json()["checks"]

    assert "no worker is running" in checks["worker"]["detail"]


def test_health_is_503_when_a_part_fails(client):
    response = client.get("/health")

    assert response.status_code == 503
    assert response.json()["status"] == "degraded"


@pytest.mark.timed
def test_hanging_probe_is_cut_off(monkeypatch):
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.1)
    started = time.monotonic()

    results = health.run_probes({"slow": lambda: time.sleep(2) or "late", "fast": lambda: "ok"})

    assert time.monotonic() - started < 1.5
    assert not results["slow"].ok
    assert results["fast"].ok
