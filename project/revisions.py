"""Edits carry the revision they were made from. A stale edit is refused and loses nothing."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import F
from django.http import HttpRequest
from rest_framework.request import Request

from project.models import Revisioned
from project.problems import Problem

REVISION = re.compile(r"[0-9]{1,9}")

RevisionedT = TypeVar("RevisionedT", bound=Revisioned)


class StaleRevision(Problem):
    status = 412
    type = "stale-revision"
    title = "Someone changed this meanwhile"

    def __init__(self, current: Revisioned) -> None:
        super().__init__(
            "It was saved by someone else after you opened it. Your text is not lost: compare "
            "the two, then save again.",
            current_revision=current.revision,
        )
        self.current = current


class RevisionRequired(Problem):
    status = 428
    type = "revision-required"
    title = "Say which revision you edited"

    def __init__(self) -> None:
        super().__init__(
            "Send the revision you read in the If-Match header, as given in ETag or in the "
            "field “revision”."
        )


def save_revision(
    instance: RevisionedT, *, expected: int, changes: Mapping[str, Any]
) -> RevisionedT:
    """Write ``changes`` if the row still has the ``expected`` revision, by compare-and-swap.

    Raises StaleRevision with the row as it stands now. Call it inside the operation's
    transaction, before anything that depends on the edit.
    """
    manager = type(instance)._default_manager
    updated = manager.filter(pk=instance.pk, revision=expected).update(
        revision=F("revision") + 1, **changes
    )
    instance.refresh_from_db()
    if not updated:
        raise StaleRevision(instance)
    return instance


def require_revision(instance: Revisioned, expected: int) -> None:
    """Raises StaleRevision before anything else is said about a row that has changed."""
    if instance.revision != expected:
        raise StaleRevision(instance)


def etag(instance: Revisioned) -> str:
    return f'"{instance.revision}"'


def revision_from(request: Request) -> int:
    """The revision an API edit was made from: the If-Match header. Raises RevisionRequired."""
    header = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not REVISION.fullmatch(header):
        raise RevisionRequired
    return int(header)


def posted_revision(request: HttpRequest) -> int:
    """The revision that a page's form was made from; 0, which no row has, for anything else."""
    text = request.POST.get("revision", "")
    return int(text) if REVISION.fullmatch(text) else 0
