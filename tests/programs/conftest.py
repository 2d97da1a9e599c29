"""Coach Alice trains client Bob; Charlie must get nothing."""

import pytest

from project.models import Role
from tests.people import person, reviewer
from tests.programs.answers import Model
from tests.programs.drafting import GEMINI, OPENAI, route_over
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


@pytest.fixture
def model(db, fake_providers, settings):
    """A plausible model behind OpenAI's and Gemini's own SDKs, OpenAI first."""
    fake_providers.answer = answers = Model()
    settings.PROVIDER_KEYS = {"openai": "sk-test-openai-key", "gemini": "test-gemini-key"}
    settings.PROVIDER_BASE_URLS = fake_providers.base_urls
    settings.ROUTE_OVERRIDES = {}
    route_over(OPENAI, GEMINI)
    return answers
