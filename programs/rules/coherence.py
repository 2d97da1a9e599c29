"""Rule 5: repetitions, RPE and %1RM that can be true together.

Rule 5 of a plan, with the formula of `programs.e1rm`: with n = reps + (10 − RPE), %1RM ≈
1 / (0.0353 (n − 1) + 1); off by more than 8 points (n ≤ 12) is a warning. Without an RPE only the
impossible is told: a load for which so many repetitions are too many. A lift whose load could be
set but is not is a warning too, and so is a kg that is not what its percentage says. A kg clearly
above the estimated one-rep max is an error: nobody should be asked to try it.
"""

from collections.abc import Iterator

from programs.e1rm import MAX_POSSIBLE_REPS, STEP_KG, fraction, load_for, possible_reps
from programs.facts import ProgramFacts
from programs.rules.places import Entry, entries
from programs.schemas import ProgramMetadata, SetContent, WeekContent
from project.findings import Finding, Severity

TOLERANCE = 8.0
# Of the estimate, which may be a few points low.
MOST_OF_MAX = 1.05


def check_coherence(
    week: WeekContent, metadata: ProgramMetadata, facts: ProgramFacts
) -> list[Finding]:
    found: list[Finding] = []
    for entry in entries(week, metadata, facts):
        if entry.exercise.timed or not entry.exercise.loadable:
            continue
        told: set[SetKey] = set()
        for place, one in entry.sets:
            key = (one.reps, one.percent, one.rpe, one.kg)
            if key not in told:
                told.add(key)
                found += _check(entry, place, one, facts)
    return found


SetKey = tuple[int | None, float | None, float | None, float | None]


def _check(entry: Entry, place: str, one: SetContent, facts: ProgramFacts) -> Iterator[Finding]:
    name = entry.exercise.name
    if one.percent is None and one.kg is None and one.rpe is None:
        yield Finding(
            Severity.WARNING,
            "load-none",
            place,
            f"Nothing says how heavy {name} is to be.",
            "Give a percentage of 1RM, kg or an RPE.",
        )
    known = facts.one_rep_maxes.get(entry.exercise.slug)
    if one.kg is not None and known and one.kg > known * MOST_OF_MAX + STEP_KG:
        yield Finding(
            Severity.ERROR,
            "kg-above-max",
            place,
            f"{one.kg:g} kg of {name} is above the estimated most for one repetition, "
            f"{known:g} kg.",
            "Take a lighter load, or correct the current lift if it is wrong.",
        )
    elif one.percent is not None and one.kg is not None and known:
        wanted = load_for(one.percent, known)
        if abs(wanted - one.kg) > STEP_KG:
            yield Finding(
                Severity.WARNING,
                "kg-percent",
                place,
                f"{one.kg:g} kg of {name} is not {one.percent:g}% of {known:g} kg.",
                f"About {wanted:g} kg, or change the percentage.",
            )
    if one.percent is not None and one.reps is not None:
        yield from _triple(name, place, one.reps, one.percent, one.rpe)


def _triple(
    name: str, place: str, reps: int, percent: float, rpe: float | None
) -> Iterator[Finding]:
    possible = possible_reps(reps, rpe)
    if possible > MAX_POSSIBLE_REPS:
        return
    expected = 100 * fraction(possible)
    off = percent - expected
    if off > TOLERANCE or (rpe is not None and off < -TOLERANCE):
        at = f" at RPE {rpe:g}" if rpe is not None else ""
        yield Finding(
            Severity.WARNING,
            "reps-rpe-load",
            place,
            f"{reps} repetitions of {name}{at} fit about {expected:.0f}% of 1RM, not {percent:g}%.",
            "Change the load, the repetitions or the RPE.",
        )
