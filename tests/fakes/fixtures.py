"""Pytest fixtures; register with `pytest_plugins = ["tests.fakes.fixtures"]`. No Django in here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.client import FakeProviders


@pytest.fixture(scope="session")
def fake_providers_server() -> Iterator[FakeProviders]:
    """One server for the whole session; tests take `fake_providers`."""
    with FakeProviders() as fake:
        yield fake


@pytest.fixture
def fake_providers(fake_providers_server: FakeProviders) -> Iterator[FakeProviders]:
    """The session's server, as new: nothing scripted, nothing logged."""
    fake_providers_server.reset()
    yield fake_providers_server
    fake_providers_server.reset()
