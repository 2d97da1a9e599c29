"""These tests run without the project: the fixtures come straight from their module."""

from tests.fakes.fixtures import fake_providers, fake_providers_server

__all__ = ["fake_providers", "fake_providers_server"]
