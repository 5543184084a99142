"""The union of our log with that of a source attached beside it, set by set and in the order of the log's key."""

from db import merge_origin
from db.connection import Connection, run_script
from db.log import add_to_digest
from desktop_app.domain.erasing import CAME_EMPTY


def add_missing(connection: Connection) -> tuple[int, list[int], int]:
    """Add what the source has and we lack, inside a transaction: how many changes are new, the numbers of the records
    that got them, and the largest number of an act before.

    Records and acts that are new here keep their order: what the source holds in the order of its key comes in so.
    """
    run = connection.execute
    last = {table: run(f"SELECT ifnull(max(no), 0) FROM main.{table}").fetchone()[0] for table in ("record", "act")}
    run_script(connection, NAMES, last)
    run_script(connection, CHANGES, last)
    run_script(connection, RETURN, {"came_empty": CAME_EMPTY})
    merge_origin.arrive(connection, last["record"], last["act"])
    added = add_to_digest(connection, (stamps or b"" for (stamps,) in run(NEW_STAMPS, last)))
    touched = [row[0] for row in run(TOUCHED, last)]
    for table in ("known_record", "known_field", "known_act", "missing", "returned"):
        run(f"DROP TABLE temp.{table}")
    return added, touched, last["act"]


# a record or an act that is known keeps its number here; a new one gets that of the source, counted on from our last
NAMES = """
INSERT OR IGNORE INTO main.kind (name) SELECT name FROM source.kind;

INSERT OR IGNORE INTO main.field (kind, name)
SELECT m.no, f.name
FROM source.field f
JOIN source.kind k ON k.no = f.kind
JOIN main.kind m ON m.name = k.name;

CREATE TEMP TABLE known_field (theirs INTEGER PRIMARY KEY, ours INTEGER);

INSERT INTO temp.known_field
SELECT f.no, m.no
FROM source.field f
JOIN source.kind k ON k.no = f.kind
JOIN main.kind mk ON mk.name = k.name
JOIN main.field m ON m.kind = mk.no AND m.name = f.name;

CREATE TEMP TABLE known_record (theirs INTEGER PRIMARY KEY, ours INTEGER);

INSERT INTO temp.known_record
SELECT r.no, m.no
FROM source.record r
CROSS JOIN source.kind k ON k.no = r.kind
CROSS JOIN main.kind mk ON mk.name = k.name
CROSS JOIN main.record m ON m.id = r.id AND m.kind = mk.no;

INSERT INTO main.record (no, id, kind)
SELECT r.no + :record, r.id, m.no
FROM source.record r
CROSS JOIN source.kind k ON k.no = r.kind
CROSS JOIN main.kind m ON m.name = k.name
WHERE r.no NOT IN (SELECT theirs FROM temp.known_record)
  AND EXISTS (SELECT 1 FROM source.change_log c WHERE c.record = r.no)
ORDER BY r.no;

CREATE TEMP TABLE known_act (theirs INTEGER PRIMARY KEY, ours INTEGER);

INSERT INTO temp.known_act
SELECT a.no, m.no
FROM source.act a CROSS JOIN main.act m ON m.id = a.id;

INSERT INTO main.act (no, id, kind, unit, author, time, target, made_here)
SELECT no + :act, id, kind, unit, author, time, target, 0
FROM source.act
WHERE no NOT IN (SELECT theirs FROM temp.known_act) AND no IN (SELECT act FROM source.change_log)
ORDER BY no;
"""

# all of new records, then what known records lack
CHANGES = """
INSERT INTO main.change_log
SELECT
  c.record + :record, f.ours, c.stamp, c.value, c.replaces, c.covers,
  ifnull((SELECT a.ours FROM temp.known_act a WHERE a.theirs = c.act), c.act + :act)
FROM source.change_log c
CROSS JOIN temp.known_field f ON f.theirs = c.field
WHERE c.record NOT IN (SELECT theirs FROM temp.known_record);

CREATE TEMP TABLE missing AS
SELECT
  r.ours AS record, f.ours AS field, c.stamp AS stamp, c.value AS value, c.replaces AS replaces, c.covers AS covers,
  ifnull((SELECT a.ours FROM temp.known_act a WHERE a.theirs = c.act), c.act + :act) AS act
FROM temp.known_record r
CROSS JOIN source.change_log c ON c.record = r.theirs
CROSS JOIN temp.known_field f ON f.theirs = c.field
WHERE NOT EXISTS (
  SELECT 1 FROM main.change_log o WHERE o.record = r.ours AND o.field = f.ours AND o.stamp = c.stamp
);

INSERT INTO main.change_log SELECT * FROM temp.missing ORDER BY record, field, stamp;
"""

# the values of changes that came empty by erasures which nobody here agreed to
RETURN = """
CREATE TEMP TABLE returned AS
SELECT DISTINCT o.record AS record, o.field AS field, o.stamp AS stamp, c.value AS value, o.act AS act
FROM main._erasure_item i
CROSS JOIN main.kind mk ON mk.name = i.kind
CROSS JOIN main.field mf ON mf.kind = mk.no AND mf.name = i.field
CROSS JOIN main.record mr ON mr.id = i.record AND mr.kind = mk.no
CROSS JOIN main.change_log o ON o.record = mr.no AND o.field = mf.no AND o.stamp = i.stamp
CROSS JOIN temp.known_record r ON r.ours = o.record
CROSS JOIN temp.known_field f ON f.ours = o.field
CROSS JOIN source.change_log c ON c.record = r.theirs AND c.field = f.theirs AND c.stamp = o.stamp
WHERE i.why = :came_empty AND i.decision IS NULL AND o.value IS NULL AND c.value IS NOT NULL;

UPDATE main.change_log AS o SET value = r.value
FROM temp.returned r
WHERE o.record = r.record AND o.field = r.field AND o.stamp = r.stamp;
"""

NEW_STAMPS = """
SELECT CAST(group_concat(stamp, '') AS BLOB) FROM main.change_log WHERE record > :record GROUP BY record
UNION ALL
SELECT stamp FROM temp.missing
"""

TOUCHED = """
SELECT DISTINCT record FROM main.change_log WHERE record > :record
UNION
SELECT record FROM temp.missing
UNION
SELECT record FROM temp.returned
ORDER BY 1
"""
