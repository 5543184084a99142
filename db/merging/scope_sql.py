"""The SQL of the scope: to which units the records of a log belong, and which of them go along with which units."""

TABLES = """
CREATE TEMP TABLE scope_mark (kind TEXT, field TEXT, role TEXT, target TEXT);

CREATE TEMP TABLE scope_field (no INTEGER PRIMARY KEY, role TEXT, target INTEGER, target_name TEXT);

CREATE TEMP TABLE scope_common (kind INTEGER PRIMARY KEY);

CREATE TEMP TABLE scope_seed (no INTEGER PRIMARY KEY);

CREATE TEMP TABLE scope_named (no INTEGER, role TEXT, target INTEGER, target_name TEXT, value TEXT, stamp BLOB);

CREATE TEMP TABLE scope_tie (no INTEGER, role TEXT, other INTEGER, PRIMARY KEY (no, role, other)) WITHOUT ROWID;

CREATE TEMP TABLE scope_belongs (no INTEGER, unit TEXT, stamp BLOB, PRIMARY KEY (no, unit)) WITHOUT ROWID;

CREATE TEMP TABLE scope_home (no INTEGER PRIMARY KEY, unit TEXT);

CREATE TEMP TABLE scope_wanted (unit TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TEMP TABLE scope_sender (unit TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TEMP TABLE scope_own (unit TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TEMP TABLE scope_foreign (no INTEGER PRIMARY KEY);
"""

# {log}: `main`, or the name under which another log is attached
SORT = """
INSERT OR IGNORE INTO temp.scope_field
SELECT f.no, m.role, t.no, m.target
FROM temp.scope_mark m
JOIN {log}.kind k ON k.name = m.kind
JOIN {log}.field f ON f.kind = k.no AND f.name = m.field
LEFT JOIN {log}.kind t ON t.name = m.target;

-- a record that was joined into another names it
INSERT OR IGNORE INTO temp.scope_field
SELECT f.no, :into, f.kind, k.name FROM {log}.field f JOIN {log}.kind k ON k.no = f.kind WHERE f.name = :deleted;

INSERT OR IGNORE INTO temp.scope_common
SELECT k.no FROM temp.scope_mark m JOIN {log}.kind k ON k.name = m.kind WHERE m.role = :common;

INSERT OR IGNORE INTO temp.scope_seed
SELECT c.record FROM {log}.act a JOIN {log}.change_log c ON c.act = a.no WHERE a.kind = 'plan';

INSERT INTO temp.scope_named
SELECT c.record, f.role, f.target, f.target_name, c.value, c.stamp
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
"""

# what a record inherits of the one above it, and whose it is where nothing says so
UNITS = """
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

# --- a source beside our log ------------------------------------------------------------------------------------------

# a record of ours that the source names as the one above, or as whose it is, and does not hold itself: by its number,
# below zero; what came with the plan is what came with ours
TIE_TO_OURS = """
INSERT OR IGNORE INTO temp.scope_tie
SELECT n.no, n.role, -m.no
FROM temp.changing x
CROSS JOIN temp.scope_named n ON n.no = x.no AND n.role IN (:up, :owner)
JOIN main.kind k ON k.name = n.target_name
JOIN main.record m ON m.kind = k.no AND m.id = n.value
WHERE NOT EXISTS (SELECT 1 FROM source.record r WHERE r.kind = n.target AND r.id = n.value);

INSERT OR IGNORE INTO temp.scope_tie
SELECT other, :down, no FROM temp.scope_tie WHERE role = :up AND other < 0;

DELETE FROM temp.scope_seed
WHERE no NOT IN (
  SELECT r.no FROM temp.their_record r
  WHERE r.main IN (SELECT c.record FROM main.act a JOIN main.change_log c ON c.act = a.no WHERE a.kind = 'plan')
);
"""

# the records of ours to which the source brings changes, and those above them or that say whose they are
KNOWN = """
CREATE TEMP TABLE scope_known (no INTEGER PRIMARY KEY, main INTEGER);

INSERT INTO temp.scope_known
WITH RECURSIVE asked (no) AS (
  SELECT no FROM temp.changing
  UNION
  SELECT t.other FROM asked a JOIN temp.scope_tie t ON t.no = a.no AND t.role IN (:up, :owner)
)
SELECT a.no, r.main FROM asked a JOIN temp.their_record r ON r.no = a.no WHERE r.main IS NOT NULL
UNION
SELECT no, -no FROM asked WHERE no < 0;
"""

OWNED = """
DELETE FROM temp.scope_belongs WHERE no IN (SELECT no FROM temp.scope_known);

INSERT INTO temp.scope_belongs SELECT no, unit, stamp FROM temp.scope_known_unit;
"""

# What the sender may not bring by itself: a record that we know as of none of the units below it; one that is, or would
# be by what comes, of a unit that is below us and not below it; what lies inside such records; of the records that we
# know those that are common to all.
_PRUNE = """
INSERT OR IGNORE INTO temp.scope_belongs
SELECT no, unit, stamp FROM temp.scope_known_unit;

DELETE FROM temp.scope_belongs
WHERE no IN (SELECT no FROM temp.scope_known) AND unit NOT IN (
  SELECT k.unit FROM temp.scope_known_unit k WHERE k.no = scope_belongs.no
);

INSERT INTO temp.scope_foreign
SELECT no
FROM (
  SELECT no, unit, max(stamp)
  FROM (
    SELECT no, unit, stamp FROM temp.scope_belongs
    UNION ALL
    SELECT no, value, stamp FROM temp.scope_named WHERE role = :unit
  )
  GROUP BY no
)
WHERE unit NOT IN (SELECT unit FROM temp.scope_sender) AND unit IN (SELECT unit FROM temp.scope_own);

INSERT OR IGNORE INTO temp.scope_foreign
SELECT no FROM temp.scope_known_unit
GROUP BY no HAVING NOT max(unit IN (SELECT unit FROM temp.scope_sender));

CREATE INDEX temp.scope_tie_other ON scope_tie (other);

INSERT OR IGNORE INTO temp.scope_foreign
WITH RECURSIVE led (no) AS (
  SELECT no FROM temp.scope_foreign
  UNION
  SELECT t.no FROM led l JOIN temp.scope_tie t ON t.other = l.no AND t.role IN (:up, :owner)
)
SELECT no FROM led;

DELETE FROM temp.scope_foreign
WHERE no IN (SELECT r.no FROM source.record r JOIN source.kind k ON k.no = r.kind WHERE k.name = :erasure);
"""

_COMMON_OUTSIDE = """
INSERT OR IGNORE INTO temp.scope_foreign
SELECT n.no
FROM temp.scope_known n
JOIN source.record r ON r.no = n.no
JOIN source.kind k ON k.no = r.kind AND k.name <> :erasure
WHERE n.no NOT IN (SELECT no FROM temp.scope_known_unit);

DELETE FROM temp.scope_common WHERE kind NOT IN (SELECT no FROM source.kind WHERE name = :erasure);
"""

PRUNE = {False: _PRUNE + _COMMON_OUTSIDE, True: _PRUNE}

# What is inside a record goes along with it, and so does what it refers to. Inside what came with the plan lies what
# offices wrote for themselves: that goes by its own unit.
PICK = """
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

LEAVE_FOREIGN = "DELETE FROM temp.{table} WHERE no IN (SELECT no FROM temp.scope_foreign)"
LEAVE_FOREIGN_BUT_WANTED = (
    LEAVE_FOREIGN
    + " AND no NOT IN (SELECT no FROM temp.scope_belongs WHERE unit IN (SELECT unit FROM temp.scope_wanted))"
)
