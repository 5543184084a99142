"""A sample of a pile keyed a second time, sheet by sheet, without seeing the first; then what differs, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, piles, records
from desktop_app.session.piles import Difference, EnteredSheet, PileStanding
from desktop_app.texts import in_words, say
from ui.form.field_editors import FieldEditor
from ui.form.field_making import Surroundings, make_editor
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.scrolling import Scrolling
from ui.widgets.table_dialog import TableDialog

WIDE, AROUND, COLUMNS = 760, 190, 2


class SecondKeying(QDialog):
    """`keyed(differences, sheets)`: all sheets of the sample are keyed."""

    keyed = Signal(object, int)

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, kind: RecordKind, found: PileStanding) -> None:
        super().__init__(over)
        self._kind, self._sample = kind, piles.sample(found)
        self._around = Surroundings(file.plan, file.units, bridge, lambda: None)
        self._today = file.today().isoformat()
        self._at = 0
        self._differences: list[Difference] = []
        self.editors: dict[str, FieldEditor] = {}
        self._column = parts.dialog(self, say("pile.again_title"), 8)
        self._column.addWidget(parts.label(say("pile.again_title"), "form"))
        self._where = parts.put(self._column, parts.label("", "muted", wrap=True))
        self._fields = Scrolling(QWidget(), say("pile.again_title"))  # a low screen has no room for all
        self._fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.addWidget(self._fields, 1)
        self._wrong = parts.put(self._column, parts.label("", "error", wrap=True))
        self.go = parts.button(say("pile.next_sheet"), self.next, "primary", "check")
        parts.button_row(self._column, parts.button(say("pile.stop"), self._stop), self.go)
        self._show_sheet()
        inner = self._fields.widget()
        parts.resize_over(self, WIDE, (inner.sizeHint().height() if inner is not None else 0) + AROUND)
        self.open()

    def next(self) -> None:
        """What was keyed of this sheet is held against the first time; on to the next one."""
        for editor in self.editors.values():
            editor.commit()
        if self._wrong.text():
            return
        entered = self._sample[self._at]
        self._differences += piles.differences(entered, {name: one.value for name, one in self.editors.items()})
        self._at += 1
        if self._at < len(self._sample):
            self._show_sheet()
        else:
            self._stop()

    def _stop(self) -> None:
        self.close()
        if self._at:
            self.keyed.emit(self._differences, self._at)

    def _show_sheet(self) -> None:
        entered: EnteredSheet = self._sample[self._at]
        counts = {"at": self._at + 1, "count": len(self._sample)}
        self._where.setText(say("pile.again_about", sheet=entered.sheet, time=entered.time[11:16], **counts))
        fields = QWidget()
        fields.setObjectName("plain")
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        self.editors = {}
        for number, of in enumerate(piles.fields_to_key(self._kind)):
            editor = self.editors[of.name] = make_editor(of, self._around)
            editor.today = self._today
            editor.name(in_words(of.label))
            editor.misread.connect(self._refuse)
            editor.edited.connect(lambda _: self._wrong.setText(""))
            row, column = divmod(number, COLUMNS)
            grid.addWidget(parts.field_label(in_words(of.label), editor.inner()), 2 * row, column)
            grid.addWidget(editor, 2 * row + 1, column)
        self._fields.setWidget(fields)
        next(iter(self.editors.values())).inner().setFocus()

    def _refuse(self, problem: Problem, _: str) -> None:
        self._wrong.setText(in_words(problem.message))


class DifferenceDialog(TableDialog):
    """`record_wanted(id)`: one of the records is to be looked at. A second value can be taken in place of the first."""

    opened = Signal(object, int)
    second_taken = Signal(object)

    def __init__(
        self, over: QWidget, bridge: Bridge, kind: RecordKind, found: Sequence[Difference], sheets: int
    ) -> None:
        super().__init__(over, say("pile.differences"), "", (
            (say("pile.sheet"), 64), (say("pile.field"), 200), (say("pile.first"), 0), (say("pile.second"), 0),
        ), right=(0,))  # fmt: skip
        self._found = list(found)
        said = say("pile.differ", count=len(found), sheets=sheets) if found else say("pile.none_differs", sheets=sheets)
        self.set_about(said)
        self.table.opened.connect(self._open)
        take = parts.button(say("pile.take_second"), self._take, icon="check")
        take.setEnabled(bool(found))
        self.foot.insertWidget(0, take)
        bridge.ask(lambda file: [_line(file, kind, one) for one in found], self._show, self)
        self.open()

    def _show(self, lines: Sequence[Line]) -> None:
        self.show_lines(lines, say("pile.none_differs_short"))

    def _open(self, line: Line) -> None:
        found = list(dict.fromkeys(one.record for one in self.table.lines))
        self.close()
        self.opened.emit(found, found.index(line.record))

    def _take(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._found):
            self.second_taken.emit(self._found.pop(row))
            self._show([line for n, line in enumerate(self.table.lines) if n != row])


def _line(file: OpenFile, kind: RecordKind, one: Difference) -> Line:
    def shown(value: Value) -> str:
        return records.show_value(file, kind.name, one.field, value) or "–"

    label = in_words(kind.fields[one.field].label)
    return Line((str(one.sheet), label, shown(one.first), shown(one.second)), one.record)
