"""Keep a questionnaire while it is being filled in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from programs.facts import ProgramFacts
from programs.models import Questionnaire
from programs.operations.programs import CreatedProgram, create_program
from project.models import User

# Long enough to come back after a weekend; health answers should not lie around longer.
LIFETIME = timedelta(days=7)


def start_questionnaire(
    *, client: User, by: User, answers: dict[str, Any] | None = None
) -> Questionnaire:
    """One that the person has with just these answers is used again: nobody collects them."""
    answers = answers or {}
    untouched = Questionnaire.objects.filter(owner=by, client=client, answers=answers).first()
    return untouched or Questionnaire.objects.create(owner=by, client=client, answers=answers)


@transaction.atomic
def save_answers(*, questionnaire: Questionnaire, step: str, answers: dict[str, Any]) -> None:
    """Keep one step's answers beside those of the others."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    row.answers = {**row.answers, step: answers}
    row.save(update_fields=["answers", "updated_at"])
    questionnaire.answers = row.answers


@transaction.atomic
def finish_questionnaire(
    *,
    questionnaire: Questionnaire,
    facts: ProgramFacts,
    answers: Mapping[str, bool],
    by: User,
) -> CreatedProgram:
    """Make the program, and let go of what was typed on the way. Raises InvalidInput."""
    created = create_program(client=questionnaire.client, facts=facts, answers=answers, by=by)
    questionnaire.delete()
    return created


def discard_questionnaire(*, questionnaire: Questionnaire) -> None:
    questionnaire.delete()


def delete_expired_questionnaires() -> int:
    deleted, _ = Questionnaire.objects.filter(updated_at__lt=timezone.now() - LIFETIME).delete()
    return deleted
