"""A ledger goes to a server: what would leave is shown kind by kind, and goes where a person types the address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.session import OpenFile, publishing
from desktop_app.texts import say
from ui.exchange.publish_lines import outcome, read_lines
from ui.exchange.server_line import ServerLine
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.flow_row import FlowRow
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

if TYPE_CHECKING:
    from desktop_app.session.publishing import Published


class PublishDialog(TableDialog):
    """Nothing is connected before a person has typed an address and pressed the button."""

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, period: Period) -> None:
        super().__init__(over, say("publish.title"), say("publish.about"), (
            (say("package.kind"), 300), (say("package.records"), 90), (say("publish.leaves"), 110),
            (say("publish.stays"), 0),
        ), right=(1,), size=(1180, 690))  # fmt: skip
        self.table.wrap()
        self._bridge, self._file, self._period = bridge, file, period
        self.include = {name: self._chip(say(f"publish.include_{name}")) for name in INCLUDED}
        self.source = self._chip(say("publish.source"))
        self.source.setToolTip(say("publish.source_about"))
        self._ticks = FlowRow()
        for chip in self.include.values():
            self._ticks.add(chip)
        self.staying = parts.label("", "small", wrap=True)
        self.server = ServerLine(bridge)
        self.server.address.textChanged.connect(lambda _: self._allow())
        self.server.address.returnPressed.connect(self.publish)
        self.server.working.connect(self._work)
        always = parts.label(say("publish.always", file=file.path.name), "small", wrap=True)
        for widget in (parts.label(say("publish.include"), "label"), self._ticks, self.staying, always, self.server):
            self.add(widget)
        self.figures = parts.button(say("there.menu"), self.show_figures, icon="layout-dashboard")
        self.stop = parts.button(say("ui.qt_cancel"), self.server.cancel)
        self.stop.hide()
        self.foot.insertWidget(0, self.figures)
        self.foot.insertWidget(1, self.stop)
        self.go = parts.button(say("publish.go"), self.publish, "primary", "send")
        self.foot.insertWidget(self.foot.count() - 1, self.go)
        self.finished.connect(lambda _: self.server.cancel())
        self._working = False
        self._look()
        self._allow()
        self.open()

    def publish(self) -> None:
        """Send what is shown to the address."""
        if not self.go.isEnabled():
            return
        include, as_source = self._included(), self.source.isChecked()
        self.server.run(
            lambda file, address, ask, report: publishing.publish(
                file, address, include, ask, as_source=as_source, report_progress=report
            ),
            self._published,
        )

    def _published(self, done: "Published") -> None:
        self.server.message.show_text(outcome(done), "strong")
        if done.claims and self.source.parent() is None:  # nobody needs it before
            self._ticks.add(self.source)
            self._ticks.settle()

    def show_figures(self) -> None:
        """What the server says of all that was published there."""
        from ui.exchange.server_figures_dialog import ServerFiguresDialog

        server = self.server
        ServerFiguresDialog(self, self._bridge, self._file, self._period, server.address.text(), server.password)

    def _chip(self, words: str) -> QPushButton:
        return parts.choice(words, self._look, "chip")

    def _included(self) -> frozenset[str]:
        return frozenset(name for name, chip in self.include.items() if chip.isChecked())

    def _look(self) -> None:
        """Read what would leave as the ticks stand; nothing can be sent that is not shown yet."""
        include = self._included()
        self._lines_shown = False
        stays = [say(f"publish.stays_{name}") for name in INCLUDED if name not in include]
        self.staying.setText(say("publish.staying", names=", ".join(stays)) if stays else say("publish.none_stays"))
        self._allow()
        self._bridge.ask(
            lambda file: read_lines(file, include), lambda lines: self._show(include, lines), self,
            self.set_about,
        )  # fmt: skip

    def _show(self, include: frozenset[str], lines: Sequence[Line]) -> None:
        if include == self._included():
            focus = self.focusWidget()
            self.show_lines(lines, say("package.none"))
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self._lines_shown = True
            self._allow()

    def _allow(self) -> None:
        there = bool(self.server.address.text().strip())
        self.go.setEnabled(there and self._lines_shown and not self._working)

    def _work(self, begins: bool) -> None:
        self._working = begins
        self.stop.setVisible(begins)
        for widget in (self.server.address, self.figures, self.source, *self.include.values()):
            widget.setEnabled(not begins)
        self._allow()
