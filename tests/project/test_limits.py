"""What comes in is bounded: body size, rate, and the odd character."""

import json

import pytest
from django.core.cache import cache
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from tests.ieps.factories import make_iep, make_student
from tests.people import teacher

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = "/api/v1/ieps/advanced/create-with-rag"


@pytest.fixture
def alice(client):
    user = teacher("alice")
    client.force_login(user)
    return user


def test_large_api_body_is_413_with_a_problem(client, alice):
    response = client.post(CREATE, b"x" * (6 * 1024 * 1024), content_type="application/json")

    assert response.status_code == 413
    assert response.json()["type"] == "/problems/body-too-large"


def test_drafting_is_throttled_per_user_with_retry_after(client, alice, held_queue, monkeypatch):
    rates = {**api_settings.DEFAULT_THROTTLE_RATES, "drafting": "2/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    cache.clear()
    body = json.dumps({"student_id": str(make_student(alice).pk)})

    answers = [client.post(CREATE, body, content_type="application/json") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[2].json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(answers[2]["Retry-After"]) <= 61
    client.force_login(teacher("bob"))
    assert client.get("/api/v1/jobs/").status_code == 200


def test_retry_is_throttled_like_drafting_and_cancel_is_not(client, alice, monkeypatch):
    rates = {**api_settings.DEFAULT_THROTTLE_RATES, "drafting": "2/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    cache.clear()
    nothing = "/api/v1/jobs/00000000-0000-0000-0000-000000000000"

    retries = [client.post(f"{nothing}/retry/").status_code for _ in range(3)]

    assert retries == [404, 404, 429]
    assert client.post(f"{nothing}/cancel/").status_code == 404
    assert client.get(f"{nothing}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/ieps/?q=%00",
        "/ieps/?page=%00",
        "/jobs/?status=%00&page=99999999999999999999",
        "/ieps/{iep}/sections/%00/edit/",
        "/ieps/{iep}/versions/?with=%00",
        "/api/v1/jobs/?cursor=nonsense",
        "/api/v1/jobs/?search=%00",
        "/api/v1/ieps/?student=%00",
        "/api/v1/ieps/students/?search=%00",
        "/api/v1/ieps/{iep}/sections/%00/",
        "/api/v1/ieps/------------------------------------/sections/math/",
        "/api/v1/ieps/nonsense/",
        "/api/v1/jobs/nonsense/status",
        "/api/v1/ieps/templates/99999999999999999999999/",
    ],
)
def test_odd_input_in_addresses_is_never_a_500(client, alice, held_queue, path):
    iep = make_iep(make_student(alice), alice).iep

    response = client.get(path.format(iep=iep.pk))

    assert response.status_code < 500


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "<script>", "'; DROP TABLE", "😀", "\u202e"])
def test_odd_names_are_stored_or_refused_never_a_500(client, alice, name):
    response = client.post(
        "/api/v1/ieps/students/",
        json.dumps({"student_number": "1", "given_name": name, "family_name": "E"}),
        content_type="application/json",
    )

    assert response.status_code in (201, 400)


def test_huge_proposal_number_is_404(client, alice, held_queue):
    iep = make_iep(make_student(alice), alice).iep

    response = client.post(f"/ieps/{iep.pk}/sections/math/proposals/{10**30}/use/")

    assert response.status_code == 404
