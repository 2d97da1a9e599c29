"""Files on their way out, and the words that a calendar's address may hold."""

from datetime import date, time, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.http import content_disposition_header

from programs.operations.exports import ExportFile
from project.problems import FieldError, InvalidInput

FIRST_YEAR, LAST_YEAR = 2000, 2100


def download(file: ExportFile) -> HttpResponse:
    """The file as an attachment that no cache keeps."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def next_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def read_start(text: str) -> date:
    """The first day of a calendar; empty means the next Monday. Raises InvalidInput."""
    if not text.strip():
        return next_monday()
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = (
            f"The first day is a date between {FIRST_YEAR} and {LAST_YEAR}, written like "
            f"{next_monday().isoformat()}. Go back, correct it, and download again."
        )
        raise InvalidInput(message, errors=[FieldError("starts", message)])
    return day


def read_clock(text: str) -> time | None:
    """A time of day; empty means whole days. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        clock = parse_time(text.strip())
    except ValueError:
        clock = None
    if clock is None:
        message = (
            "The time of day is written like 18:30, from 00:00 to 23:59. Leave it empty for "
            "events without a time."
        )
        raise InvalidInput(message, errors=[FieldError("at", message)])
    return clock.replace(microsecond=0, tzinfo=None)
