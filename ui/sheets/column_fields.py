"""Beside the rows of a sheet: which column goes where, and the questions that are answered once for all rows."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile
from desktop_app.session.sheet_import import SheetReading
from desktop_app.texts import in_words, say
from ui.sheets.import_lines import answer_options, field_options
from ui.widgets import parts, theme
from ui.widgets.finder import Finder
from ui.widgets.options import Option, search_in

WIDE, FIELD = 430, 200
OF_COLUMNS = ("column", "columns", "heading", "transposed")  # answered where the columns stand, or in the sheet itself


class ColumnFields(QScrollArea):
    """`mapped(column, field)`: a person said which field a column is; `answered(about, id, answer)`: a question."""

    mapped = Signal(str, str)
    answered = Signal(str, str, str)

    def __init__(self, file: OpenFile, kind: RecordKind) -> None:
        super().__init__()
        self._file, self._kind = file, kind
        self._options = field_options(kind)
        self.finders: dict[str, Finder] = {}
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(theme.wide(WIDE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_reading(self, reading: SheetReading) -> None:
        """Questions first, then the columns; the cursor stays in the field that had it."""
        focused = next((name for name, finder in self.finders.items() if finder.hasFocus()), None)
        self.finders = {}
        panel = QWidget()
        panel.setObjectName("plain")
        column = parts.column(panel, 0, 8)
        column.setContentsMargins(0, 0, 10, 0)
        self._add_questions(column, reading)
        column.addWidget(parts.label(say("sheet.columns"), "section"))
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        asked = {letters for question in reading.questions for letters in (question.column or "").split(",")}
        for line, one in enumerate(reading.columns):
            shown = one.heading or say("sheet.no_heading")
            is_open = one.name in asked
            name = parts.Elided(shown, "warning" if is_open else "" if one.field else "muted")
            name.setToolTip(f"{shown}\n{in_words(one.why)}" if one.why is not None else shown)
            finder = self._finder(one.name, self._options, one.field or "", say("sheet.field_of", column=one.name))
            if is_open:
                finder.setPlaceholderText(say("sheet.choose_field"))
            finder.picked.connect(lambda field, _, letters=one.name: self.mapped.emit(letters, field))
            grid.addWidget(parts.label(one.name, "muted"), line, 0)
            grid.addWidget(name, line, 1)
            grid.addWidget(finder, line, 2)
        column.addStretch(1)
        self.setWidget(panel)
        if focused in self.finders:
            self.finders[focused].setFocus()

    def _add_questions(self, column: QVBoxLayout, reading: SheetReading) -> None:
        if not reading.questions:
            return
        column.addWidget(parts.label(say("sheet.questions"), "section"))
        for question in reading.questions:
            column.addWidget(parts.label(in_words(question.why), wrap=True))
            if question.about in OF_COLUMNS:
                continue
            of = self._kind.fields.get(question.field or "")
            options = answer_options(self._file, of, question.choices, question.about)
            finder = self._finder(question.id, options, "", in_words(question.why))
            finder.setPlaceholderText(say("sheet.choose_answer" if options else "sheet.type_answer"))
            about, id_ = question.about, question.id
            finder.picked.connect(lambda answer, _, about=about, id_=id_: self.answered.emit(about, id_, answer))
            if not options:  # what has no list is typed
                finder.left.connect(partial(self._typed, about, id_))
            column.addWidget(finder)

    def _typed(self, about: str, id_: str, text: str) -> None:
        if text.strip():
            self.answered.emit(about, id_, text.strip())

    def _finder(self, name: str, options: Sequence[Option], chosen: str, spoken: str) -> Finder:
        finder = self.finders[name] = Finder(search_in(_always(options)))
        finder.setAccessibleName(spoken)
        finder.setMinimumWidth(theme.wide(FIELD))
        shown = next((one.text for one in options if one.value == chosen), "")
        finder.show_choice(shown)
        finder.setPlaceholderText(say("sheet.left_out") if not shown else "")
        if options:
            finder.left.connect(lambda _: finder.show_choice(shown))
        return finder


def _always(options: Sequence[Option]) -> Callable[[], Sequence[Option]]:
    return lambda: options
