"""The one way to write an AuditEvent. Operations call it inside their own transaction."""

from django.db.models import Model

from project import context
from project.models import AuditEvent, User


def record(*, verb: str, subject: Model, by: User) -> AuditEvent:
    """Note that ``by`` did ``verb`` to ``subject``. Holds the record's key, never its content."""
    return AuditEvent.objects.create(
        actor=by,
        actor_name=by.username,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        request_id=context.request_id.get(),
    )
