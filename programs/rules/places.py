"""Walking through a week, with the dotted places that findings name."""

from collections.abc import Iterator
from dataclasses import dataclass

from programs.exercise_catalogue import Exercise
from programs.facts import ProgramFacts
from programs.schemas import (
    ExerciseContent,
    ProgramMetadata,
    SetContent,
    WeekContent,
    WorkoutContent,
)


@dataclass(frozen=True)
class Entry:
    """An exercise of a plan that the catalogue knows. day counts from 0, for places."""

    place: str
    day: int
    content: ExerciseContent
    exercise: Exercise
    is_main: bool

    @property
    def sets(self) -> Iterator[tuple[str, SetContent]]:
        for index, one in enumerate(self.content.sets):
            yield f"{self.place}.sets.{index}", one


def workouts(week: WeekContent) -> Iterator[tuple[str, WorkoutContent]]:
    for index, workout in enumerate(week.workouts):
        yield f"workouts.{index}", workout


def entries(week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts) -> Iterator[Entry]:
    """The known exercises, in order. Unknown ones are rule 1's."""
    mains = frozenset(metadata.main_lifts)
    for day, workout in enumerate(week.workouts):
        for index, content in enumerate(workout.exercises):
            known = facts.by_slug.get(content.exercise)
            if known is not None:
                place = f"workouts.{day}.exercises.{index}"
                yield Entry(place, day, content, known, known.slug in mains)
