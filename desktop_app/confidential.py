"""How the counts of people of one report are printed: held against all units of the file and what is out already."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil

from db.book import Book
from db.counting.locks import locks
from db.counting.unit_counts import counts_by_unit
from db.counting.unit_figures import UnitFigure, unit_figures
from desktop_app.domain.count_tables import (
    ALL,
    EARLIER,
    NOW,
    CountTable,
    Days,
    Look,
    Marks,
    Places,
    Spot,
    out_already,
    own,
)
from desktop_app.domain.disclosure import (
    DOWN,
    HIDDEN,
    SHOWN,
    SMALLEST,
    UP,
    WITHHELD,
    Counts,
    Key,
    Sum,
    is_small,
    protect,
)
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.indicators import COUNT, status_of
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import YEAR, Period, parse_schemes
from desktop_app.domain.plan import Statistic
from desktop_app.report.masking import ABOVE, BELOW, part_table, statistic_key

Out = Mapping[str, Mapping[Spot, str]]


def marks_of(book: Book, period: Period, unit: str, home: str) -> Marks:
    """The marks for the report of a unit of the office `home`.

    The same for every unit of that office: what one report hides another must not show.
    """
    units, root = book.rules.units, book.plan.root
    places = Places(units, home if unit in units.descendants(home) else root)
    out = list(_locks(book, places))
    printed = _printed(book, out)
    silent = {(lock.unit, days) for lock in out if lock.out is not None for days in _days(book, lock.period)}
    exact = places.top == root
    found: dict[str, dict[Spot, str]] = {}
    for statistic, looks in _looks(book, period, places, out).items():
        key = statistic_key(book.plan, statistic)
        table = CountTable(places, looks, printed.get(key, {}), silent, never(book, statistic, places), exact).counts()
        found[key] = _spots(protect(table)) if table else {}
    figures = unit_figures(book.connection, book.plan, units, period, places.top)
    days = Days(period.first_day, period.last_day)
    for code, of_code in figures.items():
        indicator = book.plan.indicators[code]
        if indicator.people:
            found |= _sides(places, days, of_code, code, printed, exact)
        for part in indicator.people_parts:
            found |= _part(book, places, days, of_code, (code, part), printed, found, exact)
    return Marks(found)


def _spots(marks: Mapping[Key, str]) -> dict[Spot, str]:
    return {spot: mark for spot, mark in marks.items() if isinstance(spot, Spot)}


# --- what is out already -----------------------------------------------------------------------------------------


def _locks(book: Book, places: Places) -> Iterator[Lock]:
    """Locked reports of units that this office sees, those that were unlocked since too: they were printed."""
    for lock in locks(book.connection):
        if lock.unit in places.below and lock.period.year == book.plan.year:
            yield lock


def _printed(book: Book, out: Iterable[Lock]) -> Out:
    found: dict[str, dict[Spot, str]] = {}
    for lock in out:
        for table, spot, text in lock.out or _of_amounts(book, lock):
            found.setdefault(table, {})[spot] = text
    return found


def _of_amounts(book: Book, lock: Lock) -> Iterator[tuple[str, Spot, str]]:
    """What a lock of an older version kept of it: the whole counts of its unit."""
    year = _start(book, lock.period)
    by_label = {(s.area, s.label.vi): s for s in book.plan.statistics if s.people}
    for amount in lock.amounts:
        statistic = by_label.get((amount.area, amount.label))
        for text, first in ((amount.period, lock.period.first_day), (amount.year_to_date, year)):
            if statistic and text:
                spot = Spot(ALL, lock.unit, Days(first, lock.period.last_day))
                yield statistic_key(book.plan, statistic), spot, text.replace(".", "")


# --- statistics --------------------------------------------------------------------------------------------------


def _looks(book: Book, period: Period, places: Places, out: Iterable[Lock]) -> dict[Statistic, list[Look]]:
    """Per statistic of people what is counted in this period, a year earlier, and in the periods of what is out."""
    before = parse_schemes(book.plan.source)[period.scheme].year_earlier(period)
    roles = {period: NOW} | ({before: EARLIER} if before else {})
    for lock in out:
        roles.setdefault(lock.period, "locked")
    lowest = {unit: places.lowest(unit) for unit in book.rules.units.descendants(places.top)}
    found: dict[Statistic, list[Look]] = {}
    for looked_at, role in roles.items():
        start = _start(book, looked_at)
        counts = counts_by_unit(book.connection, book.plan, book.rules.units, looked_at, start, lowest)
        for statistic, of_places in counts.items():
            days = Days(looked_at.first_day, looked_at.last_day)
            found.setdefault(statistic, []).append(Look(start, days, of_places, role))
    return found


def never(book: Book, statistic: Statistic, places: Places) -> set[str]:
    """The places where the plan's own checks allow no record of a statistic."""
    plan, kind = book.plan, book.plan.kinds[statistic.kind]
    *steps, name = kind.unit_field.split(".")
    for step in steps:
        kind = plan.kinds[kind.fields[step].target or ""]
    checks = [check for check in kind.fields[name].checks if check.severity == "error" and check.judged == "always"]
    rules = [rule for check in checks if set((rule := parse(check.expr)).names) == {name}]
    level = book.rules.units.level
    return {
        place for place in places.below
        if any(rule.evaluate(Scope({name: place.removeprefix("=")}, level=level)) is False for rule in rules)
    }  # fmt: skip


def _days(book: Book, period: Period) -> Iterator[Days]:
    """The period, and what of its year was over with it."""
    yield Days(period.first_day, period.last_day)
    yield Days(_start(book, period), period.last_day)


def _start(book: Book, period: Period) -> date:
    year = parse_schemes(book.plan.source)[period.scheme].period(YEAR, period.year)
    return year.first_day if year else period.first_day


# --- indicators --------------------------------------------------------------------------------------------------


def _sides(
    places: Places, days: Days, figures: Mapping[str, UnitFigure], code: str, printed: Out, exact: bool
) -> dict[str, dict[Spot, str]]:
    """Numerator and denominator: where one is hidden the other is, and neither move may turn the verdict round."""
    known = {unit: figure for unit, figure in figures.items() if figure.has_value}
    hidden: set[str] = set()
    found: dict[str, dict[Spot, str]] = {}
    for side in (ABOVE, BELOW, ABOVE):
        numbers = {unit: figure.numerator if side == ABOVE else figure.denominator for unit, figure in known.items()}
        out = {spot: text for spot, text in printed.get(part_table(code, side), {}).items() if spot.days == days}
        stuck = [
            (Spot(ALL, unit, days), sign) for unit, figure in known.items() for sign in (UP, DOWN)
            if not _same_verdict(figure, side, sign)
        ]  # fmt: skip
        table = _number_table(places, days, numbers, out, hidden, stuck, exact)
        found[part_table(code, side)] = marks = _spots(protect(table))
        hidden |= {spot.place for spot, mark in marks.items() if mark != SHOWN}
    return found


def _same_verdict(figure: UnitFigure, side: str, sign: int) -> bool:
    """Whether a figure with one more or less on one side says the same, and no more were reached than there are."""
    above, below = figure.numerator or Fraction(0), figure.denominator or Fraction(0)
    capped = figure.bar.measure != COUNT and above <= below
    above, below = (above + sign, below) if side == ABOVE else (above, below + sign)
    return not (capped and above > below) and status_of(figure.bar, above, below) == figure.status


def _number_table(
    places: Places, days: Days, numbers: Mapping[str, Fraction | None], out: Mapping[Spot, str],
    hidden: Iterable[str], stuck: Iterable[tuple[Spot, int]], exact: bool,
) -> Counts:  # fmt: skip
    """One number of every unit that has it, and what a unit adds to those below it where that is more than nothing."""
    counts: dict[Key, int] = {Spot(ALL, unit, days): ceil(n) for unit, n in numbers.items() if n is not None}
    sums: list[Sum] = []
    unprinted: list[Key] = []
    for unit, below in places.below.items():
        whole, parts = Spot(ALL, unit, days), [s for one in below if (s := Spot(ALL, one, days)) in counts]
        rest = counts.get(whole, -1) - sum(counts[part] for part in parts)
        if parts and rest >= 0:
            alone = Spot(ALL, own(unit), days)
            if rest:
                counts[alone] = rest
                unprinted.append(alone)
            sums.append((whole, (*parts, *([alone] if rest else []))))
    marks, known = out_already(counts, out)
    for spot in (Spot(ALL, unit, days) for unit in hidden):
        if spot in counts and not is_small(counts[spot]) and spot not in (marks.keys() | known):
            marks[spot] = HIDDEN if counts[spot] >= SMALLEST else WITHHELD
    top = {Spot(ALL, places.top, days)} & set(counts) if exact else set()
    return Counts(counts, sums, unprinted, top, marks, known - set(marks), list(stuck))


def _part(
    book: Book, places: Places, days: Days, figures: Mapping[str, UnitFigure], name: tuple[str, str], printed: Out,
    found: dict[str, dict[Spot, str]], exact: bool,
) -> dict[str, dict[Spot, str]]:  # fmt: skip
    """A named part that counts people, and the statistics of the same records: what one hides no other shows."""
    code, part = name
    numbers = {unit: figure.parts[part] for unit, figure in figures.items() if part in figure.parts}
    table = part_table(code, part)
    out = {spot: text for spot, text in printed.get(table, {}).items() if spot.days == days}
    alike = {
        statistic_key(book.plan, s) for s in book.plan.statistics
        if s.people and any(code in field.counts_in for field in book.plan.kinds[s.kind].fields.values())
    }  # fmt: skip
    hidden = {spot.place for key in alike for spot in found.get(key, {}) if spot.part == ALL and spot.place in numbers}
    marks = _spots(protect(_number_table(places, days, numbers, out, hidden, (), exact)))
    more = dict.fromkeys(marks, HIDDEN)
    return {table: marks} | {key: more | found.get(key, {}) for key in alike}
