"""Estimated one-rep max, and loads from it.

One formula everywhere: with n = repetitions + (10 − RPE), the repetitions that were possible, a
load is about 1 / (0.0353 (n − 1) + 1) of the one-rep max. It is exact at n = 1, agrees with the
common tables to a few points up to n = 12, and means little beyond.
"""

from collections.abc import Mapping

from programs.exercise_catalogue import BY_SLUG, Exercise
from programs.schemas import SetContent, WeekContent

MAX_POSSIBLE_REPS = 12
STEP_KG = 2.5
# Below the weight of a bar these are dumbbells, kettlebells and stacks, which come in finer steps.
LIGHT_KG = 20.0
LIGHT_STEP_KG = 1.0


def possible_reps(reps: int, rpe: float | None = None) -> float:
    """Repetitions that could have been done at most: reps in reserve added. No RPE means none."""
    return reps + (10 - rpe if rpe is not None else 0)


def fraction(possible: float) -> float:
    """The fraction of the one-rep max that can be lifted so often. 1.0 at one repetition."""
    return 1 / (0.0353 * (max(possible, 1.0) - 1) + 1)


def possible_at(fraction_of_max: float) -> float:
    """The inverse: how many repetitions a fraction of the one-rep max allows."""
    return 1 + (1 / fraction_of_max - 1) / 0.0353


def estimate(kg: float, reps: int, rpe: float | None = None) -> float | None:
    """Estimated one-rep max in kg of a completed set, to 0.1 kg.

    None for no load or for more than 12 possible repetitions, where the estimate means nothing.
    """
    possible = possible_reps(reps, rpe)
    if kg <= 0 or reps < 1 or possible > MAX_POSSIBLE_REPS:
        return None
    return round(kg / fraction(possible), 1)


def load_for(percent: float, one_rep_max: float) -> float:
    """The load in kg nearest to a percentage that can be put on, at least one step."""
    kg = percent / 100 * one_rep_max
    step = LIGHT_STEP_KG if kg < LIGHT_KG else STEP_KG
    return max(step, round(kg / step) * step)


def fill_loads(
    week: WeekContent,
    one_rep_maxes: Mapping[str, float],
    catalogue: Mapping[str, Exercise] = BY_SLUG,
) -> WeekContent:
    """The week with kg written beside each percentage whose exercise has a known one-rep max (kg).

    Sets that already have kg keep them.
    """

    def filled(slug: str, one: SetContent) -> SetContent:
        entry = catalogue.get(slug)
        known = one_rep_maxes.get(slug)
        if one.kg is not None or one.percent is None or known is None:
            return one
        if entry is None or not entry.loadable:
            return one
        return one.model_copy(update={"kg": load_for(one.percent, known)})

    workouts = [
        workout.model_copy(
            update={
                "exercises": [
                    entry.model_copy(
                        update={"sets": [filled(entry.exercise, one) for one in entry.sets]}
                    )
                    for entry in workout.exercises
                ]
            }
        )
        for workout in week.workouts
    ]
    return week.model_copy(update={"workouts": workouts})
