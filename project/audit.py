"""The one way to write an AuditEvent. Operations call it inside their own transaction."""

from collections.abc import Iterable

from django.db.models import Model

from project import context
from project.models import AuditEvent, User


def record(*, verb: str, subject: Model, by: User) -> AuditEvent:
    """Note that ``by`` did ``verb`` to ``subject``. Holds the record's key, never its content."""
    event = _event(verb, subject, by)
    event.save(force_insert=True)
    return event


def record_all(*, verb: str, subjects: Iterable[Model], by: User) -> None:
    """The same for many subjects at once, as an import has them."""
    AuditEvent.objects.bulk_create(_event(verb, subject, by) for subject in subjects)


def _event(verb: str, subject: Model, by: User) -> AuditEvent:
    return AuditEvent(
        actor=by,
        actor_name=by.username,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        request_id=context.request_id.get(),
    )
