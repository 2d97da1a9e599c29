import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from rest_framework.authtoken.models import Token

from project.demo import PEOPLE, demo_logins
from project.models import Role, User
from tests.people import teacher

pytestmark = pytest.mark.django_db(transaction=True)


def demo(capsys):
    call_command("demo", "--json")
    return json.loads(capsys.readouterr().out)["users"]


def test_demo_has_a_login_for_every_role(capsys, client, held_queue):
    users = demo(capsys)

    assert {user["role"] for user in users} == set(Role)
    for user in users:
        assert set(user) == {"id", "username", "password", "role", "token"}
        assert client.login(username=user["username"], password=user["password"])


def test_demo_is_idempotent(capsys, held_queue):
    from ieps.models import IEP, Assessment, Student

    def counts():
        return [model.objects.count() for model in (User, Token, Student, Assessment, IEP)]

    first = demo(capsys)
    before = counts()

    assert demo(capsys) == first
    assert counts() == before
    assert before[2:] == [3, before[3], 3]
    assert before[3] >= 24


def test_login_page_names_the_demo_logins_only_while_nobody_else_has_one(
    capsys, client, held_queue
):
    demo(capsys)
    url = reverse("login")
    assert "teacher2" in client.get(url, headers={"Host": "localhost"}).content.decode()

    teacher("real-person")

    assert "teacher2" not in client.get(url, headers={"Host": "localhost"}).content.decode()


def test_demo_logins_are_not_shown_to_other_hosts(capsys, held_queue):
    demo(capsys)

    assert len(demo_logins("localhost:8000")) == len(PEOPLE)
    assert demo_logins("draftroom.example.org") == []


def test_token_command_prints_one(capsys):
    teacher("alice")

    call_command("token", "alice")

    assert Token.objects.get().key in capsys.readouterr().out


def test_token_of_an_unknown_person_is_an_error():
    with pytest.raises(CommandError, match="no user"):
        call_command("token", "nobody")
