"""CSV files as people export them: bytes in, checked rows out. Pure: nothing is stored.

    preview = read_table(data, MyRow)
    preview.rows, preview.errors, preview.file_errors

An app says what a row is with a subclass of ImportRow. Every row is either a checked row or has an
error that names its row and column in a sentence.
"""

from project.csv_import.preview import ImportPreview, RowError
from project.csv_import.reading import read_table
from project.csv_import.rows import ImportRow
from project.csv_import.tables import MAX_BYTES, MAX_ROWS

__all__ = ["MAX_BYTES", "MAX_ROWS", "ImportPreview", "ImportRow", "RowError", "read_table"]
