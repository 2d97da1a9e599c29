import time

import pytest

from project import health
from tests.people import teacher

pytestmark = pytest.mark.django_db(transaction=True)


def test_livez_needs_no_login(client):
    assert client.get("/livez").status_code == 200


def test_readyz_is_ok_with_database_and_migrations(client):
    assert client.get("/readyz").status_code == 200


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


def test_hanging_probe_is_cut_off(monkeypatch):
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.1)
    started = time.monotonic()

    results = health.run_probes({"slow": lambda: time.sleep(2) or "late", "fast": lambda: "ok"})

    assert time.monotonic() - started < 1.5
    assert not results["slow"].ok
    assert results["fast"].ok
