"""One typed table per record kind of the plan, readable with any SQLite program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from db.connection import Connection
from desktop_app.domain.plan import Field, Plan, RecordKind, canonical_json, plan_digest

COLUMN_TYPES = {int: "INTEGER", str: "TEXT"}


@lru_cache(4096)
def quoted(name: str) -> str:
    """A name of the plan as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def path_sql(
    kinds: Mapping[str, RecordKind], kind: RecordKind, path: str, alias: str, *, counting: bool = False
) -> str:
    """SQL for a field of the row `alias` that may lead over references (`visit.establishment.unit`); `counting`: to
    records that count alone.
    """
    first, _, rest = path.partition(".")
    column = f"{alias}.{quoted(first)}"
    if not rest:
        return column
    target, inner = kinds[kind.fields[first].target or ""], f"{alias}_{first}"
    below = path_sql(kinds, target, rest, inner, counting=counting)
    counts = f" AND {inner}._state = 0" if counting else ""
    return f"(SELECT {below} FROM main.{quoted(target.name)} {inner} WHERE {inner}.id = {column}{counts})"


def add_plan(connection: Connection, source: Mapping[str, Any]) -> None:
    """Put a plan into the file with its unit lists; the lists stand as a table again for other programs."""
    add_plan_row(connection, source)
    for version, rows in source["units"].items():
        add_units(connection, version, rows)


def add_plan_row(connection: Connection, source: Mapping[str, Any]) -> None:
    """Put a plan into the file alone."""
    head = source["plan"]
    row = (head["id"], head["edition"], plan_digest(source), canonical_json(source))
    connection.execute("INSERT INTO main.plan VALUES (?, ?, ?, ?)", row)


def add_units(connection: Connection, version: str, rows: Iterable[Sequence[str | None]]) -> None:
    """One version of the unit list."""
    connection.executemany("INSERT INTO org_unit VALUES (?, ?, ?, ?, ?, ?)", [(version, *unit) for unit in rows])


def ensure_kind_tables(connection: Connection, plan: Plan) -> None:
    """Create the typed tables that the plan needs and the file lacks, columns for fields that are new, and indexes.

    A table in which a field has another type is made anew, without rows: whoever changes a plan derives them again.
    """
    for kind in plan.record_kinds.values():
        table = quoted(kind.name)
        columns = {row[1]: row[2] for row in connection.execute(f"PRAGMA main.table_info({table})")}
        if any(columns.get(f.name, _type(f)) != _type(f) for f in kind.fields.values()):
            connection.execute(f"DROP TABLE main.{table}")
            _create(connection, kind, {name: type_ for name, type_ in columns.items() if name not in ("id", "_state")})
            columns |= dict.fromkeys(kind.fields, "")
        elif not columns:
            _create(connection, kind, {})
            columns = dict.fromkeys(kind.fields, "")
        for field in kind.fields.values():
            if field.name not in columns:
                connection.execute(f"ALTER TABLE main.{table} ADD COLUMN {quoted(field.name)} {_type(field)}")
        _ensure_indexes(connection, plan, kind)


def _create(connection: Connection, kind: RecordKind, before: Mapping[str, str]) -> None:
    """The table of a kind; what it had `before` stays a column."""
    columns = {**before, **{field.name: _type(field) for field in kind.fields.values()}}
    definitions = ["id TEXT PRIMARY KEY", *(f"{quoted(name)} {type_}" for name, type_ in columns.items())]
    definitions.append("_state INTEGER NOT NULL")
    connection.execute(f"CREATE TABLE main.{quoted(kind.name)} ({', '.join(definitions)}) WITHOUT ROWID")


def _type(field: Field) -> str:
    return COLUMN_TYPES[field.type.stored_as]


def _ensure_indexes(connection: Connection, plan: Plan, kind: RecordKind) -> None:
    """A file whose indexes are those of an earlier program is only slower: it gets these with its plan's next edition.

    What another program indexed for itself stays.
    """
    wanted = {
        f"{kind.name}:{name}": f"CREATE INDEX {quoted(f'{kind.name}:{name}')} ON {quoted(kind.name)} {columns}"
        for name, columns in _indexes(plan, kind)
    }
    ours = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    there = {name: sql for name, sql in connection.execute(ours, (kind.name,)) if name.startswith(f"{kind.name}:")}
    for name in there.keys() - dict(wanted.items() & there.items()).keys():
        connection.execute(f"DROP INDEX main.{quoted(name)}")
    for name, sql in wanted.items():
        if there.get(name) != sql:
            connection.execute(sql)


def _indexes(plan: Plan, kind: RecordKind) -> Iterator[tuple[str, str]]:
    """The name of each index of a kind behind the kind's own, and what it holds."""
    for number, key in enumerate(_covering(kind)):
        yield str(number), _listed(key)
    asked = _asked_by_name(plan, kind)
    if asked:
        yield "named", _listed(("id", *asked, "_state"))
    way = kind.unit_field.split(".")[0]
    yield "open", f"{_listed(('id', *([way] if way in kind.fields else []), '_state'))} WHERE _state <> 0"
    if kind.date_field in kind.fields:
        yield "latest", f"({latest_first(quoted(kind.date_field))})"


def _listed(columns: Iterable[str]) -> str:
    return f"({', '.join(map(quoted, columns))})"


def latest_first(column: str) -> str:
    """By what the newest of many records are found at once, what has no day last. It is an expression, so that no
    query of a plan, which asks for plain days, is led astray by the index.
    """
    return f"ifnull({column}, '') DESC"


def _covering(kind: RecordKind) -> Iterator[tuple[str, ...]]:
    """Keys with everything behind them that a figure reads, so that figures need not look into the table."""
    counted = [f.name for f in kind.fields.values() if f.counts_in]
    for key in _keys(kind):
        yield (*key, *(name for name in counted if name not in key), "_state")


def _keys(kind: RecordKind) -> Iterator[tuple[str, ...]]:
    if kind.unit_field in kind.fields and kind.date_field in kind.fields:
        # figures ask on which days a unit had something of each form, so a counted choice stands before the day
        forms = (f.name for f in kind.fields.values() if f.type.one_choice and f.counts_in)
        yield kind.unit_field, *forms, kind.date_field
    for field in kind.fields.values():
        if field.type.refers and (field.counts_in or field.name == kind.parent_field):
            yield (field.name,)


def _asked_by_name(plan: Plan, kind: RecordKind) -> list[str]:
    """What a figure asks of a record that another one names: the fields that change the same figures as that reference.

    A flag comes first: asked for one value of it, SQLite takes such an index rather than the table.
    """
    referring = (f for k in plan.record_kinds.values() for f in k.fields.values() if f.type.refers)
    codes = {code for f in referring if f.target == kind.name for code in f.counts_in}
    asked = [f for f in kind.fields.values() if not codes.isdisjoint(f.counts_in)]
    return [f.name for f in sorted(asked, key=lambda f: not f.type.flag)]
