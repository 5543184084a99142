"""Database roles of units: each reads the rows of its unit and of those below, and figures of the whole ledger.

No such role comes to a table: it calls functions that give its rows alone, so neither a plan of a query nor an error
of it is about anybody else's (docs/SERVER.md).
"""

from collections.abc import Collection, Mapping
from typing import Any

import psycopg
from psycopg import sql

from desktop_app.domain.plan import Plan
from desktop_app.errors import AppError
from desktop_app.server.published_schema import OWN, root_of
from desktop_app.server.server_session import Server

OLDEST = 150000  # PostgreSQL 15: views that run as the one who asks
_OPEN = ("kind", "field", "org_unit", "_choice", "_column")  # tables that hold nothing of any record

_TABLES = """
CREATE SCHEMA IF NOT EXISTS {own};
CREATE TABLE IF NOT EXISTS {own}._role (role oid PRIMARY KEY, root text NOT NULL, unit text NOT NULL);
CREATE TABLE IF NOT EXISTS {own}._role_unit (
  role oid, root text, unit text, depth integer, logged text, PRIMARY KEY (role, unit)
);
CREATE TABLE IF NOT EXISTS {own}._figure_of_unit (
  root text, unit text COLLATE "C", scheme text, period text, reading text, indicator text COLLATE "C",
  in_force boolean NOT NULL, status text, value text, numerator numeric, denominator numeric, rests_on text[] NOT NULL,
  content jsonb NOT NULL, PRIMARY KEY (root, unit, scheme, period, reading, indicator)
);
ALTER TABLE {own}._figure_of_unit ALTER COLUMN content SET STATISTICS 0
"""
# the one who logged in, by number: another role of the same name is another one
_UNITS = """
SELECT u.root, u.unit, u.depth, u.logged FROM {own}._role_unit u JOIN pg_catalog.pg_roles r ON r.oid = u.role
WHERE r.rolname = session_user
"""
# also what a root unit below published itself
_OWN_ROW = """
_unit IN (SELECT unit FROM {own}._units())
AND _root IN (SELECT root FROM {own}._units() UNION ALL SELECT logged FROM {own}._units())
"""
_ROWS = f"SELECT * FROM {{table}} WHERE {_OWN_ROW}"
_FIGURES = "SELECT f.* FROM {own}._figure_of_unit f WHERE (f.root, f.unit) IN (SELECT root, unit FROM {own}._units())"
_PLAN = "SELECT l.plan FROM {s}._ledger l WHERE l.root IN (SELECT root FROM {own}._units())"
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS {returns} LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS {body}
"""


def put_roles(server: Server, root: str, plan: Plan, wanted: Mapping[str, str], away: Collection[str]) -> None:
    """Let roles read a unit each, `wanted` by name, and others no longer. AppError: one can't be such a role."""
    units = plan.units
    if server.connection.info.server_version < OLDEST:
        raise AppError("server.roles_too_old")
    for statement in _TABLES.split(";\n"):
        own(server, statement)
    for name in away:
        if (role := _role(server, name)) is not None:
            _take_away(server, name, role)
    for name, unit in wanted.items():
        if unit not in units:
            raise AppError("figure.no_unit", unit=unit)
        role = _fit_role(server, name)
        own(server, _PUT_ROLE, {"role": role, "root": root, "unit": unit})


_PUT_ROLE = """
INSERT INTO {own}._role VALUES (%(role)s, %(root)s, %(unit)s)
ON CONFLICT (role) DO UPDATE SET root = excluded.root, unit = excluded.unit
"""


def _fit_role(server: Server, name: str) -> int:
    """The number of a role. AppError: there is none, or it sees everything whatever is said here."""
    mine = server.one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if not mine:
        raise AppError("server.roles_need_bypass", role=str(server.one("SELECT current_user")))
    role = _role(server, name)
    if role is None:
        raise AppError("server.no_role", role=name)
    if server.one(_SEES_ALL, {"role": role, "schema": server.schema}):
        raise AppError("server.role_sees_all", role=name)
    return role


_SEES_ALL = """
SELECT EXISTS (
  SELECT 1 FROM pg_roles r WHERE pg_has_role(%(role)s::oid, r.oid, 'MEMBER') AND (
    r.rolsuper OR r.rolbypassrls OR r.rolname IN ('pg_read_all_data', 'pg_read_all_stats', 'pg_monitor',
      'pg_read_server_files', 'pg_execute_server_program', 'pg_write_all_data')
    OR r.oid IN (SELECT nspowner FROM pg_namespace WHERE nspname IN (%(schema)s, 'sokehoach'))))
"""


def _role(server: Server, name: str) -> int | None:
    found = server.one("SELECT oid FROM pg_roles WHERE rolname = %s", (name,))
    return None if found is None else int(found)


def _take_away(server: Server, name: str, role: int) -> None:
    own(server, "DELETE FROM {own}._role WHERE role = %s", (role,))
    own(server, "DELETE FROM {own}._role_unit WHERE role = %s", (role,))
    for what in ("ALL TABLES IN SCHEMA {own}, {s}", "ALL FUNCTIONS IN SCHEMA {own}", "SCHEMA {own}, {s}"):
        own(server, f"REVOKE ALL ON {what} FROM {{role}}", role=name)
    own(server, "REVOKE ALL ON ALL TABLES IN SCHEMA sokehoach FROM {role}", role=name)
    own(server, "REVOKE ALL ON SCHEMA sokehoach FROM {role}", role=name)


def has_roles(server: Server) -> bool:
    """Whether any role of a unit was ever made for this plan."""
    return bool(server.one("SELECT to_regclass(%s) IS NOT NULL", (f'"{own_schema(server)}"._role',)))


def bring_up_to_date(server: Server, plan: Plan) -> None:
    """Close the tables, and give every role the functions and views of the plan in force."""
    _spread_units(server, plan)
    _close_tables(server)
    _make_function(server, "_units", "TABLE (root text, unit text, depth integer, logged text)", _UNITS)
    _make_function(server, "_plan", "TABLE (plan text)", _PLAN)
    _make_function(server, "_figure", "SETOF {own}._figure_of_unit", _FIGURES)
    _make_view(server, "_figure", _SHOWN)
    for name in plan.record_kinds:
        _make_function(server, name, "SETOF {table}", _ROWS, table=name)
        _make_view(server, name, "*")
        own(server, "DROP POLICY IF EXISTS own_rows ON {table}", table=name)
        own(server, f"CREATE POLICY own_rows ON {{table}} FOR SELECT USING ({_OWN_ROW})", table=name)
    _grant(server, plan)


_SHOWN = "unit, scheme, period, reading, in_force, indicator, status, value, numerator, denominator"


def _spread_units(server: Server, plan: Plan) -> None:
    """Of each role of this root unit the units that it may ask about, and how far below its own they are."""
    units, root = plan.units, root_of(plan)
    gone = "DELETE FROM {own}._role WHERE NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.oid = role)"
    own(server, gone)
    own(server, "DELETE FROM {own}._role_unit WHERE root = %s OR role NOT IN (SELECT role FROM {own}._role)", (root,))
    roles = own(server, "SELECT role, unit FROM {own}._role WHERE root = %s", (root,)).fetchall()
    rows = (
        (role, root, code, units.ancestors(code).index(units.now(unit)), units.logged(code))
        for role, unit in roles if unit in units for code in units.descendants(unit)
    )  # fmt: skip
    for row in rows:
        own(server, "INSERT INTO {own}._role_unit VALUES (%s, %s, %s, %s, %s)", row)


def _close_tables(server: Server) -> None:
    """Nobody sees a row of a table whom the administrator did not free of that (BYPASSRLS), whatever is granted."""
    schemas = [server.schema, own_schema(server)]
    for schema, name in server.run(_NOT_CLOSED, (schemas, list(_OPEN))).fetchall():
        for how in ("ENABLE", "FORCE"):
            server.run(sql.SQL(f"ALTER TABLE {{}} {how} ROW LEVEL SECURITY").format(sql.Identifier(schema, name)))


_NOT_CLOSED = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p') AND NOT c.relforcerowsecurity AND c.relname <> ALL (%s)
"""


def _make_function(server: Server, name: str, returns: str, body: str, table: str = "") -> None:
    parts = {
        "name": sql.Identifier(own_schema(server), name), "returns": _written(server, returns, table=table),
        "body": sql.Literal(_written(server, body, table=table).as_string(server.connection)),
    }  # fmt: skip
    server.run(sql.SQL(_FUNCTION).format(**parts))
    server.run(sql.SQL("REVOKE ALL ON FUNCTION {}() FROM PUBLIC").format(parts["name"]))


def _make_view(server: Server, name: str, columns: str) -> None:
    view = "CREATE OR REPLACE VIEW {name} WITH (security_invoker = true) AS SELECT " + columns + " FROM {name}()"
    server.run(sql.SQL(view).format(name=sql.Identifier(own_schema(server), name)))


def _grant(server: Server, plan: Plan) -> None:
    names = sql.SQL(", ").join(sql.Identifier(own_schema(server), name) for name in ("_figure", *plan.record_kinds))
    of_role = "SELECT r.rolname FROM {own}._role o JOIN pg_roles r ON r.oid = o.role WHERE o.root = %s"
    for (role,) in own(server, of_role, (root_of(plan),)).fetchall():
        own(server, "GRANT USAGE ON SCHEMA sokehoach, {s}, {own} TO {role}", role=role)
        own(server, "GRANT SELECT ON sokehoach.marker, {s}.org_unit, {s}._choice, {s}._column TO {role}", role=role)
        own(server, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {own} TO {role}", role=role)
        server.run(sql.SQL("GRANT SELECT ON {} TO {}").format(names, sql.Identifier(role)))


def roles_of(server: Server, root: str) -> list[tuple[str, str]]:
    """The roles of a root unit's units, with their units."""
    query = "SELECT r.rolname, o.unit FROM {own}._role o JOIN pg_roles r ON r.oid = o.role WHERE o.root = %s ORDER BY 1"
    return [(str(role), str(unit)) for role, unit in own(server, query, (root,))]


def units_with_figures(server: Server) -> dict[str, list[str]]:
    """By root unit the units of roles, and those directly below them."""
    found: dict[str, list[str]] = {}
    query = "SELECT DISTINCT root, unit FROM {own}._role_unit WHERE depth <= 1 ORDER BY root, unit"
    for root, unit in own(server, query):
        found.setdefault(root, []).append(unit)
    return found


def own_schema(server: Server) -> str:
    """Where the roles of a plan's units find what is theirs."""
    return server.schema + OWN


def own(server: Server, statement: str, values: Any = (), table: str = "", role: str = "") -> psycopg.Cursor[Any]:
    """Run a statement in which `{own}` is that schema; `{table}` and `{role}` stand for names, too."""
    return server.run(_written(server, statement, table, role), values)


def _written(server: Server, statement: str, table: str = "", role: str = "") -> sql.Composed:
    return sql.SQL(statement).format(
        s=sql.Identifier(server.schema), own=sql.Identifier(own_schema(server)), role=sql.Identifier(role),
        table=sql.Identifier(server.schema, table),
    )  # fmt: skip
