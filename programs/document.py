"""A program as one JSON document: what the API returns. Dates are ISO 8601 at any depth."""

from collections.abc import Mapping, Sequence
from typing import Any

from programs.collecting import facts_of, harmless
from programs.exercise_catalogue import Exercise, Level
from programs.facts import WEEKDAYS, ProgramFacts
from programs.models import Program, ProgramFinding, Proposal, Screening, Week
from programs.models.plans import ExerciseEntry, PlannedSet, Workout
from programs.schemas import WeekContent
from programs.screening import unanswered
from programs.volume import BANDS, average_percent, minutes, weekly_sets

Catalogue = Mapping[str, Exercise]


def document(program: Program, catalogue: Catalogue, *, sees_health: bool) -> dict[str, Any]:
    """The whole program. Prefetch weeks with content, and the findings without a week.

    sees_health: whether the reader may know what the health screen found: the client and their
    coaches may; someone who only reviews sees the plan.
    """
    weeks = list(program.weeks.all())
    contents = [week.content() for week in weeks if week.is_written]
    facts = reading_facts(program, catalogue)
    return {
        "id": str(program.pk),
        "client_id": program.client_id,
        "client_name": program.client.display_name,
        "series": str(program.series),
        "version": program.version,
        "parent_id": str(program.parent_id) if program.parent_id else None,
        "title": program.title,
        "status": program.status,
        "revision": program.revision,
        "review_note": program.review_note,
        "approved_at": program.approved_at.isoformat() if program.approved_at else None,
        "finalised_at": program.finalised_at.isoformat() if program.finalised_at else None,
        "created_at": program.created_at.isoformat(),
        "updated_at": program.updated_at.isoformat(),
        "inputs": inputs(program, sees_health=sees_health),
        "screening": screening_body(program.screening, sees_health=sees_health),
        "metadata": program.metadata,
        "metadata_provenance": proposal_body(program.metadata_proposal),
        "missing_weeks": [week.number for week in weeks if not week.is_written],
        "weeks": [week_body(week, catalogue, facts) for week in weeks],
        "findings": [finding_body(item) for item in program.findings.all()],
        "volume": volume(contents, Level(program.level), catalogue),
    }


def reading_facts(program: Program, catalogue: Catalogue) -> ProgramFacts:
    return facts_of(
        program,
        tuple(catalogue.values()),
        goal_text=program.goal_text,
        limits_text=program.limits_text,
    )


def inputs(program: Program, *, sees_health: bool) -> dict[str, Any]:
    """The answers that the program is written from, named as they are sent."""

    def seen(text: str) -> str:
        return text if sees_health else harmless(text, program.weight_kg)

    return {
        "user_id": program.client_id,
        "height_cm": program.height_cm,
        "weight_kg": program.weight_kg,
        "goal_category": program.goal,
        "goal_raw": seen(program.goal_text),
        "fitness_level": program.level,
        "duration_weeks": program.duration_weeks,
        "days_per_week": program.days_per_week,
        "age": program.age,
        "equipment": program.equipment,
        "limits": program.limits,
        "limits_text": seen(program.limits_text),
        "minutes": program.minutes,
        "current_lifts": program.lifts,
        "training_days": program.training_days,
    }


def screening_body(screening: Screening, *, sees_health: bool) -> dict[str, Any]:
    state: dict[str, Any] = {"needs_clearance": screening.needs_clearance}
    if not sees_health:
        return state
    return state | {
        "flags": screening.flags,
        "notice": screening.notice if screening.needs_clearance else "",
        "unanswered": list(unanswered(screening.answers)),
        "answered_at": screening.answered_at.isoformat(),
        "cleared_by": screening.cleared_by.username if screening.cleared_by else None,
        "cleared_at": screening.cleared_at.isoformat() if screening.cleared_at else None,
        "clearance_note": screening.clearance_note,
    }


def week_body(week: Week, catalogue: Catalogue, facts: ProgramFacts) -> dict[str, Any]:
    """One week: its content, where it came from, and what the rules say. A week that is not written
    yet has no workouts and no provenance.
    """
    return {
        "week": week.number,
        "focus": week.focus,
        "notes": week.notes,
        "revision": week.revision,
        "is_written": week.is_written,
        "workouts": [workout_body(one, catalogue, facts) for one in week.workouts.all()],
        "provenance": provenance(week),
        "findings": [finding_body(item) for item in week.findings.all()],
    }


def workout_body(workout: Workout, catalogue: Catalogue, facts: ProgramFacts) -> dict[str, Any]:
    days = facts.weekdays
    planned = 1 <= workout.day <= len(days)
    return {
        "day": workout.day,
        "weekday": WEEKDAYS[days[workout.day - 1]] if planned else None,
        "name": workout.name,
        "minutes": minutes(workout.content(), catalogue),
        "exercises": [exercise_body(one, catalogue) for one in workout.exercises.all()],
    }


def exercise_body(entry: ExerciseEntry, catalogue: Catalogue) -> dict[str, Any]:
    known = catalogue.get(entry.exercise)
    return {
        "exercise": entry.exercise,
        "name": known.name if known else entry.exercise,
        "tempo": entry.tempo,
        "notes": entry.notes,
        "sets": [set_body(one) for one in entry.sets.all()],
    }


def set_body(planned: PlannedSet) -> dict[str, Any]:
    return planned.content().model_dump(mode="json")


def provenance(week: Week) -> dict[str, Any] | None:
    if not week.is_written:
        return None
    proposed = proposal_body(week.proposal) or dict.fromkeys(PROPOSED)
    return proposed | {
        "edited": week.edited_at is not None,
        "edited_by": week.edited_by.username if week.edited_by else None,
        "edited_at": week.edited_at.isoformat() if week.edited_at else None,
    }


PROPOSED = ("method", "provider", "model", "prompt_version", "drafted_at")


def proposal_body(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "method": proposal.method,
        "provider": proposal.provider,
        "model": proposal.model,
        "prompt_version": proposal.prompt_version,
        "drafted_at": proposal.created_at.isoformat(),
    }


def finding_body(finding: ProgramFinding) -> dict[str, str]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "place": finding.place,
        "message": finding.message,
        "fix": finding.fix,
    }


def volume(contents: Sequence[WeekContent], level: Level, catalogue: Catalogue) -> dict[str, Any]:
    """Weekly hard sets for each muscle (a primary muscle counts 1, a secondary ½) with the
    recommended bands, and the mean % of 1RM of each week.
    """
    return {
        "bands": {
            muscle.value: {"low": band.low, "high": band.high}
            for muscle, band in BANDS[level].items()
        },
        "weeks": [
            {
                "week": content.week,
                "sets": {
                    muscle.value: count
                    for muscle, count in sorted(weekly_sets(content, catalogue).items())
                },
                "total_sets": content.set_count,
                "average_percent": average_percent(content),
            }
            for content in contents
        ],
    }
