"""Programs in the admin: what staff see, and the way from review to final."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import (
    Coaching,
    Program,
    ProgramFinding,
    Week,
)
from programs.operations.sessions import DoneSet, log_session
from project.drafts import DraftStatus
from project.models import AuditEvent, Role
from tests.people import person
from tests.programs.factories import make_program
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db

LIST = "admin:programs_program_changelist"


def act(client, program, action, confirmed=True, **extra):
    data = {"action": action, "_selected_action": [str(program.pk)], **extra}
    if confirmed:
        data |= {"confirmed": "yes", "seen": f"{program.pk}:{program.revision}"}
    return client.post(reverse(LIST), data, follow=True)


def add_error(program, message="Too many sets for the chest."):
    ProgramFinding.objects.create(
        program=program, week=program.weeks.first(), severity="error", rule="x", message=message
    )


def test_every_model_of_ours_is_registered():
    from django.apps import apps

    hidden = {"ExerciseEntry", "PlannedSet", "ProgramFinding", "CompletedSet", "Questionnaire"}
    for model in apps.get_app_config("programs").get_models():
        assert admin.site.is_registered(model) or model.__name__ in hidden, model


@pytest.mark.parametrize("who", ["staff", "root"])
def test_every_list_and_form_opens(request, who, program, bob, alice):
    client = request.getfixturevalue(who)
    log_session(
        client=bob, performed_on=program.created_at.date(), by=bob,
        sets=[DoneSet("bench-press", reps=5, kg=60)],
    )  # fmt: skip
    add_error(program)
    for model in admin.site._registry:
        if model._meta.app_label != "programs":
            continue
        label = f"programs_{model._meta.model_name}"
        assert client.get(reverse(f"admin:{label}_changelist")).status_code == 200, label
        found = client.get(reverse(f"admin:{label}_changelist"), {"q": "x"})
        assert found.status_code in (200, 302), label
        row = model._default_manager.first()
        address = reverse(f"admin:{label}_change", args=[row.pk])
        assert client.get(address).status_code == 200, address


def test_list_shows_weeks_and_errors(staff, program):
    Week.objects.filter(program=program, number=2).update(proposal=None)
    add_error(program)
    add_error(program)

    html = staff.get(reverse(LIST)).content.decode()

    assert "1 of 2" in html
    assert '<td class="field-errors">2</td>' in html


def test_list_costs_the_same_for_1_and_20(root, program, bob):
    address = reverse(LIST)
    root.get(address)
    with CaptureQueriesContext(connection) as one:
        root.get(address)
    for _ in range(19):
        add_error(make_program(bob).program)
    with CaptureQueriesContext(connection) as twenty:
        root.get(address)

    assert len(one) == len(twenty)


def test_program_page_costs_the_same_for_1_and_20_weeks(root, bob):
    counts = []
    for weeks in (1, 20):
        row = make_written(bob, weeks=weeks)
        address = reverse("admin:programs_program_change", args=[row.pk])
        root.get(address)
        with CaptureQueriesContext(connection) as found:
            root.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_other_lists_cost_the_same_for_1_and_20(root, program, bob, alice):
    addresses = [
        reverse(f"admin:programs_{name}_changelist")
        for name in ("week", "workout", "proposal", "screening", "trainingsession", "coaching")
    ]

    def count():
        found = []
        for address in addresses:
            root.get(address)
            with CaptureQueriesContext(connection) as queries:
                root.get(address)
            found.append(len(queries))
        return found

    def log():
        log_session(
            client=bob, performed_on=program.created_at.date(), by=bob,
            sets=[DoneSet("bench-press", reps=5, kg=60)],
        )  # fmt: skip

    log()
    before = count()
    for number in range(19):
        log()
        other = person(f"client{number}", Role.LEARNERS)
        Coaching.objects.create(coach=alice, client=other)
        make_written(other, weeks=1)

    assert count() == before


@pytest.mark.parametrize(("value", "shown"), [("error", True), ("warning", False), ("none", False)])
def test_filter_by_findings(root, program, value, shown):
    add_error(program)

    response = root.get(reverse(LIST), {"findings": value})

    assert (str(program.pk) in response.content.decode()) is shown


def test_reviewer_does_not_see_drafts(staff, draft):
    week = draft.weeks.first()
    workout = week.workouts.first()

    assert str(draft.pk) not in staff.get(reverse(LIST)).content.decode()
    for name, key in (
        ("program", draft.pk), ("week", week.pk), ("workout", workout.pk),
        ("proposal", week.proposal_id), ("screening", draft.screening_id),
    ):  # fmt: skip
        address = reverse(f"admin:programs_{name}_change", args=[key])
        assert staff.get(address).status_code == 302, name


def test_others_do_not_get_in(client, alice, program):
    client.force_login(alice)

    assert client.get(reverse(LIST)).status_code == 302


def test_inputs_and_provenance_are_read_only(root, program):
    address = reverse("admin:programs_program_change", args=[program.pk])
    html = root.get(address).content.decode()

    for name in ("goal", "limits_text", "status", "approved_by", "metadata_proposal"):
        assert f'name="{name}"' not in html
    proposal = program.weeks.first().proposal
    page = reverse("admin:programs_proposal_change", args=[proposal.pk])
    assert root.post(page, {"model": "changed"}).status_code == 403


def test_approval_asks_first_and_shows_the_concerns(staff, program):
    add_error(program)

    response = act(staff, program, "approve", confirmed=False)

    html = response.content.decode()
    assert "Approve 1 program?" in html
    assert "Week 1: Too many sets for the chest." in html
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW


def test_confirmed_approval_is_audited(staff, program, rita):
    ProgramFinding.objects.all().delete()

    act(staff, program, "approve")

    program.refresh_from_db()
    assert (program.status, program.approved_by) == (DraftStatus.APPROVED, rita)
    assert AuditEvent.objects.filter(verb="approve", actor=rita).count() == 1


def test_concerns_must_be_accepted(staff, program):
    add_error(program)

    response = act(staff, program, "approve")
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW
    assert "Too many sets for the chest" in response.content.decode()

    act(staff, program, "approve", accept_concerns="on")
    program.refresh_from_db()
    assert program.status == DraftStatus.APPROVED


def test_approval_of_what_changed_meanwhile_is_refused(staff, program):
    Program.objects.update(revision=7)

    response = act(staff, program, "approve", accept_concerns="on")

    assert b"changed after you opened" in response.content
    program.refresh_from_db()
    assert program.status == DraftStatus.IN_REVIEW


def test_return_needs_a_note(staff, program):
    assert b"This field is required" in act(staff, program, "send_back", note="").content

    act(staff, program, "send_back", note="Please add a deload.")

    program.refresh_from_db()
    assert (program.status, program.review_note) == (DraftStatus.DRAFT, "Please add a deload.")


def test_final_comes_after_approval(staff, program):
    assert b"this can be done while it is approved" in act(staff, program, "finalise").content

    act(staff, program, "approve", accept_concerns="on")
    program.refresh_from_db()
    act(staff, program, "finalise")

    program.refresh_from_db()
    assert program.status == DraftStatus.FINAL


def test_submit_of_an_unwritten_program_is_refused(root, bob):
    row = make_program(bob).program

    response = act(root, row, "submit")

    row.refresh_from_db()
    assert row.status == DraftStatus.DRAFT
    assert b"still being drafted" in response.content


def test_submit_sends_it_to_review(root, draft):
    act(root, draft, "submit")

    draft.refresh_from_db()
    assert draft.status == DraftStatus.IN_REVIEW
