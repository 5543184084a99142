"""A private file in which the logs of all sources come together before ours is touched; writes nowhere else."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlite

from db.connection import Connection, DatabaseError, afterwards, run_script, transaction
from db.erased import erased
from db.file_uri import uri_of
from db.merge_origin import StagingPosition
from db.merging import staging_sql as sql
from db.merging.inspection import Checked
from db.merging.inspection_sql import READ
from db.merging.known_units import Mark
from db.merging.scope import MergeScope
from db.merging.source import SMALL
from desktop_app.domain.changes import DELETED, Change, split_stamps
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.log_names import NO_NAMES, LogNames


def _may(action: int, first: str | None, _second: str | None, schema: str | None, _inner: str | None) -> int:
    """Of a source only the tables that were looked through are read, and nothing is written."""
    if schema != "source" or (action == sqlite.SQLITE_READ and first in READ):
        return int(sqlite.SQLITE_OK)
    return int(sqlite.SQLITE_DENY)


class IncomingRecord(NamedTuple):
    """A record of a source that changes here: its number there, whether it was known before, whether its changes are
    plain (not deleted, and in each field one follows upon the other), its unit, whether it lies in the scope, whether
    it is taken, how many changes it brings, and whether it is an erasure.
    """

    no: int
    known: bool
    plain: bool
    unit: str
    inside: bool
    taken: bool
    changes: int
    erasure: bool


class Selection(NamedTuple):
    """What is taken of a source beside what lies in the scope: records of units (None: of all), and single acts."""

    units: Iterable[str] | None = ()
    acts: Iterable[bytes] = ()


class Staging:
    """Stands beside our tables under the name `staged`, in the form of a data file's log."""

    def __init__(self, connection: Connection, path: Path, names: LogNames = NO_NAMES) -> None:
        """`names`: what our plan calls otherwise than the log; values that are one there do not differ."""
        self.connection = connection
        self.path = path
        self._names = names
        self._run = connection.execute
        self._scope: MergeScope | None = None
        self._takes = 0
        self._any_reverted = bool(self._run(sql.ANY_REVERTED).fetchone())

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Without a key of its own the file is encrypted as ours is, or not at all."""
        self._run("ATTACH DATABASE ? AS staged", (str(self.path),))
        with afterwards(self.connection, "DETACH DATABASE staged"):
            self._run("PRAGMA staged.synchronous = OFF")
            run_script(self.connection, sql.TABLES)
            yield

    def fill(
        self, kinds: Mapping[int, str], fields: Mapping[int, tuple[int, str]], records: Mapping[int, tuple[str, int]],
        acts: Mapping[int, tuple[Any, ...]], changes: Iterable[tuple[Any, ...]],
    ) -> None:  # fmt: skip
        """Put a log in that was read by other means; everything has the number under which it stands there."""
        run = self.connection.executemany
        with transaction(self.connection, self.path):  # else each row would be one of its own
            run("INSERT INTO staged.kind VALUES (?, ?)", list(kinds.items()))
            run("INSERT INTO staged.field VALUES (?, ?, ?)", [(no, *row) for no, row in fields.items()])
            run("INSERT INTO staged.record VALUES (?, ?, ?)", [(no, *row) for no, row in records.items()])
            run("INSERT INTO staged.act VALUES (?, ?, ?, ?, ?, ?, ?)", [(no, *row[:6]) for no, row in acts.items()])
            run("INSERT INTO staged.change_log VALUES (?, ?, ?, ?, ?, ?, ?)", changes)

    @contextmanager
    def comparing(self, checked: Checked) -> Iterator[None]:
        """A source stands there as well, with a list of what neither ours nor the sources before it have."""
        uri = uri_of(checked.path, mode="ro", immutable=1)
        small = checked.path.stat().st_size <= SMALL  # what it changes in `staged` can be in memory until it is taken
        self._run(f"PRAGMA staged.journal_mode = {'MEMORY' if small else 'DELETE'}")
        try:
            self._run("ATTACH DATABASE ? AS source KEY ?", (uri, checked.source.passphrase or ""))
            self.connection.set_authorizer(_may)
            run_script(self.connection, sql.COMPARE, {"deleted": DELETED})
            self._list_erased()
            yield
        finally:
            self.connection.set_authorizer(None)
            try:
                self._forget_source()
            except DatabaseError:  # stopped just now, or not read once; what is left to be tidied up is let through
                self._forget_source()
                raise

    def _forget_source(self) -> None:
        self._run("DROP VIEW IF EXISTS temp.incoming_change")
        for table in sql.COMPARED:
            self._run(f"DROP TABLE IF EXISTS temp.{table}")
        if self._scope:
            self._scope.close()
            self._scope = None
        if self._run("SELECT 1 FROM pragma_database_list WHERE name = 'source'").fetchone():
            self._run("DETACH DATABASE source")

    def _list_erased(self) -> None:
        """What was erased here or there has no value to compare."""
        stamps = set[bytes]().union(*(erased(self.connection, known) for known in ("main", "staged", "source")))
        self._run("CREATE TEMP TABLE erased (stamp BLOB PRIMARY KEY)")
        self.connection.executemany("INSERT INTO temp.erased VALUES (?)", [(stamp,) for stamp in stamps])

    def contradicts(self) -> bool:
        """Whether the source has another story about a change that is known: then it is not to be believed."""
        queries = (*sql.CONTRADICTIONS, sql.CONTRADICTS_REVERTED) if self._any_reverted else sql.CONTRADICTIONS
        return any(self._run(query).fetchone() for query in queries)

    def take(self) -> None:
        """Add what is new of the source, or nothing."""
        before = self._last_act()
        self._takes += 1
        self._run("BEGIN")
        try:
            left = self._run(sql.ANY_LEFT).fetchone()
            run_script(self.connection, sql.LEAVE + sql.TAKE if left else sql.TAKE)
            if self._run(sql.SHARED_ACTS, (before,)).fetchone():
                self._run(sql.LATER_PARTS, (self._takes, before))
            self._run("COMMIT")
        except BaseException:
            self.connection.rollback()  # nothing where SQLite did it already
            raise

    def taken(self) -> StagingPosition:
        """What was taken so far."""
        return StagingPosition(self._last_act(), self._takes)

    def _last_act(self) -> int:
        return int(self._run("SELECT ifnull(max(no), 0) FROM staged.act").fetchone()[0])

    # --- what the source brings -----------------------------------------------------------------------------------

    def sort(self, marks: Iterable[Mark], sender: set[str], own: set[str], taken: Selection, *, common: bool) -> None:
        """Decide which records lie in the scope, those of units below the source's and ours that it may bring, and
        which are taken. `common`: it may bring what is common to all.
        """
        self._scope = MergeScope(self.connection, "source", marks)
        self._scope.compare_with_ours(sender, own, common=common)
        self._scope.pick("inside", sender & own)
        self._scope.leave_foreign("inside", but_wanted=False)
        if taken.units is None:
            self._run("CREATE TEMP TABLE taken AS SELECT no FROM source.record")
        else:
            self._scope.pick("taken", taken.units)
            self._scope.leave_foreign("taken", but_wanted=True)
            self._run("INSERT OR IGNORE INTO temp.taken SELECT no FROM temp.inside")
        self._run("CREATE TEMP TABLE taken_act (no INTEGER PRIMARY KEY)")
        self.connection.executemany(sql.TAKE_ACT, [(act,) for act in taken.acts])

    def changes(self) -> int:
        """How many changes of the source are new."""
        return int(self._run("SELECT total(changes) FROM temp.changing").fetchone()[0])

    def records(self) -> list[IncomingRecord]:
        """The records that change, after `sort`."""
        return [
            IncomingRecord(r[0], bool(r[1]), bool(r[2]), r[3], bool(r[4]), bool(r[5]), r[6], bool(r[7]))
            for r in self._run(sql.RECORDS, (ERASURE,))
        ]

    def acts_left(self) -> list[tuple[Any, ...]]:
        """(id, kind, unit, author, time, changes, records, kinds of records, whether it is taken by itself, changes of
        records that are not taken) of the acts that change something outside the scope, after `sort`; of very many the
        first.
        """
        return self._run(sql.ACTS_LEFT).fetchall()

    def again(self) -> set[int]:
        """The records of which the source brings changes that are reverted here."""
        return {no for (no,) in self._run(sql.AGAIN)} if self._any_reverted else set()

    def same(self) -> list[tuple[str, bool, bool, int]]:
        """(unit, inside, taken, records) of what the source has and we know already, after `sort`."""
        return [(r[0], bool(r[1]), bool(r[2]), r[3]) for r in self._run(sql.SAME)]

    def count_records(self) -> int:
        """How many records of offices the source has."""
        return int(self._run(sql.COUNT_RECORDS).fetchone()[0])

    def before(self, no: int) -> list[Change]:
        """What is known of a record without this source."""
        return [change for known in sql.KNOWN for change in self._changes(known, no)]

    def incoming(self, no: int) -> list[Change]:
        return list(self._changes(sql.INCOMING, no))

    def _changes(self, query: str, no: int) -> Iterator[Change]:
        names = self._names
        for logged, field, stamp, value, replaces, covers in self._run(query, (no,)).fetchall():
            kind = names.plan_kind(logged)
            name = names.plan_field(kind, field)
            ends, hides = split_stamps(replaces), split_stamps(covers)
            yield Change(stamp, "", "", name, names.plan_value(kind, name, value), ends, hides)
