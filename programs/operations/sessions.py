"""Keep what a client did, and mend what was noted wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from programs.models import CatalogueExercise, CompletedSet, TrainingSession, Workout
from project import audit
from project.models import User
from project.problems import FieldError, InvalidInput
from project.revisions import save_revision

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
    planned = set(workout.exercises.values_list("exercise", flat=True)) if workout else set()
    _check(performed_on, sets, planned)
    session = TrainingSession.objects.create(
        client=client,
        workout=workout,
        title=title.strip() or (workout.name if workout else "Session"),
        performed_on=performed_on,
        notes=notes.strip(),
    )
    _write_sets(session, sets)
    audit.record(verb="log_session", subject=session, by=by)
    return session


@transaction.atomic
def edit_session(
    *,
    session: TrainingSession,
    expected_revision: int,
    performed_on: date,
    title: str,
    notes: str,
    sets: Sequence[DoneSet],
    by: User,
) -> TrainingSession:
    """Put these in the place of what was noted. Raises StaleRevision, and InvalidInput as
    `log_session` does. Exercises that the session has already may have left the catalogue.
    """
    _check(performed_on, sets, set(session.sets.values_list("exercise", flat=True)))
    session = save_revision(
        session,
        expected=expected_revision,
        changes={
            "performed_on": performed_on,
            "title": title.strip() or session.title,
            "notes": notes.strip(),
            "updated_at": timezone.now(),
        },
    )
    session.sets.all().delete()
    _write_sets(session, sets)
    audit.record(verb="edit", subject=session, by=by)
    return session


@transaction.atomic
def delete_session(*, session: TrainingSession, by: User) -> None:
    audit.record(verb="delete", subject=session, by=by)
    session.delete()


def _write_sets(session: TrainingSession, sets: Sequence[DoneSet]) -> None:
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


def _check(performed_on: date, sets: Sequence[DoneSet], planned: set[str]) -> None:
    """planned: exercises that may be noted although the catalogue has dropped them."""
    known = CatalogueExercise.objects.filter(slug__in={one.exercise for one in sets})
    slugs = set(known.values_list("slug", flat=True))
    errors = _mistakes(performed_on, sets, slugs | planned)
    if errors:
        raise InvalidInput(" ".join(error.detail for error in errors[:3]), errors=errors)


def _mistakes(performed_on: date, sets: Sequence[DoneSet], known: set[str]) -> list[FieldError]:
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
