"""Fields that read what people and older clients send: words for equipment, limits and days."""

import math
import re
from collections.abc import Iterable
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.equipment import equipment_of
from programs.exercise_catalogue import Equipment, Limit
from programs.facts import WEEKDAYS
from programs.limits import read_limits
from programs.screening import screen_text

# Keys of the database are signed 64-bit integers.
MAX_ID: Final = 2**63 - 1
EQUIPMENT_WORDS: Final = ", ".join(
    [*(item.value for item in Equipment), "home gym", "garage gym", "full gym", "none"]
)
LIMIT_WORDS: Final = ", ".join(item.value for item in Limit)
DAY_WORDS: Final = f"{', '.join(WEEKDAYS)}, or 0 (Monday) to 6"
_NOTHING: Final = re.compile(r"(?:none|nothing|no equipment|body ?weight)(?: only)?")
_REFUSED: Final = re.compile(r"(?:no|not|without|never|except|but)\b")


class NumberField(serializers.FloatField):
    """A finite number; true and "NaN" are none."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        try:
            value = super().to_internal_value(data)
        except OverflowError:
            self.fail("invalid")
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class WordsField(serializers.ListField):
    """A list of short texts; null is an empty one."""

    child = serializers.CharField(max_length=200)

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 0, "maximum": 6}]}
)
class WeekdayField(serializers.Field[int, Any, int, Any]):
    """0 (Monday) to 6, as a number or as digits, or a weekday's name ("Monday", "mon")."""

    default_error_messages = {"invalid": f"This is no weekday. Choose from {DAY_WORDS}."}

    def to_internal_value(self, data: Any) -> int:
        number = weekday_of(str(data)) if isinstance(data, str | int) else None
        if number is None or isinstance(data, bool):
            self.fail("invalid")
        return number

    def to_representation(self, value: int) -> int:
        return value


def weekday_of(word: str) -> int | None:
    plain = word.strip().lower()
    if plain in {str(number) for number in range(len(WEEKDAYS))}:
        return int(plain)
    # "mon", "tues" and "thurs" are enough; "t" and "s" are not.
    found = [
        number for number, name in enumerate(WEEKDAYS) if len(plain) > 2 and name.lower() == plain
    ] or [
        number
        for number, name in enumerate(WEEKDAYS)
        if len(plain) > 2 and name.lower().startswith(plain)
    ]
    return found[0] if len(found) == 1 else None


def unknown_equipment(words: Iterable[str]) -> list[str]:
    """The words that name no equipment. What is said not to be there ("no barbell") is one."""
    return [word for word in words if not _names_equipment(word.strip().lower().replace("_", " "))]


def _names_equipment(plain: str) -> bool:
    if _NOTHING.fullmatch(plain):
        return True
    return not _REFUSED.match(plain) and equipment_of([plain]) != {Equipment.BODYWEIGHT}


def limit_of(word: str) -> Limit | None:
    """The limit that one word names: "Lower back" and "lower_back"."""
    plain = "_".join(word.strip().lower().replace("-", " ").replace("_", " ").split())
    return next((item for item in Limit if plain in (item.value, f"{item.value}s")), None)


def says_something(words: str) -> bool:
    """Whether words that are no limit's name speak of one, or of what the health screen asks."""
    return bool(read_limits(words)) or bool(screen_text(words))
