"""A table whose columns a person chooses, sorts, widens and filters; together they are never wider than their place."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.domain.list_order import default_order
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.typed_value import Days
from desktop_app.settings import ListLook
from desktop_app.texts import in_words
from ui.records.filter_row import FilterRow
from ui.records.record_rows import ListQuery, RecordTableModel
from ui.records.row_marks import SIZE, breadth, paint_bar
from ui.records.sort_header import SortHeader
from ui.widgets import theme
from ui.widgets.bridge import Bridge
from ui.widgets.column_widths import FLOOR, ColumnShare, move_edge, share_for, share_width
from ui.widgets.line_rows import PAGE
from ui.widgets.list_header import good_width, heading_font, show_plain_rows, width_for

WIDEST = 180
SAMPLE = PAGE  # rows that show how much room the columns need
MANY = 8  # rows that show whether a column says anything
SIGN = 36
BRIEF = 520  # a narrower list shows the sign without its word, and words that it would cut on two lines
BETWEEN = 6  # rows of two lines


class ColumnTable(QTableView):
    """`look` is remembered by the person's settings; `columns` are those of the plan.

    `room_changed`: other columns than before find no place.
    """

    room_changed = Signal()

    def __init__(self, bridge: Bridge, kind: RecordKind, columns: list[str], look: ListLook, year: Days | None) -> None:
        super().__init__()
        self.kind, self.look, self._usual = kind, look, columns
        self._widths: list[int] = []
        self._sample: list[Sequence[str]] = []
        self._longest: list[int] = []  # by column the longest number that was seen
        self.rows = RecordTableModel(bridge, kind, self._chosen(), self)
        order, descending = self.order
        self.rows.wanted = ListQuery(order=order, descending=descending)
        self.setModel(self.rows)
        self.filters = FilterRow(kind, year)
        self.header = SortHeader(self.filters, self)
        self._set_up()
        self.header.sort_wanted.connect(self.sort_by)
        self.header.width_wanted.connect(self._widen)
        self.filters.show_columns(self.rows.columns)
        self.show_order()
        self.rows.marks_changed.connect(self.share_width)
        self.rows.modelReset.connect(self._look_at_rows)
        self.rows.loaded.connect(lambda _: self._look_at_rows())
        self.rows.dataChanged.connect(lambda first, last: self._look_at_numbers(first.row(), last.row()))

    @property
    def order(self) -> tuple[str, bool]:
        """The field by which the list is sorted, and whether from the highest down."""
        known = self.look.order in self.kind.fields
        return (self.look.order, self.look.descending) if known else default_order(self.kind)

    @property
    def shown_columns(self) -> list[str]:
        return [name for name, wide in zip(self.rows.columns, self._widths, strict=True) if wide]

    @property
    def left_out(self) -> list[str]:
        """The fields that a person chose to see and that find no place."""
        if not self.look.columns or len(self._widths) != len(self.rows.columns):
            return []
        return [name for name in self.rows.columns if name not in self.shown_columns]

    def sort_by(self, column: int, *, down: bool | None = None) -> None:
        """Sort by a column; None: from the lowest up, or the other way round where it is sorted so already."""
        if not 0 <= column < len(self.rows.columns):
            return
        name = self.rows.columns[column]
        self.look.descending = self.order == (name, False) if down is None else down
        self.look.order = name
        self.show_order()
        self.rows.read(replace(self.rows.wanted, order=name, descending=self.look.descending))

    def show_order(self) -> None:
        name, down = self.order
        column = self.rows.columns.index(name) if name in self.rows.columns else -1
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.header.setSortIndicator(column, order)
        self.header.announce_heading()

    def choose_columns(self, columns: Sequence[str]) -> None:
        """Show these fields; none: those of the plan, as wide as they were at first."""
        self.look.columns = list(columns)
        if not columns:
            self.look.widths.clear()
        self._sample = []
        self.rows.show_columns(self._chosen())
        self.filters.show_columns(self.rows.columns)
        self.show_order()
        self.share_width()

    def share_width(self) -> None:
        """What is short stays whole; where a record may bear a mark that has its place at the end, with its word unless
        a column had to go for it. A narrow list folds words on two lines rather than cut them or let a column go.
        """
        whole, self.rows.folded = self.viewport().width(), False
        narrow, room, shares = whole < theme.wide(BRIEF), whole - SIGN * self.rows.marked, self._shares()
        widths, worded = share_width(shares, room), share_width(shares, whole - breadth())
        self.rows.brief = narrow or worded.count(0) > widths.count(0)
        if self.rows.marked and not self.rows.brief:
            widths = worded
        if narrow:
            self.rows.folded = True
            folded = share_width(self._shares(), room)
            cut = any(0 < wide < share.need for wide, share in zip(widths, shares, strict=True))
            self.rows.folded = cut or folded.count(0) < widths.count(0)
            widths = folded if self.rows.folded else widths
        self._set_widths(widths)
        self._set_height()

    def _look_at_rows(self) -> None:
        """The first rows share the width out; once enough were seen it stays, unless a number or a column that was
        empty needs more.
        """
        seen = [row.cells for number in range(SAMPLE) if (row := self.rows.row_at(number))]
        if len(seen) > len(self._sample) or self._filled(seen) != self._filled(self._sample):
            self._sample = seen
            self.share_width()
        self._look_at_numbers(0, len(seen) - 1)

    def _look_at_numbers(self, first: int, last: int) -> None:
        """A longer number than was seen before widens its column, wherever in the list it stands."""
        rows = [row.cells for number in range(first, last + 1) if (row := self.rows.row_at(number))]
        numbers = [n for n, name in enumerate(self.rows.columns) if self.kind.fields[name].type.numeric]
        longer = [row for row in rows if any(len(row[n]) > self._longest[n] for n in numbers)]
        if longer:
            self._sample = [*self._sample, *longer]
            self.share_width()

    def _filled(self, rows: Sequence[Sequence[str]]) -> list[bool]:
        return [any(cells) for cells in zip(*rows, strict=True)] or [False] * len(self.rows.columns)

    def _chosen(self) -> list[str]:
        return [name for name in self.look.columns if name in self.kind.fields] or self._usual

    def _shares(self) -> list[ColumnShare]:
        self._longest = [max((len(row[n]) for row in self._sample), default=0) for n in range(len(self.rows.columns))]
        return [self._share(column) for column in range(len(self.rows.columns))]

    def _share(self, column: int) -> ColumnShare:
        name = self.rows.columns[column]
        field, given = self.kind.fields[name], self.look.widths.get(name, 0)
        text, metrics = in_words(field.heading), QFontMetrics(heading_font())
        heading = min(width_for(text, metrics), theme.wide(WIDEST))
        usual, words = theme.wide(field.type.width), not field.type.short
        cells = [self.rows.brief_words(column, row[column]) for row in self._sample]
        share = share_for(cells, self.fontMetrics(), heading, usual, words=words, given=given, folded=self.rows.folded)
        good = good_width(text, metrics)
        if self.rows.folded:  # what may stand on one line does where there is room
            good = share_for(cells, self.fontMetrics(), heading, usual, words=words).need
        says, whole = 2 if given else self._says(column), field.type.numeric
        return replace(share, names=field.type.one_line, good=good, says=says, whole=whole)

    def _says(self, column: int) -> int:
        """How many different things stand in a column, judged by many rows; the day of a record never goes."""
        if len(self._sample) < MANY or self.rows.columns[column] == self.kind.date_field:
            return 2
        found = {row[column] for row in self._sample}
        return len(found) if any(found) else 0

    def _set_widths(self, widths: list[int]) -> None:
        before, self._widths = self.left_out if self.look.columns else [], widths
        if self.look.columns and self.left_out != before:
            self.room_changed.emit()
        for column, wide in enumerate(widths):
            self.setColumnHidden(column, wide == 0)
            self.setColumnWidth(column, wide)
        self.setColumnWidth(len(widths), self.viewport().width() - sum(widths))
        self.header.place_filters()

    def _widen(self, column: int, wide: int) -> None:
        """A person moved an edge: those behind it give way, and all are remembered."""
        if column < len(self._widths):
            floors = [share.need if share.whole else FLOOR for share in self._shares()]
            self._widths = move_edge(self._widths, column, wide, floors)
            named = zip(self.rows.columns, self._widths, strict=True)
            self.look.widths.update({name: width for name, width in named if width})
        self._set_widths(self._widths)

    def _set_height(self) -> None:
        """Rows of one line, or of two; to set the height costs time in a long list."""
        two = 2 * self.fontMetrics().lineSpacing() + BETWEEN if self.rows.folded else 0
        high = max(theme.row_height(self.height()), two)
        if high != self.verticalHeader().defaultSectionSize():
            self.setWordWrap(self.rows.folded)
            self.verticalHeader().setDefaultSectionSize(high)

    def _set_up(self) -> None:
        self.setHorizontalHeader(self.header)
        self.header.setSortIndicatorShown(True)
        show_plain_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(SIZE, SIZE))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_bar(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.share_width()

    def sizeHint(self) -> QSize:
        return QSize(400, 300)
