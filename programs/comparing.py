"""What changed between two versions of a program, down to the exercise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from programs.exercise_catalogue import Exercise
from programs.schemas import ExerciseContent, WeekContent, WorkoutContent
from programs.wording import entry_text, set_groups
from project.comparing import Run, word_runs


@dataclass(frozen=True)
class Line:
    """kind: same, changed, added or removed. label: what the runs are about."""

    kind: str
    label: str
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return self.kind != "same"


@dataclass(frozen=True)
class DayDifference:
    """A training day that differs. kind as for a line."""

    day: int
    name: str
    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class WeekDifference:
    """kind as for a line: a week that is written in one version only was added or removed.

    words: the week's focus and notes. days: those that differ.
    """

    number: int
    kind: str
    words: tuple[Line, ...] = ()
    days: tuple[DayDifference, ...] = ()


def compare(
    before: Mapping[int, WeekContent],
    after: Mapping[int, WeekContent],
    catalogue: Mapping[str, Exercise],
) -> list[WeekDifference]:
    """before, after: the written weeks by number. Weeks that neither version has are left out."""
    return [
        _week(number, before.get(number), after.get(number), catalogue)
        for number in sorted({*before, *after})
    ]


def _week(
    number: int,
    before: WeekContent | None,
    after: WeekContent | None,
    catalogue: Mapping[str, Exercise],
) -> WeekDifference:
    if before == after:
        return WeekDifference(number, "same")
    old, new = before or WeekContent(week=number), after or WeekContent(week=number)
    words = tuple(
        line
        for label, was, becomes in (
            ("Focus", old.focus, new.focus),
            ("Notes", old.notes, new.notes),
        )
        if (line := _text_line(label, was, becomes)).is_changed
    )
    were = {one.day: one for one in old.workouts}
    are = {one.day: one for one in new.workouts}
    days = tuple(
        _day(day, were.get(day), are.get(day), catalogue)
        for day in sorted({*were, *are})
        if were.get(day) != are.get(day)
    )
    return WeekDifference(number, _kind(before, after), words, days)


def _day(
    day: int,
    before: WorkoutContent | None,
    after: WorkoutContent | None,
    catalogue: Mapping[str, Exercise],
) -> DayDifference:
    lines = _exercise_lines(
        before.exercises if before else (), after.exercises if after else (), catalogue
    )
    if before and after and before.name != after.name:
        lines.insert(0, _text_line("Name", before.name, after.name))
    name = after.name if after else before.name if before else ""
    return DayDifference(day, name, _kind(before, after), tuple(lines))


def _exercise_lines(
    before: Sequence[ExerciseContent],
    after: Sequence[ExerciseContent],
    catalogue: Mapping[str, Exercise],
) -> list[Line]:
    """In the new order; what is gone stands where it was."""
    matcher = SequenceMatcher(
        None, [one.exercise for one in before], [one.exercise for one in after], autojunk=False
    )
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(before[i1:i2], after[j1:j2], strict=True)
            lines += [_both(old, new, catalogue) for old, new in pairs]
        else:
            lines += [_one("removed", one, catalogue) for one in before[i1:i2]]
            lines += [_one("added", one, catalogue) for one in after[j1:j2]]
    return lines


def _both(old: ExerciseContent, new: ExerciseContent, catalogue: Mapping[str, Exercise]) -> Line:
    known = catalogue.get(new.exercise)
    label, was, becomes = _name(new, catalogue), entry_text(old, known), entry_text(new, known)
    if len(set_groups(old.sets)) == len(set_groups(new.sets)):
        return _text_line(label, was, becomes)
    # Sets that were split or joined: a number alone would be told of the wrong ones.
    return Line("changed", label, (Run("removed", was), Run("added", becomes)))


def _one(kind: str, entry: ExerciseContent, catalogue: Mapping[str, Exercise]) -> Line:
    text = entry_text(entry, catalogue.get(entry.exercise))
    return Line(kind, _name(entry, catalogue), (Run(kind, text),))


def _text_line(label: str, before: str, after: str) -> Line:
    kind = "same" if before == after else _kind(before or None, after or None)
    return Line(kind, label, tuple(word_runs(before, after)))


def _kind(before: object | None, after: object | None) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _name(entry: ExerciseContent, catalogue: Mapping[str, Exercise]) -> str:
    known = catalogue.get(entry.exercise)
    return known.name if known else entry.exercise
