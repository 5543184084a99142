"""What files would bring, as a tree: each file and below it its units; a person ticks what is to be taken."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop_app.domain.act_names import act_name
from desktop_app.domain.merging import MERGED, REFUSED, ForeignAct, Source, SourceReport, UnitReport
from desktop_app.domain.plan_offers import plan_note
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.widgets import theme
from ui.widgets.column_widths import ColumnShare, share_all, share_for
from ui.widgets.lines import when
from ui.widgets.list_header import ListHeader, heading_font, width_for

NAME, WHOSE, NEW, CHANGED, DELETED, SAME, CONFLICTS, NOTE = range(8)
HEADINGS = ("name", "whose", "new", "changed", "deleted", "same", "conflicts", "note")
UNIT, ACT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MOST_ACTS = 200
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
BOX = 3  # indentations: those of a unit below its file, and the box
NARROW = 840  # the note of the current line stands below as well
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked

# by the number of the file and the unit or act outside the scope
Ticks = Mapping[tuple[int, str | None, str | None], Qt.CheckState]


class MergeTree(QTreeWidget):
    """Space ticks a line; files that bring nothing or were refused have no box. A ticked unit ticks its file.

    `opened`: Enter or a double click on a line.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inner")
        self.setAccessibleName(say("exchange.preview"))
        self.setHeader(ListHeader(self))
        self.setColumnCount(len(HEADINGS))
        self.setHeaderLabels([say(f"exchange.column_{name}") for name in HEADINGS])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformRowHeights(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(NEW, NOTE):
            self.headerItem().setTextAlignment(column, RIGHT)
        self.itemChanged.connect(self._follow)
        self.itemDoubleClicked.connect(lambda *_: self.opened.emit())

    def show_reports(self, reports: Sequence[SourceReport]) -> None:
        """Show what each file would bring; the lines inside the scope are ticked."""
        self.clear()
        with QSignalBlocker(self):
            for report in reports:
                top = _line(report, report.name, _whose(report), _note(report))
                if report.status == REFUSED:
                    top.setText(WHOSE, say("exchange.refused"))
                    top.setForeground(WHOSE, theme.colour("error"))
                if report.status == MERGED or report.outside:
                    top.setCheckState(NAME, ON if report.status == MERGED else OFF)
                self.addTopLevelItem(top)
                for unit in report.units if report.outside else ():
                    if unit.changes:
                        top.addChild(_unit_line(unit))
                for act in report.acts[:MOST_ACTS]:
                    top.addChild(_act_line(act))
        self._share_width()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    @property
    def has_units(self) -> bool:
        """Whether there is anything to see below a file."""
        tops = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return any(top is not None and top.childCount() for top in tops)

    @property
    def note(self) -> str:
        """What there is to say of the current line, else why the first file was refused."""
        line = self.currentItem()
        tops = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        refused = (top.text(NOTE) for top in tops if top is not None and top.text(WHOSE) == say("exchange.refused"))
        return (line.text(NOTE) if line is not None else "") or next(refused, "")

    def _follow(self, line: QTreeWidgetItem) -> None:
        above = line.parent()
        if above is not None and line.checkState(NAME) is ON:
            above.setCheckState(NAME, ON)
        if above is None and line.checkState(NAME) is OFF:
            for below in _below(line):
                if _outside(below):
                    below.setCheckState(NAME, OFF)

    def picked(self, sources: Sequence[Source]) -> list[Source]:
        """The files that are ticked, with their ticked units outside the scope."""
        chosen = []
        for number, source in enumerate(sources):
            top = self.topLevelItem(number)
            if top is not None and top.checkState(NAME) is ON:
                ticked = [line for line in _below(top) if _outside(line) and line.checkState(NAME) is ON]
                units = tuple(str(line.data(NAME, UNIT)) for line in ticked if line.data(NAME, UNIT) is not None)
                acts = tuple(bytes.fromhex(act) for line in ticked if (act := line.data(NAME, ACT)))
                chosen.append(replace(source, take=units, acts=acts))
        return chosen

    @property
    def ticks(self) -> Ticks:
        return {key: line.checkState(NAME) for key, line in self._boxes()}

    def tick(self, ticks: Ticks) -> None:
        """Tick as it was before the lines were shown anew; a box that was not there stays as it is."""
        with QSignalBlocker(self):
            for key, line in self._boxes():
                line.setCheckState(NAME, ticks.get(key, line.checkState(NAME)))

    def _boxes(self) -> Iterator[tuple[tuple[int, str | None, str | None], QTreeWidgetItem]]:
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            for line in [top, *_below(top)] if top is not None else ():
                if line.data(NAME, Qt.ItemDataRole.CheckStateRole) is not None:
                    yield (number, line.data(NAME, UNIT), line.data(NAME, ACT)), line

    @property
    def current_file(self) -> int | None:
        """The number of the file on the current line, or above it."""
        line = self.currentItem()
        top = line.parent() or line if line is not None else None
        return self.indexOfTopLevelItem(top) if top is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Numbers stay whole; names and notes share what is left, by what they need."""
        room = self.viewport().width()
        narrow = room < theme.wide(NARROW)
        self.setColumnHidden(NOTE, narrow)
        tops = [top for number in range(self.topLevelItemCount()) if (top := self.topLevelItem(number)) is not None]
        lines = [line for top in tops for line in (top, *_below(top))]
        seen = range(NAME, NOTE if narrow else len(HEADINGS))
        shares = [self._share(column, [line.text(column) for line in lines]) for column in seen]
        last = NAME if narrow else NOTE
        shares = [replace(share, grows=column == last) for column, share in enumerate(shares)]
        for column, width in enumerate(share_all(shares, room)):
            self.setColumnWidth(column, width)

    def _share(self, column: int, cells: Sequence[str]) -> ColumnShare:
        heading = width_for(self.headerItem().text(column), QFontMetrics(heading_font()))
        share = share_for(cells, self.fontMetrics(), heading, 0, words=not NEW <= column < NOTE)
        beside = BOX * self.indentation() if column == NAME else 0
        return replace(share, need=share.need + beside, least=share.least + beside)


def _below(line: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [below for n in range(line.childCount()) if (below := line.child(n)) is not None]


def _outside(line: QTreeWidgetItem) -> bool:
    return line.data(NAME, UNIT) is not None or line.data(NAME, ACT) is not None


def _line(counts: SourceReport | UnitReport, name: str, whose: str, note: str) -> QTreeWidgetItem:
    numbers = [counts.new, counts.changed, counts.deleted, counts.same, counts.conflicts]
    made = QTreeWidgetItem(
        [name, whose, *(in_words(show_number(number)) if number else "" for number in numbers), note]
    )
    for column in range(NEW, NOTE):
        made.setTextAlignment(column, RIGHT)
    for column in (NAME, WHOSE, NOTE):
        made.setToolTip(column, made.text(column))
    return made


def _counted(counts: SourceReport | UnitReport) -> list[str]:
    """What has no column of its own."""
    named = {"reverted": counts.reverted, "erasures": counts.erasures}
    return [say(f"merge.count_{name}", count=show_number(count)) for name, count in named.items() if count]


def _unit_line(unit: UnitReport) -> QTreeWidgetItem:
    made = _line(unit, in_words(unit.unit_name) or say("exchange.no_unit"), "", "")
    if unit.inside:
        made.setText(NOTE, say("exchange.inside"))
    else:
        made.setText(NOTE, say("exchange.outside"))
        made.setCheckState(NAME, ON if unit.taken else OFF)
        made.setData(NAME, UNIT, unit.unit)
    made.setText(NOTE, "; ".join([made.text(NOTE), *_counted(unit)]))
    return made


def _act_line(act: ForeignAct) -> QTreeWidgetItem:
    """One act that concerns others than those below the file's unit: nothing in the file proves whose it is."""
    note = say("exchange.single_act", count=show_number(act.changes), time=when(act.time))
    whose = " · ".join(part for part in (in_words(act.unit_name) or act.unit, act.author) if part)
    made = QTreeWidgetItem([in_words(act_name(act.kind)), whose, *[""] * (NOTE - NEW), note])
    for column in (NAME, WHOSE, NOTE):
        made.setToolTip(column, made.text(column))
    made.setCheckState(NAME, ON if act.taken else OFF)
    made.setData(NAME, ACT, act.act.hex())
    return made


def _whose(report: SourceReport) -> str:
    return " · ".join(part for part in (in_words(report.unit_name), report.author) if part)


def _note(report: SourceReport) -> str:
    if report.status == REFUSED:
        return in_words(report.reason)
    notes = [] if report.status == MERGED else [say("exchange.nothing_new")]
    if report.left:
        notes.append(say("exchange.left", count=show_number(report.left)))
    notes += _counted(report)
    if report.plan is not None:
        notes.append(in_words(plan_note(report.plan)))
    return " · ".join(notes)
