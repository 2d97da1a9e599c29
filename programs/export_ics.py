"""A program as an iCalendar file (RFC 5545): one event for each workout."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from programs.exercise_catalogue import BY_SLUG, Exercise
from programs.schemas import WeekContent, WorkoutContent
from programs.volume import minutes
from programs.wording import entry_text

PRODUCT: Final = "-//Draftroom//Programs//EN"
MAX_OCTETS: Final = 75
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def program_ics(
    weeks: Iterable[WeekContent],
    *,
    uid: str,
    title: str,
    starts_on: date,
    weekdays: tuple[int, ...],
    written_at: datetime,
    starts_at: time | None = None,
    revision: int = 0,
    catalogue: Mapping[str, Exercise] = BY_SLUG,
) -> str:
    """uid: the program's stable id; events keep theirs when the file is exported again.
    starts_on: any day of the first week. Workouts that would fall before it move with their whole
    week to the next, so that week 1 is complete.
    weekdays: 0 (Monday) to 6 of each training day, day 1 first; workouts beyond are left out.
    written_at: aware; becomes DTSTAMP in UTC. starts_at: local time ("floating": the same clock
    time wherever the calendar is); None makes events of whole days. revision: SEQUENCE.
    """
    monday = _first_monday(starts_on, weekdays)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    stamp = written_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for week in sorted(weeks, key=lambda one: one.week):
        for workout in sorted(week.workouts, key=lambda one: one.day):
            if not 1 <= workout.day <= len(weekdays):
                continue
            day = monday + timedelta(weeks=week.week - 1, days=weekdays[workout.day - 1])
            lines += [
                "BEGIN:VEVENT",
                f"UID:{_text(uid)}-w{week.week}-d{workout.day}@draftroom",
                f"DTSTAMP:{stamp}",
                f"SEQUENCE:{revision}",
                *_times(day, starts_at, minutes(workout, catalogue)),
                f"SUMMARY:{_text(f'{workout.name} (week {week.week})')}",
                f"DESCRIPTION:{_text(_description(week, workout, catalogue))}",
                "TRANSP:OPAQUE" if starts_at else "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _first_monday(starts_on: date, weekdays: tuple[int, ...]) -> date:
    monday = starts_on - timedelta(days=starts_on.weekday())
    late = bool(weekdays) and min(weekdays) < starts_on.weekday()
    return monday + timedelta(weeks=1) if late else monday


def _times(day: date, starts_at: time | None, length: int) -> tuple[str, str]:
    if starts_at is None:
        end = day + timedelta(days=1)
        return f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"
    begin = datetime.combine(day, starts_at.replace(tzinfo=None))
    end_at = begin + timedelta(minutes=length)
    return f"DTSTART:{begin:%Y%m%dT%H%M%S}", f"DTEND:{end_at:%Y%m%dT%H%M%S}"


def _description(
    week: WeekContent, workout: WorkoutContent, catalogue: Mapping[str, Exercise]
) -> str:
    lines = [week.notes] if week.notes else []
    for entry in workout.exercises:
        exercise = catalogue.get(entry.exercise)
        name = exercise.name if exercise else entry.exercise
        lines.append(f"{name}: {entry_text(entry, exercise)}")
    return "\n".join(lines)


def _text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line breaks escaped, other controls dropped."""
    plain = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    for character in ("\\", ";", ","):
        plain = plain.replace(character, f"\\{character}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets in UTF-8, continued after a space, no character cut."""
    current, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MAX_OCTETS:
            yield current
            current, size = " ", 1
        current += character
        size += octets
    yield current
