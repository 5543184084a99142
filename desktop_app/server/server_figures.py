"""The figures of a published ledger: the same readings, targets, verdicts and reasons, worked out on the server."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from msgspec import Struct
from psycopg import sql

from db.connection import Connection
from db.counting.compiler.dialect import POSTGRESQL
from db.counting.figure_scope import SCOPE_TABLES, FigureScope, fill, refill_units, window_sums
from db.counting.figure_sql import bodies, kinds_behind, words_in
from db.counting.indicator_figures import FigureContext
from db.counting.plan_queries import queries_of
from db.counting.plan_roles import manual_values, targets
from db.counting.unit_completeness import area_reports
from db.counting.unsettled import in_conflict, unfinished
from desktop_app.domain.collation import sort_key
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.errors import AppError
from desktop_app.messages import Message, joined
from desktop_app.server.address import Address, AskPassword, connected
from desktop_app.server.figure_rows import ServerFigure
from desktop_app.server.named_log import log_views, spoken_names
from desktop_app.server.own_figures import is_unit_role, own_figures
from desktop_app.server.published_schema import columns_of, indexes_of, read_plan, refuse_foreign, shows_shards
from desktop_app.server.server_readings import Remembered, ServerReadings
from desktop_app.server.server_session import Server
from desktop_app.server.server_statements import statements
from desktop_app.server.staying_fields import fields_that_stay, included

SECONDS = 120
_LOG = ("record", "change_log", "act", "_conflict")


class PublishedLedger(Struct, frozen=True):
    """One root unit of a published plan, with the plan by which it is shown and the kinds of which not all is there;
    `roots`: it and the units below it that are root units themselves; `include`: what each of their files let leave.
    Root units go by the first codes that they had.
    """

    server: Server
    root: str
    plan: Plan
    staying: frozenset[str]
    roots: Sequence[str]
    include: frozenset[str]


def progress(
    address: Address, ask_password: AskPassword, period: str, unit: str | None, reading: str | None, plan: str | None
) -> list[ServerFigure]:
    """Every indicator's figure of a unit, None: the root unit; all from one state of the server."""
    with connected(address, ask_password) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        server = Server(connection)
        choose_plan(server, address, plan)
        if is_unit_role(server):
            return own_figures(server, period, unit, reading)
        ledger = ledger_of(server, unit)
        schemes = ledger.plan.schemes
        wanted = parse_period(period, schemes, ledger.plan.period_scheme)
        return figures(ledger, wanted, ledger.plan.units.now(unit or ledger.root), reading)


def choose_plan(server: Server, address: Address, plan: str | None) -> None:
    """Look at what was published of a plan. AppError: nothing was, or of several plans none is named."""
    refuse_foreign(server, address)
    plans = [row[0] for row in server.run(_PLANS)]
    if plan is None and len(plans) > 1:
        raise AppError("server.several_plans", plans=", ".join(plans))
    if (plan or plans[0]) not in plans:
        raise AppError("server.no_plan", plan=plan, plans=", ".join(plans))
    server.schema = plan or plans[0]


def ledger_of(server: Server, unit: str | None) -> PublishedLedger:
    """The ledger of a unit, by the lowest root unit that holds it; None: of the highest one."""
    holding = server.run(_LEDGERS, {"unit": unit}).fetchall() if unit else []
    lowest = min(holding, key=lambda row: len(row[2]), default=None)
    root, text, roots = lowest or max(server.run(_LEDGERS, {"unit": None}), key=lambda row: len(row[2]))
    staying = server.run("SELECT DISTINCT unnest(staying) FROM {s}._publisher WHERE root = ANY(%s)", (roots,))
    ledger = PublishedLedger(
        server, root, read_plan(text), frozenset(row[0] for row in staying), roots, included(server, roots)
    )
    if len(roots) > 1:
        refuse_apart(ledger)
        _refuse_twice(ledger)
    return ledger


# each root unit whose list holds the unit, with those in its list that are root units as well
_LEDGERS = """
SELECT l.root, l.plan, listed.roots FROM {s}._ledger l JOIN (
  SELECT u.root, u.version, array_agg(o.root ORDER BY o.root) AS roots
  FROM {s}.org_unit u JOIN {s}._ledger o ON o.root = u.code OR o.root = ANY (u.was) GROUP BY u.root, u.version
) listed ON listed.root = l.root AND listed.version = l.unit_version
WHERE %(unit)s::text IS NULL OR EXISTS (
  SELECT 1 FROM {s}.org_unit o WHERE o.root = l.root AND o.version = l.unit_version
    AND (o.code = %(unit)s OR %(unit)s = ANY (o.was)))
ORDER BY l.root
"""


def refuse_apart(ledger: PublishedLedger) -> None:
    """AppError: a root unit below is still shown by an edition that calls things otherwise, or is one with another."""
    units, below = ledger.plan.units, [root for root in ledger.roots if root != ledger.root]
    plans = ledger.server.run("SELECT root, plan FROM {s}._ledger WHERE root = ANY(%s)", (below,)).fetchall()
    ours = spoken_names(ledger.plan)
    apart = [root for root, text in plans if any(ours.get(a, b) != b for a, b in spoken_names(read_plan(text)).items())]
    joined_ones = [root for root in below if sum(units.now(other) == units.now(root) for other in below) > 1]
    for key, roots in (("server.names_apart", apart), ("server.roots_joined", joined_ones)):
        if roots:
            names = ", ".join(sorted({units.name(root) for root in roots}, key=sort_key))
            raise AppError(key, units=names, root=units.name(ledger.root))


def _refuse_twice(ledger: PublishedLedger) -> None:
    """AppError: the ledger of a unit has records of a root unit below it that published its own."""
    units = ledger.plan.units
    under = [code for root in ledger.roots if root != ledger.root for code in units.descendants(root)]
    below = list(units.every_code(under))
    queries = [
        sql.SQL("(SELECT _unit FROM {} WHERE _root = %(root)s AND _unit = ANY(%(below)s) LIMIT 1)").format(
            sql.Identifier(ledger.server.schema, name)
        )
        for name in ledger.plan.record_kinds
    ]
    if below:
        found = ledger.server.run(sql.SQL(" UNION ").join(queries), {"root": ledger.root, "below": below}).fetchall()
        if found:
            twice = ", ".join(sorted((units.name(unit) for (unit,) in found), key=sort_key))
            raise AppError("server.counted_twice", units=twice, root=units.name(ledger.root))


_ALL = "SELECT {columns} FROM {table}"
_LOGGED = "SELECT {columns} FROM {table} WHERE root = ANY({roots})"
# the version, too, which is one of each root unit: else a record is not found by the key of its table
_OF_ROOT = "SELECT {columns} FROM {table} WHERE _root = {root} AND _unit_version = {version}"
# as a merge takes them: of the root units below what has a unit, and once what has none and is referred to
_RECORDS = """
SELECT {columns} FROM {table}
WHERE _root = ANY({roots}) AND _unit_version = ANY({versions}) AND _unit IS NOT NULL UNION ALL
(SELECT DISTINCT ON (id) {columns} FROM {table} WHERE _root = ANY({shared}) AND _unit IS NULL
ORDER BY id, _root <> {root}, _root)
"""
_VERSIONS = "SELECT array_agg(DISTINCT unit_version) FROM {s}._ledger WHERE root = ANY(%s)"

_PLANS = """
SELECT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
WHERE c.relname = '_ledger' AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1
"""


def figures(ledger: PublishedLedger, period: Period, unit: str, reading: str | None) -> list[ServerFigure]:
    """The figures of one unit and period, inside the caller's transaction."""
    with asking(ledger) as connection:
        context = context_of(ledger, connection, period, unit, reading)
        return [server_figure(ledger, context, indicator) for indicator in ledger.plan.indicators.values()]


def server_figure(ledger: PublishedLedger, context: FigureContext, indicator: Indicator) -> ServerFigure:
    """One indicator by the reading that the context wants."""
    readings = cast(ServerReadings, context.readings)
    if not readings.is_written(indicator, context.reading_of(indicator)):
        return ServerFigure(indicator, None, Message("server.figure_in_sql"))
    lacking = kinds_of_figure(context, indicator) & ledger.staying
    if lacking:
        labels = [ledger.plan.kinds[name].label for name in sorted(lacking)]
        return ServerFigure(indicator, None, Message("server.figure_stays", kinds=joined(labels)))
    reading = context.reading_of(indicator).name
    fields = fields_that_stay(ledger.plan, ledger.include).get((indicator.code, reading), ())
    if fields:
        return ServerFigure(indicator, None, Message("server.figure_fields_stay", fields=joined(fields)))
    return ServerFigure(indicator, context.progress(indicator))


def kinds_of_figure(context: FigureContext, indicator: Indicator) -> set[str]:
    """The kinds whose records a figure rests on, or what is said beside it."""
    plan, readings = context.scope.plan, cast(ServerReadings, context.readings)
    behind = (*kinds_behind(plan, indicator.code), *plan.top_kinds(indicator.area))
    return {kind.name for kind in behind} | readings.kinds(indicator, context.reading_of(indicator))


@contextmanager
def asking(ledger: PublishedLedger) -> Iterator[Connection]:
    """Inside, the tables of a ledger have the names that they have in a data file."""
    server = ledger.server
    server.run(sql.SQL("SET LOCAL statement_timeout = {}").format(SECONDS * 1000))
    with server.connection.transaction(force_rollback=True):  # views and temporary tables go again
        server.run("SET LOCAL default_statistics_target = 10")  # 3,000 rows say of a table what 30,000 do
        _make_views(ledger)
        yield cast(Connection, statements(server.connection))


def context_of(
    ledger: PublishedLedger, connection: Connection, period: Period, unit: str, reading: str | None,
    beside: FigureContext | None = None,
) -> FigureContext:  # fmt: skip
    """What the figures of one unit and period stand on, inside `asking`; `beside`: of a unit above it and that period,
    of which the given tables stay.
    """
    cache = beside.cache if beside else cast(Any, Remembered())
    scope = FigureScope(ledger.plan, ledger.plan.units, unit, period)
    if beside is None:
        fill_tables(ledger, connection, scope, again=False)
    readings = ServerReadings(connection, scope, cast(Remembered, cache))
    return FigureContext(
        scope, reading, cache, cast(Any, readings), targets(connection, scope),
        manual_values(connection, scope), unfinished(connection, scope, cache), in_conflict(connection, scope),
        area_reports(connection, scope, cache, beside.scope if beside else None),
    )  # fmt: skip


def fill_tables(ledger: PublishedLedger, connection: Connection, scope: FigureScope, *, again: bool) -> None:
    """The given tables for a unit, without the sums; `again`: they hold another unit of the same period."""
    (refill_units if again else fill)(connection, scope)
    for table in SCOPE_TABLES:
        ledger.server.run(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def _make_views(ledger: PublishedLedger) -> None:
    """Each table of the ledger under its name, with the rows of its root units."""
    server, kinds = ledger.server, ledger.plan.record_kinds
    versions = server.one(_VERSIONS, (ledger.roots,))
    referred = {field.target for kind in kinds.values() for field in kind.fields.values() if field.type.refers}
    queries = {name: _ALL if name in ("kind", "field") else _LOGGED for name in ("kind", "field", *_LOG)}
    queries |= {name: _RECORDS if len(ledger.roots) > 1 else _OF_ROOT for name in kinds}
    fetched = _looked_at(ledger.plan) if len(ledger.roots) > 1 or shows_shards(server) else {}
    for name, query in queries.items():
        shared = ledger.roots if name in referred else [ledger.root]
        columns = _listed(fetched[name]) if name in fetched else sql.SQL("*")
        written = sql.SQL(query).format(
            table=sql.Identifier(server.schema, name), columns=columns, root=ledger.root, roots=ledger.roots,
            shared=shared, version=ledger.plan.unit_version, versions=versions,
        )  # fmt: skip
        if name in fetched:
            _fetch(server, kinds[name], fetched[name], written, referred=name in referred)
            continue
        server.run(sql.SQL("CREATE TEMP VIEW {} AS {}").format(sql.Identifier("pg_temp", name), written))
    for name, written in log_views(LogNames.of(ledger.plan.source)).items():
        server.run(sql.SQL("CREATE TEMP VIEW {} AS {}").format(sql.Identifier("pg_temp", name), written))


def _looked_at(plan: Plan) -> Mapping[str, Collection[str]]:
    """The kinds whose records readings count, and of each the columns that bear a name which a reading knows, or which
    leads to a unit or a day; all where the program itself knows what a kind holds.
    """
    known, kinds = bodies(plan, False, POSTGRESQL), plan.record_kinds
    words = {w for query in queries_of(plan, POSTGRESQL).members.values() for w in words_in(known, query)}
    counted = words | {rule["kind"] for rule in window_sums(plan) if rule["table"] in words}
    paths = ".".join(path for kind in kinds.values() for path in (kind.unit_field, kind.date_field)).split(".")
    names = {"id", "_state", *words, *paths}
    whole = {part["kind"] for part in plan.source.get("roles", {}).values() if "kind" in part}
    whole |= {kind.name for kind in kinds.values() if kind.by_period}
    return {
        name: [column for column in columns_of(kinds[name]) if column in names or name in whole]
        for name in kinds.keys() & counted
    }


def _fetch(server: Server, kind: RecordKind, columns: Collection[str], query: sql.Composed, *, referred: bool) -> None:
    """The rows of several root units, or of other servers, once: a reading that looks some up for each unit would go
    through all root units, or ask all servers, each time.
    """
    table = sql.Identifier("pg_temp", kind.name)
    server.run(sql.SQL("CREATE TEMP TABLE {} AS {}").format(table, query))
    for names in (*([("id",)] if referred else []), *indexes_of(kind)):
        if set(names) <= set(columns):
            server.run(sql.SQL("CREATE INDEX ON {} ({})").format(table, _listed(names)))
    server.run(sql.SQL("ANALYZE {}").format(table))


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
