"""Figures for the roles of units, worked out of the whole ledger whenever it is published."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from psycopg import sql

from db.connection import Connection
from db.counting.indicator_figures import FigureContext
from desktop_app.domain.period import Period
from desktop_app.domain.plan_indicators import DEFAULT, Indicator
from desktop_app.errors import AppError
from desktop_app.server.figure_rows import ServerFigure, written
from desktop_app.server.own_figures import periods_of
from desktop_app.server.server_figures import (
    PublishedLedger,
    asking,
    context_of,
    fill_tables,
    kinds_of_figure,
    ledger_of,
    server_figure,
)
from desktop_app.server.server_readings import ServerReadings
from desktop_app.server.server_session import Server
from desktop_app.server.shared_rows import SharedRows, common_unit
from desktop_app.server.unit_roles import own, own_schema, units_with_figures

_COLUMNS = ("root", "unit", "scheme", "period", "reading", "indicator", "in_force", "status", "value", "numerator",
            "denominator", "rests_on", "content")  # fmt: skip
_Key = tuple[str, str]  # indicator and reading
_Wanted = Sequence[tuple[Indicator, str]]


def put_figures(server: Server, published: str, touched: Collection[str] | None) -> None:
    """Work out what roles may ask for, of the root unit that was published and of those that it lies below; `touched`:
    only what rests on records of these kinds, None: all of it.
    """
    for root, wanted in units_with_figures(server).items():
        ledgers = _ledgers(server, wanted)
        units = [unit for unit, ledger in ledgers.items() if published in ledger.roots]
        stale = None if touched is None else list(touched)
        own(server, _FORGET, {"root": root, "given": list(ledgers), "units": units, "stale": stale})
        there: dict[tuple[str, str], set[_Key]] = {}
        for unit, period, code, name in own(server, _THERE, (root,)):
            there.setdefault((unit, period), set()).add((code, name))
        for ledger in {ledger.root: ledger for ledger in ledgers.values()}.values():
            of_ledger = [unit for unit in ledgers if ledgers[unit].root == ledger.root]
            _copy(server, ((root, *row) for row in _rows(ledger, of_ledger, there)))


def _ledgers(server: Server, units: Iterable[str]) -> dict[str, PublishedLedger]:
    """By unit the ledger that gives its figures, those left out that have none: what is in two can't be counted."""
    found = {}
    for unit in units:
        with suppress(AppError):
            found[unit] = ledger_of(server, unit)
    return found


_FORGET = """
DELETE FROM {own}._figure_of_unit
WHERE root = %(root)s AND (
  unit <> ALL (%(given)s)
  OR unit = ANY (%(units)s) AND (%(stale)s::text[] IS NULL OR rests_on = '{{}}' OR rests_on && %(stale)s::text[]))
"""
_THERE = "SELECT unit, period, indicator, reading FROM {own}._figure_of_unit WHERE root = %s"


def _rows(
    ledger: PublishedLedger, units: Iterable[str], there: Mapping[tuple[str, str], set[_Key]]
) -> list[tuple[Any, ...]]:
    """The figures of these units that are not there."""
    wanted = [(one, name) for one in ledger.plan.indicators.values() for name in one.readings]
    found: list[tuple[Any, ...]] = []
    for period in periods_of(ledger.plan):
        lacking = {
            unit: [(one, name) for one, name in wanted if (one.code, name) not in there.get((unit, period.text), ())]
            for unit in units
        }
        asked = {unit: of_unit for unit, of_unit in lacking.items() if of_unit}
        if asked:
            with asking(ledger) as connection:
                found += rows_of_units(ledger, connection, period, asked)
    return found


def rows_of_units(
    ledger: PublishedLedger, connection: Connection, period: Period, lacking: Mapping[str, _Wanted]
) -> Iterator[tuple[Any, ...]]:
    """Of the units what each lacks. Each reading is asked once, of the lowest unit that holds all; where none can be
    given, all are a sentence.
    """
    found = dict[tuple[str, str, str], tuple[Any, ...]]()
    try:
        with ledger.server.connection.transaction():
            for unit, one, name, row in _found_together(ledger, connection, period, lacking):
                found[unit, one.code, name] = row
    except AppError as error:
        for unit, of_unit in lacking.items():
            for one, name in of_unit:
                refused = _columns(ServerFigure(one, None, error.message), ())
                found[unit, one.code, name] = name == DEFAULT, *refused
    for (unit, code, name), row in found.items():
        yield unit, period.scheme, period.text, name, code, *row


def _found_together(
    ledger: PublishedLedger, connection: Connection, period: Period, lacking: Mapping[str, _Wanted]
) -> Iterator[tuple[str, Indicator, str, tuple[Any, ...]]]:
    """What can be shared out is asked once, of the unit above all; for the rest each unit asks for itself."""
    units, contexts = ledger.plan.units, dict[str, FigureContext]()
    top = common_unit(units, list(lacking))
    contexts[top] = above = context_of(ledger, connection, period, top, None)
    for unit in lacking.keys() - {top}:
        contexts[unit] = context_of(ledger, connection, period, unit, None, above)
    share = SharedRows(cast(ServerReadings, above.readings), units, lacking.keys())
    for context in contexts.values():
        context.readings = cast(Any, ServerReadings(connection, context.scope, cast(Any, above.cache), share))
    by_reading: dict[_Key, list[tuple[str, Indicator]]] = {}
    for unit, of_unit in lacking.items():
        for indicator, name in of_unit:
            by_reading.setdefault((indicator.code, name), []).append((unit, indicator))
    alone: dict[str, list[tuple[Indicator, str]]] = {}
    for (_, name), asking_units in by_reading.items():
        indicator = asking_units[0][1]
        written = share.above.is_written(indicator, indicator.readings[name])
        shared = not written or share.ask(indicator, indicator.readings[name])
        for unit, indicator in asking_units:
            if shared:
                yield unit, indicator, name, _found(ledger, contexts[unit], indicator, name)
            else:
                alone.setdefault(unit, []).append((indicator, name))
    for unit, of_unit in alone.items():
        context = contexts[unit]
        fill_tables(ledger, connection, context.scope, again=True)
        context.readings = cast(Any, ServerReadings(connection, context.scope, cast(Any, above.cache)))
        for indicator, name in of_unit:
            yield unit, indicator, name, _found(ledger, context, indicator, name)


def _found(ledger: PublishedLedger, context: FigureContext, indicator: Indicator, name: str) -> tuple[Any, ...]:
    context.wanted = None
    in_force = context.reading_of(indicator).name == name
    context.wanted = name
    found = server_figure(ledger, context, indicator)
    return in_force, *_columns(found, _rests_on(context, found))


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
