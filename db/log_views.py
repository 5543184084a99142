"""The log as the plan in force names it: what speaks of kinds, fields and codes of the plan reads these views.

What speaks with other files (merging, sending, erasing by name, salvaging) reads the tables behind them.
"""

from collections.abc import Callable, Mapping

from db.connection import Connection
from db.schema import literal
from desktop_app.domain.log_names import CodedField, LogNames
from desktop_app.domain.typed_value import Stored

_CHANGE = "c.record, c.field, c.stamp, {value} AS value, c.replaces, c.covers, c.act"
VIEWS = {
    "_plan_kind": "SELECT k.no, {kind} AS name FROM main.kind k",
    "_plan_field": "SELECT f.no, f.kind, {field} AS name FROM main.field f",
    "_plan_log": "SELECT " + _CHANGE + " FROM main.change_log c",
    "_plan_reverted": "SELECT " + _CHANGE + " FROM main._reverted_change c",
}
_KIND_AND_FIELD = "(SELECT k.name FROM main.kind k WHERE k.no = f.kind) || '.' || f.name"
_NAMED = "SELECT f.no FROM main.field f WHERE {} IN ({})"


def make_log_views(connection: Connection, names: LogNames) -> None:
    """The views of the log under these names; where nothing was renamed they are the tables themselves.

    They are temporary: no file holds them, and each connection has its own.
    """
    if names.coded:
        connection.create_function("_plan_value", 3, _recoding(names), deterministic=True)
    texts = {"kind": _kind(names), "field": _field(names), "value": _value(names)}
    for view, query in VIEWS.items():
        connection.execute(f"DROP VIEW IF EXISTS temp.{view}")
        connection.execute(f"CREATE TEMP VIEW {view} AS {query.format(**texts)}")


def _kind(names: LogNames) -> str:
    return _renaming("k.name", {logged: name for name, logged in names.kinds.first.items()}, "k.name")


def _field(names: LogNames) -> str:
    now = {
        f"{names.logged_kind(kind)}.{logged}": name
        for kind, renamed in names.fields.items()
        for name, logged in renamed.first.items()
    }
    return _renaming(_KIND_AND_FIELD, now, "f.name")


def _renaming(of: str, names: Mapping[str, str], otherwise: str) -> str:
    """The name in the plan of what stands in the log."""
    whens = " ".join(f"WHEN {literal(logged)} THEN {literal(name)}" for logged, name in names.items())
    return f"CASE {of} {whens} ELSE {otherwise} END" if whens else otherwise


def _value(names: LogNames) -> str:
    """A value of the log with the codes that the plan has."""
    by_list: dict[CodedField, list[str]] = {}
    for (kind, name), of in names.coded.items():
        by_list.setdefault(of, []).append(f"{names.logged_kind(kind)}.{names.logged_field(kind, name)}")
    whens = " ".join(
        f"WHEN c.field IN ({_NAMED.format(_KIND_AND_FIELD, ', '.join(map(literal, fields)))})"
        f" THEN _plan_value({literal(of.choices)}, {of.many:d}, c.value)"
        for of, fields in by_list.items()
    )
    return f"CASE {whens} ELSE c.value END" if whens else "c.value"


def _recoding(names: LogNames) -> Callable[[str, int, Stored], Stored]:
    return lambda choices, many, value: names.coded_value(CodedField(choices, bool(many)), value)
