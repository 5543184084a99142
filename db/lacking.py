"""Tables that a file lacks: what follows from the log is made again, what this file alone knew is empty then."""

from collections.abc import Iterable

from db.connection import Connection, OperationalError, transaction
from db.open_file import OpenFile
from db.plan_rows import plan_rows, sound_units
from db.plan_tables import CHOICE, DICTIONARY, fill_plan_tables
from db.schema import add_units, ensure_kind_tables, quoted
from db.tables import INDEXES, schema_of_format
from desktop_app.domain.plan import Plan
from desktop_app.errors import AppError

LEDGER = frozenset({"meta", "plan", "kind", "field", "record", "act", "change_log"})
_DESCRIBING = frozenset({CHOICE, DICTIONARY})
_DERIVED = frozenset({"org_unit", "_conflict", "_search_text"}) | _DESCRIBING
_LOCAL = frozenset(
    {
        "_draft", "_locked_pdf", "_merge", "_merge_source", "_merge_range", "_merge_change", "_reverted_change",
        "_reverted_merge", "_reverted_interval", "_absorbed_file", "_sent_copy", "_distinct_pair", "_erasure_item",
        "_offered_plan", "_foreign_part",
    }
)  # fmt: skip
_INDEXES = INDEXES.keys()


def lacking(names: Iterable[str], plan: Plan) -> frozenset[str]:
    """What a file lacks beside the ledger, by the names of its tables and indexes."""
    return (_DERIVED | _LOCAL | _INDEXES | plan.record_kinds.keys()) - set(names)


def make_missing(file: OpenFile) -> None:
    """Make what is lacking, in one transaction; by a plan that is not the right one, no table of a kind.

    AppError: it is not lacking, but its name in the file is damaged.
    """
    from db.derive import rebuild  # a whole file is opened without

    with transaction(file.connection, file.path):
        try:
            _make_own(file.connection, file.lacking & (_DERIVED | _LOCAL | _INDEXES))
        except OperationalError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":  # else the disk is to blame
                raise
            raise AppError("core.damaged", file=file.path.name) from error  # it is there, under a damaged name
        if "org_unit" in file.lacking:
            for version, rows in sound_units(plan_rows(file.connection)).items():
                add_units(file.connection, version, rows)
        if file.certain and file.lacking & _DESCRIBING:
            fill_plan_tables(file.connection, file.plan)
        if file.certain and file.lacking - _LOCAL - _INDEXES - _DESCRIBING:
            ensure_kind_tables(file.connection, file.plan)
            rebuild(file)


def _make_own(connection: Connection, names: frozenset[str]) -> None:
    """Tables of the program's own, with their indexes."""
    if not names:
        return
    if "_search_text" in names:  # what is left of it
        left = (
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name LIKE '\\_search\\_text\\_%' ESCAPE '\\'"
        )
        for (name,) in connection.execute(left).fetchall():
            connection.execute(f"DROP TABLE main.{quoted(name)}")
    for name, (table, sql) in schema_of_format().items():
        if {name, table} & names:
            connection.execute(sql)
