"""A teacher at the API, and a student of theirs."""

import pytest

from tests.ieps.factories import make_assessment, make_student


@pytest.fixture
def api(client, alice, held_queue):
    client.force_login(alice)
    return client


@pytest.fixture
def student(alice):
    student = make_student(alice)
    make_assessment(student)
    return student
