"""What every kind of row has in common."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class ImportRow(BaseModel):
    """A row of a file. `row` is the number a spreadsheet shows; the header is row 1.

    Fields are filled from the cells' text; what the file lacks keeps its default. Building one
    raises Pydantic's ValidationError, with our sentence for each field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Titles under which a field's column may come, the field's own title first.
    TITLES: ClassVar[dict[str, tuple[str, ...]]] = {}
    REQUIRED: ClassVar[tuple[str, ...]] = ()

    row: int

    def key(self) -> tuple[str, ...]:
        """What makes the row one of its kind."""
        raise NotImplementedError

    def key_text(self) -> str:
        raise NotImplementedError

    def shown(self, field: str) -> str:
        """A field's value as people see it."""
        value = getattr(self, field)
        if value is None:
            return ""
        if isinstance(value, list):
            return "; ".join(str(item) for item in value)
        return value.isoformat() if isinstance(value, date) else str(value)
