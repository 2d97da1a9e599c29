"""Cells to values. Each reader raises ValueError with a sentence about the cell."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from ieps.mentions import month_number
from ieps.recorded import OLDEST, shown

EXAMPLE_DATE = "2015-02-28"
FIRST_YEAR, LAST_YEAR = OLDEST.year, 2100
_EMPTY = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "n.a.", "none", "null", "nil", "not assessed", "미실시"}
)
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+]00:00)?)?"
)
_KOREAN = re.compile(r"(\d{4})\s*년\s*(\d{1,2})\s*월\s*(\d{1,2})\s*일")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]+)\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d+)?")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def is_empty(text: str) -> bool:
    return text.strip().casefold() in _EMPTY


def read_date(text: str) -> date | None:
    """ISO, year first, a month in words, or day and month that can only be read one way."""
    cell = unicodedata.normalize("NFKC", text).strip()
    if is_empty(cell):
        return None
    if match := _ISO.fullmatch(cell) or _KOREAN.fullmatch(cell):
        return _checked(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(cell):
        return _checked(text, int(match[3]), _month(text, match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(cell):
        return _checked(text, int(match[3]), _month(text, match[1]), int(match[2]))
    if match := _NUMERIC.fullmatch(cell):
        return _one_way(text, int(match[1]), int(match[3]), int(match[4]))
    raise _no_date(text)


def _no_date(text: str) -> ValueError:
    return ValueError(f"{shown(text)} is not a date. Write it as {EXAMPLE_DATE}.")


def _month(text: str, name: str) -> int:
    number = month_number(name)
    if number is None:
        raise _no_date(text)
    return number


def _checked(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise _no_date(text) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(
            f"{shown(text)} is in the year {found.year}. Check the year; a date is written as "
            f"{EXAMPLE_DATE}."
        )
    return found


def _one_way(text: str, first: int, second: int, year: int) -> date:
    """A date such as 25/03/2015; 03/04/2015 could be March or April and is refused."""
    if first <= 12 and second <= 12 and first != second:
        one, other = date(year, first, second), date(year, second, first)
        raise ValueError(
            f"{shown(text)} could be {one.isoformat()} or {other.isoformat()}. Write it as the one "
            "that is meant."
        )
    month, day = (first, second) if first <= 12 else (second, first)
    return _checked(text, year, month, day)


def read_number(text: str, *, low: Decimal, high: Decimal) -> Decimal | None:
    """A number with a decimal point and at most two decimals; None for an empty cell or "n/a"."""
    cell = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if is_empty(cell):
        return None
    if not _NUMBER.fullmatch(cell):
        if "," in cell:
            raise ValueError(
                f"{shown(text)} has a comma, which can mean two things. Write it as 72.5 or 1250."
            )
        raise ValueError(
            f"{shown(text)} is not a number. Write it as 72.5, or leave it empty when the student "
            "was not assessed."
        )
    number = Decimal(cell)
    if number != round(number, 2):
        raise ValueError(f"{shown(text)} has more than two decimals. Write it as {number:.2f}.")
    if not low <= number <= high:
        raise ValueError(f"{shown(text)} is not between {low:f} and {high:f}.")
    return number


def read_list(text: str, *, separators: str) -> list[str]:
    """The parts between the separators, without empty ones and repeats."""
    parts = (part.strip() for part in re.split(f"[{separators}\n]", text))
    return list(dict.fromkeys(part for part in parts if part and not is_empty(part)))


def read_email(text: str) -> str:
    if is_empty(text):
        return ""
    if not _EMAIL.fullmatch(text):
        raise ValueError(f"{shown(text)} is not an e-mail address.")
    return text
