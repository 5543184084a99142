"""What a file remembers for itself alone: pages of locked reports, copies handed over, offers, pairs called different.

Each function is called inside one `store.writing()`.
"""

from collections.abc import Iterable

from db.connection import Connection
from db.open_file import OpenFile
from db.present import last_own_act
from desktop_app.domain.log_names import LogNames


def add_locked_pdf(connection: Connection, sha256: str, pdf: bytes) -> None:
    """Store the bytes of a locked report in this file only."""
    connection.execute("INSERT OR REPLACE INTO _locked_pdf VALUES (?, ?)", (sha256, pdf))


def note_sent(file: OpenFile, name: str, unit: str, records: int, sha256: str) -> int:
    """Remember in this file only that a copy was handed over; returns the number of the note."""
    query = "INSERT INTO _sent_copy (name, unit, author, time, records, sha256) VALUES (?, ?, ?, ?, ?, ?) RETURNING no"
    now, last = file.clock.now(), last_own_act(file.connection, file.clock)
    moment = max(now, last or now)  # not before what it holds
    time = moment.astimezone().isoformat(timespec="seconds")
    values = (name, unit, file.author, time, records, sha256)
    return int(file.connection.execute(query, values).fetchone()[0])


def add_sent(connection: Connection, notes: Iterable[tuple[object, ...]]) -> None:
    """The notes of another file of this office, which it can't give any more."""
    query = "INSERT INTO _sent_copy (name, unit, author, time, records, sha256) VALUES (?, ?, ?, ?, ?, ?)"
    connection.executemany(query, notes)


def forget_sent(file: OpenFile, note: int) -> None:
    """The copy of this number could not be handed over after all."""
    file.connection.execute("DELETE FROM _sent_copy WHERE no = ?", (note,))


def note_different(connection: Connection, kind: str, pair: tuple[str, str], state: int | None) -> None:
    """Remember in this file only that two records are not the same as they are; None forgets it."""
    connection.execute("DELETE FROM _distinct_pair WHERE kind = ? AND first = ? AND second = ?", (kind, *pair))
    if state is not None:
        connection.execute("INSERT INTO _distinct_pair VALUES (?, ?, ?, ?)", (kind, *pair, state))


def decline_offer(file: OpenFile, edition: int, digest: str) -> None:
    """Remember that an edition that was offered is not wanted."""
    values = (file.plan.id, edition, digest)
    file.connection.execute(
        "UPDATE _offered_plan SET decision = 'declined' WHERE (id, edition, digest) = (?, ?, ?)", values
    )


def forget_offer(file: OpenFile, edition: int, digest: str) -> None:
    """An edition is in force now: it is offered no longer."""
    values = (file.plan.id, edition, digest)
    file.connection.execute("DELETE FROM _offered_plan WHERE (id, edition, digest) = (?, ?, ?)", values)


def follow_names(file: OpenFile, names: LogNames) -> None:
    """What this file alone knows of kinds and fields goes on under the names of another edition of its plan."""
    run, before = file.connection.execute, file.names

    def kind_then(kind: str) -> str:
        return names.plan_kind(before.logged_kind(kind))

    for place, of, field in run(_DRAFTS).fetchall():
        head, new, rest = ("", "", "") if of else place.partition(NEW)
        kind, _, parent = (of, "", "") if of else rest.partition(":")
        then = f"{head}{NEW}{kind_then(kind)}:{parent}" if new else place
        field_then = names.plan_field(kind_then(kind), before.logged_field(kind, field))
        if (then, field_then) != (place, field):
            run("UPDATE OR REPLACE _draft" + _MOVED, (then, field_then, place, field))
            run("UPDATE _erasure_item" + _MOVED + " AND kind = ''", (then, field_then, place, field))
    for (kind,) in run("SELECT DISTINCT kind FROM _distinct_pair").fetchall():
        run("UPDATE OR REPLACE _distinct_pair SET kind = ? WHERE kind = ?", (kind_then(kind), kind))


NEW = "new:"  # where drafts of a record lie that is not made yet: this, its kind and its parent
_MOVED = " SET record = ?, field = ? WHERE record = ? AND field = ?"
_DRAFTS = """
SELECT d.record, k.name, d.field
FROM main._draft d LEFT JOIN main.record r ON r.id = d.record LEFT JOIN temp._plan_kind k ON k.no = r.kind
"""
