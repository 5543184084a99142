"""The records inside a record: a heading, the way to add one, and a small table in the form of their parent."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.domain.field_types import RIGHT
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.texts import in_words, say
from ui.form.form_content import ListRow, child_columns
from ui.widgets import icons, parts, theme
from ui.widgets.column_widths import ColumnShare, share_few, share_for
from ui.widgets.list_header import HEIGHT, ListHeader, heading_font, show_plain_rows, width_for

MOST_ROWS = 6
SIGNS = {State.UNFINISHED: ("triangle-alert", "warning_text"), State.CONTRADICTORY: ("circle-alert", "error")}
SIGN_WIDTH = 20


class _ChildTableView(QTableWidget):
    chosen = Signal(int)

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.shares: list[ColumnShare] = []

    def share_width(self) -> None:
        room = self.viewport().width()
        for column, width in enumerate(share_few(self.shares, room) if self.shares else ()):
            self.setColumnHidden(column, not width)
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentRow() >= 0:
            self.chosen.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class ChildTable(QWidget):
    """`opened(id)`: a line was chosen; `wanted()`: a new one is asked for; `cells_wanted()`: all of them as a sheet."""

    opened = Signal(str)
    wanted = Signal()
    cells_wanted = Signal()

    def __init__(self, kind: RecordKind) -> None:
        super().__init__()
        self.kind = kind
        self.ids: list[str] = []
        self._columns = child_columns(kind)
        column = parts.column(self, 0, 6)
        head = parts.fill(parts.row(), (parts.label(in_words(kind.list_label), "section", wrap=True), 1))
        self.add = parts.button(say("ui.add_child"), self.wanted.emit, "link", "plus")
        self.add.setAutoDefault(True)  # Enter presses it
        self.add.setAccessibleName(say("ui.add_kind", kind=in_words(kind.label)))
        name = say("cells.children", kind=in_words(kind.list_label))
        self.cells = parts.icon_button("table", name, self.cells_wanted.emit)
        parts.fill(head, self.cells, self.add)
        column.addLayout(head)
        self.table = parts.put(column, self._make_table())
        self.empty = parts.put(column, parts.label(say("ui.no_children"), "small"))

    def show_rows(self, rows: Sequence[ListRow], *, ready: bool) -> None:
        """Show the inner records; `ready` says whether the parent is there to take one."""
        self.ids = [row.id for row in rows]
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row.cells):
                field = self.kind.fields[self._columns[column]]
                of, item = field.type, QTableWidgetItem(field.brief(text))
                item.setToolTip(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
                if of.align == RIGHT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column == 0 and row.state in SIGNS:
                    sign, colour = SIGNS[row.state]
                    item.setIcon(icons.icon(sign, getattr(theme.colours(), colour), 16))
                    item.setToolTip(f"{text} · {say(f'ui.state_{int(row.state)}')}")
                self.table.setItem(number, column, item)
        self.table.shares = [self._share(number) for number in range(len(self._columns))]
        self.table.share_width()
        height = HEIGHT + theme.ROW_HEIGHT * min(len(rows), MOST_ROWS) + 2
        self.table.setFixedHeight(height)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(say("ui.no_children") if ready else say("ui.children_later"))
        self.add.setEnabled(ready)

    def focus_row(self, record: str | None) -> None:
        """Put the focus on the row of a record; where there is none, on the button that adds one."""
        if record in self.ids:
            self.table.selectRow(self.ids.index(record))
        (self.table if self.ids else self.add).setFocus()

    def _share(self, column: int) -> ColumnShare:
        """What a column needs; the first one has a sign where a record does not count."""
        field = self.kind.fields[self._columns[column]]
        items = [self.table.item(row, column) for row in range(self.table.rowCount())]
        cells, signs = [item.text() for item in items if item], any(item and not item.icon().isNull() for item in items)
        heading = width_for(in_words(field.heading), QFontMetrics(heading_font()))
        share = share_for(cells, self.table.fontMetrics(), heading, 0, words=not field.type.short)
        if signs:
            return replace(share, need=share.need + SIGN_WIDTH, least=share.least + SIGN_WIDTH)
        same = field.type.holds_day and len(cells) > 1 and len(set(cells)) == 1
        return replace(share, says=1 if same and any(cells) else 2 * any(cells))

    def _make_table(self) -> _ChildTableView:
        table = _ChildTableView(len(self._columns))
        table.setObjectName("inner")
        table.setAccessibleName(in_words(self.kind.list_label))
        table.setHorizontalHeaderLabels([in_words(self.kind.fields[n].heading) for n in self._columns])
        show_plain_rows(table)
        header = ListHeader(table)
        table.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, name in enumerate(self._columns):
            field = self.kind.fields[name]
            item = table.horizontalHeaderItem(column)
            if item is not None:
                item.setToolTip(in_words(field.label))
                side = Qt.AlignmentFlag.AlignRight if field.type.align == RIGHT else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        table.cellClicked.connect(lambda row, _: self.opened.emit(self.ids[row]))
        table.chosen.connect(lambda row: self.opened.emit(self.ids[row]))
        return table
