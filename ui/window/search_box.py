"""The search over the whole file in the top bar: as you type, results by kind in a popup below, Enter goes there."""

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from desktop_app.texts import say
from ui.widgets import line_signs, parts, theme
from ui.widgets.bridge import Bridge
from ui.window.search_hits import HEAD, HIT, Hit, read_hits

NARROW, WIDE, POPUP_WIDTH, POPUP_HEIGHT = 150, 280, 560, 460
SIDES = 64  # what the picture and the edges take of the width
AROUND = 12  # the edges of the list above and below its rows; no row is cut
PAUSE = 200
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SearchBox(QLineEdit):
    """`chosen(kind, id)`: go to a record that was found."""

    chosen = Signal(str, str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._asked = ""
        self._before: QWidget | None = None
        self._popup: QFrame | None = None
        self.setMinimumWidth(theme.wide(NARROW))
        self.setMaximumWidth(theme.wide(WIDE))
        self.setAccessibleName(say("ui.search_file_name"))
        self.setAccessibleDescription(say("ui.search_file_help"))
        self.setWhatsThis(say("ui.search_file_help"))
        line_signs.sign(self, "search", say("ui.search_file_name"), 16, first=True).triggered.connect(self.open)
        self.list = QListWidget()
        self.list.setObjectName("hits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say("ui.search_results"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._go_to)
        self.nothing = parts.label("", "muted", wrap=True)
        self.nothing.setContentsMargins(12, 10, 12, 10)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key stands in the hint where there is room for it."""
        super().resizeEvent(event)
        hint = say("ui.search_file")
        room = self.width() - SIDES >= self.fontMetrics().horizontalAdvance(hint)
        self.setPlaceholderText(hint if room else say("ui.search_file_short"))

    @property
    def waiting(self) -> bool:
        return self._pause.isActive()

    def open(self) -> None:
        """Put the cursor here; Esc leads back to where it was."""
        if not self.hasFocus():
            self._before = self.window().focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def close_popup(self) -> None:
        self._pause.stop()
        self._asked = ""
        if self._popup is not None:
            self._popup.hide()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self.close_popup()

    def _ask(self) -> None:
        text = self.text().strip()
        self._asked = text
        if text:
            self._bridge.ask(lambda file: read_hits(file, text), lambda hits: self._show(text, hits), self)

    def _show(self, text: str, hits: Sequence[Hit]) -> None:
        if text != self._asked or not self.hasFocus():
            return
        popup = self._popup = self._popup or self._make_popup()
        self.list.clear()
        for before, hit in zip([None, *hits], hits, strict=False):
            if before is None or before.kind != hit.kind:
                self._add(hit.label, HEAD, None)
            self._add(hit.title, HIT, hit)
        self.list.setVisible(bool(hits))
        self.nothing.setText("" if hits else say("ui.search_nothing", text=text))
        self.nothing.setVisible(not hits)
        if hits:
            self.list.setCurrentRow(1)
        self._place(popup, len(hits))

    def _add(self, text: str, kind: int, hit: Hit | None) -> None:
        item = QListWidgetItem(text, self.list, kind)
        item.setData(Qt.ItemDataRole.UserRole, hit)
        if hit is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            spoken = ", ".join(part for part in (hit.label, hit.title, hit.detail) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(spoken)

    def _place(self, popup: QFrame, count: int) -> None:
        """Below the field, as high as the results need."""
        rows = [self.list.sizeHintForRow(row) for row in range(self.list.count())]
        high = max((end for end in accumulate(rows, initial=AROUND) if end <= POPUP_HEIGHT), default=0)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        popup.setFixedWidth(POPUP_WIDTH)
        popup.setFixedHeight(high if count else self.nothing.heightForWidth(POPUP_WIDTH - 2) + 2)
        popup.move(min(corner.x(), self.window().width() - POPUP_WIDTH - theme.MARGIN), corner.y())
        popup.show()
        popup.raise_()

    def _make_popup(self) -> QFrame:
        from ui.window.search_rows import SearchRows

        self.list.setItemDelegate(SearchRows(self.list))
        popup = QFrame(self.window())
        popup.setObjectName("popup")
        parts.fill(parts.column(popup, 1), self.list, self.nothing)
        self.destroyed.connect(popup.deleteLater)
        return popup

    def _go_to(self, item: QListWidgetItem | None) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(hit, Hit):
            self.close_popup()
            self.clear()
            self.chosen.emit(hit.kind, hit.record)

    def _move(self, step: int) -> None:
        """The next result up or down; headings are passed over."""
        rows = [row for row in range(self.list.count()) if self.list.item(row).type() == HIT]
        if rows:
            here = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[max(0, min(len(rows) - 1, here + step))])
            if self.list.currentRow() == rows[0]:
                self.list.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._popup is not None and self._popup.isVisible()
        key = Qt.Key(event.key())
        if shown and key in MOVES:
            self._move(MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to(self.list.currentItem()) if shown and not self.waiting else self._ask_now()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Down:
            self._ask_now()
        else:
            super().keyPressEvent(event)

    def _ask_now(self) -> None:
        self._pause.stop()
        self._ask()

    def _leave(self) -> None:
        """Esc: results and words go, and the cursor is back where it was."""
        self.close_popup()
        self.clear()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_popup()
