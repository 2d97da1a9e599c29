"""What a student's record holds, for holding a draft's claims against it.

This is what "grounded" rests on: a draft may state a number only with the same value (and, where
both name one, the same kind of unit) as the record, and a date only when the record has that day,
or a day in that month or year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ieps.mentions import NUMBER_KINDS, Span, dates_in, normal, numbers_in, unit_kind


@dataclass(frozen=True)
class Score:
    """An assessment as the record holds it."""

    tool: str
    area: str
    day: date
    value: float | None
    unit: str
    percentile: float | None
    notes: str

    def numbers(self) -> Iterator[tuple[float, str]]:
        """Each number with its kind of unit."""
        if self.value is not None:
            kind = unit_kind(self.unit)
            yield self.value, kind if not kind or kind in NUMBER_KINDS else "other"
            yield from ((number.value, number.kind) for number in numbers_in(normal(self.unit)))
        if self.percentile is not None:
            yield self.percentile, "percentile"
        for text in (self.notes, self.tool, self.area):
            yield from ((number.value, number.kind) for number in numbers_in(normal(text)))


@dataclass(frozen=True)
class Record:
    """What a student's record holds, for checking: every number with its kind of unit, every
    day, all words.
    """

    text: str
    numbers: frozenset[tuple[float, str]]
    days: frozenset[date]
    spans: frozenset[Span]
    scores: tuple[Score, ...]
    age: int | None

    @classmethod
    def of(
        cls,
        *,
        texts: Iterable[str],
        scores: tuple[Score, ...],
        days: Iterable[date],
        age: int | None,
    ) -> "Record":
        flat = [normal(text) for text in texts if text]
        words = " \n ".join(
            [
                *flat,
                *(
                    normal(f"{score.tool} \n {score.area} \n {score.unit} \n {score.notes}")
                    for score in scores
                ),
            ]
        )
        numbers = {(number.value, number.kind) for number in numbers_in(words)}
        numbers.update(pair for score in scores for pair in score.numbers())
        spans = {mention.span for mention in dates_in(words)}
        known_days = {
            *days,
            *(score.day for score in scores),
            *(span.first for span in spans if span.is_day),
        }
        return cls(
            text=words,
            numbers=frozenset(numbers),
            days=frozenset(known_days),
            spans=frozenset(span for span in spans if not span.is_day),
            scores=scores,
            age=age,
        )

    def has_number(self, value: float, kind: str = "") -> bool:
        """Whether the record holds the value; where both name a kind of unit, with the same
        kind.
        """
        if kind:
            return (value, kind) in self.numbers or (value, "") in self.numbers
        return value in self._values

    def has_day_in(self, span: Span) -> bool:
        """Whether the record names the day; for a month or a year, whether it names any day or
        month in it.
        """
        if any(span.holds(day) for day in self.days):
            return True
        if span.is_day:
            return False
        return any(
            (span.holds(known.first) and span.holds(known.last))
            or (span.is_year and known.holds(span.first))
            for known in self.spans
        )

    def says(self, phrase: str) -> bool:
        """Whether the words stand in the record, ignoring case and the width of spaces."""
        wanted = " ".join(normal(phrase).casefold().split())
        return bool(wanted) and wanted in self._squeezed

    @cached_property
    def _values(self) -> frozenset[float]:
        return frozenset(value for value, _ in self.numbers)

    @cached_property
    def _squeezed(self) -> str:
        return " ".join(self.text.casefold().split())
