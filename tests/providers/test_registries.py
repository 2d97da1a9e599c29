"""A provider is named in several places; they name the same ones."""

from importlib import import_module

from django.conf import settings

from providers import backends, dialects, embeddings, routing
from providers.catalogue import MODELS
from providers.models import Backend


def test_every_registry_names_the_same_providers():
    wanted = set(Backend.values)
    assert set(settings.PROVIDER_NAMES) == wanted
    assert set(routing.BACKENDS) == wanted
    assert set(dialects.BUILDERS) == wanted
    assert set(backends._CLASSES) == wanted
    assert {model.backend for model in MODELS} == wanted


def test_every_backend_is_where_it_is_looked_for():
    for name, backend_class in backends._CLASSES.items():
        assert hasattr(import_module(f"providers.backends.{name}"), backend_class)


def test_every_embedding_service_has_a_backend_and_a_price():
    assert set(embeddings.MODELS) == set(embeddings.PRICES) <= set(Backend.values)
    for name in embeddings.MODELS:
        assert callable(import_module(f"providers.backends.{name}").embed)
