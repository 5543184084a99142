"""The only writer: `apply` for the acts of this office, `absorb` for the log of another file, and no third way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from db import bringing, union
from db.book import Book
from db.connection import Connection, sentences, transaction
from db.derive import derive, rebuild
from db.erased import erasure_changes
from db.erasing import Gone, carry_out, leave_no_trace, locks_erasing
from db.log import Numbers, has_table, write_changes
from db.schema import add_units, ensure_kind_tables
from db.seen_files import Seen
from db.setting_aside import Move
from desktop_app.domain.changes import Change, Edit, random_id
from desktop_app.domain.clock import Clock
from desktop_app.domain.erasing import ERASE, ERASURE
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import Rules

PLAN_ACT = "plan"
TellDone = Callable[[int, int], None]
NOTHING_SEEN: Mapping[bytes, Seen] = {}


def _unheard(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a person: edit, import, settle, join, delete, undo; `target` is the act that an undo takes back."""

    kind: str
    author: str
    target: bytes | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What an act did: its id (None when there was nothing to do) and per kind the records it touched."""

    act: bytes | None
    records: Mapping[str, frozenset[str]]


class Store:
    """Writes one open data file. Reading heads and writing what follows from them belongs inside one `writing()`."""

    def __init__(self, connection: Connection, path: Path, plan: Plan, rules: Rules, clock: Clock) -> None:
        self.connection = connection
        self.path = path
        self.clock = clock
        self.book = Book(connection, plan, Rules(plan, rules.units), Numbers(connection))
        self._acts_before = 0  # the largest number of an act before the last merge

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One durable transaction; whatever fails inside leaves the file as it was."""
        kept = self.book.kept
        try:
            with kept.committing() as written, transaction(self.connection, self.path):
                yield
                written()
        except BaseException:
            self.book.numbers.forget()
            raise

    def apply(self, edits: Iterable[Edit], act: Act) -> ChangeSet:
        """Write an act of this office. Call it inside `writing()`; no edits, no act."""
        edits = list(edits)
        if not edits:
            return ChangeSet(None, {})
        stamps = [self.clock.next() for _ in edits]
        act_id = self.clock.next()  # the largest: whoever saw the act saw its changes
        changes = [
            Change(stamp, e.record, e.kind, e.field, e.value, e.replaces, e.covers, act_id)
            for stamp, e in zip(stamps, edits, strict=True)
        ]
        time = self.clock.now().astimezone().isoformat(timespec="seconds")
        self._write(changes, act_id, act, time, made_here=True)
        return ChangeSet(act_id, _touched(edits))

    def apply_plan_records(self, changes: Iterable[Change], act_id: bytes, time: datetime) -> None:
        """Write the records that come with a plan, whose ids and stamps are the same in every file."""
        self._write(list(changes), act_id, Act(PLAN_ACT, ""), time.isoformat(timespec="seconds"), made_here=False)

    def _write(self, changes: list[Change], act_id: bytes, act: Act, time: str, *, made_here: bool) -> None:
        with self.book.kept.noting(self.book.touched):
            self._write_act(changes, act_id, act, time, made_here=made_here)

    def _write_act(self, changes: list[Change], act_id: bytes, act: Act, time: str, *, made_here: bool) -> None:
        row = self.connection.execute(
            "INSERT INTO act (id, kind, unit, author, time, target, made_here) VALUES (?, ?, "
            + ("(SELECT value FROM meta WHERE key = 'unit')" if made_here else "NULL")
            + ", ?, ?, ?, ?) RETURNING no",
            (act_id, act.kind, act.author, time, act.target, made_here),
        ).fetchone()
        touched = write_changes(self.connection, self.book.numbers, changes, row[0])
        self._follow(touched, erasing=any(change.kind == ERASURE for change in changes))

    def _follow(self, touched: list[int], *, erasing: bool, tell: TellDone = _unheard) -> None:
        """Bring what is shown up to date with the log, out of which erasures take values first."""
        gone = carry_out(self.book) if erasing else Gone()
        derive(self.book, _telling(list(dict.fromkeys([*touched, *gone.records])), tell))
        if gone.places:
            leave_no_trace(self.connection)
            # reports that were locked here hold values that another office erased
            self.apply(locks_erasing(self.book, random_id(self.clock.random(16)), gone), Act(ERASE, self._author()))

    def take_erasures(self, erasures: Iterable[tuple[Change, tuple[Any, ...]]]) -> None:
        """Carry out what another file of this office erased: changes with (id, kind, unit, author, time) of their acts.

        Call it inside `writing()`.
        """
        known = {change.stamp for change, _ in erasure_changes(self.connection)}
        touched: list[int] = []
        for change, act in erasures:
            if change.stamp not in known:
                row = self.connection.execute(_KEEP_ACT, act).fetchone()
                touched += write_changes(self.connection, self.book.numbers, [change], row[0])
        self._follow(touched, erasing=True)

    def _author(self) -> str:
        row = self.connection.execute("SELECT value FROM main.meta WHERE key = 'author'").fetchone()
        return str(row[0]) if row else ""

    def absorb(self, source: Path) -> int:
        """Add every change of another file's log that this one lacks; returns how many were new.

        `source` is a private, checked copy of a data file with the plan of this one. Its log is only ever added to
        ours; what is shown afterwards follows from the union alone, so order and repetition make no difference.
        """
        with self.attached(source), self.writing():
            return self.take_in()

    @contextmanager
    def attached(self, source: Path) -> Iterator[None]:
        """A private, checked copy stands beside our tables under the name `source`."""
        with sentences(source):
            self.connection.execute("ATTACH DATABASE ? AS source", (str(source),))
        try:
            yield
        finally:
            self.connection.execute("DETACH DATABASE source")

    def take_in(self, tell: TellDone = _unheard) -> int:
        """Add what the attached source has and we lack; call it inside `writing()`.

        `tell` hears of how many records and of how many all is derived; it may raise, to stop.
        """
        self._ensure_table("set_aside")
        added, touched, self._acts_before = union.add_missing(self.connection)
        self.see_latest()
        self._follow(touched, erasing=True, tell=tell)
        return added

    def adopt(self, source: Mapping[str, Any], plan: Plan, units: OrgUnits) -> None:
        """Put a later edition of the plan in force, inside `writing()`; everything shown is made again by its rules."""
        ensure_kind_tables(self.connection, plan)
        for version, rows in source["units"].items():
            self.connection.execute("DELETE FROM org_unit WHERE version = ?", (version,))
            add_units(self.connection, version, rows)
        self.set_meta({"unit_version": plan.unit_version})
        self.book = Book(self.connection, plan, Rules(plan, units), self.book.numbers)
        rebuild(self.book)

    def made_here(self, acts: Iterable[bytes]) -> None:
        """Note that these acts are those of this file's own office; call it inside `writing()`."""
        self.connection.executemany("UPDATE act SET made_here = 1 WHERE id = ?", [(act,) for act in acts])

    def keep_plans(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep plans that came with other files, so that they are passed on; call it inside `writing()`."""
        self.connection.executemany("INSERT INTO plan VALUES (?, ?, ?, ?)", list(rows))

    def note_merge(
        self, author: str, files: Iterable[bringing.MergedFile], edition: int | None = None,
        seen: Mapping[bytes, Seen] = NOTHING_SEEN,
    ) -> bytes:  # fmt: skip
        """Note in this file only that what was just taken in came with a merge of these files; `edition`: of the plan
        that was adopted; `seen`: the files that came in whole. Returns the id of the act; call it before the source is
        detached.
        """
        self._ensure_table("merged_file")
        act, time = self.clock.next(), self.clock.now().astimezone().isoformat(timespec="seconds")
        bringing.note(self.connection, act, self._acts_before, author, time, files, edition)
        self._ensure_table("seen_file")
        known = [(digest, *what) for digest, what in seen.items()]
        self.connection.executemany("INSERT OR REPLACE INTO seen_file VALUES (?, ?, ?, ?)", known)
        return act

    def move(self, move: Move, merge: bytes, *, undone: bool, tell: TellDone = _unheard) -> None:
        """Take a merge back, or do it again: its changes out of the log or back into it; inside `writing()`.

        `tell` hears of how many records and of how many all is derived; it may raise, to stop.
        """
        time = self.clock.now().astimezone().isoformat(timespec="seconds") if undone else None
        self.connection.execute("UPDATE main.merge_act SET undone = ? WHERE act = ?", (time, merge))
        self._ensure_table("lain_aside")
        bringing.note_turned(self.connection, merge, undone=undone)
        if has_table(self.connection, "seen_file"):
            self.connection.execute("DELETE FROM seen_file")
        self._follow(move.go(), erasing=False, tell=tell)

    def keep_aside(self, author: str, file: str, changes: Sequence[bringing.AsideChange]) -> None:
        """Keep what was set aside in a file that is made anew; inside `writing()`. Nothing of it is in the log."""
        self._ensure_table("set_aside")
        time = self.clock.now().astimezone().isoformat(timespec="seconds")
        numbers = self.book.numbers
        bringing.keep_aside(self.connection, numbers, self.clock.next(), author, time, file, changes)
        self._follow([], erasing=True)

    def see_latest(self) -> None:
        """Let the clock follow the latest act of the file; those of a wrong clock, far ahead, are passed over."""
        bound = (self.clock.latest_plausible(),)
        row = self.connection.execute("SELECT max(id) FROM main.act WHERE id <= ?", bound).fetchone()
        if row[0]:
            self.clock.see(row[0])

    def keep_draft(self, record: str, field: str, text: str | None) -> None:
        """Keep half-typed or unreadable text of one field in this file only; None forgets it."""
        with self.writing(), self.book.kept.aside():
            self.connection.execute("DELETE FROM draft WHERE record = ? AND field = ?", (record, field))
            if text is not None:
                time = self.clock.now().isoformat(timespec="seconds")
                self.connection.execute("INSERT INTO draft VALUES (?, ?, ?, ?)", (record, field, text, time))

    def keep_pdf(self, sha256: str, pdf: bytes) -> None:
        """Keep the bytes of a locked report in this file only; call it inside `writing()`."""
        self._ensure_table("locked_pdf")
        self.connection.execute("INSERT OR REPLACE INTO locked_pdf VALUES (?, ?)", (sha256, pdf))

    def note_sent(self, name: str, unit: str, author: str, records: int, sha256: str) -> None:
        """Remember in this file only that a copy was handed over; call it inside `writing()`."""
        self._ensure_table("sent_file")
        row = (name, unit, author, self.clock.now().astimezone().isoformat(timespec="seconds"), records, sha256)
        query = "INSERT INTO sent_file (name, unit, author, time, records, sha256) VALUES (?, ?, ?, ?, ?, ?)"
        self.connection.execute(query, row)

    def note_different(self, kind: str, pair: tuple[str, str], state: int | None) -> None:
        """Remember in this file only that two records are not the same as they are; None forgets it. In `writing()`."""
        self._ensure_table("not_same")
        self.connection.execute("DELETE FROM not_same WHERE kind = ? AND first = ? AND second = ?", (kind, *pair))
        if state is not None:
            self.connection.execute("INSERT INTO not_same VALUES (?, ?, ?, ?)", (kind, *pair, state))

    def _ensure_table(self, name: str) -> None:
        """A file of an earlier version takes its missing steps when they are needed."""
        if not has_table(self.connection, name):
            from db.migrations import migrate

            migrate(self.connection)

    def set_meta(self, values: Mapping[str, str | int]) -> None:
        """Set what the file says of itself; call it inside `writing()`."""
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def _telling(records: Sequence[int], tell: TellDone) -> Iterator[int]:
    for done, record in enumerate(records):
        tell(done, len(records))
        yield record


def _touched(edits: Iterable[Edit]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for edit in edits:
        found.setdefault(edit.kind, set()).add(edit.record)
    return {kind: frozenset(ids) for kind, ids in found.items()}


_KEEP_ACT = (
    "INSERT INTO act (id, kind, unit, author, time, made_here) VALUES (?, ?, ?, ?, ?, 0)"
    " ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING no"
)
