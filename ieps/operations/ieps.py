"""Make IEPs and have them drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ieps.models import IEP, Section, Student, Template, TemplateSection
from ieps.models.templates import TemplateChoice
from ieps.schemas import STUDENT_INFO
from project import audit
from project.jobs.operations import NothingToRetry, start_job
from project.jobs.plans import StepSpec
from project.jobs.subjects import require_idle
from project.locks import lock_draft, require_draft
from project.models import Job, StepStatus, User
from project.problems import InvalidInput

DRAFT_KIND = "ieps.draft"
RETRIEVE_STEP = "retrieve"
INDEX_STEP = "index"


@dataclass(frozen=True)
class CreatedIEP:
    iep: IEP
    job: Job


@transaction.atomic
def create_iep(
    *, student: Student, academic_year: str, meeting_date: date, choice: TemplateChoice, by: User
) -> CreatedIEP:
    """The next version of the student's IEP for the year, with a job that drafts its sections.

    The student's row is locked while the version is given, so that versions have no gap and no
    double however many arrive at once. (On SQLite the transaction itself is the lock.)
    """
    student = Student.objects.select_for_update().get(pk=student.pk)
    parent = (
        IEP.objects.filter(student=student, academic_year=academic_year)
        .order_by("-version")
        .first()
    )
    iep = IEP.objects.create(
        student=student,
        academic_year=academic_year,
        version=parent.version + 1 if parent else 1,
        parent=parent,
        meeting_date=meeting_date,
        student_info=student_info(student, meeting_date),
        template=choice.template,
        template_name=choice.template.name,
        created_with_optional_template=choice.fell_back,
        created_by=by,
    )
    sections = Section.objects.bulk_create(
        _section(iep, index, part) for index, part in enumerate(_drafted_parts(choice.template))
    )
    audit.record(verb="create", subject=iep, by=by)
    return CreatedIEP(iep, _start_drafting(iep, sections, by=by))


@transaction.atomic
def redraft_sections(
    *, iep: IEP, sections: Sequence[Section], by: User, instruction: str = ""
) -> Job:
    """Have sections proposed anew. A section that a person edited keeps its text: the new
    proposal is shown beside it, to be taken or left.

    Raises AlreadyDrafting while a job works on the IEP, Locked when it is no draft.
    """
    iep = lock_draft(iep)
    if not sections:
        raise InvalidInput("Choose at least one section to draft again.")
    require_idle(iep)
    Section.objects.filter(pk__in=[section.pk for section in sections]).update(
        instruction=instruction
    )
    audit.record(verb="redraft", subject=iep, by=by)
    return _start_drafting(iep, sections, by=by)


def check_retry(job: Job) -> None:
    """Whether a job of an IEP may run again: the same conditions as for a new one. Making a
    finished IEP findable changes nothing in it, and may be retried at any time.
    """
    iep = (
        IEP.objects.visible_to(job.owner)
        .select_for_update(of=("self",))
        .filter(pk=job.subject_id)
        .first()
    )
    if iep is None:
        raise NothingToRetry("The IEP was deleted, or its student is not assigned to you any more.")
    missing = job.steps.exclude(status=StepStatus.SUCCEEDED)
    if missing.exclude(key=INDEX_STEP).exists():
        require_draft(iep)
    require_idle(iep)


def student_info(student: Student, meeting_date: date) -> dict[str, str | None]:
    return {
        "name": student.full_name,
        "date_of_birth": student.birth_date.isoformat() if student.birth_date else None,
        "grade": student.grade,
        "class": student.class_name,
        "date_of_iep": meeting_date.isoformat(),
    }


def _drafted_parts(template: Template) -> list[TemplateSection]:
    return [part for part in template.sections.all() if part.key != STUDENT_INFO]


def _section(iep: IEP, index: int, part: TemplateSection) -> Section:
    return Section(iep=iep, index=index, key=part.key, title=part.title, kind=part.kind)


def _start_drafting(iep: IEP, sections: Sequence[Section], *, by: User) -> Job:
    steps = [
        StepSpec(RETRIEVE_STEP, "Find what the record says", stage=0, required=True),
        *(StepSpec(section.key, section.title, stage=1) for section in sections),
        StepSpec(INDEX_STEP, "Make the new IEP findable", stage=2),
    ]
    return start_job(
        kind=DRAFT_KIND,
        title=f"IEP for {iep.student.full_name}, {iep.label}",
        steps=steps,
        by=by,
        subject=iep,
    )
