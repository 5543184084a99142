"""Which records belong to which units, and which go along with them: whole, with what is inside and what they name."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import Connection, run_script
from db.merging import known_units
from db.merging.known_units import COMMON, DOWN, REF, UNIT, UP, Mark
from db.merging.scope_sql import (
    KNOWN,
    LEAVE_FOREIGN,
    LEAVE_FOREIGN_BUT_WANTED,
    OWNED,
    PICK,
    PRUNE,
    SORT,
    TABLES,
    TIE_TO_OURS,
    UNITS,
)  # fmt: skip
from desktop_app.domain.changes import DELETED, INTO
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.former_names import first_name
from desktop_app.domain.plan import RECORD

OWNER = "owner"  # a reference that says whose the record is, beside the record above it


def marks_of(kinds: Mapping[str, Any]) -> set[Mark]:
    """What a plan says of its kinds, by their names in the log: the fields that name a unit, the record above or
    another record.

    A record lies inside the one above it and belongs to the same units. A kind that knows neither a unit nor a record
    above is common to all.
    """
    marks: set[Mark] = {(ERASURE, "", COMMON, None)}  # whoever gets an emptied change must know why
    logged = {name: first_name(name, kind) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        if kind.get("storage", RECORD) != RECORD:
            continue
        here, fields = logged[name], kind.get("fields", {})
        own, _, rest = kind.get("unit_field", "").partition(".")
        up = kind.get("parent_field") if kind.get("parent") else own if rest else None
        roles = {own: OWNER} if rest else {}
        for field, raw in fields.items():
            _, refers, target = raw["type"].partition(":")
            if refers:
                role = UP if field == up else roles.get(field, REF)
                marks.add((here, first_name(field, raw), role, logged.get(target, target)))
        if not up:
            unit = first_name(own, fields.get(own, {}))
            marks.add((here, unit, UNIT, None) if own else (here, "", COMMON, None))
    return marks


class MergeScope:
    """The records of one log, `main` or attached, sorted by unit in temporary tables of its connection.

    A record belongs to every unit that it, or a record that it lies in, ever named; where none was named, to the
    offices that wrote it. What came with the plan is everybody's.
    """

    def __init__(self, connection: Connection, log: str, marks: Iterable[Mark]) -> None:
        self._connection = connection
        self._run = connection.execute
        self._log = log
        self._marks = sorted(marks, key=repr)
        self.close()
        run_script(connection, TABLES)
        connection.executemany("INSERT INTO temp.scope_mark VALUES (?, ?, ?, ?)", self._marks)
        run_script(connection, SORT.format(log=log), WORDS)
        if log == "main":
            run_script(connection, UNITS.format(log=log), WORDS)

    def compare_with_ours(self, sender: Iterable[str], own: Iterable[str], *, common: bool) -> None:
        """Of a source that is compared with our log: a record that we know belongs to whom we know it to belong, and
        what concerns one of `own` (the units below ours) that is not one of `sender` (those below the source's) is
        foreign to it. `common`: what is common to all is not.
        """
        for table, units in (("sender", sender), ("own", own)):
            rows = [(unit,) for unit in units]
            self._connection.executemany(f"INSERT OR IGNORE INTO temp.scope_{table} VALUES (?)", rows)
        run_script(self._connection, TIE_TO_OURS + KNOWN, WORDS)
        known_units.fill(self._connection, self._marks)
        run_script(self._connection, OWNED + UNITS.format(log=self._log) + PRUNE[common], WORDS)

    def close(self) -> None:
        for table in (
            "mark", "field", "common", "seed", "named", "tie", "belongs", "home", "wanted", "sender", "own", "foreign",
        ):  # fmt: skip
            self._run(f"DROP TABLE IF EXISTS temp.scope_{table}")
        known_units.close(self._connection)

    def pick(self, table: str, units: Iterable[str]) -> None:
        """Fill a temporary table with the numbers of all records that go along with these units."""
        self._run("DELETE FROM temp.scope_wanted")
        for unit in units:
            self._run("INSERT OR IGNORE INTO temp.scope_wanted VALUES (?)", (unit,))
        self._run(f"DROP TABLE IF EXISTS temp.{table}")
        self._run(f"CREATE TEMP TABLE {table} (no INTEGER PRIMARY KEY)")
        self._run(PICK.format(log=self._log, table=table), {"down": DOWN})

    def leave_foreign(self, table: str, *, but_wanted: bool) -> None:
        """Take out of it what the source may not bring by itself; `but_wanted`: not what belongs to the units."""
        self._run((LEAVE_FOREIGN_BUT_WANTED if but_wanted else LEAVE_FOREIGN).format(table=table))


WORDS = {
    "unit": UNIT, "up": UP, "down": DOWN, "common": COMMON, "owner": OWNER, "into": INTO, "deleted": DELETED,
    "erasure": ERASURE,
}  # fmt: skip
