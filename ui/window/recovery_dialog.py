"""The recovery page on its way to paper: printed or saved, then two of its groups typed back at once."""

import random
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop_app.domain.recovery_code import DIGITS, group_count
from desktop_app.errors import AppError
from desktop_app.session import passphrases
from desktop_app.texts import in_words, say
from ui.report.report_dialogs import Question
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.code_grid import GroupLine
from ui.widgets.file_saving import ask_place, save_content
from ui.widgets.fitted import FittedDialog
from ui.widgets.printing import Printing, ask_printer, pages_of
from ui.window.recovery_file import PageToPrint, proposed_folder, proposed_name, read_page, saved_beside

WIDE = 560
ASKED_BACK = 2


class RecoveryDialog(FittedDialog):
    """What was done before is said at its top; it ends well once two groups are typed back."""

    def __init__(self, over: QWidget, bridge: Bridge, done: Sequence[str]) -> None:
        super().__init__(over, say("keys.page"), WIDE, 8)
        self._page: PageToPrint | None = None
        self._leaving: Question | None = None
        self._printing: Printing | None = None
        self._document = QPdfDocument(self)
        self._bytes = QBuffer(self)
        self.column.addWidget(parts.label(say("keys.page"), "form"))
        for sentence in done:
            self.column.addWidget(parts.label(sentence, "muted", wrap=True))
        if done:
            self.column.addWidget(parts.rule())
        self.column.addWidget(parts.label(say("keys.page_about"), wrap=True))
        self._page_out()
        self._groups_back()
        self._foot()
        bridge.ask(read_page, self._show, self)
        self.open()

    def _page_out(self) -> None:
        """The buttons by which the page leaves the program, and what came of it."""
        line = parts.row()
        self.print_button = parts.button(say("keys.print"), self.print_page, icon="printer")
        self.save_button = parts.button(say("keys.save_page"), self.ask_where, icon="save")
        for button in (self.print_button, self.save_button):
            button.setEnabled(False)
            line.addWidget(button)
        line.addStretch(1)
        self.column.addLayout(line)
        self.message = parts.put(self.column, parts.MessageLabel("muted"))
        self.column.addSpacing(4)

    def _groups_back(self) -> None:
        self.column.addWidget(parts.label(say("keys.type_back"), wrap=True))
        self.back: dict[int, GroupLine] = {}
        self.column.addLayout(self._lines())
        self.hint = parts.put(self.column, parts.label("", "small", wrap=True))
        self.column.addSpacing(8)

    def _foot(self) -> None:
        self.finish = parts.button(say("keys.finish"), self.accept, "primary")
        self.finish.setEnabled(False)
        self.later = parts.button(say("keys.later"), self.reject)
        parts.button_row(self.column, self.later, self.finish, spacing=12)

    def _lines(self) -> QHBoxLayout:
        """Room for the groups that are asked back, any of the page."""
        row = parts.row(spacing=16)
        count = group_count(passphrases.CODE_BYTES)
        for place in sorted(random.sample(range(1, count + 1), ASKED_BACK)):
            self.back[place] = line = GroupLine(place)
            line.setFixedWidth(theme.scaled(110))
            line.setEnabled(False)
            line.textChanged.connect(self._compare)
            parts.fill(row, parts.label(say("keys.group", place=place)), line)
        row.addStretch(1)
        return row

    def _show(self, page: PageToPrint) -> None:
        self._page = page
        self._bytes.setData(QByteArray(page.pdf))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._bytes)
        for button in (self.print_button, self.save_button):
            button.setEnabled(True)
        for line in self.back.values():
            line.setEnabled(True)
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Ask first whether to do without the page; what closes it while the question stands means it."""
        if self._leaving is not None and self._leaving.isVisible():
            super().reject()
            return
        self._leaving = Question(
            self, say("keys.leave_title"), say("keys.leave_about"), say("keys.leave_go"), with_reason=False, danger=True
        )
        self._leaving.accepted.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        self._leaving.open()

    def print_page(self) -> None:
        assert self._page
        printer = ask_printer(self, say("keys.page"), 1)
        if printer is not None:
            self._printing = Printing(self._document, printer, pages_of(printer, 1))
            self._printing.finished.connect(self._printed)
            self._printing.failed.connect(lambda: self.message.show_text(say("print.cut_off")))
            if not self._printing.start():
                self.message.show_text(say("print.cannot_print"))

    def _printed(self) -> None:
        """What went into a file lies there like one that was saved: it opens the ledger too."""
        target = self._printing.target if self._printing else ""
        if target:
            self._say_saved(Path(target))
        else:
            self.message.show_text(say("keys.page_printed"))

    def ask_where(self) -> None:
        assert self._page
        ledger = self._page.path
        chosen = ask_place(self, proposed_folder(ledger), proposed_name(ledger), "pdf", say("keys.save_page_title"))
        if chosen is not None:
            self.save(chosen)

    def save(self, path: Path) -> None:
        assert self._page
        try:
            save_content(path, self._page.pdf)
        except AppError as error:
            self.message.show_text(in_words(error.message))
        else:
            self._say_saved(path)

    def _say_saved(self, path: Path) -> None:
        assert self._page
        beside = saved_beside(path, self._page.path)
        words = "keys.page_beside" if beside else "keys.page_saved"
        self.message.show_text(say(words, file=path), "warning" if beside else "muted")

    def _compare(self) -> None:
        """Say which of the groups is not as on the page, once it is whole."""
        assert self._page
        typed = {place: line.text() for place, line in self.back.items()}
        wrong = [p for p, text in typed.items() if len(text) == DIGITS and text != self._page.groups[p - 1]]
        right = all(text == self._page.groups[place - 1] for place, text in typed.items())
        self.finish.setEnabled(right)
        theme.set_role(self.hint, "error" if wrong else "small")
        self.hint.setText(
            say("keys.type_back_right") if right else say("keys.type_back_wrong", place=wrong[0]) if wrong else ""
        )
