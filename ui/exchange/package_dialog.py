"""All records leave as tables for other programs: what would leave is listed first, kind by kind."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.values import show_number
from desktop_app.messages import joined
from desktop_app.session import OpenFile, data_package
from desktop_app.session.data_package import PackagePart
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import file_name
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.table_dialog import TableDialog


class PackageDialog(TableDialog):
    """Nothing is written before a person has chosen where to."""

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile) -> None:
        super().__init__(over, say("package.title"), say("package.about"), (
            (say("package.kind"), 0), (say("package.records"), 100), (say("package.holds"), 260),
        ), right=(1,))  # fmt: skip
        self._bridge, self._file = bridge, file
        self._progress = LongWork()
        self.message = self.add(parts.MessageLabel())
        self.stop = parts.button(say("ui.qt_cancel"), lambda: self._progress.cancel())
        self.stop.hide()
        self.foot.insertWidget(0, self.stop)
        self.go = self.offer(say("package.go"), "save", self.ask_where)
        self._bridge.ask(data_package.parts, self._show, self)
        self.open()

    def ask_where(self) -> None:
        """Ask in which folder the new one is to lie."""
        chosen = QFileDialog.getExistingDirectory(self, say("package.where"), str(self._file.path.parent))
        if chosen:
            name = file_name("package.folder", self._file.units.name(self._file.unit), f"{self._file.today():%d-%m-%Y}")
            self.write(Path(chosen) / name)

    def write(self, folder: Path) -> None:
        self._progress = progress = LongWork(self.message.show_text)
        self._work(working=True)
        self._bridge.beside(
            lambda file: stoppable(lambda: data_package.write_folder(file, folder, progress.report_progress)),
            lambda count: self._written(count, folder), self, self._fail,
        )  # fmt: skip

    def _show(self, found: Sequence[PackagePart]) -> None:
        self.show_lines(list(map(_line, found)), say("package.none"))

    def _written(self, count: int | None, folder: Path) -> None:
        if count is None:
            self.message.show_text(say("package.stopped"))
        else:
            self.message.show_text(say("package.written", count=show_number(count), folder=folder), "strong")
        self._work(working=False)

    def _fail(self, why: str) -> None:
        self.message.show_text(why, "error")
        self._work(working=False)

    def _work(self, *, working: bool) -> None:
        self.go.setEnabled(not working)
        self.stop.setVisible(working)


def _line(part: PackagePart) -> Line:
    holds = [say("package.officials")] if part.officials else []
    holds += [say("package.free_text")] if part.free_text else []
    return Line((in_words(part.kind.list_label), show_number(part.records), in_words(joined(holds))))
