"""Bring students and assessments in from CSV files: first a preview, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from ieps.csv_import import (
    AssessmentRow,
    ImportPreview,
    RowError,
    StudentRow,
    read_assessments,
    read_students,
)
from ieps.models import Assessment, PendingImport, Student
from project import audit
from project.models import User
from project.problems import FieldError, InvalidInput

Kind = PendingImport.Kind
PENDING_LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class Imported:
    """How many rows were made, changed, and were there already just so."""

    created: int
    updated: int
    unchanged: int


class ImportRefused(InvalidInput):
    type = "import-refused"
    title = "Nothing was imported"

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(
            f"{len(errors)} of the rows need a correction. Nothing was imported.",
            errors=[FieldError(f"row {error.row}", error.message) for error in errors],
        )
        self.row_errors = tuple(errors)


@dataclass(frozen=True)
class Preview:
    """What a file holds, before anything of it is in the record.

    header and table: the rows as people see them. file_errors: why the file as a whole cannot be
    read. notes: what was noticed but does no harm, such as columns that are not used.
    """

    rows: Sequence[StudentRow] | Sequence[AssessmentRow]
    header: Sequence[str]
    table: Sequence[Sequence[str]]
    errors: Sequence[RowError]
    file_errors: Sequence[str]
    notes: Sequence[str]

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def importable(self) -> bool:
        """All or nothing: one wrong row keeps the whole file out."""
        return bool(self.rows) and not self.errors and not self.file_errors


def preview(*, kind: str, data: bytes, by: User) -> Preview:
    """Read a file and check it against the record. Writes nothing."""
    read: ImportPreview[StudentRow] | ImportPreview[AssessmentRow]
    if kind == Kind.STUDENTS:
        read = students = read_students(data)
        errors = check_students(students.rows, by=by)
    else:
        read = assessments = read_assessments(data)
        errors = check_assessments(assessments.rows, by=by)
    return Preview(
        rows=read.rows,
        header=read.header,
        table=read.table,
        errors=sorted([*read.errors, *errors], key=lambda error: error.row),
        file_errors=read.file_errors,
        notes=read.notes,
    )


@transaction.atomic
def keep_for_confirmation(*, kind: str, file_name: str, data: bytes, by: User) -> PendingImport:
    """Hold the file until the person says yes. Their earlier one of the kind is dropped."""
    PendingImport.objects.filter(owner=by, kind=kind).delete()
    return PendingImport.objects.create(owner=by, kind=kind, file_name=file_name[:200], data=data)


@transaction.atomic
def confirm_import(*, pending: PendingImport, by: User) -> Imported:
    """Import the file that was previewed. Raises ImportRefused when the record changed since."""
    data = bytes(pending.data)
    checked = preview(kind=pending.kind, data=data, by=by)
    if not checked.importable:
        raise ImportRefused(checked.errors)
    if pending.kind == Kind.STUDENTS:
        done = import_students(rows=read_students(data).rows, by=by)
    else:
        done = import_assessments(rows=read_assessments(data).rows, by=by)
    pending.delete()
    return done


def delete_expired_imports() -> int:
    """Drop files that nobody confirmed for a day."""
    deleted, _ = PendingImport.objects.filter(
        created_at__lt=timezone.now() - PENDING_LIFETIME
    ).delete()
    return deleted


def check_students(rows: Sequence[StudentRow], *, by: User) -> list[RowError]:
    """Rows whose number belongs to a student of somebody else."""
    numbers = [row.student_id for row in rows]
    foreign = set(
        Student.objects.filter(student_number__in=numbers)
        .exclude(pk__in=Student.objects.visible_to(by).values("pk"))
        .values_list("student_number", flat=True)
    )
    return [
        RowError(
            row.row,
            "student_id",
            f"Row {row.row}: the student number {row.student_id} is taken. Check it, or ask an "
            "administrator to assign the student to you.",
        )
        for row in rows
        if row.student_id in foreign
    ]


def check_assessments(rows: Sequence[AssessmentRow], *, by: User) -> list[RowError]:
    """Rows about students that the person does not have."""
    known = set(
        Student.objects.visible_to(by)
        .filter(student_number__in={row.student_id for row in rows})
        .values_list("student_number", flat=True)
    )
    return [
        RowError(
            row.row,
            "student_id",
            f"Row {row.row}: you have no student with the number {row.student_id}. Import the "
            "student first, or correct the number.",
        )
        for row in rows
        if row.student_id not in known
    ]


@transaction.atomic
def import_students(*, rows: Sequence[StudentRow], by: User) -> Imported:
    """Create the students, or bring them up to date by their number. Raises ImportRefused."""
    errors = check_students(rows, by=by)
    if errors:
        raise ImportRefused(errors)
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        counts[_import_student(row, by)] += 1
    return Imported(**counts)


def _import_student(row: StudentRow, by: User) -> str:
    values = row.student_columns()
    try:
        with transaction.atomic():
            student, created = Student.objects.get_or_create(
                student_number=row.student_id, defaults=values
            )
    except IntegrityError as error:
        raise ImportRefused(
            [RowError(row.row, "student_id", f"Row {row.row}: this number was just taken.")]
        ) from error
    if created:
        student.teachers.add(by)
        audit.record(verb="create", subject=student, by=by)
        return "created"
    if all(getattr(student, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(student, name, value)
    student.revision += 1
    student.save()
    audit.record(verb="edit", subject=student, by=by)
    return "updated"


@transaction.atomic
def import_assessments(*, rows: Sequence[AssessmentRow], by: User) -> Imported:
    """Add the results; a row that is there already is brought up to date. Raises ImportRefused."""
    errors = check_assessments(rows, by=by)
    if errors:
        raise ImportRefused(errors)
    students = {
        student.student_number: student
        for student in Student.objects.visible_to(by).filter(
            student_number__in={row.student_id for row in rows}
        )
    }
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        counts[_import_assessment(row, students[row.student_id])] += 1
    for student in students.values():
        audit.record(verb="import_assessments", subject=student, by=by)
    return Imported(**counts)


def _import_assessment(row: AssessmentRow, student: Student) -> str:
    values = row.assessment_columns()
    assessment, created = Assessment.objects.get_or_create(
        student=student, tool=row.tool, area=row.area, date=row.date, defaults=values
    )
    if created:
        return "created"
    if all(getattr(assessment, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.save()
    return "updated"
