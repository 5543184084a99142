"""What the program must know of a type of field: one field for each decision."""

from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any

from msgspec import Struct

from desktop_app.domain.typed_value import Days, Unreadable, Value
from desktop_app.messages import Text

Span = tuple[Value, Value]


class Lookup(Enum):
    """Where the words for a value stand: in a list of choices, among the units, in the title of another record."""

    CHOICES = "choices"
    UNITS = "units"
    RECORDS = "records"


class SortKey(Enum):
    """By what a column is sorted: as it is stored, by the size of a number stored as text, by the letters of a text, by
    what is shown of a code.
    """

    STORED = "stored"
    NUMBER = "number"
    TEXT = "text"
    SHOWN = "shown"


def _no_span(_text: str, _days: Days | None) -> Span | None:
    return None


def _unlike(_first: object, _second: object) -> float:
    return 0.0


class FieldType(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A type of field: code asks it for the fact that it needs, and never which type it is.

    What has no answer here must be decided for each type; the rest need only be named where it holds.
    `filter` names what people read about the field above a column: `list.hint_…` and `list.help_…`.
    """

    name: str

    # read, stored and shown
    parse: Callable[[str, Days | None], Value | Unreadable]  # typed by a person; among which days one without a year is
    literal: Callable[[str], Value | Unreadable] | None  # a default as a plan writes it; None: it can't name one
    from_json: Callable[[Any], Value | Unreadable]
    from_stored: Callable[[str | int], Value]
    stored_as: type[int] | type[str]
    json_text: bool  # whether JSON writes a value as text
    show: Callable[[Any], Text]  # of one value, where `lookup` is None
    schema: str  # its type in a table that is described for programs (Table Schema of Frictionless Data, version 1)
    brief: Callable[[str], str] = str  # what is shown, in the cell of a list
    lookup: Lookup | None = None

    # what it says of a record
    many: bool = False  # several values in one field
    flag: bool = False  # yes or no; not answered counts as no in a rule
    numeric: bool = False
    counts: bool = False  # its numbers may count people; an amount of money or a measure never does
    unit: str = ""  # the message that names what its numbers are counted in, where that is always the same
    free_text: bool = False
    multiline: bool = False
    names_things: bool = False  # whether a title names something by it
    holds_day: bool = False
    holds_year: bool = False  # it may hold a year, and is shown without points then

    # lists, filters and search
    sorts_as: SortKey
    filter: str
    ordered: bool  # whether a filter may ask for what lies between two ends, else for words
    span: Callable[[str, Days | None], Span | None] = _no_span  # the ends that a text means which is no single value
    searched: bool  # whether the search finds a record by it
    short: bool  # half a line of a form is enough, and a list never cuts it
    width: int  # of a column before there are rows
    align: str

    # duplicates
    weight: float
    alike: Callable[[Any, Any], float] = _unlike  # of two different values: 1 the same thing, 0.8 and more near
    exact: bool = True  # whether one thing entered twice has the same value in both

    @cached_property
    def one_line(self) -> bool:
        """Whether it holds the words that name a thing."""
        return self.free_text and not self.multiline

    @cached_property
    def whole(self) -> bool:
        """Whether it holds numbers that SQLite adds up exactly."""
        return self.numeric and self.stored_as is int

    @cached_property
    def one_choice(self) -> bool:
        return self.lookup is Lookup.CHOICES and not self.many

    @cached_property
    def refers(self) -> bool:
        """Whether it names another record."""
        return self.lookup is Lookup.RECORDS
