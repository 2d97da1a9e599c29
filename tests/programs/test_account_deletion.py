"""Deleting an account in the admin: what is theirs goes with it; a decision for others stays."""

import pytest
from django.urls import reverse

from ieps.models import Student
from programs.models import Program
from programs.operations.review import approve_program
from project.models import Job, User
from tests.ieps.factories import make_iep, make_student
from tests.people import teacher
from tests.programs.calls import drafted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(client, db):
    client.force_login(User.objects.create_superuser("root", password="pass word 1"))
    return client


@pytest.fixture
def approved(bob, alice, rita, held_queue):
    program = drafted(bob, held_queue, by=alice, weeks=1)
    return approve_program(
        program=program, expected_revision=program.revision, accept_concerns=True, by=rita
    )


def page(user):
    return reverse("admin:project_user_delete", args=[user.pk])


def confirm(root, user):
    return root.post(page(user), {"post": "yes"}, follow=True)


def confirm_in_the_list(root, user):
    data = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    return root.post(reverse("admin:project_user_changelist"), data, follow=True)


WAYS = pytest.mark.parametrize("delete", [confirm, confirm_in_the_list])


@WAYS
def test_client_goes_with_their_programs(root, bob, approved, delete):
    assert "permission" not in root.get(page(bob)).content.decode()

    assert delete(root, bob).status_code == 200

    assert not User.objects.filter(pk=bob.pk).exists()
    assert not Program.objects.exists()


@WAYS
def test_coach_goes_with_their_jobs_and_their_clients_keep_all(root, alice, approved, delete):
    assert delete(root, alice).status_code == 200

    assert not User.objects.filter(pk=alice.pk).exists()
    assert not Job.objects.exists()
    assert Program.objects.get().weeks.get().is_written


@WAYS
def test_who_approved_something_stays_and_the_page_says_why(root, rita, approved, delete):
    shown = root.get(page(rita)).content.decode()
    assert "protected" in shown
    assert approved.title in shown

    answered = delete(root, rita)

    assert answered.status_code == 200
    assert "protected" in answered.content.decode()
    assert User.objects.filter(pk=rita.pk).exists()


@WAYS
def test_teacher_goes_and_the_record_stays(root, held_queue, delete):
    tom = teacher("tom")
    make_iep(make_student(tom), tom)
    held_queue.work()

    assert delete(root, tom).status_code == 200

    assert not User.objects.filter(pk=tom.pk).exists()
    assert Student.objects.get().ieps.count() == 1


def test_reviewers_delete_no_account(client, rita, bob):
    client.force_login(rita)

    assert client.post(page(bob), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=bob.pk).exists()
