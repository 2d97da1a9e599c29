"""The one way to write an AuditEvent. Operations call it inside their own transaction."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from project import context
from project.models import AuditEvent, User

# A page that stays open and asks for news is noted once in this time.
OPEN_PAGE = timedelta(minutes=10)


def record(*, verb: str, subject: Model, by: User) -> AuditEvent:
    """Note that ``by`` did ``verb`` to ``subject``. Holds the record's key, never its content."""
    event = _event(verb, subject, by)
    event.save(force_insert=True)
    return event


def record_all(*, verb: str, subjects: Iterable[Model], by: User) -> None:
    """The same for many subjects at once, as an import has them."""
    AuditEvent.objects.bulk_create(_event(verb, subject, by) for subject in subjects)


def note_view(user: User, subject: Model) -> None:
    """Every look at somebody's record is written down."""
    record(verb="view", subject=subject, by=user)


def note_open_page(user: User, subject: Model) -> None:
    """A page that asks for news every second is one look, as long as its opening is noted."""
    noted = AuditEvent.objects.filter(
        actor=user,
        verb="view",
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        at__gt=timezone.now() - OPEN_PAGE,
    )
    if not noted.exists():
        note_view(user, subject)


def _event(verb: str, subject: Model, by: User) -> AuditEvent:
    return AuditEvent(
        actor=by,
        actor_name=by.username,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        request_id=context.request_id.get(),
    )
