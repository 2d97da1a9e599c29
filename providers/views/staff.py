"""Who may open these pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from project.people import PersonRequest
from project.problems import NotAllowed

Rest = ParamSpec("Rest")
View = Callable[Concatenate[PersonRequest, Rest], HttpResponse]


def for_staff(view: View[Rest]) -> View[Rest]:
    """Raises NotAllowed for everybody else."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise NotAllowed("The providers pages are for staff. Ask an administrator for access.")
        return view(request, *args, **kwargs)

    return guarded
