"""Imports beside other edits: rows are held, and only the columns of the file are written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ieps.csv_import import read_assessments, read_students
from ieps.models import Assessment, PendingImport, Student
from ieps.operations import imports
from tests.at_once import at_once
from tests.ieps.factories import make_assessment, make_student

pytestmark = pytest.mark.django_db(transaction=True)

STUDENTS = "Student Number,First Name,Last Name,Grade\n"
RESULTS = "Student Number,Test,Area,Date,Score\n"


def rows(*lines):
    return read_students((STUDENTS + "\n".join(lines)).encode()).rows


def results(*lines):
    return read_assessments((RESULTS + "\n".join(lines)).encode()).rows


def test_file_is_read_once_when_it_is_confirmed(alice, monkeypatch):
    data = (STUDENTS + "1,Noa,Berg,6\n").encode()
    pending = imports.keep_for_confirmation(kind="students", file_name="x.csv", data=data, by=alice)
    read = []
    monkeypatch.setattr(
        imports, "read_students", lambda data: read.append(1) or read_students(data)
    )

    imports.confirm_import(pending=pending, by=alice)

    assert read == [1]
    assert not PendingImport.objects.exists()


def test_update_writes_the_columns_of_the_file_in_few_queries(alice):
    for number in range(120):
        make_student(alice, student_number=str(number), placement="Kept")
    lines = [f"{number},Noa,Berg,9" for number in range(120)]
    before = list(Student.objects.values_list("updated_at", flat=True))

    with CaptureQueriesContext(connection) as asked:
        done = imports.import_students(rows=rows(*lines), by=alice)

    updates = [query["sql"] for query in asked if query["sql"].startswith("UPDATE")]
    assert done.updated == 120
    assert len(updates) <= 3
    assert not any('"placement" =' in sql or '"created_at" =' in sql for sql in updates)
    assert set(Student.objects.values_list("grade", "revision")) == {("9", 2)}
    assert min(Student.objects.values_list("updated_at", flat=True)) > max(before)


def test_revision_is_raised_in_the_database(alice, monkeypatch):
    """An edit that came between reading and writing still counts."""
    make_student(alice, student_number="1")
    checked = imports.check_students

    def meanwhile(*args, **kwargs):
        Student.objects.update(revision=7)
        return checked(*args, **kwargs)

    monkeypatch.setattr(imports, "check_students", meanwhile)

    imports.import_students(rows=rows("1,Noa,Berg,9"), by=alice)

    assert Student.objects.get().revision == 8


def test_results_are_brought_up_to_date_in_few_queries(alice):
    student = make_student(alice, student_number="1")
    for day in range(1, 29):
        make_assessment(student, tool="ORF", area="reading", date=f"2026-02-{day:02}", notes="Kept")
    lines = [f"1,ORF,reading,2026-02-{day:02},77" for day in range(1, 29)]

    with CaptureQueriesContext(connection) as asked:
        imports.import_assessments(rows=results(*lines), by=alice)

    assert sum(query["sql"].startswith("UPDATE") for query in asked) == 1
    assert set(Assessment.objects.values_list("score", "notes")) == {(77, "Kept")}


def test_matched_rows_are_held(alice):
    if not connection.features.has_select_for_update:
        pytest.skip("on SQLite the transaction itself is the lock")
    make_student(alice, student_number="1")

    with CaptureQueriesContext(connection) as asked:
        imports.import_students(rows=rows("1,Noa,Berg,9"), by=alice)
        imports.import_assessments(rows=results("1,ORF,reading,2026-02-01,5"), by=alice)

    assert sum("FOR UPDATE" in query["sql"] for query in asked) == 3


def test_two_imports_at_once_lose_no_revision(alice):
    make_student(alice, student_number="1")

    at_once(
        lambda: imports.import_students(rows=rows("1,Noa,Berg,8"), by=alice),
        lambda: imports.import_students(rows=rows("1,Noa,Berg,9"), by=alice),
    )

    assert Student.objects.get().revision == 3
