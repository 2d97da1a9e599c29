"""Make programs, have them drafted, make new versions, delete them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from programs.collecting import written_weeks
from programs.facts import ProgramFacts, check_inputs
from programs.models import Program, Proposal, Screening, Week
from programs.offline import words
from programs.operations.findings import judge_everything
from programs.operations.rights import require_other_person
from programs.operations.rows import replace_rows
from programs.screening import QUESTIONS, screen_text
from programs.screening import Screening as ScreeningResult
from project import audit, idempotency
from project.jobs.operations import NothingToRetry, retry_job, start_job
from project.jobs.plans import StepSpec
from project.jobs.subjects import AlreadyDrafting, latest_jobs, require_idle, running_job
from project.locks import current, lock, lock_draft, require_draft
from project.models import Job, User
from project.problems import FieldError, InvalidInput, NotAllowed, Problem

DRAFT_KIND = "programs.draft"
REDRAFT_KIND = "programs.redraft"
METADATA_STEP = "metadata"
MAX_INSTRUCTION = 1_000
# What a new version takes over from the one before.
COPIED = (
    "client", "series", "screening", "title", "goal", "goal_text", "level", "duration_weeks",
    "days_per_week", "minutes", "age", "height_cm", "weight_kg", "equipment", "limits",
    "limits_text", "lifts", "training_days", "metadata",
)  # fmt: skip
PROVENANCE = (
    "job", "method", "provider", "model", "prompt_version", "instruction", "content", "created_at",
)  # fmt: skip


class ClearanceNeeded(Problem):
    """The health screen found something that a professional must clear first."""

    status = 422
    type = "clearance-needed"
    title = "Please get medical clearance first"


class NotOutlined(Problem):
    type = "not-outlined"
    title = "The program has no outline yet"


@dataclass(frozen=True)
class CreatedProgram:
    """job is None when the health screen stopped the draft: nothing was sent to any provider."""

    program: Program
    job: Job | None


def week_step(number: int) -> str:
    return f"week-{number}"


@transaction.atomic
def create_program(
    *, client: User, facts: ProgramFacts, answers: Mapping[str, bool], by: User
) -> CreatedProgram:
    """Keep the answers and, when the health screen is clear, start the draft.

    answers: yes or no by question key; a question may be unanswered. With a red flag the program
    is kept without a draft until clearance is recorded. Raises InvalidInput with the field of each
    impossible input.
    """
    if wrong := check_inputs(facts):
        raise InvalidInput(
            " ".join(f"{item.message} {item.fix}" for item in wrong),
            errors=[FieldError(item.place, f"{item.message} {item.fix}") for item in wrong],
        )
    result = facts.screened(answers)
    screening = Screening.objects.create(
        client=client,
        answers={one.key: answers[one.key] for one in QUESTIONS if one.key in answers},
        flags=[flag.value for flag in result.flags],
    )
    program = Program.objects.create(
        client=client,
        created_by=by,
        screening=screening,
        title=words.title(facts),
        **_inputs(facts),
    )
    Week.objects.bulk_create(
        Week(program=program, number=number) for number in range(1, facts.weeks + 1)
    )
    audit.record(verb="create", subject=program, by=by)
    job = start_drafting(program, by=by) if result.is_clear else None
    return CreatedProgram(program, job)


@transaction.atomic
def record_clearance(*, program: Program, note: str, by: User) -> Job:
    """Someone other than the client says that a professional gave clearance; the draft starts."""
    require_other_person(program.client, by)
    program = lock_draft(program)
    screening = Screening.objects.select_for_update().get(pk=program.screening_id)
    if not screening.needs_clearance:
        raise InvalidInput("Nothing is waiting for clearance here.")
    if not note.strip():
        text = "Write who gave the clearance, and when."
        raise InvalidInput(text, errors=[FieldError("note", text)])
    screening.cleared_by = by
    screening.cleared_at = timezone.now()
    screening.clearance_note = note.strip()
    screening.save(update_fields=["cleared_by", "cleared_at", "clearance_note"])
    audit.record(verb="record_clearance", subject=program, by=by)
    return start_drafting(program, by=by)


def start_drafting(program: Program, *, by: User) -> Job:
    """The whole program: its metadata first, then the weeks side by side."""
    steps = [
        StepSpec(METADATA_STEP, "Outline", stage=0, required=True),
        *(
            StepSpec(week_step(number), f"Week {number}", stage=1)
            for number in range(1, program.duration_weeks + 1)
        ),
    ]
    return start_job(kind=DRAFT_KIND, title=job_title(program), steps=steps, by=by, subject=program)


@transaction.atomic
def redraft_weeks(
    *, program: Program, numbers: Sequence[int], by: User, instruction: str = ""
) -> Job:
    """Have weeks proposed anew, the others untouched. A week that a person edited keeps its text:
    the new proposal is shown beside it, to be taken or left.

    Raises AlreadyDrafting, Locked, NotOutlined, InvalidInput, and ClearanceNeeded for an
    instruction that speaks of what the health screen stops at.
    """
    program = lock_draft(program)
    require_screened(program)
    weeks = list(program.weeks.filter(number__in=numbers))
    unknown = sorted({*numbers} - {week.number for week in weeks})
    if unknown or not weeks:
        raise InvalidInput(
            f"This program has the weeks 1 to {program.duration_weeks}.",
            errors=[FieldError("weeks", f"There is no week {number}.") for number in unknown],
        )
    instruction = checked_instruction(instruction, program.weight_kg)
    require_idle(program)
    if program.metadata is None:
        raise NotOutlined("Retry the draft as a whole first: its outline is missing.")
    program.weeks.filter(pk__in=[week.pk for week in weeks]).update(instruction=instruction)
    audit.record(verb="redraft", subject=program, by=by)
    return start_job(
        kind=REDRAFT_KIND,
        title=job_title(program),
        steps=[StepSpec(week_step(week.number), f"Week {week.number}") for week in weeks],
        by=by,
        subject=program,
    )


@transaction.atomic
def draft_missing(*, program: Program, by: User) -> Job:
    """Draft what has not been written: the failed and never-run steps, nothing else.

    Whoever starts or retries a job locks the job's row before the program's, if both: so the
    program is locked here only where no earlier job is taken up.
    """
    program = current(program)
    require_draft(program)
    require_screened(program)
    require_idle(program)
    latest = latest_jobs(program).first()
    missing = [week.number for week in program.weeks.all() if not week.is_written]
    if not missing:
        raise InvalidInput("Every week is written.")
    if latest is not None and latest.owner_id == by.pk and latest.kind == DRAFT_KIND:
        return retry_job(job=latest, by=by)
    if program.metadata is not None:
        return redraft_weeks(program=program, numbers=missing, by=by)
    program = lock_draft(program)
    require_idle(program)
    return start_drafting(program, by=by)


@transaction.atomic
def create_version(*, program: Program, by: User) -> Program:
    """The next version: a draft with everything that stands in this one.

    The series' rows are locked while the number is given, so that versions have no gap and no
    double. (On SQLite the transaction itself is the lock.)
    """
    series = Program.objects.filter(series=program.series)
    list(series.order_by("pk").select_for_update().values_list("pk", flat=True))
    program = lock(program)
    require_idle(program)
    latest = series.aggregate(number=Max("version"))["number"]
    copy = Program.objects.create(
        **{name: getattr(program, name) for name in COPIED},
        version=latest + 1,
        parent=program,
        created_by=by,
    )
    copy.metadata_proposal = _copied(program.metadata_proposal, copy, None)
    copy.save(update_fields=["metadata_proposal"])
    contents = written_weeks(program)
    for week in program.weeks.select_related("proposal").order_by("number"):
        row = Week.objects.create(
            program=copy,
            number=week.number,
            edited_by=week.edited_by,
            edited_at=week.edited_at,
        )
        if week.number in contents:
            row.proposal = _copied(week.proposal, copy, row)
            row.save(update_fields=["proposal"])
            replace_rows(row, contents[week.number])
    judge_everything(copy)
    audit.record(verb="create_version", subject=copy, by=by)
    return copy


@transaction.atomic
def delete_program(*, program: Program, by: User) -> None:
    """Delete a draft with its jobs. What was approved stays: it is a record of what was trained."""
    require_no_job(program)
    # Jobs before the program, as a retry takes them.
    jobs = latest_jobs(program).order_by("pk").select_for_update().values_list("pk", flat=True)
    paths = [f"/api/v1/programs/{program.pk}/", *(f"/api/v1/jobs/{pk}/" for pk in jobs)]
    program = lock_draft(program)
    require_no_job(program)
    audit.record(verb="delete", subject=program, by=by)
    idempotency.forget(paths)
    latest_jobs(program).delete()
    screening = program.screening
    program.delete()
    if not screening.programs.exists():
        screening.delete()


def require_no_job(program: Program) -> None:
    if running_job(program) is not None:
        raise AlreadyDrafting("Cancel the running job first.")


def require_screened(program: Program) -> None:
    """Raises ClearanceNeeded while a red flag of the health screen is not cleared."""
    if program.screening.needs_clearance:
        raise ClearanceNeeded(program.screening.notice)


def checked_instruction(text: str, weight_kg: float | None) -> str:
    """The instruction for a provider. Raises InvalidInput when too long, ClearanceNeeded when it
    speaks of a red flag.
    """
    text = text.strip()
    if len(text) > MAX_INSTRUCTION:
        message = f"It is longer than {MAX_INSTRUCTION:,} characters. Shorten it."
        raise InvalidInput(message, errors=[FieldError("instruction", message)])
    if flags := screen_text(text, weight_kg):
        raise ClearanceNeeded(ScreeningResult(flags).wish_notice, flags=list(flags))
    return text


def check_retry(job: Job) -> None:
    """Whether a job of a program may run again: the same conditions as for a new one."""
    program = (
        Program.objects.select_for_update(of=("self",))
        .select_related("screening")
        .filter(pk=job.subject_id)
        .first()
    )
    if program is None:
        raise NothingToRetry("The program was deleted.")
    if not Program.objects.visible_to(job.owner).filter(pk=program.pk).exists():
        raise NotAllowed("You do not coach this client any more.")
    require_draft(program)
    require_screened(program)
    require_idle(program)


def job_title(program: Program) -> str:
    """Without the client's name: a list of jobs need not say who trains for what."""
    return f"{program.title}, version {program.version}"


def _inputs(facts: ProgramFacts) -> dict[str, object]:
    return {
        "goal": facts.goal.value,
        "goal_text": facts.goal_text,
        "level": facts.level.value,
        "duration_weeks": facts.weeks,
        "days_per_week": facts.days,
        "minutes": facts.minutes,
        "age": facts.age,
        "height_cm": facts.height_cm,
        "weight_kg": facts.weight_kg,
        "equipment": sorted(item.value for item in facts.equipment),
        "limits": sorted(item.value for item in facts.limits),
        "limits_text": facts.limits_text,
        "lifts": [asdict(lift) for lift in facts.lifts],
        "training_days": list(facts.training_days),
    }


def _copied(proposal: Proposal | None, program: Program, week: Week | None) -> Proposal | None:
    """A proposal's copy for another version: where the text came from stays known."""
    if proposal is None:
        return None
    return Proposal.objects.create(
        program=program,
        week=week,
        **{name: getattr(proposal, name) for name in PROVENANCE},
    )
