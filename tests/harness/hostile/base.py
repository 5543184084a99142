"""The two files that all hostile ones are made from: ours, and one of an office that sends us its own."""

import json
import random
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import Connection, IntegrityError, connect
from db.log import computed_digest
from db.meta import mark_head
from desktop_app.domain.clock import make_stamp
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.plan_files import load_plan
from desktop_app.session import editing, entry, figures, opening, reports, undo

PLAN = Path(__file__).resolve().parents[2] / "data" / "plans" / "tiny"
DAY = datetime(2023, 6, 1, 8, tzinfo=UTC)
VALUES: dict[str, list[dict[str, Any]]] = {
    "cleaning": [
        {"day": "2023-05-01", "beach": "Bãi Dài", "bags": 12},
        {"day": "2023-05-08", "beach": "Bãi Sau", "bags": 7},
    ],
    "volunteers": [{"year": 2023, "period_code": "Q2", "people": 40}],
}


class Base(NamedTuple):
    """Paths of whole files; `later`: ours of the year after, in which all kinds go on."""

    ours: Path
    theirs: Path
    later: Path


def make_base(folder: Path) -> Base:
    """Our file, and a copy of it in which another one wrote on."""
    ours, theirs = folder / "ta.db", folder / "họ.db"
    with opening.create_file(
        ours, load_plan(PLAN), "021", "Lan", now=lambda: DAY, random=random.Random(1).randbytes
    ) as file:
        reports.lock(file, figures.read_period(file, "2023-05"))
    shutil.copy(ours, theirs)
    for path, author in ((ours, "Lan"), (theirs, "Mai")):
        with opening.open_file(path, author=author, now=lambda: DAY, random=random.Random(author).randbytes) as file:
            for kind, rows in VALUES.items():
                for values in rows:
                    made = editing.new_record(file, kind, entry.defaults(file, kind, values))
                    assert made.record, made.problems
            undo.acts(file)
    return Base(ours, theirs, _later(folder / "năm sau.db"))


def _later(path: Path) -> Path:
    plan = load_plan(PLAN)
    plan = {**plan, "plan": {**plan["plan"], "year": 2024, "id": "tiny-2024"}}
    plan["kinds"] = {name: {**kind, "carried": "always"} for name, kind in plan["kinds"].items()}
    opening.create_file(path, plan, "021", "Lan", now=lambda: DAY, random=random.Random(2).randbytes).close()
    return path


def ledger(path: Path) -> list[Any]:
    """What of a file must not change by a refusal."""
    with closing(connect(path)) as connection:
        queries = (
            "SELECT key, value FROM meta ORDER BY key", "SELECT id, edition, digest, body FROM plan ORDER BY 1, 2",
            "SELECT * FROM change_log ORDER BY record, field, stamp", "SELECT no, id, kind FROM record ORDER BY no",
            "SELECT * FROM cleaning", "SELECT * FROM volunteers",
            "SELECT name, sql FROM sqlite_schema ORDER BY name, sql",
        )  # fmt: skip
        return [connection.execute(query).fetchall() for query in queries]


def forged(change: Callable[[Connection], object]) -> Callable[[Path], None]:
    """Change a file by SQL, and make its digest right again, as whoever means harm would."""

    def forge(path: Path) -> None:
        with closing(connect(path)) as connection:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "ignore_check_constraints = ON"):
                connection.execute(f"PRAGMA {pragma}")
            change(connection)
            set_digest(connection)

    return forge


def signed_plan(path: Path, change: Callable[[dict[str, Any]], object], unit: str | None = None) -> None:
    """Another text of the plan, and all that says that it is whole; `unit`: a later edition of that office."""
    with closing(connect(path)) as connection:
        source = json.loads(connection.execute("SELECT body FROM plan").fetchone()[0])
        if unit is not None:
            source["plan"]["edition"] += 1
            connection.execute("UPDATE meta SET value = ? WHERE key = 'unit'", (unit,))
        edition = source["plan"]["edition"]
        change(source)
        body, digest = _signed(source)
        connection.execute("UPDATE plan SET body = ?, digest = ?, edition = ?", (body, digest, edition))
        mark_head(connection)
        set_digest(connection)


def _signed(source: dict[str, Any]) -> tuple[str, str]:
    """The text of a plan and its digest, also of one that holds half a letter: it is written as its number."""
    try:
        return canonical_json(source), plan_digest(source)
    except UnicodeEncodeError:
        sorted_text = json.dumps(source, ensure_ascii=False, sort_keys=True)
        return json.dumps(source), sha256(sorted_text.encode("utf-8", "surrogatepass")).hexdigest()


def by_sql(statement: str, *values: object) -> Callable[[Path], None]:
    """One statement, and the digest right again; where a table forbids it, the file stays as it is."""

    def change(connection: Connection) -> None:
        with suppress(IntegrityError):
            connection.execute(statement, values)

    return forged(change)


def by_change(kind: str, record: str, field: str, value: object, **more: Any) -> Callable[[Path], None]:
    """One more change in the log."""
    return forged(lambda connection: add_change(connection, kind, record, field, value, **more))


def set_digest(connection: Connection) -> None:
    count, total = computed_digest(connection)
    rows = [("log_count", count), ("log_digest", total)]
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", rows)


def add_change(
    connection: Connection, kind: str, record: str, field: str, value: object, *, number: int = 0,
    replaces: bytes | None = None, covers: bytes | None = None, act_kind: str = "edit",
) -> bytes:  # fmt: skip
    """A change of an act of its own, numbered as the log has it; returns its stamp."""
    run = connection.execute
    run("INSERT OR IGNORE INTO kind (name) VALUES (?)", (kind,))
    kind_no = run("SELECT no FROM kind WHERE name = ?", (kind,)).fetchone()[0]
    run("INSERT OR IGNORE INTO field (kind, name) VALUES (?, ?)", (kind_no, field))
    field_no = run("SELECT no FROM field WHERE kind = ? AND name = ?", (kind_no, field)).fetchone()[0]
    run("INSERT OR IGNORE INTO record (id, kind) VALUES (?, ?)", (record, kind_no))
    record_no = run("SELECT no FROM record WHERE id = ? AND kind = ?", (record, kind_no)).fetchone()[0]
    moment = int(DAY.timestamp() * 1000) + 1000
    stamp, act = make_stamp(moment, 2 * number, b"hostil"), make_stamp(moment, 2 * number + 1, b"hostil")
    act_no = run(
        "INSERT INTO act (id, kind, unit, author, time, made_here) VALUES (?, ?, '021', 'Mai', ?, 1) RETURNING no",
        (act, act_kind, DAY.isoformat()),
    ).fetchone()[0]
    run("INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, ?)",
        (record_no, field_no, stamp, value, replaces, covers, act_no))  # fmt: skip
    return stamp
