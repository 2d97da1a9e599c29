import pytest
from django.urls import reverse
from django.utils import timezone

from project.models import User
from providers.models import Bucket, Call, Circuit, ProviderModel, Route, Switch

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(
        User.objects.create_superuser(username="ada", email="ada@example.org", password="x")
    )
    return client


def call(user: User | None = None) -> Call:
    return Call.objects.create(
        route="ieps", provider="openai", model="gpt-4o", category="ok", user=user
    )


@pytest.mark.parametrize("model", ["providermodel", "route", "circuit", "bucket", "call", "switch"])
def test_every_table_has_a_list(staff, route, model):
    route("openai")
    Circuit.objects.create(provider="openai", model="gpt-4o")
    Bucket.objects.create(provider="openai", model="gpt-4o")
    call()
    Switch.objects.create(
        route="ieps",
        from_provider="a",
        from_model="b",
        to_provider="c",
        to_model="d",
        category="timeout",
    )
    assert staff.get(reverse(f"admin:providers_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", [Call, Switch, Circuit, Bucket])
def test_the_ledger_and_the_state_cannot_be_edited(staff, model):
    name = model._meta.model_name
    assert staff.get(reverse(f"admin:providers_{name}_add")).status_code == 403


def test_the_list_of_calls_asks_no_more_for_more_rows(staff, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("admin:providers_call_changelist")
    user = User.objects.create_user(username="bea")
    call(user)
    with CaptureQueriesContext(connection) as one:
        staff.get(url)
    for _ in range(19):
        call(user)
    with CaptureQueriesContext(connection) as twenty:
        staff.get(url)
    assert len(twenty) == len(one)


def test_the_list_of_routes_asks_no_more_for_more_rows(staff, route):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("admin:providers_route_changelist")
    made = route("openai")
    Route.objects.exclude(pk=made.pk).delete()
    with CaptureQueriesContext(connection) as one:
        staff.get(url)
    entry = made.entries.get()
    for number in range(19):
        other = Route.objects.create(name=f"route-{number}")
        other.entries.create(provider_model=entry.provider_model, position=1)
    with CaptureQueriesContext(connection) as twenty:
        staff.get(url)
    assert len(twenty) == len(one)


def test_the_action_closes_circuits(staff):
    circuit = Circuit.objects.create(
        provider="openai", model="gpt-4o", state="open", failures=3, open_until=timezone.now()
    )
    staff.post(
        reverse("admin:providers_circuit_changelist"),
        {"action": "close_circuits", "_selected_action": [circuit.pk]},
    )
    circuit.refresh_from_db()
    assert (circuit.state, circuit.failures) == ("closed", 0)


def test_editing_a_model_lets_it_be_called_again(staff, route):
    route("openai")
    row = ProviderModel.objects.get(provider="openai", model="gpt-4o")
    for model in ("gpt-4o", ""):
        Circuit.objects.create(
            provider="openai", model=model, state="open", open_until=timezone.now(), reason="auth"
        )
    form = staff.get(reverse("admin:providers_providermodel_change", args=[row.pk]))
    values = {
        key: value
        for key, value in form.context["adminform"].form.initial.items()
        if value is not None
    }
    values |= {"extra": "{}", "enabled": "on"}
    answer = staff.post(reverse("admin:providers_providermodel_change", args=[row.pk]), values)
    assert answer.status_code == 302
    assert set(Circuit.objects.values_list("state", flat=True)) == {"closed"}
