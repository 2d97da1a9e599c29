"""What an entry of the exercise catalogue holds, and the words it is described with.

Muscles, patterns and limits are the house's own coarse vocabulary, fine enough for the rules:
"back" is lats and mid-back together, "shoulders" all three heads of the deltoid. A limit listed in
`stresses` means that a coach would ask before giving the exercise to someone with that limit; it
does not mean that the exercise is dangerous for others.
"""

from dataclasses import dataclass
from enum import StrEnum


class Pattern(StrEnum):
    SQUAT = "squat"
    LUNGE = "lunge"
    HINGE = "hinge"
    HORIZONTAL_PUSH = "horizontal_push"
    VERTICAL_PUSH = "vertical_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    CARRY = "carry"
    CORE = "core"
    ISOLATION = "isolation"


COMPOUND_PATTERNS = frozenset(
    set(Pattern) - {Pattern.CARRY, Pattern.CORE, Pattern.ISOLATION},
)


class Muscle(StrEnum):
    CHEST = "chest"
    BACK = "back"
    SHOULDERS = "shoulders"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    CALVES = "calves"
    CORE = "core"
    LOWER_BACK = "lower_back"


class Equipment(StrEnum):
    """BARBELL comes with plates and a rack; BODYWEIGHT is always there."""

    BODYWEIGHT = "bodyweight"
    BARBELL = "barbell"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    CABLE = "cable"
    MACHINE = "machine"
    BENCH = "bench"
    BAND = "band"
    PULL_UP_BAR = "pull_up_bar"
    SUSPENSION = "suspension"
    BOX = "box"
    MEDICINE_BALL = "medicine_ball"


class Level(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Limit(StrEnum):
    """What an injury or a limit is about: a joint or region, or a kind of movement."""

    NECK = "neck"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    UPPER_BACK = "upper_back"
    LOWER_BACK = "lower_back"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    OVERHEAD = "overhead"
    IMPACT = "impact"
    FLOOR = "floor"
    GRIP = "grip"


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    equipment: everything it needs; the first is what it is mainly done with.
    loadable: its load can be set and so written as %1RM or kg.
    timed: prescribed in seconds rather than repetitions.
    unilateral: one side at a time; reps and seconds are per side.
    explosive: done for speed; only for power work.
    """

    slug: str
    name: str
    pattern: Pattern
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...]
    equipment: tuple[Equipment, ...]
    level: Level
    stresses: frozenset[Limit]
    cues: str
    loadable: bool = True
    timed: bool = False
    unilateral: bool = False
    explosive: bool = False

    @property
    def compound(self) -> bool:
        return self.pattern in COMPOUND_PATTERNS

    @property
    def muscles(self) -> dict[Muscle, float]:
        """Hard sets that one set counts for: a primary muscle 1, a secondary one half."""
        halves = dict.fromkeys(self.secondary, 0.5)
        return halves | dict.fromkeys(self.primary, 1.0)


def exercise(
    slug: str,
    name: str,
    pattern: Pattern,
    primary: str,
    secondary: str,
    equipment: str,
    level: int,
    stresses: str,
    cues: str,
    flags: str = "",
) -> Exercise:
    """The lists are words separated by spaces. level: 1 to 3. flags: "timed", "unilateral",
    "explosive", "unloaded". An unknown word raises ValueError.
    """
    given = set(flags.split())
    if unknown := given - {"timed", "unilateral", "explosive", "unloaded"}:
        raise ValueError(f"unknown flags of {slug}: {unknown}")
    return Exercise(
        slug=slug,
        name=name,
        pattern=pattern,
        primary=tuple(Muscle(word) for word in primary.split()),
        secondary=tuple(Muscle(word) for word in secondary.split()),
        equipment=tuple(Equipment(word) for word in equipment.split()),
        level=list(Level)[level - 1],
        stresses=frozenset(Limit(word) for word in stresses.split()),
        cues=cues,
        loadable="unloaded" not in given,
        timed="timed" in given,
        unilateral="unilateral" in given,
        explosive="explosive" in given,
    )
