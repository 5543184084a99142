"""The SQL of setting changes aside: they are listed in temp tables first, whichever way they move."""

from db.merge_origin import SPAN
from desktop_app.domain.changes import INTO
from desktop_app.domain.erasing import ERASURE

OUT, BACK = "out", "back"  # of the log, into the log

TABLES = (
    "CREATE TEMP TABLE turned (no INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE reference (field INTEGER PRIMARY KEY, target INTEGER, start INTEGER)",
    (
        "CREATE TEMP TABLE moving (record TEXT, kind INTEGER, field INTEGER, stamp BLOB,"
        " PRIMARY KEY (record, kind, field, stamp)) WITHOUT ROWID"
    ),
)
REFERENCE = (
    "INSERT INTO temp.reference SELECT f.no, t.no, 1 FROM main.kind t, main.kind k JOIN main.field f ON f.kind = k.no"
    " WHERE t.name = ? AND k.name = ? AND f.name = ?"
)
JOIN_REFERENCE = f"INSERT INTO temp.reference SELECT no, kind, {len(INTO) + 1} FROM main.field WHERE name = ?"

# what came with a plan and what erases for good is never moved
_LOG_OF = (
    " JOIN main.act a ON a.no = c.act AND a.kind <> 'plan' JOIN main.record r ON r.no = c.record"
    f" WHERE r.kind IS NOT (SELECT no FROM main.kind WHERE name = '{ERASURE}')"
)
CANDIDATES = {
    OUT: (
        (
            "INSERT INTO temp.moving SELECT r.id, r.kind, c.field, c.stamp FROM temp.turned t"
            " JOIN main.merge_span s ON s.merge = t.no JOIN main.change_log c ON c.act BETWEEN s.first AND s.last"
            f"{_LOG_OF} AND NOT EXISTS (SELECT 1 FROM main.brought b WHERE b.act = c.act AND b.stamp = c.stamp)"
        ),
        (
            "INSERT INTO temp.moving SELECT r.id, r.kind, c.field, c.stamp FROM (SELECT act, stamp FROM main.brought"
            " GROUP BY act, stamp HAVING max(merge NOT IN (SELECT no FROM temp.turned)) = 0) b"
            f" JOIN main.change_log c ON c.act = b.act AND c.stamp = b.stamp{_LOG_OF}"
        ),
    ),
    BACK: (
        (
            "INSERT INTO temp.moving SELECT o.record, f.kind, o.field, o.stamp FROM temp.turned t"
            " JOIN main.merge_span s ON s.merge = t.no JOIN main.set_aside o ON o.act BETWEEN s.first AND s.last"
            " JOIN main.field f ON f.no = o.field"
            " WHERE NOT EXISTS (SELECT 1 FROM main.brought b WHERE b.act = o.act AND b.stamp = o.stamp)"
        ),
        (
            "INSERT INTO temp.moving SELECT o.record, f.kind, o.field, o.stamp FROM temp.turned t"
            " JOIN main.brought b ON b.merge = t.no JOIN main.set_aside o ON o.act = b.act AND o.stamp = b.stamp"
            " JOIN main.field f ON f.no = o.field"
        ),
    ),
}

_IS_MOVING = (
    "EXISTS (SELECT 1 FROM temp.moving m WHERE m.record = {0}.{1} AND m.kind = {2} AND m.field = {3}.field"
    " AND m.stamp = {3}.stamp)"
)
_NOT_ALONE = (
    "SELECT m.record, m.kind FROM (SELECT record, kind, count(*) AS many FROM temp.moving GROUP BY 1, 2) m"
    " WHERE m.many < {0}"
)
_IN_LOG = (
    "(SELECT count(*) FROM main.record r JOIN main.change_log c ON c.record = r.no"
    " WHERE r.id = m.record AND r.kind = m.kind)"
)
_IN_ASIDE = (
    "(SELECT count(*) FROM main.set_aside o JOIN main.field f ON f.no = o.field"
    " WHERE o.record = m.record AND f.kind = m.kind)"
)
MIXED = {OUT: _NOT_ALONE.format(_IN_LOG), BACK: _NOT_ALONE.format(_IN_ASIDE)}

# which change names which record that moves, or could come along
EDGES = {
    OUT: (
        "CREATE TEMP TABLE edge AS SELECT r.id AS record, r.kind AS kind, c.field AS field, c.stamp AS stamp,"
        " t.id AS target, t.kind AS target_kind, " + _IS_MOVING.format("r", "id", "r.kind", "c") + " AS moves"
        " FROM main.change_log c JOIN temp.reference f ON f.field = c.field JOIN main.record r ON r.no = c.record"
        " JOIN main.record t ON t.id = substr(c.value, f.start) AND t.kind = f.target"
        " WHERE EXISTS (SELECT 1 FROM temp.moving m WHERE m.record = t.id AND m.kind = t.kind)"
    ),
    BACK: (
        "CREATE TEMP TABLE edge AS SELECT o.record AS record, d.kind AS kind, o.field AS field, o.stamp AS stamp,"
        " substr(o.value, f.start) AS target, f.target AS target_kind, "
        + _IS_MOVING.format("o", "record", "d.kind", "o")
        + " AS moves FROM main.set_aside o JOIN main.field d ON d.no = o.field"
        " JOIN temp.reference f ON f.field = o.field WHERE EXISTS (SELECT 1 FROM main.set_aside t"
        " JOIN main.field e ON e.no = t.field WHERE t.record = substr(o.value, f.start) AND e.kind = f.target)"
    ),
}
REFERRED = {
    OUT: "SELECT target, target_kind, record FROM temp.edge WHERE NOT moves",
    BACK: "SELECT target, target_kind, record FROM temp.edge WHERE moves",
}
NEXT = "SELECT target, target_kind, record FROM temp.edge WHERE record = ? AND kind = ? AND field = ? AND stamp = ?"

KNOWN = (
    "SELECT k.name, f.name, c.field, c.stamp, c.value, c.replaces, c.covers, a.id, c.act,"
    " (SELECT max(merge) FROM main.brought b WHERE b.act = c.act AND b.stamp = c.stamp),"
    f" {SPAN.format(act='c.act', column='merge')}, {_IS_MOVING.format('c', 'record', 'f.kind', 'c')}, c.aside FROM ("
    "SELECT r.id AS record, l.field, l.stamp, l.value, l.replaces, l.covers, l.act, 0 AS aside"
    " FROM main.record r JOIN main.change_log l ON l.record = r.no WHERE r.id = ? AND r.kind = ? UNION ALL"
    " SELECT o.record, o.field, o.stamp, o.value, o.replaces, o.covers, o.act, 1 FROM main.set_aside o"
    " WHERE o.record = ?) c JOIN main.field f ON f.no = c.field JOIN main.kind k ON k.no = f.kind AND k.no = ?"
    " JOIN main.act a ON a.no = c.act"
)
STAYS = {
    OUT: "DELETE FROM temp.moving WHERE record = ? AND kind = ? AND field = ? AND stamp = ?",
    BACK: "INSERT INTO temp.moving VALUES (?, ?, ?, ?)",
}

PARTS = (
    "WITH whole AS (SELECT m.record, m.kind, " + _IN_LOG + " IN (0, count(*)) AS all_of_it FROM temp.moving m"
    " GROUP BY m.record, m.kind) SELECT m.record, k.name, CASE WHEN w.all_of_it THEN '' ELSE f.name END, count(*)"
    " FROM temp.moving m JOIN whole w ON w.record = m.record AND w.kind = m.kind JOIN main.kind k ON k.no = m.kind"
    " JOIN main.field f ON f.no = m.field GROUP BY 1, 2, 3"
)

_OF_RECORD = "temp.moving m JOIN main.record r ON r.id = m.record AND r.kind = m.kind"
TOUCHED = f"SELECT DISTINCT r.no FROM {_OF_RECORD} ORDER BY r.no"
GO = {
    OUT: (
        (
            "INSERT INTO main.set_aside SELECT m.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act"
            f" FROM {_OF_RECORD} JOIN main.change_log c ON c.record = r.no AND c.field = m.field AND c.stamp = m.stamp"
        ),
        (
            "DELETE FROM main.change_log WHERE (record, field, stamp) IN"
            f" (SELECT r.no, m.field, m.stamp FROM {_OF_RECORD})"
        ),
    ),
    BACK: (
        "INSERT OR IGNORE INTO main.record (id, kind) SELECT DISTINCT record, kind FROM temp.moving",
        (
            "INSERT INTO main.change_log SELECT r.no, o.field, o.stamp, o.value, o.replaces, o.covers, o.act"
            f" FROM {_OF_RECORD} JOIN main.set_aside o ON o.record = m.record AND o.field = m.field"
            " AND o.stamp = m.stamp ORDER BY 1, 2, 3"
        ),
        ("DELETE FROM main.set_aside WHERE (record, field, stamp) IN (SELECT record, field, stamp FROM temp.moving)"),
    ),
}

# what some fields of records of a kind were, in the log and beside it
_PAST = "f.name, c.stamp, c.value, c.replaces, c.covers FROM json_each(:records) j CROSS JOIN"
_OF_FIELDS = " k.name = :kind AND f.name IN (SELECT value FROM json_each(:fields))"
PAST_IN_LOG = (
    f"SELECT r.id, {_PAST} main.record r ON r.id = j.value CROSS JOIN main.kind k ON k.no = r.kind"
    f" CROSS JOIN main.change_log c ON c.record = r.no CROSS JOIN main.field f ON f.no = c.field WHERE{_OF_FIELDS}"
)
PAST_REVERTED = (
    f"SELECT c.record, {_PAST} main.set_aside c ON c.record = j.value CROSS JOIN main.field f ON f.no = c.field"
    f" CROSS JOIN main.kind k ON k.no = f.kind WHERE{_OF_FIELDS}"
)
# of what a merge brought: what another one that stands brought as well, and erasures
STANDING = (
    "SELECT r.id, k.name, f.name, count(*) FROM (SELECT c.record, c.field FROM main.brought b JOIN main.change_log c"
    " ON c.act = b.act AND c.stamp = b.stamp WHERE b.merge = :merge AND EXISTS (SELECT 1 FROM main.brought o"
    " JOIN main.merge_act m ON m.no = o.merge WHERE o.act = b.act AND o.stamp = b.stamp AND o.merge <> :merge"
    " AND m.undone IS NULL)"
    " UNION ALL SELECT c.record, c.field FROM main.merge_span s JOIN main.change_log c ON c.act BETWEEN s.first"
    " AND s.last JOIN main.record e ON e.no = c.record JOIN main.kind k ON k.no = e.kind AND k.name = :erasure"
    " WHERE s.merge = :merge) c"
    " JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field"
    " GROUP BY c.record, c.field"
)
