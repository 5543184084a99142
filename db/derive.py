"""From the log to what is shown: typed tables, deletion, conflicts, search text. All of it can be made again."""

from collections.abc import Iterable
from itertools import islice

from db.book import Book, Moved
from db.derive_plain import derive_plain
from db.derive_record import derive_one
from db.held import recount_parents, settle_held
from db.log import find_row
from db.schema import quoted

MANY = 2000
PART = 1000  # records derived together


def derive(book: Book, touched: Iterable[int]) -> None:
    """Bring everything derived up to date with the log for these records and for what hangs on them."""
    moved: Moved = {}
    count = 0
    waiting = iter(touched)
    while part := list(islice(waiting, PART)):
        for no in _derive_plain(book, part, moved):
            row = find_row(book.connection, no)
            if row:  # else it went along with one before
                derive_one(book, row, moved)
        count += len(part)
    settle_held(book, moved)
    recount_parents(book, moved, many=count > MANY)


def _derive_plain(book: Book, part: list[int], moved: Moved) -> list[int]:
    """Derive those of many records together that leave nothing to decide; returns the others."""
    return part if len(part) == 1 else derive_plain(book, part, moved)


def rebuild(book: Book) -> None:
    """Make everything derived again from the log alone."""
    run = book.connection.execute
    for name in book.plan.record_kinds:
        run(f"DELETE FROM main.{quoted(name)}")
    run("DELETE FROM conflict")
    run("DELETE FROM search_text")
    run("UPDATE record SET deleted = 0, held = 0, joined_into = NULL")
    derive(book, [row[0] for row in run("SELECT no FROM record ORDER BY no").fetchall()])
