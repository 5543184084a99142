"""A verified copy of the file, or of one unit's part, for a stick or Zalo; and the list of copies handed over."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy, QStackedWidget, QWidget

from desktop_app.domain.sent_copy import SentCopy
from desktop_app.domain.unit_words import unit_words
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, erasures, exchange
from desktop_app.texts import in_words, say
from ui.exchange.backup_lines import size
from ui.exchange.copy_secrecy import CopySecrecy
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line, when
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.unit_finder import unit_finder
from ui.widgets.working_card import WorkingCard

FORM, WORKING = 0, 1


class SendPanel(QWidget):
    """`failed(sentence)`: for the place of notices; `publish_wanted`: to a server."""

    failed = Signal(str)
    publish_wanted = Signal()

    def __init__(self, bridge: Bridge, file: OpenFile) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge, self._file = bridge, file
        self._unit = file.unit
        self._folder = file.path.parent
        self._progress = LongWork()
        self.message = ""  # what became of the last copy
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self._working = WorkingCard(say("exchange.progress"), self.cancel)
        self._stack.addWidget(self._working)
        self._stack.setMinimumHeight(theme.scaled(200))
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.table = LineTable(say("exchange.sent"), (
            (say("exchange.sent_name"), 0), (say("exchange.sent_unit"), 200), (say("exchange.sent_time"), 140),
            (say("exchange.sent_author"), 180), (say("exchange.sent_records"), 90),
        ), right=(4,))  # fmt: skip
        column = parts.fill(parts.column(self, 0, 12), self._stack, parts.label(say("exchange.sent"), "section"))
        self._none = parts.label(say("exchange.sent_none"), "muted", wrap=True)
        self._none.hide()
        parts.fill(column, self._none, (self.table, 1), 0)

    def read(self) -> None:
        """Read again what was handed over, and what is not decided yet."""
        self._bridge.ask(_sent_lines, self._show_sent, self)
        self._bridge.ask(erasures.count_waiting, self._show_waiting, self)

    def ask_folder(self) -> None:
        """Ask where the copy goes, then write it."""
        why = self.secrecy.missing()
        if why:
            self._show_result((why, "error"))
            return
        chosen = QFileDialog.getExistingDirectory(self, say("exchange.send_where"), str(self._folder))
        if chosen:
            self.send(Path(chosen))

    def send(self, folder: Path) -> None:
        """Write the copy into a folder and read it back."""
        self._folder = folder
        self._progress = progress = LongWork()
        progress.progressed.connect(self._working.show_progress)
        unit = None if self._unit == self._file.unit else self._unit
        own = self.secrecy.passphrase
        self._working.show_progress(0, say("exchange.sending"))
        self._stack.setCurrentIndex(WORKING)
        self._bridge.ask(
            lambda file: stoppable(
                lambda: exchange.send(file, folder, unit, progress.report_progress, passphrase=own, plain=own is None)
            ),
            self._done, self, self._fail,
        )  # fmt: skip

    def show_package(self) -> None:
        """All records as tables for other programs, with what leaves listed first."""
        from ui.exchange.package_dialog import PackageDialog

        PackageDialog(self.window(), self._bridge, self._file)

    def cancel(self) -> None:
        """Stop writing the copy; what is there of it goes away."""
        self._progress.cancel()

    def _done(self, sent: SentCopy | None) -> None:
        self._stack.setCurrentIndex(FORM)
        if sent is None:
            self._show_result((say("exchange.send_stopped"), "muted"))
            return
        made = say("exchange.sent_made", records=show_number(sent.records), size=size(sent.bytes))
        secret = [(say("send.encrypted"), "muted")] if sent.encrypted else []  # that it is not is said above
        self._show_result((say("send.pull_out"), "strong"), (made, ""), (str(sent.path), "muted"), *secret)
        self.read()

    def _show_result(self, *lines: tuple[str, str]) -> None:
        """Sentences, each with its look."""
        parts.clear(self._result)
        for sentence, role in lines:
            self._result.addWidget(parts.label(sentence, role, wrap=True))
        self.message = "\n".join(sentence for sentence, _ in lines)

    def _show_waiting(self, count: int) -> None:
        self._waiting.setText(say("erasures.waiting", count=show_number(count)))
        self._waiting.setVisible(count > 0)

    def _show_sent(self, lines: Sequence[Line]) -> None:
        self.table.show_lines(lines)
        self.table.setVisible(bool(lines))
        self._none.setVisible(not lines)

    def _fail(self, why: str) -> None:
        self._show_result()
        self._stack.setCurrentIndex(FORM)
        self.failed.emit(why)

    def _choose(self, unit: str) -> None:
        self._unit = unit

    def _form(self) -> QFrame:
        card, column = parts.card(theme.MARGIN, 10)
        column.addWidget(parts.label(say("exchange.send_title"), "form"))
        below = self._file.units.children(self._file.unit)
        column.addWidget(parts.label(say("exchange.send_about" if below else "exchange.send_own"), "muted", wrap=True))
        self.secrecy = parts.put(column, CopySecrecy(self._file.encrypted))
        self._waiting = parts.label("", "warning", wrap=True)
        self._waiting.hide()
        column.addWidget(self._waiting)
        line = parts.row()
        self.unit = unit_finder(self._file.units, self._file.unit, say("exchange.send_unit"), self._choose)
        self.unit.setFixedWidth(theme.scaled(300))
        line.addWidget(self.unit)
        self.go = parts.put(line, parts.button(say("exchange.send_go"), self.ask_folder, "primary", "send"))
        line.addStretch(1)
        line.addWidget(parts.button(say("publish.menu"), self.publish_wanted.emit, "link", "send"))
        line.addWidget(parts.button(say("package.menu"), self.show_package, "link", "table"))
        column.addLayout(line)
        self._result = parts.column(None, 0, 4)
        parts.fill(column, self._result, 1)
        return card


def _sent_lines(file: OpenFile) -> list[Line]:
    return [
        Line((
            sent.name, in_words(unit_words(file.plan, sent.unit)), when(sent.time),
            sent.author or say("ui.nobody"), show_number(sent.records),
        ))
        for sent in reversed(exchange.sent_files(file))
    ]  # fmt: skip
