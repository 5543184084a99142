"""The SQL of staging: what a source attached as `source` has that neither `main` nor `staged` has."""

TABLES = """
CREATE TABLE staged.kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE staged.field (no INTEGER PRIMARY KEY, kind INTEGER, name TEXT NOT NULL, UNIQUE (kind, name));

CREATE TABLE staged.record (no INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, UNIQUE (id, kind));

CREATE TABLE staged.act (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, unit TEXT,
  author TEXT NOT NULL, time TEXT NOT NULL, target BLOB
);

CREATE TABLE staged.change_log (
  record INTEGER NOT NULL, field INTEGER NOT NULL, stamp BLOB NOT NULL, value,
  replaces BLOB, covers BLOB, act INTEGER NOT NULL,
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

-- changes of an act of which a source before had others; take: the number of the source among those taken
CREATE TABLE staged.later_part (act INTEGER NOT NULL, stamp BLOB NOT NULL, take INTEGER NOT NULL);
"""

# `incoming` has what came to records known before; of new ones all is in the source, and `incoming_change` is both
COMPARED = (
    "their_record", "their_field", "incoming", "changing", "incoming_act", "inside", "taken", "taken_act", "erased",
)  # fmt: skip

# the numbers that the records and fields of the source have in `main` and in `staged`, looked up by name
_COMPARE_NAMES = """
CREATE TEMP TABLE their_record (no INTEGER PRIMARY KEY, main INTEGER, staged INTEGER);

CREATE TEMP TABLE their_field (no INTEGER PRIMARY KEY, main INTEGER, staged INTEGER);

INSERT INTO temp.their_record
SELECT
  r.no,
  (SELECT m.no FROM main.record m JOIN main.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.id = r.id),
  (SELECT m.no FROM staged.record m JOIN staged.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.id = r.id)
FROM source.record r JOIN source.kind k ON k.no = r.kind;

INSERT INTO temp.their_field
SELECT
  f.no,
  (SELECT m.no FROM main.field m JOIN main.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.name = f.name),
  (SELECT m.no FROM staged.field m JOIN staged.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.name = f.name)
FROM source.field f JOIN source.kind k ON k.no = f.kind;
"""

# `plain`: nobody deleted the record, and in each field one change follows upon the other
_COMPARE_CHANGES = """
CREATE TEMP TABLE incoming (
  record INTEGER, field INTEGER, stamp BLOB, value, replaces BLOB, covers BLOB, act INTEGER,
  PRIMARY KEY (record, field, stamp)
) WITHOUT ROWID;

INSERT INTO temp.incoming
SELECT c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
FROM temp.their_record r
CROSS JOIN source.change_log c ON c.record = r.no
CROSS JOIN temp.their_field f ON f.no = c.field
WHERE (r.main IS NOT NULL OR r.staged IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM main.change_log o WHERE o.record = r.main AND o.field = f.main AND o.stamp = c.stamp
  )
  AND NOT EXISTS (
    SELECT 1 FROM staged.change_log o WHERE o.record = r.staged AND o.field = f.staged AND o.stamp = c.stamp
  );

CREATE TEMP TABLE changing (no INTEGER PRIMARY KEY, changes INTEGER, plain INTEGER, known INTEGER);

INSERT INTO temp.changing
SELECT record, count(*), 0, 1 FROM temp.incoming GROUP BY record;

INSERT INTO temp.changing
SELECT
  r.no,
  count(*),
  count(*) - count(DISTINCT c.field) = count(DISTINCT c.replaces)
    AND count(c.replaces) = count(DISTINCT c.replaces)
    AND NOT max(c.field IN (SELECT no FROM source.field WHERE name = :deleted))
    AND NOT max(
      c.replaces IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM source.change_log o WHERE o.record = c.record AND o.field = c.field AND o.stamp = c.replaces
      )
    ),
  0
FROM temp.their_record r CROSS JOIN source.change_log c ON c.record = r.no
WHERE r.main IS NULL AND r.staged IS NULL
GROUP BY r.no;

CREATE TEMP VIEW incoming_change AS
SELECT record, field, stamp, value, replaces, covers, act FROM temp.incoming
UNION ALL
SELECT c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
FROM temp.changing n CROSS JOIN source.change_log c ON c.record = n.no
WHERE NOT n.known;
"""

# the acts of what comes, and the numbers that they have in `main` and in `staged`
LIST_ACTS = """
INSERT OR IGNORE INTO temp.incoming_act
SELECT a.no, (SELECT m.no FROM main.act m WHERE m.id = a.id), (SELECT m.no FROM staged.act m WHERE m.id = a.id)
FROM (SELECT DISTINCT act FROM temp.incoming_change) i CROSS JOIN source.act a ON a.no = i.act;
"""

_ACTS = """
CREATE TEMP TABLE incoming_act (no INTEGER PRIMARY KEY, main INTEGER, staged INTEGER);
"""

COMPARE = _COMPARE_NAMES + _COMPARE_CHANGES + _ACTS + LIST_ACTS

# a change that is known says something else in the source
_CONTRADICTS = """
SELECT 1
FROM temp.their_record r
CROSS JOIN source.change_log c ON c.record = r.no
CROSS JOIN temp.their_field f ON f.no = c.field
CROSS JOIN {0}.change_log o ON o.record = r.{0} AND o.field = f.{0} AND o.stamp = c.stamp
WHERE r.{0} IS NOT NULL AND (
  (o.value IS NOT c.value AND c.stamp NOT IN (SELECT stamp FROM temp.erased))
  OR o.replaces IS NOT c.replaces
  OR o.covers IS NOT c.covers
)
LIMIT 1
"""

# a change of an act that is known stands in another record or field here: who takes the one back would lose the other
_STANDS_ELSEWHERE = """
SELECT 1 FROM {0}.change_log
WHERE EXISTS (SELECT 1 FROM temp.incoming_act WHERE {0} IS NOT NULL)
  AND act IN (SELECT {0} FROM temp.incoming_act)
  AND stamp IN (SELECT stamp FROM temp.incoming_change)
LIMIT 1
"""

# an act that erased here is whole: what else a file says of it would be carried out as what this office decided
_OWN_ERASING_GROWS = """
SELECT 1 FROM temp.incoming_act i CROSS JOIN main.act m ON m.no = i.main
WHERE m.kind = 'erase' AND m.made_here
LIMIT 1
"""

CONTRADICTIONS = (
    *(query.format(known) for query in (_CONTRADICTS, _STANDS_ELSEWHERE) for known in ("main", "staged")),
    _OWN_ERASING_GROWS,
)

CONTRADICTS_REVERTED = """
SELECT 1
FROM source.change_log c
JOIN source.record r ON r.no = c.record
JOIN source.field f ON f.no = c.field
JOIN source.kind k ON k.no = f.kind
JOIN main.kind mk ON mk.name = k.name
JOIN main.field mf ON mf.kind = mk.no AND mf.name = f.name
JOIN main._reverted_change o ON o.record = r.id AND o.field = mf.no AND o.stamp = c.stamp
WHERE (o.value IS NOT c.value AND c.stamp NOT IN (SELECT stamp FROM temp.erased))
  OR o.replaces IS NOT c.replaces
  OR o.covers IS NOT c.covers
LIMIT 1
"""

ANY_REVERTED = "SELECT 1 FROM main._reverted_change LIMIT 1"

# the records of which a change comes again that is reverted here
AGAIN = """
SELECT DISTINCT c.record
FROM temp.incoming_change c
JOIN source.record r ON r.no = c.record
JOIN source.field f ON f.no = c.field
JOIN source.kind k ON k.no = f.kind
JOIN main.kind mk ON mk.name = k.name
JOIN main.field mf ON mf.kind = mk.no AND mf.name = f.name
JOIN main._reverted_change o ON o.record = r.id AND o.field = mf.no AND o.stamp = c.stamp
"""

ANY_LEFT = "SELECT 1 FROM temp.changing WHERE no NOT IN (SELECT no FROM temp.taken) LIMIT 1"

# what is left stays in the source; of a new record of which a single act is taken, that act alone comes
LEAVE = """
INSERT INTO temp.incoming
SELECT c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
FROM temp.changing n CROSS JOIN source.change_log c ON c.record = n.no
WHERE NOT n.known AND n.no NOT IN (SELECT no FROM temp.taken) AND c.act IN (SELECT no FROM temp.taken_act);

DELETE FROM temp.incoming
WHERE record NOT IN (SELECT no FROM temp.taken) AND act NOT IN (SELECT no FROM temp.taken_act);

UPDATE temp.changing SET known = 1 WHERE no NOT IN (SELECT no FROM temp.taken);

DELETE FROM temp.changing
WHERE no NOT IN (SELECT no FROM temp.taken) AND no NOT IN (SELECT record FROM temp.incoming);

DELETE FROM temp.incoming_act WHERE no NOT IN (SELECT act FROM temp.incoming_change);
"""

TAKE_ACT = "INSERT OR IGNORE INTO temp.taken_act SELECT no FROM source.act WHERE id = ?"

ACTS_LEFT = """
SELECT
  a.id, a.kind, a.unit, a.author, a.time, count(*), count(DISTINCT i.record), group_concat(DISTINCT k.name),
  i.act IN (SELECT no FROM temp.taken_act), total(i.record NOT IN (SELECT no FROM temp.taken))
FROM temp.incoming_change i
JOIN source.act a ON a.no = i.act
JOIN source.record r ON r.no = i.record
JOIN source.kind k ON k.no = r.kind
WHERE i.record NOT IN (SELECT no FROM temp.inside)
GROUP BY i.act
ORDER BY i.act
LIMIT 500
"""

TAKE = """
INSERT OR IGNORE INTO staged.kind (name)
SELECT k.name FROM source.kind k
WHERE k.no IN (SELECT r.kind FROM temp.changing c JOIN source.record r ON r.no = c.no);

INSERT OR IGNORE INTO staged.field (kind, name)
SELECT s.no, f.name
FROM source.field f
JOIN source.kind k ON k.no = f.kind
JOIN staged.kind s ON s.name = k.name
WHERE f.no IN (SELECT field FROM temp.incoming_change);

INSERT OR IGNORE INTO staged.record (id, kind)
SELECT r.id, s.no
FROM temp.changing c
CROSS JOIN source.record r ON r.no = c.no
JOIN source.kind k ON k.no = r.kind
JOIN staged.kind s ON s.name = k.name;

UPDATE temp.their_field AS t
SET staged = (
  SELECT m.no FROM staged.field m JOIN staged.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.name = f.name
)
FROM source.field f JOIN source.kind k ON k.no = f.kind
WHERE f.no = t.no AND t.staged IS NULL;

UPDATE temp.their_record AS t
SET staged = (
  SELECT m.no FROM staged.record m JOIN staged.kind mk ON mk.no = m.kind AND mk.name = k.name WHERE m.id = r.id
)
FROM source.record r JOIN source.kind k ON k.no = r.kind
WHERE r.no = t.no AND t.staged IS NULL;

INSERT INTO staged.act (id, kind, unit, author, time, target)
SELECT a.id, a.kind, a.unit, a.author, a.time, a.target
FROM temp.incoming_act i CROSS JOIN source.act a ON a.no = i.no
WHERE i.staged IS NULL
ORDER BY i.no;

UPDATE temp.incoming_act AS i
SET staged = (SELECT m.no FROM source.act a JOIN staged.act m ON m.id = a.id WHERE a.no = i.no)
WHERE i.staged IS NULL;

INSERT INTO staged.change_log
SELECT r.staged, f.staged, i.stamp, i.value, i.replaces, i.covers, a.staged
FROM temp.incoming_change i
CROSS JOIN temp.their_record r ON r.no = i.record
CROSS JOIN temp.their_field f ON f.no = i.field
CROSS JOIN temp.incoming_act a ON a.no = i.act
WHERE true
ON CONFLICT (record, field, stamp) DO UPDATE SET value = excluded.value;  -- it came empty from a source before
"""

SHARED_ACTS = "SELECT 1 FROM temp.incoming_act WHERE staged <= ? LIMIT 1"

LATER_PARTS = """
INSERT INTO staged.later_part
SELECT a.staged, i.stamp, ?
FROM temp.incoming_change i JOIN temp.incoming_act a ON a.no = i.act
WHERE a.staged <= ?
"""

RECORDS = """
SELECT
  c.no, c.known, c.plain,
  ifnull((SELECT unit FROM temp.scope_home h WHERE h.no = c.no), ''),
  c.no IN (SELECT no FROM temp.inside),
  c.no IN (SELECT no FROM temp.taken),
  c.changes,
  c.no IN (SELECT r.no FROM source.record r JOIN source.kind k ON k.no = r.kind WHERE k.name = ?)
FROM temp.changing c
"""

SAME = """
SELECT
  ifnull((SELECT unit FROM temp.scope_home h WHERE h.no = r.no), ''),
  r.no IN (SELECT no FROM temp.inside),
  r.no IN (SELECT no FROM temp.taken),
  count(*)
FROM source.record r
WHERE r.no NOT IN (SELECT no FROM temp.changing) AND r.no NOT IN (SELECT no FROM temp.scope_seed)
GROUP BY 1, 2, 3
"""

COUNT_RECORDS = """
SELECT count(*) FROM source.record
WHERE no NOT IN (
  SELECT c.record FROM source.act a JOIN source.change_log c ON c.act = a.no WHERE a.kind = 'plan'
)
"""

_KNOWN = """
SELECT k.name, f.name, c.stamp, c.value, c.replaces, c.covers
FROM temp.their_record r
JOIN {0}.change_log c ON c.record = r.{0}
JOIN {0}.field f ON f.no = c.field
JOIN {0}.kind k ON k.no = f.kind
WHERE r.no = ?
"""
KNOWN = tuple(_KNOWN.format(known) for known in ("main", "staged"))

INCOMING = """
SELECT k.name, f.name, i.stamp, i.value, i.replaces, i.covers
FROM temp.incoming_change i JOIN source.field f ON f.no = i.field JOIN source.kind k ON k.no = f.kind
WHERE i.record = ?
"""
