import pytest
from django.db import OperationalError
from django.urls import reverse
from rest_framework.exceptions import ValidationError

from project.models import Job, JobQuerySet
from project.problems import FieldError, InvalidInput, flatten
from tests.people import teacher


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"name": ["Too long."]}, [FieldError("name", "Too long.")]),
        ({"non_field_errors": ["No."]}, [FieldError("", "No.")]),
        ({"a": {"b": ["Bad."]}}, [FieldError("a.b", "Bad.")]),
        ({"rows": [{}, {"x": ["Bad."]}]}, [FieldError("rows.1.x", "Bad.")]),
        (["Plain."], [FieldError("", "Plain.")]),
    ],
)
def test_flatten_names_each_field(detail, expected):
    assert flatten(ValidationError(detail).detail) == expected


@pytest.mark.django_db
class TestOverHTTP:
    def test_unknown_api_address_is_a_problem(self, client):
        response = client.get("/api/v1/nothing-here/")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"] == "/problems/not-found"

    def test_missing_login_is_401_with_a_problem(self, client):
        response = client.get("/api/v1/jobs/")

        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Token"
        assert response.json()["status"] == 401

    def test_broken_json_is_400(self, client):
        client.force_login(teacher())

        response = client.post(
            "/api/v1/ieps/advanced/create-with-rag", "{broken", content_type="application/json"
        )

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"

    def test_unknown_page_is_a_page(self, client):
        client.force_login(teacher())

        response = client.get("/nothing-here/")

        assert response.status_code == 404
        assert "text/html" in response["Content-Type"]

    def test_page_without_login_leads_to_the_login(self, client):
        response = client.get(reverse("home"))

        assert response.status_code == 302
        assert response["Location"].startswith(reverse("login"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/jobs/", "/api/v1/jobs/"])
def test_database_that_is_away_is_said_with_when_to_try_again(client, monkeypatch, path):
    client.force_login(teacher())

    def locked(self, user):
        raise OperationalError("database is locked")

    monkeypatch.setattr(JobQuerySet, "owned_by", locked)
    monkeypatch.setattr(type(Job.objects), "owned_by", locked)

    response = client.get(path)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "locked" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "way"),
    [
        ("http://testserver/jobs/?status=failed", "http://testserver/jobs/?status=failed"),
        ("http://elsewhere.example/jobs/", ""),
        ("javascript:alert(1)", ""),
        ("http://testserver/programs/", ""),
        ("", ""),
    ],
)
def test_problem_page_leads_back_to_where_the_person_was(client, came_from, way):
    client.force_login(teacher())

    response = client.get("/programs/", headers={"Referer": came_from})

    assert response.status_code == 403
    page = response.content.decode()
    assert ("Go back" in page) == bool(way)
    assert f'href="{way}"' in page or not way


def test_page_does_not_say_the_same_twice():
    problem = InvalidInput(
        "Too long. Shorten it.",
        errors=[FieldError("a", "Too long."), FieldError("b", "Choose one.")],
    )

    assert problem.further == ["Choose one."]
