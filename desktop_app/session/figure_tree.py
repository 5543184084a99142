"""The figures of an indicator of all units with their sums: as they are, and as papers of this year said them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, gcd

from msgspec import Struct, field

from db.counting.unit_figures import UnitFigure
from desktop_app.domain.count_cells import ALL, BY_UNIT, Corrected, CountCell, CountedUnits, Days, PastCell
from desktop_app.domain.count_system import ROOM, SMALLEST, Bound, Counts, Key, Sum, is_small
from desktop_app.domain.count_tables import hides, out_already
from desktop_app.domain.count_tally import rest_of
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period import Period
from desktop_app.domain.verdict_bounds import verdict_bounds

_PEOPLE = 1_000_000  # nobody takes a number so far above the truth for one; shares of one total may lie as far apart
KeyOf = Callable[[str], Key]
OutOfUnits = Mapping[str, Collection[str]]


class FigurePaper(Struct, frozen=True):
    """The paper of a unit, in which the figures of the units directly below it stand too."""

    places: CountedUnits
    period: Period
    unit: str

    def units(self, out: Iterable[str]) -> list[str]:
        """The units whose figures are printed here, or are public, and those that they lie in."""
        units = self.places.units
        mine = {self.unit, *units.children(self.unit), *out}
        mine = {above for unit in mine for above in units.ancestors(unit)}
        found = [unit for unit in self.places.below if unit in mine]
        if not all(self.unit in units.ancestors(unit) for unit in found):
            found = [self.places.top, *(unit for unit in found if unit != self.places.top)]
        return found


class FigureState(Struct):
    """An indicator by unit as papers spoke of it: what they said of their own unit by table, what they noted of the
    units below, of which they print the share alone, and the units whose own papers said whether the target is met.
    """

    figures: Mapping[str, UnitFigure]
    days: Days
    out: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    shares: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)


class FigureTree:
    """Numbers of several units with the sums over those that lie in one another. What is added first of a table is as
    it is now; of what was otherwise before, only that is a count of its own. `units` are those that have a figure in
    any state: in the others they have nobody.
    """

    def __init__(self, paper: FigurePaper, units: Iterable[str] = ()) -> None:
        self.paper = paper
        self._units = dict.fromkeys(units, 0)
        self._nobody: set[Key] = set()  # that a unit has no figure is no secret
        self._numbers: dict[Key, int] = {}
        self._sums: dict[Sum, None] = {}
        self._times: dict[Key, int] = {}  # how often the two sides of a share hold its shortest fraction: no secret
        self._bounds: list[Bound] = []
        self._printed: list[Key] = []
        self._out: dict[Key, list[str]] = {}
        self._withheld: set[Key] = set()  # hidden stays hidden, also what was another number
        self._now: dict[str, dict[str, int]] = {}
        self._then: dict[tuple[str, str, Corrected], Days] = {}  # when a number of before was first found

    @property
    def has_small(self) -> bool:
        return any(map(is_small, self._numbers.values()))

    def add(
        self, table: str, days: Days, numbers: Mapping[str, Fraction | None], out: OutOfUnits,
        shares: OutOfUnits | None = None,
    ) -> KeyOf:  # fmt: skip
        """Gives what the numbers of units are called here; one that stands still goes by the days of the first."""
        own = {unit: ceil(number) for unit, number in numbers.items() if number is not None}
        whole = self._units | own
        below = {unit: self._below(unit, whole) for unit in whole}
        rests = {rest_of(unit): whole[unit] - sum(whole[one] for one in below[unit]) for unit in whole if below[unit]}
        every = whole | {place: rest for place, rest in rests.items() if rest > 0}
        is_now = table not in self._now
        before = self._before(every, self._now.setdefault(table, every))

        def key(place: str) -> Key:
            if place not in before:
                return table, CountCell(ALL, place, Days.of(self.paper.period))
            then = self._then.setdefault((table, place, before[place]), days)
            return table, PastCell(ALL, place, then, before[place])

        for place, number in every.items():
            self._numbers.setdefault(key(place), number)
        for unit in whole:
            if below[unit] and rests[rest_of(unit)] >= 0 and (is_now or unit in before):
                parts = [*below[unit], *([rest_of(unit)] if rest_of(unit) in every else [])]
                self._sums[key(unit), tuple(map(key, parts))] = None
        if is_now:
            mine = (self.paper.unit, *self.paper.places.units.children(self.paper.unit))
            self._printed += [key(unit) for unit in own if unit in mine]
        self._nobody |= {key(unit) for unit in whole if unit not in own}
        for unit, texts in out.items():
            self._out.setdefault(key(unit), []).extend(texts)
        for unit, texts in (*out.items(), *(shares or {}).items()):
            if hides(texts):
                self._withheld |= {key(unit), (table, CountCell(ALL, unit, Days.of(self.paper.period)))}
        return key

    def _below(self, unit: str, whole: Mapping[str, int]) -> list[str]:
        """The units next below one; that there is no rest beside them is no secret, since units without a figure are
        named.
        """
        units = self.paper.places.units
        return [one for one in whole if next((up for up in units.ancestors(one)[1:] if up in whole), None) == unit]

    def _before(self, then: Mapping[str, int], now: Mapping[str, int]) -> dict[str, Corrected]:
        """Each place in which something was another number, with what that was."""
        found: dict[str, Corrected] = {}
        rests = {rest_of(unit): unit for unit in self.paper.places.below}
        for place in sorted(then.keys() | now.keys()):
            if then.get(place) != now.get(place):
                change = CountCell(ALL, place, Days.of(self.paper.period)), then.get(place, 0)
                above = self.paper.places.units.ancestors(rests.get(place, place))
                for one in dict.fromkeys((place, *above)):
                    found[one] = (*found.get(one, ()), change)
        return found

    def bind(self, state: FigureState, above: KeyOf, below: KeyOf, *, past: bool) -> None:
        """No more are reached than there are, also of what no unit is named for, and what papers said of both: the
        verdict in the unit's own and the share in that of the unit above.
        """
        for unit, figure in state.figures.items():
            if not MEASURES[figure.criterion.measure].has_denominator:
                continue
            keys, rest = ((above(place), below(place)) for place in (unit, rest_of(unit)))
            self._bounds += [bound for some in (keys, rest) for bound in self._within(some, past=past)]
            if all(key in self._numbers for key in keys):
                self._bounds += self._judged(figure, unit, keys, is_public=unit in state.judged, past=past)
                said = [state.shares.get(_table(key), {}).get(unit, ()) for key in keys]
                self._bounds += self._shared(keys, *said)

    def _within(self, keys: tuple[Key, Key], *, past: bool) -> Iterator[Bound]:
        """Of what is as it is now that is said already."""
        is_known = all(key in self._numbers for key in keys)
        is_new = not past or any(isinstance(_cell(key), PastCell) for key in keys)
        if is_known and is_new and self._numbers[keys[0]] <= self._numbers[keys[1]]:
            yield Bound({keys[0]: -1, keys[1]: 1}, least=0)

    def _judged(
        self, figure: UnitFigure, unit: str, keys: tuple[Key, Key], *, is_public: bool, past: bool
    ) -> Iterator[Bound]:
        if is_public or not (past or unit != self.paper.unit):
            numbers = self._numbers[keys[0]], self._numbers[keys[1]]
            yield from verdict_bounds(figure.criterion, figure.status, numbers, keys, paper=not is_public)

    def _shared(self, keys: tuple[Key, Key], above: Collection[str], below: Collection[str]) -> Iterator[Bound]:
        """What a table of units says with a share: in a spreadsheet all its digits, so both sides are the same whole
        number of times what the shortest fraction says; or that one of the sides is few. What one paper printed stays
        public where others hid it.
        """
        numerator, denominator = (self._numbers[key] for key in keys)
        if any(text.startswith("<") for text in (*above, *below)) and numerator < SMALLEST:
            yield Bound({keys[0]: 1}, most=SMALLEST - 1)
        if any(map(str.isdecimal, below)):
            times = gcd(numerator, denominator) or 1
            name = ("times", *keys)
            self._times[name] = times
            yield Bound({name: 1}, least=1)
            for key, number in zip(keys, (numerator, denominator), strict=True):
                yield Bound({key: 1, name: -(number // times)}, 0, 0)

    def counts(self) -> Counts:
        root = self.paper.places.units.ancestors(self.paper.unit)[-1]
        marks, known = out_already(self._numbers, self._out, self._withheld)
        cells = {key: _cell(key) for key in self._numbers}
        switch: dict[Key, Key] = {
            key: cell.place for key, cell in cells.items()
            if isinstance(cell, CountCell) and cell.place in self.paper.places.units
        }  # fmt: skip
        top = [key for key, cell in cells.items() if cell.place == root]
        below = {BY_UNIT: [key for key in self._printed if cells[key].place != self.paper.unit]}
        return Counts(
            self._numbers | self._times, list(self._sums), self._printed, [*top, *self._times], marks,
            known | self._nobody, self._bounds, {name: keys for name, keys in below.items() if keys}, {}, switch,
            room=_PEOPLE if self._times else ROOM,
        )  # fmt: skip


def _table(key: Key) -> str:
    assert isinstance(key, tuple)
    return str(key[0])


def _cell(key: Key) -> CountCell | PastCell:
    assert isinstance(key, tuple)
    cell = key[1]
    assert isinstance(cell, CountCell | PastCell)
    return cell
