"""Good rows, and errors that name row and column."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from ieps.csv_import import (
    StudentRow,
    read_assessments,
    read_students,
)
from tests.ieps.csv_import.files import STUDENT_HEADER, assessments, messages, students

DEMO = Path(__file__).parents[3] / "ieps" / "demo_data"


def test_student_row_is_read_whole():
    preview = students(
        "S-1,Rowan,Castellano,2016-04-19,5,5B,English; Italian,Specific learning disability,"
        "Ida Castellano,ida@example.com,555-010-4471,kind; curious,"
        "Reading: reads slowly; counts on fingers",
        header="Student ID,First Name,Last Name,DOB,Grade,Homeroom,Home Language,Disability,"
        "Parent/Guardian,Parent Email,Parent Phone,Strengths,Areas of Need",
    )

    assert (preview.errors, preview.file_errors, preview.notes) == ([], (), ())
    row = preview.rows[0]
    assert row.row == 2
    assert row.student_id == "S-1"
    assert row.student_columns() == {
        "given_name": "Rowan",
        "family_name": "Castellano",
        "birth_date": date(2016, 4, 19),
        "grade": "5",
        "class_name": "5B",
        "languages": ["English", "Italian"],
        "disability_category": "Specific learning disability",
        "guardian_name": "Ida Castellano",
        "guardian_email": "ida@example.com",
        "guardian_phone": "555-010-4471",
        "strengths": ["kind", "curious"],
        "needs": [
            {"area": "Reading", "text": "reads slowly"},
            {"area": "", "text": "counts on fingers"},
        ],
    }


def test_columns_that_the_file_lacks_are_left_alone():
    row = students("S-1,Rowan,Castellano,2016-04-19").rows[0]

    assert set(row.student_columns()) == {"given_name", "family_name", "birth_date"}


def test_assessment_row_is_read_whole():
    row = assessments('S-1,Number Path,Math,2026-04-02,41.5,%,12,"Calm, slow"').rows[0]

    assert (row.student_id, row.tool, row.area, row.date) == (
        "S-1",
        "Number Path",
        "Math",
        date(2026, 4, 2),
    )
    assert row.assessment_columns() == {
        "score": Decimal("41.5"),
        "unit": "%",
        "percentile": Decimal("12"),
        "notes": "Calm, slow",
    }


@pytest.mark.parametrize("cell", ["", "n/a", "N/A", "not assessed", "-", "미실시"])
def test_score_that_is_missing_is_none(cell: str):
    assert assessments(f"S-1,Probe,Math,2026-04-02,{cell},,,").rows[0].score is None


def test_percent_sign_in_the_score_is_its_unit():
    with_unit = assessments("S-1,Probe,Math,2026-04-02,72%,,,").rows[0]

    assert (with_unit.score, with_unit.unit) == (Decimal("72"), "%")


def test_demo_data_is_read_without_a_complaint():
    preview = read_students((DEMO / "students.csv").read_bytes())
    results = read_assessments((DEMO / "assessments.csv").read_bytes())

    for read in (preview, results):
        assert list(read.errors) == []
        assert list(read.file_errors) == []
    assert any(re.search("[가-힣]", row.given_name) for row in preview.rows)
    for row in preview.rows:
        own = [result for result in results.rows if result.student_id == row.student_id]
        assert len(own) >= 8
        assert len({result.date.year for result in own}) >= 3


def test_preview_shows_the_used_columns_and_names_the_others():
    preview = students("S-1,Rowan,Castellano,2016-04-19,14", header=f"{STUDENT_HEADER},Bus Route")

    assert preview.header == ("Student ID", "First Name", "Last Name", "DOB")
    assert preview.table == (("S-1", "Rowan", "Castellano", "2016-04-19"),)
    assert preview.unknown_columns == ["Bus Route"]
    assert preview.notes == ("Columns that are not used: “Bus Route”.",)


def test_empty_required_cell_is_an_error():
    preview = students("S-1,,Castellano,", ",Rowan,Larsen,")

    assert messages(preview) == [
        "Row 2, First Name: It is empty. Every row needs a given name.",
        "Row 3, Student ID: It is empty. Every row needs the student's number.",
    ]
    assert preview.rows == []


def test_row_with_two_faults_gets_two_errors_and_others_are_read():
    preview = students("S-1,,Castellano,soon", "S-2,Tobias,Larsen,2010-11-27")

    assert [(error.row, error.column) for error in preview.errors] == [
        (2, "First Name"),
        (2, "DOB"),
    ]
    assert [row.student_id for row in preview.rows] == ["S-2"]


def test_wrong_email_is_an_error():
    preview = students("S-1,Rowan,Castellano,home", header="ID,First Name,Last Name,Parent Email")

    assert messages(preview) == ["Row 2, Parent Email: “home” is not an e-mail address."]


def test_text_too_long_for_the_record_is_an_error():
    (message,) = messages(students(f"S-1,{'R' * 101},Castellano,"))

    assert "has 101 characters; at most 100 are kept." in message


def test_student_twice_in_the_file_is_an_error():
    preview = students("S-1,Rowan,Castellano,", "s-1,Tobias,Larsen,")

    assert messages(preview) == ["Row 3: the student number s-1 stands in row 2 already."]
    assert len(preview.rows) == 1


def test_assessment_twice_in_the_file_is_an_error():
    preview = assessments(
        "S-1,Probe,Math,2026-04-02,41,%,,",
        "S-1,Probe,Math,2026-04-03,41,%,,",
        "S-1,probe,math,2026/4/2,44,%,,",
    )

    assert [error.row for error in preview.errors] == [4]
    assert "stands in row 2 already" in preview.errors[0].message


@pytest.mark.parametrize("row", ["S-1,Rowan", "S-1,Rowan,Castellano,2016-04-19,5,6"])
def test_ragged_row_is_an_error(row: str):
    preview = students(row, "S-2,Tobias,Larsen,")

    assert "cells and the header has 4" in messages(preview)[0]
    assert [found.student_id for found in preview.rows] == ["S-2"]


def test_empty_cells_after_the_last_column_do_no_harm():
    assert len(students("S-1,Rowan,Castellano,,,,").rows) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_like_a_formula_stays_text(start: str):
    row = students(f'S-1,"{start}SUM(A1:A9)",Castellano,').rows[0]

    assert row.given_name == f"{start}SUM(A1:A9)"


def test_row_model_refuses_what_it_does_not_know():
    with pytest.raises(ValidationError):
        StudentRow(
            row=2,
            student_id="S-1",
            given_name="Rowan",
            family_name="Castellano",
            mood="good",  # type: ignore[call-arg]
        )
