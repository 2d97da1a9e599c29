import pytest

from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path)
    yield made
    made.stop()
