"""What a student's record may hold, whichever door it comes in by: a page, the API, a file, the
admin. Pure. Each check raises ValueError with a sentence that a person can act on.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

OLDEST: Final = date(1990, 1, 1)
# Of each list in a record.
MAX_ENTRIES: Final = 40
MAX_LANGUAGE: Final = 60
MAX_STRENGTH: Final = 500
MAX_NEED_AREA: Final = 100
MAX_NEED: Final = 1_000


def check_birth_date(day: date) -> date:
    return _check_day(day, "A birth date")


def check_assessment_date(day: date) -> date:
    return _check_day(day, "An assessment")


def _check_day(day: date, what: str) -> date:
    if day > date.today():
        raise ValueError(f"“{day.isoformat()}” is in the future.")
    if day < OLDEST:
        raise ValueError(f"{what} lies between {OLDEST.year} and today.")
    return day


def read_need(text: str) -> dict[str, str]:
    """A need as people write it: "area: text", or the text alone."""
    area, colon, rest = (part.strip() for part in text.replace("：", ":").partition(":"))
    if colon and rest and 0 < len(area) <= MAX_NEED_AREA and not area.isdecimal():
        return {"area": area, "text": rest}
    return {"area": "", "text": text.strip()}


def read_needs(lines: Sequence[str]) -> list[dict[str, str]]:
    needs = [read_need(line) for line in lines]
    each_at_most([need["text"] for need in needs], MAX_NEED)
    return needs


def need_text(need: dict[str, str]) -> str:
    """What `read_need` reads."""
    return f"{need['area']}: {need['text']}" if need.get("area") else need["text"]


def each_at_most(texts: Sequence[str], limit: int) -> list[str]:
    """A list of a record with entries of at most `limit` characters."""
    if len(texts) > MAX_ENTRIES:
        raise ValueError(f"It lists {len(texts)} entries; at most {MAX_ENTRIES} are kept.")
    return [at_most(text, limit) for text in texts]


def at_most(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(f"{shown(text)} has {len(text)} characters; at most {limit} are kept.")
    return text


def shown(text: str) -> str:
    """A text as a message quotes it."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= 40 else f"“{flat[:39]}…”"
