"""A program in charts: weekly hard sets for each muscle, average intensity, with what is
recommended behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programs.exercise_catalogue import Exercise, Level, Muscle
from programs.facts import Goal
from programs.rules.ranges import RANGES
from programs.schemas import ProgramMetadata, WeekContent
from programs.volume import BANDS, MAIN_MUSCLES, average_percent, weekly_sets
from programs.volume import Band as VolumeBand
from project.charts import Band, Chart, Drawing, Series, bars, drawn, lines


@dataclass(frozen=True)
class PlanCharts:
    """main: the muscles that have a recommended band. others: the rest that is trained."""

    intensity: Drawing
    main: Sequence[Drawing]
    others: Sequence[Drawing]
    has_deloads: bool


def plan_charts(
    weeks: Mapping[int, WeekContent],
    *,
    goal: Goal,
    level: Level,
    metadata: ProgramMetadata | None,
    catalogue: Mapping[str, Exercise],
) -> PlanCharts:
    """weeks: those that are written, by number; the others stay a gap."""
    last = max([*weeks, len(metadata.weeks) if metadata else 0])
    numbers = range(1, last + 1)
    deloads = {one.week for one in metadata.weeks if one.deload} if metadata else set()
    labels = [f"{number} D" if number in deloads else str(number) for number in numbers]
    counted = {number: weekly_sets(week, catalogue) for number, week in weeks.items()}
    bands = BANDS[level]
    trained = {muscle for sets in counted.values() for muscle, count in sets.items() if count}
    others = [muscle for muscle in Muscle if muscle in trained and muscle not in MAIN_MUSCLES]

    def volume(muscle: Muscle) -> Drawing:
        values = [
            float(counted[number][muscle]) if number in counted else None for number in numbers
        ]
        return drawn(_volume_chart(muscle, labels, values, bands.get(muscle)), bars)

    return PlanCharts(
        intensity=drawn(_intensity_chart(weeks, labels, goal), lines),
        main=[volume(muscle) for muscle in MAIN_MUSCLES],
        others=[volume(muscle) for muscle in others],
        has_deloads=bool(deloads),
    )


def _volume_chart(
    muscle: Muscle,
    labels: Sequence[str],
    values: Sequence[float | None],
    band: VolumeBand | None,
) -> Chart:
    name = muscle.value.replace("_", " ").capitalize()
    given = [value for value in values if value is not None]
    summary = f"{_range(given)} hard sets a week"
    if band is not None:
        summary += f"; {band.low} to {band.high} are recommended"
    return Chart(
        key=f"volume-{muscle.value}",
        title=name,
        summary=f"{summary}." if any(given) else "Not trained in this program.",
        labels=labels,
        series=[Series("sets", values, "chart-plan")],
        band=None if band is None else Band(band.low, band.high),
    )


def _intensity_chart(weeks: Mapping[int, WeekContent], labels: Sequence[str], goal: Goal) -> Chart:
    values = [
        average_percent(weeks[number]) if number in weeks else None
        for number in range(1, len(labels) + 1)
    ]
    given = [value for value in values if value is not None]
    low, high = RANGES[goal].percent
    return Chart(
        key="intensity",
        title="Average load",
        summary=f"{_range(given)}% of 1RM on average; the main lifts of this goal are trained at "
        f"{low:g} to {high:g}%."
        if given
        else "No set of this program has a load in % of 1RM.",
        labels=labels,
        series=[Series("% of 1RM", values, "chart-plan")],
        unit="%",
        band=Band(low, high, "main lifts"),
    )


def _range(values: Sequence[float]) -> str:
    if not values:
        return "0"
    low, high = min(values), max(values)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
