"""What a cell may turn out to be, a value or a doubt, and what its column tells of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec import field as initial

from desktop_app.domain.collation import nfc
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Value, short
from desktop_app.domain.values import show_date
from desktop_app.messages import Message, Text
from desktop_app.sheets.choice_texts import ChoiceList
from desktop_app.sheets.day_texts import DAY_FIRST
from desktop_app.sheets.grid import Book, Cell, CellKind
from desktop_app.sheets.legacy_fonts import with_d
from desktop_app.sheets.number_formats import hides_day, least_digits
from desktop_app.sheets.unit_texts import UnitFinder

_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # marks that pages of the web leave
_UNSEEN = str.maketrans(
    dict.fromkeys(f"\ufeff\u200b\u2060\u00ad{_DIRECTIONS}", "") | dict.fromkeys("\u00a0\u202f\u2007", " ")
)


class CellValue(Struct, frozen=True):
    """A value that a cell has; `converted`: it is shown beside what stood there, since it does not look the same."""

    value: Value
    converted: bool = False


class Doubt(Struct, frozen=True):
    """Why a cell is asked about; `question`: the one that answers for all cells of its column; `words`: what it holds
    that stands for nothing that is known.
    """

    why: Text
    question: str | None = None
    words: Sequence[str] = ()


Reading = CellValue | Doubt


class ColumnContext(Struct):
    """What reading the cells of one column needs: its field, and what was found out of the column as a whole.

    `order`: how its days are written, None while that is asked; `mixed`: some text there has the month first for
    certain; `grouped`: whether 1.234 has a point between thousands, None while that is asked; `times`: what its numbers
    are counted in; `merged`: what a number merged over rows is in those below the first, "" while that is asked.
    """

    field: Field
    book: Book
    today: str
    choices: ChoiceList | None = None
    units: UnitFinder | None = None
    allowed: Callable[[str], bool] = lambda _code: True
    fits: Callable[[str], bool] = lambda _code: True
    unit_name: Callable[[str], str] = str
    references: Mapping[str, Sequence[str]] = initial(default_factory=dict)
    order: str | None = DAY_FIRST
    mixed: bool = False
    grouped: bool | None = True
    commas: bool = False  # a person said that 1,234 is a thousand and more
    times: int = 1
    merged: str = ""
    ask_merged: str = ""  # the question that is open for these
    ask: str = ""  # the question that is open for the column
    latest: str = "9999-12-31"  # the last day that is taken
    known: dict[str, Reading] = initial(default_factory=dict)  # what texts that stand in it more than once say
    answered: Mapping[str, str] = initial(default_factory=dict)  # what a person said of its unknown words

    @property
    def counts(self) -> bool:
        """Whether its numbers are added up, so that one that stands for several rows counts once."""
        return self.field.type.numeric and not self.field.plain


def cleaned(text: str) -> str:
    return with_d(nfc(text).translate(_UNSEEN).strip())


def word_of(cell: Cell) -> str | None:
    """A cell as the words or digits of a code."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, int):
        least = least_digits(cell.format) or 1
        return str(cell.value).zfill(least)
    return cleaned(str(cell.value)) if cell.kind is CellKind.TEXT else None


def doubt(cell: Cell, column: ColumnContext, key: str, question: str | None = None, **more: object) -> Doubt:
    text = short(cell.value if cell.kind is CellKind.NUMBER else shown(cell, column.book))
    return Doubt(Message(key, field=column.field.label, text=text, **more), question)


def unknown_words(cell: Cell, column: ColumnContext, key: str, *words: str, **more: object) -> Doubt:
    """A doubt that a person can end by saying what the words mean."""
    return Doubt(doubt(cell, column, key, None, **more).why, words=words)


def shown(cell: Cell, book: Book) -> str:
    """What stands in a cell, as a sentence quotes it."""
    moment = book.moment(cell.value) if cell.kind is CellKind.DAY and isinstance(cell.value, int | float) else None
    if moment is None:
        return str(cell.value)
    day = f"{moment:%m/%Y}" if hides_day(cell.format) else show_date(moment.date().isoformat())
    return f"{day} {moment:%H:%M}" if cell.value % 1 else day


def raw_value(cell: Cell, book: Book) -> Any:
    """What stands in a cell, as JSON holds it."""
    return shown(cell, book) if cell.kind in (CellKind.DAY, CellKind.ERROR) else cell.undecoded or cell.value
