"""The log of a server as a plan names it: what `db/log_views.py` is for a data file, in PostgreSQL's words."""

import json
from collections.abc import Mapping

from psycopg import sql

from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan

_KIND = """
SELECT k.no, coalesce({kinds}::jsonb ->> k.name, k.name) COLLATE "C" AS name FROM pg_temp.kind k
"""
_FIELD = """
SELECT f.no, f.kind, coalesce({fields}::jsonb -> k.name ->> f.name, f.name) COLLATE "C" AS name
FROM pg_temp.field f JOIN pg_temp.kind k ON k.no = f.kind
"""
# one code, where a value is one: what may hold several is asked of the log by no figure
_LOG = """
SELECT c.record, c.field, c.stamp, c.act,
  CASE WHEN f.codes IS NULL THEN c.value ELSE coalesce(f.codes -> (c.value #>> '{{}}'), c.value) END AS value
FROM pg_temp.change_log c LEFT JOIN (
  SELECT f.no, {codes}::jsonb -> k.name -> f.name AS codes FROM pg_temp.field f JOIN pg_temp.kind k ON k.no = f.kind
) f ON f.no = c.field
"""
_SAME = "SELECT * FROM {table}"


def log_views(names: LogNames) -> Mapping[str, sql.Composed]:
    """By name the views of kinds, fields and changes under the names of a plan."""
    kinds = {logged: name for name, logged in names.kinds.first.items()}
    fields = {
        names.logged_kind(kind): {logged: name for name, logged in renamed.first.items()}
        for kind, renamed in names.fields.items()
    }
    codes: dict[str, dict[str, Mapping[str, str]]] = {}
    for (kind, name), of in names.coded.items():
        of_kind = codes.setdefault(names.logged_kind(kind), {})
        of_kind[names.logged_field(kind, name)] = names.choices[of.choices].now
    return {
        "_plan_kind": _view(_KIND, kinds=kinds) if kinds else _unchanged("kind"),
        "_plan_field": _view(_FIELD, fields=fields) if fields else _unchanged("field"),
        "_plan_log": _view(_LOG, codes=codes) if codes else _unchanged("change_log"),
    }


def _view(query: str, **tables: object) -> sql.Composed:
    return sql.SQL(query).format(**{name: sql.Literal(json.dumps(table)) for name, table in tables.items()})


def _unchanged(table: str) -> sql.Composed:
    return sql.SQL(_SAME).format(table=sql.Identifier("pg_temp", table))


def spoken_names(plan: Plan) -> dict[tuple[str, ...], str]:
    """What a plan calls each kind, field and choice, by the names of the log."""
    kinds = plan.record_kinds.values()
    found: dict[tuple[str, ...], str] = {("kind", kind.logged_as): kind.name for kind in kinds}
    names = LogNames.of(plan.source)
    for kind in kinds:
        found |= {(kind.logged_as, names.logged_field(kind.name, name)): name for name in kind.fields}
    for name, renamed in names.choices.items():
        found |= {("choice", name, old): now for old, now in renamed.now.items()}
    return found
