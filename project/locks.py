"""Drafts held while they are changed, and what may no longer be changed."""

from typing import TypeVar

from django.db.models import QuerySet

from project.drafts import DraftStatus, Reviewed
from project.problems import Problem

ReviewedT = TypeVar("ReviewedT", bound=Reviewed)


class Locked(Problem):
    type = "draft-locked"
    title = "This draft can no longer be edited"


def lock(draft: ReviewedT) -> ReviewedT:
    """The draft as it stands now, held until the transaction ends. Raises Locked when it is gone.

    Every edit takes the draft before its parts, as the jobs do: so no two wait for each other, no
    edit slips past a submission, and the whole is judged by one at a time. Whoever needs a job's
    row as well takes that one first.
    """
    return _found(draft, type(draft)._default_manager.select_for_update())


def lock_draft(draft: ReviewedT) -> ReviewedT:
    """The same; raises Locked unless its status is draft."""
    held = lock(draft)
    require_draft(held)
    return held


def current(draft: ReviewedT) -> ReviewedT:
    """The draft as it stands now, without holding it. Raises Locked when it is gone."""
    return _found(draft, type(draft)._default_manager.all())


def require_draft(draft: Reviewed) -> None:
    """Raises Locked unless its status is draft."""
    if draft.is_editable:
        return
    if draft.status == DraftStatus.FINAL:
        raise Locked("It is final. Make a new version to change something.")
    raise Locked(
        f"It is {draft.get_status_display().lower()}. Make a new version to change something, or "
        "have it returned: then it is a draft again."
    )


def _found(draft: ReviewedT, rows: QuerySet[ReviewedT]) -> ReviewedT:
    row = rows.filter(pk=draft.pk).first()
    if row is None:
        raise Locked("It was deleted.")
    return row
