import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from project.models import AuditEvent, Job
from providers.models import Budget, Call, Circuit, ProviderModel, Route, RouteEntry, Switch
from tests.people import person, teacher
from tests.providers.pages.conftest import call, switch

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
PAGES = [
    "/providers/",
    "/providers/?span=hour",
    "/providers/?span=week",
    "/providers/routes/",
    "/providers/switches/",
    "/providers/usage/",
    "/providers/usage/?by=app",
    "/providers/usage/?by=user",
    "/providers/usage/?by=job",
    "/providers/playground/",
]


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def actions(row, entry):
    return [
        reverse("provider-test", args=[row.pk]),
        reverse("provider-enable", args=[row.pk]),
        reverse("provider-disable", args=[row.pk]),
        reverse("provider-reset", args=[row.pk]),
        reverse("provider-route-enable", args=["ieps"]),
        reverse("provider-route-disable", args=["ieps"]),
        reverse("provider-route-hedge", args=["ieps"]),
        reverse("provider-entry-add", args=["ieps"]),
        reverse("provider-entry-move", args=[entry.pk]),
        reverse("provider-entry-remove", args=[entry.pk]),
        reverse("provider-playground"),
    ]


class TestWhoMay:
    @pytest.mark.parametrize("path", PAGES)
    def test_anonymous_is_sent_to_the_login(self, client, path):
        assert client.get(path).url.startswith("/accounts/login/")

    @pytest.mark.parametrize("path", PAGES)
    def test_teacher_is_refused_with_a_reason(self, client, alice, path):
        assert "for staff" in html(client, path, 403)

    @pytest.mark.parametrize("path", PAGES)
    def test_staff_reads(self, client, staff, path):
        html(client, path)

    def test_teacher_changes_nothing(self, client, alice, gpt):
        entry = gpt.entries.first()
        for path in actions(gpt, entry):
            assert client.post(path, {"to": "down"}).status_code == 403

        gpt.refresh_from_db()
        assert gpt.enabled
        assert RouteEntry.objects.filter(pk=entry.pk).exists()
        assert not AuditEvent.objects.exists()

    def test_a_link_alone_changes_nothing(self, client, staff, gpt):
        entry = gpt.entries.first()
        for path in actions(gpt, entry):
            assert client.get(path).status_code in (200, 405)

        gpt.refresh_from_db()
        assert gpt.enabled
        assert Route.objects.get(name="ieps").on
        assert RouteEntry.objects.filter(pk=entry.pk).exists()


class TestOverview:
    def test_shows_figures_charts_and_switches(self, client, staff):
        call(latency_ms=420)
        call(category="timeout")
        switch()

        page = html(client, "/providers/")

        assert "420 ms" in page
        assert "50%" in page
        assert "<svg" in page
        assert "Show the numbers" in page
        assert "timeout" in page

    def test_without_any_row_it_still_helps(self, client, staff):
        Route.objects.all().delete()
        ProviderModel.objects.all().delete()

        assert "The catalogue is empty" in html(client, "/providers/")
        assert "There are no routes" in html(client, "/providers/routes/")
        assert "No switches yet" in html(client, "/providers/switches/")
        assert "Nothing was used" in html(client, "/providers/usage/")
        html(client, "/providers/playground/")

    def test_names_are_escaped_everywhere(self, client, staff, settings):
        row = ProviderModel.objects.create(provider="evil", model=EVIL, backend="openai")
        Route.objects.get(name="ieps").entries.create(provider_model=row, position=9)
        call("evil", EVIL, app="a", step_key=EVIL, category=EVIL[:20])
        call("more", EVIL)
        switch(from_model=EVIL, to_model=EVIL, step_key=EVIL, category=EVIL[:20])
        settings.ROUTE_OVERRIDES = {"ieps": EVIL}
        detail = reverse("provider-model", args=[row.pk])
        disable = reverse("provider-disable", args=[row.pk])
        remove = reverse("provider-entry-remove", args=[row.entries.get().pk])

        for path in [*PAGES, detail, disable, remove]:
            page = html(client, path)
            assert "<script>alert" not in page
        assert "&lt;script&gt;" in html(client, detail)

    def test_no_page_shows_a_key(self, client, staff, gpt, settings):
        settings.PROVIDER_KEYS = {"openai": "sk-very-secret-key"}

        for path in [*PAGES, reverse("provider-model", args=[gpt.pk])]:
            assert "sk-very-secret" not in html(client, path)

    def test_an_unknown_span_says_which_there_are(self, client, staff):
        assert "hour, day, week" in html(client, "/providers/?span=moon", 400)

    @pytest.mark.parametrize("path", ["/providers/", "/providers/routes/", "/providers/switches/"])
    def test_costs_the_same_for_1_and_20(self, client, staff, path):
        route = Route.objects.get(name="ieps")
        RouteEntry.objects.exclude(route=route).delete()
        ProviderModel.objects.exclude(entries__route=route).delete()
        ProviderModel.objects.exclude(pk=route.entries.first().provider_model_id).delete()
        Route.objects.exclude(pk=route.pk).delete()
        call()
        switch()
        client.get(path)
        one = queries(client, path)
        for number in range(19):
            row = ProviderModel.objects.create(
                provider="p", model=f"m{number}", backend="openai", tokens_per_day=5
            )
            other = Route.objects.create(name=f"r{number}")
            for place in (route, other):
                place.entries.create(provider_model=row, position=number)
            call("p", row.model)
            switch()

        assert queries(client, path) == one

    @pytest.mark.parametrize(
        ("cost", "mark"), [("0.1", ""), ("0.9", " mark-warning"), ("2", " mark-error")]
    )
    def test_a_budgets_bar_has_the_colour_of_its_state(self, client, staff, cost, mark):
        Budget.objects.create(app="ieps", monthly_limit=Decimal(1))
        call(cost=Decimal(cost))

        page = html(client, "/providers/")

        percent = int(Decimal(cost) * 100)
        assert f'<svg class="progress{mark}" role="img"' in page
        assert f'aria-label="Budget of ieps: {percent}% spent"' in page
        assert f'<rect width="{min(percent, 100)}%"' in page
        assert ("Nearly spent: 90%" in page) == (cost == "0.9")

    @pytest.mark.parametrize("category", [None, "timeout"])
    def test_a_chart_of_no_answers_says_so(self, client, staff, gpt, category):
        if category:
            call(category=category)

        overview = html(client, "/providers/")
        page = html(client, reverse("provider-model", args=[gpt.pk]))

        assert "Last day: no call was answered by a model." in overview
        assert "Last day: no call was answered." in page
        assert "p95 of" not in overview + page

    def test_the_slowest_stretch_is_said_as_the_figures_say_it(self, client, staff):
        call(latency_ms=705)
        assert "the slowest stretch had a p95 of 705 ms." in html(client, "/providers/")
        call(latency_ms=12_345)
        assert "the slowest stretch had a p95 of 12.3 s." in html(client, "/providers/")

    def test_what_only_administrators_may_is_not_offered_to_others(self, client, staff):
        Route.objects.all().delete()
        ProviderModel.objects.all().delete()
        paths = ("/providers/", "/providers/routes/")

        assert not any("/add/" in html(client, path) for path in paths)
        client.force_login(person("ada", is_staff=True, is_superuser=True))
        assert all("/add/" in html(client, path) for path in paths)

    @pytest.mark.parametrize("extra", [[1], "abc", 5])
    def test_a_row_that_no_form_wrote_harms_no_page(self, client, staff, gpt, extra):
        ProviderModel.objects.filter(pk=gpt.pk).update(extra=extra)

        for path in [*PAGES, reverse("provider-model", args=[gpt.pk])]:
            html(client, path)
        for path in ("", "alerts/", "routes/"):
            assert client.get(f"/api/v1/providers/{path}").status_code == 200

    def test_a_budget_shows_what_is_spent(self, client, staff):
        Budget.objects.create(app="ieps", monthly_limit=Decimal(1))
        call(cost=Decimal(2))

        page = html(client, "/providers/")

        assert "Spent: no model is called" in page
        assert "The monthly budget of ieps is spent" in page


class TestModel:
    @pytest.fixture(autouse=True)
    def key(self, settings):
        settings.PROVIDER_KEYS = {"openai": "sk-secret-key"}

    def page(self, client, row, span="day"):
        return html(client, reverse("provider-model", args=[row.pk]) + f"?span={span}")

    @pytest.mark.parametrize("span", ["hour", "day", "week"])
    def test_draws_calls_latency_and_limits(self, client, staff, gpt, span):
        ProviderModel.objects.filter(pk=gpt.pk).update(tokens_per_minute=1000)
        call()

        page = self.page(client, gpt, span)

        assert page.count('<svg class="chart"') == 3
        assert "Use of its limits" in page

    def test_only_those_who_may_edit_it_are_offered_to(self, client, staff, gpt):
        edit = reverse("admin:providers_providermodel_change", args=[gpt.pk])
        assert edit not in self.page(client, gpt)
        assert client.get(edit).status_code == 403

        allowed = Permission.objects.get(codename="change_providermodel")
        staff.user_permissions.add(allowed)
        assert edit in self.page(client, gpt)
        assert client.get(edit).status_code == 200

    def test_unknown_is_404(self, client, staff):
        html(client, "/providers/models/999999/", 404)

    def test_says_until_when_it_rests_and_why(self, client, staff, gpt):
        Circuit.objects.create(
            provider="openai", model="gpt-4o", state="open", reason="timeout",
            open_until=timezone.now() + timedelta(minutes=5),
        )  # fmt: skip

        page = self.page(client, gpt)

        assert "It rests until" in page
        assert "(timeout)" in page
        assert "Reset the circuit" in page

    def test_disable_asks_first_then_does_it(self, client, staff, gpt):
        url = reverse("provider-disable", args=[gpt.pk])
        assert "The route “ieps” goes on without it." in html(client, url)

        response = client.post(url, follow=True)

        gpt.refresh_from_db()
        assert not gpt.enabled
        assert "is off" in response.content.decode()
        event = AuditEvent.objects.get()
        assert (event.actor, event.verb, event.subject_id) == (staff, "disable", str(gpt.pk))

    def test_enable_clears_its_own_circuit(self, client, staff, gpt):
        ProviderModel.objects.filter(pk=gpt.pk).update(enabled=False)
        Circuit.objects.create(
            provider="openai", model="gpt-4o", state="open", open_until=timezone.now()
        )

        client.post(reverse("provider-enable", args=[gpt.pk]))

        gpt.refresh_from_db()
        assert gpt.enabled
        assert Circuit.objects.get().state == "closed"

    def test_reset_closes_the_models_and_the_keys_circuit(self, client, staff, gpt):
        for model in ("gpt-4o", "", "another"):
            Circuit.objects.create(
                provider="openai", model=model, state="open", open_until=timezone.now()
            )

        client.post(reverse("provider-reset", args=[gpt.pk]))

        states = dict(Circuit.objects.values_list("model", "state"))
        assert states == {"gpt-4o": "closed", "": "closed", "another": "open"}
        assert AuditEvent.objects.get().verb == "reset"


class TestRoutes:
    def names(self):
        entries = RouteEntry.objects.filter(route__name="ieps").select_related("provider_model")
        return [entry.provider_model.provider for entry in entries]

    def entry(self, provider):
        return RouteEntry.objects.get(route__name="ieps", provider_model__provider=provider)

    def test_move_changes_the_order(self, client, staff):
        before = self.names()
        url = reverse("provider-entry-move", args=[self.entry(before[0]).pk])

        client.post(url, {"to": "down"})

        assert self.names() == [before[1], before[0], *before[2:]]
        assert AuditEvent.objects.get().verb == "reorder"

    def test_move_beyond_the_end_changes_nothing(self, client, staff):
        before = self.names()

        client.post(reverse("provider-entry-move", args=[self.entry(before[0]).pk]), {"to": "up"})

        assert self.names() == before

    def test_move_elsewhere_is_refused(self, client, staff):
        url = reverse("provider-entry-move", args=[self.entry("openai").pk])

        assert client.post(url, {"to": "sideways"}).status_code == 400

    def test_remove_asks_first_then_does_it(self, client, staff):
        url = reverse("provider-entry-remove", args=[self.entry("openai").pk])
        assert "Take openai:gpt-4o off" in html(client, url)

        client.post(url)

        assert "openai" not in self.names()
        assert ProviderModel.objects.filter(model="gpt-4o").exists()
        assert AuditEvent.objects.get().verb == "remove-entry"

    def test_add_puts_it_last_and_only_once(self, client, staff):
        mini = ProviderModel.objects.get(model="gpt-4o-mini")
        url = reverse("provider-entry-add", args=["ieps"])

        client.post(url, {"model": mini.pk})
        again = client.post(url, {"model": mini.pk}, follow=True).content.decode()

        names = RouteEntry.objects.filter(route__name="ieps").values_list(
            "provider_model__model", flat=True
        )
        assert list(names)[-1] == "gpt-4o-mini"
        assert list(names).count("gpt-4o-mini") == 1
        assert "not on the route yet" in again

    def test_route_off_and_on(self, client, staff):
        client.post(reverse("provider-route-disable", args=["ieps"]))
        assert not Route.objects.get(name="ieps").on
        client.post(reverse("provider-route-enable", args=["ieps"]))
        assert Route.objects.get(name="ieps").on
        assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["enable", "disable"]

    def test_an_override_is_pointed_out(self, client, staff, settings):
        settings.ROUTE_OVERRIDES = {"ieps": "groq:llama"}

        page = html(client, "/providers/routes/")

        assert "LLM_ROUTE_IEPS is set in the environment" in page
        assert "Tried first: <code>groq:llama</code>; then the models below." in page
        assert "PROGRAM_CREATION_MODEL" not in page
        settings.ROUTE_OVERRIDES = {"programs": "openai:gpt-4o"}
        assert "LLM_ROUTE_PROGRAMS or PROGRAM_CREATION_MODEL is set" in html(
            client, "/providers/routes/"
        )

    def test_hedging_is_switched_on_and_off(self, client, staff):
        url = reverse("provider-route-hedge", args=["ieps"])
        assert client.post(url, {"to": "perhaps"}).status_code == 400
        assert "Not hedged" in html(client, "/providers/routes/")

        client.post(url, {"to": "on"})
        assert Route.objects.get(name="ieps").hedge
        assert "Hedged: once a model is slower" in html(client, "/providers/routes/")

        client.post(url, {"to": "off"})
        assert not Route.objects.get(name="ieps").hedge
        assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["unhedge", "hedge"]


def test_switch_log_is_paged(client, staff):
    Switch.objects.bulk_create(
        Switch(route="r", from_provider="a", from_model="b", to_provider="c", to_model="d",
               category=f"c{number}")
        for number in range(60)
    )  # fmt: skip

    assert "Page 1 of 2" in html(client, "/providers/switches/")
    html(client, "/providers/switches/?page=2")


def test_usage_refuses_nonsense(client, staff):
    html(client, "/providers/usage/?by=moon", 400)
    html(client, "/providers/usage/?days=many", 400)
    html(client, "/providers/usage/?days=0", 400)


def test_usage_shows_the_sum(client, staff):
    call(cost=Decimal("1.25"))
    assert Call.objects.count() == 1

    page = html(client, "/providers/usage/?by=app&days=7")

    assert "$1.25" in page
    assert "ieps" in page


def test_usage_by_job_links_the_jobs_that_one_may_open(client, staff):
    job = Job.objects.create(kind="ieps.draft", title="IEP for Mia", owner=teacher("tessa"))
    call(job_id=job.pk)
    url = reverse("job", args=[job.pk])

    page = html(client, "/providers/usage/?by=job")
    assert "ieps.draft, for tessa" in page
    assert f"{job.created_at:%Y}" in page
    assert "IEP for Mia" not in page
    assert url not in page

    client.force_login(person("ada", is_staff=True, is_superuser=True))
    assert f'<a href="{url}">IEP for Mia</a>' in html(client, "/providers/usage/?by=job")


def test_the_playground_marks_routes_that_answer_nothing(client, staff, settings):
    Route.objects.filter(name="ieps").update(on=False)
    RouteEntry.objects.filter(route__name="legal").delete()
    ProviderModel.objects.filter(entries__route__name="datasets").update(enabled=False)

    def marked():
        page = html(client, "/providers/playground/")
        options = re.findall(r'<option value="(\w+)"[^>]*>([^<]*)</option>', page)
        return {name: label.rpartition("(")[2] for name, label in options if label.endswith(")")}

    found = marked()
    assert found["ieps"] == "switched off)"
    assert found["legal"] == found["datasets"] == "no model is switched on)"
    settings.ROUTE_OVERRIDES = {"legal": "openai:gpt-4.1"}
    assert "legal" not in marked()
