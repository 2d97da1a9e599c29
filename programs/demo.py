"""The demo's coach and client, with a program drafted for each."""

from collections.abc import Mapping

from programs.demo_sessions import log_history
from programs.exercise_catalogue import Equipment, Level, Limit
from programs.facts import CurrentLift, Goal, ProgramFacts
from programs.models import Coaching, Program
from programs.operations.programs import create_program
from programs.screening import QUESTIONS
from project import demo
from project.models import User

ALL_CLEAR = {question.key: False for question in QUESTIONS}
HOME = frozenset(
    {Equipment.BODYWEIGHT, Equipment.DUMBBELL, Equipment.BENCH, Equipment.BAND, Equipment.BOX}
)


def fill(users: Mapping[str, User]) -> None:
    coach, client = users["coach"], users["learner"]
    Coaching.objects.get_or_create(coach=coach, client=client)
    log_history(client)
    if Program.objects.filter(client__in=[coach, client]).exists():
        return
    create_program(
        client=client,
        facts=ProgramFacts(
            goal=Goal.HYPERTROPHY,
            goal_text="Build muscle at home, and feel better at my desk",
            level=Level.BEGINNER,
            weeks=8,
            days=3,
            age=29,
            height_cm=181.0,
            weight_kg=76.0,
            equipment=HOME,
            limits=frozenset({Limit.KNEE}),
            limits_text="My left knee does not like deep squats.",
            minutes=60,
        ),
        answers=ALL_CLEAR,
        by=coach,
    )
    create_program(
        client=coach,
        facts=ProgramFacts(
            goal=Goal.STRENGTH,
            goal_text="Get stronger in the squat and the bench press",
            level=Level.INTERMEDIATE,
            weeks=12,
            days=4,
            age=36,
            height_cm=168.0,
            weight_kg=64.0,
            minutes=75,
            lifts=(
                CurrentLift("back-squat", 90.0, 5),
                CurrentLift("bench-press", 55.0, 5),
                CurrentLift("deadlift", 110.0, 3),
            ),
            training_days=(0, 1, 3, 4),
        ),
        answers=ALL_CLEAR,
        by=coach,
    )


def register() -> None:
    demo.register(fill)
