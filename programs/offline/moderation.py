"""What changes from 65 on and under 18: moderate loads and slower steps; from 65 on also nothing
from the floor or in the air.

Sources: the position statements on resistance training for older adults (NSCA, Fragala et al. 2019;
ACSM, Chodzko-Zajko et al. 2009) and for youth (NSCA, Faigenbaum et al. 2009). In short: two to
three sets of multi-joint exercises, worked up to 70–85% of 1RM; fast work at 40–60%; a longer time
at low effort first, and slow progression. The ages are theirs; the steps of load, the cap of RPE 8
and the choice of exercises are ours.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from programs.exercise_catalogue import Exercise, Limit
from programs.facts import Goal, ProgramFacts
from programs.rules.ranges import OLDER, trains_moderately

MOST_RPE: Final = 8.0
ACCESSORY_RPE: Final = 7.0
# %1RM of the main lifts: first week, most for beginners, most for others.
LOADS: Final[Mapping[Goal, tuple[float, float, float]]] = MappingProxyType(
    {
        Goal.STRENGTH: (70.0, 80.0, 82.5),
        Goal.HYPERTROPHY: (67.5, 72.5, 77.5),
        Goal.ENDURANCE: (50.0, 57.5, 60.0),
        Goal.POWER: (40.0, 50.0, 57.5),
        Goal.FAT_LOSS: (60.0, 67.5, 72.5),
        Goal.GENERAL: (60.0, 67.5, 72.5),
    }
)
_UNKIND: Final = frozenset({Limit.IMPACT, Limit.FLOOR})
# Done at speed with a bar, or upside down.
_RISKY: Final = frozenset({"power-clean", "handstand-hold", "pistol-squat", "nordic-curl"})


def is_kind(exercise: Exercise, facts: ProgramFacts) -> bool:
    """Whether a coach would give it without asking first; always so from 18 to 64."""
    if not trains_moderately(facts):
        return True
    is_older = facts.age is not None and facts.age >= OLDER
    return exercise.slug not in _RISKY and not (is_older and exercise.stresses & _UNKIND)
