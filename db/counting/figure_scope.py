"""What a figure is asked for, unit and period, and the temporary tables that a plan's queries stand on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from db.connection import Connection, afterwards
from db.counting.tiled import add, tiled_sums
from db.schema import quoted
from desktop_app.domain.member_words import mark
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import CODES, MONTHS, QUARTERS, Period, require_plan_year
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Stored
from desktop_app.domain.windows import JudgedPeriods, judged, school_year, school_years
from desktop_app.errors import AppError
from desktop_app.messages import Text

CALENDAR = ("quarter", "month")
LOOKING_BACK = ("year_earlier", "year_earlier_to_date")  # the windows of what is held against the year before
TOTALS = "totals_{}"  # the table of a set whose totals are kept by period
_UNIT_TABLES = {
    "unit_list": "code TEXT PRIMARY KEY, parent TEXT, level TEXT, name TEXT",
    "scope": "code TEXT PRIMARY KEY",
    "under": "code TEXT, top TEXT, PRIMARY KEY (top, code)",
    "member": "code TEXT PRIMARY KEY",
    "commune": "code TEXT PRIMARY KEY",
    "place": "code TEXT PRIMARY KEY, member TEXT",
}
SCOPE_TABLES = ("scope", "member", "commune")  # those of one unit; the others are the same for all
_DAY_TABLES = {
    "quarter": "n INTEGER PRIMARY KEY, name TEXT, first_day TEXT, last_day TEXT",
    "month": "n INTEGER PRIMARY KEY, name TEXT, first_day TEXT, last_day TEXT",
    "school_year": "name TEXT PRIMARY KEY, first_day TEXT, last_day TEXT",
    "period_day": "year INTEGER, code TEXT, first_day TEXT, last_day TEXT, PRIMARY KEY (year, code)",
}


class FigureScope(Struct, frozen=True, dict=True):
    """One unit and one period of a plan; the period's own scheme gives plan year, quarters and months.

    `public`: for everybody, so that records which are not public are left out.
    """

    plan: Plan
    units: OrgUnits
    unit: str
    period: Period
    public: bool = False

    def __post_init__(self) -> None:
        require_plan_year(self.period, self.plan.years)
        if self.unit not in self.units.by_code:  # a code of before would find no record
            raise AppError("figure.no_unit", unit=self.unit)

    @cached_property
    def year(self) -> Period:
        """The whole plan year, or the several years asked for; a scheme without it can't place a figure."""
        if len(self.plan.years) > 1 and self.period.several_years:
            return self.period
        found = self.plan.schemes[self.period.scheme].period("Y", self.period.year)
        if found is None:
            raise AppError("figure.period_not_in_scheme", text=self.period.year, scheme=self.period.scheme)
        return found

    @cached_property
    def plan_start(self) -> date:
        """The first day of the plan's first year."""
        first = self.plan.schemes[self.period.scheme].period("Y", self.plan.year)
        return first.first_day if first else self.year.first_day

    @cached_property
    def plan_day(self) -> date:
        return date.fromisoformat(self.plan.doc_date)

    @cached_property
    def below(self) -> list[str]:
        """The unit itself and all units below it."""
        return self.units.descendants(self.unit)

    def judged(self, what: str) -> JudgedPeriods:
        """The quarters or months (`quarter`, `month`) to be judged at the end of the period."""
        codes = MONTHS if what == "month" else QUARTERS
        scheme = self.plan.schemes[self.period.scheme]
        first = self.period.year if len(self.plan.years) == 1 else self.period.first_year
        parts = [part for year in range(first, self.period.year + 1) for part in scheme.periods(codes, year)]
        return judged(parts, self.plan_day, self.year.first_day, self.period.last_day)

    @cached_property
    def first_school_month(self) -> int:
        return int(self.plan.settings.get("school_year_first_month", 9))

    @cached_property
    def school_year(self) -> str:
        return school_year(self.period.last_day, self.first_school_month).name

    @property
    def has_code(self) -> bool:
        """Whether records kept by period can be for exactly this period: a code under the plan's own scheme."""
        return self.period.code is not None and self.period.scheme == self.plan.period_scheme

    @cached_property
    def names(self) -> dict[str, Text]:
        """What queries only mark: the levels, and the parts of the calendar."""
        parts = [period for what in CALENDAR for period in self.judged(what).parts]
        return {**self.plan.levels, **{period.text: period.label for period in parts}}

    def parameters(self, detail: bool = False) -> dict[str, Stored]:
        """The values of `:U`, `:S` and so on; `:detail` is 1 when the records behind are wanted too."""
        scheme = self.plan.schemes[self.period.scheme]
        quarter = scheme.holding(self.plan_day, QUARTERS)
        earlier = scheme.year_earlier(self.period) if _looks_back(self.plan) else None
        return {
            "U": self.unit, "P": self.plan.root, "Y": self.period.year, "SY": self.school_year,
            "S": str(self.period.first_day), "E": str(self.period.last_day), "Y0": str(self.year.first_day),
            "P0": str(self._first_day), "S1": str(earlier.first_day) if earlier else None,
            "Y1": str(scheme.year_start(earlier)) if earlier else None,
            "E1": str(earlier.last_day) if earlier else None,
            "Q0_LAST": str(quarter.last_day) if quarter else None, "detail": int(detail),
        }  # fmt: skip

    @property
    def _first_day(self) -> date:
        return self.plan_start if len(self.plan.years) > 1 else self.year.first_day

    def days(self, window: str) -> tuple[date, date] | None:
        """The days over which totals kept by period are added up; None where the year before has none of them."""
        scheme, period = self.plan.schemes[self.period.scheme], self.period
        if window in LOOKING_BACK:
            earlier = scheme.year_earlier(period)
            if earlier is None:
                return None
            return earlier.first_day if window == LOOKING_BACK[0] else scheme.year_start(earlier), earlier.last_day
        first = {"year_to_date": self.year.first_day, "plan_to_date": self._first_day}
        return first.get(window, period.first_day), period.last_day


@lru_cache(16)
def _looks_back(plan: Plan) -> bool:
    """Whether any set asks for records of the same period a year earlier; totals have days of their own."""
    sets = plan.source.get("sets", {}).values()
    return any(window in raw.get("during", ()) and "totals" not in raw for raw in sets for window in LOOKING_BACK)


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Everything inside reads one state of the file."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    with afterwards(connection, "COMMIT"):
        yield


def window_sums(plan: Plan) -> list[dict[str, Any]]:
    """The plan's one-row tables of totals kept by period: `table`, `kind`, `sums`, `window`, `units`, `whole`."""
    return [
        {
            "table": TOTALS.format(name), "kind": raw["of"], "window": _one(raw["during"]), "units": raw["units"],
            "whole": raw.get("whole", False), "sums": raw["totals"],
        }
        for name, raw in plan.source.get("sets", {}).items()
        if "totals" in raw
    ]  # fmt: skip


def _one(during: str | list[str]) -> str:
    return during if isinstance(during, str) else during[0]


def fill(connection: Connection, scope: FigureScope) -> None:
    """Make the given tables and fill them for this unit and period; those of sums stay empty until `fill_sum`."""
    rows = _unit_rows(scope) | _scope_rows(scope) | _day_rows(scope)
    for name, columns in (_UNIT_TABLES | _DAY_TABLES).items():
        _write(connection, name, columns, rows[name])
    _empty_sums(connection, scope.plan)


def refill(connection: Connection, scope: FigureScope) -> None:
    """The same where the tables hold another unit of this period: most of their rows stay as they are."""
    refill_units(connection, scope)
    _empty_sums(connection, scope.plan)


def refill_units(connection: Connection, scope: FigureScope) -> None:
    """The same, with the sums left as they are."""
    for name, rows in _scope_rows(scope).items():
        _write(connection, name, _UNIT_TABLES[name], rows)


def fill_sum(connection: Connection, scope: FigureScope, rule: dict[str, Any]) -> None:
    """Fill one table of sums, which few readings ask for."""
    columns = " BIGINT, ".join(map(quoted, rule["sums"]))
    _write(connection, rule["table"], f"{columns} BIGINT", _window_sum(connection, scope, rule))


def _empty_sums(connection: Connection, plan: Plan) -> None:
    for rule in window_sums(plan):
        table, sums = quoted(rule["table"]), list(rule["sums"])
        if [row[1] for row in connection.execute(f"PRAGMA temp.table_info({table})")] != sums:
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")  # of the edition that was in force before
        _write(connection, rule["table"], f"{' BIGINT, '.join(map(quoted, sums))} BIGINT", [])


def _write(connection: Connection, name: str, columns: str, rows: Iterable[tuple[Stored, ...]]) -> None:
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {quoted(name)} ({columns})")
    connection.execute(f"DELETE FROM temp.{quoted(name)}")
    found = list(rows)
    if found:
        marks = ", ".join("?" * len(found[0]))
        connection.executemany(f"INSERT INTO temp.{quoted(name)} VALUES ({marks})", found)


def _unit_rows(scope: FigureScope) -> dict[str, list[tuple[Stored, ...]]]:
    units, level = scope.units, scope.plan.member_level
    return {
        "unit_list": [(u.code, u.parent, u.level, u.name) for u in units],
        "under": [(u.code, top) for u in units for top in units.ancestors(u.code)],
        "place": [(u.code, units.ancestor_at(u.code, level) or u.code) for u in units],
    }


def _scope_rows(scope: FigureScope) -> dict[str, list[tuple[Stored, ...]]]:
    level, lowest = scope.units.level, list(scope.plan.levels)[-1]
    living = [code for code in scope.below if not scope.units.is_retired(code)]
    return {
        "scope": [(code,) for code in scope.below],
        "member": [(code,) for code in living if level(code) == scope.plan.member_level],
        "commune": [(code,) for code in living if level(code) == lowest],
    }


def _day_rows(scope: FigureScope) -> dict[str, list[tuple[Stored, ...]]]:
    own = scope.plan.scheme
    years = range(min(scope.plan.year, scope.period.year) - 3, scope.period.year + 2)
    parts = {what: scope.judged(what).parts for what in CALENDAR}
    first = parts["quarter"][0].year if parts["quarter"] else scope.period.year
    first_month = scope.first_school_month
    special = own.codes or own.week_starts or len(scope.plan.years) > 1
    codes = list(dict.fromkeys((*CODES, *own.offered, f"{len(scope.plan.years)}Y"))) if special else CODES
    return {
        **{
            what: [
                ((p.year - first) * len(all_codes) + all_codes.index(str(p.code)) + 1, name, *_ends(p))
                for p, name in zip(parts[what], [*map(mark, [p.text for p in parts[what]])], strict=True)
            ]
            for what, all_codes in (("quarter", QUARTERS), ("month", MONTHS))
        },
        "school_year": [
            (y.name, str(y.first_day), str(y.last_day))
            for y in school_years(scope.year.first_day, scope.period.last_day, first_month)
        ],
        "period_day": [(p.year, p.code, *_ends(p)) for year in years for p in own.periods(codes, year)],
    }


def _ends(period: Period) -> tuple[str, str]:
    return str(period.first_day), str(period.last_day)


def _window_sum(connection: Connection, scope: FigureScope, rule: dict[str, Any]) -> list[tuple[Stored, ...]]:
    """No row or one: sums by tiles over the days of the window, for the unit or its scope."""
    days = scope.days(rule["window"])
    if days is None:
        return []
    found = tiled_sums(
        connection, scope.plan, scope.plan.kinds[rule["kind"]],
        days, rule["sums"], scope.below if rule["units"] == "scope" else [scope.unit],
    )  # fmt: skip
    if rule.get("whole") and not any(tiled.whole for tiled in found):
        return []
    return [tuple(add([tiled.sums[n] for tiled in found]) for n in range(len(rule["sums"])))]
