"""The exercise catalogue as a CSV file, out and in again. Pure: nothing is stored.

Columns, all of them needed, in any order:

    slug        what plans refer to: small letters, digits, hyphens; says which exercise a row is
    name        as people read it
    pattern     one of programs.exercise_catalogue.Pattern
    primary     muscles that a set counts for fully; several with "; " between them
    secondary   muscles that a set counts half for; may be empty
    equipment   everything it needs, the main thing first
    level       beginner, intermediate or advanced
    stresses    limits with which a coach would ask first; may be empty
    cues        one or two sentences; may be empty
    loadable, timed, unilateral, explosive, in_use      yes or no
    index       a whole number; the lower, the sooner an exercise is chosen

Text that a spreadsheet would run as a formula has an apostrophe in front, which reading takes away
again: a file that was exported and is imported changes nothing.
"""

import csv
import io
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, model_validator

from programs.exercise_catalogue import Equipment, Level, Limit, Muscle, Pattern
from project.csv_import import ImportPreview, ImportRow, read_table

COLUMNS: Final = (
    "slug", "name", "pattern", "primary", "secondary", "equipment", "level", "stresses", "cues",
    "loadable", "timed", "unilateral", "explosive", "in_use", "index",
)  # fmt: skip
MAX_INDEX: Final = 1_000_000
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0", ""})
# What a spreadsheet runs; an apostrophe in front of it is our own.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def _plain(value: Any) -> str:
    text = str(value)
    return text[1:] if _ESCAPED.match(text) else text


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= 40 else f"“{flat[:39]}…”"


def _text(limit: int, *, needed: bool = False) -> BeforeValidator:
    def read(value: Any) -> str:
        text = _plain(value)
        if needed and not text:
            raise ValueError("It is empty.")
        if len(text) > limit:
            raise ValueError(f"It has {len(text)} characters; at most {limit} are kept.")
        return text

    return BeforeValidator(read)


def _read_slug(value: Any) -> str:
    text = _plain(value)
    if len(text) > 80 or not _SLUG.fullmatch(text):
        raise ValueError(
            f"{_shown(text)} is no slug. Write small letters, digits and single hyphens, for "
            "example back-squat."
        )
    return text


def _read_words(text: str) -> list[str]:
    words = (word.strip().lower().replace(" ", "_") for word in re.split(r"[;,\n]", text))
    return list(dict.fromkeys(word for word in words if word))


def _words(known: type[StrEnum], *, needed: bool = False) -> BeforeValidator:
    def read(value: Any) -> list[str]:
        words = _read_words(_plain(value))
        choices = [item.value for item in known]
        if unknown := [word for word in words if word not in choices]:
            listed = ", ".join(_shown(word) for word in unknown[:5])
            raise ValueError(f"Unknown: {listed}. Choose from {', '.join(choices)}.")
        if needed and not words:
            raise ValueError(f"It is empty. Choose from {', '.join(choices)}.")
        return words

    return BeforeValidator(read)


def _word(known: type[StrEnum]) -> BeforeValidator:
    def read(value: Any) -> str:
        text = _plain(value).lower().replace(" ", "_")
        choices = [item.value for item in known]
        if text not in choices:
            said = f"Unknown: {_shown(text)}." if text else "It is empty."
            raise ValueError(f"{said} Choose from {', '.join(choices)}.")
        return text

    return BeforeValidator(read)


def _read_flag(value: Any) -> bool:
    text = _plain(value).lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueError(f"{_shown(text)} is neither yes nor no.")


def _read_index(value: Any) -> int:
    text = _plain(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= MAX_INDEX):
        raise ValueError(f"{_shown(text)} is no whole number from 0 to {MAX_INDEX:,}.")
    return int(text)


Flag = Annotated[bool, BeforeValidator(_read_flag)]


class ExerciseRow(ImportRow):
    """One exercise as the file has it; every word is one that the catalogue knows."""

    TITLES: ClassVar[dict[str, tuple[str, ...]]] = {name: (name,) for name in COLUMNS}
    REQUIRED: ClassVar[tuple[str, ...]] = COLUMNS

    slug: Annotated[str, BeforeValidator(_read_slug)]
    name: Annotated[str, _text(120, needed=True)]
    pattern: Annotated[str, _word(Pattern)]
    primary: Annotated[list[str], _words(Muscle, needed=True)]
    secondary: Annotated[list[str], _words(Muscle)]
    equipment: Annotated[list[str], _words(Equipment, needed=True)]
    level: Annotated[str, _word(Level)]
    stresses: Annotated[list[str], _words(Limit)]
    cues: Annotated[str, _text(4_000)]
    loadable: Flag
    timed: Flag
    unilateral: Flag
    explosive: Flag
    in_use: Flag
    index: Annotated[int, BeforeValidator(_read_index)]

    @model_validator(mode="after")
    def _muscles_once(self) -> "ExerciseRow":
        if twice := [muscle for muscle in self.primary if muscle in self.secondary]:
            raise ValueError(f"{', '.join(twice)} cannot be primary and secondary at once.")
        return self

    def key(self) -> tuple[str, ...]:
        return (self.slug,)

    def key_text(self) -> str:
        return f"the slug {self.slug}"

    def shown(self, field: str) -> str:
        value = getattr(self, field)
        return _yes(value) if isinstance(value, bool) else super().shown(field)


def read_catalogue(data: bytes) -> ImportPreview[ExerciseRow]:
    """The file's rows, checked. Never raises for what is in the file."""
    return read_table(data, ExerciseRow)


def write_catalogue(rows: Iterable[ExerciseRow]) -> str:
    """RFC 4180: CRLF, quotes where needed, a header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row.shown(name)) for name in COLUMNS])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _yes(value: bool) -> str:
    return "yes" if value else "no"
