"""Sets in the short form that people who train write: "3 × 8 @ 70% (60 kg), RPE 7, rest 2 min"."""

from collections.abc import Iterable
from itertools import groupby

from programs.exercise_catalogue import Exercise
from programs.schemas import ExerciseContent, SetContent


def set_groups(sets: Iterable[SetContent]) -> list[tuple[int, SetContent]]:
    """Neighbouring equal sets as one, with their count."""
    groups = [list(group) for _, group in groupby(sets, key=lambda one: one.model_dump())]
    return [(len(group), group[0]) for group in groups]


def exercise_line(entry: ExerciseContent, exercise: Exercise | None) -> str:
    """All sets of an exercise; groups of equal sets are told apart by semicolons."""
    each_side = exercise is not None and exercise.unilateral
    return "; ".join(
        f"{count} × {set_text(one, each_side=each_side)}" for count, one in set_groups(entry.sets)
    )


def entry_text(entry: ExerciseContent, exercise: Exercise | None) -> str:
    """Everything that a plan says about an exercise in a day."""
    tempo = f"tempo {entry.tempo}" if entry.tempo else ""
    return ". ".join(part for part in (exercise_line(entry, exercise), tempo, entry.notes) if part)


def set_text(one: SetContent, *, each_side: bool = False, alone: bool = False) -> str:
    """One set. each_side: repetitions and seconds count for one side. alone: without a count in
    front, the repetitions say what they are.
    """
    reps = " reps" if alone and one.seconds is None else ""
    parts = [_amount(one) + reps + (" each side" if each_side else "") + _load(one)]
    if one.rpe is not None:
        parts.append(f"RPE {one.rpe:g}")
    if one.rest:
        parts.append(f"rest {duration(one.rest)}")
    if one.notes:
        parts.append(one.notes)
    return ", ".join(parts)


def duration(seconds: int) -> str:
    """90 is "1:30 min", 120 is "2 min", 45 is "45 s"."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes}:{rest:02} min" if rest else f"{minutes} min"


def _amount(one: SetContent) -> str:
    if one.seconds is not None:
        return f"{one.seconds} s"
    return "?" if one.reps is None else str(one.reps)


def _load(one: SetContent) -> str:
    if one.percent is not None:
        kg = "" if one.kg is None else f" ({one.kg:g} kg)"
        return f" @ {one.percent:g}%{kg}"
    return "" if one.kg is None else f" @ {one.kg:g} kg"
