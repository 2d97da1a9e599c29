"""Keep a questionnaire while it is being filled in."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from programs.models import Questionnaire
from project.models import User

# Long enough to come back after a weekend; health answers should not lie around longer.
LIFETIME = timedelta(days=7)


def start_questionnaire(
    *, client: User, by: User, answers: dict[str, Any] | None = None
) -> Questionnaire:
    return Questionnaire.objects.create(owner=by, client=client, answers=answers or {})


@transaction.atomic
def save_answers(*, questionnaire: Questionnaire, step: str, answers: dict[str, Any]) -> None:
    """Keep one step's answers beside those of the others."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    row.answers = {**row.answers, step: answers}
    row.save(update_fields=["answers", "updated_at"])
    questionnaire.answers = row.answers


def delete_expired_questionnaires() -> int:
    deleted, _ = Questionnaire.objects.filter(updated_at__lt=timezone.now() - LIFETIME).delete()
    return deleted
