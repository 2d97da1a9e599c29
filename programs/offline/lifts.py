"""Which lifts bear which work: near-maximal singles, few repetitions, or neither.

The catalogue says what an exercise trains; these sets say how a coach doses it. They name slugs of
the catalogue; an exercise that staff add is dosed like any other.
"""

from typing import Final

from programs.exercise_catalogue import Equipment, Exercise, Level, Pattern
from programs.facts import Goal

# Squat, bench press, deadlift, overhead press and their close variants: a bar, a rack, both sides,
# and a one-rep max that people test. Only these are asked for one to three repetitions.
NEAR_MAXIMAL: Final = frozenset(
    {
        "back-squat", "front-squat", "box-squat", "pause-squat",
        "bench-press", "incline-bench-press", "close-grip-bench-press", "paused-bench-press",
        "deadlift", "trap-bar-deadlift", "sumo-deadlift",
        "overhead-press",
    }
)  # fmt: skip
# The fewest repetitions of any other lift.
FEWEST: Final = 4
# One's own weight is most of the load: a percentage of a one-rep max says nothing to put on.
BY_FEEL: Final = frozenset({"weighted-pull-up", "dip"})
# Never worth a main lift's few repetitions, where anything else is there.
_SMALL: Final = frozenset(
    {
        "good-morning", "back-extension", "straight-arm-pulldown", "band-straight-arm-pull",
        "dumbbell-pullover", "suspension-pulldown", "assisted-pull-up", "negative-pull-up",
        "prone-swimmer", "prone-pulldown", "prone-row", "wall-slide-press", "arnold-press",
        "incline-cable-press", "lateral-lunge", "single-leg-hinge", "single-leg-rdl",
        "kettlebell-single-leg-rdl", "hang-high-pull",
    }
)  # fmt: skip
# Slow by nature: no main lift of power.
_SLOW: Final = frozenset(
    {"hamstring-walkout", "bodyweight-good-morning", "suspension-hip-lift", "towel-row"}
)
# How a beginner learns to squat and to push; others with a choice have outgrown them.
_STARTERS: Final = frozenset(
    {
        "goblet-squat", "kettlebell-goblet-squat", "landmine-squat", "high-box-squat",
        "chair-squat", "incline-push-up", "wall-slide-press",
    }
)  # fmt: skip
# Bodyweight work that few can do often: the most repetitions that are asked for.
HARD: Final = {
    "pull-up": 8, "chin-up": 8, "negative-pull-up": 5, "pistol-squat": 8, "nordic-curl": 6,
    "weighted-pull-up": 8, "dip": 12, "ab-wheel-rollout": 10, "hanging-leg-raise": 12,
    "pike-push-up": 12,
}  # fmt: skip


def is_near_maximal(exercise: Exercise) -> bool:
    return exercise.slug in NEAR_MAXIMAL


def by_percent(exercise: Exercise) -> bool:
    """Whether a share of its one-rep max tells what to put on."""
    return exercise.loadable and not exercise.timed and exercise.slug not in BY_FEEL


def is_fit_main(exercise: Exercise, goal: Goal) -> bool:
    """Whether a coach would build a plan for the goal on it, given the choice."""
    if exercise.slug in _SMALL or exercise.timed:
        return False
    if goal is Goal.POWER and exercise.slug in _SLOW:
        return False
    return not (goal in (Goal.ENDURANCE, Goal.POWER) and exercise.slug in HARD)


def is_outgrown(exercise: Exercise, level: Level) -> bool:
    return level is not Level.BEGINNER and exercise.slug in _STARTERS


def main_rank(exercise: Exercise, goal: Goal, *, opens: bool) -> int:
    """The lower, the sooner it is chosen as a main lift. opens: whether it is the day's first.

    Strength is built on the barbell lifts, with one heavy deadlift a week, fresh: a hinge later
    in a session is a lighter one. Power takes what is done with a bar for speed.
    """
    if goal is Goal.STRENGTH:
        heavy = is_near_maximal(exercise) and (exercise.pattern is not Pattern.HINGE or opens)
        return 0 if heavy else 2 if is_near_maximal(exercise) else 1
    if goal is Goal.POWER:
        return 0 if exercise.explosive and exercise.equipment[0] is Equipment.BARBELL else 1
    return 0
