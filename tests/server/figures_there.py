"""The same random data sets in a data file and on a server: where the figures of both differ."""

import json
import sys
import time
from typing import Any

from db.open_file import OpenFile
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.server.address import connected, read_address
from desktop_app.server.deriving import rows_of_kind
from desktop_app.server.figure_rows import read
from desktop_app.server.published_schema import columns_of, ensure_tables
from desktop_app.server.role_figures import rows_of_units
from desktop_app.server.server_figures import PublishedLedger, asking, figures
from desktop_app.server.server_session import Server
from tests.figure_comparison import READINGS, in_any_order, program, told_of, written
from tests.figure_file import memory_file
from tests.server.postgres import ask_nobody, running

SHARED = ("default", "strict", "loose")


def differences(server: Server, seed: int) -> tuple[int, list[tuple[Any, ...]]]:
    """How many figures were compared, and those that are others on the server; nothing of a plan written in SQL."""
    made = written(seed)
    case = made.case
    if "language" not in case.plan.source["plan"]:
        return 0, []
    found: list[tuple[Any, ...]] = []
    count = 0
    with server.connection.transaction(force_rollback=True):
        ledger = put_there(server, memory_file(case.plan, case.file), case.plan)
        period = parse_period(made.period, case.plan.schemes, case.plan.period_scheme)
        for reading in READINGS:
            ours = program(case, made.unit, made.period, reading)
            for one in figures(ledger, period, made.unit, reading):
                code, count = one.indicator.code, count + 1
                here, there = in_any_order(ours[code]), one.figure and in_any_order(told_of(one.figure))
                if here != there:
                    where = (seed, case.plan.id, made.unit, made.period, reading, code)
                    found.append((*where, here, there or one.refusal))
        count, found = count + len(ledger.plan.indicators) * len(SHARED), found + _shared_apart(ledger, period)
    return count, found


def _shared_apart(ledger: PublishedLedger, period: Period) -> list[tuple[Any, ...]]:
    """Figures of many units that are asked for together, beside those of each unit asked for alone."""
    units, found = ledger.plan.units, list[tuple[Any, ...]]()
    wanted = [(one, name) for one in ledger.plan.indicators.values() for name in one.readings]
    asked = dict.fromkeys((ledger.root, *units.children(ledger.root)[:2], units.descendants(ledger.root)[-1]), wanted)
    with asking(ledger) as connection:
        together = {(row[0], row[3], row[4]): row[-1] for row in rows_of_units(ledger, connection, period, asked)}
    for unit in asked:
        for name in SHARED:
            for one in figures(ledger, period, unit, name):
                alone = in_any_order(told_of(one.figure)) if one.figure else None
                content = read(json.loads(together[unit, name, one.indicator.code]))
                told = in_any_order(told_of(content)) if isinstance(content, IndicatorResult) else None
                if alone != told:
                    found.append((unit, period.text, name, one.indicator.code, alone, told))
    return found


def put_there(server: Server, file: OpenFile, plan: Plan) -> PublishedLedger:
    """A file's log and rows as if they had been published."""
    server.schema, root = plan.id, plan.root
    ensure_tables(server, plan)
    run = file.connection.execute
    server.copy_in("kind", ("no", "name"), run("SELECT no, name FROM kind"))
    server.copy_in("field", ("no", "kind", "name"), run("SELECT no, kind, name FROM field"))
    server.copy_in(
        "record", ("root", "no", "id", "kind"), ((root, *row) for row in run("SELECT no, id, kind FROM record"))
    )
    acts = run("SELECT no, id, kind, unit, author, time FROM act")
    server.copy_in("act", ("root", "no", "id", "kind", "unit", "author", "time"), ((root, *row) for row in acts))
    changes = run("SELECT record, field, stamp, value, act FROM change_log")
    server.copy_in(
        "change_log", ("root", "withheld", "record", "field", "stamp", "value", "act"),
        ((root, False, *row[:3], None if row[3] is None else json.dumps(row[3]), row[4]) for row in changes),
    )  # fmt: skip
    conflicts = run("SELECT record, field FROM _conflict")
    server.copy_in("_conflict", ("root", "record", "field"), ((root, *row) for row in conflicts))
    for kind in plan.record_kinds.values():
        server.copy_in(kind.name, list(columns_of(kind)), rows_of_kind(root, file, kind, lambda *_: False))
    return PublishedLedger(server, root, plan, frozenset(), [root], frozenset(INCLUDED))


def main(wanted: int, first: int) -> None:
    """Compare so many data sets of plans in the language; stops with the first difference."""
    began, done, total, seed = time.perf_counter(), 0, 0, first
    with running() as cluster, connected(read_address(cluster.database()), ask_nobody) as connection:
        while done < wanted:
            count, apart = differences(Server(connection), seed)
            assert not apart, apart[:3]
            seed, done, total = seed + 1, done + (count > 0), total + count
            if count and done % 10 == 0:
                print(f"{done} data sets, {total} figures, none apart, {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
