"""What a reading returned, column by column, and how its rows become the members that are listed."""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, compress, repeat
from math import isfinite
from operator import itemgetter
from typing import NamedTuple, cast, overload

from db.counting.guard import QueryError, Row
from desktop_app.domain.deferred import Deferred
from desktop_app.domain.indicators import BESIDE, EVIDENCE, Member, Total, add_up
from desktop_app.domain.member_words import spoken
from desktop_app.domain.values import Stored
from desktop_app.messages import Text

Cell = Stored | float
Names = Mapping[str, Text]
NO_NAMES: Names = {}
_TEXT = {str, type(None)}
_WHOLE = {int, type(None)}
COLUMNS = ("part", "grp", "unit", "kind", "record", "numerator", "denominator", "note", "detail")


class Summed(NamedTuple):
    """A figure added up: both sides, the members that the overview speaks of, and those that are only missing."""

    total: Total
    remarked: list[Member]
    lacking: Sequence[Member]


class Found:
    """What a reading returned, column by column: a province has tens of thousands of rows. Its numbers are so many
    `parts` of one; `words`: what its details only name.
    """

    def __init__(self, names: Sequence[str], rows: Sequence[Row], words: Names, parts: int = 1) -> None:
        strange = [name for name in names if name not in COLUMNS]
        if strange or len(set(names)) < len(names):
            raise QueryError(", ".join(strange or names))
        columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        nothing = (None,) * len(rows)
        part, group, *self._named, note, detail = (
            _texts(columns.get(name, nothing)) for name in ("part", "grp", "unit", "kind", "record", "note", "detail")
        )
        self._above, self._below = (
            _numbers(columns.get(name, nothing), parts) for name in ("numerator", "denominator")
        )
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

    `packs`: of those that have all but their record in common these `names`, how many they are, and the records as
    JSON. They become members when one of them is looked at.
    """

    def __init__(self, names: Sequence[str] = (), packs: Sequence[Row] = (), words: Names = NO_NAMES) -> None:
        self._names, self._packs, self._words = names, packs, words
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
        members = Found((*self._names, "record"), rows, self._words).members()
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
        return Evidence(self._names, [pack for _, pack in packs], self._words)

    def _column(self, name: str) -> list[Cell]:
        if name not in self._names:
            return [None] * len(self._packs)
        at = self._names.index(name)
        return [pack[at] for pack in self._packs]

    def _row(self, at: int) -> Row:
        pack = bisect_right(self._ends, at)
        return self._rows(pack)[at - self._ends[pack]]

    def _unpacked(self, pack: int) -> list[Row]:
        *common, _, records = self._packs[pack]
        return [(*common, record) for record in json.loads(str(records))]


def proving(names: Collection[str]) -> str:
    """The condition of SQL under which a row only proves what others count: by its note, and without a number."""
    if "note" not in names:
        return "FALSE"
    unnumbered = "".join(f" AND {side} IS NULL" for side in ("numerator", "denominator") if side in names)
    return f"(ifnull(instr(' ' || note || ' ', ' {EVIDENCE} '), 0){unnumbered})"


def packed(query: str, names: Sequence[str]) -> tuple[str, list[str]]:
    """The query of a reading as one of the packs of what only proves it, and what those have in common."""
    common = [name for name in names if name not in ("record", "numerator", "denominator")]
    record = "record" if "record" in names else "NULL"
    head = ", ".join(common)
    sql = (
        f"SELECT {head}, count(*), json_group_array({record}) FROM (\n{query}\n) WHERE {proving(names)} GROUP BY {head}"
    )
    return sql, common


def _made(rows: Iterable[tuple[object, ...]]) -> list[Member]:
    return list(map(tuple.__new__, repeat(Member), rows))  # Member(*row) at a quarter of the time


def _texts(column: Sequence[Cell]) -> Sequence[str | None]:
    if set(map(type, column)) <= _TEXT:
        return cast(Sequence[str | None], column)
    return [None if value is None else str(value) for value in column]


def _numbers(column: Sequence[Cell], parts: int) -> Sequence[int | Fraction | None]:
    if parts == 1 and set(map(type, column)) <= _WHOLE:
        return cast(Sequence[int | None], column)
    wrong = next((v for v in column if not (v is None or (isinstance(v, int | float) and isfinite(v)))), None)
    if wrong is not None:
        raise QueryError(str(wrong)[:60])
    return [None if value is None else _exact(value) / parts for value in column]


def _exact(value: Cell) -> Fraction:
    """What SQLite worked out with a point has fifteen digits; those behind them are of no number that anybody wrote."""
    return Fraction(f"{value:.15g}" if isinstance(value, float) else cast(int, value))
