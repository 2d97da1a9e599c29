"""Bob's training is Bob's and his coach Alice's. Charlie, a coach of others, gets a 404 at every
address of the app, pages and API alike; Rita reads what left the draft state.

The addresses are read from the URL configuration, so that a new one cannot be forgotten.
"""

from datetime import date

import pytest
from django.urls import URLPattern, get_resolver, reverse

from programs.models import (
    Coaching,
    Program,
    Proposal,
    Questionnaire,
    Screening,
    TrainingSession,
    Week,
)
from programs.operations.questionnaires import start_questionnaire
from programs.operations.sessions import DoneSet, log_session
from programs.scoping import plannable_client
from project.models import AuditEvent, Job
from tests.programs.calls import (
    GENERATE,
    PROGRAMS,
    answers,
    drafted,
    if_match,
    post,
    send,
    url_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAGES, API, COMPAT = "programs/", "api/v1/programs", "api/programs"

METHODS = ("GET", "POST", "PATCH", "DELETE")


def patterns(resolver=None, prefix="", taken=()):
    """Every pattern of the app with the text and the names of the arguments before it."""
    for one in (resolver or get_resolver()).url_patterns:
        text = prefix + str(one.pattern).removeprefix("^")
        names = (*taken, *one.pattern.converters, *getattr(one.pattern.regex, "groupindex", {}))
        if isinstance(one, URLPattern):
            if text.startswith((PAGES, API, COMPAT)):
                yield one, tuple(dict.fromkeys(names))
        else:
            yield from patterns(one, text, names)


KEYED = [(one, names) for one, names in patterns() if set(names) - {"format"}]
PLAIN = [one for one, names in patterns() if not set(names) - {"format"}]


def named(case):
    one, names = case
    return f"{one.name}({','.join(names)})"


@pytest.fixture
def bobs(bob, alice, held_queue):
    """What an address may be about: a row of Bob's for every name of an argument."""
    program = drafted(bob, held_queue, by=alice, weeks=2)
    week = program.weeks.get(number=1)
    session = log_session(
        client=bob,
        performed_on=date(2026, 5, 4),
        sets=[DoneSet("bench-press", reps=5, kg=60)],
        title="Bob's heavy day",
        by=bob,
    )
    return {
        "program_id": program.pk,
        "pk": program.pk,
        "number": 1,
        "day": 1,
        "index": 0,
        "place": 0,
        "proposal_id": week.proposal_id,
        "questionnaire_id": start_questionnaire(client=bob, by=alice).pk,
        "step": "goal",
        "session_id": session.pk,
        "client_id": bob.pk,
        "job_id": Job.objects.get().pk,
    }


def address(one, names, bobs):
    values = {name: bobs[name] for name in names if name != "format"}
    if one.name.startswith("api-session") and "pk" in values:
        values["pk"] = bobs["session_id"]
    return reverse(one.name, kwargs=values)


def state():
    """Everything of Bob's that a stranger could have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Program, Week, Proposal, Screening, TrainingSession, Coaching, Questionnaire)
    ] + [Job.objects.count()]


def test_the_walk_finds_the_app():
    found = {one.name for one, _ in KEYED}

    assert {"program", "api-program-detail", "api-program-week", "compat-program"} <= found
    assert {"api-session-detail", "program-status", "api-program-csv"} <= found
    assert len(KEYED) > 20


@pytest.mark.parametrize("case", KEYED, ids=named)
def test_stranger_gets_404_and_changes_nothing(client, charlie, bobs, case):
    one, names = case
    url = address(one, names, bobs)
    before = state()
    seen_before = AuditEvent.objects.count()
    client.force_login(charlie)

    answered = {
        method: send(client, method, url, **if_match(1)).status_code for method in METHODS
    } | {"form": client.post(url, {"note": "n", "revision": 1}).status_code}

    assert set(answered.values()) <= {404, 405, 415}, url
    assert 404 in answered.values(), url
    assert state() == before
    assert AuditEvent.objects.count() == seen_before


@pytest.mark.parametrize("one", PLAIN, ids=lambda one: one.name)
def test_lists_show_a_stranger_nothing(client, charlie, bob, bobs, one):
    client.force_login(charlie)
    program = Program.objects.get(pk=bobs["program_id"])

    response = client.get(reverse(one.name), follow=True)
    shown = response.content.decode()

    for text in (str(program.pk), program.title, "Okafor", "heavy day", str(bobs["job_id"])):
        assert text not in shown


@pytest.mark.parametrize(
    "query",
    [
        "?search=Muscle",
        "?client={bob}",
        "sessions/?client={bob}",
        "sessions/?search=heavy",
        "sessions/?exercise=bench-press",
    ],
)
def test_filters_show_a_stranger_nothing(client, charlie, bob, bobs, query):
    client.force_login(charlie)

    assert client.get(PROGRAMS + query.format(bob=bob.pk)).json()["results"] == []


def test_stranger_may_not_ask_about_a_person(client, charlie, bob, bobs):
    client.force_login(charlie)

    assert client.get(f"{PROGRAMS}progress?client={bob.pk}").status_code == 404
    assert post(client, GENERATE, answers(bob)).status_code == 404
    body = {"client_id": bob.pk, "sets": [{"exercise": "bench-press", "reps": 5}]}
    assert post(client, f"{PROGRAMS}sessions/", body).status_code == 404
    body = {
        "program": str(bobs["program_id"]),
        "week": 1,
        "day": 1,
        "sets": [{"exercise": "bench-press", "reps": 5}],
    }
    assert post(client, f"{PROGRAMS}sessions/", body).status_code == 404
    assert client.get("/api/v1/jobs/").json()["results"] == []
    assert client.get(f"/api/v1/jobs/{bobs['job_id']}/").status_code == 404
    assert client.get(f"/jobs/{bobs['job_id']}/").status_code == 404


@pytest.mark.parametrize("person", ["bob", "alice"])
def test_client_and_coach_see_it_all(client, request, bobs, person):
    client.force_login(request.getfixturevalue(person))
    program = Program.objects.get(pk=bobs["program_id"])

    for url in (
        url_of(program),
        url_of(program, "versions"),
        url_of(program, "weeks", 1),
        url_of(program, "weeks", 1, "proposals"),
        f"{url_of(program, 'weeks', 1)}swaps?day=1&index=0",
        f"{PROGRAMS}{program.pk}/export.csv",
        f"{PROGRAMS}{program.pk}/export.ics",
        f"{PROGRAMS}sessions/{bobs['session_id']}/",
        f"{PROGRAMS}progress?client={bobs['client_id']}",
    ):
        assert client.get(url).status_code == 200, url
    rows = client.get(PROGRAMS).json()["results"]
    assert [row["id"] for row in rows] == [str(program.pk)]


def test_client_does_not_see_the_coachs_own(client, alice, bob, held_queue):
    own = drafted(alice, held_queue, weeks=1)
    client.force_login(bob)

    assert client.get(url_of(own)).status_code == 404
    assert client.get(PROGRAMS).json()["results"] == []


def test_coach_loses_sight_when_the_coaching_ends(client, alice, bobs):
    Coaching.objects.all().delete()
    client.force_login(alice)

    assert client.get(f"{PROGRAMS}{bobs['program_id']}/").status_code == 404
    assert client.get(f"{PROGRAMS}progress?client={bobs['client_id']}").status_code == 404


def test_reviewer_reads_what_left_the_draft_state(client, rita, bobs):
    program = Program.objects.get(pk=bobs["program_id"])
    readable = [
        url_of(program),
        url_of(program, "weeks", 1),
        url_of(program, "versions"),
        f"{PROGRAMS}{program.pk}/export.csv",
        f"{PROGRAMS}{program.pk}/export.ics",
    ]
    client.force_login(rita)
    assert {client.get(url).status_code for url in readable} == {404}
    assert client.get(PROGRAMS).json()["results"] == []

    Program.objects.update(status="in_review")

    assert {client.get(url).status_code for url in readable} == {200}
    assert len(client.get(PROGRAMS).json()["results"]) == 1


def test_reviewer_changes_nothing_but_decides(client, rita, bobs):
    Program.objects.update(status="in_review")
    program = Program.objects.get(pk=bobs["program_id"])
    client.force_login(rita)

    for url in (
        url_of(program, "redraft"),
        url_of(program, "submit"),
        url_of(program, "versions"),
        url_of(program, "weeks", 1, "redraft"),
        url_of(program, "weeks", 1, "swap"),
    ):
        assert post(client, url, **if_match(1)).status_code == 404, url
    assert send(client, "PATCH", url_of(program, "weeks", 1), **if_match(1)).status_code == 404
    assert client.get(url_of(program, "weeks", 1, "proposals")).status_code == 404
    assert client.delete(url_of(program)).status_code == 404
    assert client.get(f"{PROGRAMS}progress?client={bobs['client_id']}").status_code == 404
    assert client.get(f"{PROGRAMS}sessions/").json()["results"] == []
    body = {"note": "Less volume."}
    returned = post(client, url_of(program, "return"), body, **if_match(program.revision))
    assert returned.json()["status"] == "draft"


def test_nobody_is_asked_to_sign_in(client, db, bobs):
    assert client.get(PROGRAMS).status_code == 401
    assert client.get(f"{PROGRAMS}{bobs['program_id']}/").status_code == 401
    assert post(client, GENERATE, answers()).status_code == 401


def test_client_who_left_gets_no_new_program(client, alice, bob):
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    client.force_login(alice)

    assert post(client, GENERATE, answers(bob)).status_code == 404
    assert plannable_client(alice, alice.pk) == alice
