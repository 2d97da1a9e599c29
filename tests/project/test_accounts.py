import re

import pytest
from django.core import mail
from django.urls import reverse

from project.models import Role
from tests.people import person, reviewer, teacher

pytestmark = pytest.mark.django_db


def test_wrong_password_is_said_and_keeps_the_name(client):
    teacher("alice")

    response = client.post(reverse("login"), {"username": "alice", "password": "wrong"})

    assert response.status_code == 200
    html = response.content.decode()
    assert 'value="alice"' in html
    assert "correct username and password" in html


def test_login_leads_home_and_logout_back(client):
    teacher("alice")

    response = client.post(
        reverse("login"), {"username": "alice", "password": "pass word 1"}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("home")

    response = client.post(reverse("logout"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("login")
    assert client.get(reverse("home")).status_code == 302


def test_logout_is_not_a_link(client):
    client.force_login(teacher())

    assert client.get(reverse("logout")).status_code == 405


def test_login_does_not_redirect_to_other_sites(client):
    teacher("alice")

    response = client.post(
        reverse("login") + "?next=https://evil.example/",
        {"username": "alice", "password": "pass word 1"},
    )

    assert response["Location"] == reverse("home")


def test_password_can_be_changed(client):
    user = teacher("alice")
    client.force_login(user)

    response = client.post(
        reverse("password_change"),
        {
            "old_password": "pass word 1",
            "new_password1": "a better sentence",
            "new_password2": "a better sentence",
        },
    )

    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password("a better sentence")


def test_password_can_be_reset_by_mail(client):
    teacher("alice", email="alice@example.org")

    client.post(reverse("password_reset"), {"email": "alice@example.org"})

    link = re.search(r"https?://[^/]+(/accounts/reset/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    assert page.status_code == 200
    done = client.post(
        page.request["PATH_INFO"],
        {"new_password1": "a better sentence", "new_password2": "a better sentence"},
    )
    assert done["Location"] == reverse("password_reset_complete")


def test_reset_tells_nobody_who_has_an_account(client):
    known = teacher("alice", email="alice@example.org")

    first = client.post(reverse("password_reset"), {"email": known.email})
    second = client.post(reverse("password_reset"), {"email": "nobody@example.org"})

    assert first["Location"] == second["Location"]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("role", list(Role))
def test_home_opens_for_every_role(client, role):
    client.force_login(person("someone", role))

    assert client.get(reverse("home")).status_code == 200


def test_home_shows_reviewers_what_waits(client):
    client.force_login(reviewer())

    context = client.get(reverse("home")).context

    assert context["awaiting_review"] == []


def test_roles_are_groups_of_a_migration(db):
    from django.contrib.auth.models import Group

    assert set(Group.objects.values_list("name", flat=True)) >= set(Role)


def test_pages_send_a_strict_policy(client):
    policy = client.get(reverse("login"))["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
