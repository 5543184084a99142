"""The chart of the window, painted for real: nothing runs through the words of its values."""

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from ui.progress.trend_chart import TrendChart, TrendColumn, TrendView, laid_out
from ui.widgets import theme

SIZE = (640, 320)


def column(chance: random.Random, number: int, target: float) -> TrendColumn:
    """A value near its target, or anywhere, and perhaps one of the year before that is near to it."""
    value = chance.choice((target + chance.randint(-15, 5), float(chance.randint(0, 100))))
    earlier = chance.choice((None, value + chance.randint(-5, 25)))
    return TrendColumn(
        f"Quý {number}/2022", value, f"{value:.1f}%", earlier, "" if earlier is None else f"{earlier}", False
    )


def painted(chart: TrendView) -> QImage:
    widget = TrendChart()
    widget.resize(*SIZE)
    widget.show_trend(chart)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    widget.render(image)
    return image


def inked(image: QImage, box: QRectF) -> bool:
    """Whether anything is painted right at the left or the right of a box, between its edges."""
    rows = range(int(box.top()) + 1, int(box.bottom()))
    places = [int(box.left()) - 2, int(box.left()) - 1, int(box.right()) + 1, int(box.right()) + 2]
    ground = image.pixel(1, 1)
    return any(image.pixel(x, y) != ground for x in places for y in rows)


@pytest.mark.usefixtures("qapp")
def test_no_line_runs_into_the_words_of_a_value() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    chance = random.Random(6)
    for _ in range(100):
        target = float(chance.randint(10, 95))
        chart = TrendView([column(chance, n, target) for n in range(1, 5)], target, f"{target:.1f}%", 100.0)
        image, values = painted(chart), laid_out(QRectF(0, 0, *SIZE), chart).values
        assert not any(inked(image, box) for box in values), chart
        assert not any(one.intersects(other) for one, other in pairwise(values))


@pytest.mark.usefixtures("qapp")
def test_a_year_without_figures_is_told_in_words_and_has_no_empty_axis() -> None:
    nothing = TrendColumn("Quý I/2022", None, "Không áp dụng", None, "", missed=False)
    chart = TrendView([nothing, nothing], 50.0, "50,0%", top=100.0)
    axis = laid_out(QRectF(0, 0, *SIZE), chart).height(50.0)
    image = painted(chart)
    assert {image.pixel(x, int(axis)) for x in (80, 100, 540, 560)} == {image.pixel(1, 1)}
    assert inked(image, QRectF(2, 140, SIZE[0] / 2 - 2, 40))


@pytest.mark.usefixtures("qapp")
def test_the_words_of_the_target_are_whole_in_every_size() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    chart = TrendView([TrendColumn("Quý I/2022", 50.0, "50,0%", None, "", missed=False)], 80.0, "80,0%", 100.0)
    for size in theme.SCALES:
        theme.apply(app, "light", size)
        image, shape = painted(chart), laid_out(QRectF(0, 0, *SIZE), chart)
        above = int(shape.height(80.0))
        assert not any(image.pixel(0, y) != image.pixel(1, 1) for y in range(above - 30, above + 12)), size
        assert QFontMetricsF(theme.font(12)).horizontalAdvance("Mức đề ra") < shape.room.left(), size
    theme.apply(app, "light")
