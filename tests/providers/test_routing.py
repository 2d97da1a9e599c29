import logging

import pytest

from providers import catalogue, gateway, routing
from providers.errors import Category, GenerationFailed, RouteMisconfigured
from providers.models import ProviderModel, Route, RouteEntry
from tests.fakes import Fail
from tests.installation import Installation
from tests.providers.conftest import GOOD, PROVIDERS, Week

pytestmark = pytest.mark.django_db


def names(route: str) -> list[str]:
    return [candidate.name for candidate in routing.plan(route).candidates]


def test_the_seed_gives_every_route_its_models(providers):
    if not Route.objects.exists():
        catalogue.seed(ProviderModel, Route, RouteEntry)
    assert names("ieps")[0] == "openai:gpt-4o"
    assert {route.name: route.offline_last for route in Route.objects.all()} == {
        "ieps": True,
        "programs": True,
        "conversations": False,
        "datasets": False,
        "legal": False,
    }


def test_the_seed_never_overwrites_an_edit():
    catalogue.seed(ProviderModel, Route, RouteEntry)
    ProviderModel.objects.filter(model="gpt-4o").update(input_price=99, enabled=False)
    Route.objects.filter(name="ieps").update(offline_last=False)
    RouteEntry.objects.filter(route__name="ieps").delete()
    catalogue.seed(ProviderModel, Route, RouteEntry)
    row = ProviderModel.objects.get(model="gpt-4o")
    assert (row.input_price, row.enabled) == (99, False)
    assert Route.objects.get(name="ieps").offline_last is False
    assert not RouteEntry.objects.filter(route__name="ieps").exists()


def test_an_empty_database_works_with_the_catalogue_of_the_code(providers):
    Route.objects.all().delete()
    ProviderModel.objects.all().delete()
    routing.forget()
    assert names("ieps")[0] == "openai:gpt-4o"


def test_only_models_with_a_key_are_candidates(providers, route, settings):
    route(*PROVIDERS)
    settings.PROVIDER_KEYS = {"groq": "k"}
    assert [candidate.provider for candidate in routing.plan("drafts").candidates] == ["groq"]


def test_disabled_models_are_no_candidates(providers, route):
    route("openai", "groq")
    ProviderModel.objects.filter(provider="openai").update(enabled=False)
    routing.forget()
    assert [candidate.provider for candidate in routing.plan("drafts").candidates] == ["groq"]


def test_an_override_goes_before_the_route_without_doubles(providers, route, settings):
    route("openai", "groq", "gemini")
    settings.ROUTE_OVERRIDES = {"drafts": "gemini:gemini-2.5-flash, openai:gpt-4.1"}
    assert names("drafts") == [
        "gemini:gemini-2.5-flash",
        "openai:gpt-4.1",
        "openai:gpt-4o",
        "groq:llama-3.3-70b-versatile",
    ]


@pytest.mark.parametrize("offline_last", [True, False])
def test_an_override_leaves_the_composer_last(providers, route, ask, settings, offline_last):
    route("openai", offline_last=offline_last)
    settings.ROUTE_OVERRIDES = {"drafts": "groq:llama-3.3-70b-versatile"}
    assert routing.plan("drafts").offline is offline_last
    providers.always("groq", Fail("quota"))
    assert gateway.generate(ask(offline=lambda: Week(**GOOD))).provider == "openai"


def test_an_override_does_not_switch_a_disabled_model_on(providers, route, settings):
    route("openai", "groq")
    ProviderModel.objects.filter(provider="groq").update(enabled=False)
    routing.forget()
    settings.ROUTE_OVERRIDES = {"drafts": "groq:llama-3.3-70b-versatile"}
    assert names("drafts") == ["openai:gpt-4o"]


def test_an_override_may_name_only_a_known_model(providers, route, settings):
    route("openai", "groq")
    settings.ROUTE_OVERRIDES = {"drafts": "gpt-4o-mini"}
    if not ProviderModel.objects.filter(model="gpt-4o-mini").exists():
        catalogue.seed(ProviderModel, Route, RouteEntry)
        routing.forget()
    assert names("drafts")[0] == "openai:gpt-4o-mini"


def test_an_override_is_called(providers, route, ask, settings):
    route("openai")
    settings.ROUTE_OVERRIDES = {"drafts": "groq:llama-3.3-70b-versatile"}
    assert gateway.generate(ask()).provider == "groq"


def test_an_override_with_an_unknown_provider_says_so(providers, route, settings):
    route("openai")
    settings.ROUTE_OVERRIDES = {"drafts": "acme:wonder"}
    with pytest.raises(RouteMisconfigured, match="acme"):
        routing.plan("drafts")


def test_a_route_that_cannot_be_read_is_a_typed_failure(providers, route, ask, settings):
    route("openai")
    settings.ROUTE_OVERRIDES = {"drafts": "acme:wonder"}
    for request in (ask(), ask(route="nowhere")):
        with pytest.raises(GenerationFailed) as failure:
            gateway.generate(request)
        assert failure.value.category == Category.UNCONFIGURED
        assert "acme" in failure.value.person_message or "nowhere" in failure.value.person_message
    assert providers.calls() == []


def test_an_unknown_route_says_so(providers):
    with pytest.raises(RouteMisconfigured, match="nowhere"):
        routing.plan("nowhere")


def test_a_key_setting_names_another_key(providers, route, settings):
    route("openai")
    ProviderModel.objects.filter(provider="openai").update(key_setting="groq")
    routing.forget()
    candidate = routing.plan("drafts").candidates[0]
    assert (candidate.key, candidate.account) == ("key-groq", "groq")


@pytest.mark.parametrize("extra", [[1], "abc", 5])
def test_a_row_that_no_form_wrote_harms_no_other(providers, route, ask, caplog, extra):
    """Its own parameters are ignored, and that is logged once."""
    route("groq", "openai")
    routing._told.clear()
    ProviderModel.objects.filter(provider__in=("openai", "gemini")).update(extra=extra)
    with caplog.at_level(logging.WARNING, "providers.routing"):
        for _ in range(2):
            routing.forget()
            assert gateway.generate(ask()).provider == "groq"
    told = [text for text in caplog.messages if "openai:gpt-4o are ignored" in text]
    assert len(told) == 1
    providers.always("groq", Fail("quota"))
    assert gateway.generate(ask()).provider == "openai"


@pytest.mark.parametrize(
    ("override", "says"),
    [("", "No model is chosen"), ("offline", "LLM_ROUTE_DRAFTS")],
)
def test_a_route_without_models_says_what_to_do(providers, route, ask, settings, override, says):
    route()
    settings.ROUTE_OVERRIDES = {"drafts": override}
    with pytest.raises(GenerationFailed) as failure:
        gateway.generate(ask())
    assert failure.value.category == Category.UNCONFIGURED
    assert says in failure.value.person_message
    assert "Ask an administrator" in failure.value.person_message
    assert "OPENAI_API_KEY" not in failure.value.person_message


def test_the_environment_s_names_come_first_and_the_routes_follow(tmp_path, fake_providers):
    installed = Installation(
        tmp_path,
        **fake_providers.environment(),
        PROGRAM_CREATION_MODEL="openai:gpt-4o-mini",
        LLM_ROUTE_LEGAL="gemini:gemini-2.5-flash,groq:another-llama",
    )
    try:
        assert installed.manage("migrate", "--verbosity", "0").returncode == 0
        plans = installed.query(
            "import json\nfrom providers import routing\n"
            "print(json.dumps({route: [one.name for one in routing.plan(route).candidates]"
            ' for route in ("programs", "legal", "ieps")}))'
        )
    finally:
        installed.stop()
    seeded = {route.name: list(route.models) for route in catalogue.ROUTES}
    assert plans["programs"] == ["openai:gpt-4o-mini", *seeded["programs"]]
    first = ["gemini:gemini-2.5-flash", "groq:another-llama"]
    assert plans["legal"] == [*first, *(one for one in seeded["legal"] if one not in first)]
    assert plans["ieps"] == seeded["ieps"]
