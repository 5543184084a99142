"""A dialog over the report: number, day, addressees and signer of this one, and the letterhead of its office."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from desktop_app.session import OpenFile
from desktop_app.session.report_head import HeadRecord, HeadRecords
from desktop_app.texts import say
from ui.form.form_dialog import make_form
from ui.form.record_form import RecordForm
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.typing_first import TypingFirst

WIDE, HIGH = 560, 660


class ReportHeadDialog(QDialog):
    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, records: HeadRecords) -> None:
        super().__init__(over)
        self._bridge, self._file = bridge, file
        column = parts.dialog(self, say("print.head"), 8, lambda: self.form.show_help())
        parts.fill(column, *parts.heading(say("print.head"), say("print.head_about")))
        self.bar = parts.tab_bar(say("print.head"))
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        self._stack = parts.put(column, QStackedWidget(), 1)
        self.forms = [self._add(say("print.head_report"), records.report)]
        self.forms.append(self._add(say("print.head_office"), records.letterhead))
        self.bar.currentChanged.connect(self._show_tab)
        parts.button_row(column, parts.button(say("form.sheet_done"), self.finish, "primary", "check"))
        bridge.ask(lambda _: None, lambda _: self._go_to_text(), self)
        QShortcut("Ctrl+;", self, lambda: self.form.take_today())
        QShortcut("Ctrl+Return", self, self.finish)
        TypingFirst(self)
        self.resize(QSize(WIDE, min(HIGH, over.height() - 40)))

    @property
    def form(self) -> RecordForm:
        return self.forms[self.bar.currentIndex()]

    def finish(self) -> None:
        self.form.commit()
        self.accept()

    def reject(self) -> None:
        """Esc: out of what is being typed first; never to the office around its letterhead, where nobody came from."""
        if not self.form.restore_typed():
            self.finish()

    def _show_tab(self, index: int) -> None:
        for form in self.forms:
            form.commit()
        self._stack.setCurrentIndex(index)
        self._go_to_text()

    def _go_to_text(self) -> None:
        """The cursor goes behind unit, year and period, which are given."""
        grid = self.form.grid
        if grid is not None:
            grid.focus_field(next(f.name for f in grid.kind.fields.values() if f.type.one_line))

    def _add(self, name: str, head: HeadRecord) -> RecordForm:
        form = make_form(self._bridge, self._file.plan, self._file.units, goes_on=False)
        form.saver.written.connect(self._bridge.written)
        form.saver.deleted.connect(self._bridge.deleted)
        form.steps.closed.connect(self.accept)
        self.bar.addTab(name)
        self._stack.addWidget(form)
        if head.record is None:
            form.steps.start_record(head.kind, given=head.given)
        else:
            form.steps.show_record(head.kind, head.record)
        return form
