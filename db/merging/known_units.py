"""Whose the records of our own log are, as it stands: asked of a few of them, never of what a foreign file says."""

from collections import defaultdict
from collections.abc import Iterable

from db.connection import Connection, run_script

UNIT, UP, DOWN, REF, COMMON = "unit", "up", "down", "ref", "common"
Mark = tuple[str, str, str, str | None]  # kind, field, role, kind referred to
TABLES = ("known", "known_unit", "main_mark", "main_field")


def known_units(connection: Connection, marks: Iterable[Mark], numbers: Iterable[int]) -> dict[int, set[str]]:
    """The units to which records of our log belong, by number; what is common to all, or came with the plan and names
    no unit, belongs to none.
    """
    close(connection)
    connection.execute("CREATE TEMP TABLE scope_known (no INTEGER PRIMARY KEY, main INTEGER)")
    connection.executemany("INSERT OR IGNORE INTO temp.scope_known VALUES (?, ?)", [(no, no) for no in numbers])
    fill(connection, marks)
    found: dict[int, set[str]] = defaultdict(set)
    for no, unit in connection.execute("SELECT no, unit FROM temp.scope_known_unit"):
        found[no].add(unit)
    close(connection)
    return found


def fill(connection: Connection, marks: Iterable[Mark]) -> None:
    """Fill `temp.scope_known_unit` for the records in `temp.scope_known`, a number of anybody's beside ours."""
    run_script(connection, _TABLES)
    connection.executemany("INSERT INTO temp.scope_main_mark VALUES (?, ?, ?, ?)", sorted(marks, key=repr))
    run_script(connection, _FILL, {"unit": UNIT, "up": UP, "common": COMMON})


def close(connection: Connection) -> None:
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.scope_{table}")


_TABLES = """
CREATE TEMP TABLE scope_main_mark (kind TEXT, field TEXT, role TEXT, target TEXT);

CREATE TEMP TABLE scope_main_field (no INTEGER PRIMARY KEY, role TEXT, target INTEGER);

CREATE TEMP TABLE scope_known_unit (no INTEGER, unit TEXT, stamp BLOB, PRIMARY KEY (no, unit)) WITHOUT ROWID;
"""

# Every unit that a record, or one that it lies in, ever named; where none was named, the offices that wrote it.
_FILL = """
INSERT OR IGNORE INTO temp.scope_main_field
SELECT f.no, m.role, t.no
FROM temp.scope_main_mark m
JOIN main.kind k ON k.name = m.kind
JOIN main.field f ON f.kind = k.no AND f.name = m.field
LEFT JOIN main.kind t ON t.name = m.target
WHERE m.role IN (:unit, :up);

INSERT OR IGNORE INTO temp.scope_known_unit
WITH RECURSIVE above (no, main) AS (
  SELECT no, main FROM temp.scope_known
  UNION
  SELECT a.no, p.no
  FROM above a
  CROSS JOIN main.change_log c ON c.record = a.main
  JOIN temp.scope_main_field f ON f.no = c.field AND f.role = :up
  JOIN main.record p ON p.id = c.value AND p.kind = f.target
)
SELECT a.no, c.value, max(c.stamp)
FROM above a
CROSS JOIN main.change_log c ON c.record = a.main
JOIN temp.scope_main_field f ON f.no = c.field AND f.role = :unit
WHERE typeof(c.value) = 'text'
GROUP BY 1, 2;

INSERT INTO temp.scope_known_unit
SELECT k.no, a.unit, max(c.stamp)
FROM temp.scope_known k
CROSS JOIN main.record r ON r.no = k.main
CROSS JOIN main.change_log c ON c.record = k.main
CROSS JOIN main.act a ON a.no = c.act
WHERE a.unit IS NOT NULL
  AND k.no NOT IN (SELECT no FROM temp.scope_known_unit)
  AND r.kind NOT IN (
    SELECT m.no FROM temp.scope_main_mark s JOIN main.kind m ON m.name = s.kind WHERE s.role = :common
  )
GROUP BY 1, 2;
"""
