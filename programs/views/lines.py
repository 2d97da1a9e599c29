"""A program as its pages show it: weeks, days and sets in words, with what stands beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from programs.collecting import catalogue_by_slug
from programs.exercise_catalogue import Exercise
from programs.facts import SPREAD, WEEKDAYS
from programs.models import ExerciseEntry, Program, Proposal, Week, Workout
from programs.operations.programs import week_step
from programs.schemas import ProgramMetadata, WeekContent, WeekOutline
from programs.volume import average_percent, minutes
from programs.wording import exercise_line, set_text
from project.drafts import Method
from project.jobs.endings import UNFINISHED
from project.jobs.reports import JobReport


@dataclass(frozen=True)
class SetLine:
    """index counts from 0, as in addresses."""

    index: int
    number: int
    text: str


@dataclass(frozen=True)
class EntryLine:
    index: int
    slug: str
    name: str
    cues: str
    text: str
    tempo: str
    notes: str
    sets: Sequence[SetLine]


@dataclass(frozen=True)
class WorkoutLine:
    day: int
    weekday: str
    name: str
    minutes: int
    entries: Sequence[EntryLine]
    logged_on: date | None = None


@dataclass(frozen=True)
class WeekLine:
    week: Week
    outline: WeekOutline | None
    content: WeekContent | None
    workouts: Sequence[WorkoutLine]
    newer_proposal: Proposal | None
    is_template_based: bool
    is_drafting: bool = False
    error_text: str = ""

    @property
    def set_count(self) -> int:
        return self.content.set_count if self.content else 0

    @property
    def average(self) -> float | None:
        """Mean % of 1RM of the sets that have one."""
        return average_percent(self.content) if self.content else None

    @property
    def deload(self) -> bool:
        return self.outline is not None and self.outline.deload


def week_rows(program: Program) -> list[Week]:
    return list(
        program.weeks.with_content().prefetch_related(
            Prefetch("proposals", Proposal.objects.defer("content")), "workouts__sessions"
        )
    )


def week_lines(
    program: Program,
    weeks: Sequence[Week],
    *,
    report: JobReport | None = None,
    catalogue: Mapping[str, Exercise] | None = None,
) -> list[WeekLine]:
    """report: the program's newest job, if it has one. weeks: from week_rows."""
    steps = {step.key: step for step in report.steps} if report else {}
    is_live = report is not None and report.is_live
    known = catalogue_by_slug() if catalogue is None else catalogue
    metadata = program.outline
    lines = []
    for week in weeks:
        step = steps.get(week_step(week.number))
        lines.append(
            _line(
                week,
                metadata,
                weekdays(program),
                known,
                is_drafting=is_live and step is not None and step.status in UNFINISHED,
                error_text=step.error_text if step is not None else "",
            )
        )
    return lines


def weekdays(program: Program) -> tuple[int, ...]:
    """The weekday (0 is Monday) of each training day, day 1 first."""
    return tuple(sorted(program.training_days)) or SPREAD.get(program.days_per_week, ())


def weekday_name(days: Sequence[int], day: int) -> str:
    return WEEKDAYS[days[day - 1]] if 1 <= day <= len(days) else ""


def _line(
    week: Week,
    metadata: ProgramMetadata | None,
    days: Sequence[int],
    catalogue: Mapping[str, Exercise],
    *,
    is_drafting: bool,
    error_text: str,
) -> WeekLine:
    proposals = list(week.proposals.all())
    newest = proposals[0] if proposals else None
    return WeekLine(
        week=week,
        outline=metadata.outline(week.number) if metadata else None,
        content=week.content() if week.is_written else None,
        workouts=[
            workout_line(workout, days, catalogue)
            for workout in (week.workouts.all() if week.is_written else ())
        ],
        newer_proposal=newest if newest is not None and newest.pk != week.proposal_id else None,
        is_template_based=week.proposal is not None
        and week.proposal.method == Method.TEMPLATE_BASED
        and week.edited_at is None,
        is_drafting=is_drafting,
        error_text=error_text,
    )


def workout_line(
    workout: Workout, days: Sequence[int], catalogue: Mapping[str, Exercise]
) -> WorkoutLine:
    return WorkoutLine(
        day=workout.day,
        weekday=weekday_name(days, workout.day),
        name=workout.name,
        minutes=minutes(workout.content(), catalogue),
        entries=[
            entry_line(entry, index, catalogue)
            for index, entry in enumerate(workout.exercises.all())
        ],
        logged_on=max((one.performed_on for one in workout.sessions.all()), default=None),
    )


def entry_line(entry: ExerciseEntry, index: int, catalogue: Mapping[str, Exercise]) -> EntryLine:
    known = catalogue.get(entry.exercise)
    content = entry.content()
    each_side = known is not None and known.unilateral
    return EntryLine(
        index=index,
        slug=entry.exercise,
        name=known.name if known else entry.exercise,
        cues=known.cues if known else "",
        text=exercise_line(content, known),
        tempo=entry.tempo,
        notes=entry.notes,
        sets=[
            SetLine(position, position + 1, set_text(one, each_side=each_side, alone=True))
            for position, one in enumerate(content.sets)
        ],
    )
