"""One area of the plan: its indicators as cards, the lists of its records left and the form right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile, records
from desktop_app.session.open_record import OpenRecord
from desktop_app.settings import ListLook
from ui.form.form_dialog import make_form
from ui.history.window_acts import Written
from ui.progress.indicator_cards import IndicatorCards
from ui.progress.shown_figures import ShownFigure
from ui.records.area_layout import AreaLayout
from ui.records.list_sheets import ENDINGS
from ui.records.record_list import RecordList
from ui.widgets.bridge import Bridge
from ui.widgets.dragged_file import dragged_file

if TYPE_CHECKING:
    from ui.crosstab.crosstab_dialog import CrosstabDialog


class AreaTab(QWidget):
    """Used for every area and, with all records whatever the period, for the registers (`area` None).

    `indicator_wanted(code)`: what stands behind the figure of a card.
    """

    indicator_wanted = Signal(str)
    deleted = Signal(bytes, str)
    written = Signal(bytes, object)
    notified = Signal(str)

    def __init__(
        self, bridge: Bridge, file: OpenFile, name: str, kinds: Sequence[RecordKind], area: str | None,
        looks: dict[str, ListLook],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self._bridge, self._file, self._code = bridge, file, area
        self._period: Period | None = None
        self.proposes_period = True
        self._shares_drafts = False  # whether the form has a sheet beside it
        self.cards = IndicatorCards()
        self.list = RecordList(bridge, file, kinds, looks, by_period=area is not None)
        self.form = make_form(
            bridge, file.plan, file.units, filters=lambda: self.list.table.rows.wanted.filters(), above=self._above
        )
        self.room = AreaLayout(self, self.cards, self.list, self.form, always_across=area is None)
        self._connect()

    def set_period(self, period: Period) -> None:
        """Speak of this period from now on."""
        self._period = period
        self.list.set_period(period)
        self.form.steps.period.set_code(period.code if self.proposes_period else None)

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        """The figures of the area's own indicators."""
        self.cards.show_figures([figure for figure in figures if figure.area == self._code])

    def show_record(self, kind: RecordKind, record: str) -> None:
        """Go to a record: its list, its row, its form; one that lives inside another opens inside it."""
        if self.list.cells.page is not None:
            self.list.cells.toggle()
        self.form.steps.show_record(kind.name, record, lambda top: self._mark(top.kind, top.record), focus=True)

    def show_again(self, record: str) -> None:
        """A record of the list in sight, in its row and in the form; the focus stays where it is."""
        if self.list.cells.page is not None:
            self.list.cells.page.wish = record
            return
        self.list.table.show_record(record)
        self._open(self.list.kind.name, record)

    def start_record(self, *, guided: bool = False) -> None:
        """A new record of the kind in sight; `guided`: the form says what to do next."""
        if not self.list.offered:
            if not self.list.empty_title:  # an empty list says so already
                self.list.foot.show_message(self.list.made_elsewhere, wrong=True)
            return
        if self.list.cells.page is not None:
            self.list.cells.page.go_to_next()
            self.list.take_focus()
            return
        if self.form.reader.must_wait():
            return
        self.form.commit()
        self.form.view.head.guiding = guided
        self.list.table.show_record(None)
        self.form.steps.start_record(self.list.kind.name)

    def duplicate(self) -> None:
        """Ctrl+Shift+D: a copy of the record in the form."""
        if self.form.isHidden():  # a sheet is in its place: what is copied is shown first
            self._cross()
        else:
            self.form.copier.duplicate()

    def start_next(self) -> None:
        """Ctrl+N: another record of the kind in the form where that is one step deeper, else of the list."""
        if self.form.state.deeper:
            self.form.steps.start_next()
        else:
            self.start_record()

    def show_crosstab(self) -> "CrosstabDialog | None":
        """Count records of the kind in sight, or of those inside them, by what they say."""
        from desktop_app.session import crosstabs
        from ui.crosstab.crosstab_dialog import CrosstabDialog

        if self._period is None:
            return None
        self.form.commit()
        plan, shown = self._file.plan, self.list.kind
        kinds = [kind for top in self.list.kinds for kind in crosstabs.kinds(self._file, top)]
        dialog = CrosstabDialog(self.window(), self._bridge, self._file, kinds, shown, self._period)
        dialog.record_wanted.connect(lambda kind, record: self.show_record(plan.kinds[kind], record))
        dialog.list_wanted.connect(self.list.show_only)
        return dialog

    def commit(self) -> None:
        """Save what is being typed, in the form or in a cell."""
        if self.list.cells.page is not None:
            self.list.cells.page.commit()
        self.form.commit()

    def take_above(self) -> None:
        """Ctrl+D: among cells the marked ones like the first, in the form the value of the record above."""
        page = self.list.cells.page
        if page is not None and not self.form.isAncestorOf(self.focusWidget() or self):
            page.work.fill_down()
        else:
            self.form.take_above()

    def take_today(self) -> None:
        """Ctrl+;: today into the cell or the field of days that has the cursor."""
        page = self.list.cells.page
        if page is not None and not self.form.isAncestorOf(self.focusWidget() or self):
            page.editing.take_today()
        else:
            self.form.take_today()

    def _begin(self, kind: str) -> OpenRecord:
        return OpenRecord(kind, None, {}, period=self.form.steps.period.of(kind))

    def _share_room(self, on: bool) -> None:  # as the signal gives it
        """A sheet has the room of the form, which F6 brings back."""
        if on and not self._shares_drafts:
            self._shares_drafts = True
            self._bridge.drafted.connect(self.form.follow_drafts)
        self.form.commit()
        self.form.setVisible(not on)
        if not on:
            self.form.reader.refresh()

    def _show_children(self, kind: str, record: str) -> None:
        """The records inside one as a sheet of their own, in the place of the list."""
        child, cells = self._file.plan.kinds[kind], self.list.cells

        def show(title: str) -> None:
            cells.show_children(child, record, title)

        self._bridge.ask(lambda file: records.title_of(file, record), show, self)

    def _note_cells(self, act: bytes, written: Written) -> None:
        if written.record and not written.field:
            self.form.steps.period.note_made(written.kind)
        self.written.emit(act, written)

    def _follow_cells(self, kind: str, record: str) -> None:
        """Where the form stands beside a sheet it shows the record of the cursor."""
        if record and self.form.isVisible():
            self._open(kind, record)

    def changed(self, kind: str) -> None:
        """Records of a kind were written somewhere: a change deep inside may end the state of the outermost one."""
        kinds = self._file.plan.kinds
        around = kinds.get(kind)
        while around is not None and around is not self.list.kind:
            around = kinds.get(around.parent or "")
        if not kind or around is not None:
            self.list.read()

    def _mark(self, kind: str, record: str | None) -> None:
        if self.list.kind.name != kind:
            self.list.choose_kind(kind)
        self.list.table.show_record(record)

    def _above(self) -> str | None:
        """The record one line above the current one."""
        row = self.list.table.rows.row_at(self.list.table.currentIndex().row() - 1)
        return row.id if row else None

    def _open(self, kind: str, record: str) -> None:
        self.form.view.head.guiding = self.form.view.head.guiding and self.form.state.record == record
        self.form.steps.show_record(kind, record)

    def _follow(self, _: bytes, written: Written) -> None:
        """A corrected key gives a record another id: the row goes along."""
        table = self.list.table
        if written.field and written.kind == self.list.kind.name and written.record != table.wish:
            table.show_record(written.record)

    def _close(self) -> None:
        """The record that is open is gone and none stands in its place."""
        if self.form.state.outermost_kind == self.list.kind.name:
            self.form.commit()
            self.form.steps.close()

    def _leave_other_kind(self, name: str) -> None:
        """Another list: the form of the one before is closed, unless it is what led here."""
        if self.form.state.outermost_kind not in (None, name):
            self.form.commit()
            self.form.steps.close()

    def _escape(self) -> None:
        """Esc in a form in which there is nothing to leave leads to its list."""
        if not self.form.escape():
            self.list.take_focus()

    def _cross(self) -> None:
        """F6: from the form to its list, from anywhere else into the form."""
        page = self.list.cells.page
        if self.form.isAncestorOf(self.focusWidget() or self) or (page is None and self.form.grid is None):
            self.list.take_focus()
        elif page is None:
            self.form.focus_fields()
        elif page.record:
            page.commit()
            self.form.show()
            self.form.steps.show_record(self.list.kind.name, page.record, focus=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_file(event.mimeData(), ENDINGS) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A spreadsheet is taken in as records of the kind in sight."""
        sheet = dragged_file(event.mimeData(), ENDINGS)
        if sheet is not None:
            event.acceptProposedAction()
            self.list.sheets.show(sheet)

    def _connect(self) -> None:
        self.cards.chosen.connect(self.indicator_wanted)
        self.cards.made.connect(lambda: self.cards.tab_before(self.list.first, self))
        self.list.chosen.connect(self._open)
        self.list.entered.connect(self.form.focus_fields)
        self.list.add_wanted.connect(self.start_record)
        self.list.kind_chosen.connect(self._leave_other_kind)
        self.list.none_left.connect(self._close)
        self.list.deleted.connect(self.deleted)
        self.list.notified.connect(self.notified)
        self.list.foot.cross_wanted.connect(self.show_crosstab)
        self.list.cells.begin = self._begin
        self.list.cells.toggled.connect(self._share_room)
        self.list.cells.written.connect(self._note_cells)
        self.list.cells.notified.connect(self.notified)
        self.list.cells.moved.connect(self._follow_cells)
        self.list.cells.returned.connect(self._open)
        self.list.cells.children_wanted.connect(self._show_children)
        self.form.cells_wanted.connect(self._show_children)
        self.form.saver.written.connect(self._follow)
        self.form.made.connect(lambda record: self.list.table.show_record(record))
        self.list.read_anew.connect(self.form.reader.look_again)
        self.form.steps.next_wanted.connect(self.start_record)
        self.form.reader.occupied.connect(self.notified)
        self.form.saver.deleted.connect(self.deleted)
        self.form.saver.written.connect(self.written)
        self.form.steps.closed.connect(lambda: self.list.table.show_record(None))
        QShortcut("F6", self, self._cross)
        QShortcut("Ctrl+J", self, self.form.twin.open)
        QShortcut("Ctrl+PgUp", self, lambda: self.list.step_kind(-1))
        QShortcut("Ctrl+PgDown", self, lambda: self.list.step_kind(1))
        back = QShortcut(Qt.Key.Key_Escape, self.form, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._escape)
