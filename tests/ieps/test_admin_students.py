"""A student's record in the admin: saved the same way as on the pages."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from ieps.models import Assessment, Student
from project.models import AuditEvent
from tests.ieps.factories import make_assessment, make_student
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def student(alice):
    return make_student(alice)


@pytest.fixture
def root(client, db):
    client.force_login(person("root", is_staff=True, is_superuser=True))
    return client


def address(student):
    return reverse("admin:ieps_student_change", args=[student.pk])


def record(teacher, results=(), initial=0, **changes):
    data = {
        "given_name": "Maribel",
        "family_name": "Ostrander",
        "student_number": "S-1",
        "birth_date": "2015-04-12",
        "languages": "English",
        "grade": "5",
        "class_name": "5B",
        "disability_category": "",
        "placement": "",
        "strengths": "",
        "needs": "reading: reads slowly aloud\ncounts on fingers",
        "guardian_name": "",
        "guardian_email": "",
        "guardian_phone": "",
        "teachers": [teacher.pk],
        "assessments-TOTAL_FORMS": len(results),
        "assessments-INITIAL_FORMS": initial,
        "assessments-MIN_NUM_FORMS": 0,
        "assessments-MAX_NUM_FORMS": 1000,
        "notes-TOTAL_FORMS": 0,
        "notes-INITIAL_FORMS": 0,
        "notes-MIN_NUM_FORMS": 0,
        "notes-MAX_NUM_FORMS": 1000,
    }
    for number, result in enumerate(results):
        data |= {f"assessments-{number}-{name}": value for name, value in result.items()}
    return data | changes


def result(**changes):
    return {
        "tool": "Probe",
        "area": "math",
        "date": "2026-05-20",
        "score": "41",
        "unit": "%",
        "percentile": "",
        "notes": "",
    } | changes


def verbs(student):
    events = AuditEvent.objects.filter(subject_id=str(student.pk))
    return sorted(events.values_list("verb", flat=True))


def test_edit_raises_the_revision_and_is_audited(root, student, alice):
    response = root.post(
        address(student), record(alice, grade="6", expected_revision=student.revision)
    )

    assert response.status_code == 302
    before = student.revision
    student.refresh_from_db()
    assert (student.grade, student.revision) == ("6", before + 1)
    assert student.needs == [
        {"area": "reading", "text": "reads slowly aloud"},
        {"area": "", "text": "counts on fingers"},
    ]
    assert verbs(student) == ["edit"]


def test_stale_page_of_a_teacher_is_refused_after_a_staff_edit(root, client, student, alice):
    seen = student.revision
    root.post(address(student), record(alice, expected_revision=seen))
    client.force_login(alice)

    form = record(alice, grade="7", revision=seen)
    response = client.post(reverse("student-edit", args=[student.pk]), form)

    assert response.status_code == 412


def test_stale_staff_edit_is_refused_and_keeps_the_text(root, student, alice):
    Student.objects.update(revision=5)

    response = root.post(address(student), record(alice, grade="Six", expected_revision=1))

    assert b"Someone else saved this student" in response.content
    assert b"Six" in response.content
    student.refresh_from_db()
    assert student.grade == "5"


def test_new_student_has_the_teachers_of_the_form(root, alice):
    response = root.post(reverse("admin:ieps_student_add"), record(alice, [result()]))

    assert response.status_code == 302
    student = Student.objects.get()
    assert list(student.teachers.all()) == [alice]
    assert student.assessments.get().score == 41
    assert verbs(student) == ["add_assessment", "create"]


def test_results_are_added_corrected_and_deleted_with_a_line_each(root, student, alice):
    first = make_assessment(student, date=datetime.date(2026, 1, 10))
    second = make_assessment(student, date=datetime.date(2026, 2, 10))
    rows = [
        result(id=first.pk, student=student.pk, score="60", date="2026-01-10"),
        result(id=second.pk, student=student.pk, DELETE="on"),
        result(),
    ]

    response = root.post(
        address(student), record(alice, rows, 2, expected_revision=student.revision)
    )

    assert response.status_code == 302
    assert sorted(Assessment.objects.values_list("score", flat=True)) == [41, 60]
    assert verbs(student) == ["add_assessment", "delete_assessment", "edit", "edit_assessment"]


@pytest.mark.parametrize(
    ("results", "changes", "said"),
    [
        ([result(date="2099-01-01")], {}, "is in the future"),
        ([result(percentile="101")], {}, "A percentile lies between 0 and 100"),
        ([], {"birth_date": "1890-01-01"}, "lies between 1990 and today"),
        ([result(), result()], {}, "Please correct the duplicate"),
    ],
)
def test_impossible_values_are_refused(root, student, alice, results, changes, said):
    changes["expected_revision"] = student.revision
    response = root.post(address(student), record(alice, results, **changes))

    assert response.status_code == 200
    assert said in response.content.decode()


def test_opening_and_deleting_forms_is_noted(root, student):
    root.get(address(student))
    assert verbs(student) == ["view"]
    root.get(reverse("admin:ieps_student_delete", args=[student.pk]))
    assert verbs(student) == ["view", "view"]


def test_who_may_only_read_gets_no_form(client, student):
    reader = person("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_student"))
    client.force_login(reader)

    html = client.get(address(student)).content.decode()

    assert "Ostrander" in html
    assert 'name="_save"' not in html
    assert "Expected revision" not in html
