"""Keep a student's record."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ieps.models import Assessment, Note, Student
from project import audit, idempotency
from project.jobs.operations import start_job
from project.jobs.plans import StepSpec
from project.models import Job, User
from project.problems import FieldError, InvalidInput
from project.revisions import save_revision

FORGET_KIND = "ieps.forget_student"
FORGET_STEP = "forget"
FORGET_AGAIN_STEP = "forget_again"


class NumberTaken(InvalidInput):
    def __init__(self, number: str) -> None:
        text = f"The student number {number} is taken. Check it, or ask an administrator."
        super().__init__(text, errors=[FieldError("student_number", text)])


class AlreadyRecorded(InvalidInput):
    def __init__(self) -> None:
        text = "This tool was already recorded for this area on this day."
        super().__init__(text, errors=[FieldError("date", text)])


@transaction.atomic
def create_student(*, student: Student, by: User) -> Student:
    """Save a new student, assigned to the person who adds them. Raises NumberTaken."""
    try:
        with transaction.atomic():
            student.save(force_insert=True)
    except IntegrityError as error:
        raise NumberTaken(student.student_number) from error
    student.teachers.add(by)
    audit.record(verb="create", subject=student, by=by)
    return student


@transaction.atomic
def edit_student(
    *, student: Student, expected_revision: int, changes: Mapping[str, Any], by: User
) -> Student:
    """Raises StaleRevision or NumberTaken."""
    try:
        with transaction.atomic():
            student = save_revision(
                student,
                expected=expected_revision,
                changes={**changes, "updated_at": timezone.now()},
            )
    except IntegrityError as error:
        raise NumberTaken(str(changes.get("student_number", ""))) from error
    audit.record(verb="edit", subject=student, by=by)
    return student


@transaction.atomic
def add_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Raises AlreadyRecorded for the same tool, area and day."""
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyRecorded from error
    audit.record(verb="add_assessment", subject=assessment.student, by=by)
    return assessment


@transaction.atomic
def edit_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Save a result that was corrected. Raises AlreadyRecorded like a new one."""
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        raise AlreadyRecorded from error
    audit.record(verb="edit_assessment", subject=assessment.student, by=by)
    return assessment


@transaction.atomic
def delete_assessment(*, assessment: Assessment, by: User) -> None:
    audit.record(verb="delete_assessment", subject=assessment.student, by=by)
    assessment.delete()


@transaction.atomic
def add_note(*, note: Note, by: User) -> Note:
    note.author = by
    note.save(force_insert=True)
    audit.record(verb="add_note", subject=note.student, by=by)
    return note


@transaction.atomic
def delete_student(*, student: Student, by: User) -> Job:
    """Delete the student with everything about them: rows, jobs, and, by a job, the vectors."""
    audit.record(verb="delete", subject=student, by=by)
    iep_ids = [str(pk) for pk in student.ieps.values_list("pk", flat=True)]
    jobs = Job.objects.filter(subject_type="ieps.iep", subject_id__in=iep_ids)
    steps = [StepSpec(FORGET_STEP, "Delete from the vector store")]
    if jobs.live().exists():
        steps.append(StepSpec(FORGET_AGAIN_STEP, "Delete what a running draft put back", stage=1))
    student_id = str(student.pk)
    idempotency.forget(
        [
            f"/api/v1/ieps/students/{student_id}/",
            f"/api/v1/ieps/students/{student_id}/assessments/",
            *(f"/api/v1/ieps/{pk}/comments/" for pk in iep_ids),
            *(f"/api/v1/jobs/{pk}/" for pk in jobs.values_list("pk", flat=True)),
        ]
    )
    jobs.delete()
    student.delete()
    return start_job(
        kind=FORGET_KIND,
        title="Delete a student's search entries",
        steps=steps,
        by=by,
        params={"student_id": student_id},
    )
