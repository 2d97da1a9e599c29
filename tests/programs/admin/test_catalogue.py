"""The exercise catalogue in the admin, its import and its export."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.models import (
    CatalogueExercise,
)
from project.models import AuditEvent
from tests.people import person

pytestmark = pytest.mark.django_db

CATALOGUE = "admin:programs_catalogueexercise_changelist"


def upload(client, text, name="exercises.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(
        reverse("admin:catalogue-import"), {"file": SimpleUploadedFile(name, data, "text/csv")}
    )


def confirm(client, response):
    preview = response.context["preview"]
    data = {"data": response.context["data"], "seen": preview.fingerprint}
    return client.post(reverse("admin:catalogue-import"), data, follow=True)


def exported(client):
    return client.get(reverse("admin:catalogue-export")).content.decode("utf-8-sig")


def test_export_and_import_change_nothing(staff):
    CatalogueExercise.objects.filter(slug="back-squat").update(
        name="=cmd", cues="first\r\nsecond, “third”; 네 번째"
    )
    before = list(CatalogueExercise.objects.values().order_by("pk"))

    response = upload(staff, exported(staff))

    assert "There is nothing to import" in response.content.decode()
    assert list(CatalogueExercise.objects.values().order_by("pk")) == before


def test_preview_writes_nothing_and_yes_imports_all(staff, rita):
    text = exported(staff).replace("Barbell back squat", "Back squat with a bar")
    lines = text.splitlines()
    new = lines[1].split(",", 1)[1]
    text += f"brand-new-squat,{new}\r\n"

    response = upload(staff, text)

    html = response.content.decode()
    assert "1 new exercise, 1 to change" in html
    assert "Changes: name" in html
    assert not CatalogueExercise.objects.filter(slug="brand-new-squat").exists()

    done = confirm(staff, response)

    assert "1 added, 1 changed" in done.content.decode()
    assert CatalogueExercise.objects.get(slug="back-squat").name == "Back squat with a bar"
    assert AuditEvent.objects.filter(actor=rita, subject_type="programs.catalogueexercise").count()


def test_one_wrong_row_keeps_the_whole_file_out(staff):
    text = exported(staff).replace("Barbell back squat", "Renamed")
    lines = text.split("\r\n")
    lines[3] = lines[3].replace("beginner", "godlike").replace("intermediate", "godlike")
    lines[3] = lines[3].replace("advanced", "godlike")

    response = upload(staff, "\r\n".join(lines))

    assert response.status_code == 422
    assert "Row 4, level: Unknown: “godlike”" in response.content.decode()
    assert not CatalogueExercise.objects.filter(name="Renamed").exists()


def test_catalogue_changed_between_preview_and_yes_is_shown_again(staff):
    text = exported(staff).replace("Barbell back squat", "Renamed")
    response = upload(staff, text)
    CatalogueExercise.objects.filter(slug="deadlift").update(name="Other")

    again = confirm(staff, response)

    assert "Look again" in again.content.decode()
    assert not CatalogueExercise.objects.filter(name="Renamed").exists()
    assert "2 to change" in again.content.decode()


@pytest.mark.parametrize("data", ["", "%%%", "AAAA"])
def test_tampered_confirmation_imports_nothing(staff, data):
    response = staff.post(reverse("admin:catalogue-import"), {"data": data, "seen": "x"})

    assert response.status_code == 200
    assert "Nothing was imported" in response.content.decode()


def test_import_begins_without_a_complaint(staff):
    response = staff.get(reverse("admin:catalogue-import"))

    assert response.status_code == 200
    assert "Choose a CSV file first" not in response.content.decode()


def test_no_file_and_large_file_are_said(staff):
    empty = staff.post(reverse("admin:catalogue-import"), {})
    large = upload(staff, b"x" * (1024 * 1024 + 1))
    huge = upload(staff, b"x" * (6 * 1024 * 1024))

    assert "Choose a CSV file first" in empty.content.decode()
    for response in (large, huge):
        assert response.status_code == 422
        assert "larger than 1 MB" in response.content.decode()


def test_import_needs_permission(client, db):
    client.force_login(person("viewer", is_staff=True))

    assert client.get(reverse("admin:catalogue-import")).status_code == 403
    assert client.get(reverse("admin:catalogue-export")).status_code == 403


@pytest.mark.parametrize(
    "query", [{"muscle": "chest"}, {"equipment": "band"}, {"level": "advanced"}]
)
def test_catalogue_filters(staff, query):
    rows = staff.get(reverse(CATALOGUE), query).context["cl"].queryset

    assert 0 < rows.count() < CatalogueExercise.objects.count()


def test_exercise_is_edited_in_words(staff):
    row = CatalogueExercise.objects.get(slug="back-squat")
    address = reverse("admin:programs_catalogueexercise_change", args=[row.pk])
    data = {
        "name": "Squat", "pattern": "squat", "primary": "Quads, glutes", "secondary": "",
        "equipment": "barbell, box", "level": "beginner", "stresses": "", "cues": "",
        "loadable": "on", "is_active": "on", "index": 10,
    }  # fmt: skip

    assert staff.post(address, data).status_code == 302
    row.refresh_from_db()
    assert (row.slug, row.primary, row.equipment) == (
        "back-squat", ["quads", "glutes"], ["barbell", "box"],
    )  # fmt: skip
    wrong = staff.post(address, data | {"primary": "soul"})
    assert "Unknown: soul" in wrong.content.decode()
    assert staff.post(address, data | {"primary": ""}).status_code == 200


def test_exercise_is_never_deleted(root):
    row = CatalogueExercise.objects.first()
    address = reverse("admin:programs_catalogueexercise_delete", args=[row.pk])

    assert root.post(address, {"post": "yes"}).status_code == 403


def test_selected_exercises_are_exported(staff):
    row = CatalogueExercise.objects.get(slug="back-squat")

    response = staff.post(reverse(CATALOGUE), {"action": "export", "_selected_action": [row.pk]})

    assert response["Content-Disposition"] == 'attachment; filename="exercises.csv"'
    assert len(response.content.decode().splitlines()) == 2
