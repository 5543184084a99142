"""The row of small fields below the heading of a list: what is typed there narrows the list."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.column_filter import ColumnFilter, read_filter
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.typed_value import Days
from desktop_app.domain.values import Problem
from desktop_app.texts import in_words, say
from ui.widgets import theme
from ui.widgets.one_line import OneLine

HEIGHT, FIELD, PAUSE = 34, 26, 250


class FilterField(OneLine):
    """One filter; `left()`: Enter or arrow down leads into the list; `escaped()`."""

    left = Signal()
    escaped = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent=parent)
        theme.set_role(self, "filter")
        self.setPlaceholderText(say(f"list.hint_{field.type.filter}"))
        self.setAccessibleName(say("list.filter_by", field=in_words(field.label)))
        self.setWhatsThis(say(f"list.help_{field.type.filter}"))
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Why what stands here can't be read, "" when it can."""
        theme.set_role(self, "filter-wrong" if sentence else "filter")
        self.setToolTip(sentence or self.whatsThis())
        self.setAccessibleDescription(sentence or self.whatsThis())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class FilterRow(QWidget):
    """`changed()`: other filters hold; `left()`: to the list; `escaped()`: the person wants to be rid of them."""

    changed = Signal()
    left = Signal()
    escaped = Signal()

    def __init__(self, kind: RecordKind, year: Days | None) -> None:
        super().__init__()
        self._kind, self._year = kind, year
        self._columns: list[str] = []
        self._made = False  # the fields are made once somebody wants to see them
        self.fields: dict[str, FilterField] = {}
        self.filters: tuple[ColumnFilter, ...] = ()
        self.problem = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.apply)

    def show_columns(self, columns: list[str]) -> None:
        """A filter for each of these fields; one of a column that goes goes with it."""
        for name in self.fields.keys() - set(columns):
            self.fields.pop(name).deleteLater()
        self._columns = columns
        if self._made:
            self.make()
            self.apply()

    def make(self) -> None:
        """The fields that are not there yet."""
        self._made = True
        for name in self._columns:
            if name not in self.fields:
                self.fields[name] = self._make(name)
        for before, after in pairwise(self._columns):
            self.setTabOrder(self.fields[before], self.fields[after])

    def place(self, column: int, x: int, wide: int) -> None:
        """Put the filter of a column below its heading; a column that is not shown (0 wide) has none."""
        if self._made and column < len(self._columns):
            field = self.fields[self._columns[column]]
            field.setVisible(wide > 0)
            field.setGeometry(x + 3, (HEIGHT - FIELD) // 2 - 1, max(0, wide - 6), FIELD)

    def apply(self) -> None:
        """Read what stands in the fields; what can't be read holds nothing back and says so."""
        self._pause.stop()
        found: list[ColumnFilter] = []
        self.problem = ""
        for name in self._columns if self._made else ():
            read = read_filter(self._kind.fields[name], self.fields[name].text(), self._year)
            wrong = in_words(read.message) if isinstance(read, Problem) else ""
            self.fields[name].show_problem(wrong)
            self.problem = self.problem or wrong
            if isinstance(read, ColumnFilter):
                found.append(read)
        self.filters = tuple(found)
        self.changed.emit()

    def clear(self) -> None:
        for field in self.fields.values():
            field.clear()
        self.apply()

    @property
    def filled(self) -> bool:
        return any(field.text().strip() for field in self.fields.values())

    def open(self, name: str | None = None) -> None:
        """Put the cursor into the filter of a column, else of the first one."""
        seen = [field for column, field in self.fields.items() if column == name] or [
            self.fields[column] for column in self._columns
        ]
        if seen:
            seen[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            seen[0].selectAll()

    def _make(self, name: str) -> FilterField:
        made = FilterField(self._kind.fields[name], self)
        made.textEdited.connect(lambda _: self._pause.start())
        made.left.connect(self._leave)
        made.escaped.connect(self.escaped)
        return made

    def _leave(self) -> None:
        self.apply()
        self.left.emit()

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT)
