"""What is shown of the union is derived by the program, as in a file: records that changed, and what hangs on them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct, field

from db import published_log
from db.merging.union_ledger import NumberedLog, derived_conflicts, derived_rows, union_ledger
from db.open_file import OpenFile
from desktop_app.domain.changes import DELETED
from desktop_app.domain.erasing import ErasedChange
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.period import CODES, FIRST_YEAR, LAST_YEAR, Scheme
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.publication_scope import OF_OFFICIALS, PublicationScope
from desktop_app.domain.values import Stored
from desktop_app.server.published_schema import column_value, columns_of
from desktop_app.server.server_session import Server

UNKNOWN = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"  # begins what stands for a value that stayed with its office
Stays = Callable[[Field, str, Stored], bool]  # whether a value of a record stays, so that its row does not show it


class _WithheldValues(Struct):
    """What the server knows of fields of which some values stayed with their offices, by record and field."""

    shown: dict[tuple[str, str], set[Stored]] = field(default_factory=dict)

    def __call__(self, of: Field, record: str, value: Stored) -> bool:
        """Whether the value of a row is one that stayed with its office. What else stays is a former value, which
        no row shows, while a reference shows what stands for the record that it named.
        """
        if isinstance(value, str) and value.startswith(UNKNOWN):
            return True
        shown = self.shown.get((record, of.name))
        return shown is not None and value not in shown and (of.type.free_text or of.privacy == OF_OFFICIALS)


def derive_union(server: Server, root: str, file: OpenFile, plan: Plan) -> int:
    """Derive the records in `touched` and what hangs on them from the union of the logs; how many these are."""
    if not server.one("SELECT EXISTS (SELECT 1 FROM touched)"):
        return 0
    _add_dependants(server, root)
    withheld, touched = _WithheldValues(), dict(server.run(_TOUCHED, (root,)).fetchall())
    with union_ledger(file, plan.source, _read_back(server, root, file, LogNames.of(plan.source), withheld)) as ledger:
        for kind in plan.record_kinds.values():
            if kind.logged_as in touched:
                ids = set(touched[kind.logged_as])
                server.run(_FORGET_ROWS, (root, plan.unit_version, list(ids)), table=kind.name)
                rows = (row for row in rows_of_kind(root, ledger, kind, withheld) if row[2] in ids)
                server.copy_in(kind.name, list(columns_of(kind)), rows)
        _copy_conflicts(server, root, ledger)
    return sum(map(len, touched.values()))


_TOUCHED = """
SELECT k.name, array_agg(r.id) FROM touched w JOIN {s}.record r ON r.root = %s AND r.no = w.record
JOIN {s}.kind k ON k.no = r.kind GROUP BY k.name
"""
_FORGET_ROWS = "DELETE FROM {table} WHERE _root = %s AND _unit_version = %s AND id = ANY (%s)"


def _add_dependants(server: Server, root: str) -> None:
    """`touched` gets what names a record in it, at any depth; `context` what these name, which is looked at only. One
    that was ever deleted shows by whoever names it, so it is looked at with all of those.
    """
    server.run("CREATE TEMP TABLE context (record bigint PRIMARY KEY) ON COMMIT DROP")
    values = {"root": root, "deleted": DELETED}
    more = True
    while more:
        server.run("ANALYZE touched, context")
        more = sum(server.run(statement, values).rowcount for statement in _DEPENDANTS) > 0


_DEPENDANTS = (
    """INSERT INTO touched SELECT DISTINCT c.record FROM touched w
    JOIN {s}.record r ON r.root = %(root)s AND r.no = w.record
    JOIN {s}.change_log c ON c.root = r.root AND c.refers_kind = r.kind AND c.refers_id = r.id
    ON CONFLICT DO NOTHING""",
    """INSERT INTO context SELECT DISTINCT t.no
    FROM (SELECT record FROM touched UNION SELECT record FROM context) x
    JOIN {s}.change_log c ON c.root = %(root)s AND c.record = x.record AND c.refers_id IS NOT NULL
    JOIN {s}.record t ON t.root = c.root AND t.kind = c.refers_kind AND t.id = c.refers_id
    ON CONFLICT DO NOTHING""",
    """INSERT INTO touched SELECT DISTINCT x.record FROM context x
    JOIN {s}.change_log c ON c.root = %(root)s AND c.record = x.record
    JOIN {s}.field f ON f.no = c.field AND f.name = %(deleted)s ON CONFLICT DO NOTHING""",
)


def _read_back(server: Server, root: str, file: OpenFile, names: LogNames, withheld: _WithheldValues) -> NumberedLog:
    """`withheld` is filled while the changes are read."""
    values = {"root": root}
    kinds = dict(server.run("SELECT no, name FROM {s}.kind").fetchall())
    fields = {no: (kind, name) for no, kind, name in server.run("SELECT no, kind, name FROM {s}.field")}
    records = {no: (id_, kind) for no, id_, kind in server.rows(_RECORDS, values)}
    acts = {no: tuple(row) for no, *row in server.rows(_ACTS, values)}

    def changes() -> Iterator[tuple[Any, ...]]:
        for (record, field_no), group in groupby(server.rows(_CHANGES, values), itemgetter(0, 1)):
            rows, (id_, kind), name = list(group), records[record], fields[field_no][1]
            if any(is_withheld for *_, is_withheld in rows):
                known = {row[3] for row in rows if not row[-1]}
                plan_kind = names.plan_kind(kinds[kind])
                withheld.shown[id_, names.plan_field(plan_kind, name)] = known
            for *row, is_withheld in rows:
                if is_withheld:
                    row[3] = _of_own(file, ErasedChange(row[2], kinds[kind], id_, name))
                yield tuple(row)

    return NumberedLog(kinds, fields, records, acts, changes())


def _of_own(file: OpenFile, place: ErasedChange) -> Stored:
    """What stayed with this very office is known here: its records are judged by it, and none of it is sent. Of what
    stayed elsewhere no two values are known to be the same.
    """
    own = published_log.value_of(file.connection, place)
    return f"{UNKNOWN}{place.stamp.hex()}" if own is None else own


_CHOSEN = "(SELECT record FROM touched UNION SELECT record FROM context)"
_RECORDS = f"SELECT no, id, kind FROM {{s}}.record WHERE root = %(root)s AND no IN {_CHOSEN}"
_ACTS = f"""
SELECT no, id, kind, unit, author, time, target FROM {{s}}.act
WHERE root = %(root)s AND no IN (SELECT act FROM {{s}}.change_log WHERE root = %(root)s AND record IN {_CHOSEN})
"""
_CHANGES = f"""
SELECT record, field, stamp, value, replaces, covers, act, withheld FROM {{s}}.change_log
WHERE root = %(root)s AND record IN {_CHOSEN} ORDER BY record, field, stamp
"""


def is_alone(plan: Plan, scope: PublicationScope) -> bool:
    """Whether what leaves of a plan stands by itself: nothing that stays names any of it, or is named by it."""
    kinds = plan.record_kinds.values()
    named = {(kind.name, field.target) for kind in kinds for field in kind.fields.values() if field.type.refers}
    inside = set(scope.kinds)
    return all((kind in inside) == (target in inside) for kind, target in named) and not scope.typed_figures[2]


def copy_as_shown(server: Server, root: str, file: OpenFile, scope: PublicationScope) -> int:
    """What is shown of a root of which nothing was there, as the file shows it: the union is its own log. How many
    records these are.
    """

    def stays(of: Field, _record: str, _value: Stored) -> bool:
        return not scope.includes_field(of)

    for name in scope.kinds:
        kind = file.plan.record_kinds[name]
        server.copy_in(name, list(columns_of(kind)), rows_of_kind(root, file, kind, stays))
    _copy_conflicts(server, root, file)
    return int(server.one("SELECT count(*) FROM touched"))


def rows_of_kind(root: str, ledger: OpenFile, kind: RecordKind, stays: Stays) -> Iterator[Sequence[Any]]:
    plan, units = ledger.plan, ledger.units
    fields = list(kind.fields.values())
    scheme = plan.scheme if kind.by_period else None
    for record, state, values, unit, day in derived_rows(ledger, kind):
        columns = [
            None if stays(field, record, value) else column_value(field, value)
            for field, value in zip(fields, values, strict=True)
        ]
        by_period = scheme and _days(scheme, plan.years, dict(zip(kind.fields, values, strict=True)))
        first, last = by_period or (day, None)
        member = units.ancestor_at(str(unit), plan.member_level) if unit in units else None
        yield (root, plan.unit_version, record, *columns, state, unit, member, first, last)


def _days(scheme: Scheme, years: range, values: Mapping[str, Stored]) -> tuple[str | None, str | None]:
    """The first and the last day of what is kept by period."""
    code, year = values.get("period_code"), values.get("year")
    if not (isinstance(code, str) and isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR):
        return None, None
    period = scheme.period(code, year) if code in (*CODES, *scheme.offered, f"{len(years)}Y") else None
    return (str(period.first_day), str(period.last_day)) if period else (None, None)


def _copy_conflicts(server: Server, root: str, ledger: OpenFile) -> None:
    """By names, since the numbers of the private ledger are its own."""
    server.run("CREATE TEMP TABLE open_conflict (kind text, record text, field text) ON COMMIT DROP")
    server.copy_in("open_conflict", ("kind", "record", "field"), derived_conflicts(ledger), temporary=True)
    values = {"root": root}
    server.run("DELETE FROM {s}._conflict c USING touched w WHERE c.root = %(root)s AND c.record = w.record", values)
    server.run(_ADD_CONFLICTS, values)


_ADD_CONFLICTS = """
INSERT INTO {s}._conflict (root, record, field)
SELECT %(root)s, r.no, o.field FROM open_conflict o
JOIN {s}.kind k ON k.name = o.kind JOIN {s}.record r ON r.root = %(root)s AND r.kind = k.no AND r.id = o.record
JOIN touched w ON w.record = r.no
"""
