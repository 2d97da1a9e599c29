"""Bring exercises in from a CSV file: all of it or nothing, known ones by their slug."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from programs.catalogue_csv import COLUMNS, ExerciseRow, read_catalogue, write_catalogue
from programs.models import CatalogueExercise
from project import audit
from project.csv_import import RowError
from project.csv_import.tables import clean
from project.idempotency import fingerprint
from project.models import User
from project.problems import FieldError, InvalidInput

# The file calls by a plain name what the table calls by another.
_COLUMN_OF: Mapping[str, str] = {name: name for name in COLUMNS} | {"in_use": "is_active"}


@dataclass(frozen=True)
class Change:
    """One exercise that the file adds or changes. columns: which; empty for a new one."""

    row: ExerciseRow
    columns: Sequence[str]

    @property
    def is_new(self) -> bool:
        return not self.columns


@dataclass(frozen=True)
class CataloguePreview:
    """What a file would do to the catalogue; nothing of it is done yet."""

    changes: Sequence[Change]
    unchanged: int
    errors: Sequence[RowError]
    file_errors: Sequence[str]
    notes: Sequence[str]

    @property
    def importable(self) -> bool:
        """All or nothing: one wrong row keeps the whole file out."""
        return not self.errors and not self.file_errors

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created

    @property
    def fingerprint(self) -> str:
        """Of what would be done: another one means that the catalogue has changed meanwhile."""
        return fingerprint(
            *(f"{change.row.slug}:{','.join(change.columns)}" for change in self.changes)
        )


def export_catalogue(rows: Iterable[CatalogueExercise]) -> str:
    return write_catalogue(_as_row(row) for row in rows)


def preview_catalogue(data: bytes) -> CataloguePreview:
    """Read a file and compare it with the catalogue. Writes nothing."""
    read = read_catalogue(data)
    known = {row.slug: row for row in CatalogueExercise.objects.all()}
    changes = [
        change for row in read.rows if (change := _change(row, known.get(row.slug))) is not None
    ]
    return CataloguePreview(
        changes=changes,
        unchanged=len(read.rows) - len(changes),
        errors=read.errors,
        file_errors=read.file_errors,
        notes=read.notes,
    )


@transaction.atomic
def import_catalogue(*, data: bytes, by: User) -> CataloguePreview:
    """Add and change what the file says; exercises that it does not name stay as they are.

    Raises InvalidInput when any row is wrong: then nothing is imported.
    """
    list(CatalogueExercise.objects.select_for_update().values_list("pk", flat=True))
    preview = preview_catalogue(data)
    if not preview.importable:
        raise InvalidInput(
            "Some rows need a correction. Nothing was imported.",
            errors=[FieldError(f"row {error.row}", error.message) for error in preview.errors],
        )
    for change in preview.changes:
        values = {_COLUMN_OF[name]: getattr(change.row, name) for name in COLUMNS}
        exercise, created = CatalogueExercise.objects.update_or_create(
            slug=change.row.slug, defaults=values
        )
        audit.record(verb="create" if created else "edit", subject=exercise, by=by)
    return preview


def _change(row: ExerciseRow, known: CatalogueExercise | None) -> Change | None:
    if known is None:
        return Change(row, ())
    current = _as_row(known)
    columns = [name for name in COLUMNS if getattr(row, name) != getattr(current, name)]
    return Change(row, columns) if columns else None


def _as_row(exercise: CatalogueExercise) -> ExerciseRow:
    """As reading its own row in a file would give it. Not checked: it is what stands."""
    values = {name: getattr(exercise, _COLUMN_OF[name]) for name in COLUMNS}
    values = {
        name: clean(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return ExerciseRow.model_construct(row=0, **values)
