"""What a program was written from, in words: for its page, and for paper."""

from programs.collecting import harmless
from programs.facts import WEEKDAYS, CurrentLift, ProgramFacts
from programs.models import Program


def inputs_in_words(
    program: Program, facts: ProgramFacts, *, sees_health: bool
) -> list[tuple[str, str]]:
    """What the program was written from, question by question; the health screen stays out."""
    goal, limits = (
        text if sees_health else harmless(text, program.weight_kg)
        for text in (program.goal_text, program.limits_text)
    )
    body = [
        f"{value:g} {unit}"
        for value, unit in (
            (program.age, "years"),
            (program.height_cm, "cm"),
            (program.weight_kg, "kg"),
        )
        if value is not None
    ]
    days = ", ".join(WEEKDAYS[day] for day in facts.weekdays if day < len(WEEKDAYS))
    lines = [
        ("Goal", f"{program.get_goal_display()}. {goal}".removesuffix(". ")),
        ("Level", program.get_level_display()),
        ("Time", f"{program.duration_weeks} weeks, {program.days_per_week} days a week, "
                 f"{program.minutes} minutes a session"),
        ("Days", days),
        ("Body", ", ".join(body)),
        ("Equipment", _words(program.equipment)),
        ("Limits", ". ".join(part for part in (_words(program.limits), limits) if part)),
        ("Current lifts", "; ".join(
            _lift_text(lift, facts) for lift in facts.lifts
        )),
    ]  # fmt: skip
    return [(label, text) for label, text in lines if text]


def _words(values: list[str]) -> str:
    return ", ".join(value.replace("_", " ") for value in values).capitalize()


def _lift_text(lift: CurrentLift, facts: ProgramFacts) -> str:
    known = facts.by_slug.get(lift.exercise)
    effort = "" if lift.rpe is None else f" at RPE {lift.rpe:g}"
    return f"{known.name if known else lift.exercise} {lift.kg:g} kg × {lift.reps}{effort}"
