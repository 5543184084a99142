"""The SQL of staging: what a source attached as `source` has that neither `main` nor `staged` has."""

from desktop_app.domain.changes import DELETED

TABLES = (
    "CREATE TABLE staged.kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE staged.field (no INTEGER PRIMARY KEY, kind INTEGER, name TEXT NOT NULL, UNIQUE (kind, name))",
    "CREATE TABLE staged.record (no INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, UNIQUE (id, kind))",
    (
        "CREATE TABLE staged.act (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, unit TEXT,"
        " author TEXT NOT NULL, time TEXT NOT NULL, target BLOB)"
    ),
    (
        "CREATE TABLE staged.change_log (record INTEGER NOT NULL, field INTEGER NOT NULL, stamp BLOB NOT NULL, value,"
        " replaces BLOB, covers BLOB, act INTEGER NOT NULL, PRIMARY KEY (record, field, stamp)) WITHOUT ROWID"
    ),
    # changes of an act of which a source before brought others; take: the number of the source among those taken
    "CREATE TABLE staged.later_part (act INTEGER NOT NULL, stamp BLOB NOT NULL, take INTEGER NOT NULL)",
)


def _numbers(known: str) -> tuple[str, str]:
    """The numbers that a record and a field of the source have in `known`, looked up by name."""
    kind = f"JOIN {known}.kind mk ON mk.no = m.kind AND mk.name = k.name"
    return (
        f"(SELECT m.no FROM {known}.record m {kind} WHERE m.id = r.id)",
        f"(SELECT m.no FROM {known}.field m {kind} WHERE m.name = f.name)",
    )


_OURS, _THEIRS = _numbers("main"), _numbers("staged")
_ROW_OF_RECORD = "FROM source.record r JOIN source.kind k ON k.no = r.kind WHERE r.no = t.no"
_ROW_OF_FIELD = "FROM source.field f JOIN source.kind k ON k.no = f.kind WHERE f.no = t.no"
_COLUMNS = "c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act"
_KNOWN_LOG = (
    "temp.their_record r CROSS JOIN source.change_log c ON c.record = r.no"
    " CROSS JOIN temp.their_field f ON f.no = c.field"
)
_SAME = "o.record = r.{0} AND o.field = f.{0} AND o.stamp = c.stamp"

# `incoming` has what came to records known before; of new ones all is in the source, and `brought` is both
COMPARED = ("their_record", "their_field", "their_act", "incoming", "changing", "inside", "taken", "erased")
COMPARE = (
    "CREATE TEMP TABLE their_record (no INTEGER PRIMARY KEY, main INTEGER, staged INTEGER)",
    "CREATE TEMP TABLE their_field (no INTEGER PRIMARY KEY, main INTEGER, staged INTEGER)",
    (
        f"INSERT INTO temp.their_record SELECT r.no, {_OURS[0]}, {_THEIRS[0]}"
        " FROM source.record r JOIN source.kind k ON k.no = r.kind"
    ),
    (
        f"INSERT INTO temp.their_field SELECT f.no, {_OURS[1]}, {_THEIRS[1]}"
        " FROM source.field f JOIN source.kind k ON k.no = f.kind"
    ),
    (
        "CREATE TEMP TABLE incoming (record INTEGER, field INTEGER, stamp BLOB, value, replaces BLOB, covers BLOB,"
        " act INTEGER, PRIMARY KEY (record, field, stamp)) WITHOUT ROWID"
    ),
    (
        f"INSERT INTO temp.incoming SELECT {_COLUMNS} FROM {_KNOWN_LOG}"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.change_log o WHERE {_SAME.format('main')})"
        f" AND NOT EXISTS (SELECT 1 FROM staged.change_log o WHERE {_SAME.format('staged')})"
        " AND (r.main IS NOT NULL OR r.staged IS NOT NULL)"
    ),
    "CREATE TEMP TABLE changing (no INTEGER PRIMARY KEY, changes INTEGER, plain INTEGER, known INTEGER)",
    "INSERT INTO temp.changing SELECT record, count(*), 0, 1 FROM temp.incoming GROUP BY record",
    (
        "INSERT INTO temp.changing SELECT r.no, count(*),"
        " count(*) - count(DISTINCT c.field) = count(DISTINCT c.replaces)"
        " AND count(c.replaces) = count(DISTINCT c.replaces)"
        f" AND NOT max(c.field IN (SELECT no FROM source.field WHERE name = '{DELETED}'))"
        " AND NOT max(c.replaces IS NOT NULL AND NOT EXISTS (SELECT 1"
        " FROM source.change_log o WHERE o.record = c.record AND o.field = c.field AND o.stamp = c.replaces)), 0"
        " FROM temp.their_record r CROSS JOIN source.change_log c ON c.record = r.no"
        " WHERE r.main IS NULL AND r.staged IS NULL GROUP BY r.no"
    ),
    (
        f"CREATE TEMP VIEW brought AS SELECT {_COLUMNS} FROM temp.incoming c UNION ALL SELECT {_COLUMNS}"
        " FROM temp.changing n CROSS JOIN source.change_log c ON c.record = n.no WHERE NOT n.known"
    ),
)

_DIFFERS = (
    "((o.value IS NOT c.value AND c.stamp NOT IN (SELECT stamp FROM temp.erased))"
    " OR o.replaces IS NOT c.replaces OR o.covers IS NOT c.covers) LIMIT 1"
)
CONTRADICTION = (
    f"SELECT 1 FROM {_KNOWN_LOG} CROSS JOIN {{0}}.change_log o ON {_SAME} WHERE r.{{0}} IS NOT NULL AND {_DIFFERS}"
)

ANY_ASIDE = "SELECT 1 FROM main.set_aside LIMIT 1"
_KNOWN_ASIDE = (
    " JOIN source.record r ON r.no = c.record JOIN source.field f ON f.no = c.field JOIN source.kind k ON k.no = f.kind"
    " JOIN main.kind mk ON mk.name = k.name JOIN main.field mf ON mf.kind = mk.no AND mf.name = f.name"
    " JOIN main.set_aside o ON o.record = r.id AND o.field = mf.no AND o.stamp = c.stamp"
)
AGAIN = f"SELECT DISTINCT c.record FROM temp.brought c{_KNOWN_ASIDE}"
ASIDE_TOO = f"SELECT 1 FROM source.change_log c{_KNOWN_ASIDE} WHERE {_DIFFERS}"

LEAVE = (
    "DELETE FROM temp.incoming WHERE record NOT IN (SELECT no FROM temp.taken)",
    "DELETE FROM temp.changing WHERE no NOT IN (SELECT no FROM temp.taken)",
)

TAKE = (
    (
        "INSERT OR IGNORE INTO staged.kind (name) SELECT k.name FROM source.kind k WHERE k.no IN"
        " (SELECT r.kind FROM temp.changing c JOIN source.record r ON r.no = c.no)"
    ),
    (
        "INSERT OR IGNORE INTO staged.field (kind, name) SELECT s.no, f.name FROM source.field f"
        " JOIN source.kind k ON k.no = f.kind JOIN staged.kind s ON s.name = k.name"
        " WHERE f.no IN (SELECT field FROM temp.brought)"
    ),
    (
        "INSERT OR IGNORE INTO staged.record (id, kind) SELECT r.id, s.no FROM temp.changing c"
        " CROSS JOIN source.record r ON r.no = c.no JOIN source.kind k ON k.no = r.kind"
        " JOIN staged.kind s ON s.name = k.name"
    ),
    f"UPDATE temp.their_field AS t SET staged = {_THEIRS[1]} {_ROW_OF_FIELD} AND t.staged IS NULL",
    f"UPDATE temp.their_record AS t SET staged = {_THEIRS[0]} {_ROW_OF_RECORD} AND t.staged IS NULL",
    "CREATE TEMP TABLE their_act (no INTEGER PRIMARY KEY, staged INTEGER)",
    "INSERT INTO temp.their_act (no) SELECT DISTINCT act FROM temp.brought",
    (
        "INSERT OR IGNORE INTO staged.act (id, kind, unit, author, time, target)"
        " SELECT a.id, a.kind, a.unit, a.author, a.time, a.target FROM temp.their_act t"
        " CROSS JOIN source.act a ON a.no = t.no ORDER BY t.no"
    ),
    (
        "UPDATE temp.their_act AS t SET staged = s.no FROM source.act a JOIN staged.act s ON s.id = a.id"
        " WHERE a.no = t.no"
    ),
    (
        "INSERT INTO staged.change_log SELECT r.staged, f.staged, i.stamp, i.value, i.replaces, i.covers, a.staged"
        " FROM temp.brought i CROSS JOIN temp.their_record r ON r.no = i.record"
        " CROSS JOIN temp.their_field f ON f.no = i.field CROSS JOIN temp.their_act a ON a.no = i.act"
    ),
)

SHARED_ACTS = "SELECT 1 FROM temp.their_act WHERE staged <= ? LIMIT 1"
LATER_PARTS = (
    "INSERT INTO staged.later_part SELECT a.staged, i.stamp, ? FROM temp.brought i"
    " JOIN temp.their_act a ON a.no = i.act WHERE a.staged <= ?"
)

_SORTED = (
    " ifnull((SELECT unit FROM temp.scope_home h WHERE h.no = {0}), ''), {0} IN (SELECT no FROM temp.inside),"
    " {0} IN (SELECT no FROM temp.taken),"
)

RECORDS = f"SELECT c.no, c.known, c.plain,{_SORTED.format('c.no')} c.changes FROM temp.changing c"

SAME = (
    f"SELECT{_SORTED.format('r.no')} count(*) FROM source.record r WHERE r.no NOT IN (SELECT no FROM temp.changing)"
    " AND r.no NOT IN (SELECT no FROM temp.scope_seed) GROUP BY 1, 2, 3"
)

COUNT_RECORDS = (
    "SELECT count(*) FROM source.record WHERE no NOT IN (SELECT c.record FROM source.act a"
    " JOIN source.change_log c ON c.act = a.no WHERE a.kind = 'plan')"
)

KNOWN = (
    "SELECT f.name, c.stamp, c.value, c.replaces, c.covers FROM temp.their_record r"
    " JOIN {0}.change_log c ON c.record = r.{0} JOIN {0}.field f ON f.no = c.field WHERE r.no = ?"
)

INCOMING = (
    "SELECT f.name, i.stamp, i.value, i.replaces, i.covers FROM temp.brought i JOIN source.field f ON f.no = i.field"
    " WHERE i.record = ?"
)
