"""What may not be changed, and who may decide."""

from django.db.models import QuerySet

from programs.models import Coaching, Program
from project.drafts import DraftStatus
from project.models import Role, User
from project.problems import NotAllowed, Problem


class Locked(Problem):
    type = "program-locked"
    title = "This program can no longer be edited"


def require_draft(program: Program) -> None:
    """Raises Locked unless the program is a draft."""
    if program.is_editable:
        return
    if program.status == DraftStatus.FINAL:
        raise Locked("It is final. Make a new version to change something.")
    raise Locked(
        f"It is {program.get_status_display().lower()}. Make a new version to change something, "
        "or have it returned: then it is a draft again."
    )


def lock(program: Program) -> Program:
    """The program as it stands now, held until the transaction ends. Raises Locked when it is gone.

    Every edit takes the program before its weeks, as the jobs do: so no two wait for each other,
    no edit slips past an approval, and the whole is judged by one at a time. Whoever needs a job's
    row as well takes that one first.
    """
    return _found(Program.objects.select_for_update(of=("self",)), program)


def current(program: Program) -> Program:
    """The program as it stands now, without holding it. Raises Locked when it is gone."""
    return _found(Program.objects.all(), program)


def lock_draft(program: Program) -> Program:
    """The same; raises Locked unless it is a draft."""
    locked = lock(program)
    require_draft(locked)
    return locked


def _found(rows: QuerySet[Program], program: Program) -> Program:
    row = rows.select_related("client", "screening").filter(pk=program.pk).first()
    if row is None:
        raise Locked("It was deleted.")
    return row


def coaches(user: User, client: User) -> bool:
    return Coaching.objects.filter(coach=user, client=client).exists()


def may_decide(user: User, client: User) -> bool:
    """Whether the person may approve the client's programs: their coach, a reviewer, a coach for
    their own, or, where nobody coaches the client, the client.
    """
    if user.has_role(Role.REVIEWERS) or coaches(user, client):
        return True
    if user.pk != client.pk:
        return False
    return user.has_role(Role.COACHES) or not Coaching.objects.filter(client=client).exists()


def require_may_decide(user: User, client: User) -> None:
    if not may_decide(user, client):
        raise NotAllowed("Your coach decides about this. Send the program to them.")


def may_clear(user: User, client: User) -> bool:
    """Whether the person may record that the client got clearance: a coach of the client, or a
    reviewer; never the client.
    """
    return user.pk != client.pk and (user.has_role(Role.REVIEWERS) or coaches(user, client))


def require_other_person(client: User, by: User) -> None:
    """Clearance is for someone else to record. Raises NotAllowed for the client and strangers."""
    if not may_clear(by, client):
        raise NotAllowed("Your coach records the clearance; you cannot do it for yourself.")
