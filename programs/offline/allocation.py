"""How many sets each exercise of a split gets.

Sets are handed out one by one, always to the exercise whose muscles need one most, within every
bound of the rules. The order is kept, so that a lighter week is a shorter beginning of the same
list, and weeks written apart agree.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from programs.exercise_catalogue import Exercise, Level, Muscle
from programs.facts import ProgramFacts
from programs.offline import dosage
from programs.offline.split import Split
from programs.rules.ranges import session_range
from programs.volume import (
    BANDS,
    MAX_SESSION_SETS,
    MAX_WEEKLY_SETS,
    WARM_UP_MINUTES,
)

Place = tuple[int, int]  # the day's and the exercise's index in the split

# Where in its band a muscle is meant to be, from its lower end (0) to its upper (1).
_AIM: Final = {Level.BEGINNER: 0.3, Level.INTERMEDIATE: 0.4, Level.ADVANCED: 0.6}
_SMALL_AIM: Final = {Level.BEGINNER: 4.0, Level.INTERMEDIATE: 6.0, Level.ADVANCED: 8.0}
_SMALL = (
    Muscle.SHOULDERS,
    Muscle.BICEPS,
    Muscle.TRICEPS,
    Muscle.GLUTES,
    Muscle.CALVES,
    Muscle.CORE,
)
_TIME_SLACK = 1.15


@dataclass(frozen=True)
class Allocation:
    """order: the places in the order in which they get their sets. needed: how many of these it
    takes until every main muscle is at the lower end of its band, as far as it gets there.
    """

    order: tuple[Place, ...]
    needed: int

    def sets(self, total: int) -> Counter[Place]:
        return Counter(self.order[:total])


def allocate(split: Split, facts: ProgramFacts, at_least: int = 0) -> Allocation:
    """at_least: go on to so many sets in all, as far as sessions and muscles bear it."""
    hand = _Hand(split, facts)
    hand.one_each()
    hand.minimums()
    lows = {muscle: float(band.low) for muscle, band in BANDS[facts.level].items()}
    hand.towards(lows)
    needed = len(hand.order)
    aim = _AIM[facts.level]
    aims = {
        muscle: band.low + aim * (band.high - band.low)
        for muscle, band in BANDS[facts.level].items()
    }
    hand.towards(aims | dict.fromkeys(_SMALL, _SMALL_AIM[facts.level]))
    hand.fill_sessions()
    hand.up_to(at_least)
    return Allocation(tuple(hand.order), needed)


def halve(sets: Counter[Place], total: int, split: Split) -> Counter[Place]:
    """About half of each exercise's sets, `total` in all; main lifts are rounded up first."""
    halves = Counter({place: count // 2 for place, count in sets.items()})
    spare = sorted(
        (place for place, count in sets.items() if count % 2),
        key=lambda place: (
            halves[place] > 0,
            split.days[place[0]][place[1]].slug not in split.mains,
            place,
        ),
    )
    for place in spare[: max(0, total - halves.total())]:
        halves[place] += 1
    while halves.total() > total:
        halves[max(halves, key=lambda place: (halves[place], place))] -= 1
    for day in {place[0] for place in sets}:
        if not any(count for place, count in halves.items() if place[0] == day):
            halves[min(place for place in sets if place[0] == day)] = 1
    return +halves


class _Hand:
    """Hands out sets and remembers what is taken."""

    def __init__(self, split: Split, facts: ProgramFacts) -> None:
        self.split = split
        self.facts = facts
        self.order: list[Place] = []
        self.counts: Counter[Place] = Counter()
        self.week: dict[Muscle, float] = dict.fromkeys(Muscle, 0.0)
        self.sessions = [dict.fromkeys(Muscle, 0.0) for _ in split.days]
        self.totals = [0 for _ in split.days]
        self.seconds = [WARM_UP_MINUTES * 60 for _ in split.days]
        self.least, self.most = session_range(facts.minutes)

    def one_each(self) -> None:
        """Necessary exercises first, so that the smallest week keeps them."""
        needed = dict.fromkeys(self.split.needed())
        places = sorted(
            self._places(), key=lambda place: (place[0], self._exercise(place).slug) not in needed
        )
        for place in places:
            self._give(place)

    def minimums(self) -> None:
        for is_main in (True, False):
            for size in (2, 3):
                for place in self._places():
                    exercise = self._exercise(place)
                    if (exercise.slug in self.split.mains) is not is_main:
                        continue
                    if self.counts[place] < min(size, self._range(place)[0]) and self._fits(place):
                        self._give(place)

    def towards(self, aims: dict[Muscle, float]) -> None:
        while place := self._neediest(aims):
            self._give(place)

    def fill_sessions(self) -> None:
        """Sessions that leave time over get more of what has most room in its band."""
        for day in range(len(self.split.days)):
            while self.totals[day] < self.least:
                options = [
                    place for place in self._places() if place[0] == day and self._fits(place)
                ]
                if not options:
                    break
                self._give(min(options, key=lambda place: (self.counts[place], place)))

    def up_to(self, total: int) -> None:
        while len(self.order) < total:
            options = [place for place in self._places() if self._bears(place)]
            if not options:
                return
            self._give(min(options, key=lambda at: (self.totals[at[0]], self.counts[at], at)))

    def _places(self) -> Iterator[Place]:
        for day, exercises in enumerate(self.split.days):
            for index in range(len(exercises)):
                yield day, index

    def _exercise(self, place: Place) -> Exercise:
        return self.split.days[place[0]][place[1]]

    def _is_main(self, place: Place) -> bool:
        return self._exercise(place).slug in self.split.mains

    def _range(self, place: Place) -> tuple[int, int]:
        return dosage.set_range(
            self._exercise(place), self.facts.goal, is_main=self._is_main(place)
        )

    def _seconds(self, place: Place) -> int:
        return dosage.seconds(self._exercise(place), self.facts, is_main=self._is_main(place))

    def _give(self, place: Place) -> None:
        self.order.append(place)
        self.counts[place] += 1
        self.totals[place[0]] += 1
        self.seconds[place[0]] += self._seconds(place)
        for muscle, share in self._exercise(place).muscles.items():
            self.week[muscle] += share
            self.sessions[place[0]][muscle] += share

    def _bears(self, place: Place) -> bool:
        """The hard bounds: sets of the session, sets of each muscle in session and week."""
        day = place[0]
        return self.totals[day] < self.most and all(
            self.sessions[day][muscle] + share <= MAX_SESSION_SETS
            and self.week[muscle] + share <= MAX_WEEKLY_SETS
            for muscle, share in self._exercise(place).muscles.items()
        )

    def _fits(self, place: Place) -> bool:
        """The bounds of good measure as well: sets of an exercise, bands, minutes."""
        if not self._bears(place) or self.counts[place] >= self._range(place)[1]:
            return False
        time = self.facts.minutes * 60 * _TIME_SLACK
        if self.seconds[place[0]] + self._seconds(place) > time:
            return False
        bands = BANDS[self.facts.level]
        return all(
            self.week[muscle] + share <= bands[muscle].high
            for muscle, share in self._exercise(place).muscles.items()
            if muscle in bands
        )

    def _neediest(self, aims: dict[Muscle, float]) -> Place | None:
        best: tuple[float, int, Place] | None = None
        for place in self._places():
            need = sum(
                share * max(0.0, aims[muscle] - self.week[muscle]) / aims[muscle]
                for muscle, share in self._exercise(place).muscles.items()
                if muscle in aims
            )
            if need > 0 and self._fits(place):
                candidate = (-need, self.totals[place[0]], place)
                best = candidate if best is None else min(best, candidate)
        return best[2] if best else None
