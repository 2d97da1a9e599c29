"""Drafting as a job: offline, with a model over real HTTP, and with everything going wrong."""

import pytest

from programs.models import PlannedSet, Program
from project.findings import Severity
from project.models import JobStatus
from tests.programs.factories import make_program

pytestmark = pytest.mark.django_db(transaction=True)


def draft(client, held_queue, **fields):
    created = make_program(client, **fields)
    held_queue.work()
    created.job.refresh_from_db()
    return Program.objects.get(pk=created.program.pk), created.job


def test_offline_draft_writes_every_week(alice, held_queue):
    program, job = draft(alice, held_queue, weeks=12)

    assert job.status == JobStatus.SUCCEEDED
    assert [week.number for week in program.weeks.all() if week.is_written] == [*range(1, 13)]
    assert PlannedSet.objects.filter(entry__workout__week__program=program).count() > 300
    assert not program.findings.filter(severity=Severity.ERROR).exists()
