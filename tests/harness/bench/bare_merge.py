"""The limit of a merge: plain SQL that brings the rows of many files into one, and no check, copy or question.

It writes the same rows into the same tables: names, acts and the log in the order of its key, its index last; of each
field the latest value into the typed tables; and texts that it need not make into what the search looks through.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from db.connection import Connection, connect
from db.schema import quoted

STAGED = (
    "CREATE TABLE staged.kind (no INTEGER PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE staged.field (no INTEGER PRIMARY KEY, kind INTEGER, name TEXT, UNIQUE (kind, name))",
    "CREATE TABLE staged.record (no INTEGER PRIMARY KEY, id TEXT, kind INTEGER, UNIQUE (id, kind))",
    "CREATE TABLE staged.act (no INTEGER PRIMARY KEY, id BLOB UNIQUE, kind, unit, author, time, target)",
    "CREATE TABLE staged.change_log (record, field, stamp, value, replaces, covers, act)",
    "INSERT INTO staged.kind SELECT no, name FROM main.kind",
    "INSERT INTO staged.field SELECT no, kind, name FROM main.field",
    "INSERT INTO staged.record SELECT no, id, kind FROM main.record",
    "INSERT INTO staged.act SELECT no, id, kind, unit, author, time, target FROM main.act",
)
NUMBERS = (
    (
        "CREATE TEMP TABLE kind_no AS SELECT k.no AS theirs, s.no AS ours FROM source.kind k"
        " JOIN {known}.kind s ON s.name = k.name"
    ),
    "CREATE TEMP TABLE field_no (theirs INTEGER PRIMARY KEY, ours INTEGER)",
    (
        "INSERT INTO field_no SELECT f.no, s.no FROM source.field f JOIN kind_no k ON k.theirs = f.kind"
        " JOIN {known}.field s ON s.kind = k.ours AND s.name = f.name"
    ),
    "CREATE TEMP TABLE record_no (theirs INTEGER PRIMARY KEY, ours INTEGER)",
    (
        "INSERT INTO record_no SELECT r.no, s.no FROM source.record r JOIN kind_no k ON k.theirs = r.kind"
        " JOIN {known}.record s ON s.id = r.id AND s.kind = k.ours"
    ),
    "CREATE TEMP TABLE act_no (theirs INTEGER PRIMARY KEY, ours INTEGER)",
    "INSERT INTO act_no SELECT a.no, s.no FROM source.act a JOIN {known}.act s ON s.id = a.id",
)
NAMES = (
    "INSERT OR IGNORE INTO staged.kind (name) SELECT name FROM source.kind",
    (
        "INSERT OR IGNORE INTO staged.field (kind, name) SELECT s.no, f.name FROM source.field f"
        " JOIN source.kind k ON k.no = f.kind JOIN staged.kind s ON s.name = k.name"
    ),
    (
        "INSERT OR IGNORE INTO staged.record (id, kind) SELECT r.id, s.no FROM source.record r"
        " JOIN source.kind k ON k.no = r.kind JOIN staged.kind s ON s.name = k.name"
    ),
    (
        "INSERT OR IGNORE INTO staged.act (id, kind, unit, author, time, target)"
        " SELECT id, kind, unit, author, time, target FROM source.act"
    ),
)
CHANGES = (
    "FROM source.change_log c JOIN record_no r ON r.theirs = c.record JOIN field_no f ON f.theirs = c.field"
    " {join} main.change_log o ON o.record = r.ours AND o.field = f.ours AND o.stamp = c.stamp"
)
OF_PEOPLE = " JOIN source.act p ON p.no = c.act WHERE p.kind <> 'plan'"
STAGE = (
    "INSERT INTO staged.change_log SELECT r.ours, f.ours, c.stamp, c.value, c.replaces, c.covers, a.ours "
    + CHANGES.format(join="JOIN act_no a ON a.theirs = c.act LEFT JOIN")
    + " WHERE o.stamp IS NULL"
)
TAKE = (
    "DROP INDEX main.change_log_act",
    "INSERT OR IGNORE INTO main.kind SELECT * FROM staged.kind",
    "INSERT OR IGNORE INTO main.field SELECT * FROM staged.field",
    "INSERT OR IGNORE INTO main.record (no, id, kind) SELECT * FROM staged.record",
    "INSERT OR IGNORE INTO main.act SELECT *, 0 FROM staged.act",
    "INSERT INTO main.change_log SELECT * FROM staged.change_log ORDER BY record, field, stamp",
    "CREATE INDEX main.change_log_act ON change_log (act)",
    (
        "CREATE TEMP TABLE shown AS SELECT record, field, value, max(stamp) FROM main.change_log"
        " WHERE record IN (SELECT record FROM staged.change_log) GROUP BY 1, 2"
    ),
    (
        "INSERT INTO main._search_text (rowid, exact, folded) SELECT r.no, t.exact, t.folded FROM ready.text t"
        " JOIN main.record r ON r.id = t.id"
    ),
)


def bare_merge(file: Path, sources: Iterable[Path], ready: Path, kinds: Mapping[str, list[str]]) -> int:
    """Bring the files into `file`; returns the rows of its log. `ready` holds texts, `kinds` the fields of the plan."""
    staged = file.with_suffix(".staged")
    staged.unlink(missing_ok=True)
    with closing(_connected(file)) as connection:
        run = connection.execute
        run("ATTACH ? AS staged", (str(staged),))
        run("ATTACH ? AS ready", (str(ready),))
        run("PRAGMA staged.journal_mode = OFF")
        run("PRAGMA staged.synchronous = OFF")
        for statement in STAGED:
            run(statement)
        for source in sources:
            _attach(connection, source, "staged", NAMES)
            run(STAGE)
            _detach(connection)
        run("BEGIN IMMEDIATE")
        for statement in TAKE:
            run(statement)
        for kind, fields in kinds.items():
            _fill(connection, kind, fields)
        run("COMMIT")
        return int(run("SELECT count(*) FROM main.change_log").fetchone()[0])


def bare_again(file: Path, sources: Iterable[Path]) -> int:
    """Read all the rows of the files and find each in `file`; returns how many were found."""
    found = 0
    with closing(_connected(file)) as connection:
        for source in sources:
            _attach(connection, source, "main", ())
            found += connection.execute("SELECT count(*) " + CHANGES.format(join="JOIN") + OF_PEOPLE).fetchone()[0]
            _detach(connection)
    return found


def _connected(file: Path) -> Connection:
    connection = connect(file)
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _attach(connection: Connection, source: Path, known: str, names: Iterable[str]) -> None:
    connection.execute("ATTACH ? AS source", (str(source),))
    for statement in (*names, *NUMBERS):
        connection.execute(statement.format(known=known))


def _detach(connection: Connection) -> None:
    for table in ("kind_no", "field_no", "record_no", "act_no"):
        connection.execute(f"DROP TABLE temp.{table}")
    connection.execute("DETACH source")


def _fill(connection: Connection, kind: str, fields: list[str]) -> None:
    """One typed table, each field the latest value of the log."""
    known: dict[str, Any] = dict(
        connection.execute(
            "SELECT f.name, f.no FROM main.field f JOIN main.kind k ON k.no = f.kind WHERE k.name = ?", (kind,)
        ).fetchall()
    )
    values = [f"max(s.value) FILTER (WHERE s.field = {known.get(field, 0)})" for field in fields]
    columns = ", ".join(map(quoted, ["id", *fields, "_state"]))
    connection.execute(
        f"INSERT INTO main.{quoted(kind)} ({columns}) SELECT r.id, {', '.join(values)}, 0 FROM temp.shown s"
        " JOIN main.record r ON r.no = s.record JOIN main.kind k ON k.no = r.kind AND k.name = ? GROUP BY s.record",
        (kind,),
    )
