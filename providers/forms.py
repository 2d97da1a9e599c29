"""Forms of the providers pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from pydantic import BaseModel

from providers.models import ProviderModel, Route
from providers.playground import LONGEST_DEADLINE
from providers.routing import override_of
from providers.schema_classes import LONGEST, UnsupportedSchema, class_from

LONGEST_PROMPT = 50_000
SCHEMA_HINT = (
    "The answer then has to satisfy it. An object with properties, for example "
    '{"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}. '
    "Empty asks for plain text."
)


class AddEntryForm(forms.Form):
    """A model of the catalogue that is not on the route yet."""

    model = forms.ModelChoiceField(
        queryset=ProviderModel.objects.none(), empty_label="Choose a model"
    )

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["model"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = ProviderModel.objects.exclude(entries__route=route)


class PlaygroundForm(forms.Form):
    route = forms.ChoiceField(help_text="Its models are tried in order, as for a draft.")
    system = forms.CharField(
        label="Instruction",
        required=False,
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the model is told before the prompt.",
    )
    prompt = forms.CharField(
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Write nothing here that identifies a student: it goes out as it stands.",
    )
    schema = forms.CharField(
        label="JSON schema",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=SCHEMA_HINT,
    )
    deadline = forms.IntegerField(
        label="Deadline in seconds",
        min_value=1,
        max_value=int(LONGEST_DEADLINE),
        initial=30,
        help_text=f"At most {LONGEST_DEADLINE:.0f}, failover included.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        route = self.fields["route"]
        if isinstance(route, forms.ChoiceField):
            route.choices = _routes()

    def clean_schema(self) -> type[BaseModel] | None:
        text = self.cleaned_data["schema"].strip()
        if not text:
            return None
        try:
            return class_from(text)
        except UnsupportedSchema as error:
            raise ValidationError(str(error)) from None


def _routes() -> list[tuple[str, str]]:
    """Every route for a list, with what would keep it from answering."""
    usable = Count("entries", filter=Q(entries__provider_model__enabled=True))
    found = []
    for name, description, on, models in Route.objects.annotate(usable=usable).values_list(
        "name", "description", "on", "usable"
    ):
        label = f"{name}: {description}" if description else name
        if not on:
            label += " (switched off)"
        elif not models and not override_of(name):
            label += " (no model is switched on)"
        found.append((name, label))
    return found
