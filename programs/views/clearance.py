"""Clearance after a red flag of the health screen."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs.models import Program
from programs.operations.rights import may_clear
from project.models import User

OLDEST = date(2000, 1, 1)


class ClearanceForm(forms.Form):
    given_by = forms.CharField(
        label="Who gave clearance?",
        min_length=3,
        max_length=200,
        help_text="A doctor, a physiotherapist, a midwife: name and profession.",
    )
    given_on = forms.DateField(
        label="When?", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    conditions = forms.CharField(
        label="With what conditions?",
        required=False,
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “nothing maximal until July”. The plan does not know them: check it "
        "against them before you approve it. They are never sent to a model.",
    )
    is_sure = forms.BooleanField(
        label="I have read the clearance, or heard it from who gave it.",
        error_messages={"required": "Tick this once you have read or heard it yourself."},
    )

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if not OLDEST <= day <= timezone.localdate() + timedelta(days=1):
            raise ValidationError("This day is in the future, or too long ago. Check the year.")
        return day

    @property
    def note(self) -> str:
        """What was typed as the one text that is kept."""
        day: date = self.cleaned_data["given_on"]
        text = f"{self.cleaned_data['given_by']}, {day.day} {day:%B %Y}"
        conditions = self.cleaned_data["conditions"]
        return f"{text}. {conditions}" if conditions else text


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
