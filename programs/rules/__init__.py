"""What must be true of a program, as pure functions from a draft and its facts to findings.

`check_metadata` and `check_week` are for the gateway and for what people edit: everything wrong
with one part, looked at alone. `check_program` adds only what no single part can show: missing
weeks, steps from week to week, the rhythm of deloads.

Severity: an error is what would harm or break the plan and is asked for again once (or must be
changed by a person); a warning is for the coach to judge. The seven rules, their sources and the
house's decisions stand in the modules: structure (1), volume (2), prescriptions (3),
progression (4), coherence (5), sessions (6), beginners (7).
"""

from collections.abc import Mapping
from dataclasses import replace

from programs.facts import ProgramFacts
from programs.rules.beginners import (
    check_beginner_outline,
    check_beginner_program,
    check_beginner_week,
)
from programs.rules.coherence import check_coherence
from programs.rules.prescriptions import check_outline_loads, check_prescriptions
from programs.rules.progression import (
    check_against_outline,
    check_outline_progression,
    check_program_progression,
)
from programs.rules.sessions import check_outline_sessions, check_sessions
from programs.rules.structure import (
    check_outline_structure,
    check_week_structure,
    check_weeks_present,
)
from programs.rules.volume import check_volume
from programs.schemas import ProgramMetadata, WeekContent, WeekDraft
from project.findings import Finding

__all__ = ["check_all", "check_metadata", "check_program", "check_week", "check_week_draft"]


def check_metadata(metadata: ProgramMetadata, facts: ProgramFacts) -> list[Finding]:
    """Findings of the metadata. Places are its paths, counted from 0: "weeks.3.sets"."""
    found = check_outline_structure(metadata, facts)
    found += check_outline_loads(metadata, facts)
    found += check_outline_progression(metadata, facts)
    found += check_outline_sessions(metadata, facts)
    found += check_beginner_outline(metadata, facts)
    return list(dict.fromkeys(found))


def check_week(
    week: WeekContent, number: int, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Findings of week `number`. Places are its paths: "workouts.0.exercises.2.sets.1"."""
    found = check_week_structure(week, number, metadata, facts)
    found += check_volume(week, metadata, facts)
    found += check_prescriptions(week, metadata, facts)
    found += check_against_outline(week, metadata, facts)
    found += check_coherence(week, metadata, facts)
    found += check_sessions(week, metadata, facts)
    found += check_beginner_week(week, metadata, facts)
    return list(dict.fromkeys(found))


def check_week_draft(
    draft: WeekDraft, number: int, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """`check_week` of what a model returned."""
    return check_week(draft.to_content(metadata, facts.by_slug), number, metadata, facts)


def check_program(
    weeks: Mapping[int, WeekContent], metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Findings about the whole, by week number. Places begin with a week: "weeks.3.sets".

    Does not repeat `check_week`: run that for each week as well. Pass only finished weeks when some
    are missing, and the rest of the findings hold for those.
    """
    found = check_weeks_present(weeks, facts)
    found += check_program_progression(weeks, metadata, facts)
    found += check_beginner_program(weeks, metadata, facts)
    return list(dict.fromkeys(found))


def check_all(
    weeks: Mapping[int, WeekContent], metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    """Every finding of a program; places say which part: "metadata.…", "weeks.3.…"."""
    found = [
        replace(finding, place=f"metadata.{finding.place}".rstrip("."))
        for finding in check_metadata(metadata, facts)
    ]
    for number, week in sorted(weeks.items()):
        found += [
            replace(finding, place=f"weeks.{number}.{finding.place}".rstrip("."))
            for finding in check_week(week, number, metadata, facts)
        ]
    return found + check_program(weeks, metadata, facts)
