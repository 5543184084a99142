"""From the log to what is shown: typed tables, deletion, conflicts, search text. All of it can be made again."""

from collections.abc import Iterable
from itertools import islice

from db.derive_plain import derive_plain
from db.derive_record import derive_one
from db.log import find_row
from db.open_file import AffectedRecords, OpenFile
from db.retained import recount_parents, settle_retained
from db.schema import quoted

MANY = 2000
PART = 1000  # records derived together


def derive(file: OpenFile, touched: Iterable[int]) -> None:
    """Bring everything derived up to date with the log for these records and for what hangs on them."""
    moved: AffectedRecords = set()
    count = 0
    waiting = iter(touched)
    while part := list(islice(waiting, PART)):
        for no in derive_plain(file, part, moved) if len(part) > 1 else part:
            row = find_row(file.connection, no)
            if row:  # else it went along with one before
                derive_one(file, row, moved)
        count += len(part)
    settle_retained(file, moved)
    recount_parents(file, moved, many=count > MANY)


def rebuild(file: OpenFile) -> None:
    """Make everything derived again from the log alone."""
    run = file.connection.execute
    for name in file.plan.record_kinds:
        run(f"DELETE FROM main.{quoted(name)}")
    run("DELETE FROM _conflict")
    run("DELETE FROM _search_text")
    run("UPDATE record SET deleted = 0, retained = 0, joined_into = NULL")
    derive(file, [row[0] for row in run("SELECT no FROM record ORDER BY no").fetchall()])
