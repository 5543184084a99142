"""What a reading returned, column by column, and how its rows become the members that are listed."""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, compress, repeat
from operator import itemgetter
from typing import NamedTuple, cast, overload

from db.counting.running import Row
from desktop_app.domain.deferred import Deferred
from desktop_app.domain.indicators import BESIDE, EVIDENCE, Member, Total, add_up
from desktop_app.domain.member_words import spoken
from desktop_app.domain.values import Stored
from desktop_app.messages import Text

Cell = Stored | float
Names = Mapping[str, Text]
NO_NAMES: Names = {}
_TEXT = {str, type(None)}
COLUMNS = ("part", "grp", "unit", "kind", "record", "numerator", "denominator", "note", "detail")
_COMMON = ("part", "grp", "unit", "kind", "note", "detail")
# a row only proves what others count: by its note, and without a number
PROVING = f"(ifnull(instr(' ' || note || ' ', ' {EVIDENCE} '), 0) AND numerator IS NULL AND denominator IS NULL)"


class Summed(NamedTuple):
    """A figure added up: both sides, the members that the overview speaks of, and those that are only missing."""

    total: Total
    remarked: list[Member]
    lacking: Sequence[Member]


class Found:
    """What a reading returned, column by column: a province has tens of thousands of rows. Its numbers are so many
    `parts` of one; `words`: what its details only name.
    """

    def __init__(self, rows: Sequence[Row], words: Names, parts: int = 1) -> None:
        columns: list[Sequence[Cell]] = [*zip(*rows, strict=True)] if rows else [()] * len(COLUMNS)
        *texts, above, below, note, detail = columns
        part, group, *self._named = map(_texts, texts)
        note, detail = _texts(note), _texts(detail)
        self._above, self._below = _numbers(above, parts), _numbers(below, parts)
        self._parts, self._groups = ([text or "" for text in column] for column in (part, group))
        codes = {text: tuple((text or "").split()) for text in set(note)}
        self._notes, self._detail = [codes[text] for text in note], spoken(detail, words)

    def total(self, measure: str, capped: bool) -> Total:
        """All that is not beside the figure, added up."""
        groups, above, below = self._groups, self._above, self._below
        if any(part.startswith(BESIDE) for part in set(self._parts)):
            main = [not part.startswith(BESIDE) for part in self._parts]
            groups = list(compress(groups, main))
            above, below = list(compress(above, main)), list(compress(below, main))
        return add_up(groups, above, below, measure, capped)

    def members(self) -> list[Member]:
        """Every row, in the query's order."""
        return _made(self._rows())

    def summed(self, measure: str, capped: bool, silent: Collection[str]) -> Summed:
        """Both sides, and the rows that something is said of."""
        both = self.total(measure, capped)
        return Summed(both, *self.remarks(set(both.capped), silent))

    def cut(self) -> tuple[str, ...]:
        """The groups that count at most their denominator, where each row with numbers is a group."""
        rows = zip(self._parts, self._groups, self._above, self._below, strict=True)
        return tuple(g for p, g, a, b in rows if b is not None and (a or 0) > b and not p.startswith(BESIDE))

    def remarks(self, groups: Collection[str], silent: Collection[str] = ()) -> tuple[list[Member], Deferred[Member]]:
        """The rows that something is said of: those with a note, of a named part, or what these groups were cut to;
        apart those with nothing but a code of `silent`.

        Of evidence nothing is said, and a province has a hundred thousand records of it.
        """
        says = {codes: bool(codes) and codes != (EVIDENCE,) for codes in set(self._notes)}
        lacks = {codes: len(codes) == 1 and codes[0] in silent for codes in says}
        rows = zip(self._parts, self._groups, self._below, self._notes, strict=True)
        more = [bool(part) or (below is not None and group in groups) for part, group, below, _ in rows]
        remarked = [other or (says[note] and not lacks[note]) for other, note in zip(more, self._notes, strict=True)]
        apart = [lacks[note] and not other for other, note in zip(more, self._notes, strict=True)]
        return _made(compress(self._rows(), remarked)), Deferred(lambda: _made(compress(self._rows(), apart)))

    def _rows(self) -> Iterable[tuple[object, ...]]:
        numbers = (self._above, self._below)
        return zip(self._parts, self._groups, *self._named, *numbers, self._notes, self._detail, strict=True)


class Evidence(Sequence[Member]):
    """Records that only prove something: a province has a hundred thousand.

    `packs`: the columns that a number of records have in common (`_COMMON`), how many they are, and their ids as JSON.
    They become members when one of them is looked at.
    """

    def __init__(self, packs: Sequence[Row] = (), words: Names = NO_NAMES) -> None:
        self._packs, self._words = packs, words
        self._ends = list(accumulate(cast(int, count) for *_, count, _ in packs))
        self._rows = cache(self._unpacked)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Member]:
        return iter(self[:])

    @overload
    def __getitem__(self, at: int) -> Member: ...
    @overload
    def __getitem__(self, at: slice) -> list[Member]: ...
    def __getitem__(self, at: int | slice) -> Member | list[Member]:
        wanted = range(len(self))[at]
        rows = [self._row(n) for n in (wanted if isinstance(wanted, range) else [wanted])]
        members = Found(rows, self._words).members()
        return members if isinstance(at, slice) else members[0]

    @property
    def details(self) -> frozenset[Text | None]:
        """What stands beside them, each once."""
        return frozenset(spoken(_texts(self._column("detail")), self._words))

    def along(self, units: Mapping[str | None, int]) -> "Evidence":
        """In the order of their units."""
        last = len(units)
        order = [units.get(unit, last) for unit in _texts(self._column("unit"))]
        packs = sorted(zip(order, self._packs, strict=True), key=itemgetter(0))
        return Evidence([pack for _, pack in packs], self._words)

    def _column(self, name: str) -> list[Cell]:
        return [pack[_COMMON.index(name)] for pack in self._packs]

    def _row(self, at: int) -> Row:
        pack = bisect_right(self._ends, at)
        return self._rows(pack)[at - self._ends[pack]]

    def _unpacked(self, pack: int) -> list[Row]:
        part, group, unit, kind, note, detail, _, records = self._packs[pack]
        return [(part, group, unit, kind, record, None, None, note, detail) for record in json.loads(str(records))]


def packed(query: str) -> str:
    """Return the query of a reading as one of the packs of what only proves it."""
    head = ", ".join(_COMMON)
    return f"SELECT {head}, count(*), json_group_array(record) FROM (\n{query}\n) WHERE {PROVING} GROUP BY {head}"


def _made(rows: Iterable[tuple[object, ...]]) -> list[Member]:
    return list(map(tuple.__new__, repeat(Member), rows))  # Member(*row) at a quarter of the time


def _texts(column: Sequence[Cell]) -> Sequence[str | None]:
    if set(map(type, column)) <= _TEXT:
        return cast(Sequence[str | None], column)
    return [None if value is None else str(value) for value in column]


def _numbers(column: Sequence[Cell], parts: int) -> Sequence[int | Fraction | None]:
    if parts == 1:
        return cast(Sequence[int | None], column)
    return [None if value is None else _exact(value) / parts for value in column]


def _exact(value: Cell) -> Fraction:
    """A sum beyond SQLite's integers comes as a float, of which fifteen digits hold."""
    return Fraction(f"{value:.15g}" if isinstance(value, float) else cast(int, value))
