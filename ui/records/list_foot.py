"""The line below a list: quick search, filters, columns, how many records, all periods."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.texts import say
from ui.widgets import line_signs, parts, theme
from ui.widgets.text_line import TextLine

PAUSE = 200
BESIDE_HINT = 72  # of the search
NARROW, TIGHT = 520, 460  # where a cross alone takes the filters away, and buttons go whose keys do the same


class QuickSearch(TextLine):
    """`left()`: ↓ or Enter, or Esc where nothing is searched for."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = event.key() == Qt.Key.Key_Escape and not self.text()
        if done or event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ListFoot(QWidget):
    """`searched()`: other words or another period are asked for; `left()`: from the search into the rows; the others:
    what the buttons ask for.
    """

    searched = Signal()
    left = Signal()
    filter_wanted = Signal()
    columns_wanted = Signal()
    cells_wanted = Signal()
    clear_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    cross_wanted = Signal()

    def __init__(self, *, by_period: bool) -> None:
        super().__init__()
        column = parts.column(self)
        self.wrong = parts.MessageLabel("error")
        self.wrong.setContentsMargins(10, 6, 10, 0)
        column.addWidget(self.wrong)
        line = parts.row()
        line.setContentsMargins(10, 6, 10, 6)
        column.addLayout(line)
        self.search = QuickSearch()
        self.search.left.connect(self.left)
        self.search.setPlaceholderText(say("ui.search_list_hint"))
        self.search.setAccessibleName(say("ui.search_list"))
        self.search.setMaximumWidth(theme.wide(200))
        line_signs.clearable(self.search)
        self.filter = parts.icon_button("list-filter", say("list.filter_key"), self.filter_wanted.emit)
        self.filter.setCheckable(True)
        self.columns = parts.icon_button("columns-3", say("list.columns_key"), self.columns_wanted.emit)
        self.cells = parts.icon_button("table", say("cells.key"), self.cells_wanted.emit)
        self.cells.setCheckable(True)
        self.take_in = parts.icon_button("file-plus", say("sheet.menu_import"), self.import_wanted.emit)
        self.give_out = parts.icon_button("send", say("sheet.menu_export"), self.export_wanted.emit)
        self.cross = parts.icon_button("table-2", say("crosstab.key"), self.cross_wanted.emit)
        self.clear = parts.button(say("list.clear_filters"), self.clear_wanted.emit, "link", "x")
        self.clear.setAccessibleName(say("list.clear_filters"))
        self.clear.setToolTip(say("list.clear_filters_key"))
        self.clear.hide()
        self.message = parts.Elided("", "small")
        self.message.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # the search has the rest
        self.all = parts.button(say("ui.all_periods"), self.searched.emit, "segment")
        self.all.setCheckable(True)
        if not by_period:
            self.all.hide()
        line.addWidget(self.search, 1)
        for made in (self.cells, self.filter, self.columns, self.take_in, self.give_out, self.cross, self.clear):
            line.addWidget(made)
        line.addStretch(0)
        line.addWidget(self.message)
        line.addWidget(self.all)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.searched)
        self.search.textChanged.connect(lambda _: self._pause.start())

    @property
    def words(self) -> str | None:
        """What is searched for, None when nothing is."""
        return self.search.text().strip() or None

    def forget(self) -> None:
        """Search for nothing, as when another list comes into sight."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self._pause.stop()

    def show_message(self, sentence: str, *, wrong: bool = False) -> None:
        """Say how many records there are, what was done with them, or what can't be read."""
        self.message.set_full_text("" if wrong else sentence)
        self.wrong.show_text(sentence if wrong else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, tight = (self.width() < theme.wide(width) for width in (NARROW, TIGHT))
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(hint + BESIDE_HINT)
        for made in (self.columns, self.cross):
            made.setVisible(not narrow)
        for made in (self.take_in, self.give_out):
            made.setVisible(not tight)
        self.clear.setText("" if narrow else f" {say('list.clear_filters')}")
