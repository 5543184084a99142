"""A ledger brought to a server, against a bare COPY of the same bytes: `python -m tests.harness.bench.publishing FILE`.

The cluster is that of the tests, without syncs, so both say what the work itself takes.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import psycopg
from msgspec import Struct
from psycopg import sql

from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.server.address import connected, read_address
from desktop_app.server.published_schema import ensure_tables
from desktop_app.server.server_figures import choose_plan, figures, ledger_of
from desktop_app.server.server_session import Server
from desktop_app.session import OpenFile, editing, opening, publishing, records
from tests.server.postgres import Postgres, ask_nobody, processor_seconds, running

ROOT, MEMBER = "12", "105"
CHANGES = 100


class Spent(Struct):
    """Seconds of one work on the clock, and of the processor: here and in the cluster; `queued`: ready here without a
    free core.
    """

    clock: float
    here: float
    there: float
    queued: float

    @property
    def processor(self) -> float:
        return self.here + self.there

    def __str__(self) -> str:
        return (
            f"{self.clock:.1f} s, of the processor {self.here:.1f} here and {self.there:.1f} in the cluster;"
            f" {self.queued:.1f} s without a core here, {self.clock - self.here - self.queued:.1f} s waiting for it"
        )


def spent(cluster: Postgres, work: Callable[[], object]) -> Spent:
    """What a work takes that closes its connection at its end."""
    began, here, there, before = time.perf_counter(), time.process_time(), processor_seconds(cluster), queued()
    work()
    clock, here, waited = time.perf_counter() - began, time.process_time() - here, queued() - before
    time.sleep(0.5)  # a connection counts once its process is gone
    return Spent(clock, here, processor_seconds(cluster) - there, waited)


def queued() -> float:
    """Seconds that this thread was ready to run, but other work had the cores."""
    return int(Path("/proc/self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def texts_of(file: OpenFile, address: str) -> list[tuple[sql.Identifier, list[bytes]]]:
    """What stands in all tables of a plan, as COPY gives it out."""
    with psycopg.connect(address) as there:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        names = [sql.Identifier(file.plan.id, row[0]) for row in there.execute(query, (file.plan.id,))]
        texts = []
        for name in names:
            with there.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(name)) as copy:
                texts.append((name, [bytes(part) for part in copy]))
        return texts


def bare_copy(file: OpenFile, texts: Sequence[tuple[sql.Identifier, list[bytes]]], address: str) -> None:
    """Copy the same texts into the same tables with their keys and indexes."""
    with psycopg.connect(address) as here:
        ensure_tables(Server(here, file.plan.id), file.plan)
        for name, parts in texts:
            with here.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for part in parts:
                    copy.write(part)


def change(file: OpenFile) -> None:
    for row in list(records.rows(file, "comm_activity", limit=CHANGES)):
        values = file.kind("comm_activity").fields
        name = next(field for field in values if values[field].type.schema == "integer")
        editing.set_value(file, row.id, name, 1 if row.values.get(name) == 2 else 2)


def readings(address: str) -> None:
    """Twelve indicators in three readings, of the root unit."""
    with connected(read_address(address), ask_nobody) as connection, connection.transaction():
        server = Server(connection)
        choose_plan(server, read_address(address), None)
        ledger = ledger_of(server, ROOT)
        period = parse_period("2022", ledger.plan.schemes, ledger.plan.period_scheme)
        for name in ("default", "strict", "loose"):
            figures(ledger, period, ROOT, name)


def main(path: Path) -> None:
    with running() as cluster, tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        address, other = cluster.database(), cluster.database()
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("CREATE ROLE of_province LOGIN")
        copy = Path(shutil.copy(path, Path(folder) / "tỉnh.db"))
        with opening.open_file(copy) as file:
            publish = partial(publishing.publish, file, address, INCLUDED, ask_nobody)
            before = most_memory()
            first = spent(cluster, publish)
            print(f"rows and log: {first}; most memory {before} MB before, {most_memory()} MB after", flush=True)
            texts = texts_of(file, address)
            bare = spent(cluster, partial(bare_copy, file, texts, other))
            ratio = (
                f"{first.clock / bare.clock:.1f} on the clock, {first.processor / bare.processor:.1f} of the processor"
            )
            print(f"bare COPY of the same: {bare}; ratio {ratio}", flush=True)
            del texts
            print(f"36 readings of the root unit there: {spent(cluster, partial(readings, address))}", flush=True)
            with_role = partial(publish, roles={"of_province": ROOT})
            print(f"figures of a role, root unit and members: {spent(cluster, with_role)}", flush=True)
            change(file)
            print(f"{CHANGES} changes and the figures that they touch: {spent(cluster, publish)}", flush=True)


def most_memory() -> int:
    """The most that this process has held until now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
