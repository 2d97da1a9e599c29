"""Students and assessments from a CSV file, as a school system exports it. Pure: nothing is stored.

    preview = read_students(data)
    preview.rows, preview.errors, preview.file_errors

Every row is either a checked row model or has an error that names its row and column in a sentence.
Nothing in a cell is ever executed: text that starts like a formula stays text.
"""

from ieps.csv_import.rows import AssessmentRow, StudentRow
from project.csv_import import MAX_BYTES, MAX_ROWS, ImportPreview, RowError, read_table

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "AssessmentRow",
    "ImportPreview",
    "RowError",
    "StudentRow",
    "read_assessments",
    "read_students",
]


def read_students(data: bytes) -> ImportPreview[StudentRow]:
    """One row per student; a student number that stands in the file twice is an error."""
    return read_table(data, StudentRow)


def read_assessments(data: bytes) -> ImportPreview[AssessmentRow]:
    """One row per result; the same student, tool, area and date twice is an error."""
    return read_table(data, AssessmentRow)
