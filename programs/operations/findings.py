"""Keep what the rules say beside what stands."""

from collections.abc import Sequence

from programs import rules
from programs.collecting import judging_facts, written_weeks
from programs.facts import ProgramFacts
from programs.models import Program, ProgramFinding, Week
from programs.schemas import WeekContent
from project.drafts import finding_columns
from project.findings import Finding


def judge_week(week: Week) -> None:
    """Judge a week as it stands now, and the program around it."""
    program = week.program
    facts = judging_facts(program)
    contents = written_weeks(program)
    content = contents.get(week.number)
    _judge_week(week, content, program, facts)
    judge_program(program, facts, contents)


def judge_everything(program: Program) -> None:
    """Every written week and the whole, for a program that was just copied or drafted."""
    facts = judging_facts(program)
    contents = written_weeks(program)
    for week in program.weeks.all():
        _judge_week(week, contents.get(week.number), program, facts)
    judge_program(program, facts, contents)


def judge_program(
    program: Program,
    facts: ProgramFacts | None = None,
    contents: dict[int, WeekContent] | None = None,
) -> None:
    """Judge the metadata and what only the whole can show."""
    metadata = program.outline
    found: list[Finding] = []
    if metadata is not None:
        facts = facts or judging_facts(program)
        contents = written_weeks(program) if contents is None else contents
        found = rules.check_metadata(metadata, facts)
        found += rules.check_program(contents, metadata, facts)
    store_findings(program, None, found)


def store_findings(program: Program, week: Week | None, found: Sequence[Finding]) -> None:
    ProgramFinding.objects.filter(program=program, week=week).delete()
    ProgramFinding.objects.bulk_create(
        ProgramFinding(program=program, week=week, **finding_columns(item)) for item in found
    )


def _judge_week(
    week: Week, content: WeekContent | None, program: Program, facts: ProgramFacts
) -> None:
    metadata = program.outline
    found: list[Finding] = []
    if content is not None and metadata is not None:
        found = rules.check_week(content, week.number, metadata, facts)
    store_findings(program, week, found)
