"""A herniated disk is a limit of the lower back however it is spelt."""

import pytest

from programs.exercise_catalogue import Limit
from programs.limits import read_limits


@pytest.mark.parametrize(
    "text", ["herniated disk L5", "herniated disc L5", "two bulging disks", "disk herniation"]
)
def test_disk_is_a_lower_back(text):
    assert Limit.LOWER_BACK in read_limits(text)
