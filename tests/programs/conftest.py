"""Coach Alice trains client Bob; Charlie must get nothing."""

import pytest

from project.models import Role
from tests.people import person, reviewer
from tests.programs.factories import make_coaching


@pytest.fixture
def bob(db):
    return person("bob", Role.LEARNERS, first_name="Bob", last_name="Okafor")


@pytest.fixture
def alice(db, bob):
    coach = person("alice", Role.COACHES, first_name="Alice", last_name="Moreau")
    make_coaching(coach, bob)
    return coach


@pytest.fixture
def charlie(db):
    return person("charlie", Role.COACHES, first_name="Charlie", last_name="Brandt")


@pytest.fixture
def rita(db):
    return reviewer("rita")
