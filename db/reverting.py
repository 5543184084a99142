"""Undo of a merge: what it added goes out of the log and stands beside it, but for what later work rests on."""

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct

from db import reverting_sql as sql
from db.connection import run_script
from db.data_file import seed_changes
from db.log import add_to_digest, take_from_digest
from db.merge_origin import merges
from db.open_file import OpenFile
from db.plan_rows import is_sound, plan_rows, source_of
from db.reverting_sql import BACK, OUT
from desktop_app.domain.changes import DELETED, INTO, Change, split_stamps
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.plan_seeds import seed_records
from desktop_app.domain.reversal import ArrivedChange, Dependence, depended_on

Key = tuple[str, int]  # id and kind of a record


class Dependent(Struct, frozen=True):
    """A change that stays in the log, or comes back with others, since something rests on it; `other`: the record that
    refers to its own.
    """

    kind: str
    rest: Dependence
    other: str


class LogTransfer:
    """Changes on their way out of the log or back into it, listed in temp tables; nothing is written before `go`.

    OUT: what only the merges with these numbers added, but for what the rest of the log rests on. BACK: what the
    merges with these numbers added, and after `settle` all that it rests on.
    """

    def __init__(self, file: OpenFile, way: str, numbers: Collection[int]) -> None:
        self._file = file
        self._run = file.connection.execute
        self.way = way
        self._before = {merge.no: merge.before for merge in merges(file.connection).values()}
        self.close()
        run_script(file.connection, sql.TABLES)
        self._run(sql.MOVABLE[way])
        file.connection.executemany("INSERT INTO temp.chosen_merge VALUES (?)", [(number,) for number in numbers])
        run_script(file.connection, sql.CANDIDATES[way], {"erasure": ERASURE})
        if way == OUT and self._run(sql.OF_PLAN).fetchone():
            self._leave_with_plans()

    def _leave_with_plans(self) -> None:
        """What comes with a plan of this file stays, whichever merge added it first."""
        for source in filter(None, map(source_of, filter(is_sound, plan_rows(self._file.connection)))):
            changes, _, _ = seed_changes(parse_plan(source), seed_records(source))
            named = [(change.record, change.stamp) for change in changes]
            self._file.connection.executemany(sql.STAYS_WITH_PLAN, named)

    def close(self) -> None:
        for table in ("chosen_merge", "reference", "moving", "edge"):
            self._run(f"DROP TABLE IF EXISTS temp.{table}")
        self._run("DROP VIEW IF EXISTS temp.movable")

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM temp.moving").fetchone()[0])

    def settle(self, report_progress: Callable[[int, int], None]) -> list[Dependent]:
        """Find what stays of what would go, or what comes back along, and why: until nothing more is found.

        `report_progress` hears of how many records and of how many it is decided so far; it may raise, to stop.
        """
        self._list_references()
        referred: dict[Key, str] = {}
        waiting: dict[Key, None] = dict.fromkeys((key[0], key[1]) for key in self._run(sql.MIXED))
        found: list[Dependent] = []
        done = 0
        edges = self._run(sql.REFERRED[self.way]).fetchall()
        while edges or waiting:
            for record, kind, other in edges:
                if (record, kind) not in referred:
                    referred[record, kind] = other
                    waiting[record, kind] = None
            edges = []
            if waiting:
                key, _ = waiting.popitem()
                report_progress(done := done + 1, done + len(waiting))
                for field, stay in self._weigh(key, referred.get(key, "")):
                    found.append(stay)
                    edges += self._run(sql.NEXT, (*key, field, stay.rest.of.change.stamp)).fetchall()
        return found

    def _list_references(self) -> None:
        """Which change names which record; a join names one of its own kind."""
        for kind, of_kind in self._file.referrers.items():
            for referrer, name in of_kind:
                self._run(sql.REFERENCE, (kind, referrer.name, name))
        self._run(sql.JOIN_REFERENCE, {"into": INTO, "deleted": DELETED})
        self._run(sql.EDGES.format(targets=sql.TARGETS[self.way]))
        self._run("CREATE INDEX temp.edge_from ON edge (record)")

    def _weigh(self, key: Key, other: str) -> Iterator[tuple[int, Dependent]]:
        """What of one record stays in the log, or comes back along; with the number of its field."""
        rows = self._run(sql.KNOWN, {"record": key[0], "kind": key[1]}).fetchall()
        known, moving, reverted, fields = list[ArrivedChange](), set[Change](), set[Change](), dict[Change, int]()
        for kind, name, field, stamp, value, replaces, covers, act, no, merge, span, moves, is_reverted in rows:
            ends, hides = split_stamps(replaces), split_stamps(covers)
            change = Change(stamp, key[0], kind, name, value, ends, hides, act)
            place = (self._before[merge], merge) if merge else (no, span or 0)
            fields[change] = field
            moving |= {change} if moves else set()
            reverted |= {change} if is_reverted else set()
            if self.way == BACK or not is_reverted:
                known.append(ArrivedChange(change, place, place[1]))
        may = moving if self.way == OUT else reverted - moving
        work = [one.change for one in known if one.change not in moving] if self.way == OUT else list(moving)
        for rest in depended_on(known, work, referred=bool(other)):
            if rest.of.change in may:
                field = fields[rest.of.change]
                self._run(sql.STAYS[self.way], (*key, field, rest.of.change.stamp))
                yield field, Dependent(rows[0][0], rest, other)

    def parts(self) -> list[tuple[str, str, str, int]]:
        """(record, kind, field, changes) of what moves; no field: all that there is of the record."""
        return [(row[0], row[1], row[2], row[3]) for row in self._run(sql.PARTS)]

    def go(self) -> list[int]:
        """Carry it out, inside `writing()`; returns the numbers of the records it touches, to be derived anew."""
        run_script(self._file.connection, sql.GO[self.way])
        stamps = (stamp for (stamp,) in self._run("SELECT stamp FROM temp.moving"))
        (take_from_digest if self.way == OUT else add_to_digest)(self._file.connection, stamps)
        return [no for (no,) in self._run(sql.TOUCHED)]
