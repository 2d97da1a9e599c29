"""One week from its outline: the sets of every exercise."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from programs.e1rm import fraction
from programs.exercise_catalogue import Exercise, Level, Pattern
from programs.facts import Goal, ProgramFacts
from programs.offline import dosage
from programs.offline.allocation import Place, allocate, halve
from programs.offline.lifts import FEWEST, HARD, by_percent, is_near_maximal
from programs.offline.loads import STEP, reps_and_rpe, unloaded_rpe
from programs.offline.outline import DELOAD_SHARE
from programs.offline.split import Split, read_split
from programs.offline.words import week_notes
from programs.rules.progression import OUTLINE_PERCENT
from programs.schemas import (
    ExerciseDraft,
    Phase,
    ProgramMetadata,
    SetDraft,
    WeekDraft,
    WeekOutline,
    WorkoutDraft,
)

_MAX_OTHER_REPS = 20
_MAX_SECONDS = 60
_EASY_RPE = 5.0
# Strength's main lifts that go by RPE: fewer repetitions, and so more weight, as the program goes.
_REPS_BY_FEEL: Final = {
    Phase.FOUNDATION: 6,
    Phase.BUILD: 5,
    Phase.INTENSIFY: 4,
    Phase.PEAK: 4,
    Phase.DELOAD: 5,
}
# %1RM of a beginner's lifts that are not tested at one repetition.
_MOST_OF_OTHERS: Final = 85.0


def write_week(outline: WeekOutline, metadata: ProgramMetadata, facts: ProgramFacts) -> WeekDraft:
    """The week of an outline, whoever wrote the metadata."""
    split = read_split(metadata, facts)
    sets = _sets(outline, metadata, split, facts)
    earlier = [one for one in metadata.weeks if one.week < outline.week and not one.deload]
    writer = _Writer(outline, metadata.weeks, split, facts, loading=len(earlier))
    mains = [one for day in split.days for one in day if one.slug in split.mains]
    days = sorted(day.day for day in metadata.days)
    return WeekDraft(
        week=outline.week,
        notes=week_notes(outline, facts.goal, _others(outline, metadata.weeks, mains, facts)),
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


def goes_by_feel(exercise: Exercise, outlines: Sequence[WeekOutline], facts: ProgramFacts) -> bool:
    """Whether a main lift of a plan with percentages has none of its own: its load is one's own
    weight, or the plan leads to one to three repetitions, which are for the tested lifts. For
    beginners it keeps a percentage, a lighter one.
    """
    if exercise.timed or outlines[0].percent is None:
        return False
    if not by_percent(exercise):
        return True
    return (
        facts.level is not Level.BEGINNER
        and not is_near_maximal(exercise)
        and _leads_to_singles(outlines, facts)
    )


def _others(
    outline: WeekOutline,
    outlines: Sequence[WeekOutline],
    mains: Sequence[Exercise],
    facts: ProgramFacts,
) -> str:
    """What main lifts do that do not follow the outline."""
    if any(goes_by_feel(one, outlines, facts) for one in mains):
        return "the others by RPE"
    if any(_goes_lighter(one, outline, facts) for one in mains):
        return "the others a little lighter"
    return ""


def _goes_lighter(exercise: Exercise, outline: WeekOutline, facts: ProgramFacts) -> bool:
    """Whether the week's repetitions are too few for the lift."""
    return (
        facts.goal is Goal.STRENGTH
        and outline.percent is not None
        and not outline.deload
        and outline.reps < FEWEST
        and not is_near_maximal(exercise)
    )


def _leads_to_singles(outlines: Sequence[WeekOutline], facts: ProgramFacts) -> bool:
    return facts.goal is Goal.STRENGTH and any(
        one.reps < FEWEST for one in outlines if not one.deload
    )


class _Writer:
    def __init__(
        self,
        outline: WeekOutline,
        outlines: Sequence[WeekOutline],
        split: Split,
        facts: ProgramFacts,
        *,
        loading: int,
    ) -> None:
        self.outline = outline
        self.outlines = outlines
        self.split = split
        self.facts = facts
        # Deloads repeat what the loading weeks before them had reached.
        self.loading = max(0, loading - 1) if outline.deload else loading
        self.dosage = dosage.DOSAGES[facts.goal]

    def exercise(self, exercise: Exercise, count: int) -> ExerciseDraft:
        is_main = exercise.slug in self.split.mains
        rest = dosage.rest(exercise, self.facts, is_main=is_main)
        if exercise.timed:
            one = SetDraft(
                count=count, reps=self._seconds(), rpe=self._timed_rpe(exercise), rest=rest
            )
        elif is_main and exercise.loadable and self.outline.percent is not None:
            one = self._main_loaded(exercise, count, rest)
        elif is_main and not exercise.loadable:
            one = self._main_unloaded(exercise, count, rest)
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

    def _main_loaded(self, exercise: Exercise, count: int, rest: int) -> SetDraft:
        """As the outline says, but no near-maximal repetitions of a lift that is not for them."""
        reps, percent, rpe = self.outline.reps, self.outline.percent, self.outline.rpe
        if goes_by_feel(exercise, self.outlines, self.facts):
            percent = None
            rpe = _EASY_RPE if self.outline.deload else rpe or self._other_rpe()
            reps = min(reps, HARD.get(exercise.slug, reps))
            if _leads_to_singles(self.outlines, self.facts):
                reps = _REPS_BY_FEEL[self.outline.phase]
        elif percent is not None and _goes_lighter(exercise, self.outline, self.facts):
            percent = max(_MOST_OF_OTHERS, percent - OUTLINE_PERCENT[1])
            reps, rpe = reps_and_rpe(percent, 2, FEWEST)
        return SetDraft(count=count, reps=reps, percent=percent, rpe=rpe, rest=rest)

    def _main_unloaded(self, exercise: Exercise, count: int, rest: int) -> SetDraft:
        if self.outline.percent is None or self.facts.goal is Goal.POWER:
            reps = min(self.outline.reps, HARD.get(exercise.slug, self.outline.reps))
        else:
            reps = self._unloaded_reps(exercise, is_main=True)
        rpe = _EASY_RPE if self.outline.deload else self.outline.rpe
        return SetDraft(count=count, reps=reps, rpe=rpe, rest=rest)

    def _other_loaded(self, exercise: Exercise, count: int, rest: int) -> SetDraft:
        """Beginners get a percentage, which stays: they add repetitions first."""
        reps = self.dosage.other_reps
        if exercise.pattern in (Pattern.ISOLATION, Pattern.CORE):
            reps = min(_MAX_OTHER_REPS, reps + 2)
        reps = min(reps, HARD.get(exercise.slug, reps))
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
        reps = min(reps, _MAX_OTHER_REPS, HARD.get(exercise.slug, reps))
        if self.outline.deload:
            reps = round(reps * DELOAD_SHARE)
        return max(1, reps)

    def _seconds(self) -> int:
        seconds = min(_MAX_SECONDS, dosage.FIRST_SECONDS + 5 * (self.loading // 2))
        return 5 * round(seconds * DELOAD_SHARE / 5) if self.outline.deload else seconds

    def _other_rpe(self) -> float:
        return _EASY_RPE if self.outline.deload else unloaded_rpe(self.loading, self.facts)

    def _timed_rpe(self, exercise: Exercise) -> float | None:
        """Beginners need none to hold a plank, but a word on how heavy a carry is."""
        if self.facts.level is Level.BEGINNER and not exercise.loadable:
            return None
        return self._other_rpe()
