"""The gateway in front of the fake providers: all four have a key and an address on loopback."""

import pytest
from pydantic import BaseModel, Field

from providers import budgets, circuits, gateway, ledger, limits, needs, pace, routing
from providers.backends.base import Clients
from providers.models import ProviderModel, Route, RouteEntry

PROVIDERS = ("openai", "groq", "cerebras", "gemini")
MODELS = {
    "openai": "gpt-4o",
    "groq": "llama-3.3-70b-versatile",
    "cerebras": "qwen-3-235b-a22b-thinking-2507",
    "gemini": "gemini-2.5-flash",
}


class Week(BaseModel):
    theme: str
    sessions: int = Field(ge=1, le=7)
    notes: list[str]


GOOD = {"theme": "Strength", "sessions": 3, "notes": ["warm up", "squat"]}


@pytest.fixture(autouse=True)
def fresh_process_state():
    routing.forget()
    routing.forget_modes()
    yield
    ledger.flush()
    limits.forget()
    budgets.forget()
    pace.forget()
    needs.forget()
    ledger.forget()
    circuits.forget()
    routing.forget()
    routing.forget_modes()


@pytest.fixture
def providers(fake_providers, settings):
    """The fake server, with every provider configured to it."""
    settings.PROVIDER_KEYS = {name: f"key-{name}" for name in PROVIDERS}
    settings.PROVIDER_BASE_URLS = {name: fake_providers.base_urls[name] for name in PROVIDERS}
    settings.ROUTE_OVERRIDES = {}
    settings.ALLOW_MODEL_CALLS = False
    fake_providers.answer = lambda call: None if call.schema is None else GOOD
    yield fake_providers
    fake_providers.answer = None


@pytest.fixture
def route(db):
    """Makes the route "drafts" over the named providers, in that order."""

    def make(*providers: str, offline_last: bool = False, **changes) -> Route:
        made, _ = Route.objects.update_or_create(
            name="drafts", defaults={"offline_last": offline_last, "on": True}
        )
        made.entries.all().delete()
        for position, name in enumerate(providers):
            row, _ = ProviderModel.objects.update_or_create(
                provider=name,
                model=MODELS.get(name, name),
                defaults={
                    "backend": name if name in PROVIDERS else "openai",
                    "mode": "json_object" if name == "groq" else "json_schema",
                    "requests_per_minute": None,
                    "tokens_per_minute": None,
                    **changes,
                },
            )
            RouteEntry.objects.create(route=made, provider_model=row, position=position)
        routing.forget()
        return made

    return make


@pytest.fixture
def ask():
    """A request on the route "drafts" for a Week; keyword arguments change it."""

    def make(**changes) -> gateway.GenerationRequest:
        values = {
            "route": "drafts",
            "schema": Week,
            "messages": [
                gateway.Message("system", "You write training plans."),
                gateway.Message("user", "Write the first week."),
            ],
            "deadline": 10.0,
        }
        return gateway.GenerationRequest(**values | changes)

    return make


@pytest.fixture
def no_clients(monkeypatch):
    """Backends that make their SDK clients anew, for tests that look at what is made."""
    for name in PROVIDERS:
        module = __import__(f"providers.backends.{name}", fromlist=["_clients"])
        monkeypatch.setattr(module, "_clients", Clients())
