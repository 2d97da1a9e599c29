"""What is a limit to be spared, and no reason to stop."""

import pytest

from programs.exercise_catalogue import Limit
from programs.limits import read_limits
from programs.screening import RedFlag, screen_text


@pytest.mark.parametrize(
    "text", ["herniated disk L5", "herniated disc L5", "two bulging disks", "disk herniation"]
)
def test_disk_is_a_lower_back(text):
    assert Limit.LOWER_BACK in read_limits(text)


@pytest.mark.parametrize(
    "text",
    [
        "a torn rotator cuff, shoulder hurts overhead",
        "an old meniscus tear",
        "previous hamstring tear, fully healed",
        "tore my acl in 2015",
    ],
)
def test_old_injury_is_a_limit(text):
    assert screen_text(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "I tore my rotator cuff yesterday",
        "a torn meniscus",
        "previous concussion last month",
    ],
)
def test_fresh_or_undated_injury_is_asked_about(text):
    assert screen_text(text) == (RedFlag.ACUTE_INJURY,)
