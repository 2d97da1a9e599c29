"""Drafting in tests: run it, look at what stands, put a provider right again."""

from collections.abc import Iterable

from django.core import serializers

from programs.models import ExerciseEntry, PlannedSet, Program, Week, Workout
from project.jobs.reports import JobReport, detailed_report
from project.models import Job
from providers import routing
from providers.models import Circuit, ProviderModel, Route, RouteEntry
from tests.programs.factories import make_program

OPENAI = ("openai", "gpt-4o-mini")
GEMINI = ("gemini", "gemini-2.5-flash")


def draft(client, held_queue, by=None, **fields) -> tuple[Program, Job]:
    """A program whose job has ended, however it did."""
    created = make_program(client, by=by, **fields)
    held_queue.work()
    return fresh(created.program), fresh(created.job)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def report(job: Job) -> JobReport:
    return detailed_report(job)


def route_over(*models: tuple[str, str]) -> None:
    """The programs' route has these models, in this order, and no other."""
    route = Route.objects.get(name="programs")
    route.entries.all().delete()
    for position, (provider, model) in enumerate(models, start=1):
        row = ProviderModel.objects.get(provider=provider, model=model)
        RouteEntry.objects.create(route=route, provider_model=row, position=position)
    routing.forget()


def without_composer() -> None:
    """The route ends with its last model."""
    Route.objects.filter(name="programs").update(offline_last=False)
    routing.forget()


def recovered() -> None:
    """Nobody remembers that a provider was out of order."""
    Circuit.objects.all().delete()


def dump(program: Program, numbers: Iterable[int]) -> dict[int, str]:
    """Everything there is about these weeks, every column of every row."""
    weeks = Week.objects.filter(program=program, number__in=[*numbers])
    return {week.number: _rows(week) for week in weeks}


def _rows(week: Week) -> str:
    parts = [
        Week.objects.filter(pk=week.pk),
        Workout.objects.filter(week=week).order_by("pk"),
        ExerciseEntry.objects.filter(workout__week=week).order_by("pk"),
        PlannedSet.objects.filter(entry__workout__week=week).order_by("pk"),
        week.proposals.order_by("pk"),
        week.findings.order_by("pk"),
    ]
    return "\n".join(serializers.serialize("json", rows) for rows in parts)


def written(program: Program) -> list[int]:
    return [week.number for week in program.weeks.order_by("number") if week.is_written]


def rules_of(found) -> set[str]:
    return {one.rule for one in found}
