"""The ledger as it was when an act was done, in a private copy that is turned back and forth."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from db.connection import transaction
from db.derive import derive
from db.ledger_copy import ledger_copy
from db.open_file import OpenFile


@contextmanager
def past_ledger(file: OpenFile, folder: Path) -> Iterator[Callable[[int], OpenFile]]:
    """Gives the function that turns a copy, in a private folder, to what the office of an act knew when it acted.

    What a merge that was taken back had added, and values that were erased, are not there again.
    """
    with ledger_copy(file, folder / "past.db") as copy:
        copy.connection.executescript(_PREPARED)
        yield partial(_turn, copy)


def _turn(copy: OpenFile, act: int) -> OpenFile:
    run = copy.connection.execute
    with transaction(copy.connection, copy.path):
        run("DELETE FROM temp.known")
        run(_KNOWN, {"act": act})
        touched = [no for (no,) in run(_TOUCHED).fetchall()]
        for statement in _MOVE:
            run(statement)
        derive(copy, touched)
    return copy


_PREPARED = """
CREATE TEMP TABLE known (act INTEGER PRIMARY KEY);
CREATE TEMP TABLE later_change AS SELECT * FROM main.change_log WHERE 0;
CREATE TEMP TABLE every_record AS SELECT no, id, kind FROM main.record;
"""
# of this file's own acts those before it came in before; another office had those with smaller stamps
_KNOWN = """
INSERT INTO temp.known
SELECT a.no FROM main.act a JOIN main.act was ON was.no = :act
WHERE CASE WHEN was.made_here THEN a.no < was.no ELSE a.id < was.id END
"""
_TOUCHED = """
SELECT record FROM main.change_log WHERE act NOT IN (SELECT act FROM temp.known)
UNION
SELECT record FROM temp.later_change WHERE act IN (SELECT act FROM temp.known)
"""
_MOVE = (
    "INSERT INTO temp.later_change SELECT * FROM main.change_log WHERE act NOT IN (SELECT act FROM temp.known)",
    "DELETE FROM main.change_log WHERE act NOT IN (SELECT act FROM temp.known)",
    # a record of which no change was left is none any more
    """INSERT OR IGNORE INTO main.record (no, id, kind)
    SELECT no, id, kind FROM temp.every_record WHERE no IN (SELECT record FROM temp.later_change)""",
    "INSERT INTO main.change_log SELECT * FROM temp.later_change WHERE act IN (SELECT act FROM temp.known)",
    "DELETE FROM temp.later_change WHERE act IN (SELECT act FROM temp.known)",
)
