"""The popup in which a person chooses the columns of a list: every field of the kind, those shown ticked."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.texts import in_words, say
from ui.widgets import parts

MOST, WIDE, ROWS = 9, 340, 12
TICKED, CLEAR = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ColumnChoice(QFrame):
    """`chosen(columns)`: another choice, in the order of the list; empty: as the plan has it."""

    chosen = Signal(list)

    def __init__(self, kind: RecordKind, shown: list[str], over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(say("list.columns"))
        self._shown = list(shown)
        self._column = column = parts.column(self, 12, 8)
        column.addWidget(parts.label(say("list.columns_of", kind=in_words(kind.list_label)), "section", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(say("list.columns"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for name in [*shown, *(n for n in kind.fields if n not in shown and n != kind.parent_field)]:
            item = QListWidgetItem(in_words(kind.fields[name].label), self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(in_words(kind.fields[name].label))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(TICKED if name in shown else CLEAR)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._tick)
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * min(ROWS, self.list.count()) + 8)
        column.addWidget(self.list)
        self._count = parts.put(column, parts.label("", "small", wrap=True))
        self.usual = parts.put(column, parts.button(say("list.usual_columns"), self._take_usual))
        self.setFixedWidth(WIDE)
        self._show_count()

    def open_at(self, place: QPoint) -> None:
        """Show the popup with its lower left corner here, or below where there is no room above."""
        screen = self.screen().availableGeometry()
        self._column.activate()
        around = self._column.totalHeightForWidth(WIDE) - self.list.height()
        row = self.list.sizeHintForRow(0)
        rows = max(3, min(ROWS, self.list.count(), (screen.height() - around - 8) // row))
        self.list.setFixedHeight(row * rows + 8)
        self.setFixedHeight(around + row * rows + 8)
        top = place.y() - self.height()
        self.move(min(place.x(), screen.right() - self.width()), max(top, screen.top()))
        self.show()
        self.list.setFocus()

    def _tick(self, item: QListWidgetItem) -> None:
        name, ticked = item.data(Qt.ItemDataRole.UserRole), item.checkState() is TICKED
        full = ticked and len(self._shown) >= MOST
        last = not ticked and self._shown == [name]
        if full or last:
            with QSignalBlocker(self.list):
                item.setCheckState(CLEAR if full else TICKED)
        elif ticked:
            self._shown.append(name)
        else:
            self._shown.remove(name)
        self._show_count()
        if not full and not last:
            self.chosen.emit(list(self._shown))

    def _show_count(self) -> None:
        self._count.setText(say("list.columns_shown", count=len(self._shown), most=MOST))

    def _take_usual(self) -> None:
        self.chosen.emit([])
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)
