"""Who may call what, by role. Which rows a person sees is the querysets' business."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from project.models import Role, User
from project.problems import NotAllowed


def has_role(*roles: Role) -> type[BasePermission]:
    """A DRF permission: the caller belongs to one of the roles."""

    class HasRole(BasePermission):
        message = f"This is for: {', '.join(roles)}."

        def has_permission(self, request: Request, view: Any) -> bool:
            user = request.user
            return isinstance(user, User) and any(user.has_role(role) for role in roles)

    return HasRole


def require_role(user: User, *roles: Role) -> None:
    """The same rule for pages. Raises NotAllowed."""
    if not any(user.has_role(role) for role in roles):
        raise NotAllowed(f"This page is for: {', '.join(roles)}. Ask an administrator for access.")
