"""Files to import, in a line or two."""

from ieps.csv_import import (
    AssessmentRow,
    ImportPreview,
    StudentRow,
    read_assessments,
    read_students,
)

STUDENT_HEADER = "Student ID,First Name,Last Name,DOB"


def students(*rows: str, header: str = STUDENT_HEADER) -> ImportPreview[StudentRow]:
    return read_students("\n".join((header, *rows)).encode())


def assessments(
    *rows: str, header: str = "Student ID,Test,Area,Date,Score,Unit,Percentile,Notes"
) -> ImportPreview[AssessmentRow]:
    return read_assessments("\n".join((header, *rows)).encode())


def messages(preview: ImportPreview[StudentRow] | ImportPreview[AssessmentRow]) -> list[str]:
    return [error.message for error in preview.errors]
