"""The tables of a published plan, as in a data file: the log and what is derived from it, one schema a plan."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from psycopg import sql

from db.plan_rows import can_be_read
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.publication_scope import OF_OFFICIALS
from desktop_app.domain.stored_values import from_stored
from desktop_app.domain.values import Stored
from desktop_app.errors import AppError
from desktop_app.server.address import Address
from desktop_app.server.server_session import Server, taken

FORMAT = 1
OURS = sql.Identifier("sokehoach")
MOST_BYTES = 63  # of a name
OWN = ".own"  # behind the name of a plan: the schema of what roles of units find; no plan has such a name
_SYSTEM_COLUMNS = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")
_PLAN_ID = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_FIRST_NUMBER = re.compile(r"\d+")  # in whatever language: how many dead rows VACUUM has to keep
_RESERVED = re.compile(r"pg_.*|public|sokehoach|information_schema")
_COLUMNS = {"boolean": "boolean", "integer": "bigint", "number": "numeric", "date": "date", "array": "jsonb"}

_MARKER = "CREATE TABLE {}.marker (format integer PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())"
_OF_OTHERS = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('information_schema') AND n.nspname NOT LIKE 'pg\\_%' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY 1 LIMIT 1
"""
# as in a data file (docs/FORMAT.md), with the root unit before every key: it is what a ledger belongs to, and what
# several servers may be shared out by; each of these numbers its rows in a room of its own
_TABLES = """
CREATE TABLE {s}._ledger (
  root text PRIMARY KEY, unit_version text NOT NULL, edition integer NOT NULL, digest text NOT NULL,
  plan text NOT NULL, source integer, unclean boolean NOT NULL DEFAULT false
);
CREATE TABLE {s}._publisher (
  no serial PRIMARY KEY, root text NOT NULL, id bytea NOT NULL, unit text NOT NULL, name text NOT NULL,
  edition integer NOT NULL, digest text NOT NULL, last_act bytea, log_count bigint NOT NULL DEFAULT 0,
  log_digest bigint NOT NULL DEFAULT 0, include text[] NOT NULL DEFAULT '{{}}', staying text[] NOT NULL DEFAULT '{{}}',
  first_time timestamptz NOT NULL DEFAULT now(), last_time timestamptz NOT NULL DEFAULT now(), UNIQUE (root, id)
);
CREATE TABLE {s}._claim (
  root text, publisher integer, about text, value text, time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (root, publisher, about, value)
);
CREATE TABLE {s}.kind (no serial PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE);
CREATE TABLE {s}.field (
  no serial PRIMARY KEY, kind integer NOT NULL, name text COLLATE "C" NOT NULL, UNIQUE (kind, name)
);
CREATE TABLE {s}.record (
  no bigserial, root text, id text COLLATE "C", kind integer, PRIMARY KEY (root, kind, id), UNIQUE (root, no)
);
CREATE TABLE {s}.act (
  no bigserial, root text, id bytea, kind text NOT NULL, unit text, author text NOT NULL, time text NOT NULL,
  target bytea, PRIMARY KEY (root, id), UNIQUE (root, no)
);
CREATE TABLE {s}.change_log (
  no bigserial, root text, record bigint, field integer, stamp bytea, value jsonb, replaces bytea, covers bytea,
  act bigint NOT NULL, refers_kind integer, refers_id text COLLATE "C", withheld boolean NOT NULL,
  PRIMARY KEY (root, record, field, stamp)
);
ALTER TABLE {s}.change_log ALTER COLUMN value SET STATISTICS 0;
ALTER TABLE {s}.act ALTER COLUMN author SET STATISTICS 0;
CREATE INDEX change_log_refers ON {s}.change_log (root, refers_kind, refers_id) WHERE refers_id IS NOT NULL;
CREATE TABLE {s}._holding (root text, publisher integer, change bigint, PRIMARY KEY (root, change, publisher));
CREATE TABLE {s}._erased (
  root text, kind text COLLATE "C", record text COLLATE "C", field text COLLATE "C", stamp bytea,
  PRIMARY KEY (root, stamp, kind, record, field)
);
CREATE TABLE {s}._count (
  root text, publisher integer, name text, part text, place text, first_day date, last_day date, said text NOT NULL,
  PRIMARY KEY (root, publisher, name, part, place, first_day, last_day)
);
CREATE TABLE {s}._conflict (root text, record bigint, field text COLLATE "C", PRIMARY KEY (root, record, field));
CREATE TABLE {s}.org_unit (
  root text, version text, code text COLLATE "C", parent text COLLATE "C", level text, type text, name text,
  was text[] COLLATE "C" NOT NULL, PRIMARY KEY (root, version, code)
);
CREATE TABLE {s}._choice (
  list text, code text COLLATE "C", vi text NOT NULL, en text NOT NULL, PRIMARY KEY (list, code)
);
CREATE TABLE {s}._column (
  kind text, name text, type text NOT NULL, vi text NOT NULL, en text NOT NULL, choices text,
  PRIMARY KEY (kind, name)
);
SELECT setval(
  pg_get_serial_sequence('{s}.' || t.name, 'no'),
  1 + t.room * coalesce(current_setting('sokehoach.shard', true), '0')::bigint, false
) FROM (VALUES ('_publisher', 1000000), ('kind', 1000000), ('field', 1000000), ('record', 1000000000000),
  ('act', 1000000000000), ('change_log', 1000000000000)) AS t (name, room)
"""


def schema_of(plan: Plan) -> str:
    """The schema of a plan, named like it. AppError: no schema can have that name."""
    if not _PLAN_ID.fullmatch(plan.id) or _RESERVED.fullmatch(plan.id) or len(plan.id + OWN) > MOST_BYTES:
        raise AppError("server.bad_name", name=plan.id[:MOST_BYTES])
    for kind in plan.record_kinds.values():
        for name in (kind.name, *kind.fields):
            if len(name.encode()) > MOST_BYTES or "\0" in name or name in _SYSTEM_COLUMNS:
                raise AppError("server.bad_name", name=name[:MOST_BYTES])
    for name in plan.source.get("sets", {}):  # two that are cut short would be one
        if len(f"view:set_{name}_in_scope".encode()) > MOST_BYTES:
            raise AppError("server.bad_name", name=name[:MOST_BYTES])
    return plan.id


def root_of(plan: Plan) -> str:
    """What a root unit is called on a server, whatever a plan calls it: by the first code that it had."""
    return plan.units.logged(plan.root)


def claim_database(server: Server, address: Address) -> None:
    """Make sure that the database is for what we publish: an empty one becomes so. AppError: it is somebody else's."""
    if not server.one("SELECT to_regclass('sokehoach.marker') IS NOT NULL"):
        found = server.run(_OF_OTHERS).fetchone()
        if found:
            raise AppError("server.not_ours", server=address.name, table=found[0])
        server.run(sql.SQL("CREATE SCHEMA {}").format(OURS))
        server.run(sql.SQL(_MARKER).format(OURS))
        server.run("INSERT INTO sokehoach.marker VALUES (%s)", (FORMAT,))
    refuse_foreign(server, address)
    if shows_shards(server):
        raise AppError("server.shows_shards", server=address.name)


def shows_shards(server: Server) -> bool:
    """Whether the schema only shows what stands on other servers."""
    ledger = f'"{server.schema}"._ledger'
    return bool(server.one("SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(%s)", (ledger,)))


def refuse_foreign(server: Server, address: Address) -> None:
    """AppError: the database is not one of ours, or of a later program."""
    if not server.one("SELECT to_regclass('sokehoach.marker') IS NOT NULL"):
        raise AppError("server.nothing_published", server=address.name)
    if server.one("SELECT max(format) FROM sokehoach.marker") > FORMAT:
        raise AppError("server.too_new", server=address.name)


def ensure_tables(server: Server, plan: Plan) -> None:
    """Make the schema of a plan, the tables that it lacks, and columns for fields that are new. AppError: a field
    has another type there.
    """
    found = server.run("SELECT 1 FROM pg_namespace WHERE nspname = %s", (server.schema,)).fetchone()
    if not found:
        server.run("CREATE SCHEMA {s}")
        for statement in _TABLES.split(";\n"):
            server.run(statement)
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s"
    there: dict[str, dict[str, str]] = {}
    for table, column, type_ in server.run(columns, (server.schema,)):
        there.setdefault(table, {})[column] = type_
    for kind in plan.record_kinds.values():
        _ensure_table(server, kind, there.get(kind.name, {}))


def _ensure_table(server: Server, kind: RecordKind, there: Mapping[str, str]) -> None:
    for field in kind.fields.values():
        if there.get(field.name, column_type(field)) not in column_type(field):
            raise AppError("server.other_type", kind=kind.label, field=field.label)
    table = sql.Identifier(server.schema, kind.name)
    if not there:
        listed = sql.SQL(", ").join(_column(name, type_) for name, type_ in columns_of(kind).items())
        server.run(sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY (_root, _unit_version, id))").format(table, listed))
        for names in (("_unit", "_day"), *indexes_of(kind)):  # and what people ask for
            indexed = sql.SQL(", ").join(map(sql.Identifier, ("_root", *names)))
            server.run(sql.SQL("CREATE INDEX ON {} ({})").format(table, indexed))
    for field in kind.fields.values():
        if there and field.name not in there:
            added = _column(field.name, column_type(field))
            server.run(sql.SQL("ALTER TABLE {} ADD COLUMN {}").format(table, added))
        if field.name not in there and (field.type.free_text or field.privacy == OF_OFFICIALS):
            unknown = "ALTER TABLE {} ALTER COLUMN {} SET STATISTICS 0"  # else its texts stand in pg_statistic, too
            server.run(sql.SQL(unknown).format(table, sql.Identifier(field.name)))


def clean(server: Server, plan: Plan, *others: sql.Composable) -> bool:
    """Write every table anew in which an erased value stood: what lies in the gaps of its pages is gone with them.
    False where PostgreSQL keeps what somebody still reads, as it was before; the next publish cleans again.
    """
    details = list[str]()
    server.connection.add_notice_handler(lambda notice: details.append(notice.message_detail or ""))
    state = server.one("SELECT xmin::text FROM {s}._ledger WHERE root = %s", (root_of(plan),))  # until values go again
    tables = [sql.Identifier(server.schema, name) for name in ("change_log", *plan.record_kinds)]
    for table in (*tables, *others):
        server.run(sql.SQL("VACUUM (FULL, VERBOSE, ANALYZE) {}").format(table))
    server.run("VACUUM pg_catalog.pg_statistic")
    if any(number and int(number[0]) for number in map(_FIRST_NUMBER.search, details)):
        return False
    values = (root_of(plan), state)
    server.run("UPDATE {s}._ledger SET unclean = false WHERE root = %s AND xmin::text = %s", values)
    return True


def indexes_of(kind: RecordKind) -> Iterator[tuple[str, ...]]:
    """What figures ask for: a record by the one that it names, or by its unit and day."""
    if kind.unit_field in kind.fields:
        yield kind.unit_field, *([kind.date_field] if kind.date_field in kind.fields else [])
    yield from ((field.name,) for field in kind.fields.values() if field.type.refers)


def _column(name: str, type_: str) -> sql.Composed:
    return sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(type_))


def columns_of(kind: RecordKind) -> Mapping[str, str]:
    """The columns of a kind's table with their types, in order."""
    text = 'text COLLATE "C"'
    head = {"_root": f"{text} NOT NULL", "_unit_version": f"{text} NOT NULL", "id": text}
    fields = {field.name: column_type(field) for field in kind.fields.values()}
    derived = {"_state": "smallint NOT NULL", "_unit": text, "_member": text, "_day": "date", "_last_day": "date"}
    return {**head, **fields, **derived}


def column_type(field: Field) -> str:
    return _COLUMNS.get(field.type.schema, 'text COLLATE "C"')


def write_labels(server: Server, plan: Plan) -> None:
    """The plan, its units, and the words for kinds, fields and choices, for people who ask by SQL."""
    root, lists = root_of(plan), {version: unit_list(plan.source, version) for version in plan.source["units"]}
    server.run("DELETE FROM {s}.org_unit WHERE root = %s", (root,))
    units = (
        (root, version, one.code, one.parent, one.level, one.type, one.name, list(one.was))
        for version, of in lists.items() for one in of
    )  # fmt: skip
    server.copy_in("org_unit", ("root", "version", "code", "parent", "level", "type", "name", "was"), units)
    server.run("DELETE FROM {s}._choice")
    choices = ((name, c.value, c.label.vi, c.label.en) for name, of in plan.choices.items() for c in of.values())
    server.copy_in("_choice", ("list", "code", "vi", "en"), choices)
    server.run("DELETE FROM {s}._column")
    server.copy_in("_column", ("kind", "name", "type", "vi", "en", "choices"), _described(plan))


def _described(plan: Plan) -> Iterator[Sequence[Any]]:
    for kind in plan.record_kinds.values():
        yield kind.name, "", "", kind.label.vi, kind.label.en, None
        for field in kind.fields.values():
            yield kind.name, field.name, field.type.name, field.label.vi, field.label.en, field.choices


def column_value(field: Field, value: Stored) -> Any:
    """A value of a typed table as its column takes it; none where another program wrote what is no value."""
    items = from_stored(field, value)
    if items is None:
        return None
    if isinstance(items, tuple):  # a letter that is written as a number may be half of one, or NUL
        return json.dumps([taken(item.encode(errors="replace").decode()) for item in items], ensure_ascii=False)
    return bool(value) if field.type.flag else value


@lru_cache(8)
def read_plan(text: str) -> Plan:
    """A plan as the server has it. AppError: it is damaged, or none of ours."""
    source: Mapping[str, Any] = json.loads(text)
    if not can_be_read(source):
        raise AppError("server.bad_plan")
    return parse_plan(source)
