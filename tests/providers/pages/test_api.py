from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.authtoken.models import Token

from project.models import AuditEvent
from project.problems import InvalidInput
from providers import operations
from providers.models import Budget, Circuit, ProviderModel, Route, RouteEntry
from tests.providers.pages.conftest import call, switch

pytestmark = pytest.mark.django_db
LIST = "/api/v1/providers/"
READ = [LIST, "{gpt}", "{gpt}history", "/api/v1/providers/switches/", "/api/v1/providers/routes/",
        "/api/v1/providers/alerts", "/api/v1/providers/budgets",
        "/api/v1/providers/usage"]  # fmt: skip
CHANGE = ["{gpt}test", "{gpt}enable", "{gpt}disable", "{gpt}reset"]


def address(path, gpt):
    return path.format(gpt=f"{LIST}{gpt.pk}/")


class TestWhoMay:
    @pytest.mark.parametrize("path", READ)
    def test_anonymous_is_401(self, client, gpt, path):
        assert client.get(address(path, gpt)).status_code == 401

    @pytest.mark.parametrize("path", READ)
    def test_teacher_is_refused_as_a_problem(self, client, alice, gpt, path):
        response = client.get(address(path, gpt))

        assert response.status_code == 403
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["detail"] == "This is for staff."

    @pytest.mark.parametrize("path", CHANGE)
    def test_teacher_changes_nothing(self, client, alice, gpt, path):
        assert client.post(address(path, gpt)).status_code == 403
        gpt.refresh_from_db()
        assert gpt.enabled

    @pytest.mark.parametrize("path", READ)
    def test_staff_reads_with_a_token(self, client, staff, gpt, path):
        client.logout()
        token = Token.objects.create(user=staff)

        response = client.get(address(path, gpt), headers={"Authorization": f"Token {token.key}"})

        assert response.status_code == 200


class TestModels:
    def test_have_the_promised_shape(self, client, staff, gpt, settings):
        settings.PROVIDER_KEYS = {"openai": "sk-secret-key"}
        ProviderModel.objects.filter(pk=gpt.pk).update(requests_per_day=10)
        call(latency_ms=300, first_token_ms=50)

        response = client.get(f"{LIST}{gpt.pk}/")

        assert response.json() == {
            "id": gpt.pk,
            "provider": "openai",
            "model": "gpt-4o",
            "enabled": True,
            "state": {"state": "on", "until": None, "reason": "", "whole_account": False},
            "figures": {
                "calls": 1, "failed": 0, "success_rate": 1.0, "p50_ms": 300, "p95_ms": 300,
                "first_token_ms": 50, "input_tokens": 100, "output_tokens": 20,
                "cost": "0.00050000",
            },
            "limits": [
                {"name": "requests_per_day", "limit": 10, "used": 1, "percent": 10}
            ],
        }  # fmt: skip
        assert "sk-secret" not in response.content.decode()

    def test_list_is_paged_filtered_and_searched(self, client, staff):
        page = client.get(f"{LIST}?page_size=2").json()
        names = {row["model"] for row in page["results"]}
        rest = client.get(page["next"]).json()["results"]

        assert len(names) == 2
        assert not names & {row["model"] for row in rest}
        assert len(client.get(f"{LIST}?provider=openai").json()["results"]) == 2
        assert len(client.get(f"{LIST}?search=mini").json()["results"]) == 2

    def test_list_costs_the_same_for_1_and_20(self, client, staff):
        ProviderModel.objects.exclude(model="gpt-4o").delete()
        call()
        client.get(LIST)
        with CaptureQueriesContext(connection) as one:
            client.get(LIST)
        for number in range(19):
            ProviderModel.objects.create(provider="p", model=f"m{number}", backend="openai")
            call("p", f"m{number}")
        with CaptureQueriesContext(connection) as twenty:
            rows = client.get(LIST).json()["results"]

        assert len(rows) == 20
        assert len(twenty) == len(one)

    def test_unknown_span_is_400(self, client, staff):
        assert client.get(f"{LIST}?span=moon").json()["errors"][0]["field"] == "span"

    def test_unknown_model_is_404(self, client, staff):
        assert client.get(f"{LIST}99999/").status_code == 404

    def test_without_any_row_it_is_empty(self, client, staff):
        ProviderModel.objects.all().delete()

        assert client.get(LIST).json()["results"] == []


class TestChanges:
    @pytest.mark.parametrize("slash", ["", "/"])
    def test_disable_and_enable(self, client, staff, gpt, slash):
        off = client.post(f"{LIST}{gpt.pk}/disable{slash}")
        assert (off.status_code, off.json()["state"]["state"]) == (200, "off")
        on = client.post(f"{LIST}{gpt.pk}/enable{slash}")
        assert on.json()["enabled"] is True
        assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["enable", "disable"]

    def test_reset(self, client, staff, gpt, settings):
        settings.PROVIDER_KEYS = {"openai": "k"}
        Circuit.objects.create(
            provider="openai", model="gpt-4o", state="open",
            open_until=timezone.now() + timedelta(hours=1),
        )  # fmt: skip
        assert client.get(f"{LIST}{gpt.pk}/").json()["state"]["state"] == "open"

        response = client.post(f"{LIST}{gpt.pk}/reset")

        assert response.json()["state"]["state"] == "on"

    def test_get_is_405(self, client, staff, gpt):
        assert client.get(f"{LIST}{gpt.pk}/disable").status_code == 405


class TestRoutes:
    url = "/api/v1/providers/routes/"

    def names(self, body):
        return [model["name"] for model in body["models"]]

    def patch(self, client, **body):
        return client.patch(f"{self.url}ieps/", body, content_type="application/json")

    def test_are_listed_in_the_order_of_trying(self, client, staff):
        [body] = [one for one in client.get(self.url).json() if one["name"] == "ieps"]

        assert self.names(body)[:2] == ["openai:gpt-4o", "gemini:gemini-2.5-flash"]
        assert body["on"] is True
        assert body["tried_first"] == ""

    def test_an_override_is_shown(self, client, staff, settings):
        settings.ROUTE_OVERRIDES = {"ieps": "groq:llama"}

        [body] = [one for one in client.get(self.url).json() if one["name"] == "ieps"]

        assert body["tried_first"] == "groq:llama"

    def test_models_and_order_are_set_as_sent(self, client, staff, gpt):
        mini = ProviderModel.objects.get(model="gpt-4o-mini")

        body = self.patch(client, models=[mini.pk, gpt.pk]).json()

        assert self.names(body) == ["openai:gpt-4o-mini", "openai:gpt-4o"]
        assert AuditEvent.objects.get().verb == "reorder"

    def test_off_changes_nothing_else(self, client, staff):
        body = self.patch(client, on=False).json()

        assert body["on"] is False
        assert len(body["models"]) == 4

    def test_several_changes_are_made_together_or_not_at_all(self, client, staff, gpt, monkeypatch):
        def broken(**changes):
            raise InvalidInput("No.")

        monkeypatch.setattr(operations, "disable_route", broken)
        assert self.patch(client, models=[gpt.pk], hedge=True, on=False).status_code == 400
        assert not AuditEvent.objects.exists()
        route = Route.objects.get(name="ieps")
        assert (route.on, route.hedge, route.entries.count()) == (True, False, 4)

        monkeypatch.undo()
        body = self.patch(client, models=[gpt.pk], hedge=True, on=False).json()
        assert (body["on"], body["hedge"], self.names(body)) == (False, True, ["openai:gpt-4o"])

    def test_hedging_is_switched_on_and_shown(self, client, staff):
        assert self.patch(client, hedge=True).json()["hedge"] is True

        assert Route.objects.get(name="ieps").hedge
        assert AuditEvent.objects.get().verb == "hedge"
        assert "Hedged: once a model is slower" in client.get("/providers/routes/").content.decode()

        assert self.patch(client, hedge=False).json()["hedge"] is False

    @pytest.mark.parametrize("models", [["same", "same"], [999_999], "x"])
    def test_wrong_models_change_nothing(self, client, staff, gpt, models):
        sent = [gpt.pk, gpt.pk] if models == ["same", "same"] else models

        response = self.patch(client, models=sent)

        assert response.status_code == 400
        assert RouteEntry.objects.filter(route__name="ieps").count() == 4

    def test_an_unknown_field_is_named_and_changes_nothing(self, client, staff):
        response = self.patch(client, onn=False, hedge=True)

        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert (error["field"], "“on”" in error["detail"]) == ("onn", True)
        assert not Route.objects.get(name="ieps").hedge

    def test_teacher_is_refused(self, client, alice):
        assert client.get(self.url).status_code == 403
        assert self.patch(client, on=False).status_code == 403

    def test_costs_the_same_for_1_and_20(self, client, staff, gpt):
        Route.objects.exclude(name="ieps").delete()
        with CaptureQueriesContext(connection) as one:
            client.get(self.url)
        for number in range(19):
            Route.objects.create(name=f"r{number}").entries.create(provider_model=gpt, position=1)
        with CaptureQueriesContext(connection) as twenty:
            assert len(client.get(self.url).json()) == 20

        assert len(twenty) == len(one)


def test_switches_are_listed_and_filtered(client, staff):
    switch(category="timeout")
    switch(category="quota")

    rows = client.get("/api/v1/providers/switches/?category=quota").json()["results"]

    assert [row["category"] for row in rows] == ["quota"]
    assert rows[0]["to_model"] == "llama-3.3-70b-versatile"


@pytest.mark.parametrize("slash", ["", "/"])
def test_alerts(client, staff, slash):
    assert client.get(f"/api/v1/providers/alerts{slash}").json() == []
    for _ in range(11):
        switch()

    [alert] = client.get(f"/api/v1/providers/alerts{slash}").json()

    assert (alert["key"], alert["severity"]) == ("switches", "warning")


@pytest.mark.parametrize("by", ["day", "app", "user", "job"])
def test_usage(client, staff, by):
    call(user=staff)

    body = client.get(f"/api/v1/providers/usage?by={by}&days=7").json()

    assert (body["by"], body["days"], body["more"]) == (by, 7, False)
    assert body["total"]["calls"] == 1
    assert body["results"][0]["cost"] == "0.00050000"


@pytest.mark.parametrize("query", ["by=moon", "days=0", "days=x"])
def test_usage_refuses_nonsense(client, staff, query):
    assert client.get(f"/api/v1/providers/usage?{query}").status_code == 400


class TestOverTime:
    @pytest.mark.parametrize("slash", ["", "/"])
    def test_a_models_history_adds_up(self, client, staff, gpt, slash):
        ProviderModel.objects.filter(pk=gpt.pk).update(requests_per_minute=10)
        call(latency_ms=300)
        call(latency_ms=700, ago=timedelta(hours=3))
        call(category="timeout", ago=timedelta(hours=3))
        call(model="gpt-4o-mini")

        points = client.get(f"{LIST}{gpt.pk}/history{slash}").json()

        assert sum(point["answered"] for point in points) == 2
        assert sum(point["failed"] for point in points) == 1
        assert {point["p50_ms"] for point in points} == {None, 300, 700}
        assert max(point["limits"]["requests_per_minute"] for point in points) == 20
        assert [point["start"] for point in points] == sorted(point["start"] for point in points)

    def test_a_history_of_nothing_is_empty_slots(self, client, staff, gpt):
        points = client.get(f"{LIST}{gpt.pk}/history?span=week").json()

        assert points
        assert {point["answered"] for point in points} == {0}
        assert {point["p95_ms"] for point in points} == {None}

    def test_a_history_costs_the_same_for_1_and_20(self, client, staff, gpt):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{LIST}{gpt.pk}/history")
            counts.append(len(queries))
            for minutes in range(20):
                call(ago=timedelta(minutes=minutes))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("slash", ["", "/"])
    def test_budgets_show_what_is_spent_and_by_when(self, client, staff, slash):
        Budget.objects.create(app="ieps", monthly_limit=10, warn_at=0.5)
        Budget.objects.create(app="programs", monthly_limit=1)
        call(cost=Decimal("6"))
        call(app="programs", cost=Decimal("1"))

        ieps, programs = client.get(f"/api/v1/providers/budgets{slash}").json()

        assert (ieps["app"], ieps["percent"], ieps["warn_percent"]) == ("ieps", 60, 50)
        assert (ieps["limit"], ieps["spent"], ieps["is_spent"]) == ("10.00", "6.00000000", False)
        assert ieps["days"][-1]["percent"] == 60
        assert len(ieps["days"]) == timezone.now().day
        assert programs["is_spent"]

    def test_without_a_budget_there_is_none(self, client, staff):
        assert client.get("/api/v1/providers/budgets").json() == []
