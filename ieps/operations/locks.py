"""What may no longer be changed."""

from ieps.models import IEP
from project.drafts import DraftStatus
from project.problems import Problem


class Locked(Problem):
    type = "iep-locked"
    title = "This IEP can no longer be edited"


def lock(iep: IEP) -> IEP:
    """The IEP as it stands now, held until the transaction ends. Raises Locked when it is gone.

    Every edit takes the IEP before its sections, as the jobs do: so no two wait for each other, and
    no edit slips past a submission. Whoever needs a job's row as well takes that one first.
    """
    held = (
        IEP.objects.select_for_update(of=("self",))
        .select_related("student")
        .filter(pk=iep.pk)
        .first()
    )
    if held is None:
        raise Locked("It was deleted.")
    return held


def lock_draft(iep: IEP) -> IEP:
    """The same; raises Locked unless it is a draft."""
    held = lock(iep)
    require_draft(held)
    return held


def require_draft(iep: IEP) -> None:
    """Raises Locked unless the IEP is a draft."""
    if iep.is_editable:
        return
    if iep.status == DraftStatus.FINAL:
        raise Locked("It is final. Start a new version to change something.")
    raise Locked(
        f"It is {iep.get_status_display().lower()}. A reviewer can return it with a comment; "
        "then it is a draft again."
    )
