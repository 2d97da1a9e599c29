"""The demo workspace: one person per role, and what each app fills it with.

Passwords are derived from the installation's secret: the same on every run, written nowhere.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from rest_framework.authtoken.models import Token

from project.models import Role, User


@dataclass(frozen=True)
class DemoPerson:
    username: str
    first_name: str
    last_name: str
    role: Role
    is_staff: bool = False
    is_superuser: bool = False


@dataclass(frozen=True)
class DemoLogin:
    id: int
    username: str
    password: str
    role: str
    token: str


PEOPLE = (
    DemoPerson("teacher", "Tessa", "Lindqvist", Role.TEACHERS),
    DemoPerson("teacher2", "Omar", "Haddad", Role.TEACHERS),
    DemoPerson("coach", "Carla", "Nunes", Role.COACHES),
    DemoPerson("learner", "Jonas", "Keller", Role.LEARNERS),
    DemoPerson("datamaker", "Dana", "Okoro", Role.DATA_MAKERS),
    DemoPerson("reviewer", "Ruth", "Mbeki", Role.REVIEWERS, is_staff=True),
    DemoPerson("admin", "Ada", "Brandt", Role.REVIEWERS, is_staff=True, is_superuser=True),
)

Filler = Callable[[Mapping[str, User]], None]
_fillers: list[Filler] = []


def register(filler: Filler) -> None:
    """Add an app's own demo content. It gets the people by username and must be idempotent."""
    if filler not in _fillers:
        _fillers.append(filler)


def demo_password(username: str) -> str:
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"demo login {username}".encode(), hashlib.sha256
    ).digest()
    return base64.b32encode(digest)[:10].decode().lower()


def create_demo() -> list[DemoLogin]:
    """Create what is missing of the demo workspace and return its logins."""
    with transaction.atomic():
        users = {person.username: _create_person(person) for person in PEOPLE}
    for filler in _fillers:
        filler(users)
    return [_login(person, users[person.username]) for person in PEOPLE]


def _create_person(person: DemoPerson) -> User:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": f"{person.username}@draftroom.invalid",
            "is_staff": person.is_staff,
            "is_superuser": person.is_superuser,
        },
    )
    # Another secret means other passwords; what is printed must be what works.
    if created or not user.check_password(demo_password(person.username)):
        user.set_password(demo_password(person.username))
        user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=person.role))
    return user


def _login(person: DemoPerson, user: User) -> DemoLogin:
    token, _ = Token.objects.get_or_create(user=user)
    return DemoLogin(
        id=user.pk,
        username=user.username,
        password=demo_password(user.username),
        role=str(person.role),
        token=token.key,
    )


def is_empty() -> bool:
    return not User.objects.exists()


def demo_logins(host: str) -> list[dict[str, str]]:
    """The logins for the sign-in page: only on loopback, and only while nobody else has one."""
    if host.rsplit(":", 1)[0] not in {"localhost", "127.0.0.1", "[::1]"}:
        return []
    names = {person.username for person in PEOPLE}
    existing = set(User.objects.values_list("username", flat=True)[: len(names) + 1])
    if not existing or not existing <= names:
        return []
    return [
        {
            "username": person.username,
            "password": demo_password(person.username),
            "role": "Administrator" if person.is_superuser else str(person.role),
        }
        for person in PEOPLE
        if person.username in existing
    ]


def as_json(logins: list[DemoLogin]) -> dict[str, list[dict[str, object]]]:
    return {"users": [asdict(login) for login in logins]}
