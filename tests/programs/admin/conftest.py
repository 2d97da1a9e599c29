"""People and programs for the tests of the admin."""

import pytest

from programs.models import (
    Program,
)
from project.drafts import DraftStatus
from tests.people import person
from tests.programs.written import make_written


@pytest.fixture
def program(bob, alice):
    row = make_written(bob, by=alice, weeks=2)
    Program.objects.update(status=DraftStatus.IN_REVIEW)
    row.refresh_from_db()
    return row


@pytest.fixture
def draft(program):
    Program.objects.update(status=DraftStatus.DRAFT)
    program.refresh_from_db()
    return program


@pytest.fixture
def staff(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client
