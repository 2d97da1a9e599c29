"""Academic years, written as 2026-2027."""

import re
from datetime import date

# School years turn in summer; a meeting from July on is about the year that begins.
FIRST_MONTH = 7
_YEAR = re.compile(r"(\d{4})-(\d{4})")


def academic_year_of(day: date) -> str:
    start = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{start}-{start + 1}"


def read_academic_year(text: str) -> str:
    """The year as written, checked. Raises ValueError with a sentence for the person."""
    match = _YEAR.fullmatch(text.strip())
    if match is None or int(match[2]) != int(match[1]) + 1 or not 1990 <= int(match[1]) <= 2100:
        raise ValueError("Write the academic year as two years in a row, for example 2026-2027.")
    return text.strip()
