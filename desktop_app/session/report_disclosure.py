"""How the counts of people of one report are printed: held against all units of the file and what is out already."""

from collections.abc import Iterable, Iterator
from datetime import date

from db.counting.locks import locks
from db.counting.unit_counts import counts_by_unit
from db.counting.unit_figures import unit_figures
from db.open_file import OpenFile
from desktop_app.domain.count_tables import ALL, EARLIER, NOW, CountedUnits, CountTable, Days, Look, Marks, Spot
from desktop_app.domain.disclosure import protect
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.domain.plan import Statistic
from desktop_app.report.masking import statistic_key
from desktop_app.session.figure_disclosure import Out, part_of, sides, spots


def marks_of(file: OpenFile, period: Period, unit: str) -> Marks:
    """The marks for the report of a unit.

    The same for every unit of this office: what one report hides another must not show.
    """
    units, home, root = file.units, file.unit, file.plan.root
    places = CountedUnits(units, home if unit in units.descendants(home) else root)
    out = list(_locks(file, places))
    printed = _printed(file, out)
    silent = {(lock.unit, days) for lock in out if lock.out is not None for days in _days(file, lock.period)}
    exact = places.top == root
    found: dict[str, dict[Spot, str]] = {}
    for statistic, looks in _looks(file, period, places, out).items():
        key = statistic_key(file.plan, statistic)
        table = CountTable(places, looks, printed.get(key, {}), silent, never(file, statistic, places), exact).counts()
        found[key] = spots(protect(table)) if table else {}
    figures = unit_figures(file, period, places.top)
    days = Days(period.first_day, period.last_day)
    for code, of_code in figures.items():
        indicator = file.plan.indicators[code]
        if indicator.people:
            found |= sides(places, days, of_code, code, printed, exact)
        for part in indicator.people_parts:
            found |= part_of(file, places, days, of_code, (code, part), printed, found, exact)
    return Marks(found)


def _locks(file: OpenFile, places: CountedUnits) -> Iterator[Lock]:
    """Locked reports of units that this office sees, those that were unlocked since too: they were printed."""
    for lock in locks(file.connection):
        if lock.unit in places.below and lock.period.year == file.plan.year:
            yield lock


def _printed(file: OpenFile, out: Iterable[Lock]) -> Out:
    found: dict[str, dict[Spot, str]] = {}
    for lock in out:
        for table, spot, text in lock.out or _of_amounts(file, lock):
            found.setdefault(table, {})[spot] = text
    return found


def _of_amounts(file: OpenFile, lock: Lock) -> Iterator[tuple[str, Spot, str]]:
    """What a lock of an older version kept of it: the whole counts of its unit."""
    year = _start(file, lock.period)
    by_label = {(s.area, s.label.vi): s for s in file.plan.statistics if s.people}
    for amount in lock.amounts:
        statistic = by_label.get((amount.area, amount.label))
        for text, first in ((amount.period, lock.period.first_day), (amount.year_to_date, year)):
            if statistic and text:
                spot = Spot(ALL, lock.unit, Days(first, lock.period.last_day))
                yield statistic_key(file.plan, statistic), spot, text.replace(".", "")


def _looks(file: OpenFile, period: Period, places: CountedUnits, out: Iterable[Lock]) -> dict[Statistic, list[Look]]:
    """Per statistic of people what is counted in this period, a year earlier, and in the periods of what is out."""
    before = parse_schemes(file.plan.source)[period.scheme].year_earlier(period)
    roles = {period: NOW} | ({before: EARLIER} if before else {})
    for lock in out:
        roles.setdefault(lock.period, "locked")
    lowest = {unit: places.lowest(unit) for unit in file.units.descendants(places.top)}
    found: dict[Statistic, list[Look]] = {}
    for looked_at, role in roles.items():
        start = _start(file, looked_at)
        counts = counts_by_unit(file, looked_at, start, lowest)
        for statistic, of_places in counts.items():
            days = Days(looked_at.first_day, looked_at.last_day)
            found.setdefault(statistic, []).append(Look(start, days, of_places, role))
    return found


def never(file: OpenFile, statistic: Statistic, places: CountedUnits) -> set[str]:
    """The places where the plan's own checks allow no record of a statistic."""
    plan, kind = file.plan, file.plan.kinds[statistic.kind]
    *steps, name = kind.unit_field.split(".")
    for step in steps:
        kind = plan.kinds[kind.fields[step].target or ""]
    checks = [check for check in kind.fields[name].checks if check.severity == "error" and check.judged == "always"]
    rules = [rule for check in checks if set((rule := parse(check.expr)).names) == {name}]
    level = file.units.level
    return {
        place for place in places.below
        if any(rule.evaluate(Scope({name: place.removeprefix("=")}, level=level)) is False for rule in rules)
    }  # fmt: skip


def _days(file: OpenFile, period: Period) -> Iterator[Days]:
    """The period, and what of its year was over with it."""
    yield Days(period.first_day, period.last_day)
    yield Days(_start(file, period), period.last_day)


def _start(file: OpenFile, period: Period) -> date:
    return parse_schemes(file.plan.source)[period.scheme].year_start(period)
