"""Fixtures for all tests. The provider server is tests/fakes; nothing else is faked."""

import pytest

pytest_plugins = ["tests.fakes.fixtures"]


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_cache(request):
    """Throttles and health read the cache; one test's counts are not the next one's."""
    yield
    if request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        cache.clear()
