"""Encodings, separators, titles, and files that cannot be read."""

import time
from datetime import date

import pytest

from ieps.csv_import import (
    MAX_BYTES,
    MAX_ROWS,
    read_assessments,
    read_students,
)
from tests.ieps.csv_import.files import STUDENT_HEADER, assessments, students

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
