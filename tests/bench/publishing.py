"""A ledger brought to a server, against a bare COPY of the same bytes: `python -m tests.bench.publishing FILE`.

The cluster is that of the tests, without syncs, so both say what the work itself takes.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
from psycopg import sql

from desktop_app.domain.leaving import INCLUDED
from desktop_app.domain.period import parse_period, parse_schemes
from desktop_app.server.address import connected, read_address
from desktop_app.server.published_schema import ensure_tables
from desktop_app.server.server_figures import choose_plan, figures, ledger_of
from desktop_app.server.server_session import Server
from desktop_app.session import OpenFile, editing, opening, publishing, records
from tests.server.postgres import ask_nobody, running

ROOT, MEMBER = "12", "105"
CHANGES = 100


def spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare_copy(file: OpenFile, source: str, target: str) -> float:
    """Seconds that it takes to copy what stands in all tables there into the same tables elsewhere."""
    with psycopg.connect(source) as there, psycopg.connect(target) as here:
        ensure_tables(Server(here, file.plan.id), file.plan)
        here.commit()
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        names = [sql.Identifier(file.plan.id, row[0]) for row in there.execute(query, (file.plan.id,))]
        texts = []
        for name in names:
            with there.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(name)) as copy:
                texts.append((name, list(copy)))
        began = time.perf_counter()
        for name, parts in texts:
            with here.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for part in parts:
                    copy.write(part)
        here.commit()
        return time.perf_counter() - began


def change(file: OpenFile) -> None:
    for row in list(records.rows(file, "comm_activity", limit=CHANGES)):
        values = file.kind("comm_activity").fields
        name = next(field for field in values if values[field].type.schema == "integer")
        editing.set_value(file, row.id, name, 1 if row.values.get(name) == 2 else 2)


def readings(address: str) -> float:
    """Seconds of twelve indicators in three readings, of the root unit."""
    with connected(read_address(address), ask_nobody) as connection, connection.transaction():
        server = Server(connection)
        choose_plan(server, read_address(address), None)
        ledger = ledger_of(server, ROOT)
        period = parse_period("2022", parse_schemes(ledger.plan.source), ledger.plan.period_scheme)
        return spent(lambda: [figures(ledger, period, ROOT, name) for name in ("default", "strict", "loose")])


def main(path: Path) -> None:
    with running() as cluster, tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        address, other = cluster.database(), cluster.database()
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("CREATE ROLE of_province LOGIN")
        copy = Path(shutil.copy(path, Path(folder) / "tỉnh.db"))
        with opening.open_file(copy) as file:
            publish = partial(publishing.publish, file, address, INCLUDED, ask_nobody)
            print(f"rows and log: {spent(publish):.1f} s", flush=True)
            print(f"bare COPY of the same: {bare_copy(file, address, other):.1f} s", flush=True)
            print(f"36 readings of the root unit there: {readings(address):.1f} s", flush=True)
            roles = {"of_province": ROOT}
            print(f"figures of a role, root unit and members: {spent(partial(publish, roles=roles)):.1f} s", flush=True)
            change(file)
            print(f"{CHANGES} changes and the figures that they touch: {spent(publish):.1f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
