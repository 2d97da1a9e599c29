"""Signing in: a limit on attempts, and forms that come after their session has ended."""

from ipaddress import ip_network

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ieps.models import Student
from project import attempts, carrying, sign_in
from tests.people import person, teacher

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NEW = "/ieps/students/new/"
STUDENT = {
    "student_number": "S-1",
    "given_name": "Mia",
    "family_name": "Stone",
    "strengths": "kind\r\n<b>curious</b>",
    "revision": "",
}


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch):
    """A quarter of an hour has just begun, and stays."""
    cache.clear()
    monkeypatch.setattr(attempts, "time", lambda: 1000.0 * attempts.WINDOW_SECONDS)


def sign_in_as(client, name="alice", headers=None, **extra):
    fields = {"username": name, "password": "pass word 1", **extra}
    return client.post(LOGIN, fields, headers=headers)


def carried_by(page) -> dict[str, object]:
    """What a browser would send from the page's login form."""
    carried = page.context["carried"]
    fields: dict[str, object] = {carrying.WRITER_FIELD: carried.writer, "next": NEW}
    for field in carried.fields:
        fields[field.carried_name] = field.value
    return fields


@pytest.fixture
def late(client):
    """Alice's browser, after her session has ended under an open form."""
    teacher("alice")
    sign_in_as(client)
    client.cookies.pop("sessionid")
    return client


def test_text_of_a_late_form_is_carried_through_the_login(late):
    page = late.post(NEW, STUDENT)
    assert page.status_code == 401
    assert "nothing of it is lost" in page.content.decode()
    assert "<b>curious" not in page.content.decode()

    resumed = sign_in_as(late, **carried_by(page))
    assert resumed.status_code == 200
    sent = {field.name: field.value for field in resumed.context["carried"].fields}
    assert sent == STUDENT
    assert resumed.context["path"] == NEW

    done = late.post(resumed.context["path"], sent)
    assert done.status_code == 302
    assert Student.objects.get().strengths == ["kind", "<b>curious</b>"]


def test_wrong_password_keeps_the_carried_text(late):
    page = late.post(NEW, STUDENT)

    again = late.post(LOGIN, {"username": "alice", "password": "wrong", **carried_by(page)})

    assert [field.name for field in again.context["carried"].fields] == list(STUDENT)


def test_another_person_does_not_get_the_text(late):
    teacher("bob")
    page = late.post(NEW, STUDENT)

    response = sign_in_as(late, "bob", **carried_by(page))

    assert response.status_code == 302
    assert "Mia" not in late.get(response["Location"]).content.decode()


@pytest.mark.parametrize("writer", ["", "1", "forged:x:y"])
def test_forged_writer_gets_nothing(late, writer):
    page = late.post(NEW, STUDENT)

    response = sign_in_as(late, **{**carried_by(page), carrying.WRITER_FIELD: writer})

    assert response.status_code == 302


def test_several_values_of_one_name_all_come_along(late):
    page = late.post(NEW, {"pick": ["a", "b"]})

    assert [field.value for field in page.context["carried"].fields] == ["a", "b"]


def test_passwords_are_never_written_into_a_page(late):
    page = late.post("/accounts/password/", {"old_password": "secret", "new_password1": "x"})

    assert page.status_code == 302
    assert page["Location"].startswith(LOGIN)


def test_late_press_of_a_button_leads_back_to_its_page(client):
    page = client.post(
        "/jobs/00000000-0000-0000-0000-000000000000/cancel/", headers={"Referer": "/jobs/"}
    )

    assert page["Location"] == f"{LOGIN}?next=/jobs/"


def test_login_does_not_resume_on_another_site(late):
    page = late.post(NEW, STUDENT)

    resumed = sign_in_as(late, **{**carried_by(page), "next": "https://evil.example/"})

    assert resumed.context["path"] == "/"


@pytest.fixture
def checked():
    """A browser whose tokens are checked."""
    client = Client(enforce_csrf_checks=True)
    teacher("alice")
    client.get(LOGIN)
    sign_in_as(client, csrfmiddlewaretoken=client.cookies["csrftoken"].value)
    return client


def test_form_from_before_the_last_login_can_be_sent_again(checked):
    page = checked.post(
        NEW, {**STUDENT, "csrfmiddlewaretoken": "x" * 64}, headers={"Origin": "http://testserver"}
    )

    assert page.status_code == 200
    assert page.context["path"] == NEW
    assert "Mia" in page.content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_what_another_site_sends_is_not_shown(checked, origin):
    headers = {"Origin": origin} if origin else {}

    page = checked.post(NEW, {**STUDENT, "csrfmiddlewaretoken": "x" * 64}, headers=headers)

    assert page.status_code == 403
    assert "Mia" not in page.content.decode()


def test_attempts_are_limited_per_name(client):
    teacher("alice")
    teacher("bob")
    for _ in range(sign_in.MOST_SIGN_INS):
        assert client.post(LOGIN, {"username": "Alice", "password": "no"}).status_code == 200

    refused = sign_in_as(client)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= attempts.WINDOW_SECONDS
    assert "Wait 15 minutes" in refused.content.decode()
    assert sign_in_as(client, "bob").status_code == 302


def test_attempts_from_elsewhere_lock_nobody_out(client):
    teacher("alice")
    for _ in range(sign_in.MOST_SIGN_INS + 1):
        client.post(LOGIN, {"username": "alice", "password": "no"}, REMOTE_ADDR="192.0.2.7")

    assert sign_in_as(client).status_code == 302


def test_attempts_behind_a_trusted_proxy_lock_nobody_else_out(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    teacher("alice")
    for _ in range(sign_in.MOST_SIGN_INS + 1):
        client.post(
            LOGIN,
            {"username": "alice", "password": "no"},
            headers={"X-Forwarded-For": "192.0.2.7"},
        )

    assert sign_in_as(client, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 302


def test_successful_login_clears_the_count(client):
    teacher("alice")
    for _ in range(3):
        for _ in range(sign_in.MOST_SIGN_INS - 1):
            client.post(LOGIN, {"username": "alice", "password": "no"})
        assert sign_in_as(client).status_code == 302
        client.logout()


def test_reset_mails_are_limited_and_nobody_can_tell(client):
    teacher("alice", email="alice@example.org")

    answers = {
        client.post(reverse("password_reset"), {"email": "alice@example.org"})["Location"]
        for _ in range(sign_in.MOST_RESETS + 2)
    }

    assert answers == {reverse("password_reset_done")}
    assert len(mail.outbox) == sign_in.MOST_RESETS


def test_admin_has_no_login_of_its_own(client):
    response = client.get("/admin/login/", {"next": "/admin/ieps/"})

    assert response["Location"] == f"{LOGIN}?next=/admin/ieps/"


def test_admin_tells_people_who_are_no_staff(client):
    client.force_login(person("carol"))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "for staff" in response.content.decode()


@pytest.mark.parametrize(
    ("extra", "shown"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "8.8.8.8"}, False),
        ({"REMOTE_ADDR": "192.168.1.20"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_X_FORWARDED_FOR": "8.8.8.8"}, False),
        ({"HTTP_HOST": "draftroom.example"}, False),
    ],
)
def test_demo_logins_are_for_somebody_at_this_machine(client, settings, extra, shown):
    from project.demo import create_demo

    settings.ALLOWED_HOSTS = ["*"]
    create_demo()

    page = client.get(LOGIN, **{"HTTP_HOST": "localhost", **extra})

    assert ("admin" in page.content.decode()) is shown
