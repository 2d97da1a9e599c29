from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.authtoken.models import Token

from project.models import Job
from providers import metrics
from providers.models import Call, Circuit
from tests.providers.pages.conftest import call

pytestmark = pytest.mark.django_db


def samples(client, **headers):
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    found = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            found[sample.name, *sorted(sample.labels.values())] = sample.value
    return found


class TestWhoMay:
    def test_anonymous_is_401(self, client):
        response = client.get("/metrics")

        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"

    def test_teacher_is_403(self, client, alice):
        assert client.get("/metrics").status_code == 403

    def test_staff_token(self, client, staff):
        client.logout()
        samples(client, Authorization=f"Token {Token.objects.create(user=staff).key}")

    def test_teachers_token_is_403(self, client, alice):
        client.logout()
        token = Token.objects.create(user=alice).key
        answer = client.get("/metrics", headers={"Authorization": f"Token {token}"})
        assert answer.status_code == 403

    def test_metrics_token(self, client, settings):
        settings.METRICS_TOKEN = "scrape-me"
        samples(client, Authorization="Bearer scrape-me")

    @pytest.mark.parametrize("given", ["Bearer wrong", "Bearer ", "Bearer", "Token nonsense", "x"])
    @pytest.mark.parametrize("token", ["", "scrape-me"])
    def test_wrong_token_is_401(self, client, settings, given, token):
        settings.METRICS_TOKEN = token
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 401


class TestFigures:
    def test_calls_tokens_and_cost(self, client, staff):
        call()
        call()
        call(category="timeout", input_tokens=0, output_tokens=0, cost=0)

        found = samples(client)

        assert found["draftroom_calls_total", "gpt-4o", "ok", "openai"] == 2
        assert found["draftroom_calls_total", "gpt-4o", "openai", "timeout"] == 1
        assert found["draftroom_tokens_total", "gpt-4o", "input", "openai"] == 200
        assert found["draftroom_tokens_total", "gpt-4o", "openai", "output"] == 40
        assert found["draftroom_cost_dollars_total", "gpt-4o", "openai"] == 0.001

    def test_latency_buckets_are_cumulative(self, client, staff):
        for latency in (50, 700, 700, 500_000):
            call(latency_ms=latency)

        found = samples(client)

        name = "draftroom_call_duration_seconds"
        assert found[f"{name}_bucket", "0.1", "gpt-4o", "openai"] == 1
        assert found[f"{name}_bucket", "1.0", "gpt-4o", "openai"] == 3
        assert found[f"{name}_bucket", "120.0", "gpt-4o", "openai"] == 3
        assert found[f"{name}_bucket", "+Inf", "gpt-4o", "openai"] == 4
        assert found[f"{name}_sum", "gpt-4o", "openai"] == pytest.approx(501.45)

    def test_circuits_and_jobs(self, client, staff):
        Circuit.objects.create(provider="openai", model="", state="open", open_until=timezone.now())
        Job.objects.create(kind="k", title="t", owner=staff)

        found = samples(client)

        assert found["draftroom_circuit_state", "*", "open", "openai"] == 1
        assert found["draftroom_circuit_state", "*", "closed", "openai"] == 0
        assert found["draftroom_jobs", "pending"] == 1
        assert found["draftroom_jobs", "failed"] == 0

    def test_settled_rows_are_summed_once_and_kept(self, client, staff):
        call(ago=timedelta(hours=1))
        call()
        first = samples(client)
        call(ago=timedelta(minutes=30), cost=Decimal(1))

        again = samples(client)

        name = ("draftroom_calls_total", "gpt-4o", "ok", "openai")
        assert (first[name], again[name]) == (2, 3)
        assert samples(client)[name] == 3

    def test_a_new_process_counts_what_an_old_one_does(self, client, staff):
        """Whatever is in the ledger of earlier months, and when it expires."""
        call(ago=timedelta(days=11))
        call(ago=timedelta(hours=1))
        name = ("draftroom_calls_total", "gpt-4o", "ok", "openai")
        assert samples(client)[name] == 1
        Call.objects.filter(created_at__lt=timezone.now() - timedelta(days=5)).delete()
        assert samples(client)[name] == 1
        metrics.ledger.forget()
        assert samples(client)[name] == 1

    def test_the_counters_begin_anew_with_a_month(self, client, staff, monkeypatch):
        call(ago=timedelta(hours=1))
        name = ("draftroom_calls_total", "gpt-4o", "ok", "openai")
        assert samples(client)[name] == 1
        monkeypatch.setattr(metrics, "month_start", timezone.now)
        assert name not in samples(client)

    def test_costs_the_same_for_1_and_20(self, client, staff):
        call()
        with CaptureQueriesContext(connection) as one:
            samples(client)
        for number in range(19):
            call("p", f"m{number}")
        with CaptureQueriesContext(connection) as twenty:
            samples(client)

        assert len(twenty) == len(one)

    def test_names_are_escaped_as_labels(self, client, staff):
        evil = 'a"b\\c\n<script>'
        call(model=evil)

        found = samples(client)

        assert found["draftroom_calls_total", *sorted([evil, "ok", "openai"])] == 1

    def test_prometheus_accept_header_is_answered_in_kind(self, client, staff):
        accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"

        response = client.get("/metrics", headers={"Accept": accept})

        assert response["Content-Type"].startswith("application/openmetrics-text")
        assert response.content.decode().endswith("# EOF\n")

    def test_an_empty_database_is_fine(self, client, staff):
        Call.objects.all().delete()
        samples(client)
