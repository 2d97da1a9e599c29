"""Which days a week has and which exercises stand on them.

The templates train every main muscle on two days wherever there are two: whole body up to three
days, upper and lower on four, push, pull and legs with upper and lower on five, twice on six. What
does not fit the minutes is left off from the end; what a whole week would then lack is put back
where there is room.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from programs.exercise_catalogue import BY_SLUG, Exercise, Muscle, Pattern, equivalents
from programs.facts import Goal, ProgramFacts
from programs.offline.lifts import is_fit_main, is_outgrown, main_rank
from programs.offline.moderation import is_kind
from programs.rules.ranges import session_range
from programs.rules.sessions import WEEKLY_PATTERNS
from programs.schemas import DayOutline, ProgramMetadata

Want = tuple[Pattern, Muscle | None]
P, M = Pattern, Muscle

# Many days are shorter days: nobody needs seven exercises six times a week.
MAX_A_DAY: Final[Mapping[int, int]] = MappingProxyType({3: 9, 4: 8, 5: 7, 6: 6})
# What a place in a template asks for; the first that the client can do is taken.
_WANTS: Final[Mapping[str, tuple[Want, ...]]] = MappingProxyType(
    {
        "squat": ((P.SQUAT, None), (P.LUNGE, None)),
        "lunge": ((P.LUNGE, None), (P.SQUAT, None)),
        "hinge": ((P.HINGE, M.HAMSTRINGS), (P.HINGE, None)),
        "level push": ((P.HORIZONTAL_PUSH, M.CHEST), (P.VERTICAL_PUSH, None)),
        "push up": ((P.VERTICAL_PUSH, None), (P.HORIZONTAL_PUSH, None)),
        "level pull": ((P.HORIZONTAL_PULL, None), (P.VERTICAL_PULL, None)),
        "pull down": ((P.VERTICAL_PULL, None), (P.HORIZONTAL_PULL, None)),
        "carry": ((P.CARRY, None),),
        "core": ((P.CORE, None),),
        "chest": ((P.ISOLATION, M.CHEST), (P.HORIZONTAL_PUSH, M.CHEST)),
        "hamstrings": ((P.ISOLATION, M.HAMSTRINGS), (P.HINGE, M.HAMSTRINGS)),
        "quads": ((P.ISOLATION, M.QUADS), (P.LUNGE, None), (P.SQUAT, None)),
        "shoulders": ((P.ISOLATION, M.SHOULDERS),),
        "biceps": ((P.ISOLATION, M.BICEPS),),
        "triceps": ((P.ISOLATION, M.TRICEPS),),
        "calves": ((P.ISOLATION, M.CALVES),),
    }
)
_FULL_A = (
    "squat* | level push* | level pull* | hinge | carry | core | chest | hamstrings | shoulders "
    "| biceps | triceps"
)
_FULL_B = (
    "hinge* | pull down* | level push* | squat | core | carry | push up | quads | triceps | calves"
)
_TWICE_A = (
    "squat* | level push* | level pull* | hinge | core | pull down | chest | carry | shoulders "
    "| biceps | triceps"
)
_TWICE_B = (
    "hinge* | pull down* | level push* | squat | carry | level pull | push up | core | quads "
    "| triceps | calves"
)
_FULL_C = (
    "squat* | level push* | level pull* | hamstrings | core | carry | pull down | shoulders "
    "| biceps | calves"
)
_UPPER_A = (
    "level push* | level pull* | push up | pull down | chest | triceps | biceps | core | shoulders"
)
_UPPER_B = (
    "level push* | pull down* | push up | level pull | chest | shoulders | biceps | triceps | core"
)
_LOWER_A = "squat* | hinge* | lunge | carry | core | hamstrings | calves | quads"
_LOWER_B = "hinge* | squat* | core | carry | lunge | hamstrings | calves | quads"
_PUSH = "level push* | push up* | level push | chest | triceps | core | shoulders"
_PULL = "pull down* | level pull* | carry | biceps | level pull | shoulders | core"
_TEMPLATES: Final[Mapping[int, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        1: (("Whole body", _FULL_A),),
        2: (("Whole body A", _TWICE_A), ("Whole body B", _TWICE_B)),
        3: (("Whole body A", _FULL_A), ("Whole body B", _FULL_B), ("Whole body C", _FULL_C)),
        4: (
            ("Upper A", _UPPER_A),
            ("Lower A", _LOWER_A),
            ("Upper B", _UPPER_B),
            ("Lower B", _LOWER_B),
        ),
        5: (
            ("Push", _PUSH),
            ("Pull", _PULL),
            ("Legs", _LOWER_A),
            ("Upper", _UPPER_B),
            ("Lower", _LOWER_B),
        ),
        6: (
            ("Push A", _PUSH),
            ("Pull A", _PULL),
            ("Legs A", _LOWER_A),
            ("Push B", _PUSH),
            ("Pull B", _PULL),
            ("Legs B", _LOWER_B),
        ),
    }
)
_ORDER: Final[Mapping[Pattern, int]] = MappingProxyType(
    {Pattern.CARRY: 2, Pattern.ISOLATION: 3, Pattern.CORE: 4}
)


@dataclass
class Day:
    """A day while it is being filled."""

    name: str
    exercises: list[Exercise] = field(default_factory=list)
    mains: list[Exercise] = field(default_factory=list)


@dataclass(frozen=True)
class Split:
    """days: exercises in the order of the session. mains: slugs of the main lifts."""

    names: tuple[str, ...]
    days: tuple[tuple[Exercise, ...], ...]
    mains: frozenset[str]

    def without(self, day: int, slug: str) -> "Split":
        kept = tuple(
            tuple(one for one in exercises if (index, one.slug) != (day, slug))
            for index, exercises in enumerate(self.days)
        )
        return Split(self.names, kept, self.mains)

    def needed(self) -> Iterator[tuple[int, str]]:
        """Places that must stay: main lifts, and the only exercise of a weekly pattern."""
        for index, day in enumerate(self.days):
            yield from ((index, one.slug) for one in day if one.slug in self.mains)
        for patterns in WEEKLY_PATTERNS.values():
            having = [
                (index, one.slug)
                for index, day in enumerate(self.days)
                for one in day
                if one.pattern in patterns
            ]
            yield from having[:1]


def choose_split(facts: ProgramFacts) -> Split:
    """A split for the facts: deterministic, at least one exercise a day, everything doable."""
    usable = [one for one in facts.available if one.level.rank <= facts.level.rank]
    template = _TEMPLATES[min(max(facts.days, 1), max(_TEMPLATES))]
    used: Counter[str] = Counter()
    days: list[Day] = []
    for name, slots in template:
        days.append(_fill(name, slots.split(" | "), facts, usable, used))
    _put_back(days, facts, usable, used)
    mains = {one.slug for day in days for one in day.mains}
    if not mains:
        mains = {day.exercises[0].slug for day in days if day.exercises}
    return Split(
        tuple(day.name for day in days),
        tuple(tuple(sorted(day.exercises, key=_rank(mains))) for day in days),
        frozenset(mains),
    )


def read_split(metadata: ProgramMetadata, facts: ProgramFacts) -> Split:
    """The split that the metadata gives. What the client cannot do is replaced by its nearest
    equivalent, or left out; a day that would be empty is filled from our own.
    """
    own: Split | None = None
    days: list[tuple[Exercise, ...]] = []
    ordered = sorted(metadata.days, key=lambda day: day.day)
    for day in ordered:
        exercises = tuple(_doable(day, facts))
        if not exercises:
            own = own or choose_split(facts)
            exercises = own.days[min(len(days), len(own.days) - 1)]
        days.append(exercises)
    slugs = {one.slug for day in days for one in day}
    mains = frozenset(metadata.main_lifts) & slugs or frozenset(day[0].slug for day in days if day)
    return Split(tuple(day.name for day in ordered), tuple(days), mains)


def _doable(day: DayOutline, facts: ProgramFacts) -> Iterator[Exercise]:
    possible = {one.slug for one in facts.available}
    seen: set[str] = set()
    for slug in day.exercises:
        known = facts.by_slug.get(slug) or BY_SLUG.get(slug)
        if known is None:
            continue
        options = [known, *equivalents(known, facts.available)]
        chosen = next((o for o in options if o.slug in possible and o.slug not in seen), None)
        if chosen is not None:
            seen.add(chosen.slug)
            yield chosen


def _fill(
    name: str,
    slots: Sequence[str],
    facts: ProgramFacts,
    usable: Sequence[Exercise],
    used: Counter[str],
) -> Day:
    most = session_range(facts.minutes)[1]
    sets = 2 if most < 12 or (facts.goal is Goal.ENDURANCE and most >= 20) else 3
    places = max(3, min(most // sets, MAX_A_DAY.get(facts.days, most)))
    day = Day(name)
    for slot in slots:
        if len(day.exercises) >= places:
            break
        is_main = slot.endswith("*")
        chosen = _choose(slot.rstrip("*"), facts, usable, used, day, is_main=is_main)
        if chosen is None:
            continue
        day.exercises.append(chosen)
        used[chosen.slug] += 1
        if is_main and chosen.compound and is_fit_main(chosen, facts.goal):
            day.mains.append(chosen)
    if not day.exercises:
        day.exercises.extend(usable[:1] or facts.available[:1])
    return day


def _choose(
    slot: str,
    facts: ProgramFacts,
    usable: Sequence[Exercise],
    used: Counter[str],
    day: Day,
    *,
    is_main: bool,
) -> Exercise | None:
    """The first want that can be met with what suits the client and the place; failing that, the
    first that can be met at all.
    """
    fast = is_main and facts.goal is Goal.POWER
    free = [one for one in usable if one not in day.exercises and (fast or not one.explosive)]
    kind = [one for one in free if is_kind(one, facts)]
    fit = [one for one in kind if is_fit_main(one, facts.goal)]
    for options in (fit, kind, free) if is_main else (kind, free):
        for want in _WANTS[slot]:
            found = [one for one in options if _meets(one, want)]
            if found:
                return min(found, key=_preference(facts, used, day, is_main=is_main))
    return None


def _meets(one: Exercise, want: Want) -> bool:
    pattern, muscle = want
    return one.pattern is pattern and (muscle is None or muscle in one.primary)


def _preference(
    facts: ProgramFacts, used: Counter[str], day: Day, *, is_main: bool
) -> Callable[[Exercise], tuple[int | bool, ...]]:
    """What is new in the week first, then what can be loaded. For main lifts what carries the
    goal, and a load, before anything new; both sides at once, which is easier to step. Ties: the
    catalogue's order.
    """
    fast = is_main and facts.goal is Goal.POWER
    opens = not day.exercises

    def key(one: Exercise) -> tuple[int | bool, ...]:
        return (
            main_rank(one, facts.goal, opens=opens) if is_main else 0,
            is_main and not one.loadable,
            _easiness(one, facts) if is_main else 0,
            fast and not one.loadable and not one.explosive,
            used[one.slug] + is_outgrown(one, facts.level),
            not one.loadable,
            one.timed,
            fast and not one.explosive,
            is_main and one.unilateral,
        )

    return key


def _easiness(one: Exercise, facts: ProgramFacts) -> int:
    """The lower, the harder. Where one's own weight is the load, strength comes from the hardest
    variation that the client can do."""
    return 0 if one.loadable or facts.goal is not Goal.STRENGTH else -one.level.rank


def _put_back(
    days: Sequence[Day], facts: ProgramFacts, usable: Sequence[Exercise], used: Counter[str]
) -> None:
    """Adds what the week lacks of the patterns of rule 6 to the day with the fewest exercises."""
    slots = {"squat": "squat", "hinge": "hinge", "push": "level push", "pull": "level pull"}
    for name, patterns in WEEKLY_PATTERNS.items():
        if _has(patterns, (one for day in days for one in day.exercises)):
            continue
        day = min(days, key=lambda one: len(one.exercises))
        slot = slots.get(name, name)
        # As for a main lift, power may have it from an explosive exercise if there is no other.
        chosen = _choose(slot, facts, usable, used, day, is_main=False) or _choose(
            slot, facts, usable, used, day, is_main=True
        )
        if chosen is not None:
            day.exercises.append(chosen)
            used[chosen.slug] += 1


def _has(patterns: frozenset[Pattern], exercises: Iterable[Exercise]) -> bool:
    return any(one.pattern in patterns for one in exercises)


def _rank(mains: Collection[str]) -> Callable[[Exercise], int]:
    """Main lifts, other compounds, carries, isolation, core."""
    return lambda one: _ORDER.get(one.pattern, 0 if one.slug in mains else 1)
