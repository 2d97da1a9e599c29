"""Typed access to the person behind a request, once signing in is certain."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from project.models import User


class PersonRequest(HttpRequest):
    """A page request behind LoginRequiredMiddleware: someone is signed in."""

    user: User
    htmx: HtmxDetails


def caller(request: Request) -> User:
    """The person behind an API call that passed IsAuthenticated."""
    if not isinstance(request.user, User):
        raise TypeError("an endpoint without authentication asked who calls")
    return request.user


def person(request: HttpRequest) -> User:
    """The person behind an admin page; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise TypeError("an admin page was reached without signing in")
    return request.user
