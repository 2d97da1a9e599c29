"""What the pages of all drafts do when a person takes a step from status to status."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from project.problems import Problem
from project.revisions import StaleRevision

STALE = "It was changed after you opened it. Look at it once more, then decide."


def take_step(request: HttpRequest, step: Callable[[], object], *, done: str) -> None:
    """Takes the step and says so, or says why it could not be taken."""
    try:
        step()
    except StaleRevision:
        messages.warning(request, STALE)
    except Problem as problem:
        messages.warning(request, problem.detail)
    else:
        messages.success(request, done)
