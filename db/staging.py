"""A private file in which the logs of all sources come together before ours is touched; writes nowhere else."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import Connection
from db.erased import erased
from db.inspection import Checked
from db.log import has_table
from db.scope import Mark, Scope
from desktop_app.domain.changes import Change, split_stamps
from desktop_app.domain.clock import STAMP_BYTES


class Brought(NamedTuple):
    """A record of a source that changes here: its number there, whether it was known before, whether it is plain (new
    and nothing to weigh), its unit, whether it lies in the scope, whether it is taken, and how many changes it brings.
    """

    no: int
    known: bool
    plain: bool
    unit: str
    inside: bool
    taken: bool
    changes: int


class Staging:
    """Stands beside our tables under the name `staged`, in the form of a data file's log."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._run = connection.execute
        self._scope: Scope | None = None
        self._aside = has_table(connection, "set_aside")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Without a key of its own the file is encrypted as ours is, or not at all."""
        self._run("ATTACH DATABASE ? AS staged", (str(self.path),))
        try:
            self._run("PRAGMA staged.synchronous = OFF")
            for statement in _TABLES:
                self._run(statement)
            yield
        finally:
            self._run("DETACH DATABASE staged")

    def fill(
        self, kinds: Mapping[int, str], fields: Mapping[int, tuple[int, str]], records: Mapping[int, tuple[str, int]],
        acts: Mapping[int, tuple[Any, ...]], changes: Iterable[tuple[Any, ...]],
    ) -> None:  # fmt: skip
        """Put a log in that was read by other means; everything has the number under which it stands there."""
        run = self.connection.executemany
        run("INSERT INTO staged.kind VALUES (?, ?)", list(kinds.items()))
        run("INSERT INTO staged.field VALUES (?, ?, ?)", [(no, *row) for no, row in fields.items()])
        run("INSERT INTO staged.record VALUES (?, ?, ?)", [(no, *row) for no, row in records.items()])
        run("INSERT INTO staged.act VALUES (?, ?, ?, ?, ?, ?, ?)", [(no, *row[:6]) for no, row in acts.items()])
        run("INSERT INTO staged.change_log VALUES (?, ?, ?, ?, ?, ?, ?)", list(changes))

    @contextmanager
    def comparing(self, checked: Checked) -> Iterator[None]:
        """A source stands there as well, with a list of what neither ours nor the sources before it have."""
        self._run("ATTACH DATABASE ? AS source KEY ?", (str(checked.path), checked.source.passphrase or ""))
        try:
            for statement in _COMPARE:
                self._run(statement)
            self._list_erased()
            yield
        finally:
            for table in ("their_record", "their_field", "incoming", "inside", "taken", "erased"):
                self._run(f"DROP TABLE IF EXISTS temp.{table}")
            if self._scope:
                self._scope.close()
                self._scope = None
            self._run("DETACH DATABASE source")

    def _list_erased(self) -> None:
        """What was erased here or there has no value to compare."""
        stamps = set[bytes]().union(*(erased(self.connection, known) for known in ("main", "staged", "source")))
        self._run("CREATE TEMP TABLE erased (stamp BLOB PRIMARY KEY)")
        self.connection.executemany("INSERT INTO temp.erased VALUES (?)", [(stamp,) for stamp in stamps])

    def contradicts(self) -> bool:
        """Whether the source tells another story about a change that is known: then it is not to be believed."""
        queries = [
            _CONTRADICTION.format("main"),
            _CONTRADICTION.format("staged"),
            *([_ASIDE_TOO] if self._aside else []),
        ]
        return any(self._run(query).fetchone() for query in queries)

    def take(self) -> None:
        """Add what is new of the source, or nothing."""
        self._run("BEGIN")
        try:
            for statement in _TAKE:
                self._run(statement)
            self._run("COMMIT")
        except BaseException:
            self.connection.rollback()  # nothing where SQLite did it already
            raise

    def last_act(self) -> int:
        """The largest number of an act that was taken so far."""
        return int(self._run("SELECT ifnull(max(no), 0) FROM staged.act").fetchone()[0])

    # --- what the source brings -----------------------------------------------------------------------------------

    def sort(self, marks: Iterable[Mark], inside: Iterable[str], taken: Iterable[str] | None) -> None:
        """Decide which records lie in the scope, those of the units `inside`, and which are taken (None: all)."""
        self._scope = Scope(self.connection, "source", marks)
        self._scope.pick("inside", inside)
        if taken is None:
            self._run("CREATE TEMP TABLE taken AS SELECT no FROM source.record")
        else:
            self._scope.pick("taken", {*inside, *taken})

    def changes(self) -> int:
        """How many changes of the source are new."""
        return int(self._run("SELECT count(*) FROM temp.incoming").fetchone()[0])

    def records(self) -> list[Brought]:
        """The records that change, after `sort`."""
        return [Brought(r[0], bool(r[1]), bool(r[2]), r[3], bool(r[4]), bool(r[5]), r[6]) for r in self._run(_RECORDS)]

    def again(self) -> set[int]:
        """The records of which the source brings changes that are set aside here."""
        return {no for (no,) in self._run(_AGAIN)} if self._aside else set()

    def same(self) -> list[tuple[str, bool, bool, int]]:
        """(unit, inside, taken, records) of what the source has and we know already, after `sort`."""
        return [(r[0], bool(r[1]), bool(r[2]), r[3]) for r in self._run(_SAME)]

    def count_same(self) -> int:
        """How many records of offices the source has, where nothing in it is new."""
        return int(self._run(_COUNT_SAME).fetchone()[0])

    def before(self, no: int) -> list[Change]:
        """What is known of a record without this source."""
        return [change for known in ("main", "staged") for change in self._changes(_KNOWN.format(known), no)]

    def incoming(self, no: int) -> list[Change]:
        return list(self._changes(_INCOMING, no))

    def _changes(self, query: str, no: int) -> Iterator[Change]:
        for name, stamp, value, replaces, covers in self._run(query, (no,)).fetchall():
            ends, hides = split_stamps(replaces, STAMP_BYTES), split_stamps(covers, STAMP_BYTES)
            yield Change(stamp, "", "", name, value, ends, hides)


_TABLES = (
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
    "CREATE INDEX staged.change_log_act ON change_log (act)",
)


def _numbers(known: str) -> tuple[str, str]:
    """The numbers that a record and a field of the source have in `known`, looked up by name."""
    kind = f"JOIN {known}.kind mk ON mk.no = m.kind AND mk.name = k.name"
    return (
        f"(SELECT m.no FROM {known}.record m {kind} WHERE m.id = r.id)",
        f"(SELECT m.no FROM {known}.field m {kind} WHERE m.name = f.name)",
    )


_OURS, _THEIRS = _numbers("main"), _numbers("staged")
_LOG = "JOIN temp.their_record r ON r.no = c.record JOIN temp.their_field f ON f.no = c.field"
_SAME = "o.record = r.{0} AND o.field = f.{0} AND o.stamp = c.stamp"

_COMPARE = (
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
        f"CREATE TEMP TABLE incoming AS SELECT c.* FROM (SELECT record, field, stamp, value, replaces, covers, act"
        f" FROM source.change_log) c {_LOG}"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.change_log o WHERE {_SAME.format('main')})"
        f" AND NOT EXISTS (SELECT 1 FROM staged.change_log o WHERE {_SAME.format('staged')})"
    ),
    "CREATE INDEX temp.incoming_record ON incoming (record)",
)

_DIFFERS = (
    " WHERE (o.value IS NOT c.value AND c.stamp NOT IN (SELECT stamp FROM temp.erased))"
    " OR o.replaces IS NOT c.replaces OR o.covers IS NOT c.covers LIMIT 1"
)
_CONTRADICTION = f"SELECT 1 FROM source.change_log c {_LOG} JOIN {{0}}.change_log o ON {_SAME}{_DIFFERS}"

_KNOWN_ASIDE = (
    " JOIN source.record r ON r.no = c.record JOIN source.field f ON f.no = c.field JOIN source.kind k ON k.no = f.kind"
    " JOIN main.kind mk ON mk.name = k.name JOIN main.field mf ON mf.kind = mk.no AND mf.name = f.name"
    " JOIN main.set_aside o ON o.record = r.id AND o.field = mf.no AND o.stamp = c.stamp"
)
_AGAIN = f"SELECT DISTINCT c.record FROM temp.incoming c{_KNOWN_ASIDE}"
_ASIDE_TOO = f"SELECT 1 FROM source.change_log c{_KNOWN_ASIDE}{_DIFFERS}"

_TAKE = (
    "DELETE FROM temp.incoming WHERE record NOT IN (SELECT no FROM temp.taken)",
    (
        "INSERT OR IGNORE INTO staged.kind (name) SELECT DISTINCT k.name FROM temp.incoming i"
        " JOIN source.record r ON r.no = i.record JOIN source.kind k ON k.no = r.kind"
    ),
    (
        "INSERT OR IGNORE INTO staged.field (kind, name) SELECT s.no, f.name FROM source.field f"
        " JOIN source.kind k ON k.no = f.kind JOIN staged.kind s ON s.name = k.name"
        " WHERE f.no IN (SELECT field FROM temp.incoming)"
    ),
    (
        "INSERT OR IGNORE INTO staged.record (id, kind) SELECT r.id, s.no FROM source.record r"
        " JOIN source.kind k ON k.no = r.kind JOIN staged.kind s ON s.name = k.name"
        " WHERE r.no IN (SELECT record FROM temp.incoming)"
    ),
    (
        "INSERT OR IGNORE INTO staged.act (id, kind, unit, author, time, target)"
        " SELECT id, kind, unit, author, time, target FROM source.act"
        " WHERE no IN (SELECT act FROM temp.incoming) ORDER BY no"
    ),
    (
        "INSERT INTO staged.change_log SELECT sr.no, sf.no, i.stamp, i.value, i.replaces, i.covers, sa.no"
        " FROM temp.incoming i JOIN source.record r ON r.no = i.record JOIN source.kind k ON k.no = r.kind"
        " JOIN source.field f ON f.no = i.field JOIN source.act a ON a.no = i.act"
        " JOIN staged.kind sk ON sk.name = k.name JOIN staged.record sr ON sr.id = r.id AND sr.kind = sk.no"
        " JOIN staged.field sf ON sf.kind = sk.no AND sf.name = f.name JOIN staged.act sa ON sa.id = a.id"
    ),
)

_SORTED = (
    " ifnull((SELECT unit FROM temp.scope_home h WHERE h.no = {0}), ''), {0} IN (SELECT no FROM temp.inside),"
    " {0} IN (SELECT no FROM temp.taken),"
)

_RECORDS = (
    "SELECT i.record, r.main IS NOT NULL OR r.staged IS NOT NULL,"
    f" count(*) = count(DISTINCT i.field) AND NOT max(f.name = 'deleted'),{_SORTED.format('i.record')} count(*)"
    " FROM temp.incoming i JOIN temp.their_record r ON r.no = i.record JOIN source.field f ON f.no = i.field"
    " GROUP BY i.record"
)

_SAME = (
    f"SELECT{_SORTED.format('r.no')} count(*) FROM source.record r WHERE r.no NOT IN (SELECT record FROM temp.incoming)"
    " AND r.no NOT IN (SELECT no FROM temp.scope_seed) GROUP BY 1, 2, 3"
)

_COUNT_SAME = (
    "SELECT count(*) FROM source.record WHERE no NOT IN (SELECT c.record FROM source.act a"
    " JOIN source.change_log c ON c.act = a.no WHERE a.kind = 'plan')"
)

_KNOWN = (
    "SELECT f.name, c.stamp, c.value, c.replaces, c.covers FROM temp.their_record r"
    " JOIN {0}.change_log c ON c.record = r.{0} JOIN {0}.field f ON f.no = c.field WHERE r.no = ?"
)

_INCOMING = (
    "SELECT f.name, i.stamp, i.value, i.replaces, i.covers FROM temp.incoming i JOIN source.field f ON f.no = i.field"
    " WHERE i.record = ?"
)
