"""The words of a sheet that stand for nothing that is known, each with the field in which one says what it is."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, records, sheet_import
from desktop_app.session.sheet_import import EMPTY, LEAVE, SheetReading, UnknownWord
from desktop_app.texts import in_words, say
from ui.sheets.import_lines import values_of
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.finder import Finder
from ui.widgets.options import Option, Options, Search, search_in

MOST = 60  # words in sight; what is left is better mended in the sheet
MOST_RECORDS = 50


class SaidWord(Struct):
    """A word with what a person said that it is, in words."""

    word: UnknownWord
    means: str = ""


class WordAnswers(QObject):
    """`answered(id, answer)`: what a word is. A word that was answered stays in sight, so that it can be said anew."""

    answered = Signal(str, str)

    def __init__(self, bridge: Bridge, file: OpenFile, kind: RecordKind) -> None:
        super().__init__()
        self._bridge, self._file, self._kind = bridge, file, kind
        self._sheet = ""
        self._said: dict[str, SaidWord] = {}

    def add_to(
        self, column: QVBoxLayout, reading: SheetReading, make_finder: Callable[[str, Search, str, str], Finder]
    ) -> None:
        """The lines of all words, below each other by their columns."""
        self._meet(reading)
        if not self._said:
            return
        column.addWidget(parts.label(say("sheet.words"), "section"))
        headings = {one.name: one.heading for one in reading.columns}
        for letters in sorted({one.word.column for one in self._said.values()}, key=lambda name: (len(name), name)):
            of_column = {id_: one for id_, one in self._said.items() if one.word.column == letters}
            grid = QGridLayout()
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(0, 1)
            parts.fill(column, parts.label(f"{letters} · {headings.get(letters, '')}", "muted", wrap=True), grid)
            for line, (id_, one) in enumerate(list(of_column.items())[:MOST]):
                self._add_line(grid, line, one, make_finder(id_, self._search(one), one.means, in_words(one.word.why)))
            if len(of_column) > MOST:
                more = say("sheet.more_words", count=show_number(len(of_column) - MOST))
                column.addWidget(parts.label(more, "muted", wrap=True))

    def _meet(self, reading: SheetReading) -> None:
        """Take up the words of a reading; those of another sheet, or of a column that is another field now, go."""
        fields = {one.name: one.field for one in reading.columns}
        still = self._said if reading.sheet == self._sheet else {}
        self._sheet = reading.sheet
        self._said = {id_: one for id_, one in still.items() if fields.get(one.word.column) == one.word.field}
        for word in sheet_import.find_words(reading):
            self._said.setdefault(word.id, SaidWord(word)).word = word

    def _add_line(self, grid: QGridLayout, line: int, said: SaidWord, finder: Finder) -> None:
        word = said.word
        key = "sheet.word" if len(word.rows) == 1 else "sheet.word_of_rows"
        shown = parts.Elided(
            say(key, text=word.text, count=show_number(len(word.rows))), "small" if said.means else "warning"
        )
        shown.setToolTip(in_words(word.why))
        if not said.means:
            finder.setPlaceholderText(say("sheet.choose_answer"))
        finder.picked.connect(partial(self._answer, word.id))
        grid.addWidget(shown, line, 0)
        grid.addWidget(finder, line, 1)

    def _answer(self, id_: str, answer: str, text: str) -> None:
        self._said[id_].means = "" if answer == LEAVE else text
        self.answered.emit(id_, answer)

    def _search(self, said: SaidWord) -> Search:
        of = self._kind.fields[said.word.field]
        ends = [Option(EMPTY, say("sheet.choice_empty"))]
        if said.means:
            ends.append(Option(LEAVE, say("sheet.choice_ask")))
        if of.type.refers and of.target:
            return self._search_records(of.target, ends)
        options = [*ends, *_answers(self._file, of)]
        return search_in(lambda: options)

    def _search_records(self, target: str, ends: Options) -> Search:
        def search(text: str, then: Callable[[Options], None]) -> None:
            def found(file: OpenFile) -> Options:
                titles = records.reference_options(file, target, text, MOST_RECORDS)
                return [*(() if text else ends), *(Option(record, title) for record, title in titles)]

            self._bridge.ask(found, then, self)

        return search


def _answers(file: OpenFile, of: Field) -> Options:
    return [Option("0", "0")] if of.type.numeric else values_of(file, of)
