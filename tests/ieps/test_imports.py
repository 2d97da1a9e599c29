"""CSV import over the pages: preview first, then all of it or nothing."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ieps.models import Assessment, PendingImport, Student
from tests.ieps.factories import make_student

pytestmark = pytest.mark.django_db

STUDENTS = (
    "Student Number,First Name,Last Name,DOB,Grade\n"
    "2001,Noa,Bergström,2014-05-02,6\n"
    "2002,<b>Ada</b>,Pérez,2013-11-30,7\n"
)


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def upload(page, data, kind="students", name="export.csv"):
    if isinstance(data, str):
        data = data.encode()
    return page.post(
        reverse("import", args=[kind]), {"file": SimpleUploadedFile(name, data, "text/csv")}
    )


def confirm(page):
    return page.post(reverse("import-confirm", args=[PendingImport.objects.get().pk]), follow=True)


def test_preview_writes_nothing(page):
    response = upload(page, STUDENTS)

    assert response.status_code == 200
    assert "Bergström" in response.content.decode()
    assert not Student.objects.exists()


def test_confirmation_imports_all(page, alice):
    upload(page, STUDENTS)

    response = confirm(page)

    assert "2 students added" in response.content.decode()
    assert Student.objects.visible_to(alice).count() == 2
    assert not PendingImport.objects.exists()


def test_second_click_on_confirm_is_harmless(page):
    upload(page, STUDENTS)
    pk = PendingImport.objects.get().pk
    page.post(reverse("import-confirm", args=[pk]))

    response = page.post(reverse("import-confirm", args=[pk]), follow=True)

    assert response.status_code == 200
    assert Student.objects.count() == 2


def test_importing_again_changes_nothing(page):
    upload(page, STUDENTS)
    confirm(page)
    revisions = list(Student.objects.values_list("revision", flat=True))

    upload(page, STUDENTS)
    response = confirm(page)

    assert "2 were there already" in response.content.decode()
    assert list(Student.objects.values_list("revision", flat=True)) == revisions


def test_html_in_names_is_shown_as_text(page):
    html = upload(page, STUDENTS).content.decode()

    assert "<b>Ada</b>" not in html
    assert "&lt;b&gt;Ada" in html


def test_one_wrong_row_keeps_the_whole_file_out(page):
    response = upload(page, STUDENTS + "2003,Max,Ono,31/02/2015,5\n")

    assert response.status_code == 422
    assert "Row 4" in response.content.decode()
    assert not PendingImport.objects.exists()
    assert not Student.objects.exists()


def test_anothers_student_cannot_be_overwritten(page, charlie):
    foreign = make_student(charlie, student_number="2001", given_name="Kept")

    response = upload(page, STUDENTS)

    assert response.status_code == 422
    foreign.refresh_from_db()
    assert foreign.given_name == "Kept"
    assert "Kept" not in response.content.decode()


def test_student_taken_between_preview_and_yes_imports_nothing(page, charlie):
    upload(page, STUDENTS)
    make_student(charlie, student_number="2002")

    response = confirm(page)

    assert response.status_code == 400
    assert not Student.objects.filter(student_number="2001").exists()


def test_anothers_pending_import_is_not_mine(page, client, charlie):
    upload(page, STUDENTS)
    pk = PendingImport.objects.get().pk
    client.force_login(charlie)

    client.post(reverse("import-confirm", args=[pk]))

    assert not Student.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ""),
        (b"Name,Age\nx,1\n", "Student"),
        (STUDENTS.splitlines()[0].encode(), ""),
    ],
)
def test_unreadable_file_gets_a_sentence(page, data, said):
    response = upload(page, data)

    assert response.status_code == 422
    assert said.lower() in response.content.decode().lower()
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_school_systems_are_read(page, encoding):
    upload(page, STUDENTS.encode(encoding))
    confirm(page)

    assert Student.objects.filter(family_name="Bergström").exists()


def test_fifty_megabytes_are_refused_beside_the_field(page):
    response = upload(page, b"x" * (50 * 1024 * 1024))

    assert response.status_code == 422
    assert "larger than 5 MB" in response.content.decode()


def test_no_file_is_said_beside_the_field(page):
    response = page.post(reverse("import", args=["students"]), {})

    assert response.status_code == 422
    assert "Choose a CSV file first" in response.content.decode()


def test_assessments_of_unknown_students_are_refused(page):
    response = upload(
        page, "Student Number,Test,Area,Date,Score\n999,ORF,reading,2026-05-01,40\n", "assessments"
    )

    assert response.status_code == 422
    assert "999" in response.content.decode()


def test_assessments_are_imported(page, alice):
    make_student(alice, student_number="77")

    upload(page, "Student Number,Test,Area,Date,Score\n77,ORF,reading,2026-05-01,40\n",
           "assessments")  # fmt: skip
    confirm(page)

    assert Assessment.objects.get().score == 40


def test_unknown_kind_is_404(page):
    assert page.get(reverse("import", args=["nonsense"])).status_code == 404


def test_import_asks_few_questions_however_long_the_file(page, django_assert_max_num_queries):
    header = "Student ID,First Name,Last Name,DOB,Grade\n"
    lines = [f"9{index:04d},Mia,Stone,2015-02-28,5\n" for index in range(300)]
    upload(page, header + "".join(lines))
    pending = PendingImport.objects.get()

    with django_assert_max_num_queries(40):
        page.post(f"/ieps/import/{pending.pk}/confirm/")

    assert Student.objects.count() == 300


@pytest.mark.timed
def test_oversized_upload_is_refused_quickly(page):
    data = b"a,b\n" * 5_000_000
    started = time.monotonic()

    response = page.post(
        "/ieps/import/students/", {"file": SimpleUploadedFile("big.csv", data, "text/csv")}
    )

    assert response.status_code == 422
    assert "larger than 5 MB" in response.content.decode()
    assert time.monotonic() - started < 3
