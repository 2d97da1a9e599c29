"""Bodies, cursors and headers that no honest client sends: a 4xx problem, never a 500."""

import base64

import pytest

from tests.people import teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = teacher("alice")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000 + b"]" * 50_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b"[" * 5_000,
        b'{"given_name": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"needs": [{"text": "a\\ud83d b"}]}',
        b'{"given_name": "\\u0000"}',
        b'{"student_number": ' + b"9" * 5_000 + b"}",
        b'{"given_name": "\xff"}',
        b"null",
    ],
)
def test_odd_json_is_a_problem(client, alice, body):
    response = client.post("/api/v1/ieps/students/", body, content_type="application/json")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


def test_whole_surrogate_pairs_are_characters(client, alice):
    body = b'{"student_number": "1", "given_name": "\\ud83d\\ude00", "family_name": "B"}'

    response = client.post("/api/v1/ieps/students/", body, content_type="application/json")

    assert response.json()["given_name"] == "\U0001f600"


@pytest.mark.parametrize("path", ["/api/v1/jobs/", "/api/v1/ieps/", "/api/v1/ieps/students/"])
@pytest.mark.parametrize("position", ["1", "x", "%00", "2026", "0001-01-01 00:00:00+14:00"])
def test_cursor_that_is_no_moment_is_a_problem(client, alice, path, position):
    cursor = base64.b64encode(f"p={position}".encode()).decode()

    response = client.get(path, {"cursor": cursor})

    assert response.status_code in (200, 404)
    if response.status_code == 404:
        assert "cursor" in response.json()["detail"]


@pytest.mark.parametrize("revision", ["", "*", "x", "-1", "1.5", "²", "9" * 30, "9" * 5_000])
def test_if_match_that_is_no_revision_is_a_problem(client, alice, revision):
    body = {"student_number": "1", "given_name": "A", "family_name": "B"}
    made = client.post("/api/v1/ieps/students/", body, content_type="application/json").json()

    response = client.patch(
        f"/api/v1/ieps/students/{made['id']}/",
        {"grade": "5"},
        content_type="application/json",
        headers={"If-Match": revision},
    )

    assert response.status_code == 428
