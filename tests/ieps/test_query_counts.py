"""Every list asks the database as often for twenty rows as for one."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ieps.models import IEP, Note, Student
from ieps.operations.review import add_comment
from project.drafts import DraftStatus
from project.models import Job
from tests.ieps.factories import make_assessment, make_iep, make_student
from tests.people import person, reviewer

pytestmark = pytest.mark.django_db(transaction=True)

AS_TEACHER = [
    "/",
    "/jobs/",
    "/ieps/",
    "/ieps/?q=ostrander",
    "/api/v1/jobs/",
    "/api/v1/ieps/",
    "/api/v1/ieps/students/",
    "/api/v1/ieps/templates/",
]
AS_REVIEWER = ["/", "/api/v1/ieps/", "/admin/ieps/iep/", "/admin/ieps/section/"]
AS_ADMIN = [
    "/admin/ieps/student/",
    "/admin/ieps/iep/",
    "/admin/ieps/proposal/",
    "/admin/project/job/",
    "/admin/project/auditevent/",
    "/admin/project/user/",
    "/api/v1/ieps/",
]


def asked(client, path) -> list[str]:
    # The throttle's count in the cache is written, or made, depending on what came before.
    cache.clear()
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
    assert response.status_code == 200, path
    return [query["sql"][:200] for query in found if '"cache"' not in query["sql"]]


def add_iep(alice, status=DraftStatus.DRAFT):
    student = make_student(alice)
    make_assessment(student)
    iep = make_iep(student, alice).iep
    if status != DraftStatus.DRAFT:
        IEP.objects.filter(pk=iep.pk).update(status=status)
    return iep


def compare(client, paths, more):
    before = {path: asked(client, path) for path in paths}
    more()
    after = {path: asked(client, path) for path in paths}
    assert {path: len(queries) for path, queries in after.items()} == {
        path: len(queries) for path, queries in before.items()
    }


def test_lists_of_a_teacher(client, alice, held_queue):
    add_iep(alice)
    client.force_login(alice)

    compare(client, AS_TEACHER, lambda: [add_iep(alice) for _ in range(19)])


def test_lists_of_a_reviewer(client, alice, held_queue):
    add_iep(alice, DraftStatus.IN_REVIEW)
    client.force_login(reviewer())

    compare(client, AS_REVIEWER, lambda: [add_iep(alice, DraftStatus.IN_REVIEW) for _ in range(19)])


def test_lists_of_an_administrator(client, alice, held_queue):
    add_iep(alice)
    held_queue.work()
    client.force_login(person("root", is_staff=True, is_superuser=True))

    def more():
        for _ in range(4):
            add_iep(alice)
        held_queue.work()

    compare(client, AS_ADMIN, more)


def test_one_iep_with_all_that_hangs_on_it(client, alice, held_queue):
    iep = add_iep(alice)
    held_queue.work()
    add_comment(iep=iep, text="Look at math.", by=alice)
    Note.objects.create(student=iep.student, text="Reads.", author=alice)
    client.force_login(alice)
    paths = [
        f"/ieps/{iep.pk}/",
        f"/ieps/students/{iep.student_id}/",
        f"/api/v1/ieps/{iep.pk}/",
        f"/api/v1/ieps/{iep.pk}/comments/",
        f"/api/v1/ieps/students/{iep.student_id}/assessments/",
        f"/jobs/{Job.objects.get().pk}/",
        f"/api/v1/jobs/{Job.objects.get().pk}/steps/",
    ]

    def more():
        for number in range(19):
            by = person(f"reader{number}")
            add_comment(iep=iep, text="And at writing.", by=by)
            Note.objects.create(student=iep.student, text="Writes.", author=by)
            make_assessment(
                iep.student, date=datetime.date(2025, 1, 1) + datetime.timedelta(number)
            )

    compare(client, paths, more)
    assert Student.objects.count() == 1
