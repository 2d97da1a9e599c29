"""Dates and numbers, as people write them."""

from datetime import date, timedelta

import pytest

from tests.ieps.csv_import.files import assessments, messages, students


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
