"""The statements by which a file from outside is looked through; each table of it is named here or never read."""

from desktop_app.domain.clock import STAMP_BYTES

# the tables that are read from outside, and their columns
READ: dict[str, set[str]] = {
    "meta": {"key", "value"},
    "plan": {"id", "edition", "digest", "body"},
    "kind": {"no", "name"},
    "field": {"no", "kind", "name"},
    "record": {"no", "id", "kind"},
    "act": {"no", "id", "kind", "unit", "author", "time", "target"},
    "change_log": {"record", "field", "stamp", "value", "replaces", "covers", "act"},
}

# a table that orders text in its own way may name one that is nowhere; ours have none
PLAIN = """
SELECT name, type = 'table' AND rootpage <> 0 AND sql NOT LIKE '%collate%' FROM sqlite_schema
WHERE type IN ('table', 'view')
"""

# what another program put in, whatever it is, and our own tables that are not read; an index is only believed where it
# is part of its table, and `change_log_act` since much is looked up by it
_NAMES = ", ".join(f"'{name}'" for name in READ)
STRIP = f"""
DELETE FROM sqlite_schema
WHERE NOT (
  (type = 'table' AND name IN ({_NAMES}))
  OR (type = 'index' AND tbl_name IN ({_NAMES}) AND sql IS NULL)
  OR (type = 'index' AND tbl_name = 'change_log' AND sql = 'CREATE INDEX change_log_act ON change_log (act)')
)
"""

LONGEST_VALUE = 1 << 25  # bytes; a province's locked report takes some hundred thousand
LONGEST_RECORD = 1 << 26
LONGEST_PLAN = 1 << 23
LONGEST_NAME = 1 << 12

# lengths alone, which stand before the values, so that nothing long is read for it
TOO_LONG = (
    (
        f"SELECT 1 FROM change_log WHERE octet_length(value) > {LONGEST_VALUE} OR octet_length(stamp) > {STAMP_BYTES}"
        f" OR octet_length(replaces) > {LONGEST_VALUE} OR octet_length(covers) > {LONGEST_VALUE} LIMIT 1"
    ),
    (
        f"SELECT 1 FROM plan WHERE octet_length(body) > {LONGEST_PLAN} OR octet_length(id) > {LONGEST_NAME}"
        f" OR octet_length(digest) > {LONGEST_NAME} LIMIT 1"
    ),
    f"SELECT 1 FROM meta WHERE octet_length(key) > {LONGEST_NAME} OR octet_length(value) > {LONGEST_NAME} LIMIT 1",
    f"SELECT 1 FROM kind WHERE octet_length(name) > {LONGEST_NAME} LIMIT 1",
    f"SELECT 1 FROM field WHERE octet_length(name) > {LONGEST_NAME} LIMIT 1",
    f"SELECT 1 FROM record WHERE octet_length(id) > {LONGEST_NAME} LIMIT 1",
    (
        "SELECT 1 FROM act WHERE max(octet_length(id), octet_length(kind), ifnull(octet_length(unit), 0),"
        f" octet_length(author), octet_length(time), ifnull(octet_length(target), 0)) > {LONGEST_NAME} LIMIT 1"
    ),
)
TOO_LONG_TOGETHER = f"""
SELECT 1 FROM change_log GROUP BY record
HAVING total(octet_length(value)) + total(octet_length(replaces)) + total(octet_length(covers)) > {LONGEST_RECORD}
LIMIT 1
"""

LINKED = (
    "SELECT count(*) FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
    " JOIN field f ON f.no = c.field AND f.kind = r.kind JOIN act a ON a.no = c.act"
)

# what no program of ours writes: one thing under two numbers
FORGED = (
    # a row that its index does not lead to
    "SELECT 1 FROM kind a NOT INDEXED LEFT JOIN kind b ON b.name = a.name WHERE b.no IS NOT a.no LIMIT 1",
    (
        "SELECT 1 FROM field a NOT INDEXED LEFT JOIN field b ON b.kind = a.kind AND b.name = a.name"
        " WHERE b.no IS NOT a.no LIMIT 1"
    ),
    (
        "SELECT 1 FROM record a NOT INDEXED LEFT JOIN record b ON b.id = a.id AND b.kind = a.kind"
        " WHERE b.no IS NOT a.no LIMIT 1"
    ),
    "SELECT 1 FROM act a NOT INDEXED LEFT JOIN act b ON b.id = a.id WHERE b.no IS NOT a.no LIMIT 1",
    "SELECT 1 FROM kind NOT INDEXED GROUP BY name HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM field NOT INDEXED GROUP BY kind, name HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM record NOT INDEXED GROUP BY id, kind HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM act NOT INDEXED GROUP BY id HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM change_log NOT INDEXED GROUP BY record, field, stamp HAVING count(*) > 1 LIMIT 1",
)

# every text that is read from outside, a space between two
TEXTS = (
    "SELECT group_concat(value, ' ') FROM change_log GROUP BY record",
    "SELECT group_concat(name, ' ') FROM kind",
    "SELECT group_concat(name, ' ') FROM field",
    "SELECT group_concat(id, ' ') FROM record",
    "SELECT group_concat(kind || ' ' || ifnull(unit, '') || ' ' || author || ' ' || time, ' ') FROM act",
)
