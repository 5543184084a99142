"""The page “Kế hoạch”: what the plan in force says, part by part and entry by entry, and the way out as a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QSplitter, QWidget

from desktop_app import paths
from desktop_app.domain.collation import fold
from desktop_app.plan_bundle import SUFFIX, bundle_text
from desktop_app.session import OpenFile, plan_books
from desktop_app.session.plan_text import PlanEntry, PlanText, part_about, part_title
from desktop_app.texts import in_words, say
from ui.widgets import line_signs, parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import save_content
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.text_line import TextLine

PARTS, ENTRIES, LINES = 240, 420, 640  # pixels of the three columns
WIDE, HIGH = 1366, 768


class PlanPage(QDialog):
    """Reads the plan of a file; nothing is changed here."""

    def __init__(self, over: QWidget, bridge: Bridge) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._bridge = bridge
        self._text: PlanText | None = None
        self._name = ""  # of a file that the plan is written to
        self._entries: Sequence[PlanEntry] = ()
        column = parts.dialog(self, say("planpage.title"), 8)
        self.head = parts.put(column, parts.label("", "form"))
        self.about = parts.put(column, parts.label("", "muted", wrap=True))
        column.addWidget(self._middle(), 1)
        self.message = parts.label("", "small", wrap=True)
        self.out = parts.button(say("planpage.give_out"), self.ask_place, icon="save")
        close = parts.button(say("ui.close"), self.close)
        column.addLayout(parts.fill(parts.row(spacing=12), (self.message, 1), self.out, close))
        bridge.ask(_read, self._show, self)
        self.open()
        self.parts.setFocus()

    def _middle(self) -> QWidget:
        self.parts = LineTable(say("planpage.sections"), ((say("planpage.section"), 0),))
        self.entries = LineTable(say("planpage.entries"), ((say("planpage.entry"), 0),))
        self.lines = LineTable(
            say("planpage.column_what"), ((say("planpage.entry"), 180), (say("planpage.column_what"), 0))
        )
        self.lines.wrap()
        self.search = TextLine()
        self.search.setPlaceholderText(say("planpage.find"))
        self.search.setAccessibleName(say("planpage.find"))
        line_signs.clearable(self.search)
        self.search.textChanged.connect(lambda _: self._list_entries())
        self.parts.selectionModel().currentRowChanged.connect(lambda *_: self._show_part())
        self.entries.selectionModel().currentRowChanged.connect(lambda *_: self._show_entry())
        listed = QWidget()
        parts.fill(parts.column(listed, 0, 8), self.search, (self.entries, 1))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.GAP)
        for widget in (self.parts, listed, self.lines):
            splitter.addWidget(widget)
        splitter.setSizes([PARTS, ENTRIES, LINES])
        return splitter

    @property
    def part(self) -> str:
        """The part in sight."""
        line = self.parts.current
        return line.record if line is not None else ""

    def _show(self, read: tuple[PlanText, str, int]) -> None:
        self._text, plan, edition = read
        self._name = f"{plan}-{edition}"
        self.head.setText(say("planpage.head", plan=self._text.label, edition=edition))
        self.parts.show_lines([Line((in_words(part_title(part)),), record=part) for part in self._text.parts])
        self._show_part()

    def _show_part(self) -> None:
        if self._text is not None and self.part:
            self.about.setText(in_words(part_about(self.part)))
            self._entries = self._text.entries(self.part)
            self.search.clear()
            self._list_entries()

    def _list_entries(self) -> None:
        """The entries that hold every word that is looked for, below the heading of their group."""
        words = fold(self.search.text()).split()
        lines: list[Line] = []
        group = ""
        for entry in self._entries:
            title, of = in_words(entry.title), in_words(entry.group)
            if all(word in fold(f"{of} {title}") for word in words):
                if of and of != group:
                    lines.append(Line((of,), heads=True))
                group = of
                lines.append(Line((title,), record=str(entry.row)))
        self.entries.show_lines(lines)
        first = next((row for row, line in enumerate(lines) if line.record), -1)
        self.entries.setCurrentIndex(self.entries.model().index(first, 0))
        self._show_entry()

    def _show_entry(self) -> None:
        line = self.entries.current
        if self._text is None or line is None or not line.record:
            self.lines.show_lines([])
            return
        said = self._text.lines(self.part, int(line.record))
        self.lines.show_lines([Line((in_words(heading), in_words(text))) for heading, text in said])

    # --- given out ----------------------------------------------------------------------------------------------------

    def ask_place(self) -> None:
        """Ask where the plan goes: as a workbook that becomes the next edition, or as a file that travels."""
        place = str(paths.documents_dir() / f"{self._name}.xlsx")
        title, forms = say("planpage.give_out_title"), say("planpage.give_out_forms")
        chosen, _ = QFileDialog.getSaveFileName(self, title, place, forms)
        if chosen:
            self.give_out(Path(chosen))

    def give_out(self, path: Path) -> None:
        """Write the plan; its ending says what it becomes."""

        def write(file: OpenFile) -> None:
            plan = file.plan.source
            travels = path.suffix.lower() == SUFFIX
            save_content(path, bundle_text(plan).encode() if travels else plan_books.plan_as_book(plan))

        self._bridge.ask(write, lambda _: self._say(say("planpage.given_out", file=path.name)), self, self._refuse)

    def _say(self, sentence: str, role: str = "small") -> None:
        self.message.setText(sentence)
        theme.set_role(self.message, role)

    def _refuse(self, sentence: str) -> None:
        self._say(sentence, "error")


def _read(file: OpenFile) -> tuple[PlanText, str, int]:
    return PlanText(file.plan.source), file.plan.id, file.plan.edition
