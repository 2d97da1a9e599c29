"""What reading a file came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from project.csv_import.rows import ImportRow

RowT = TypeVar("RowT", bound=ImportRow)


@dataclass(frozen=True)
class RowError:
    """What is wrong with one row. `row` counts as a spreadsheet does: the header is row 1.

    `column` is the title as in the file, or empty when the row as a whole is meant; `message` is a
    whole sentence that names both.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ImportPreview(Generic[RowT]):
    """`rows` are the ones that can be imported; `file_errors` say why there may be none at all."""

    rows: Sequence[RowT] = ()
    errors: Sequence[RowError] = ()
    file_errors: Sequence[str] = ()
    unknown_columns: Sequence[str] = ()
    encoding: str = ""
    fields: Sequence[str] = ()
    titles: Sequence[str] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Titles of the columns that are used, in the file's order."""
        return tuple(self.titles)

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The rows as people see them, under `header`."""
        return tuple(tuple(row.shown(field) for field in self.fields) for row in self.rows)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed and does no harm."""
        if not self.unknown_columns:
            return ()
        names = ", ".join(f"“{name}”" for name in self.unknown_columns)
        return (f"Columns that are not used: {names}.",)
