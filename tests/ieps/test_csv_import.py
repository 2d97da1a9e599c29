"""Files as school systems export them: encodings, dialects, dates, and errors a teacher can act
on.
"""

import re
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from ieps.csv_import import (
    MAX_BYTES,
    MAX_ROWS,
    AssessmentRow,
    ImportPreview,
    StudentRow,
    read_assessments,
    read_students,
)

DEMO = Path(__file__).parents[2] / "project" / "demo_data"
STUDENT_HEADER = "Student ID,First Name,Last Name,DOB"


def students(*rows: str, header: str = STUDENT_HEADER) -> ImportPreview[StudentRow]:
    return read_students("\n".join((header, *rows)).encode())


def assessments(
    *rows: str, header: str = "Student ID,Test,Area,Date,Score,Unit,Percentile,Notes"
) -> ImportPreview[AssessmentRow]:
    return read_assessments("\n".join((header, *rows)).encode())


def messages(preview: ImportPreview[StudentRow] | ImportPreview[AssessmentRow]) -> list[str]:
    return [error.message for error in preview.errors]


# Good files


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


# Encodings and dialects

KOREAN = "학번,이름,성,생년월일\nS-2,하린,윤,2018년 9월 2일\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (KOREAN.encode("utf-8"), "utf-8"),
        (KOREAN.encode("utf-8-sig"), "utf-8"),
        (KOREAN.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + KOREAN.encode("utf-16-be"), "utf-16"),
        (KOREAN.encode("cp949"), "cp949"),
        (KOREAN.encode("euc-kr"), "cp949"),
    ],
)
def test_korean_file_is_read_in_each_encoding(data: bytes, encoding: str):
    preview = read_students(data)

    assert preview.encoding == encoding
    assert [(row.given_name, row.family_name) for row in preview.rows] == [("하린", "윤")]
    assert preview.rows[0].birth_date == date(2018, 9, 2)


@pytest.mark.parametrize("name", ["José", "Åsa", "Zoë", "Jürgen", "Renée", "Çelik", "Ñandú"])
def test_western_names_are_not_taken_for_korean(name: str):
    preview = read_students(f"{STUDENT_HEADER}\nS-1,{name},Weiß,2016-04-19\n".encode("cp1252"))

    assert preview.encoding == "cp1252"
    assert preview.rows[0].given_name == name


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_found(separator: str):
    text = 'Student ID,First Name,Last Name,DOB\r\nS-1,"Ro, wan",Castellano,2016-04-19\r\n'
    data = text.replace(",", separator).replace(f"Ro{separator} wan", "Ro, wan").encode()

    assert read_students(data).rows[0].given_name == "Ro, wan"


def test_excel_separator_hint_is_skipped():
    data = b"sep=;\r\nStudent ID;First Name;Last Name\r\nS-1;Rowan;Castellano\r\n"

    preview = read_students(data)

    assert preview.rows[0].family_name == "Castellano"
    assert preview.rows[0].row == 2


@pytest.mark.parametrize(
    "header",
    [
        "student id,FIRST NAME, Last  Name ,dob",
        "Student_ID,first-name,last.name,Date of Birth",
        "Student Number,Forename,Surname,Birthday",
        "student_id,given_name,family_name,birth_date",
        "\ufeffPupil ID,Given name,Family name,Birth Date",
    ],
)
def test_titles_are_read_in_any_case_spacing_and_by_their_other_names(header: str):
    assert len(students("S-1,Rowan,Castellano,2016-04-19", header=header).rows) == 1


def test_line_feeds_inside_quotes_stay_in_the_cell():
    row = assessments('S-1,Probe,Math,2026-04-02,41,%,,"First line\r\nsecond"').rows[0]

    assert row.notes == "First line\nsecond"


def test_blank_lines_are_passed_over_and_rows_keep_their_numbers():
    preview = students("S-1,Rowan,Castellano,", ",,,", "", "S-2,Tobias,Larsen,")

    assert [row.row for row in preview.rows] == [2, 5]


def test_hangul_taken_apart_by_macos_is_put_together():
    preview = students("S-1,\u1112\u1161\u1105\u1175\u11ab,Yun,")

    assert preview.rows[0].given_name == "하린"


# Dates and numbers


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2015-02-28", date(2015, 2, 28)),
        ("2015-2-8", date(2015, 2, 8)),
        ("2015/02/28", date(2015, 2, 28)),
        ("2015.02.28.", date(2015, 2, 28)),
        ("2015-02-28T00:00:00", date(2015, 2, 28)),
        ("2015-02-28 00:00:00", date(2015, 2, 28)),
        ("28/02/2015", date(2015, 2, 28)),
        ("02/28/2015", date(2015, 2, 28)),
        ("04/04/2015", date(2015, 4, 4)),
        ("28.02.2015", date(2015, 2, 28)),
        ("28 February 2015", date(2015, 2, 28)),
        ("28-Feb-2015", date(2015, 2, 28)),
        ("Feb. 28 2015", date(2015, 2, 28)),
        ('"February 28, 2015"', date(2015, 2, 28)),
        ("2015년 2월 28일", date(2015, 2, 28)),
        ("２０１５-02-28", date(2015, 2, 28)),
        ("", None),
        ("n/a", None),
    ],
)
def test_birth_date_is_read_where_it_means_one_day(cell: str, expected: date | None):
    preview = students(f"S-1,Rowan,Castellano,{cell}")

    assert messages(preview) == []
    assert preview.rows[0].birth_date == expected


@pytest.mark.parametrize(
    "cell",
    ["31/02/2015", "2015-02-30", "28/02/15", "42063", "Mai 2015", "3 Foo 2015", "2015-13-01", "0"],
)
def test_what_is_no_date_says_how_to_write_one(cell: str):
    preview = students(f"S-1,Rowan,Castellano,{cell}")

    assert messages(preview) == [f"Row 2, DOB: “{cell}” is not a date. Write it as 2015-02-28."]
    assert (preview.errors[0].row, preview.errors[0].column) == (2, "DOB")


def test_ambiguous_date_is_refused_with_both_readings():
    (message,) = messages(students("S-1,Rowan,Castellano,03/04/2015"))

    assert message == (
        "Row 2, DOB: “03/04/2015” could be 2015-03-04 or 2015-04-03. Write it as the one that is "
        "meant."
    )


@pytest.mark.parametrize("cell", ["0215-02-28", "2215-02-28"])
def test_year_far_off_is_refused(cell: str):
    (message,) = messages(students(f"S-1,Rowan,Castellano,{cell}"))

    assert "Check the year" in message


def test_birth_date_in_the_future_is_refused():
    tomorrow = date.today() + timedelta(days=1)

    (message,) = messages(students(f"S-1,Rowan,Castellano,{tomorrow.isoformat()}"))

    assert message.endswith("is in the future.")


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("score", "abc", "is not a number"),
        ("score", "1e3", "is not a number"),
        ("score", "NaN", "is not a number"),
        ("score", '"72,5"', "comma"),
        ("score", "72.555", "more than two decimals"),
        ("score", "=1+1", "is not a number"),
        ("score", "99999999", "is not between"),
        ("percentile", "101", "is not between 0 and 100"),
        ("percentile", "<1", "is not a number"),
    ],
)
def test_wrong_number_is_refused(column: str, cell: str, part: str):
    score, percentile = (cell, "") if column == "score" else ("1", cell)

    preview = assessments(f"S-1,Probe,Math,2026-04-02,{score},%,{percentile},")

    assert len(preview.errors) == 1
    assert preview.errors[0].column.lower() == column
    assert part in preview.errors[0].message


# Errors by row and column


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


# Files that cannot be read


def file_error(data: bytes) -> str:
    preview = read_students(data)

    assert preview.rows == ()
    assert preview.errors == ()
    assert len(preview.file_errors) == 1
    return preview.file_errors[0]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b",,,\n,,\n", "nothing between them"),
        (STUDENT_HEADER.encode(), "no rows below it"),
        (b"PK\x03\x04abcdef", "Excel"),
        (b"\xd0\xcf\x11\xe0abcdef", "Excel"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Student ID,First\x00 Name", "NUL"),
        (STUDENT_HEADER.encode("utf-16-le"), "NUL"),
        (STUDENT_HEADER.encode("utf-32"), "UTF-32"),
        (b"\x01\x02\x03\x04", "not a text file"),
        (b"\xef\xbb\xbfStudent\xff", "breaks"),
        (b"\xff\xfeS\x00t", None),
        (b"Name\x81,\x8d\x8f\x90\x9d", "encoding"),
        (b'Student ID,First Name,Last Name\nS-1,"Rowan,Castellano\n', "quote is opened"),
        (b'Student ID,First Name,Last Name\nS-1,"Row"an,Castellano\n', "closing quote"),
        (b'Student ID,First Name,Last Name\nS-1,"' + b"x" * 140_000 + b'",C\n', "too long"),
        (b"a," * 300 + b"\n1\n", "at most 200"),
    ],
)
def test_file_that_cannot_be_read_says_why(data: bytes, part: str | None):
    message = file_error(data)

    assert part is None or part in message
    assert message.endswith(".")


def test_missing_required_columns_are_named():
    message = file_error(b"Student ID,Nickname\nS-1,Ro\n")

    assert message == (
        "The file has no columns for Given name and Family name. Its header row has: "
        "“Student ID”, “Nickname”."
    )


def test_two_columns_of_one_meaning_are_refused():
    message = file_error(b"ID,First Name,Last Name,DOB,Birth Date\nS-1,R,C,,\n")

    assert "“DOB” and “Birth Date” mean the same" in message


def test_file_over_the_limit_of_bytes_is_refused():
    assert "larger than 5 MB" in file_error(b"x" * (MAX_BYTES + 1))


def test_file_over_the_limit_of_rows_is_refused_and_at_the_limit_read():
    rows = [f"S-{number},Rowan,Castellano," for number in range(MAX_ROWS + 1)]

    assert "at most 5,000" in students(*rows).file_errors[0]
    started = time.perf_counter()
    assert len(students(*rows[:-1]).rows) == MAX_ROWS
    assert time.perf_counter() - started < 3


def test_file_of_the_other_kind_is_refused():
    results = b"Student ID,Test,Area,Date,Score\nS-1,Probe,Math,2026-04-02,41\n"

    assert "no columns for Given name and Family name" in file_error(results)
    assert (
        "no columns for Tool"
        in read_assessments(f"{STUDENT_HEADER}\nS-1,R,C,\n".encode()).file_errors[0]
    )
