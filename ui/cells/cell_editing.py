"""What is written into one cell of a sheet: the editor over it, from the first key until it is left."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value, show_date
from desktop_app.session import OpenFile
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.cells.cell_editor import CellEditor
from ui.cells.cell_saver import CellSaver
from ui.cells.cell_table import CellTable
from ui.form.choice_editors import RefEditor
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, make_editor
from ui.form.form_dialog import FormDialog, make_form
from ui.widgets import parts
from ui.widgets.bridge import Bridge

TICKS = {"x": True, "v": True, "1": True, "0": False}  # what is typed for yes and no beside their first letters


class CellEditing(QObject):
    """`left(columns, rows)`: Tab or Enter leads to another cell; `cancelled()`: Esc; `written(act, Written)`: a record
    that the cell refers to was made.
    """

    left = Signal(int, int)
    cancelled = Signal()
    written = Signal(bytes, object)

    def __init__(self, bridge: Bridge, file: OpenFile, table: CellTable, saver: CellSaver, page: QWidget) -> None:
        super().__init__(page)
        self._bridge, self._file, self._page, self._saver = bridge, file, page, saver
        self._table, self._rows, self._kind = table, table.rows, table.rows.kind
        self.editor: CellEditor | None = None
        self._here: tuple[OpenRecord, str, str | None] | None = None  # what it writes into, and the draft before
        table.verticalScrollBar().valueChanged.connect(lambda _: self._follow_cell())
        table.horizontalScrollBar().valueChanged.connect(lambda _: self._follow_cell())
        table.rows.modelReset.connect(self._follow_cell)
        parts.application().focusChanged.connect(self._follow_focus)

    def edit(self, key: QKeyEvent | QInputMethodEvent | None = None) -> None:
        """Write into the current cell; `key`: what takes the place of what stands there."""
        self.commit()
        row, column = self._table.here
        opened = self._opened(row)
        found = self._rows.row_at(row)
        if opened is None or found is None:
            return
        name = self._rows.columns[column]
        if isinstance(key, QKeyEvent) and self._kind.fields[name].type.flag and key.text().lower() in TICKS:
            answer = TICKS[key.text().lower()]
            self._saver.save(opened, name, answer, say("core.yes" if answer else "core.no"))
            return
        self._table.scrollTo(self._rows.index(row, column))
        self.editor = editor = self._make_editor(name, found.values, opened)
        self._here = (opened, name, found.drafts.get(name))
        if key is None or not self._kind.fields[name].type.many:  # a letter takes the place of all that was chosen
            editor.editor.show_value(found.values.get(name), found.shown.get(name, ""))
        if name in found.drafts and key is None:
            editor.editor.show_raw(found.drafts[name])
        editor.place(self._table.rect_of(row, column))
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
            self._saver.drop(opened, name)  # what was saved stands there again
        self._put_away(editor)

    def cancel(self) -> bool:
        """Esc: what is being typed is given up, else what the cell holds unsaved; False where there is neither."""
        if self.editor is not None and self._here is not None:
            editor, (written, typed, draft) = self.editor, self._here
            self.editor = self._here = None
            if editor.was_typed:
                self._saver.save_typed(written, typed, draft)
            editor.editor.blockSignals(True)
            self._put_away(editor)
            return True
        row, column = self._table.here
        found, name = self._rows.row_at(row), self._rows.columns[column] if column >= 0 else ""
        opened = self._rows.opened_at(row) if found is not None else None
        if found is None or opened is None or name not in found.drafts:
            return False
        self._saver.drop(opened, name)
        return True

    def take_today(self) -> None:
        """Ctrl+;: today into a cell of days."""
        row, column = self._table.here
        opened, of = self._opened(row), self._kind.fields[self._rows.columns[column]]
        if opened is not None and of.type.holds_day and self.editor is None:
            today = self._file.today().isoformat()
            self._saver.save(opened, of.name, today, show_date(today))

    def _opened(self, row: int) -> OpenRecord | None:
        """The record of a row as it is written into; keys wait for the one that is on its way."""
        if self._rows.opened_at(row) is None:
            self._bridge.hold_keys(lambda: self._rows.opened_at(row) is not None)
        return self._rows.opened_at(row) if isValid(self) else None

    def _make_editor(self, name: str, values: Mapping[str, Value], opened: OpenRecord) -> CellEditor:
        of, day = self._kind.fields[name], values.get(self._kind.date_field)
        around = Surroundings(
            self._file.plan, self._file.units, self._bridge, lambda: day if isinstance(day, str) else None
        )
        inner: FieldEditor = make_editor(of, around)
        inner.name(in_words(of.label))
        inner.today = self._file.today().isoformat()
        made = CellEditor(inner, self._table.viewport())
        made.edited.connect(lambda value: self._saver.save(opened, name, value, inner.raw))
        made.edited.connect(lambda _: QTimer.singleShot(0, self, self._follow_cell))  # tags take room
        made.misread.connect(lambda wrong, raw: self._misread(opened, name, wrong, raw))
        made.typed.connect(lambda raw: self._saver.save_typed(opened, name, raw))
        made.left.connect(self.left)
        made.cancelled.connect(self.cancelled)
        if isinstance(inner, RefEditor):
            inner.new_wanted.connect(lambda words: self._make_missing(opened, of, words))
        return made

    def _make_missing(self, opened: OpenRecord, of: Field, words: str) -> None:
        """The record that a cell should refer to is made in place, as in the form, and chosen then."""
        plan = self._file.plan
        form = make_form(self._bridge, plan, self._file.units, goes_on=False)
        form.saver.written.connect(self.written)
        sheet = FormDialog(self._page, self._bridge, form, in_words(of.label))

        def choose(record: str, title: str, _: object) -> None:
            self.cancel()
            self._saver.save(opened, of.name, record, title)

        sheet.chosen.connect(choose)
        sheet.start(plan.kinds[of.target or ""], words, opened)
        sheet.open()

    def _misread(self, opened: OpenRecord, name: str, problem: Problem, raw: str) -> None:
        self._saver.save(opened, name, None, raw, problem)

    def _put_away(self, editor: CellEditor) -> None:
        """It goes once whatever it still asks the file is answered."""
        self._table.setFocus()
        editor.hide()
        self._bridge.ask(lambda _: None, lambda _: editor.deleteLater() if isValid(editor) else None, self)

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """The cell is left where the focus goes elsewhere in the window; what opens below it leaves it where it is."""
        elsewhere = now is not None and now.window() is self._page.window() and self.editor is not None
        if elsewhere and self.editor is not None and now is not None and not self.editor.isAncestorOf(now):
            self.commit()

    def _follow_cell(self) -> None:
        if self.editor is not None:
            self.editor.place(self._table.rect_of(*self._table.here))
