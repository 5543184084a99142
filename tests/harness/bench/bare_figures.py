"""The limit of the figures: the twelve figures of the year 2022 for the whole province as bare SQL over indexed tables.

Like ours it begins with opening the file, and it answers all that the overview prints: beside both sides of each figure
the named parts, of how many records the notes speak, the records that do not count yet, open conflicts, targets, values
by hand, and the units that have not reported. Until 2026-11-26 it gave the two sides alone, from an open connection and
prepared statements, which no overview of any program can do with.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from db.schema import path_sql, quoted
from desktop_app.domain.plan import Plan
from tests.harness.bench.bare_figure_sql import FIGURES, YEAR

# what each table is looked up by, and what is asked of a record that another one names
NAMED = {"comm_activity": "id, date", "inspection": "id, covers_prostitution", "training": "id, date"}
INDEXES = {
    "comm_activity": "unit, form, date, end_date",
    "comm_reach_establishment": "establishment, activity, workers_new",
    "comm_reach_school": "school, activity, students_new",
    "media_item": "date, outlet, unit",
    "establishment_headcount": "establishment, date, workers",
    "establishment_status_change": "establishment, date, status",
    "school_enrolment": "school, school_year, students",
    "plan_document": "is_year_plan, plan_year, unit, date",
    "integration": "unit, date, program_group, evidence_no",
    "prevention_activity": "unit, date",
    "material": "unit, date",
    "inspection": "unit, date",
    "harm_reduction": "unit, date",
    "training": "unit, date",
    "tip": "date, tip_kind, closed_date, due_date, extension1_date, extension1_due_date, extension2_date,"
    " extension2_due_date",
    "crime_case": "date, articles, persons, in_hotspot, unit",
    "inspection_visit": "establishment, date, result, inspection",
    "support_service_use": "support_case, date",
    "training_attendance": "staff, training",
    "training_count": "training, unit, trainee_level, persons_new",
    "staff": "in_denominator, unit",
    "period_declaration": "plan_area, unit, year, period_code",
    "crime_baseline": "unit, year, period_code",
    "unit_flag": "unit, date",
    "manual_value": "unit, year, period_code",
}
WHOLE = (
    "establishment",
    "school",
    "media_outlet",
    "pilot_model",
    "support_case",
    "support_population",
    "budget",
    "admin_handling",
    "support_service_total",
    "target",
)

PREPARED = """
CREATE TABLE bare.place AS
  WITH RECURSIVE up (code, level, at, at_level) AS (
    SELECT code, level, code, level FROM main.org_unit WHERE version = '2022'
    UNION ALL
    SELECT up.code, up.level, u.parent,
      (SELECT p.level FROM main.org_unit p WHERE p.version = '2022' AND p.code = u.parent)
    FROM up JOIN main.org_unit u ON u.version = '2022' AND u.code = up.at WHERE u.parent IS NOT NULL AND u.parent <> ''
  )
  SELECT code, level, coalesce(max(at) FILTER (WHERE at_level = 'huyen'), code) AS member FROM up GROUP BY code;
CREATE UNIQUE INDEX bare.place_code ON place (code, member, level);
CREATE TABLE bare.quarter AS
  SELECT column1 AS n, column2 AS first_day, column3 AS last_day FROM (VALUES
    (2, '2022-03-15', '2022-06-14'), (3, '2022-06-15', '2022-09-14'), (4, '2022-09-15', '2022-12-14'));
"""

# per area of the plan what its offices report, and how a record lies in the year
BY_PERIOD = ("admin_handling", "support_service_total")
DATED = "date BETWEEN :first AND :last"
BOARD = {
    "1": ("comm_activity", "media_item", "material"),
    "2": ("plan_document", "integration", "prevention_activity", "budget"),
    "3": ("inspection", "tip", "crime_case", "admin_handling"),
    "4": ("pilot_model", "support_case", "support_service_total", "harm_reduction"),
    "5": ("training",),
}


@dataclass(frozen=True)
class Bare:
    """What was found: per indicator both sides and what is said beside them; per kind the records that do not count,
    per area the units that have not reported; and how many conflicts and values by hand there are.
    """

    figures: Mapping[str, tuple[int | None, ...]]
    uncounted: Mapping[str, int]
    not_reported: Mapping[str, int]
    conflicts: int
    by_hand: int


class BareFigures:
    """The counting records of a data file in plain tables with an index for each sum."""

    def __init__(self, data_file: Path, path: Path, plan: Plan) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        with closing(sqlite.connect(str(data_file), isolation_level=None)) as connection:
            run = connection.execute
            run("ATTACH ? AS bare", (str(path),))
            run("PRAGMA bare.synchronous = OFF")
            for table in (*INDEXES, *WHOLE):
                run(f"CREATE TABLE bare.{table} AS SELECT * FROM main.{table} WHERE _state = 0")
                run(f"CREATE UNIQUE INDEX bare.{table}_id ON {table} (id)")
            for name, indexes in (("by", INDEXES), ("named", NAMED)):
                for table, columns in indexes.items():
                    run(f"CREATE INDEX bare.{table}_{name} ON {table} ({columns})")
            run("CREATE TABLE bare.conflict AS SELECT * FROM main._conflict")
            run("CREATE TABLE bare.uncounted (kind TEXT, unit TEXT)")  # apart from what counts, which is kind to it
            for kind in plan.record_kinds.values():
                unit = path_sql(plan.kinds, kind, kind.unit_field, "r") if kind.unit_field else ":unit"
                found = f"SELECT :kind, {unit} FROM main.{quoted(kind.name)} r WHERE r._state IN (1, 2)"
                run(f"INSERT INTO bare.uncounted {found}", {"kind": kind.name, "unit": YEAR["province"]})
            connection.executescript(PREPARED)
            run("ANALYZE bare")

    def figures(self) -> Bare:
        """Each indicator, and what stands around all of them."""
        with closing(sqlite.connect(str(self._path), isolation_level=None)) as connection:
            run = connection.execute
            run("SELECT indicator, reading, threshold, threshold_max FROM target WHERE year = 2022").fetchall()
            by_hand = "SELECT count(*) FROM manual_value WHERE unit = :province AND year = 2022 AND period_code = 'Y'"
            return Bare(
                {code: run(sql, YEAR).fetchone() for code, sql in FIGURES.items()},
                dict(run("SELECT kind, count(*) FROM uncounted WHERE unit IN (SELECT code FROM place) GROUP BY kind")),
                {area: run(_not_reported(area), YEAR).fetchone()[0] for area in BOARD},
                run("SELECT count(*) FROM conflict").fetchone()[0],
                run(by_hand, YEAR).fetchone()[0],
            )

    def board(self) -> dict[tuple[str, str], int]:
        """How many records each unit has in each area."""
        found: Counter[tuple[str, str]] = Counter()
        with closing(sqlite.connect(str(self._path), isolation_level=None)) as connection:
            for area, tables in BOARD.items():
                for table in tables:
                    sql = f"SELECT unit, count(*) FROM {table} WHERE {_inside(table)} GROUP BY unit"
                    for unit, records in connection.execute(sql, YEAR):
                        found[unit, area] += records
        return dict(found)


def _inside(table: str) -> str:
    return "year = 2022" if table in BY_PERIOD else DATED


def _not_reported(area: str) -> str:
    """How many units have neither a record of an area in the year nor said that there is none."""
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {t} WHERE unit = u.code AND {_inside(t)})" for t in BOARD[area])
    return (
        f"SELECT count(*) FROM place u WHERE NOT ({there}) AND NOT EXISTS (SELECT 1 FROM period_declaration d"
        f" WHERE d.plan_area = '{area}' AND d.unit = u.code AND d.year = 2022 AND d.period_code = 'Y')"
    )
