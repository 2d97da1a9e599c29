"""What a rule has to say about a draft. Shared by the domains' rules and the gateway's checks."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One remark about one place of a draft.

    rule: a stable slug, so that findings can be counted and filtered.
    place: dotted path inside the draft, for example ``goals.0.criterion``; empty for the whole.
    fix: what a person, or the model that is asked again, can do about it.
    """

    severity: Severity
    rule: str
    place: str
    message: str
    fix: str = ""
