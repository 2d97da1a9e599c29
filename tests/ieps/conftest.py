import pytest

from tests.people import reviewer, teacher


@pytest.fixture
def alice(db):
    """Owns the student in question."""
    return teacher("alice", first_name="Alice", last_name="Marchetti")


@pytest.fixture
def bob(db):
    """Shares it."""
    return teacher("bob")


@pytest.fixture
def charlie(db):
    """A teacher who must get nothing of it."""
    return teacher("charlie")


@pytest.fixture
def rita(db):
    return reviewer("rita")
