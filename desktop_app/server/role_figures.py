"""Figures for the roles of units, worked out of the whole ledger whenever it is published."""

import json
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from psycopg import sql

from db.counting.indicator_figures import FigureContext
from desktop_app.server.figure_rows import ServerFigure, written
from desktop_app.server.own_figures import periods_of
from desktop_app.server.server_figures import (
    PublishedLedger,
    ServerReadings,
    asking,
    context_of,
    kinds_of_figure,
    server_figure,
)
from desktop_app.server.server_session import Server
from desktop_app.server.unit_roles import own, own_schema, units_with_figures

_COLUMNS = ("root", "unit", "scheme", "period", "reading", "indicator", "in_force", "status", "value", "numerator",
            "denominator", "rests_on", "content")  # fmt: skip
_Key = tuple[str, str]  # indicator and reading


def put_figures(ledger: PublishedLedger, touched: Collection[str] | None) -> None:
    """Work out what roles may ask for; `touched`: only what rests on records of these kinds, None: all of it."""
    server, root = ledger.server, ledger.root
    units, stale = units_with_figures(server, root), None if touched is None else sorted(touched)
    own(server, _FORGET, {"root": root, "units": units, "stale": stale})
    there: dict[tuple[str, str], set[_Key]] = {}
    for unit, period, *key in own(server, _THERE, (root,)):
        there.setdefault((unit, period), set()).add((key[0], key[1]))
    wanted = {(code, name) for code, one in ledger.plan.indicators.items() for name in one.readings}
    lacking = {
        (period, unit): keys
        for period in periods_of(ledger.plan) for unit in units
        if (keys := wanted - there.get((unit, period.text), set()))
    }  # fmt: skip
    if lacking:
        with asking(ledger) as connection:
            rows = [
                row for (period, unit), keys in lacking.items()
                for row in _rows(ledger, context_of(ledger, connection, period, unit, None), keys)
            ]  # fmt: skip
        _copy(server, rows)


_FORGET = """
DELETE FROM {own}._figure_of_unit
WHERE root = %(root)s AND (unit <> ALL (%(units)s) OR %(stale)s::text[] IS NULL OR rests_on && %(stale)s::text[])
"""
_THERE = "SELECT unit, period, indicator, reading FROM {own}._figure_of_unit WHERE root = %s"


def _rows(ledger: PublishedLedger, context: FigureContext, lacking: Collection[_Key]) -> Iterator[tuple[Any, ...]]:
    scope = context.scope
    of_scope = (ledger.root, scope.unit, scope.period.scheme, scope.period.text)
    for indicator in ledger.plan.indicators.values():
        context.wanted = None
        in_force = context.reading_of(indicator).name
        for name in indicator.readings:
            if (indicator.code, name) not in lacking:
                continue
            context.wanted = name
            found = server_figure(ledger, context, indicator)
            yield *of_scope, name, indicator.code, name == in_force, *_columns(found, _rests_on(context, found))


def _columns(found: ServerFigure, rests_on: Collection[str]) -> tuple[Any, ...]:
    """What people read by SQL, the kinds that it rests on, and all that it says."""
    figure = found.figure
    shown: tuple[Any, ...] = (None,) * 4
    if figure:
        shown = figure.status, figure.value, _number(figure.numerator), _number(figure.denominator)
    return *shown, sorted(rests_on), json.dumps(written(figure or found.refusal), ensure_ascii=False)


def _number(side: Fraction | None) -> Decimal | None:
    return None if side is None else Decimal(side.numerator) / side.denominator


def _rests_on(context: FigureContext, found: ServerFigure) -> set[str]:
    """The kinds a change of whose records may change a figure, those included that play a part in every figure."""
    if not cast(ServerReadings, context.readings).is_written(found.indicator, context.reading_of(found.indicator)):
        return set()
    parts = context.scope.plan.source.get("roles", {}).values()
    return kinds_of_figure(context, found.indicator) | {part["kind"] for part in parts if "kind" in part}


def _copy(server: Server, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    with (
        server.connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(figures_table(server), columns)) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def figures_table(server: Server) -> sql.Identifier:
    return sql.Identifier(own_schema(server), "_figure_of_unit")
