"""The way of an IEP from draft to final. Only people take these steps."""

from django.db import transaction

from ieps.collecting import whole_findings
from ieps.models import IEP, Comment, Section, SectionFinding
from project import audit, reviewing
from project.drafts import DraftStatus
from project.findings import Severity
from project.jobs.subjects import running_job
from project.locks import lock
from project.models import Role, User
from project.problems import InvalidInput, NotAllowed
from project.reviewing import WrongStatus, move

APPROVABLE = (DraftStatus.IN_REVIEW,)


def concerns(iep: IEP) -> list[str]:
    """The errors that the rules still find, section by section, then in the IEP as a whole: what
    the person who approves should have read.
    """
    wrong = SectionFinding.objects.filter(section__iep=iep, severity=Severity.ERROR)
    found = [
        f"{item.section.title}: {item.message}"
        for item in wrong.select_related("section").order_by("section__index", "pk")
    ]
    sections = iep.sections.prefetch_related("goals", "services")
    whole = whole_findings(iep, sections)
    return found + [item.message for item in whole if item.severity == Severity.ERROR]


def may_decide(user: User) -> bool:
    """Whether the person may take a draft's steps from review on, in the administration."""
    return user.is_staff and user.has_role(Role.REVIEWERS)


def _require_reviewer(by: User) -> None:
    if not by.has_role(Role.REVIEWERS):
        raise NotAllowed("Only a reviewer can do this.")


@transaction.atomic
def submit_for_review(*, iep: IEP, expected_revision: int, by: User) -> IEP:
    """Draft to in review. Every section must be written, and nothing may be in the works."""
    iep = lock(iep)
    if running_job(iep) is not None:
        raise WrongStatus("It is still being drafted. Wait for the job to end, or cancel it.")
    empty = [section.title for section in iep.sections.all() if not section.is_written]
    if empty:
        raise InvalidInput(f"These sections are still empty: {', '.join(empty)}.")
    return move(
        iep,
        expected_revision=expected_revision,
        allowed=[DraftStatus.DRAFT],
        to=DraftStatus.IN_REVIEW,
        verb="submit",
        by=by,
    )


@transaction.atomic
def withdraw_iep(*, iep: IEP, expected_revision: int, by: User) -> IEP:
    return reviewing.withdraw(iep, expected_revision=expected_revision, by=by)


@transaction.atomic
def approve_iep(*, iep: IEP, expected_revision: int, by: User) -> IEP:
    _require_reviewer(by)
    return reviewing.approve(iep, expected_revision=expected_revision, allowed=APPROVABLE, by=by)


@transaction.atomic
def return_iep(*, iep: IEP, expected_revision: int, comment: str, by: User) -> IEP:
    """In review, or approved, back to draft, with a comment that says why."""
    _require_reviewer(by)
    if not comment.strip():
        raise InvalidInput("Say what should change, so that the teacher knows what to do.")
    iep = reviewing.send_back(iep, expected_revision=expected_revision, by=by)
    Comment.objects.create(iep=iep, author=by, text=comment.strip())
    return iep


@transaction.atomic
def finalise_iep(*, iep: IEP, expected_revision: int, by: User) -> IEP:
    _require_reviewer(by)
    return reviewing.finalise(iep, expected_revision=expected_revision, by=by)


@transaction.atomic
def add_comment(*, iep: IEP, text: str, by: User, section: Section | None = None) -> Comment:
    if not text.strip():
        raise InvalidInput("Write the comment first.")
    comment = Comment.objects.create(iep=iep, section=section, author=by, text=text.strip())
    audit.record(verb="comment", subject=iep, by=by)
    return comment
