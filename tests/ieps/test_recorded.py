"""The same bounds whichever door a record comes in by: a page, the API, a file."""

import json
from datetime import date, timedelta

import pytest

from ieps.models import Assessment, Student
from ieps.recorded import MAX_ENTRIES, need_text, read_need
from tests.ieps.factories import make_student

pytestmark = pytest.mark.django_db

TOMORROW = (date.today() + timedelta(days=1)).isoformat()
NAMES = {"given_name": "Noa", "family_name": "Berg", "student_number": "S-9"}


@pytest.fixture
def teacher(client, alice):
    client.force_login(alice)
    return client


def by_page(client, **values):
    return client.post("/ieps/students/new/", NAMES | values)


def by_api(client, **values):
    body = json.dumps(NAMES | values)
    return client.post("/api/v1/ieps/students/", body, content_type="application/json")


def by_file(client, **values):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = {"Student ID": "S-9", "First Name": "Noa", "Last Name": "Berg"}
    titles = {"birth_date": "DOB", "needs": "Needs", "languages": "Languages"}
    row |= {titles[name]: f'"{value}"' for name, value in values.items()}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"
    response = client.post(
        "/ieps/import/students/", {"file": SimpleUploadedFile("s.csv", text.encode(), "text/csv")}
    )
    if pending := response.context["pending"]:
        client.post(f"/ieps/import/{pending.pk}/confirm/")
    return response


DOORS = pytest.mark.parametrize("door", [by_page, by_api, by_file])


@DOORS
@pytest.mark.parametrize("day", ["1989-12-31", "1980-06-01", TOMORROW])
def test_impossible_birth_date_is_refused(teacher, door, day):
    assert door(teacher, birth_date=day).status_code in (400, 422)
    assert not Student.objects.exists()


@DOORS
@pytest.mark.parametrize("day", ["1990-01-01", date.today().isoformat()])
def test_possible_birth_date_is_taken(teacher, door, day):
    door(teacher, birth_date=day)

    assert Student.objects.get().birth_date == date.fromisoformat(day)


@pytest.mark.parametrize("day", ["1989-12-31", TOMORROW])
@pytest.mark.parametrize("door", ["page", "api", "file"])
def test_impossible_day_of_an_assessment_is_refused(teacher, alice, door, day):
    from django.core.files.uploadedfile import SimpleUploadedFile

    student = make_student(alice, student_number="S-1")
    values = {"tool": "Probe", "area": "math", "date": day, "score": "5"}
    if door == "page":
        response = teacher.post(f"/ieps/students/{student.pk}/assessments/new/", values)
    elif door == "api":
        url = f"/api/v1/ieps/students/{student.pk}/assessments/"
        response = teacher.post(url, json.dumps(values), content_type="application/json")
    else:
        text = f"Student ID,Tool,Area,Date,Score\nS-1,Probe,math,{day},5\n"
        file = SimpleUploadedFile("a.csv", text.encode(), "text/csv")
        response = teacher.post("/ieps/import/assessments/", {"file": file})

    assert response.status_code in (400, 422)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("text", "area", "rest"),
    [
        ("reading: slow", "reading", "slow"),
        ("reading： slow", "reading", "slow"),
        ("counts on fingers", "", "counts on fingers"),
        ("3: of 5 days", "", "3: of 5 days"),
        ("reading:", "", "reading:"),
        (f"{'x' * 101}: slow", "", f"{'x' * 101}: slow"),
    ],
)
@pytest.mark.parametrize("door", [by_page, by_file])
def test_need_is_read_alike(teacher, door, text, area, rest):
    door(teacher, needs=text)

    assert Student.objects.get().needs == [{"area": area, "text": rest}]
    assert read_need(need_text(read_need(text))) == read_need(text)


@pytest.mark.parametrize(
    ("door", "values"),
    [
        (by_page, {"needs": "\n".join(f"need {number}" for number in range(MAX_ENTRIES + 1))}),
        (by_file, {"needs": ";".join(f"need {number}" for number in range(MAX_ENTRIES + 1))}),
        (by_api, {"needs": [{"text": str(number)} for number in range(MAX_ENTRIES + 1)]}),
        (by_page, {"needs": "x" * 1001}),
        (by_file, {"needs": "x" * 1001}),
        (by_api, {"needs": [{"text": "x" * 1001}]}),
        (by_page, {"languages": "x" * 61}),
        (by_file, {"languages": "x" * 61}),
        (by_api, {"languages": ["x" * 61]}),
    ],
)
def test_too_much_is_refused(teacher, door, values):
    assert door(teacher, **values).status_code in (400, 422)
    assert not Student.objects.exists()
