"""A field in which one types to find: what is typed stays as typed, the matches stand in a popup below."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QListView

from desktop_app.texts import say
from ui.widgets import icons, line_signs, parts, theme
from ui.widgets.options import Option, Options, Search, means, pick
from ui.widgets.popup_lines import PopupLines
from ui.widgets.text_line import TextLine

ROWS, ENOUGH, WIDEST = 9, 5, 560
AWAY, FRAME = 2, 12  # from the popup to its field; what the popup has around its rows
BESIDE = 8  # of the room beside the arrow: without it the first letter of a text that just has room is cut
INDENT = "\u2003"  # an em space: it shifts the row and is not read aloud


class _Rows(QAbstractListModel):
    options: Options = ()  # Qt asks it still when Python has emptied it

    def fill(self, options: Options) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.options)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        note = index.isValid() and self.options[index.row()].note
        return Qt.ItemFlag.NoItemFlags if note else super().flags(index)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        option = self.options[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return INDENT * (2 * option.depth) + option.text
        if role == Qt.ItemDataRole.DecorationRole and option.new:
            return icons.icon("plus", theme.colours().accent, 16)
        return option.text if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole) else None


class Finder(TextLine):
    """`picked(value, text)`: a line was chosen; `left(text)`: left with words that stand for no chosen line."""

    picked = Signal(str, str)
    left = Signal(str)
    entered = Signal()
    new_wanted = Signal(str)  # the words typed for something that is to be added
    emptied = Signal()  # ← or Backspace where nothing stands any more

    def __init__(self, search: Search) -> None:
        super().__init__()
        self._search = search
        self._asked = self._answered = 0
        self._typed, self._choice = False, ""
        self.sure = False  # whether Enter asked for what fits best, and not just Tab left the field
        self._by_hand = False  # whether the marked line is one that the person went to
        self.stays = False  # whether Enter on a line only chooses it, and does not go on to the next field
        self._rows = _Rows(self)
        self._completer = QCompleter(self._rows, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(ROWS)
        self._completer.setWidget(self)
        self._popup = PopupLines(self)
        self._completer.setPopup(self._popup)
        self._popup.pass_on_keys()
        self._popup.selectionModel().currentChanged.connect(self._go_to)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]  # an overload by type
        self.textEdited.connect(self._typing)
        line_signs.sign(self, "chevron-down", say("ui.finder_open")).triggered.connect(self.open_all)
        self.setTextMargins(0, 0, -BESIDE, 0)

    def show_choice(self, text: str) -> None:
        """Show the chosen line (or nothing)."""
        self._typed, self._choice = False, text
        self.setText(text)
        self.setCursorPosition(0)

    def show_typed(self, text: str) -> None:
        """Show words that stand for no line yet, as if they had just been typed."""
        self._typed = True
        self.setText(text)

    @property
    def being_typed(self) -> str | None:
        """Words that are typed and stand for no line yet."""
        return self.text() if self._typed else None

    def open_all(self) -> None:
        """Show every line, whatever stands in the field."""
        self.setFocus()
        self._ask("")

    def commit(self) -> None:
        """Settle what was typed: the marked line of the popup if the words or the person mean it, else the words."""
        if not self._typed:
            return
        self.sure = False
        self._settle()

    def _settle(self) -> None:
        self._typed = False
        text = self.text()
        marked = self._marked()
        if text.strip() and marked is not None and self._means(marked, text):
            self._choose(marked)
        else:
            self.left.emit(text)
        self._popup.hide()

    def _typing(self, text: str) -> None:
        self._typed = True
        self._ask(text)

    def _ask(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        self._search(text, lambda options: self._found(number, text, options))

    def _found(self, number: int, text: str, options: Options) -> None:
        if number != self._asked or not self.hasFocus():
            return
        self._answered = number
        self._rows.fill(options)
        popup = self._popup
        if not options:
            popup.hide()
            return
        wide = max(map(self._breadth, options))
        self._completer.complete(QRect(0, 0, max(self.width(), min(wide, WIDEST)), self.height() + 2))
        popup.release_keyboard()
        here = [row for row, o in enumerate(options) if o.text == self.text()]
        popup.setGeometry(self._place(popup.width(), popup.sizeHintForRow(0), len(options)))
        marked = pick(options, text) if text.strip() else here[0] if here else -1
        line = popup.model().index(marked, 0)  # its own model: to an index of ours it would not scroll
        popup.setCurrentIndex(line)
        if line.isValid():
            popup.scrollTo(line, QListView.ScrollHint.PositionAtCenter)
        self._by_hand = False

    def _go_to(self, _: QModelIndex) -> None:
        self._by_hand = True

    def _means(self, index: QModelIndex, text: str) -> bool:
        option = self._rows.options[index.row()]
        return option.known and (self.sure or self._by_hand or means(option, text))  # leaving a field adds nothing

    def _place(self, wide: int, row: int, count: int) -> QRect:
        """Below the field, above it where more than a few rows find room only there; never over field or edge."""
        screen, corner = self.screen().availableGeometry(), self.mapToGlobal(QPoint(0, 0))
        below = screen.bottom() - corner.y() - self.height() - 2 * AWAY
        above = corner.y() - screen.top() - 2 * AWAY
        wanted = row * min(count, ROWS) + FRAME
        under = below >= min(wanted, row * ENOUGH + FRAME) or below >= above
        rows = max(1, min(count, ROWS, ((below if under else above) - FRAME) // row))
        high = row * rows + FRAME
        left = corner.x() if corner.x() + wide <= screen.right() else corner.x() + self.width() - wide
        top = corner.y() + self.height() + AWAY if under else corner.y() - AWAY - high
        return QRect(max(screen.left(), left), top, wide, high)

    def _breadth(self, option: Option) -> int:
        """What a line needs, with its shift, its sign and the scroll bar beside it."""
        return self.fontMetrics().horizontalAdvance(INDENT * 2 * option.depth + option.text) + 48 + 28 * option.new

    def _marked(self) -> QModelIndex | None:
        """The marked line of the popup, as long as it answers what stands in the field now."""
        if not self._popup.isVisible() or self._answered != self._asked:
            return None
        return self._popup.currentIndex() if self._popup.currentIndex().isValid() else None

    def _choose(self, index: QModelIndex) -> None:
        option = self._rows.options[index.row()]
        if option.note:
            return
        if option.new:
            self._popup.hide()
            self.setText(option.value)
            self.new_wanted.emit(option.value)
            return
        self.show_choice(option.text)
        self.picked.emit(option.value, option.text)

    def sizeHint(self) -> QSize:
        return QSize(120, theme.FIELD_HEIGHT)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if parts.leaves_field(event):
            self.commit()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self._typed:
            if self.text() == self._choice:  # else it is nowhere else
                self.selectAll()
            self.open_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            marked = self._marked()
            adds = marked is not None and self._rows.options[marked.row()].new
            if marked is not None:
                self._choose(marked)
            elif self._typed:
                self.sure = True
                self._settle()
            self._popup.hide()
            if marked is None or not (self.stays or adds):
                self.entered.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace) and not self.text():
            self._popup.hide()
            self.emptied.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self._popup.isVisible():
            self._ask(self.text() if self._typed else "")
        else:
            super().keyPressEvent(event)
