"""Clearance after a red flag of the health screen."""

from typing import Any

from django import forms

from programs.models import Program
from programs.operations.locks import may_clear
from project.models import User


class ClearanceForm(forms.Form):
    note = forms.CharField(
        label="Clearance: from whom, when, with what conditions",
        error_messages={"required": "Write who gave the clearance, and when."},
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “Dr. Lee, 12 May 2026: fine, no maximal efforts until July”. It "
        "stays with the program and is never sent to a model.",
    )


def clearance_context(
    user: User, program: Program, form: ClearanceForm | None = None
) -> dict[str, Any]:
    """What the page of a stopped program says: why, who can go on, and the answers for those two
    whose business they are.
    """
    screening = program.screening
    sees_health = Program.objects.visible_to(user).filter(pk=program.pk).exists()
    return {
        "screening": screening,
        "coaches": [one.coach for one in program.client.coached_by.select_related("coach")],
        "can_record": may_clear(user, program.client),
        "sees_health": sees_health,
        "form": form or ClearanceForm(),
        "yes": [text for text, answer in screening.lines if answer] if sees_health else [],
    }
