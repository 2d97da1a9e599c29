"""Write weeks: models propose them, people edit them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from programs.collecting import judging_facts
from programs.e1rm import fill_loads
from programs.models import PlannedSet, Program, Proposal, Week
from programs.operations.findings import judge_program, judge_week, store_findings
from programs.operations.rows import replace_rows
from programs.schemas import ProgramMetadata, SetContent, WeekContent
from project import audit
from project.drafts import Provenance
from project.findings import Finding
from project.locks import lock_draft
from project.models import Job, User
from project.problems import FieldError, InvalidInput
from project.revisions import save_revision


@dataclass(frozen=True)
class ProposedMetadata:
    draft: ProgramMetadata
    provenance: Provenance
    findings: Sequence[Finding]


@dataclass(frozen=True)
class ProposedWeek:
    number: int
    content: WeekContent
    provenance: Provenance
    findings: Sequence[Finding]


def store_metadata(*, program: Program, proposed: ProposedMetadata, job: Job) -> Proposal:
    """Keep a proposal; it becomes the program's metadata while that is a draft. Runs inside the job
    step's own transaction.
    """
    content = proposed.draft.model_dump(mode="json")
    proposal = Proposal.objects.create(
        program=program, job=job, content=content, **asdict(proposed.provenance)
    )
    if not program.is_editable:
        return proposal
    program.metadata = content
    program.metadata_proposal = proposal
    program.title = proposed.draft.title or program.title
    program.updated_at = timezone.now()
    program.save(update_fields=["metadata", "metadata_proposal", "title", "updated_at"])
    store_findings(program, None, proposed.findings)
    return proposal


def store_week(*, program: Program, proposed: ProposedWeek, job: Job) -> Proposal:
    """Keep a proposal; it becomes the week unless a person has written there, or the program has
    left the draft state since the job was started. Runs inside the job step's own transaction.
    """
    week = Week.objects.get(program=program, number=proposed.number)
    facts = judging_facts(program)
    content = fill_loads(proposed.content, facts.one_rep_maxes, facts.by_slug)
    proposal = Proposal.objects.create(
        program=program,
        week=week,
        job=job,
        instruction=week.instruction,
        content=content.model_dump(mode="json"),
        **asdict(proposed.provenance),
    )
    Week.objects.filter(pk=week.pk).update(instruction="")
    week.refresh_from_db()
    if week.edited_at is None and program.is_editable:
        save_revision(week, expected=week.revision, changes={"proposal": proposal})
        _touch(week)
        replace_rows(week, content)
        # The draft was judged when it came back, against the facts that it was written from.
        store_findings(program, week, proposed.findings)
    return proposal


def finish_drafting(program: Program) -> None:
    """After a job's last step: what only the whole can show."""
    judge_program(program)
    Program.objects.filter(pk=program.pk).update(updated_at=timezone.now())


@transaction.atomic
def edit_week(*, week: Week, expected_revision: int, content: WeekContent, by: User) -> Week:
    """A person's week in the place of what stands. Raises StaleRevision, Locked, InvalidInput."""
    lock_draft(week.program)
    if content.week != week.number:
        text = f"This is week {week.number}; its number cannot be changed."
        raise InvalidInput(text, errors=[FieldError("week", text)])
    days = [workout.day for workout in content.workouts]
    if len(set(days)) != len(days):
        text = "Two workouts have the same day."
        raise InvalidInput(text, errors=[FieldError("workouts", text)])
    week = mark_edited(week, expected_revision, by)
    replace_rows(week, content)
    judge_week(week)
    return week


@transaction.atomic
def edit_notes(*, week: Week, expected_revision: int, focus: str, notes: str, by: User) -> Week:
    """The week's own words, its sets untouched. Raises StaleRevision, Locked."""
    lock_draft(week.program)
    week = mark_edited(week, expected_revision, by)
    Week.objects.filter(pk=week.pk).update(focus=focus.strip(), notes=notes.strip())
    judge_week(week)
    return week


@transaction.atomic
def edit_set(*, planned: PlannedSet, expected_revision: int, content: SetContent, by: User) -> Week:
    """One set, in place. The revision is the week's. Raises StaleRevision, Locked, InvalidInput."""
    week = planned.entry.workout.week
    lock_draft(week.program)
    if (content.reps is None) == (content.seconds is None):
        text = "Give either repetitions or seconds."
        raise InvalidInput(text, errors=[FieldError("reps", text)])
    week = mark_edited(week, expected_revision, by)
    PlannedSet.objects.filter(pk=planned.pk).update(**content.model_dump())
    judge_week(week)
    return week


@transaction.atomic
def use_proposal(*, week: Week, proposal: Proposal, expected_revision: int, by: User) -> Week:
    """Put a proposal in the place of what stands, because a person says so."""
    lock_draft(week.program)
    if proposal.week_id != week.pk:
        raise InvalidInput("That proposal belongs to another week.")
    week = save_revision(
        week,
        expected=expected_revision,
        changes={"proposal": proposal, "edited_by": None, "edited_at": None},
    )
    _touch(week)
    replace_rows(week, WeekContent.model_validate(proposal.content))
    judge_week(week)
    audit.record(verb="use_proposal", subject=week.program, by=by)
    return week


@transaction.atomic
def record_staff_edit(*, week: Week, expected_revision: int, by: User) -> Week:
    """After staff changed a week's rows in the admin: raise the revision, judge, write it down.
    Raises StaleRevision; called inside the same transaction, it takes the changes back.
    """
    lock_draft(week.program)
    week = mark_edited(week, expected_revision, by)
    judge_week(week)
    return week


def mark_edited(week: Week, expected_revision: int, by: User) -> Week:
    """A person has their hand on the week: its revision rises. Raises StaleRevision."""
    week = save_revision(
        week,
        expected=expected_revision,
        changes={"edited_by": by, "edited_at": timezone.now()},
    )
    _touch(week)
    audit.record(verb="edit", subject=week.program, by=by)
    return week


def _touch(week: Week) -> None:
    """Who approves a program must have seen its weeks as they are: their edits age it too."""
    Program.objects.filter(pk=week.program_id).update(
        revision=F("revision") + 1, updated_at=timezone.now()
    )
