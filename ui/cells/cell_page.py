"""A list as a sheet: its cells, the editor over one of them, and below what is said of the marked block."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Problem, Value, show_date
from desktop_app.session import OpenFile
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.cells.block_work import BlockWork
from ui.cells.cell_editor import CellEditor
from ui.cells.cell_foot import CellFoot
from ui.cells.cell_rows import NEXT, CellRows
from ui.cells.cell_saver import CellSaver
from ui.cells.cell_table import CellTable
from ui.cells.key_question import KeyQuestion
from ui.form.choice_editors import RefEditor
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, make_editor
from ui.form.form_dialog import FormDialog, make_form
from ui.widgets import parts
from ui.widgets.bridge import Bridge

TICKS = {"x": True, "v": True, "1": True, "0": False}  # what is typed for yes and no beside their first letters


class CellPage(QWidget):
    """`written(act, Written)`; `notified(sentence)`: what was done to many cells; `escaped()`: back to the list;
    `moved(id)`: the cursor is in another record, "" for the next one; `sort_wanted(field, down)`;
    `children_wanted(kind, id)`: the records inside one as a sheet.

    `begin` begins the record below the last one, None where this office makes none.
    """

    written = Signal(bytes, object)
    notified = Signal(str)
    escaped = Signal()
    moved = Signal(str)
    sort_wanted = Signal(str, bool)
    children_wanted = Signal(str, str)

    def __init__(
        self, bridge: Bridge, file: OpenFile, kind: RecordKind, columns: Sequence[str],
        begin: Callable[[], OpenRecord] | None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("plain")
        self._bridge, self._file, self.kind = bridge, file, kind
        self.rows = CellRows(bridge, kind, columns, begin, self)
        self.table = CellTable(self.rows)
        self.saver = CellSaver(bridge, self.rows, self)
        self.foot = CellFoot(bridge, self.table)
        self.work = BlockWork(bridge, self.table, self.saver, begin, self)
        self.editor: CellEditor | None = None
        self._here: tuple[OpenRecord, str, str | None] | None = (
            None  # what the editor writes into, and its draft before
        )
        self._tab_start = -1  # the column in which a row of Tabs began: Enter goes on below it
        self._record = NEXT
        self.wish: str | None = None  # the record that the cursor goes to once it is read
        column = parts.column(self, 0, 0)
        self.title = parts.label("", "strong", wrap=True)
        self.title.setContentsMargins(10, 8, 10, 8)
        self.title.hide()
        column.addWidget(self.title)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)
        self._connect()

    def be_inside(self, title: str) -> None:
        """The records inside the one of this title."""
        self.title.setText(say("cells.inside", kind=in_words(self.kind.list_label), title=title))
        self.title.show()

    def read(self, wanted: Mapping[str, Any]) -> None:
        """List these records in this order, those that are listed already in their places."""
        if wanted != self.rows.wanted:
            self.commit()
        self.table.show_order(wanted.get("order"), down=bool(wanted.get("descending")))
        self.rows.read(wanted)

    def go_to_record(self, record: str | None) -> None:
        """Put the cursor into the row of a record, "" for the next one."""
        row = self.rows.ids.index(record) if record in self.rows.ids else len(self.rows.ids) if record == NEXT else 0
        self.table.go_to(row, max(self.table.here[1], 0))

    @property
    def record(self) -> str:
        """The record of the current row."""
        return self.rows.record_at(self.table.here[0]) if self.table.here[0] >= 0 else NEXT

    def go_to_next(self) -> None:
        """Put the cursor into the row below the last one."""
        self.go_to_record(NEXT)

    # --- one cell -------------------------------------------------------------------------------------------------

    def edit(self, key: QKeyEvent | QInputMethodEvent | None = None) -> None:
        """Write into the current cell; `key`: what takes the place of what stands there."""
        self.commit()
        row, column = self.table.here
        opened = self._opened(row)
        found = self.rows.row_at(row)
        if opened is None or found is None:
            return
        name = self.rows.columns[column]
        if isinstance(key, QKeyEvent) and self.kind.fields[name].type.flag and key.text().lower() in TICKS:
            answer = TICKS[key.text().lower()]
            self.saver.save(opened, name, answer, say("core.yes" if answer else "core.no"))
            return
        self.table.scrollTo(self.rows.index(row, column))
        self.editor = editor = self._make_editor(name, found.values, opened)
        self._here = (opened, name, found.drafts.get(name))
        if key is None or not self.kind.fields[name].type.many:  # a letter takes the place of all that was chosen
            editor.editor.show_value(found.values.get(name), found.shown.get(name, ""))
        if name in found.drafts and key is None:
            editor.editor.show_raw(found.drafts[name])
        editor.place(self.table.rect_of(row, column))
        editor.begin(key)

    def commit(self) -> None:
        """Leave the cell that is written in: what stands there is saved, or stays with its problem."""
        editor, here = self.editor, self._here
        if editor is None or here is None:
            return
        self.editor = self._here = None
        opened, name, draft = here
        editor.finish()
        if not editor.editor.half_typed and not editor.settled and (editor.was_typed or draft is not None):
            self.saver.drop(opened, name)  # what was saved stands there again
        self._put_away(editor)

    def cancel(self) -> bool:
        """Esc: what is being typed is given up, else what the cell holds unsaved; False where there is neither."""
        if self.editor is not None and self._here is not None:
            editor, (written, typed, draft) = self.editor, self._here
            self.editor = self._here = None
            if editor.was_typed:
                self.saver.save_typed(written, typed, draft)
            editor.editor.blockSignals(True)
            self._put_away(editor)
            return True
        row, column = self.table.here
        found, name = self.rows.row_at(row), self.rows.columns[column] if column >= 0 else ""
        opened = self.rows.opened_at(row) if found is not None else None
        if found is None or opened is None or name not in found.drafts:
            return False
        self.saver.drop(opened, name)
        return True

    def step(self, columns: int, rows: int) -> None:
        """Tab to the cell beside, Enter to the one below; after a row of Tabs Enter goes on where the first began."""
        self.commit()
        row, column = self.table.here
        if rows > 0 and self._tab_start >= 0:
            column = self._tab_start
        if columns and self._tab_start < 0:
            self._tab_start = column
        tab_start = self._tab_start if columns else -1
        column += columns
        if not 0 <= column < len(self.rows.columns):
            rows, column = columns, 0 if columns > 0 else len(self.rows.columns) - 1
        if self.rows.is_saving(NEXT) and row + rows >= self.rows.rowCount():
            self._bridge.hold_keys(lambda: not self.rows.is_saving(NEXT))  # the row below comes with the record
        self.table.go_to(row + rows, column)
        self._tab_start = tab_start
        self.table.setFocus()

    def take_today(self) -> None:
        """Ctrl+;: today into a cell of days."""
        row, column = self.table.here
        opened, of = self._opened(row), self.kind.fields[self.rows.columns[column]]
        if opened is not None and of.type.holds_day and self.editor is None:
            today = self._file.today().isoformat()
            self.saver.save(opened, of.name, today, show_date(today))

    def _opened(self, row: int) -> OpenRecord | None:
        """The record of a row as it is written into; keys wait for the one that is on its way."""
        if self.rows.opened_at(row) is None:
            self._bridge.hold_keys(lambda: self.rows.opened_at(row) is not None)
        return self.rows.opened_at(row) if isValid(self) else None

    def _make_editor(self, name: str, values: Mapping[str, Value], opened: OpenRecord) -> CellEditor:
        of, day = self.kind.fields[name], values.get(self.kind.date_field)
        around = Surroundings(
            self._file.plan, self._file.units, self._bridge, lambda: day if isinstance(day, str) else None
        )
        inner: FieldEditor = make_editor(of, around)
        inner.name(in_words(of.label))
        inner.today = self._file.today().isoformat()
        made = CellEditor(inner, self.table.viewport())
        made.edited.connect(lambda value: self.saver.save(opened, name, value, inner.raw))
        made.edited.connect(lambda _: QTimer.singleShot(0, self, self._follow_cell))  # tags take room
        made.misread.connect(lambda wrong, raw: self._misread(opened, name, wrong, raw))
        made.typed.connect(lambda raw: self.saver.save_typed(opened, name, raw))
        made.left.connect(self.step)
        made.cancelled.connect(self.escape)
        if isinstance(inner, RefEditor):
            inner.new_wanted.connect(lambda words: self._make_missing(opened, of, words))
        return made

    def _make_missing(self, opened: OpenRecord, of: Field, words: str) -> None:
        """The record that a cell should refer to is made in place, as in the form, and chosen then."""
        plan = self._file.plan
        form = make_form(self._bridge, plan, self._file.units, goes_on=False)
        form.saver.written.connect(self.written)
        sheet = FormDialog(self, self._bridge, form, in_words(of.label))

        def choose(record: str, title: str, _: object) -> None:
            self.cancel()
            self.saver.save(opened, of.name, record, title)

        sheet.chosen.connect(choose)
        sheet.start(plan.kinds[of.target or ""], words, opened)
        sheet.open()

    def _misread(self, opened: OpenRecord, name: str, problem: Problem, raw: str) -> None:
        self.saver.save(opened, name, None, raw, problem)

    def _put_away(self, editor: CellEditor) -> None:
        """It goes once whatever it still asks the file is answered."""
        self.table.setFocus()
        editor.hide()
        self._bridge.ask(lambda _: None, lambda _: editor.deleteLater() if isValid(editor) else None, self)

    def escape(self) -> None:
        if not self.cancel() and not self.saver.stop():
            self.escaped.emit()

    def menu(self) -> QMenu:
        """What can be done to the marked cells, to their records, and to the column of the cursor."""
        made = QMenu(self)
        made.setAccessibleName(say("cells.menu"))
        count = min(self.table.block.bottom() + 1, len(self.rows.ids)) - self.table.block.top()
        for words, keys, run in (
            ("cells.edit", "F2", self.edit), ("cells.copy", "Ctrl+C", self.work.copy),
            ("cells.copy_headed", "", lambda: self.work.copy(headed=True)), ("cells.paste", "Ctrl+V", self.work.paste),
            ("cells.fill", "Ctrl+D", self.work.fill_down), ("cells.series", "", self.work.go_on),
            ("cells.clear", "Delete", self.work.clear),
            ("list.sort_up", "", lambda: self._sort(down=False)), ("list.sort_down", "", lambda: self._sort(down=True)),
        ):  # fmt: skip
            action = made.addAction(f"{say(words)}\t{keys}" if keys else say(words))
            action.triggered.connect(lambda _=False, run=run: run())
        if self.record:
            for child in self._file.plan.children.get(self.kind.name, ()):
                action = made.addAction(say("cells.children", kind=in_words(child.list_label)))
                action.triggered.connect(partial(self.children_wanted.emit, child.name, self.record))
        if count > 0:
            made.addSeparator()
            action = made.addAction(say("list.delete_rows", count=count))
            action.triggered.connect(lambda: self.work.delete_records())
        return made

    def _sort(self, *, down: bool) -> None:
        self.rows.wanted = {}  # in this order anew, also where it was the order before
        self.sort_wanted.emit(self.rows.columns[max(self.table.here[1], 0)], down)

    # --- what the parts say to each other -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.table.edit_wanted.connect(self.edit)
        self.table.step_wanted.connect(self.step)
        self.table.escaped.connect(self.escape)
        self.table.clear_wanted.connect(self.work.clear)
        self.table.copy_wanted.connect(self.work.copy)
        self.table.paste_wanted.connect(self.work.paste)
        self.table.fill_wanted.connect(lambda block, rows, series: self.work.fill(block, rows, series=series))
        self.table.menu_wanted.connect(lambda at: self.menu().exec(at))
        self.work.notified.connect(self.notified)
        self.table.moved.connect(self._note_moved)
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._follow_cell())
        self.table.horizontalScrollBar().valueChanged.connect(lambda _: self._follow_cell())
        self.rows.loaded.connect(lambda _: self._seek_wish())
        self.rows.rowsInserted.connect(lambda *_: self._seek_wish())
        self.rows.modelReset.connect(self._follow_cell)
        parts.application().focusChanged.connect(self._follow_focus)
        self.saver.written.connect(self.written)
        self.saver.key_asked.connect(self._ask_key)
        self.saver.begun.connect(self.foot.show_work)
        self.saver.ended.connect(self.foot.end_work)
        self.foot.stop.clicked.connect(self.saver.stop)
        self._bridge.drafted.connect(self._note_drafted)

    def _seek_wish(self) -> None:
        """Go to the record that was asked for, once; somewhere the cursor always is."""
        if self.rows.rowCount() and (self.wish is not None or self.table.here[0] < 0):
            wish, self.wish = self.wish, None
            self.go_to_record(wish)

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """The cell is left where the focus goes elsewhere in the window; what opens below it leaves it where it is."""
        elsewhere = now is not None and now.window() is self.window() and self.editor is not None
        if elsewhere and self.editor is not None and now is not None and not self.editor.isAncestorOf(now):
            self.commit()

    def _note_moved(self) -> None:
        self._tab_start = -1
        if self.editor is not None and not self.editor.isAncestorOf(self.focusWidget() or self):
            self.commit()
        if self.record != self._record:
            self._record = self.record
            self.moved.emit(self._record)

    def _note_drafted(self, kind: str, by: object) -> None:
        if kind == self.kind.name and by is not self.saver and self.isVisible():
            self.rows.refresh()

    def _follow_cell(self) -> None:
        if self.editor is not None:
            self.editor.place(self.table.rect_of(*self.table.here))

    def _ask_key(self, title: str, go: Callable[[], None], leave: Callable[[], None]) -> None:
        KeyQuestion(self, in_words(self.kind.label), title, go, leave)
