"""Bring students and assessments in from CSV files: first a preview, then all of it or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model
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
from project.problems import FieldError, InvalidInput, Problem

Kind = PendingImport.Kind
File = ImportPreview[StudentRow] | ImportPreview[AssessmentRow]
PENDING_LIFETIME = timedelta(days=1)
BATCH = 500
GONE = "This file was imported already, or its preview has expired."


@dataclass(frozen=True)
class Imported:
    """How many rows were made, changed, and were there already just so."""

    created: int
    updated: int
    unchanged: int


class AlreadyConfirmed(Problem):
    type = "already-confirmed"
    title = "This file was imported already"


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
    read = read_file(kind=kind, data=data)
    students = [row for row in read.rows if isinstance(row, StudentRow)]
    results = [row for row in read.rows if isinstance(row, AssessmentRow)]
    errors = [*check_students(students, by=by), *check_assessments(results, by=by)]
    return Preview(
        rows=read.rows,
        header=read.header,
        table=read.table,
        errors=sorted([*read.errors, *errors], key=lambda error: error.row),
        file_errors=read.file_errors,
        notes=read.notes,
    )


def read_file(*, kind: str, data: bytes) -> File:
    return read_students(data) if kind == Kind.STUDENTS else read_assessments(data)


@transaction.atomic
def keep_for_confirmation(*, kind: str, file_name: str, data: bytes, by: User) -> PendingImport:
    """Hold the file until the person says yes. Their earlier one of the kind is dropped."""
    PendingImport.objects.filter(owner=by, kind=kind).delete()
    return PendingImport.objects.create(owner=by, kind=kind, file_name=file_name[:200], data=data)


@transaction.atomic
def confirm_import(*, pending: PendingImport, by: User) -> Imported:
    """Import the file that was previewed. Raises ImportRefused when the record changed since,
    AlreadyConfirmed when a second click comes after the first one's work.
    """
    held = PendingImport.objects.select_for_update().filter(pk=pending.pk).first()
    if held is None:
        raise AlreadyConfirmed(GONE)
    read = read_file(kind=held.kind, data=bytes(held.data))
    if read.errors or read.file_errors:
        raise ImportRefused(read.errors)
    done = (
        import_students(rows=[row for row in read.rows if isinstance(row, StudentRow)], by=by)
        if held.kind == Kind.STUDENTS
        else import_assessments(
            rows=[row for row in read.rows if isinstance(row, AssessmentRow)], by=by
        )
    )
    held.delete()
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
    """Create the students, or bring them up to date by their number. Raises ImportRefused.

    Those that are there are held until the end, so that nobody's edit is lost in between.
    """
    numbers = [row.student_id for row in rows]
    matched = Student.objects.filter(student_number__in=numbers).order_by("pk")
    known = {row.student_number: row for row in matched.select_for_update()}
    errors = check_students(rows, by=by)
    if errors:
        raise ImportRefused(errors)
    new, changed = [], []
    columns: set[str] = set()
    for row in rows:
        values = row.student_columns()
        student = known.get(row.student_id)
        if student is None:
            new.append(Student(student_number=row.student_id, **values))
        elif differs(student, values):
            take_over(student, values)
            columns |= set(values)
            changed.append(student)
    with refused_when_taken():
        Student.objects.bulk_create(new, batch_size=BATCH)
    _assign(new, by)
    _save_students(changed, columns)
    audit.record_all(verb="edit", subjects=changed, by=by)
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))


def _save_students(students: Sequence[Student], columns: Collection[str]) -> None:
    """Write these columns of students, each an edit that raises the revision."""
    now = timezone.now()
    for student in students:
        student.revision = F("revision") + 1
        student.updated_at = now
    written = [*sorted(columns), "revision", "updated_at"]
    Student.objects.bulk_update(students, written, batch_size=BATCH)


def _assign(students: Sequence[Student], by: User) -> None:
    assigned = Student.teachers.through
    assigned.objects.bulk_create(
        (assigned(student_id=student.pk, user_id=by.pk) for student in students), batch_size=BATCH
    )
    audit.record_all(verb="create", subjects=students, by=by)


@contextmanager
def refused_when_taken() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        taken = "Some rows were recorded by somebody else this very moment. Look at the file again."
        raise ImportRefused([RowError(0, "", taken)]) from error


def differs(instance: Model, values: Mapping[str, Any]) -> bool:
    return any(getattr(instance, name) != value for name, value in values.items())


def take_over(instance: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(instance, name, value)


@transaction.atomic
def import_assessments(*, rows: Sequence[AssessmentRow], by: User) -> Imported:
    """Add the results; a row that is there already is brought up to date. Raises ImportRefused.

    The students are held until the end, so that two files about one do not meet.
    """
    matched = Student.objects.filter(student_number__in={row.student_id for row in rows})
    held = matched.order_by("pk").select_for_update()
    students = {student.student_number: student for student in held}
    errors = check_assessments(rows, by=by)
    if errors:
        raise ImportRefused(errors)
    recorded = Assessment.objects.filter(student__in=students.values()).order_by("pk")
    known = {
        (row.student_id, row.tool, row.area, row.date): row for row in recorded.select_for_update()
    }
    new, changed = [], []
    columns: set[str] = set()
    for row in rows:
        values = row.assessment_columns()
        student = students[row.student_id]
        assessment = known.get((student.pk, row.tool, row.area, row.date))
        if assessment is None:
            key = {"student": student, "tool": row.tool, "area": row.area, "date": row.date}
            new.append(Assessment(**key, **values))
        elif differs(assessment, values):
            take_over(assessment, values | {"updated_at": timezone.now()})
            columns |= set(values)
            changed.append(assessment)
    with refused_when_taken():
        Assessment.objects.bulk_create(new, batch_size=BATCH)
    Assessment.objects.bulk_update(changed, [*sorted(columns), "updated_at"], batch_size=BATCH)
    audit.record_all(verb="import_assessments", subjects=students.values(), by=by)
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))
