"""One week from its outline: the sets of every exercise."""

from collections import Counter

from programs.e1rm import fraction
from programs.exercise_catalogue import Exercise, Level, Pattern
from programs.facts import ProgramFacts
from programs.offline import dosage
from programs.offline.allocation import Place, allocate, halve
from programs.offline.outline import DELOAD_SHARE, STEP
from programs.offline.split import Split, read_split
from programs.offline.words import week_notes
from programs.schemas import (
    ExerciseDraft,
    ProgramMetadata,
    SetDraft,
    WeekDraft,
    WeekOutline,
    WorkoutDraft,
)

_MAX_OTHER_REPS = 20
_MAX_SECONDS = 60
_EASY_RPE = 5.0


def write_week(outline: WeekOutline, metadata: ProgramMetadata, facts: ProgramFacts) -> WeekDraft:
    """The week of an outline, whoever wrote the metadata."""
    split = read_split(metadata, facts)
    sets = _sets(outline, metadata, split, facts)
    earlier = [one for one in metadata.weeks if one.week < outline.week and not one.deload]
    writer = _Writer(outline, split, facts, loading=len(earlier))
    days = sorted(day.day for day in metadata.days)
    return WeekDraft(
        week=outline.week,
        notes=week_notes(outline, facts.goal),
        workouts=[
            WorkoutDraft(
                day=day,
                exercises=[
                    writer.exercise(exercise, sets[index, place])
                    for place, exercise in enumerate(split.days[index])
                    if sets[index, place]
                ],
            )
            for index, day in enumerate(days)
        ],
    )


def _sets(
    outline: WeekOutline, metadata: ProgramMetadata, split: Split, facts: ProgramFacts
) -> Counter[Place]:
    if not outline.deload:
        return _every_day(allocate(split, facts, outline.sets).sets(outline.sets), split)
    before = [one for one in metadata.weeks if one.week < outline.week and not one.deload]
    full = before[-1].sets if before else 2 * outline.sets
    whole = _every_day(allocate(split, facts, full).sets(full), split)
    return halve(whole, outline.sets, split)


def _every_day(sets: Counter[Place], split: Split) -> Counter[Place]:
    """An outline of a model may ask for fewer sets than there are days."""
    trained = {day for day, _ in sets}
    idle = {(day, 0): 1 for day in range(len(split.days)) if day not in trained}
    return sets + Counter(idle)


class _Writer:
    def __init__(
        self, outline: WeekOutline, split: Split, facts: ProgramFacts, *, loading: int
    ) -> None:
        self.outline = outline
        self.split = split
        self.facts = facts
        # Deloads repeat what the loading weeks before them had reached.
        self.loading = max(0, loading - 1) if outline.deload else loading
        self.dosage = dosage.DOSAGES[facts.goal]

    def exercise(self, exercise: Exercise, count: int) -> ExerciseDraft:
        is_main = exercise.slug in self.split.mains
        rest = dosage.rest(exercise, self.facts.goal, is_main=is_main)
        if exercise.timed:
            one = SetDraft(count=count, reps=self._seconds(), rpe=self._trunk_rpe(), rest=rest)
        elif is_main and exercise.loadable and self.outline.percent is not None:
            one = SetDraft(
                count=count,
                reps=self.outline.reps,
                percent=self.outline.percent,
                rpe=self.outline.rpe,
                rest=rest,
            )
        elif exercise.loadable:
            one = self._other_loaded(exercise, count, rest)
        else:
            one = SetDraft(
                count=count,
                reps=self._unloaded_reps(exercise, is_main=is_main),
                rpe=self._other_rpe(),
                rest=rest,
            )
        return ExerciseDraft(exercise=exercise.slug, sets=[one])

    def _other_loaded(self, exercise: Exercise, count: int, rest: int) -> SetDraft:
        """Beginners get a percentage, which stays: they add repetitions first."""
        reps = self.dosage.other_reps
        if exercise.pattern in (Pattern.ISOLATION, Pattern.CORE):
            reps = min(_MAX_OTHER_REPS, reps + 2)
        if self.facts.level is not Level.BEGINNER:
            return SetDraft(count=count, reps=reps, rpe=self._other_rpe(), rest=rest)
        percent = 100 * fraction(reps + 3)
        rpe: float | None = 7.0
        if self.outline.deload:
            percent, rpe = percent * DELOAD_SHARE, None
        rounded = round(percent / STEP) * STEP
        return SetDraft(count=count, reps=reps, percent=rounded, rpe=rpe, rest=rest)

    def _unloaded_reps(self, exercise: Exercise, *, is_main: bool) -> int:
        first = self.dosage.unloaded_reps if is_main else min(12, self.dosage.other_reps)
        reps = first + (0 if exercise.explosive else min(self.loading, dosage.ADDED_REPS))
        if self.outline.deload:
            reps = round(reps * DELOAD_SHARE)
        return max(1, min(reps, _MAX_OTHER_REPS))

    def _seconds(self) -> int:
        seconds = min(_MAX_SECONDS, dosage.FIRST_SECONDS + 5 * (self.loading // 2))
        return round(seconds * DELOAD_SHARE) if self.outline.deload else seconds

    def _other_rpe(self) -> float:
        if self.outline.deload:
            return _EASY_RPE
        return 7.0 if self.loading < 2 or self.facts.level is Level.BEGINNER else 8.0

    def _trunk_rpe(self) -> float | None:
        return None if self.facts.level is Level.BEGINNER else self._other_rpe()
