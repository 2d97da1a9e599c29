"""The way of a draft from status to status. Only people take these steps."""

from collections.abc import Collection

from django.utils import timezone

from project import audit
from project.drafts import DraftStatus, Reviewed
from project.locks import ReviewedT, lock
from project.models import User
from project.problems import Problem
from project.revisions import save_revision

RETURNABLE = (DraftStatus.IN_REVIEW, DraftStatus.APPROVED)
FINALISABLE = (DraftStatus.APPROVED,)


class WrongStatus(Problem):
    type = "wrong-status"
    title = "This step does not fit the draft's status"


def require_status(draft: Reviewed, allowed: Collection[DraftStatus]) -> None:
    """Raises WrongStatus unless the draft's status is one of these."""
    if draft.status not in allowed:
        wanted = " or ".join(status.label.lower() for status in allowed)
        raise WrongStatus(
            f"It is {draft.get_status_display().lower()}; this can be done while it is {wanted}."
        )


def move(
    draft: ReviewedT,
    *,
    expected_revision: int,
    allowed: Collection[DraftStatus],
    to: DraftStatus,
    verb: str,
    by: User,
    **changes: object,
) -> ReviewedT:
    """Give the draft its next status. Call it inside the operation's transaction.

    Raises Locked when it is gone, WrongStatus when its status is none of the allowed ones,
    StaleRevision when someone changed it meanwhile.
    """
    draft = lock(draft)
    require_status(draft, allowed)
    draft = save_revision(
        draft,
        expected=expected_revision,
        changes={"status": to, "updated_at": timezone.now(), **changes},
    )
    audit.record(verb=verb, subject=draft, by=by)
    return draft


def withdraw(draft: ReviewedT, *, expected_revision: int, by: User) -> ReviewedT:
    """In review back to draft: whoever sent it has second thoughts, and nobody has decided yet."""
    return move(
        draft,
        expected_revision=expected_revision,
        allowed=[DraftStatus.IN_REVIEW],
        to=DraftStatus.DRAFT,
        verb="withdraw",
        by=by,
    )


def approve(
    draft: ReviewedT,
    *,
    expected_revision: int,
    allowed: Collection[DraftStatus],
    by: User,
    **changes: object,
) -> ReviewedT:
    return move(
        draft,
        expected_revision=expected_revision,
        allowed=allowed,
        to=DraftStatus.APPROVED,
        verb="approve",
        by=by,
        approved_by=by,
        approved_at=timezone.now(),
        **changes,
    )


def send_back(
    draft: ReviewedT, *, expected_revision: int, by: User, **changes: object
) -> ReviewedT:
    """In review, or approved, back to draft. What should change is for the caller to keep."""
    return move(
        draft,
        expected_revision=expected_revision,
        allowed=RETURNABLE,
        to=DraftStatus.DRAFT,
        verb="return",
        by=by,
        approved_by=None,
        approved_at=None,
        **changes,
    )


def finalise(draft: ReviewedT, *, expected_revision: int, by: User) -> ReviewedT:
    """Approved to final: locked for good."""
    return move(
        draft,
        expected_revision=expected_revision,
        allowed=FINALISABLE,
        to=DraftStatus.FINAL,
        verb="finalise",
        by=by,
        finalised_by=by,
        finalised_at=timezone.now(),
    )
