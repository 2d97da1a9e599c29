"""From a table of cells to checked rows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from project.csv_import.preview import ImportPreview, RowError
from project.csv_import.rows import ImportRow
from project.csv_import.tables import Table, UnreadableFile, read_cells

RowT = TypeVar("RowT", bound=ImportRow)

_NOT_IN_TITLES = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """A column that is used: where it stands, its title in the file, the field it fills."""

    index: int
    title: str
    field: str


def read_table(data: bytes, row_type: type[RowT]) -> ImportPreview[RowT]:
    """Read a file of one kind of row. Never raises for what is in the file."""
    names = _names(row_type)
    try:
        table = read_cells(data, lambda title: _plain(title) in names)
        columns, unknown = _match(table, names, row_type)
    except UnreadableFile as error:
        return ImportPreview(file_errors=(str(error),))
    rows, errors = _read_rows(table, columns, row_type)
    return ImportPreview(
        rows=rows,
        errors=errors,
        unknown_columns=unknown,
        encoding=table.encoding,
        fields=[column.field for column in columns],
        titles=[column.title for column in columns],
    )


def _plain(title: str) -> str:
    """A title without case, spaces and punctuation; "%ile" keeps its sign."""
    text = unicodedata.normalize("NFKC", title).casefold().replace("%", "percent")
    return _NOT_IN_TITLES.sub("", text)


def _names(row_type: type[ImportRow]) -> dict[str, str]:
    """From each plain title to its field; a field's own name works as well."""
    names = {_plain(title): field for field, titles in row_type.TITLES.items() for title in titles}
    return names | {_plain(field): field for field in row_type.TITLES}


def _match(
    table: Table, names: Mapping[str, str], row_type: type[ImportRow]
) -> tuple[list[Column], list[str]]:
    columns: list[Column] = []
    unknown: list[str] = []
    for index, title in enumerate(table.header):
        field = names.get(_plain(title))
        if field is not None:
            columns.append(Column(index, title, field))
        elif title:
            unknown.append(title)
    _refuse_missing(columns, row_type, table.header)
    _refuse_repeated(columns)
    return columns, unknown


def _refuse_missing(
    columns: Sequence[Column], row_type: type[ImportRow], header: Sequence[str]
) -> None:
    have = {column.field for column in columns}
    missing = [row_type.TITLES[field][0] for field in row_type.REQUIRED if field not in have]
    if missing:
        word = "column" if len(missing) == 1 else "columns"
        found = ", ".join(f"“{title}”" for title in header if title)
        raise UnreadableFile(
            f"The file has no {word} for {' and '.join(missing)}. Its header row has: "
            f"{found[:300] or 'nothing'}."
        )


def _refuse_repeated(columns: Sequence[Column]) -> None:
    by_field: dict[str, Column] = {}
    for column in columns:
        first = by_field.setdefault(column.field, column)
        if first is not column:
            raise UnreadableFile(
                f"The columns “{first.title}” and “{column.title}” mean the same. Remove or rename "
                "one of them."
            )


def _read_rows(
    table: Table, columns: Sequence[Column], row_type: type[RowT]
) -> tuple[list[RowT], list[RowError]]:
    rows: list[RowT] = []
    errors: list[RowError] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in table.rows:
        if (ragged := _ragged(number, cells, len(table.header))) is not None:
            errors.append(ragged)
            continue
        values = {column.field: cells[column.index] for column in columns}
        try:
            row = row_type(row=number, **values)
        except ValidationError as error:
            errors += _row_errors(number, error, columns)
            continue
        first = seen.setdefault(row.key(), number)
        if first == number:
            rows.append(row)
        else:
            message = f"Row {number}: {row.key_text()} stands in row {first} already."
            errors.append(RowError(number, "", message))
    return rows, errors


def _ragged(number: int, cells: Sequence[str], width: int) -> RowError | None:
    """A row of another length than the header; empty cells too many do no harm."""
    if len(cells) == width or (len(cells) > width and not any(cells[width:])):
        return None
    message = (
        f"Row {number} has {len(cells)} cells and the header has {width}. Check for a missing or "
        "extra separator, and for quotes around text that holds one."
    )
    return RowError(number, "", message)


def _row_errors(number: int, error: ValidationError, columns: Sequence[Column]) -> list[RowError]:
    titles = {column.field: column.title for column in columns}
    found: list[RowError] = []
    for detail in error.errors():
        field = str(detail["loc"][0]) if detail["loc"] else ""
        title = titles.get(field, field)
        cause = detail.get("ctx", {}).get("error")
        sentence = str(cause) if cause is not None else f"{detail['msg']}."
        place = f"Row {number}, {title}" if title else f"Row {number}"
        found.append(RowError(number, title, f"{place}: {sentence}"))
    return found
