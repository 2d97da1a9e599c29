import pytest
from django.urls import reverse
from django.utils import timezone

from project.models import User
from providers.models import Bucket, Budget, Call, Circuit, ProviderModel, Route, Switch

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


def edit(staff, row: ProviderModel, **changes):
    """The answer to the row's form with these changes."""
    url = reverse("admin:providers_providermodel_change", args=[row.pk])
    form = staff.get(url).context["adminform"].form
    values = {key: value for key, value in form.initial.items() if value is not None}
    return staff.post(url, values | {"extra": "{}", "enabled": "on"} | changes)


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
    assert edit(staff, row).status_code == 302
    assert set(Circuit.objects.values_list("state", flat=True)) == {"closed"}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("extra", "[1]", "JSON object"),
        ("extra", "[]", "JSON object"),
        ("extra", '"abc"', "JSON object"),
        ("extra", "5", "JSON object"),
        ("key_setting", "OPENAI_API_KEY", "openai, groq, cerebras, gemini"),
        ("requests_per_minute", "0", "at least 1"),
        ("tokens_per_minute", "0", "at least 1"),
        ("requests_per_day", "0", "at least 1"),
        ("tokens_per_day", "0", "at least 1"),
        ("output_limit", "200000", "128000 tokens"),
        ("output_limit", "many", "whole number"),
    ],
)
def test_a_model_that_could_not_be_called_is_refused(staff, field, value, says):
    row = ProviderModel.objects.get(provider="openai", model="gpt-4o")
    answer = edit(staff, row, **{field: value})
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert (list(errors), says in str(errors)) == ([field], True)


@pytest.mark.parametrize("extra", ["null", "", "{}", '""'])
def test_no_further_parameters_are_an_empty_object(staff, extra):
    row = ProviderModel.objects.get(provider="openai", model="gpt-4o")
    ProviderModel.objects.filter(pk=row.pk).update(extra={"seed": 1})
    assert edit(staff, row, extra=extra).status_code == 302
    row.refresh_from_db()
    assert row.extra == {}


def test_a_bad_row_can_be_mended_in_its_form(staff):
    row = ProviderModel.objects.get(provider="openai", model="gpt-4o")
    ProviderModel.objects.filter(pk=row.pk).update(extra=[1])
    assert edit(staff, row, extra='{"seed": 1}').status_code == 302
    row.refresh_from_db()
    assert row.extra == {"seed": 1}


def test_another_server_may_use_any_key_that_the_installation_has(settings):
    settings.PROVIDER_KEYS = {"vllm": "k"}
    row = ProviderModel(
        provider="local", model="m", backend="openai", base_url="http://vllm:8000/v1"
    )
    for key in ("", "groq", "vllm"):
        row.key_setting = key
        row.full_clean()


def test_the_catalogue_passes_its_own_rules():
    for row in ProviderModel.objects.all():
        row.full_clean()


@pytest.mark.parametrize(
    ("app", "good"),
    [
        ("ieps", True),
        ("programs", True),
        ("providers", True),
        ("playground", True),
        ("nosuchapp", False),
        ("project", False),
        ("auth", False),
    ],
)
def test_a_budget_is_for_an_app_that_drafts(staff, app, good):
    answer = staff.post(
        reverse("admin:providers_budget_add"), {"app": app, "monthly_limit": "5", "warn_at": "0.8"}
    )
    assert Budget.objects.filter(app=app).exists() is good
    if not good:
        said = answer.content.decode()
        assert "ieps, playground, programs, providers" in said
