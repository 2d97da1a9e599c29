"""Keep what a client did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from programs.models import CatalogueExercise, CompletedSet, TrainingSession, Workout
from project import audit
from project.models import User
from project.problems import FieldError, InvalidInput

MAX_SETS_IN_SESSION = 100


@dataclass(frozen=True)
class DoneSet:
    """One set as it was done: kg (0 for none), reps or seconds, RPE as felt."""

    exercise: str
    reps: int | None = None
    seconds: int | None = None
    kg: float = 0.0
    rpe: float | None = None


@transaction.atomic
def log_session(
    *,
    client: User,
    performed_on: date,
    sets: Sequence[DoneSet],
    by: User,
    workout: Workout | None = None,
    title: str = "",
    notes: str = "",
) -> TrainingSession:
    """Write down a completed session. Raises InvalidInput with the field of each mistake; places
    of sets count from 0: "sets.2.exercise".
    """
    known = set(
        CatalogueExercise.objects.filter(slug__in={one.exercise for one in sets}).values_list(
            "slug", flat=True
        )
    )
    planned = set(workout.exercises.values_list("exercise", flat=True)) if workout else set()
    errors = list(_mistakes(performed_on, sets, known | planned))
    if errors:
        raise InvalidInput(" ".join(error.detail for error in errors[:3]), errors=errors)
    session = TrainingSession.objects.create(
        client=client,
        workout=workout,
        title=title.strip() or (workout.name if workout else "Session"),
        performed_on=performed_on,
        notes=notes.strip(),
    )
    CompletedSet.objects.bulk_create(
        CompletedSet(
            session=session,
            index=index,
            exercise=one.exercise,
            reps=one.reps,
            seconds=one.seconds,
            kg=one.kg,
            rpe=one.rpe,
        )
        for index, one in enumerate(sets)
    )
    audit.record(verb="log_session", subject=session, by=by)
    return session


@transaction.atomic
def delete_session(*, session: TrainingSession, by: User) -> None:
    audit.record(verb="delete", subject=session, by=by)
    session.delete()


def _mistakes(performed_on: date, sets: Sequence[DoneSet], known: set[str]) -> "list[FieldError]":
    errors = []
    # A day's grace: the client's clock may be ahead of the server's.
    if performed_on > timezone.localdate() + timedelta(days=1):
        errors.append(FieldError("performed_on", "This day is in the future."))
    if not sets:
        errors.append(FieldError("sets", "Note at least one set that was done."))
    if len(sets) > MAX_SETS_IN_SESSION:
        errors.append(FieldError("sets", f"A session has at most {MAX_SETS_IN_SESSION} sets."))
    for index, one in enumerate(sets):
        if one.exercise not in known:
            errors.append(
                FieldError(
                    f"sets.{index}.exercise", f"The catalogue has no exercise “{one.exercise}”."
                )
            )
        if (one.reps is None) == (one.seconds is None):
            errors.append(FieldError(f"sets.{index}.reps", "Give either repetitions or seconds."))
    return errors
