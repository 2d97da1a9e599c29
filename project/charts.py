"""Charts drawn on the server: numbers in, an SVG element out.

Pure functions. The drawing takes its colours from the page (currentColor and class names), names
itself for screen readers, and carries its numbers along for a table beside it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 42, 6, 32, 24
PLOT_WIDTH = WIDTH - LEFT - RIGHT
PLOT_HEIGHT = HEIGHT - TOP - BOTTOM
FONT = 12
GRID_LINES = 4
CHARACTER = 6.3
# Told apart without colour as well: by tone in bars, by dashes in lines.
TONES = ("0.45", "0.95", "0.7", "0.25")
DASHES = ("", "6 3", "2 3", "8 2 2 2")


@dataclass(frozen=True)
class Series:
    """values has one number per label, None where there is none. css: classes that colour it."""

    name: str
    values: Sequence[float | None]
    css: str = ""


@dataclass(frozen=True)
class Band:
    """What is recommended, from and to, drawn behind the values; name stands in the legend."""

    low: float
    high: float
    name: str = "recommended"


@dataclass(frozen=True)
class Chart:
    """key: unique on the page and fit for an id. summary: one sentence on what is to be seen.

    unit follows each number, for example " s" or "%". top: the least upper end of the scale.
    fractions: whether the scale may have marks between whole numbers. places: where each label
    lies, in order, when they are not evenly spaced; days, for example. near: whether a line's scale
    begins near its lowest value instead of at nought.
    """

    key: str
    title: str
    summary: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    top: float = 0
    fractions: bool = False
    band: Band | None = None
    places: Sequence[float] = ()
    near: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(value for one in self.series for value in one.values)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The same as a table: a label and a text per series. Slots without any number are left
        out.
        """
        return [
            (label, [_with_unit(value, self.unit) for value in values])
            for label, values in zip(
                self.labels, zip(*(one.values for one in self.series), strict=True), strict=True
            )
            if any(values)
        ]


@dataclass(frozen=True)
class Drawing:
    """A chart with its picture, for components/drawing.html."""

    chart: Chart
    svg: SafeString


def drawn(chart: Chart, draw: Callable[[Chart], SafeString]) -> Drawing:
    return Drawing(chart, draw(chart))


def bars(chart: Chart) -> SafeString:
    """One column per label, the series stacked in it."""
    sums = [
        sum(value or 0 for value in values)
        for values in zip(*(one.values for one in chart.series), strict=True)
    ]
    scale = Scale.for_values(sums, _least_top(chart), chart.fractions)
    step = PLOT_WIDTH / max(len(chart.labels), 1)
    width = max(step * 0.72, 1)
    parts = []
    heights = [0.0] * len(chart.labels)
    for number, one in enumerate(chart.series):
        columns = []
        for place, value in enumerate(one.values):
            if not value:
                continue
            # A single failure among thousands is to be seen.
            height = max(scale.height(value), 0.75)
            top = TOP + PLOT_HEIGHT - heights[place] - height
            heights[place] += height
            said = f"{chart.labels[place]}: {_with_unit(value, chart.unit)} {one.name}"
            columns.append(
                f'<rect x="{LEFT + place * step + (step - width) / 2:.1f}" y="{top:.2f}" '
                f'width="{width:.1f}" height="{height:.2f}">'
                f"<title>{escape(said)}</title></rect>"
            )
        parts.append(
            f'<g class="{escape(one.css)}" fill="currentColor" '
            f'fill-opacity="{TONES[number % len(TONES)]}">{"".join(columns)}</g>'
        )
    return _svg(chart, scale, parts, _legend(chart, dashed=False))


def lines(chart: Chart) -> SafeString:
    """One line per series, broken where there is no number; a lone point is a dot."""
    scale = Scale.for_values(
        [value for one in chart.series for value in one.values if value is not None],
        _least_top(chart),
        chart.fractions,
        chart.near,
    )
    parts = []
    for number, one in enumerate(chart.series):
        shapes = []
        for run in _runs(one.values):
            points = [
                (_x(chart, place), TOP + PLOT_HEIGHT - scale.height(value)) for place, value in run
            ]
            # Between days without a value the line is a guess: the dots are what was measured.
            if len(points) == 1 or chart.places:
                shapes += [
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="currentColor"/>'
                    for x, y in points
                ]
            if len(points) > 1:
                path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
                shapes.append(f'<polyline points="{path}"/>')
        parts.append(
            f'<g class="{escape(one.css)}" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linejoin="round"{_dashes(number)}>{"".join(shapes)}</g>'
        )
    return _svg(chart, scale, parts, _legend(chart, dashed=True))


@dataclass(frozen=True)
class Scale:
    """A scale between two round numbers, with no value outside of it."""

    top: float
    step: float
    low: float = 0

    @classmethod
    def for_values(
        cls,
        values: Sequence[float],
        least: float = 0,
        fractions: bool = False,
        near: bool = False,
    ) -> "Scale":
        """From nought, or, when near, from below the lowest value. least: the least upper end."""
        most = max([*values, least, 0]) or 1
        low = min(values, default=0) if near else 0
        rough = ((most - low) or most) / GRID_LINES
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
        if not fractions:
            step = max(step, 1)
        low = step * math.floor(low / step)
        top = step * math.ceil(most / step)
        return cls(top if top > low else top + step, step, low)

    def height(self, value: float) -> float:
        return (value - self.low) / (self.top - self.low) * PLOT_HEIGHT

    @property
    def marks(self) -> list[float]:
        count = round((self.top - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


def _x(chart: Chart, place: int) -> float:
    """Where the label of a place lies."""
    if not chart.places:
        return LEFT + (place + 0.5) * PLOT_WIDTH / max(len(chart.labels), 1)
    first, last = chart.places[0], chart.places[-1]
    share = (chart.places[place] - first) / (last - first) if last > first else 0.5
    return LEFT + share * PLOT_WIDTH


def _svg(chart: Chart, scale: Scale, parts: Sequence[str], legend: str) -> SafeString:
    key = escape(chart.key)
    whole = (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" width="{WIDTH}" '
        f'aria-labelledby="{key}-title {key}-desc" font-size="{FONT}" '
        'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{key}-title">{escape(chart.title)}</title>'
        f'<desc id="{key}-desc">{escape(chart.summary)}</desc>'
        f"{_band(chart, scale)}{_grid(chart, scale)}{legend}{''.join(parts)}</svg>"
    )
    # Every text above went through escape(); the rest are our own numbers and names.
    return mark_safe(whole)  # noqa: S308


def _least_top(chart: Chart) -> float:
    return max(chart.top, chart.band.high if chart.band else 0)


def _band(chart: Chart, scale: Scale) -> str:
    """Edges as well as a tint: the tint alone is lost in print and to some eyes."""
    if chart.band is None:
        return ""
    high, low = (
        TOP + PLOT_HEIGHT - scale.height(value) for value in (chart.band.high, chart.band.low)
    )
    edges = "".join(
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="currentColor" stroke-dasharray="1 3"/>'
        for y in (high, low)
    )
    return (
        '<g class="chart-band" aria-hidden="true" fill="currentColor">'
        f'<rect x="{LEFT}" y="{high:.1f}" width="{PLOT_WIDTH}" height="{max(low - high, 1):.1f}" '
        f'fill-opacity="0.16"/>{edges}</g>'
    )


def _grid(chart: Chart, scale: Scale) -> str:
    parts = ['<g class="chart-grid" aria-hidden="true" fill="currentColor">']
    for mark in scale.marks:
        y = TOP + PLOT_HEIGHT - scale.height(mark)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="currentColor" '
            f'stroke-opacity="{0.5 if mark == scale.low else 0.15}"/>'
            f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end" fill-opacity="0.75">'
            f"{escape(_short(mark) + chart.unit.strip())}</text>"
        )
    for place, anchor in _labelled(chart).items():
        x = {"start": LEFT, "end": WIDTH - RIGHT}.get(anchor, _x(chart, place))
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 7}" text-anchor="{anchor}" fill-opacity="0.75">'
            f"{escape(chart.labels[place])}</text>"
        )
    return "".join([*parts, "</g>"])


def _labelled(chart: Chart) -> dict[int, str]:
    """The places whose labels are written, with how: the ends, and one between with room on both
    sides.
    """
    if not chart.labels:
        return {}
    last = len(chart.labels) - 1
    ends = {0: "start", last: "end"}
    between = [
        (abs(_x(chart, place) - LEFT - PLOT_WIDTH / 2), place)
        for place in range(1, last)
        if not chart.places or LEFT + 80 < _x(chart, place) < WIDTH - RIGHT - 80
    ]
    return ends | ({min(between)[1]: "middle"} if between else {})


def _legend(chart: Chart, *, dashed: bool) -> str:
    parts = []
    x = 2.0
    for number, one in enumerate(chart.series):
        sample = (
            f'<path d="M{x:.1f} 11h14" stroke="currentColor" stroke-width="2"{_dashes(number)}/>'
            if dashed
            else f'<rect x="{x:.1f}" y="6" width="11" height="11" fill="currentColor" '
            f'fill-opacity="{TONES[number % len(TONES)]}"/>'
        )
        start = x + (18 if dashed else 16)
        parts.append(
            f'<g class="{escape(one.css)}">{sample}</g>'
            f'<text x="{start:.1f}" y="15" fill="currentColor">{escape(one.name)}</text>'
        )
        x = start + len(one.name) * CHARACTER + 9
    if chart.band is not None:
        parts.append(
            f'<g class="chart-band" fill="currentColor"><rect x="{x:.1f}" y="6" width="14" '
            'height="11" fill-opacity="0.16" stroke="currentColor" stroke-dasharray="1 3"/></g>'
            f'<text x="{x + 19:.1f}" y="15" fill="currentColor">{escape(chart.band.name)}</text>'
        )
    return f'<g class="chart-legend" aria-hidden="true">{"".join(parts)}</g>'


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches without a gap, each value with its place."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is not None:
            runs[-1].append((place, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _dashes(number: int) -> str:
    dashes = DASHES[number % len(DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _short(number: float) -> str:
    """1500 as 1.5k, so that a mark fits beside its line."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"


def _with_unit(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    number = f"{value:,.0f}" if value >= 1000 else f"{value:.6g}"
    return f"{number}{unit}"
