"""The way of a draft from status to status. Only people take these steps."""

from collections.abc import Collection
from typing import TypeVar

from django.utils import timezone

from project import audit
from project.drafts import DraftStatus, Reviewed
from project.models import User
from project.problems import Problem
from project.revisions import save_revision

ReviewedT = TypeVar("ReviewedT", bound=Reviewed)


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

    Raises WrongStatus when its status is none of the allowed ones, StaleRevision when someone
    changed it meanwhile.
    """
    rows = type(draft)._default_manager.select_for_update()
    held = rows.filter(pk=draft.pk).first()
    if held is None:
        raise WrongStatus("It was deleted meanwhile.")
    draft = held
    require_status(draft, allowed)
    draft = save_revision(
        draft,
        expected=expected_revision,
        changes={"status": to, "updated_at": timezone.now(), **changes},
    )
    audit.record(verb=verb, subject=draft, by=by)
    return draft
