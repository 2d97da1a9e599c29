"""What each app puts in front of people: its place in the menu and on the home page.

Apps register themselves in AppConfig.ready, so that project need not know them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from project.models import Role, User


@dataclass(frozen=True)
class DraftLine:
    """One draft on the home page."""

    title: str
    subtitle: str
    url: str
    status: str
    status_label: str
    updated_at: datetime


@dataclass(frozen=True)
class Start:
    """Something a person can begin."""

    title: str
    text: str
    url: str
    button: str


def _nothing(user: User, limit: int) -> Sequence[DraftLine]:
    return ()


@dataclass(frozen=True)
class AppEntry:
    """title and url_name are the menu's; the callables read rows for a person, newest first.

    in_use: what is approved and theirs to work with. readers: roles that find it in the menu, but
    begin nothing there.
    """

    title: str
    url_name: str
    roles: tuple[Role, ...]
    start_text: str
    start_button: str
    drafts: Callable[[User, int], Sequence[DraftLine]]
    awaiting_review: Callable[[User, int], Sequence[DraftLine]]
    in_use: Callable[[User, int], Sequence[DraftLine]] = _nothing
    readers: tuple[Role, ...] = ()

    def is_for(self, user: User) -> bool:
        return any(user.has_role(role) for role in self.roles)


@dataclass(frozen=True)
class NavItem:
    title: str
    url: str
    current: bool


_entries: dict[str, AppEntry] = {}
_for_staff: dict[str, str] = {}


def register(entry: AppEntry) -> None:
    _entries[entry.url_name] = entry


def register_for_staff(title: str, url_name: str) -> None:
    """A place in the menu of staff, without a card on the home page."""
    _for_staff[url_name] = title


def entries_for(user: User) -> list[AppEntry]:
    return [entry for _, entry in sorted(_entries.items()) if entry.is_for(user)]


def all_entries() -> list[AppEntry]:
    return [entry for _, entry in sorted(_entries.items())]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu of the signed-in person."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav_items": []}
    places = [("Home", reverse("home"))]
    places += [
        (entry.title, reverse(entry.url_name))
        for entry in all_entries()
        if entry.is_for(user) or any(user.has_role(role) for role in entry.readers)
    ]
    places += [("Jobs", reverse("jobs"))]
    if user.is_staff:
        places += [(title, reverse(name)) for name, title in _for_staff.items()]
        places += [("Administration", reverse("admin:index"))]
    return {
        "nav_items": [
            NavItem(title, url, current=_is_current(request.path, url)) for title, url in places
        ]
    }


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
