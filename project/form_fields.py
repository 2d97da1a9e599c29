"""Form fields that more than one page asks with.

Numbers are asked for in text fields: a browser's own number field sends nothing at all for what it
does not understand, and then nobody can say what was wrong, or give it back.
"""

from typing import Any

from django import forms


class NumberField(forms.FloatField):
    """A number that may be written with a decimal comma."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_asked("decimal", "Write a number, for example 72.5.", kwargs))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:g}" if isinstance(value, float) else value


class WholeNumberField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**_asked("numeric", "Write a whole number, for example 8.", kwargs))


def _asked(keys: str, invalid: str, options: dict[str, Any]) -> dict[str, Any]:
    """keys: which ones a phone shows."""
    low, high = options.get("min_value"), options.get("max_value")
    within = (
        f"Give a number from {low:,} to {high:,}."
        if low is not None and high is not None
        else f"Give a number up to {high:,}."
        if high is not None
        else f"Give a number from {low:,}."
        if low is not None
        else ""
    )
    return {
        "widget": forms.TextInput(attrs={"inputmode": keys, "autocomplete": "off"}),
        "error_messages": {"invalid": invalid, "min_value": within, "max_value": within},
    } | options
