"""CSV and calendar files that other programs can read."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from programs.exercise_catalogue import BY_SLUG
from programs.export_csv import COLUMNS, program_csv
from programs.export_ics import MAX_OCTETS, program_ics
from programs.schemas import ExerciseContent, SetContent, WeekContent, WorkoutContent
from tests.programs.plans import edited, facts, plan

ONE_SIDED = next(one.slug for one in BY_SLUG.values() if one.unilateral and not one.timed)
WRITTEN = datetime(2026, 9, 1, 12, 30, tzinfo=timezone(timedelta(hours=9)))


def calendar(record=None, weeks=None, **values):
    record = record or facts(days=3)
    defaults = {
        "uid": "7f3c",
        "title": "Strength; 12 weeks, 3 days",
        "starts_on": date(2026, 9, 7),
        "weekdays": record.weekdays,
        "written_at": WRITTEN,
    }
    return program_ics(weeks or plan(record)[1].values(), **defaults | values)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def values(text, name):
    return [
        line.split(":", 1)[1]
        for line in unfolded(text)
        if line.split(":", 1)[0].split(";")[0] == name
    ]


def test_csv_has_a_row_for_each_set():
    record = facts()
    _, weeks = plan(record)

    text = program_csv(weeks.values(), record.weekdays)

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(week.set_count for week in weeks.values())
    assert rows[0]["weekday"] == "Monday"
    assert rows[0]["percent_1rm"] == "67.5"
    assert rows[0]["seconds"] == ""
    assert text.count("\r\n") == len(rows) + 1
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@sum"])
def test_csv_cell_is_never_a_formula(text):
    _, weeks = plan(facts())
    week = edited(weeks[1], lambda data: data.update(focus=text))

    rows = list(csv.DictReader(io.StringIO(program_csv([week]), newline="")))

    assert rows[0]["focus"] == f"'{text}"


def test_csv_quotes_what_needs_it():
    _, weeks = plan(facts())
    week = edited(weeks[1], lambda data: data.update(focus='slow, "strict"\nand long'))

    rows = list(csv.DictReader(io.StringIO(program_csv([week]), newline="")))

    assert rows[0]["focus"] == 'slow, "strict"\nand long'


def test_calendar_has_an_event_for_each_workout():
    text = calendar()

    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT\r\n") == text.count("END:VEVENT\r\n") == 36
    assert len(set(values(text, "UID"))) == 36
    assert set(values(text, "DTSTAMP")) == {"20260901T033000Z"}


def test_calendar_lines_end_in_crlf_and_are_folded_at_75_octets():
    _, weeks = plan(facts())
    week = edited(weeks[1], lambda data: data.update(notes="천천히 들어 올리고 내립니다. " * 20))

    text = calendar(weeks=[week], record=facts())

    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= MAX_OCTETS for line in lines)
    assert any(("천천히 들어 올리고 내립니다. " * 20).strip() in line for line in unfolded(text))


def test_calendar_text_is_escaped():
    text = calendar(title="a;b,c\\d\ne")

    assert "X-WR-CALNAME:a\\;b\\,c\\\\d\\ne" in unfolded(text)


def test_calendar_days_are_the_training_days():
    assert values(calendar(), "DTSTART")[:4] == ["20260907", "20260909", "20260911", "20260914"]
    assert values(calendar(), "DTEND")[0] == "20260908"


def test_calendar_that_starts_midweek_keeps_the_first_week_whole():
    assert values(calendar(starts_on=date(2026, 9, 9)), "DTSTART")[0] == "20260914"


def test_calendar_with_a_time_has_local_hours_and_the_sessions_length():
    text = calendar(starts_at=time(18, 0, tzinfo=UTC))

    assert values(text, "DTSTART")[0] == "20260907T180000"
    assert "20260907T183000" < values(text, "DTEND")[0] < "20260907T193000"


def test_events_keep_their_ids_when_exported_again():
    first, second = calendar(), calendar(revision=3)

    assert values(first, "UID") == values(second, "UID")
    assert set(values(second, "SEQUENCE")) == {"3"}


def test_csv_and_calendar_say_what_counts_for_one_side():
    week = WeekContent(
        week=1,
        workouts=[
            WorkoutContent(
                day=1,
                name="Legs",
                exercises=[ExerciseContent(exercise=ONE_SIDED, sets=[SetContent(reps=8)])],
            )
        ],
    )

    row = next(csv.DictReader(io.StringIO(program_csv([week]), newline="")))
    event = program_ics(
        [week],
        uid="u",
        title="t",
        starts_on=date(2026, 9, 7),
        weekdays=(0,),
        written_at=datetime(2026, 9, 1, tzinfo=UTC),
    )

    assert row["each_side"] == "yes"
    assert "8 each side" in event.replace("\r\n ", "")
