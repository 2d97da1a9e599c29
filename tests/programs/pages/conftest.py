"""Alice coaches Bob; both look at his program of three weeks."""

import pytest

from tests.programs.written import make_half_written, make_written


@pytest.fixture
def page(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def coach(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def program(bob, alice):
    return make_written(bob, by=alice, weeks=3)


@pytest.fixture
def half_done(bob, alice):
    return make_half_written(bob, by=alice)
