"""A program as a PDF file for paper: A4, a block for each week. Values in, bytes out."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from programs.exercise_catalogue import Exercise
from programs.facts import WEEKDAYS
from programs.pdf_fonts import BOLD, PLAIN, marked, needs_east_asian_breaks
from programs.schemas import ExerciseContent, SetContent, WeekContent, WorkoutContent
from programs.volume import minutes

MARGIN: Final = 16 * mm
HEADER: Final = 12 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
LINE: Final = colors.Color(0.78, 0.79, 0.77)
QUIET: Final = colors.Color(0.33, 0.36, 0.38)
# Exercise, sets, load, RPE, rest, note, and room to write down what was done; in mm.
COLUMNS: Final = [c * mm for c in (46, 27, 26, 11, 14, 30, 24)]
TITLES: Final = ("Exercise", "Sets", "Load", "RPE", "Rest", "Note", "Done")

BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=9.5, leading=13)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8.5, leading=10.5)
LABEL = ParagraphStyle("label", parent=SMALL, textColor=QUIET)
TITLE = ParagraphStyle("title", parent=BODY, fontName=BOLD, fontSize=19, leading=24)
SUBTITLE = ParagraphStyle("subtitle", parent=BODY, fontSize=11.5, leading=16, textColor=QUIET)
HEADING = ParagraphStyle("heading", parent=BODY, fontName=BOLD, fontSize=13, leading=17)
DAY = ParagraphStyle("day", parent=BODY, fontName=BOLD, fontSize=10, leading=13)


@dataclass(frozen=True)
class PdfProgram:
    """What stands in the file. status: a few words for the top of each page, such as "Draft".
    inputs: label and text of each answer. weekdays: of each training day, 0 is Monday, or empty.
    """

    title: str
    client: str
    status: str
    inputs: Sequence[tuple[str, str]]
    weeks: Sequence[WeekContent]
    catalogue: Mapping[str, Exercise] = field(repr=False)
    summary: str = ""
    progression: str = ""
    missed_target: str = ""
    warm_up: str = ""
    weekdays: tuple[int, ...] = ()


def program_pdf(program: PdfProgram) -> bytes:
    """The same values give the same bytes."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=program.title,
        author="",
        creator="Draftroom",
        lang="en",
        # No time of writing and no random id in the file.
        invariant=1,
    )
    frame = Frame(
        MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN - HEADER, 0, 0, 0, 0, id="page"
    )  # fmt: skip

    def head(canvas: Canvas, _: BaseDocTemplate) -> None:
        _draw_head(canvas, program)

    document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=head))
    story = [*_front(program)]
    for week in sorted(program.weeks, key=lambda one: one.week):
        story += [Spacer(0, 7 * mm), KeepTogether(_week(week, program))]
    document.build(story, canvasmaker=_NumberedCanvas)
    return out.getvalue()


class _NumberedCanvas(Canvas):
    """Writes "Page 2 of 9": pages wait until their number is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (the library calls it so)
        self._waiting.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._waiting, start=1):
            self.__dict__.update(page)
            self.setFont(PLAIN, 8.5)
            self.setFillColor(QUIET)
            text = f"Page {number} of {len(self._waiting)}"
            self.drawRightString(A4[0] - MARGIN, MARGIN / 2, text)
            super().showPage()
        super().save()


def _draw_head(canvas: Canvas, program: PdfProgram) -> None:
    """Title on the left, status on the right, each in its half and in one line."""
    top = A4[1] - MARGIN
    half = WIDTH / 2 - 3 * mm
    right = ParagraphStyle("right", parent=LABEL, alignment=2)
    for text, style, x in (
        (program.title, LABEL, MARGIN),
        (program.status, right, MARGIN + WIDTH - half),
    ):
        line = _paragraph(text, style)
        _, height = line.wrap(half, HEADER)
        if height > style.leading:
            line = _paragraph(f"{text[:40]}…", style)
            _, height = line.wrap(half, HEADER)
        line.drawOn(canvas, x, top - height)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, top - 5 * mm, MARGIN + WIDTH, top - 5 * mm)


def _front(program: PdfProgram) -> list[Flowable]:
    """Title, for whom, the answers, and what holds for every week."""
    parts: list[Flowable] = [
        _paragraph(program.title, TITLE, bold=True),
        _paragraph(f"For {program.client}", SUBTITLE),
        Spacer(0, 4 * mm),
    ]
    if program.summary:
        parts += [_paragraph(program.summary, BODY, keep_lines=True), Spacer(0, 3 * mm)]
    parts += [_labelled(label, text) for label, text in program.inputs]
    for heading, text in (
        ("How it moves forward", program.progression),
        ("When a target is missed", program.missed_target),
        ("Before each session", program.warm_up),
    ):
        if text:
            parts += [
                Spacer(0, 3 * mm),
                KeepTogether(
                    [_paragraph(heading, DAY, bold=True), _paragraph(text, BODY, keep_lines=True)]
                ),
            ]
    return parts


def _week(week: WeekContent, program: PdfProgram) -> list[Flowable]:
    """A week stays on one page where it fits on one; where not, a session does."""
    focus = f": {week.focus}" if week.focus else ""
    top: list[Flowable] = [_paragraph(f"Week {week.week}{focus}", HEADING, bold=True)]
    if week.notes:
        top.append(_paragraph(week.notes, BODY, keep_lines=True))
    sessions = [
        _session(workout, program) for workout in sorted(week.workouts, key=lambda one: one.day)
    ]
    if not sessions:
        return [*top, _paragraph("No session this week.", BODY)]
    first, *others = sessions
    # A heading alone at the foot of a page says nothing.
    return [KeepTogether([*top, *first]), *(KeepTogether(one) for one in others)]


def _session(workout: WorkoutContent, program: PdfProgram) -> list[Flowable]:
    known = 1 <= workout.day <= len(program.weekdays)
    weekday = f", {WEEKDAYS[program.weekdays[workout.day - 1]]}" if known else ""
    length = minutes(workout, program.catalogue)
    name = f"Day {workout.day}{weekday}: {workout.name} (about {length} minutes)"
    header = [_paragraph(title, LABEL) for title in TITLES]
    rows = [row for entry in workout.exercises for row in _rows(entry, program.catalogue)]
    # Where one exercise ends and the next begins: a stronger line.
    ends, total = [], 0
    for entry in workout.exercises:
        total += len(_groups(entry)) or 1
        ends.append(total)
    table = Table([header, *rows], colWidths=COLUMNS, repeatRows=1, splitInRow=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, QUIET),
            *(("LINEBELOW", (0, row), (-1, row), 0.4, LINE) for row in ends),
        ]
    )
    return [Spacer(0, 3 * mm), _paragraph(name, DAY, bold=True), Spacer(0, 1 * mm), table]


def _rows(entry: ExerciseContent, catalogue: Mapping[str, Exercise]) -> list[list[Paragraph]]:
    """One row for each group of equal sets; the name and the notes stand in the first."""
    exercise = catalogue.get(entry.exercise)
    name = exercise.name if exercise else entry.exercise
    side = " per side" if exercise is not None and exercise.unilateral else ""
    general = ", ".join(part for part in (entry.tempo, entry.notes) if part)
    rows = []
    for place, (count, one) in enumerate(_groups(entry) or [(0, SetContent())]):
        notes = "; ".join(part for part in (general if place == 0 else "", one.notes) if part)
        cells = (
            name if place == 0 else "",
            f"{count} × {_amount(one)}{side}" if count else "",
            _load(one),
            f"{one.rpe:g}" if one.rpe is not None else "",
            _rest(one.rest) if count else "",
            notes,
            "",
        )
        rows.append([_paragraph(text, SMALL) for text in cells])
    return rows


def _groups(entry: ExerciseContent) -> list[tuple[int, SetContent]]:
    return [(len(list(same)), one) for one, same in groupby(entry.sets)]


def _amount(one: SetContent) -> str:
    return f"{one.seconds} s" if one.seconds is not None else f"{one.reps or 0}"


def _load(one: SetContent) -> str:
    parts = [f"{one.kg:g} kg"] if one.kg is not None else []
    parts += [f"{one.percent:g}% of max"] if one.percent is not None else []
    return ", ".join(parts)


def _rest(seconds: int) -> str:
    if seconds >= 120 and seconds % 30 == 0:
        return f"{seconds / 60:g} min"
    return f"{seconds} s"


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph(f"<b>{marked(label, bold=True)}</b>&nbsp; {marked(text)}", _broken(BODY, text))


def _paragraph(
    text: str, style: ParagraphStyle, *, bold: bool = False, keep_lines: bool = False
) -> Paragraph:
    return Paragraph(marked(text, bold=bold, keep_lines=keep_lines), _broken(style, text))


def _broken(style: ParagraphStyle, text: str) -> ParagraphStyle:
    if not needs_east_asian_breaks(text):
        return style
    return ParagraphStyle(f"{style.name}-cjk", parent=style, wordWrap="CJK")
