"""Numbers of JSON with the digits that were written."""

import re
from decimal import Decimal

from providers.rewriter import Unreadable

# Every decimal number of so many characters survives the way through a float.
SHORT = 15
WHOLE = re.compile(r"(-?\d+)\.0+")
MOST_DIGITS = 4_000
NOT_ZERO = re.compile(r"[1-9]")


class Exact(float):
    """A float that prints as it was written: Pydantic makes a Decimal of what it prints."""

    written: str

    def __new__(cls, text: str) -> "Exact":
        number = super().__new__(cls, text)
        number.written = str(text)
        return number

    def __str__(self) -> str:
        return self.written


def number(text: str) -> float | int:
    """The value of a JSON number that has a point or an exponent. Raises Unreadable."""
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise Unreadable(f"the number {text[:20]} is too large")
    if not value and NOT_ZERO.search(text.lower().split("e")[0]):
        raise Unreadable(f"the number {text[:20]} is too small")
    if len(text) <= SHORT or Decimal(text) == Decimal(repr(value)):
        return value
    whole = WHOLE.fullmatch(text)
    return int(whole[1]) if whole and len(whole[1]) <= MOST_DIGITS else Exact(text)
