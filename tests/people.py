"""People for tests: Alice owns, Bob shares, Charlie must get nothing."""

from django.contrib.auth.models import Group

from project.models import Role, User


def person(username: str, *roles: Role, **fields) -> User:
    user = User.objects.create_user(username=username, password="pass word 1", **fields)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def teacher(username: str = "alice", **fields) -> User:
    return person(username, Role.TEACHERS, **fields)


def reviewer(username: str = "rita", **fields) -> User:
    return person(username, Role.REVIEWERS, is_staff=True, **fields)
