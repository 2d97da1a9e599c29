"""The list of programs: whose, which, and what state they are in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Program
from programs.operations.programs import create_version
from programs.screening import QUESTIONS
from project.drafts import DraftStatus
from tests.people import teacher
from tests.programs.factories import ALL_CLEAR, make_program
from tests.programs.written import make_written, moved_to

pytestmark = pytest.mark.django_db
URL = "/programs/"


def titled(client, title, by=None, **fields):
    program = make_program(client, by, **fields).program
    Program.objects.filter(pk=program.pk).update(title=title)
    return program


def shown(browser, user, **query):
    browser.force_login(user)
    response = browser.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_everyone_sees_their_own_and_a_coach_those_of_clients(client, alice, bob, charlie):
    titled(bob, "Bob's plan")
    titled(alice, "Alice's plan")
    titled(charlie, "Charlie's plan")

    of_bob, of_alice, of_charlie = (shown(client, user) for user in (bob, alice, charlie))

    assert ("Bob&#x27;s plan" in of_bob, "Alice&#x27;s plan" in of_bob) == (True, False)
    assert ("Bob&#x27;s plan" in of_alice, "Charlie&#x27;s plan" in of_alice) == (True, False)
    assert ("Charlie&#x27;s plan" in of_charlie, "Bob&#x27;s plan" in of_charlie) == (True, False)


def test_reviewer_sees_what_left_the_draft_state(client, bob, rita):
    draft, sent = titled(bob, "A draft"), titled(bob, "Sent in")
    Program.objects.filter(pk=sent.pk).update(status=DraftStatus.IN_REVIEW)

    page = shown(client, rita)

    assert "Sent in" in page
    assert "A draft" not in page
    assert reverse("program-new") not in page
    assert draft.status == DraftStatus.DRAFT


def test_only_the_newest_version_is_listed(client, bob):
    first = make_written(bob, weeks=1)
    second = create_version(program=first, by=bob)

    page = shown(client, bob)

    assert reverse("program", args=[second.pk]) in page
    assert reverse("program", args=[first.pk]) not in page
    assert "version 2" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "power"}, {"Power for Bob"}),
        ({"q": "bob"}, {"Power for Bob", "Slow and steady"}),
        ({"q": "POWER  bob"}, {"Power for Bob"}),
        ({"q": "nothing like it"}, set()),
        ({"q": "%"}, set()),
        ({"q": "a\0b"}, set()),
        ({"status": "approved"}, {"Slow and steady"}),
        ({"status": "rubbish"}, {"Power for Bob", "Slow and steady", "Mine"}),
        ({"client": "{bob}"}, {"Power for Bob", "Slow and steady"}),
        ({"client": "{charlie}"}, {"Power for Bob", "Slow and steady", "Mine"}),
        ({"client": "²"}, {"Power for Bob", "Slow and steady", "Mine"}),
        ({"page": "99"}, {"Power for Bob", "Slow and steady", "Mine"}),
    ],
)
def test_search_and_filters(client, alice, bob, charlie, query, found):
    titled(bob, "Power for Bob")
    steady = titled(bob, "Slow and steady")
    Program.objects.filter(pk=steady.pk).update(
        status=DraftStatus.APPROVED, approved_by=alice, approved_at=steady.created_at
    )
    titled(alice, "Mine")
    query = {name: value.format(bob=bob.pk, charlie=charlie.pk) for name, value in query.items()}

    page = shown(client, alice, **query)

    titles = {"Power for Bob", "Slow and steady", "Mine"}
    assert {title for title in titles if f">{title}</a>" in page} == found
    assert ("No program fits this search" in page) == (not found)


def test_state_is_told_while_it_is_written_and_while_it_waits(client, bob):
    titled(bob, "Being written", weeks=3)
    first = QUESTIONS[0].key
    make_program(bob, answers=ALL_CLEAR | {first: True})

    page = shown(client, bob)

    assert "0 of 3 weeks written" in page
    assert "Waits for clearance" in page


def test_first_visit_says_what_to_do(client, bob):
    page = shown(client, bob)

    assert "No programs yet" in page
    assert reverse("program-new") in page


def test_page_of_a_client_leads_to_their_log_and_to_a_new_plan(client, alice, bob):
    page = shown(client, alice, client=bob.pk)

    assert reverse("training-of", args=[bob.pk]) in page
    assert f"{reverse('program-new')}?client={bob.pk}" in page


def test_programs_are_not_for_teachers(client, db):
    client.force_login(teacher())

    assert client.get(URL).status_code == 403


def test_long_list_takes_as_many_queries_as_a_short_one(client, bob):
    client.force_login(bob)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(URL)
        return len(captured)

    titled(bob, "One")
    queries()
    few = queries()
    for number in range(12):
        titled(bob, f"Plan {number}")

    assert queries() == few


def test_home_page_tells_the_coach_what_waits_and_nobody_else(client, alice, bob, charlie):
    sent = titled(bob, "Sent to the coach")
    Program.objects.filter(pk=sent.pk).update(status=DraftStatus.IN_REVIEW)
    pages = {}
    for user in (alice, bob, charlie):
        client.force_login(user)
        pages[user] = client.get("/").content.decode()

    assert "Waiting for your review" in pages[alice]
    assert "Sent to the coach" in pages[alice]
    assert "Waiting for your review" not in pages[bob]
    assert "Sent to the coach" not in pages[charlie]


def test_plan_in_use_stays_in_sight_beside_a_newer_draft(client, bob, alice):
    first = make_written(bob, weeks=1)
    moved_to(first, "approved", by=alice)
    second = create_version(program=first, by=bob)
    client.force_login(bob)

    for query in ({}, {"status": "approved"}):
        assert reverse("program", args=[first.pk]) in shown(client, bob, **query)
    assert reverse("program", args=[second.pk]) not in shown(client, bob, status="approved")
    home = client.get("/").content.decode()
    assert "Ready to use" in home
    assert reverse("program", args=[first.pk]) in home


def test_coach_is_told_at_home_that_a_client_waits_for_clearance(client, bob, alice):
    first = QUESTIONS[0].key
    make_program(bob, answers=ALL_CLEAR | {first: True})
    client.force_login(alice)

    home = client.get("/").content.decode()

    assert "Waiting for your review" in home
    assert "Waits for clearance" in home


def test_returned_program_says_so_where_it_is_listed(client, bob):
    program = titled(bob, "Once more")
    Program.objects.filter(pk=program.pk).update(review_note="Fewer sets, please.")

    assert "Returned with a note" in shown(client, bob)
    assert "Returned with a note" in client.get("/").content.decode()
