"""What may no longer be changed."""

from ieps.models import IEP
from project.drafts import DraftStatus
from project.problems import Problem


class Locked(Problem):
    type = "iep-locked"
    title = "This IEP can no longer be edited"


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
