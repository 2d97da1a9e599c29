"""Files to take along, over the pages; the calendar is read by a calendar library."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from programs.models import ExerciseEntry, Program, Week, Workout
from project.drafts import DraftStatus
from project.models import AuditEvent
from tests.programs.factories import make_program
from tests.programs.written import make_written

pytestmark = pytest.mark.django_db

KINDS = ("csv", "ics", "pdf")


@pytest.fixture
def program(bob, alice):
    return make_written(bob, by=alice, weeks=2, training_days=(0, 2, 4))


@pytest.fixture
def page(client, bob):
    client.force_login(bob)
    return client


def fetch(page, program, kind, **query):
    return page.get(reverse(f"program-{kind}", args=[program.pk]), query)


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


@pytest.mark.parametrize("kind", KINDS)
def test_export_is_an_attachment_named_after_the_title(page, program, kind):
    Program.objects.update(title="../Kraft & Größe: 8 weeks\r\nX-Evil: 1")

    response = fetch(page, program, kind)

    assert response.status_code == 200
    header = response["Content-Disposition"]
    assert header.startswith("attachment; ")
    assert "kraft-gr%C3%B6%C3%9Fe-8-weeks-x-evil-1-v1." + kind in header
    assert response["Cache-Control"] == "private, no-store"


def test_title_without_letters_still_gives_a_name(page, program):
    Program.objects.update(title="💪!!!")

    assert 'filename="program-v1.csv"' in fetch(page, program, "csv")["Content-Disposition"]


@pytest.mark.parametrize("kind", KINDS)
def test_export_is_written_down(page, program, bob, kind):
    fetch(page, program, kind)

    event = AuditEvent.objects.get(verb="export")
    assert (event.actor, event.subject_id) == (bob, str(program.pk))


@pytest.mark.parametrize("kind", KINDS)
def test_strangers_get_404(client, charlie, program, kind):
    client.force_login(charlie)

    assert fetch(client, program, kind).status_code == 404
    assert not AuditEvent.objects.filter(verb="export").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_coach_and_reviewer_may_export(client, alice, rita, program, kind):
    client.force_login(alice)
    assert fetch(client, program, kind).status_code == 200
    client.force_login(rita)
    assert fetch(client, program, kind).status_code == 404
    Program.objects.update(status=DraftStatus.IN_REVIEW)
    assert fetch(client, program, kind).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_program_without_a_written_week_says_so(page, bob, kind):
    response = fetch(page, make_program(bob).program, kind)

    assert response.status_code == 409
    assert "No week of this program is written yet" in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_queries_do_not_grow_with_the_program(page, bob, kind):
    small, large = make_written(bob, weeks=1), make_written(bob, weeks=20)
    fetch(page, small, kind)

    with CaptureQueriesContext(connection) as one:
        fetch(page, small, kind)
    with CaptureQueriesContext(connection) as twenty:
        fetch(page, large, kind)

    assert len(one) == len(twenty)


def test_csv_opens_in_a_spreadsheet(page, program):
    Week.objects.filter(number=1).update(focus="=1+1")
    Workout.objects.filter(week__number=1, day=1).update(name="천천히, “A”")

    data = fetch(page, program, "csv").content

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {row["week"] for row in rows} == {"1", "2"}
    assert rows[0]["focus"] == "'=1+1"
    assert rows[0]["workout"] == "천천히, “A”"


def test_retired_exercise_keeps_its_name(page, program):
    from programs.models import CatalogueExercise

    entry = ExerciseEntry.objects.filter(workout__week__number=1).first()
    CatalogueExercise.objects.filter(slug=entry.exercise).update(is_active=False, name="Old name")

    assert "Old name" in fetch(page, program, "csv").content.decode()


def test_calendar_has_an_event_for_each_workout_on_its_day(page, program):
    found = events(fetch(page, program, "ics", starts="2026-09-07"))

    assert [event.decoded("DTSTART") for event in found] == [
        date(2026, 9, 7) + timedelta(days=days) for days in (0, 2, 4, 7, 9, 11)
    ]
    assert [event.decoded("DTEND") - event.decoded("DTSTART") for event in found] == [
        timedelta(days=1)
    ] * 6
    assert len({str(event["UID"]) for event in found}) == 6


def test_calendar_with_a_time_lasts_as_long_as_the_session(page, program):
    found = events(fetch(page, program, "ics", starts="2026-09-07", at="18:30"))

    assert found[0].decoded("DTSTART") == datetime(2026, 9, 7, 18, 30)
    length = found[0].decoded("DTEND") - found[0].decoded("DTSTART")
    assert timedelta(minutes=20) < length < timedelta(minutes=120)


def test_calendar_starts_next_monday_by_default(page, program):
    first = events(fetch(page, program, "ics"))[0].decoded("DTSTART")

    assert first.weekday() == 0
    assert timedelta(0) < first - timezone.localdate() <= timedelta(days=7)


def test_calendar_text_survives_a_real_reader(page, program):
    name = "Heavy; slow, “strict” \\ 무겁게 💪"
    notes = "First line; with, marks\nSecond: 천천히 들어 올립니다 💪 " + "긴 글" * 60
    Week.objects.filter(number=1).update(notes=notes)
    Workout.objects.filter(week__number=1, day=1).update(name=name)
    Program.objects.update(title="Kraft; Größe, 8 Wochen")

    response = fetch(page, program, "ics", starts="2026-09-07")

    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(response.content)
    # The library leaves the escapes of properties that it does not know.
    assert str(calendar["X-WR-CALNAME"]).replace("\\", "") == "Kraft; Größe, 8 Wochen"
    event = calendar.walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == f"{name} (week 1)"
    assert str(event["DESCRIPTION"]).startswith(notes)


def test_calendar_of_an_edited_week_takes_the_place_of_the_old_one(page, program):
    before = events(fetch(page, program, "ics"))[0]
    Week.objects.filter(number=1).update(edited_at=timezone.now() + timedelta(minutes=10))

    after = events(fetch(page, program, "ics"))[0]

    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


@pytest.mark.parametrize(
    "query",
    [
        {"starts": "tomorrow"},
        {"starts": "2026-02-30"},
        {"starts": "9999-12-31"},
        {"starts": "0001-01-01"},
        {"starts": "２０２６-09-07x"},
        {"at": "25:00"},
        {"at": "half past six"},
        {"at": "\x00"},
    ],
)
def test_wrong_day_or_time_is_explained(page, program, query):
    response = fetch(page, program, "ics", **query)

    assert response.status_code == 400
    html = response.content.decode()
    assert "first day is a date" in html or "time of day is written like" in html


def test_calendar_time_may_carry_a_zone_or_seconds(page, program):
    found = events(fetch(page, program, "ics", starts="2026-09-07", at="18:30:15+02:00"))

    assert found[0].decoded("DTSTART") == datetime(2026, 9, 7, 18, 30, 15)


def test_pdf_says_who_approved_it(page, program, alice):
    Program.objects.update(
        status=DraftStatus.APPROVED,
        approved_by=alice,
        approved_at=datetime(2026, 9, 3, 12, tzinfo=timezone.get_current_timezone()),
    )

    reader = PdfReader(io.BytesIO(fetch(page, program, "pdf").content))

    for sheet in reader.pages:
        assert "Approved by Alice Moreau on 3 September 2026" in sheet.extract_text()


def test_pdf_of_a_draft_says_draft_and_shows_the_inputs(page, program):
    Program.objects.update(limits_text="Left knee; no jumping", limits=["knee"])

    text = PdfReader(io.BytesIO(fetch(page, program, "pdf").content)).pages[0].extract_text()

    assert "Draft" in text
    assert "For Bob Okafor" in text
    assert "Left knee; no jumping" in text
    assert "Monday, Wednesday, Friday" in text


def test_exports_fragment_names_the_three_files(program):
    from django.template.loader import render_to_string

    html = render_to_string("programs/_exports.html", {"program": program})

    for kind in KINDS:
        assert reverse(f"program-{kind}", args=[program.pk]) in html
