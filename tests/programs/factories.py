"""Rows for tests, made through the product's own operations where there is one."""

from programs.exercise_catalogue import Level
from programs.facts import Goal, ProgramFacts
from programs.models import Coaching
from programs.operations.programs import CreatedProgram, create_program
from programs.screening import QUESTIONS

ALL_CLEAR = {question.key: False for question in QUESTIONS}


def make_coaching(coach, client) -> Coaching:
    return Coaching.objects.create(coach=coach, client=client)


def make_facts(**fields) -> ProgramFacts:
    values = {
        "goal": Goal.HYPERTROPHY,
        "goal_text": "Build muscle",
        "level": Level.INTERMEDIATE,
        "weeks": 4,
        "days": 3,
        "age": 31,
        "minutes": 60,
    } | fields
    return ProgramFacts(**values)


def make_program(client, by=None, answers=None, **fields) -> CreatedProgram:
    """A created program with its job waiting in the queue. fields: those of ProgramFacts."""
    return create_program(
        client=client,
        facts=make_facts(**fields),
        answers=ALL_CLEAR if answers is None else answers,
        by=by or client,
    )
