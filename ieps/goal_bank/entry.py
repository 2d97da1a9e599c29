"""What an entry of the goal bank holds.

Each entry is one observable behaviour with a condition, a criterion that names its value in `unit`,
and a way to measure it. Grades run from `grade_from` to `grade_to`, kindergarten being 0.
"""

from dataclasses import dataclass

from ieps.areas import Area

PERCENT = "%"
RATE = "words correct per minute"


@dataclass(frozen=True)
class BankEntry:
    slug: str
    area: str
    grade_from: int
    grade_to: int
    condition: str
    behaviour: str
    criterion: str
    unit: str
    measured_by: str


def entry(
    slug: str,
    area: Area,
    grades: tuple[int, int],
    *,
    condition: str,
    behaviour: str,
    criterion: str,
    unit: str = PERCENT,
    measured_by: str,
) -> BankEntry:
    return BankEntry(slug, area.value, *grades, condition, behaviour, criterion, unit, measured_by)
