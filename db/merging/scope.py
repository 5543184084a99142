"""Which records belong to which units, and which go along with them: whole, with what is inside and what they name."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import Connection, run_script
from desktop_app.domain.changes import DELETED, INTO
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.plan import RECORD

UNIT, UP, DOWN, REF, COMMON = "unit", "up", "down", "ref", "common"
Mark = tuple[str, str, str, str | None]  # kind, field, role, kind referred to


def marks_of(kinds: Mapping[str, Any]) -> set[Mark]:
    """What a plan says of its kinds: the fields that name a unit, the record above or another record.

    A record lies inside the one above it and belongs to the same units. A kind that knows neither a unit nor a record
    above is common to all.
    """
    marks: set[Mark] = {(ERASURE, "", COMMON, None)}  # whoever gets an emptied change must know why
    for name, kind in kinds.items():
        if kind.get("storage", RECORD) != RECORD:
            continue
        own, _, rest = kind.get("unit_field", "").partition(".")
        up = kind.get("parent_field") if kind.get("parent") else own if rest else None
        for field, raw in kind.get("fields", {}).items():
            _, refers, target = raw["type"].partition(":")
            if refers:
                marks.add((name, field, UP if field == up else REF, target))
        if not up:
            marks.add((name, own, UNIT, None) if own else (name, "", COMMON, None))
    return marks


class MergeScope:
    """The records of one log, `main` or attached, sorted by unit in temporary tables of its connection.

    A record belongs to every unit that it, or a record that it lies in, ever named; where none was named, to the
    offices that wrote it. What came with the plan is everybody's.
    """

    def __init__(self, connection: Connection, log: str, marks: Iterable[Mark]) -> None:
        self._run = connection.execute
        self._log = log
        self.close()
        run_script(connection, _TABLES)
        connection.executemany("INSERT INTO temp.scope_mark VALUES (?, ?, ?, ?)", sorted(marks, key=repr))
        run_script(connection, _SORT.format(log=log), _WORDS)

    def close(self) -> None:
        for table in ("mark", "field", "common", "seed", "named", "tie", "belongs", "home", "wanted"):
            self._run(f"DROP TABLE IF EXISTS temp.scope_{table}")

    def pick(self, table: str, units: Iterable[str]) -> None:
        """Fill a temporary table with the numbers of all records that go along with these units."""
        self._run("DELETE FROM temp.scope_wanted")
        for unit in units:
            self._run("INSERT OR IGNORE INTO temp.scope_wanted VALUES (?)", (unit,))
        self._run(f"DROP TABLE IF EXISTS temp.{table}")
        self._run(f"CREATE TEMP TABLE {table} (no INTEGER PRIMARY KEY)")
        self._run(_PICK.format(log=self._log, table=table), {"down": DOWN})


_WORDS = {"unit": UNIT, "up": UP, "down": DOWN, "common": COMMON, "into": INTO, "deleted": DELETED}

_TABLES = """
CREATE TEMP TABLE scope_mark (kind TEXT, field TEXT, role TEXT, target TEXT);

CREATE TEMP TABLE scope_field (no INTEGER PRIMARY KEY, role TEXT, target INTEGER);

CREATE TEMP TABLE scope_common (kind INTEGER PRIMARY KEY);

CREATE TEMP TABLE scope_seed (no INTEGER PRIMARY KEY);

CREATE TEMP TABLE scope_named (no INTEGER, role TEXT, target INTEGER, value TEXT, stamp BLOB);

CREATE TEMP TABLE scope_tie (no INTEGER, role TEXT, other INTEGER, PRIMARY KEY (no, role, other)) WITHOUT ROWID;

CREATE TEMP TABLE scope_belongs (no INTEGER, unit TEXT, stamp BLOB, PRIMARY KEY (no, unit)) WITHOUT ROWID;

CREATE TEMP TABLE scope_home (no INTEGER PRIMARY KEY, unit TEXT);

CREATE TEMP TABLE scope_wanted (unit TEXT PRIMARY KEY) WITHOUT ROWID;
"""

# {log}: `main`, or the name under which another log is attached
_SORT = """
INSERT OR IGNORE INTO temp.scope_field
SELECT f.no, m.role, t.no
FROM temp.scope_mark m
JOIN {log}.kind k ON k.name = m.kind
JOIN {log}.field f ON f.kind = k.no AND f.name = m.field
LEFT JOIN {log}.kind t ON t.name = m.target;

-- a record that was joined into another names it
INSERT OR IGNORE INTO temp.scope_field
SELECT no, :into, kind FROM {log}.field WHERE name = :deleted;

INSERT OR IGNORE INTO temp.scope_common
SELECT k.no FROM temp.scope_mark m JOIN {log}.kind k ON k.name = m.kind WHERE m.role = :common;

INSERT OR IGNORE INTO temp.scope_seed
SELECT c.record FROM {log}.act a JOIN {log}.change_log c ON c.act = a.no WHERE a.kind = 'plan';

INSERT INTO temp.scope_named
SELECT c.record, f.role, f.target, c.value, c.stamp
FROM {log}.change_log c JOIN temp.scope_field f ON f.no = c.field
WHERE typeof(c.value) = 'text';

INSERT OR IGNORE INTO temp.scope_tie
SELECT n.no, n.role, r.no
FROM temp.scope_named n
JOIN {log}.record r ON r.kind = n.target
  AND r.id = CASE n.role WHEN :into THEN substr(n.value, length(:into) + 1) ELSE n.value END;

INSERT INTO temp.scope_tie
SELECT other, :down, no FROM temp.scope_tie WHERE role = :up;

INSERT INTO temp.scope_belongs
SELECT no, value, max(stamp) FROM temp.scope_named WHERE role = :unit GROUP BY 1, 2;

INSERT OR IGNORE INTO temp.scope_belongs
WITH RECURSIVE below (no, unit, stamp) AS (
  SELECT no, unit, stamp FROM temp.scope_belongs
  WHERE no IN (SELECT no FROM temp.scope_tie WHERE role = :down)
  UNION
  SELECT t.other, b.unit, b.stamp
  FROM below b JOIN temp.scope_tie t ON t.no = b.no AND t.role = :down
)
SELECT no, unit, max(stamp) FROM below GROUP BY 1, 2;

INSERT INTO temp.scope_belongs
SELECT r.no, a.unit, max(c.stamp)
FROM {log}.record r
CROSS JOIN {log}.change_log c ON c.record = r.no
CROSS JOIN {log}.act a ON a.no = c.act
WHERE a.unit IS NOT NULL
  AND r.kind NOT IN (SELECT kind FROM temp.scope_common)
  AND r.no NOT IN (SELECT no FROM temp.scope_seed)
  AND r.no NOT IN (SELECT no FROM temp.scope_belongs)
GROUP BY 1, 2;

INSERT INTO temp.scope_home
SELECT no, unit FROM (SELECT no, unit, max(stamp) FROM temp.scope_belongs GROUP BY no);
"""

# What is inside a record goes along with it, and so does what it refers to. Inside what came with the plan lies what
# offices wrote for themselves: that goes by its own unit.
_PICK = """
INSERT INTO temp.{table}
WITH RECURSIVE picked (no) AS (
  SELECT no FROM temp.scope_belongs WHERE unit IN (SELECT unit FROM temp.scope_wanted)
  UNION
  SELECT no FROM {log}.record WHERE kind IN (SELECT kind FROM temp.scope_common)
  UNION
  SELECT no FROM temp.scope_seed
  UNION
  SELECT t.other
  FROM picked p JOIN temp.scope_tie t ON t.no = p.no
  WHERE NOT (t.role = :down AND p.no IN (SELECT no FROM temp.scope_seed))
)
SELECT no FROM picked
"""
