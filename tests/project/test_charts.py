import re
from xml.etree import ElementTree

import pytest

from project import charts
from project.charts import Band, Chart, Scale, Series

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '<script>alert(1)</script>"'


def chart(*values, **changes):
    numbers = values or ([1, 2, 3],)
    return Chart(
        **{
            "key": "k",
            "title": "Calls",
            "summary": "Six calls.",
            "labels": [f"l{place}" for place in range(len(numbers[0]))],
            "series": [Series(f"s{number}", line) for number, line in enumerate(numbers)],
        }
        | changes
    )


@pytest.mark.parametrize("draw", [charts.bars, charts.lines])
class TestBoth:
    def test_is_named_for_screen_readers(self, draw):
        svg = ElementTree.fromstring(draw(chart()))

        ids = svg.get("aria-labelledby").split()
        texts = [svg.find(f".//*[@id='{one}']").text for one in ids]
        assert svg.get("role") == "img"
        assert texts == ["Calls", "Six calls."]

    def test_escapes_every_text(self, draw):
        evil = chart(
            key=EVIL, title=EVIL, summary=EVIL, labels=[EVIL], series=[Series(EVIL, [2], EVIL)],
            unit=EVIL,
        )  # fmt: skip

        text = draw(evil)

        assert "<script" not in text
        ElementTree.fromstring(text)

    @pytest.mark.parametrize("values", [[], [0, 0], [None, None], [5], [1, None, 2], [1e9, 1]])
    def test_draws_any_numbers(self, draw, values):
        ElementTree.fromstring(draw(chart(values)))

    def test_has_no_inline_style(self, draw):
        assert "style=" not in draw(chart())


def test_bars_stack_without_overlap():
    svg = ElementTree.fromstring(charts.bars(chart([4], [4])))

    low, high = [rect for rect in svg.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    assert float(high.get("y")) + float(high.get("height")) == pytest.approx(float(low.get("y")))


def test_lines_break_at_a_gap():
    svg = ElementTree.fromstring(charts.lines(chart([1, 2, None, 3, 4, None, 5])))

    assert len(list(svg.iter(f"{SVG}polyline"))) == 2
    assert len(list(svg.iter(f"{SVG}circle"))) == 1


def test_points_stay_inside_the_drawing():
    svg = ElementTree.fromstring(charts.lines(chart([0, 7, 123_456])))

    for line in svg.iter(f"{SVG}polyline"):
        for point in line.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= charts.WIDTH
            assert charts.TOP <= y <= charts.TOP + charts.PLOT_HEIGHT


@pytest.mark.parametrize("most", [0, 1, 3, 7, 99, 100, 101, 12_345, 4_000_000])
def test_scale_is_round_and_high_enough(most):
    scale = Scale.for_values([most])

    assert scale.top >= most
    assert 2 <= len(scale.marks) <= 6
    assert scale.marks[0] == 0


def test_rows_are_the_same_numbers():
    shown = chart([1500, None, 0], [0, None, 2.5], unit=" ms")

    assert shown.rows == [("l0", ["1,500 ms", "0 ms"]), ("l2", ["0 ms", "2.5 ms"])]


def over_time(values, days):
    return Chart(
        key="time",
        title="Over time",
        summary="",
        labels=[f"day {day}" for day in days],
        series=[Series("kg", values)],
        places=days,
        near=True,
    )


def test_days_lie_as_far_apart_as_they_are():
    svg = charts.lines(over_time([100, 110, 120], [0, 1, 10]))

    xs = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg)]
    assert (xs[2] - xs[0]) == pytest.approx(10 * (xs[1] - xs[0]), rel=0.01)


def test_near_scale_begins_below_the_lowest_value_and_holds_every_value():
    scale = Scale.for_values([102.5, 118], near=True)

    assert 90 <= scale.low <= 102.5
    assert scale.top >= 118
    assert scale.marks[0] == scale.low
    assert scale.marks[-1] == pytest.approx(scale.top)


@pytest.mark.parametrize("values", [[100, 100], [0.4], [0, 0], [1e6, 1e6 + 1]])
def test_near_scale_of_equal_and_odd_values(values):
    scale = Scale.for_values(values, near=True)

    assert scale.low <= min(values)
    assert scale.top > scale.low
    assert scale.top >= max(values)


def test_single_day_stands_in_the_middle_and_labels_keep_their_distance():
    alone = charts.lines(over_time([80], [5]))
    close = charts.lines(over_time([80, 81, 82], [0, 1, 100]))

    assert "<circle" in alone
    assert ">day 1<" not in close
    assert ">day 0<" in close
    assert ">day 100<" in close


@pytest.mark.parametrize("draw", [charts.bars, charts.lines])
class TestBand:
    """What is recommended stands behind the values, at its own height."""

    def band(self, svg):
        return next(svg.iterfind(f"{SVG}g[@class='chart-band']"))

    def test_reaches_from_its_low_to_its_high(self, draw):
        svg = ElementTree.fromstring(draw(chart([20], band=Band(5, 10))))

        rect = self.band(svg).find(f"{SVG}rect")
        scale = Scale.for_values([20])
        assert float(rect.get("height")) == pytest.approx(scale.height(5), abs=0.1)
        bottom = charts.TOP + charts.PLOT_HEIGHT - scale.height(5)
        assert float(rect.get("y")) + float(rect.get("height")) == pytest.approx(bottom, abs=0.2)

    def test_fits_when_it_is_higher_than_every_value(self, draw):
        svg = ElementTree.fromstring(draw(chart([1], band=Band(50, 100))))

        assert float(self.band(svg).find(f"{SVG}rect").get("y")) >= charts.TOP

    def test_lies_behind_the_values(self, draw):
        svg = ElementTree.fromstring(draw(chart([3], band=Band(1, 5))))

        classes = [group.get("class") for group in svg.iterfind(f"{SVG}g")]
        assert classes[0] == "chart-band"

    def test_is_named_in_the_legend_and_escaped(self, draw):
        text = draw(chart([3], band=Band(1, 5, EVIL)))

        assert "&lt;script&gt;" in text
        assert "<script" not in text
        assert ">recommended<" in draw(chart([3], band=Band(1, 5)))

    def test_band_of_one_number_can_be_seen(self, draw):
        svg = ElementTree.fromstring(draw(chart([3], band=Band(5, 5))))

        assert float(self.band(svg).find(f"{SVG}rect").get("height")) >= 1

    def test_there_is_none_unless_it_is_given(self, draw):
        assert "chart-band" not in draw(chart([3]))
