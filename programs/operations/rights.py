"""Who may decide about a program, and who may clear a client for training."""

from programs.models import Coaching
from project.models import Role, User
from project.problems import NotAllowed


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
