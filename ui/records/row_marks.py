"""The last column of a list: a sign and a word where a record does not count, made once for all rows."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QTableView

from desktop_app.domain.validation import State
from desktop_app.texts import say
from ui.widgets import icons, theme
from ui.widgets.painting import fill

SIZE, BAR, AROUND = 14, 3, 36
OUTSIDE = "outside"
_ICONS: Mapping[State | str, tuple[str, str]] = {  # messages name a state by its number
    State.UNFINISHED: ("triangle-alert", "warning_text"), State.CONTRADICTORY: ("circle-alert", "error"),
    State.PARENT: ("clock", "muted"), OUTSIDE: ("eye", "muted"),
}  # fmt: skip

Mark = Mapping[int, Any]


def marks() -> dict[State | str, Mark]:
    """What each state shows, by role; a record that counts shows nothing."""
    found: dict[State | str, Mark] = {State.COUNTS: {}}
    for state, (icon, colour) in _ICONS.items():
        whole = say(f"list.state_{state}_whole")
        found[state] = {
            int(Qt.ItemDataRole.DisplayRole): say(f"list.state_{state}"),
            int(Qt.ItemDataRole.DecorationRole): icons.icon(icon, getattr(theme.colours(), colour), SIZE),
            int(Qt.ItemDataRole.FontRole): theme.font(12),
            int(Qt.ItemDataRole.ToolTipRole): whole,
            int(Qt.ItemDataRole.AccessibleTextRole): whole,
        }
    return found


def breadth() -> int:
    """How wide a column must be for the sign and the longest of its words."""
    metrics = QFontMetrics(theme.font(12))
    return max(metrics.horizontalAdvance(say(f"list.state_{state}")) for state in _ICONS) + SIZE + AROUND


def paint_bar(table: QTableView) -> None:
    """A bar at the current row while the keyboard is in the table. A delegate for it would be asked for every row."""
    current = table.currentIndex()
    if current.isValid() and table.hasFocus():
        top, high = table.rowViewportPosition(current.row()), table.rowHeight(current.row())
        painter = QPainter(table.viewport())
        fill(painter, QRect(0, top, BAR, high - 1), theme.colour("accent"))  # whichever column is the first in sight
        painter.end()
