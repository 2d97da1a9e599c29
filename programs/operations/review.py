"""The way of a program from draft to final. Only people take these steps."""

from django.db import transaction

from programs.models import Program
from programs.operations.programs import require_screened
from programs.operations.rights import require_may_decide
from programs.screening import unanswered
from project import reviewing
from project.drafts import DraftStatus
from project.findings import Severity
from project.jobs.subjects import running_job
from project.locks import lock
from project.models import User
from project.problems import FieldError, InvalidInput, Problem
from project.reviewing import WrongStatus, move
from project.revisions import require_revision

APPROVABLE = (DraftStatus.DRAFT, DraftStatus.IN_REVIEW)


class ConcernsOpen(Problem):
    """The program can be approved, but not without looking at what is said about it."""

    status = 409
    type = "concerns-open"
    title = "Look at the open concerns first"


def require_complete(program: Program) -> None:
    """Raises ClearanceNeeded, WrongStatus while a job runs, or InvalidInput for missing weeks."""
    require_screened(program)
    if running_job(program) is not None:
        raise WrongStatus("It is still being drafted. Wait for the job to end, or cancel it.")
    missing = [str(week.number) for week in program.weeks.all() if not week.is_written]
    if missing:
        raise InvalidInput(f"These weeks are not written yet: {', '.join(missing)}.")


def concerns(program: Program) -> list[str]:
    """What the person who approves should know and say yes to."""
    found = [
        f"Week {item.week.number}: {item.message}" if item.week else item.message
        for item in program.findings.filter(severity=Severity.ERROR).select_related("week")
    ]
    if left := unanswered(program.screening.answers):
        found.append(f"{len(left)} questions of the health screen were not answered.")
    return found


@transaction.atomic
def submit_for_review(*, program: Program, expected_revision: int, by: User) -> Program:
    """Draft to in review: the coach sees that it waits."""
    program = lock(program)
    require_complete(program)
    return move(
        program,
        expected_revision=expected_revision,
        allowed=[DraftStatus.DRAFT],
        to=DraftStatus.IN_REVIEW,
        verb="submit",
        by=by,
        review_note="",
    )


@transaction.atomic
def withdraw_program(*, program: Program, expected_revision: int, by: User) -> Program:
    return reviewing.withdraw(program, expected_revision=expected_revision, by=by)


@transaction.atomic
def approve_program(
    *, program: Program, expected_revision: int, accept_concerns: bool, by: User
) -> Program:
    """Draft or in review to approved. Raises ConcernsOpen unless what `concerns` says is accepted.

    A coach approves a client's draft directly: nobody else would look at it in between.
    """
    require_may_decide(by, program.client)
    program = lock(program)
    require_revision(program, expected_revision)
    require_complete(program)
    if not accept_concerns and (open_ones := concerns(program)):
        raise ConcernsOpen(
            f"Read these, then approve with accept_concerns: {' '.join(open_ones[:5])}",
            errors=[FieldError("accept_concerns", text) for text in open_ones],
        )
    return reviewing.approve(
        program,
        expected_revision=expected_revision,
        allowed=APPROVABLE,
        by=by,
        review_note="",
    )


@transaction.atomic
def return_program(*, program: Program, expected_revision: int, note: str, by: User) -> Program:
    """In review, or approved, back to draft, with a note that says why."""
    require_may_decide(by, program.client)
    if not note.strip():
        text = "Say what should change, so that the reader knows what to do."
        raise InvalidInput(text, errors=[FieldError("note", text)])
    return reviewing.send_back(
        program, expected_revision=expected_revision, by=by, review_note=note.strip()
    )


@transaction.atomic
def finalise_program(*, program: Program, expected_revision: int, by: User) -> Program:
    require_may_decide(by, program.client)
    return reviewing.finalise(program, expected_revision=expected_revision, by=by)
