"""Scrolling inside a form: what belongs together stays in sight together, as far as the form is high enough."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

AIR = 3  # around what is named, so that its frame does not touch the edge


def show_together(area: QScrollArea, *choices: Sequence[QWidget]) -> bool:
    """Scroll as little as it takes to show the first of the choices that fits whole; False where none does."""
    high = area.viewport().height()
    for widgets in choices:
        spans = [_span(area, one) for one in widgets if not one.isHidden()]
        top, bottom = min(span[0] for span in spans), max(span[1] for span in spans)
        if bottom - top <= high:
            _scroll(area, top, bottom)
            return True
    return False


def in_sight(area: QScrollArea, one: QWidget) -> bool:
    """Whether it is shown from its first line to its last."""
    top, bottom = _span(area, one)
    above = area.verticalScrollBar().value()
    return not one.isHidden() and above <= top and bottom <= above + area.viewport().height()


def scrolled_in(inner: QWidget) -> QScrollArea | None:
    """What a part of a form is scrolled in."""
    around = inner.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def bring(*widgets: QWidget, beside: int = 60) -> None:
    """Scroll to what is named, the last of it above all, with what stands above and below."""
    area = scrolled_in(widgets[0])
    if area is not None:
        beside = min(beside, area.height() // 5)  # a low form has no room for more, least for a problem above
        for one in widgets:
            area.ensureWidgetVisible(one, 0, beside)


def _scroll(area: QScrollArea, top: int, bottom: int) -> None:
    bar, high = area.verticalScrollBar(), area.viewport().height()
    air = min(AIR, (high - (bottom - top)) // 2)
    above = min(max(bar.value(), bottom + air - high), top - air)
    labels = (_span(area, one) for one in area.viewport().findChildren(QLabel) if not one.isHidden())
    cut = [last for first, last in labels if first < above < last]  # half a line of words can't be read
    bar.setValue(min(max([above, *cut]), top - air))


def _span(area: QScrollArea, one: QWidget) -> tuple[int, int]:
    """From where to where it reaches in the whole form; the air above the words of a label is nothing to be seen."""
    top = one.mapTo(area.viewport(), QPoint()).y() + area.verticalScrollBar().value()
    return top + one.contentsMargins().top(), top + one.height()
