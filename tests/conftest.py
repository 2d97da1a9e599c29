"""Fixtures for all tests. The provider server is tests/fakes; nothing else is faked."""

import pytest

pytest_plugins = ["tests.fakes.fixtures", "tests.chroma"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from tests import seeded

    with django_db_blocker.unblock():
        seeded.remember()


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def held_queue(monkeypatch):
    from tests.held_queue import HeldQueue

    return HeldQueue(monkeypatch)


@pytest.fixture(autouse=True)
def fresh_cache(request):
    """Throttles and health read the cache; one test's counts are not the next one's."""
    yield
    if request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        cache.clear()


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="only tests that another database could fail"
    )


def asks_a_database(item) -> bool:
    """Directly, or in processes of its own (tests.installation)."""
    return item.get_closest_marker("any_database") is None and (
        item.get_closest_marker("django_db") is not None
        or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
        or hasattr(item.module, "Installation")
        or "system" in item.path.parts
    )


def pytest_collection_modifyitems(config, items):
    """A transactional test empties the tables; what migrations seeded is put back before each. A
    test that holds a bound on real time is run again before it counts as failed.
    """
    if config.getoption("--database-only"):
        left_out = [item for item in items if not asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_a_database(item)]
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(whole, append=False)
        if item.get_closest_marker("timed"):
            item.add_marker(pytest.mark.flaky(reruns=2))
    items.sort(key=starts_no_process)


def starts_no_process(item) -> bool:
    """What starts processes takes longest and mostly waits: it goes first, so that the quick ones
    fill the gaps."""
    return not (hasattr(item.module, "Installation") or "system" in item.path.parts)
