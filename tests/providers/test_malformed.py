"""The malformed answers of the benchmark, each kind over several values: right or refused."""

import random

import pytest

from providers import structured
from providers.structured import InvalidOutput
from tests.benchmarks.gateway.malformations import READABLE, UNREADABLE, Plan, true_value

VALUES = [true_value(random.Random(seed)) for seed in range(12)]


@pytest.mark.parametrize("kind", READABLE)
def test_what_can_be_read_is_read_rightly(kind):
    for value in VALUES:
        assert structured.read(READABLE[kind](value), Plan) == Plan.model_validate(value)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_known_is_refused(kind):
    for value in VALUES:
        with pytest.raises(InvalidOutput):
            structured.read(UNREADABLE[kind](value), Plan)
