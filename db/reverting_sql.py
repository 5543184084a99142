"""The SQL of reverting merges: which changes leave the log, or come back, listed in temp tables first."""

OUT, BACK = "out", "back"  # of the log, into the log

TABLES = """
CREATE TEMP TABLE chosen_merge (no INTEGER PRIMARY KEY);

CREATE TEMP TABLE reference (field INTEGER PRIMARY KEY, target INTEGER, start INTEGER);

CREATE TEMP TABLE moving (
  record TEXT, kind INTEGER, field INTEGER, stamp BLOB,
  PRIMARY KEY (record, kind, field, stamp)
) WITHOUT ROWID;
"""

REFERENCE = """
INSERT INTO temp.reference
SELECT f.no, t.no, 1
FROM temp._plan_kind t, temp._plan_kind k JOIN temp._plan_field f ON f.kind = k.no
WHERE t.name = ? AND k.name = ? AND f.name = ?
"""

# a record that was joined into another names it
JOIN_REFERENCE = """
INSERT INTO temp.reference
SELECT no, kind, length(:into) + 1 FROM main.field WHERE name = :deleted
"""

# the changes that may move: those in the log, or those reverted
MOVABLE = {
    OUT: """
CREATE TEMP VIEW movable AS
SELECT r.id AS record, r.kind AS kind, c.field AS field, c.stamp AS stamp, c.value AS value, c.act AS act
FROM main.change_log c JOIN main.record r ON r.no = c.record
""",
    BACK: """
CREATE TEMP VIEW movable AS
SELECT o.record AS record, f.kind AS kind, o.field AS field, o.stamp AS stamp, o.value AS value, o.act AS act
FROM main._reverted_change o JOIN main.field f ON f.no = o.field
""",
}

# What the reverted merges alone added, or what these merges added, maybe with others. What erases for good never
# moves, nor does what comes with a plan of this file: see OF_PLAN.
_OF_RANGES = """
INSERT INTO temp.moving
SELECT c.record, c.kind, c.field, c.stamp
FROM temp.chosen_merge t
JOIN main._merge_range s ON s.merge = t.no
JOIN temp.movable c ON c.act BETWEEN s.first_act AND s.last_act
WHERE c.kind IS NOT (SELECT no FROM main.kind WHERE name = :erasure)
  AND NOT EXISTS (SELECT 1 FROM main._merge_change b WHERE b.act = c.act AND b.stamp = c.stamp);
"""

_BY_NAME_OUT = """
INSERT INTO temp.moving
SELECT c.record, c.kind, c.field, c.stamp
FROM (
  SELECT act, stamp FROM main._merge_change
  GROUP BY act, stamp HAVING max(merge NOT IN (SELECT no FROM temp.chosen_merge)) = 0
) b
JOIN temp.movable c ON c.act = b.act AND c.stamp = b.stamp
WHERE c.kind IS NOT (SELECT no FROM main.kind WHERE name = :erasure);
"""

_BY_NAME_BACK = """
INSERT INTO temp.moving
SELECT c.record, c.kind, c.field, c.stamp
FROM temp.chosen_merge t
JOIN main._merge_change b ON b.merge = t.no
JOIN temp.movable c ON c.act = b.act AND c.stamp = b.stamp;
"""

CANDIDATES = {OUT: _OF_RANGES + _BY_NAME_OUT, BACK: _OF_RANGES + _BY_NAME_BACK}

# a change that moves and says that it came with a plan; any file may say so
OF_PLAN = """
SELECT 1
FROM main.act a
CROSS JOIN main.change_log c ON c.act = a.no
CROSS JOIN main.record r ON r.no = c.record
CROSS JOIN temp.moving m ON m.record = r.id AND m.kind = r.kind AND m.field = c.field AND m.stamp = c.stamp
WHERE a.kind = 'plan'
LIMIT 1
"""

STAYS_WITH_PLAN = "DELETE FROM temp.moving WHERE record = ? AND stamp = ?"

# records of which a part moves, and a part does not
MIXED = """
SELECT m.record, m.kind
FROM (SELECT record, kind, count(*) AS many FROM temp.moving GROUP BY record, kind) m
WHERE m.many < (SELECT count(*) FROM temp.movable c WHERE c.record = m.record AND c.kind = m.kind)
"""

# which change names which record that moves, or could come along
EDGES = """
CREATE TEMP TABLE edge AS
SELECT
  c.record AS record, c.kind AS kind, c.field AS field, c.stamp AS stamp,
  substr(c.value, f.start) AS target, f.target AS target_kind,
  EXISTS (
    SELECT 1 FROM temp.moving m
    WHERE m.record = c.record AND m.kind = c.kind AND m.field = c.field AND m.stamp = c.stamp
  ) AS moves
FROM temp.movable c
JOIN temp.reference f ON f.field = c.field
WHERE EXISTS (SELECT 1 FROM temp.{targets} t WHERE t.record = substr(c.value, f.start) AND t.kind = f.target)
"""
TARGETS = {OUT: "moving", BACK: "movable"}

REFERRED = {
    OUT: "SELECT target, target_kind, record FROM temp.edge WHERE NOT moves",
    BACK: "SELECT target, target_kind, record FROM temp.edge WHERE moves",
}

NEXT = "SELECT target, target_kind, record FROM temp.edge WHERE record = ? AND kind = ? AND field = ? AND stamp = ?"

# All that is known of one record, in the log and reverted: each change with the merge that added it last, and with
# the one that added its act.
KNOWN = """
SELECT
  k.name, f.name, c.field, c.stamp, c.value, c.replaces, c.covers, a.id, c.act,
  (SELECT max(merge) FROM main._merge_change b WHERE b.act = c.act AND b.stamp = c.stamp),
  (
    SELECT CASE WHEN s.last_act >= c.act THEN s.merge END FROM main._merge_range s
    WHERE s.first_act <= c.act ORDER BY s.first_act DESC LIMIT 1
  ),
  EXISTS (
    SELECT 1 FROM temp.moving m
    WHERE m.record = c.record AND m.kind = f.kind AND m.field = c.field AND m.stamp = c.stamp
  ),
  c.reverted
FROM (
  SELECT r.id AS record, l.field, l.stamp, l.value, l.replaces, l.covers, l.act, 0 AS reverted
  FROM main.record r JOIN main.change_log l ON l.record = r.no
  WHERE r.id = :record AND r.kind = :kind
  UNION ALL
  SELECT o.record, o.field, o.stamp, o.value, o.replaces, o.covers, o.act, 1
  FROM main._reverted_change o WHERE o.record = :record
) c
JOIN temp._plan_field f ON f.no = c.field
JOIN temp._plan_kind k ON k.no = f.kind AND k.no = :kind
JOIN main.act a ON a.no = c.act
"""

STAYS = {
    OUT: "DELETE FROM temp.moving WHERE record = ? AND kind = ? AND field = ? AND stamp = ?",
    BACK: "INSERT INTO temp.moving VALUES (?, ?, ?, ?)",
}

# what moves, by record and field; no field: all that the log has of the record, or all that is reverted of it
PARTS = """
WITH whole AS (
  SELECT m.record, m.kind, (
    SELECT count(*) FROM main.record r JOIN main.change_log c ON c.record = r.no
    WHERE r.id = m.record AND r.kind = m.kind
  ) IN (0, count(*)) AS all_of_it
  FROM temp.moving m GROUP BY m.record, m.kind
)
SELECT m.record, k.name, CASE WHEN w.all_of_it THEN '' ELSE f.name END, count(*)
FROM temp.moving m
JOIN whole w ON w.record = m.record AND w.kind = m.kind
JOIN temp._plan_kind k ON k.no = m.kind
JOIN temp._plan_field f ON f.no = m.field
GROUP BY 1, 2, 3
"""

TOUCHED = """
SELECT DISTINCT r.no
FROM temp.moving m JOIN main.record r ON r.id = m.record AND r.kind = m.kind
ORDER BY r.no
"""

_GO_OUT = """
INSERT INTO main._reverted_change
SELECT m.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
FROM temp.moving m
JOIN main.record r ON r.id = m.record AND r.kind = m.kind
JOIN main.change_log c ON c.record = r.no AND c.field = m.field AND c.stamp = m.stamp;

DELETE FROM main.change_log WHERE (record, field, stamp) IN (
  SELECT r.no, m.field, m.stamp
  FROM temp.moving m JOIN main.record r ON r.id = m.record AND r.kind = m.kind
);
"""

_GO_BACK = """
INSERT OR IGNORE INTO main.record (id, kind) SELECT DISTINCT record, kind FROM temp.moving;

INSERT INTO main.change_log
SELECT r.no, o.field, o.stamp, o.value, o.replaces, o.covers, o.act
FROM temp.moving m
JOIN main.record r ON r.id = m.record AND r.kind = m.kind
JOIN main._reverted_change o ON o.record = m.record AND o.field = m.field AND o.stamp = m.stamp
ORDER BY 1, 2, 3;

DELETE FROM main._reverted_change WHERE (record, field, stamp) IN (SELECT record, field, stamp FROM temp.moving);
"""

GO = {OUT: _GO_OUT, BACK: _GO_BACK}

# what some fields of records of a kind were, in the log and reverted
PAST_IN_LOG = """
SELECT r.id, f.name, c.stamp, c.value, c.replaces, c.covers
FROM json_each(:records) j
CROSS JOIN main.record r ON r.id = j.value
CROSS JOIN temp._plan_kind k ON k.no = r.kind
CROSS JOIN temp._plan_log c ON c.record = r.no
CROSS JOIN temp._plan_field f ON f.no = c.field
WHERE k.name = :kind AND f.name IN (SELECT value FROM json_each(:fields))
"""

PAST_REVERTED = """
SELECT c.record, f.name, c.stamp, c.value, c.replaces, c.covers
FROM json_each(:records) j
CROSS JOIN temp._plan_reverted c ON c.record = j.value
CROSS JOIN temp._plan_field f ON f.no = c.field
CROSS JOIN temp._plan_kind k ON k.no = f.kind
WHERE k.name = :kind AND f.name IN (SELECT value FROM json_each(:fields))
"""

# of what a merge added: what another one that stands added as well, and erasures
STANDING = """
SELECT r.id, k.name, f.name, count(*)
FROM (
  SELECT c.record, c.field
  FROM main._merge_change b JOIN main.change_log c ON c.act = b.act AND c.stamp = b.stamp
  WHERE b.merge = :merge AND EXISTS (
    SELECT 1 FROM main._merge_change o JOIN main._merge m ON m.no = o.merge
    WHERE o.act = b.act AND o.stamp = b.stamp AND o.merge <> :merge AND m.reverted IS NULL
  )
  UNION ALL
  SELECT c.record, c.field
  FROM main._merge_range s
  JOIN main.change_log c ON c.act BETWEEN s.first_act AND s.last_act
  JOIN main.record e ON e.no = c.record
  JOIN main.kind k ON k.no = e.kind AND k.name = :erasure
  WHERE s.merge = :merge
) c
JOIN main.record r ON r.no = c.record
JOIN temp._plan_kind k ON k.no = r.kind
JOIN temp._plan_field f ON f.no = c.field
GROUP BY c.record, c.field
"""
