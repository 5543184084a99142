"""Checks a data file: its pages, its log against its digest, and all tables against the log and the plan."""

from collections.abc import Iterable, Sequence
from typing import Any

from db import search_index
from db.connection import IntegrityError, afterwards
from db.derive import rebuild
from db.error_sentences import sentences
from db.integrity import broken_anywhere, damaged_unused
from db.log import computed_digest, stored_digest
from db.log_types import has_other_types
from db.merge_origin import lies_in_both
from db.open_file import OpenFile
from db.plan_rows import damaged_plans
from db.plan_tables import CHOICE, UNITS, choice_rows, says_otherwise
from db.schema import quoted

UNUSED = "unused"  # the one finding that leaves all data whole


def check(file: OpenFile) -> list[str]:
    """What is wrong with the file, as names of findings; an empty list when it is whole."""
    run = file.connection.execute
    with sentences(file.path):
        file.refuse_switched()
        found = broken_anywhere(file.connection)
        found += [f"foreign key: {row[0]}" for row in run("PRAGMA foreign_key_check")]
        if has_other_types(file.connection):
            found.append("types")
        elif stored_digest(file.connection) != computed_digest(file.connection):
            found.append("digest")
        if lies_in_both(file.connection):
            found.append("reverted")
        if not file.certain or damaged_plans(file.connection):
            found.append("plan")
        found = found or _stale_tables(file)  # out of a broken file nothing can be made again
        unused = damaged_unused(file.connection) if file.encrypted and not found else 0
        return [f"{UNUSED}: {unused}"] if unused else found


def _choices(rows: Iterable[Sequence[Any]]) -> set[tuple[Any, ...]]:
    """Those of the plan: words of the program's own may be those of an earlier one."""
    return {tuple(row) for row in rows if not str(row[0]).startswith("_")}


def _digest(rows: Iterable[tuple[Any, ...]]) -> tuple[int, int]:
    """How many rows, and what they add up to in any order: a large table is never held twice in memory."""
    count = total = 0
    for row in rows:
        count, total = count + 1, total + hash(repr(row))
    return count, total


def _stale_tables(file: OpenFile) -> list[str]:
    """What the log does not bear out, made again inside a transaction that is rolled back, in memory alone: a page or
    a journal that reached the disk meanwhile would harm another file that takes the place of this one.
    """
    with afterwards(file.connection, "PRAGMA main.cache_spill = ON"):
        file.connection.execute("PRAGMA main.cache_spill = OFF")
        return _made_again(file)


def _made_again(file: OpenFile) -> list[str]:
    """The tables that differ once they were made again; nothing of it stays."""
    run = file.connection.execute
    tables = [*file.plan.record_kinds, "record", "_conflict", "_search_text"]

    def content() -> list[tuple[int, int]]:
        return [_digest(run(f"SELECT * FROM main.{quoted(table)}")) for table in tables]

    run("BEGIN IMMEDIATE")
    lists = file.plan.source["units"]
    units = {(version, *unit) for version, rows in lists.items() for unit in rows}
    try:
        there = {row for row in run("SELECT * FROM main.org_unit") if row[0] in lists}
        if says_otherwise(file.connection, UNITS, there, units):
            return ["table org_unit"]
        there, choices = _choices(run("SELECT * FROM main.choice")), _choices(choice_rows(file.plan))
        if says_otherwise(file.connection, CHOICE, there, choices):
            return ["table choice"]
        search_index.catch_up(file)  # an index that is behind is no damage
        before = content()
        rebuild(file)
        after = content()
    except IntegrityError:  # pages of several moments may each be right and not fit together
        return ["tables"]
    finally:
        if file.connection.in_transaction:  # a full disk ends it by itself
            run("ROLLBACK")
    return [f"table {table}" for table, a, b in zip(tables, before, after, strict=True) if a != b]
