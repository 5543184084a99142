"""Beside the rows of a sheet: which column goes where, and the questions that are answered once for all rows."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile
from desktop_app.session.sheet_import import SheetReading
from desktop_app.texts import in_words, say
from ui.sheets.import_lines import answer_options, field_options
from ui.sheets.word_answers import WordAnswers
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.finder import Finder
from ui.widgets.options import Option, Search, search_in

WIDE, FIELD = 430, 200
OF_WORDS = ("word", "words")
OF_COLUMNS = ("column", "columns", "heading", "transposed")  # answered where the columns stand, or in the sheet itself


class ColumnFields(QScrollArea):
    """`mapped(column, field)`: a person said which field a column is; `answered(about, id, answer)`: a question."""

    mapped = Signal(str, str)
    answered = Signal(str, str, str)

    def __init__(self, bridge: Bridge, file: OpenFile, kind: RecordKind) -> None:
        super().__init__()
        self._file, self._kind = file, kind
        self._options = field_options(kind)
        self.finders: dict[str, Finder] = {}
        self._words = WordAnswers(bridge, file, kind)
        self._words.answered.connect(partial(self.answered.emit, "word"))
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(theme.wide(WIDE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_reading(self, reading: SheetReading) -> None:
        """Questions and unknown words first, then the columns; what is being typed stays where it is."""
        focused = next((name for name, finder in self.finders.items() if finder.hasFocus()), "")
        typed = self.finders[focused].being_typed if focused else None
        scrolled = self.verticalScrollBar().value()
        self.finders = {}
        panel = QWidget()
        panel.setObjectName("plain")
        column = parts.column(panel, 0, 8)
        column.setContentsMargins(0, 0, 10, 0)
        self._add_questions(column, reading)
        self._words.add_to(column, reading, self._finder)
        self._add_columns(column, reading)
        column.addStretch(1)
        self.setWidget(panel)
        QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(scrolled))
        if focused in self.finders:
            self.finders[focused].setFocus()
            if typed is not None:
                self.finders[focused].show_typed(typed)

    def _add_columns(self, column: QVBoxLayout, reading: SheetReading) -> None:
        column.addWidget(parts.label(say("sheet.columns"), "section"))
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        questions = [one for one in reading.questions if one.about not in OF_WORDS]
        asked = {letters for question in questions for letters in (question.column or "").split(",")}
        for line, one in enumerate(reading.columns):
            shown = one.heading or say("sheet.no_heading")
            is_open = one.name in asked
            name = parts.Elided(shown, "warning" if is_open else "" if one.field else "muted")
            name.setToolTip(f"{shown}\n{in_words(one.why)}" if one.why is not None else shown)
            field = next((option.text for option in self._options if option.value == one.field), "")
            finder = self._finder(
                one.name, search_in(lambda: self._options), field, say("sheet.field_of", column=one.name)
            )
            finder.setPlaceholderText("" if field else say("sheet.used" if one.used else "sheet.left_out"))
            if is_open:
                finder.setPlaceholderText(say("sheet.choose_field"))
            finder.picked.connect(lambda field, _, letters=one.name: self.mapped.emit(letters, field))
            grid.addWidget(parts.label(one.name, "muted"), line, 0)
            grid.addWidget(name, line, 1)
            grid.addWidget(finder, line, 2)

    def _add_questions(self, column: QVBoxLayout, reading: SheetReading) -> None:
        questions = [one for one in reading.questions if one.about not in OF_WORDS]
        if questions:
            column.addWidget(parts.label(say("sheet.questions"), "section"))
        for question in questions:
            column.addWidget(parts.label(in_words(question.why), wrap=True))
            if question.about in OF_COLUMNS:
                continue
            of = self._kind.fields.get(question.field or "")
            options = answer_options(self._file, of, question.choices, question.about)
            finder = self._finder(question.id, search_in(partial(_same, options)), "", in_words(question.why))
            finder.setPlaceholderText(say("sheet.choose_answer" if options else "sheet.type_answer"))
            about, id_ = question.about, question.id
            finder.picked.connect(lambda answer, _, about=about, id_=id_: self.answered.emit(about, id_, answer))
            if not options:  # what has no list is typed
                finder.left.connect(partial(self._typed, about, id_))
            column.addWidget(finder)

    def _typed(self, about: str, id_: str, text: str) -> None:
        if text.strip():
            self.answered.emit(about, id_, text.strip())

    def _finder(self, name: str, search: Search, chosen: str, spoken: str) -> Finder:
        finder = self.finders[name] = Finder(search)
        finder.setAccessibleName(spoken)
        finder.setMinimumWidth(theme.wide(FIELD))
        finder.show_choice(chosen)
        finder.left.connect(lambda _: finder.show_choice(chosen))
        return finder


def _same(options: Sequence[Option]) -> Sequence[Option]:
    return options
