import threading

import pytest
from django.db import connections

from ieps.models import IEP
from tests.ieps.factories import make_iep, make_student

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_at_once_have_no_gap_and_no_double(alice, held_queue):
    student = make_student(alice)
    start = threading.Barrier(50)
    errors = []

    def create():
        start.wait()
        try:
            make_iep(student, alice)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=create) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    rows = IEP.objects.filter(student=student).order_by("version").select_related("parent")
    assert [iep.version for iep in rows] == list(range(1, 51))
    assert [iep.parent.version if iep.parent else None for iep in rows] == [None, *range(1, 50)]


def test_each_year_counts_for_itself(alice, held_queue):
    student = make_student(alice)

    first = make_iep(student, alice).iep
    other = make_iep(student, alice, academic_year="2027-2028").iep

    assert (first.version, other.version) == (1, 1)
    assert other.parent is None
