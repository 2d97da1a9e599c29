"""A form that is sent after its session ended: what was typed goes along through the login page.

The fields travel as hidden inputs, from page to page of the same browser; the server keeps nothing.
With them goes, signed, who was last signed in on this browser: another person who signs in instead
does not get the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from project.models import User

PREFIX = "carried:"
WRITER_FIELD = "carried_by"
PERSON_COOKIE = "draftroom_person"
SALT = "project.carrying"
COOKIE_SECONDS = 90 * 24 * 3600


@dataclass(frozen=True)
class Field:
    name: str
    value: str

    @property
    def carried_name(self) -> str:
        return PREFIX + self.name

    @property
    def is_text(self) -> bool:
        """Whether a person typed it, as opposed to keys and counters that the page put in."""
        return "\n" in self.value or " " in self.value.strip()


@dataclass(frozen=True)
class Carried:
    """Fields on their way, and the signed key of the person who typed them."""

    fields: Sequence[Field]
    writer: str = ""

    def belongs_to(self, user: User) -> bool:
        try:
            return bool(signing.loads(self.writer, salt=SALT) == user.pk)
        except signing.BadSignature:
            return False


def remember_person(response: HttpResponse, user: User, *, secure: bool) -> None:
    """Note in the browser who signed in, so that a later login can tell whether it is the same."""
    response.set_cookie(
        PERSON_COOKIE,
        signing.dumps(user.pk, salt=SALT),
        max_age=COOKIE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def posted(request: HttpRequest) -> Carried | None:
    """What a refused request tried to send; None when nothing of it can or should be carried:
    files cannot, and passwords must not be written into a page.
    """
    if request.method != "POST" or request.FILES:
        return None
    fields = fields_of(request.POST)
    if any("password" in field.name.lower() for field in fields):
        return None
    return Carried(fields, request.COOKIES.get(PERSON_COOKIE, ""))


def received(data: QueryDict) -> Carried | None:
    """What the login page carries."""
    fields = [
        Field(field.name.removeprefix(PREFIX), field.value)
        for field in fields_of(data)
        if field.name.startswith(PREFIX)
    ]
    writer = data.get(WRITER_FIELD, "")
    return Carried(fields, writer) if writer else None


def fields_of(data: QueryDict) -> list[Field]:
    return [
        Field(name, value)
        for name, values in data.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
