"""A program's own page in the admin: its steps, what is noted, and what may only be read."""

import pytest
from django.urls import reverse

from programs.models import Program
from programs.operations.sessions import DoneSet, log_session
from project.drafts import DraftStatus
from project.models import AuditEvent
from tests.people import person
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(bob, alice):
    row = make_written(bob, by=alice, weeks=1)
    row.findings.all().delete()
    return in_state(row, DraftStatus.IN_REVIEW)


@pytest.fixture
def staff(client, rita):
    client.force_login(rita)
    return client


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def in_state(row, status, **fields):
    Program.objects.filter(pk=row.pk).update(status=status, **fields)
    row.refresh_from_db()
    return row


def page(name, key):
    return reverse(f"admin:programs_{name}_change", args=[key])


def step(row, action):
    return reverse("admin:programs_program_step", args=[row.pk, action])


def offered(client, row):
    html = client.get(page("program", row.pk)).content.decode()
    return {
        action
        for action in ("submit", "approve", "send_back", "finalise")
        if step(row, action) in html
    }


def test_page_offers_the_steps_that_fit(root, program, rita):
    assert offered(root, program) == {"approve", "send_back"}
    in_state(program, DraftStatus.DRAFT)
    assert offered(root, program) == {"submit", "approve"}
    in_state(
        program, DraftStatus.APPROVED, approved_by=rita, approved_at=program.created_at
    )  # fmt: skip
    assert offered(root, program) == {"send_back", "finalise"}


def test_one_is_approved_from_its_page(staff, program, rita):
    assert b"Approve 1 program?" in staff.get(step(program, "approve")).content
    posted = {
        "confirmed": "yes",
        "seen": f"{program.pk}:{program.revision}",
        "accept_concerns": "on",
    }

    response = staff.post(step(program, "approve"), posted)

    assert response["Location"] == page("program", program.pk)
    program.refresh_from_db()
    assert (program.status, program.approved_by) == (DraftStatus.APPROVED, rita)


def test_what_is_no_draft_is_shown_to_be_read(staff, program):
    week = program.weeks.get()
    workout = week.workouts.first()

    for address in (
        page("program", program.pk),
        page("week", week.pk),
        page("workout", workout.pk),
    ):
        html = staff.get(address).content.decode()
        assert 'name="_save"' not in html, address
        assert 'name="expected_revision"' not in html, address
        assert "Expected revision" not in html, address


def test_draft_is_still_edited(root, program):
    in_state(program, DraftStatus.DRAFT)
    week = program.weeks.get()

    for address in (page("week", week.pk), page("workout", week.workouts.first().pk)):
        html = root.get(address).content.decode()
        assert 'name="_save"' in html, address
        assert 'name="expected_revision"' in html, address


def test_opening_pages_and_confirmations_is_noted(staff, program, rita):
    week = program.weeks.get()
    for address in (
        page("program", program.pk),
        page("week", week.pk),
        page("workout", week.workouts.first().pk),
        page("proposal", week.proposal_id),
        step(program, "approve"),
    ):
        AuditEvent.objects.all().delete()
        assert staff.get(address).status_code == 200
        event = AuditEvent.objects.get(verb="view")
        assert (event.actor, event.subject_id) == (rita, str(program.pk)), address


def test_opening_a_screen_or_a_session_is_noted(staff, program, bob):
    session = log_session(
        client=bob, performed_on=program.created_at.date(), by=bob,
        sets=[DoneSet("bench-press", reps=5, kg=60)],
    )  # fmt: skip

    staff.get(page("screening", program.screening_id))
    staff.get(page("trainingsession", session.pk))

    seen = AuditEvent.objects.filter(verb="view").values_list("subject_type", flat=True)
    assert set(seen) == {"programs.screening", "programs.trainingsession"}


def test_reviewer_sees_sessions_of_those_whose_program_they_may_read(staff, program, bob, charlie):
    for client in (bob, charlie):
        log_session(
            client=client, performed_on=program.created_at.date(), by=client,
            sets=[DoneSet("bench-press", reps=5, kg=60)],
        )  # fmt: skip
    sessions = reverse("admin:programs_trainingsession_changelist")

    assert [row.client for row in staff.get(sessions).context["cl"].queryset] == [bob]
    in_state(program, DraftStatus.DRAFT)
    assert not staff.get(sessions).context["cl"].queryset.exists()


def test_administrator_sees_all_sessions(root, program, charlie):
    log_session(
        client=charlie, performed_on=program.created_at.date(), by=charlie,
        sets=[DoneSet("bench-press", reps=5, kg=60)],
    )  # fmt: skip

    sessions = reverse("admin:programs_trainingsession_changelist")
    assert root.get(sessions).context["cl"].queryset.count() == 1
