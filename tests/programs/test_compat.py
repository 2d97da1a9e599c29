"""The prototype's own paths: its clients need no change."""

import pytest
from rest_framework.authtoken.models import Token

from programs.models import Program
from tests.programs.calls import PROGRAMS, answers, post

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "/api/programs"


@pytest.fixture
def headers(bob, held_queue):
    return {"Authorization": f"Token {Token.objects.get_or_create(user=bob)[0].key}"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_way_of_a_prototypes_client(client, bob, headers, held_queue, slash):
    made = post(client, f"{OLD}/generate{slash}", answers(bob), **headers)
    assert made.status_code == 202
    assert made.json()["status"] == "pending"

    held_queue.work()
    job = client.get(f"{OLD}/status/{made.json()['job_id']}{slash}", headers=headers).json()
    assert job["status"] == "succeeded"
    assert job["progress"]["percent"] == 100

    program = client.get(f"{OLD}/{job['program_id']}{slash}", headers=headers)
    assert len(program.json()["weeks"]) == 4
    assert program["ETag"]
    canonical = client.get(f"{PROGRAMS}{job['program_id']}/", headers=headers)
    assert program.json() == canonical.json()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "generate"),
        ("GET", "status/3f0c9a3e-0000-4000-8000-000000000000"),
        ("GET", "3f0c9a3e-0000-4000-8000-000000000000"),
    ],
)
def test_without_a_token_it_is_401_and_no_login_page(client, db, method, path):
    response = client.generic(method, f"{OLD}/{path}", "{}", content_type="application/json")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_wrong_token_is_401(client, db):
    response = post(client, f"{OLD}/generate", answers(), Authorization="Token nonsense")

    assert response.status_code == 401


def test_client_and_coach_watch_each_others_drafts(client, alice, bob, charlie, headers):
    made = post(client, f"{OLD}/generate", answers(bob), **headers).json()

    for watcher, expected in ((alice, 200), (charlie, 404)):
        client.force_login(watcher)
        assert client.get(f"{OLD}/status/{made['job_id']}").status_code == expected


def test_red_flag_and_bad_input_are_the_same_problems(client, bob, headers):
    red = post(client, f"{OLD}/generate", answers(bob, age=15), **headers)
    bad = post(client, f"{OLD}/generate", answers(bob, duration_weeks=0), **headers)

    assert red.json()["type"] == "/problems/clearance-needed"
    assert bad.json()["errors"][0]["field"] == "duration_weeks"
    assert Program.objects.count() == 1


def test_stranger_finds_nothing(client, bob, charlie, headers, held_queue):
    made = post(client, f"{OLD}/generate", answers(bob), **headers).json()
    client.force_login(charlie)

    assert client.get(f"{OLD}/status/{made['job_id']}").status_code == 404
    assert client.get(f"{OLD}/{made['program_id']}").status_code == 404
    assert post(client, f"{OLD}/generate", answers(bob)).status_code == 404
