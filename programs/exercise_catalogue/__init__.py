"""The exercises that plans are made of, written for this product. Seeds the catalogue table.

`CATALOGUE` is in the order of preference: within a pattern, what a coach would reach for first
stands first. The slugs are stable: plans refer to them.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from programs.exercise_catalogue import hinges, isolation, legs, pulls, pushes, trunk
from programs.exercise_catalogue.entry import (
    COMPOUND_PATTERNS,
    Equipment,
    Exercise,
    Level,
    Limit,
    Muscle,
    Pattern,
)

__all__ = [
    "BY_SLUG",
    "CATALOGUE",
    "COMPOUND_PATTERNS",
    "Equipment",
    "Exercise",
    "Level",
    "Limit",
    "Muscle",
    "Pattern",
    "available",
    "equivalents",
]

CATALOGUE: tuple[Exercise, ...] = (
    *legs.EXERCISES,
    *hinges.EXERCISES,
    *pushes.EXERCISES,
    *pulls.EXERCISES,
    *trunk.EXERCISES,
    *isolation.EXERCISES,
)
BY_SLUG: Mapping[str, Exercise] = MappingProxyType({one.slug: one for one in CATALOGUE})


def available(
    equipment: Collection[Equipment],
    limits: Collection[Limit] = (),
    catalogue: Collection[Exercise] = CATALOGUE,
) -> tuple[Exercise, ...]:
    """Exercises that can be done with the equipment and stress none of the limits."""
    owned = {Equipment.BODYWEIGHT, *equipment}
    return tuple(
        one for one in catalogue if owned.issuperset(one.equipment) and not one.stresses & {*limits}
    )


def equivalents(
    exercise: Exercise, catalogue: Collection[Exercise] = CATALOGUE
) -> tuple[Exercise, ...]:
    """Exercises that may take this one's place in a plan: same pattern, same main equipment, same
    unit (repetitions or seconds), both slow or both for speed, a shared primary muscle; nearest
    first. Pass `available(...)` to offer only what the client can do.
    """
    same = [
        one
        for one in catalogue
        if one.slug != exercise.slug
        and one.pattern is exercise.pattern
        and one.equipment[0] is exercise.equipment[0]
        and one.timed is exercise.timed
        and one.explosive is exercise.explosive
        and set(one.primary) & set(exercise.primary)
    ]
    return tuple(sorted(same, key=lambda one: _distance(one, exercise)))


def _distance(one: Exercise, other: Exercise) -> tuple[int, int, int]:
    muscles = set(one.primary) ^ set(other.primary)
    form = (one.unilateral, one.loadable)
    other_form = (other.unilateral, other.loadable)
    differing = sum(a != b for a, b in zip(form, other_form, strict=True))
    return (differing, len(muscles), abs(one.level.rank - other.level.rank))
