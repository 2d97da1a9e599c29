"""A program as a file, from the rows that stand. Every export is written down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from programs.collecting import catalogue_by_slug, facts_of, written_weeks
from programs.export_csv import program_csv
from programs.export_ics import program_ics
from programs.export_pdf import PdfProgram, program_pdf
from programs.facts import ProgramFacts
from programs.inputs import inputs_in_words
from programs.models import Program
from programs.schemas import WeekContent
from project import audit
from project.drafts import DraftStatus
from project.models import User
from project.problems import Problem

YEAR_2020 = datetime(2020, 1, 1, tzinfo=UTC).timestamp()


class NothingWritten(Problem):
    type = "nothing-written"
    title = "There is nothing to export yet"


@dataclass(frozen=True)
class ExportFile:
    """name: safe for any file system, not for a header as it is; it may hold any letters."""

    name: str
    media_type: str
    data: bytes


def export_csv(*, program: Program, by: User) -> ExportFile:
    """One row for each set, in UTF-8 with a byte order mark: spreadsheets look for it."""
    weeks, facts = _standing(program)
    text = program_csv(weeks, facts.weekdays, facts.by_slug)
    return _file(program, by, "csv", "text/csv; charset=utf-8", text.encode("utf-8-sig"))


def export_ics(
    *, program: Program, starts_on: date, by: User, starts_at: time | None = None
) -> ExportFile:
    """One event for each workout; without starts_at, of whole days."""
    weeks, facts = _standing(program)
    changed_at = _changed_at(program)
    text = program_ics(
        weeks,
        # A series is one calendar: a new version's events take the place of the old ones.
        uid=str(program.series),
        title=program.title,
        starts_on=starts_on,
        weekdays=facts.weekdays,
        written_at=changed_at,
        starts_at=starts_at,
        revision=_sequence(changed_at),
        catalogue=facts.by_slug,
    )
    return _file(program, by, "ics", "text/calendar; charset=utf-8", text.encode())


def export_pdf(*, program: Program, by: User) -> ExportFile:
    """For paper: A4, a block for each week. Someone who only reviews the program does not get what
    the health screen stopped at.
    """
    weeks, facts = _standing(program)
    sees_health = Program.objects.visible_to(by).filter(pk=program.pk).exists()
    outline = program.outline
    value = PdfProgram(
        title=f"{program.title}, version {program.version}",
        client=program.client.display_name,
        status=_status_text(program),
        inputs=inputs_in_words(program, facts, sees_health=sees_health),
        summary=outline.summary if outline else "",
        progression=outline.progression if outline else "",
        missed_target=outline.missed_target if outline else "",
        warm_up=outline.warm_up if outline else "",
        weeks=weeks,
        weekdays=facts.weekdays,
        catalogue=facts.by_slug,
    )
    return _file(program, by, "pdf", "application/pdf", program_pdf(value))


def _standing(program: Program) -> tuple[list[WeekContent], ProgramFacts]:
    """The weeks in order and the facts. Raises NothingWritten."""
    weeks = [week for _, week in sorted(written_weeks(program).items())]
    if not weeks:
        raise NothingWritten("No week of this program is written yet. Come back when one is there.")
    # Retired exercises keep their names in older plans.
    catalogue = tuple(catalogue_by_slug().values())
    facts = facts_of(
        program, catalogue, goal_text=program.goal_text, limits_text=program.limits_text
    )
    return weeks, facts


def _file(program: Program, by: User, ending: str, media_type: str, data: bytes) -> ExportFile:
    audit.record(verb="export", subject=program, by=by)
    # Letters of any script, digits and hyphens are left.
    name = slugify(program.title, allow_unicode=True)[:80].strip("-") or "program"
    return ExportFile(f"{name}-v{program.version}.{ending}", media_type, data)


def _changed_at(program: Program) -> datetime:
    """An edit of a week leaves the program's own time as it was."""
    edited = program.weeks.aggregate(at=Max("edited_at"))["at"]
    return max(program.updated_at, edited) if edited else program.updated_at


def _sequence(changed_at: datetime) -> int:
    """RFC 5545: it must not fall when an event is sent again, whatever was edited: minutes since
    2020.
    """
    return max(0, int(changed_at.timestamp() - YEAR_2020) // 60)


def _status_text(program: Program) -> str:
    if program.status in (DraftStatus.APPROVED, DraftStatus.FINAL):
        by = program.approved_by.display_name if program.approved_by else ""
        on = timezone.localtime(program.approved_at) if program.approved_at else None
        day = f"{on.day} {on:%B %Y}" if on else ""
        final = " (final)" if program.status == DraftStatus.FINAL else ""
        return f"Approved by {by} on {day}{final}"
    return program.get_status_display()
