"""What stands on a server, in the words of a data file, to be compared with one."""

import json
from typing import Any

import psycopg
from psycopg import sql

from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.publication_scope import INCLUDED, PublicationScope
from desktop_app.server.address import read_address
from desktop_app.server.publication import Publication, Published, publish
from tests.server.postgres import ask_nobody

ALL = frozenset(INCLUDED)


def send(file: OpenFile, address: str, include: frozenset[str] = ALL, *, as_source: bool = False) -> Published:
    """Publish a file as a person would, with everything ticked unless it is said otherwise."""
    scope = PublicationScope(file.plan, include)
    staying = [name for name in file.plan.record_kinds if name not in scope.kinds]
    ordered = Publication(scope, staying, as_source=as_source)
    return publish(file, read_address(address), ordered, ask_nobody)


def rows_there(file: OpenFile, address: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every kind, and the conflicts, as a data file has them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with psycopg.connect(address) as connection:
        for kind in file.plan.record_kinds.values():
            names = ("id", *kind.fields, "_state")
            query = sql.SQL("SELECT {} FROM {}").format(
                sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(file.plan.id, kind.name)
            )
            found[kind.name] = sorted((tuple(map(_as_stored, row)) for row in connection.execute(query)), key=repr)
        query = sql.SQL(
            "SELECT k.name, r.id, c.field FROM {s}._conflict c JOIN {s}.record r ON r.root = c.root AND r.no = c.record"
            " JOIN {s}.kind k ON k.no = r.kind"
        ).format(s=sql.Identifier(file.plan.id))
        found["_conflict"] = sorted(connection.execute(query).fetchall())
    return found


def rows_here(file: OpenFile) -> dict[str, list[tuple[Any, ...]]]:
    """The same of a data file."""
    found = {}
    for kind in file.plan.record_kinds.values():
        names = ", ".join(map(quoted, ("id", *kind.fields, "_state")))
        found[kind.name] = sorted(file.connection.execute(f"SELECT {names} FROM {quoted(kind.name)}"), key=repr)
    conflicts = (
        "SELECT k.name, r.id, c.field FROM _conflict c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
    )
    kinds = {kind.logged_as for kind in file.plan.record_kinds.values()}
    found["_conflict"] = sorted(row for row in file.connection.execute(conflicts) if row[0] in kinds)
    return found


def _as_stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value if value is None or isinstance(value, int | str) else str(value)


def everything_there(address: str) -> str:
    """Every row of every table, as text: to look for what must not be there."""
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
        ).fetchall()
        texts = []
        for schema, name in tables:
            query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(schema, name))
            texts += [f"{name} {row[0]}" for row in connection.execute(query)]
    return "\n".join(texts)


# by names, since numbers are a server's own and go on where a publish was cut off
_CONTENTS = """
SELECT 'change', k.name, r.id, f.name, c.stamp::text, c.value::text, c.replaces::text, c.covers::text, a.id::text,
  a.author, c.withheld::text, t.name, c.refers_id FROM {s}.change_log c
JOIN {s}.record r ON r.root = c.root AND r.no = c.record JOIN {s}.kind k ON k.no = r.kind
JOIN {s}.field f ON f.no = c.field JOIN {s}.act a ON a.root = c.root AND a.no = c.act
LEFT JOIN {s}.kind t ON t.no = c.refers_kind;
SELECT 'holding', p.id::text, c.stamp::text, f.name FROM {s}._holding h JOIN {s}._publisher p ON p.no = h.publisher
JOIN {s}.change_log c ON c.root = h.root AND c.no = h.change JOIN {s}.field f ON f.no = c.field;
SELECT 'publisher', id::text, unit, name, edition::text, last_act::text, log_count::text, log_digest::text,
  include::text, staying::text FROM {s}._publisher;
SELECT 'ledger', root, digest, unclean::text FROM {s}._ledger;
SELECT 'erased', kind, record, field, stamp::text FROM {s}._erased;
SELECT 'claim', root, about, value FROM {s}._claim;
SELECT 'unit', version, code, name FROM {s}.org_unit
"""


def contents(file: OpenFile, address: str) -> list[tuple[Any, ...]]:
    """All that a server holds of a plan, to be compared with another server."""
    found: list[tuple[Any, ...]] = [(kind, *row) for kind, of in rows_there(file, address).items() for row in of]
    with psycopg.connect(address) as connection:
        for statement in _CONTENTS.split(";\n"):
            found += connection.execute(sql.SQL(statement).format(s=sql.Identifier(file.plan.id))).fetchall()
    return sorted(found, key=repr)
