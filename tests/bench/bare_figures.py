"""The limit of the figures: the twelve sums of the year 2022 for the whole province as bare SQL over indexed tables."""

from collections import Counter
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

YEAR = {"first": "2021-12-15", "last": "2022-12-14", "province": "12"}

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
    "integration": "unit, date",
    "prevention_activity": "unit, date",
    "material": "unit, date",
    "inspection": "unit, date",
    "harm_reduction": "unit, date",
    "training": "unit, date",
    "tip": "date, closed_date, due_date",
    "crime_case": "date, articles",
    "inspection_visit": "establishment, date, result, inspection",
    "support_service_use": "support_case, date",
    "training_attendance": "staff, training",
    "training_count": "training, unit",
    "staff": "in_denominator, unit",
}
WHOLE = (
    "establishment",
    "school",
    "media_outlet",
    "pilot_model",
    "support_case",
    "support_population",
    "crime_baseline",
    "budget",
    "admin_handling",
    "support_service_total",
)

PREPARED = """
CREATE TABLE place AS
  WITH RECURSIVE up (code, level, at, at_level) AS (
    SELECT code, level, code, level FROM file.org_unit WHERE version = '2022'
    UNION ALL
    SELECT up.code, up.level, u.parent,
      (SELECT p.level FROM file.org_unit p WHERE p.version = '2022' AND p.code = u.parent)
    FROM up JOIN file.org_unit u ON u.version = '2022' AND u.code = up.at WHERE u.parent IS NOT NULL AND u.parent <> ''
  )
  SELECT code, level, coalesce(max(at) FILTER (WHERE at_level = 'huyen'), code) AS member FROM up GROUP BY code;
CREATE UNIQUE INDEX place_code ON place (code, member, level);
CREATE TABLE quarter AS
  SELECT column1 AS n, column2 AS first_day, column3 AS last_day FROM (VALUES
    (2, '2022-03-15', '2022-06-14'), (3, '2022-06-15', '2022-09-14'), (4, '2022-09-15', '2022-12-14'));
"""

OPEN_NOW = """open_now AS MATERIALIZED (
    SELECT e.id, (SELECT h.workers FROM establishment_headcount h WHERE h.establishment = e.id AND h.date <= :last
      ORDER BY h.date DESC LIMIT 1) AS workers
    FROM establishment e WHERE e.first_listed_date <= :last AND coalesce((SELECT c.status
      FROM establishment_status_change c WHERE c.establishment = e.id AND c.date <= :last
      ORDER BY c.date DESC LIMIT 1), 'dang_hoat_dong') = 'dang_hoat_dong')"""

# Every query gives one numerator and one denominator.
FIGURES = {
    "1.1": """SELECT (SELECT count(DISTINCT unit) FROM (
        SELECT a.unit FROM comm_activity a JOIN quarter q
          ON a.date <= q.last_day AND coalesce(a.end_date, a.date) >= q.first_day
        WHERE a.unit IN (SELECT code FROM place WHERE level = 'xa')
        GROUP BY a.unit, a.form HAVING count(DISTINCT q.n) = 3)), (SELECT count(*) FROM place WHERE level = 'xa')""",
    "1.2": """WITH hit AS MATERIALIZED (SELECT DISTINCT q.n, o.unit AS outlet, m.unit AS about FROM quarter q
          JOIN media_item m ON m.date BETWEEN q.first_day AND q.last_day
          JOIN media_outlet o ON o.id = m.outlet AND o.counts = 1)
        SELECT (SELECT count(DISTINCT n) FROM hit WHERE outlet = :province) + (SELECT count(*) FROM (
            SELECT n, outlet AS member FROM hit WHERE outlet IN (SELECT code FROM place WHERE level = 'huyen')
            UNION SELECT h.n, p.member FROM hit h JOIN place p ON p.code = h.about
            WHERE h.outlet = :province AND p.level <> 'tinh')),
          3 + 3 * (SELECT count(*) FROM place WHERE level = 'huyen')""",
    "1.3": f"""WITH {OPEN_NOW} SELECT sum(min(e.workers, coalesce(r.n, 0))), sum(e.workers) FROM open_now e LEFT JOIN (
          SELECT x.establishment, sum(x.workers_new) AS n FROM comm_reach_establishment x
          JOIN comm_activity a ON a.id = x.activity WHERE a.date BETWEEN :first AND :last GROUP BY x.establishment
        ) r ON r.establishment = e.id""",
    "1.4": """SELECT sum(min(n.students, coalesce(r.n, 0))), sum(n.students) FROM school s
        JOIN school_enrolment n ON n.school = s.id AND n.school_year = coalesce(
          (SELECT max(m.school_year) FROM school_enrolment m WHERE m.school = s.id AND m.school_year <= '2022-2023'),
          (SELECT min(m.school_year) FROM school_enrolment m WHERE m.school = s.id AND m.school_year > '2022-2023'))
        LEFT JOIN (SELECT x.school, sum(x.students_new) AS n FROM comm_reach_school x
          JOIN comm_activity a ON a.id = x.activity WHERE a.date BETWEEN :first AND :last GROUP BY x.school
        ) r ON r.school = s.id
        WHERE coalesce(s.opened_date, '') <= :last AND coalesce(s.closed_date, '9') > :last""",
    "2.1": """WITH active AS (SELECT member FROM place p WHERE
            EXISTS (SELECT 1 FROM comm_activity k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM material k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM integration k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM prevention_activity k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM inspection k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM harm_reduction k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM training k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM pilot_model k WHERE k.unit = p.code AND k.date BETWEEN :first AND :last)
            OR EXISTS (SELECT 1 FROM support_case c JOIN support_service_use k ON k.support_case = c.id
              WHERE c.unit = p.code AND k.date BETWEEN :first AND :last))
        SELECT count(*) FILTER (WHERE d.code IN (SELECT member FROM active) AND EXISTS (SELECT 1 FROM plan_document k
          WHERE k.unit = d.code AND k.is_year_plan = 1 AND k.plan_year = 2022 AND k.date <= :last)), count(*)
        FROM place d WHERE d.level = 'huyen'""",
    "2.2": """SELECT count(DISTINCT p.member), (SELECT count(*) FROM place WHERE level = 'huyen') FROM integration i
        JOIN place p ON p.code = i.unit AND p.level <> 'tinh' WHERE i.date BETWEEN :first AND :last
        AND i.program_group IN ('ktxh', 'an_sinh', 'ma_tuy', 'hiv') AND trim(coalesce(i.evidence_no, '')) <> ''""",
    "3.1": """SELECT count(*) FILTER (WHERE closed <= due), count(*) FROM (
          SELECT iif(closed_date <= :last, closed_date, NULL) AS closed,
            CASE WHEN extension1_date > min(:last, due_date) OR extension1_date IS NULL THEN due_date
            WHEN extension2_date <= min(:last, extension1_due_date) THEN extension2_due_date
            ELSE extension1_due_date END AS due FROM tip WHERE date <= :last)
        WHERE coalesce(closed, :first) >= :first AND (closed IS NOT NULL OR due <= :last)""",
    "3.2": """SELECT n.cases - b.cases, b.cases FROM (
          SELECT count(*) AS cases FROM crime_case WHERE date BETWEEN :first AND :last
          AND (articles LIKE '%"327"%' OR articles LIKE '%"328"%' OR articles LIKE '%"329"%')) n
        LEFT JOIN (SELECT cases FROM crime_baseline WHERE unit = :province AND year = 2021 AND period_code = 'Y') b""",
    "3.3": f"""WITH {OPEN_NOW} SELECT count(DISTINCT v.establishment), (SELECT count(*) FROM open_now) FROM open_now e
        JOIN inspection_visit v ON v.establishment = e.id JOIN inspection i ON i.id = v.inspection
        WHERE v.date BETWEEN :first AND :last AND v.result <> 'dong_cua_khong_kt_duoc' AND i.covers_prostitution = 1""",
    "4.1": """SELECT count(DISTINCT p.member), NULL FROM pilot_model m
        JOIN place p ON p.code = m.unit AND p.level <> 'tinh'
        WHERE trim(coalesce(m.decision_no, '')) <> '' AND m.decision_date <= :last AND m.date <= :last
        AND coalesce(m.stopped_date, '9') > :last AND coalesce(m.summary_date, '9') >= :first
        AND m.components <> '[]'""",
    "4.2": """SELECT sum(min(s.eligible, max(coalesce(s.served, 0), (SELECT count(*) FROM support_case c JOIN place u
            ON u.code = c.unit WHERE (u.code = s.unit OR u.member = s.unit OR s.unit = :province)
            AND c.in_need = 1 AND c.eligible = 1 AND EXISTS (SELECT 1 FROM support_service_use k
              WHERE k.support_case = c.id AND k.date BETWEEN :first AND :last))))), sum(s.eligible)
        FROM support_population s JOIN place p ON p.code = s.unit WHERE s.year = 2022 AND s.period_code = 'Y'
        AND NOT EXISTS (SELECT 1 FROM support_population o WHERE o.year = 2022
          AND o.period_code = 'Y' AND o.unit <> s.unit AND (o.unit = p.member OR o.unit = :province))""",
    "5.1": """WITH duty AS MATERIALIZED (SELECT s.id, p.member, p.level FROM staff s JOIN place p ON p.code = s.unit
            WHERE s.in_denominator = 1 AND s.from_date <= :last AND coalesce(s.to_date, '9') >= :last),
          reached (member, level, n) AS (
            SELECT d.member, d.level, 1 FROM duty d WHERE EXISTS (SELECT 1 FROM training_attendance a
              JOIN training t ON t.id = a.training WHERE a.staff = d.id AND t.date BETWEEN :first AND :last)
            UNION ALL SELECT p.member, x.trainee_level, x.persons_new FROM training t
              JOIN training_count x ON x.training = t.id JOIN place p ON p.code = x.unit
              WHERE t.date BETWEEN :first AND :last),
          done AS (SELECT member, level, sum(n) AS n FROM reached GROUP BY member, level)
        SELECT sum(min(d.n, coalesce(done.n, 0))), sum(d.n)
        FROM (SELECT member, level, count(*) AS n FROM duty GROUP BY member, level) d
        LEFT JOIN done ON done.member = d.member AND done.level = d.level""",
}


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


class BareFigures:
    """The counting records of a data file in plain tables with an index for each sum."""

    def __init__(self, data_file: Path, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.connection = sqlite.connect(str(path), isolation_level=None)
        run = self.connection.execute
        run("PRAGMA synchronous = OFF")
        run("ATTACH ? AS file", (str(data_file),))
        for table in (*INDEXES, *WHOLE):
            run(f"CREATE TABLE {table} AS SELECT * FROM file.{table} WHERE _state = 0")
            run(f"CREATE UNIQUE INDEX {table}_id ON {table} (id)")
        for table, columns in INDEXES.items():
            run(f"CREATE INDEX {table}_by ON {table} ({columns})")
        for table, columns in NAMED.items():
            run(f"CREATE INDEX {table}_named ON {table} ({columns})")
        self.connection.executescript(PREPARED)
        run("DETACH file")
        run("ANALYZE")

    def figures(self) -> dict[str, tuple[int | None, int | None]]:
        """Numerator and denominator of each indicator."""
        return {code: self.connection.execute(sql, YEAR).fetchone() for code, sql in FIGURES.items()}

    def board(self) -> dict[tuple[str, str], int]:
        """How many records each unit has in each area."""
        found: Counter[tuple[str, str]] = Counter()
        for area, tables in BOARD.items():
            for table in tables:
                inside = "year = 2022" if table in BY_PERIOD else DATED
                sql = f"SELECT unit, count(*) FROM {table} WHERE {inside} GROUP BY unit"
                for unit, records in self.connection.execute(sql, YEAR):
                    found[unit, area] += records
        return dict(found)
