"""Words of a sheet that stand for nothing that is known: each is asked about once, and answered for all its rows."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.messages import Message, Text
from desktop_app.sheets.questions import EMPTY, SheetQuestion, word_id
from desktop_app.sheets.sheet_rows import CellDoubt, SheetReading


class UnknownWord(Struct):
    """A word of a column, and the rows that wait for what it means."""

    column: str
    field: str
    text: str
    why: Text
    rows: list[int]

    @property
    def id(self) -> str:
        return word_id(self.column, self.text)


def find_words(result: SheetReading) -> list[UnknownWord]:
    """The words for which rows are held back, those of most rows first."""
    found: dict[str, UnknownWord] = {}
    for asked in result.asked:
        for doubt in asked.doubts:
            for text in dict.fromkeys(doubt.words):
                assert doubt.column
                assert doubt.field
                word = UnknownWord(doubt.column, doubt.field, text, doubt.why, [])
                found.setdefault(word.id, word).rows.append(asked.row)
    return sorted(found.values(), key=lambda word: -len(word.rows))


def ask_about_words(result: SheetReading, kind: RecordKind, plan: Plan) -> list[SheetQuestion]:
    """A word that several rows share is a question of its own; one that stands in one row is asked about there."""
    shared = {word.id: word for word in find_words(result) if len(word.rows) > 1}
    for asked in result.asked:
        asked.doubts = [_of_question(doubt, shared) for doubt in asked.doubts]
    return [_question(id_, word, kind.fields[word.field], plan) for id_, word in shared.items()]


def _of_question(doubt: CellDoubt, shared: Mapping[str, UnknownWord]) -> CellDoubt:
    ids = [id_ for text in doubt.words if (id_ := word_id(doubt.column or "", text)) in shared]
    return replace(doubt, question=ids[0]) if ids else doubt


def _question(id_: str, word: UnknownWord, of: Field, plan: Plan) -> SheetQuestion:
    why = Message("sheet.ask_word", column=word.column, field=of.label, text=word.text, count=len(word.rows))
    return SheetQuestion(id_, "word", why, answers_to(of, plan), word.column, of.name)


def answers_to(of: Field, plan: Plan) -> Sequence[str]:
    """What may be said of a word; units and other records are named, since they are too many to list."""
    if of.type.lookup is None:
        return (*("1", "0")[not of.type.flag :], EMPTY)
    return (*plan.choices.get(of.choices or "", ()), EMPTY) if of.choices else ()
