"""A real PostgreSQL for tests: Debian's, on loopback, as another user than root, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import SystemRandom
from secrets import token_hex
from typing import Any

import psycopg

SERVER = "SOKEHOACH_TEST_SERVER"  # the port of one that, under wine, the runner of the tests has started
LINE = "PostgreSQL is missing. Run: sudo apt-get install -y postgresql"
OWNER = "postgres"
ASKED = "asked"  # the one role that needs a password, once somebody has made it
# nothing of it outlives the tests
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB -c max_wal_size=256MB"


def binary(name: str) -> Path:
    """The newest program of this name. It is a failure, not a reason to skip, where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    assert found, LINE
    return found[-1]


class Postgres:
    """One running cluster; every database is made for a test and is empty."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self.process = port, process

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{token_hex(8)}"  # tests of several processes may share a cluster
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"


@contextmanager
def running(settings: str = FAST) -> Iterator[Postgres]:
    """A cluster that is up until the end; on Windows the one that somebody else has started."""
    if os.name == "nt":
        yield Postgres(int(os.environ[SERVER]), process=0)
        return
    folder = Path(tempfile.mkdtemp(prefix="sokehoach-postgres-", dir=free_place()))  # another user must come to it
    as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"] if os.getuid() == 0 else []
    if as_owner:
        shutil.chown(folder, OWNER, OWNER)
    data, port = folder / "data", _free_port()
    _do(*as_owner, str(binary("initdb")), "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C",
        "--no-sync", "--no-instructions")  # fmt: skip
    rules = data / "pg_hba.conf"  # the first one that fits
    rules.write_text(f"host all {ASKED} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    control = [*as_owner, str(binary("pg_ctl")), "-D", str(data), "-w", "-t", "60"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {settings}"
    _do(*control, "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield Postgres(port, int((data / "postmaster.pid").read_text().split()[0]))
    finally:
        _do(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def free_place() -> str:
    """In memory where there is room, as the files of other tests."""
    memory = Path("/dev/shm")
    room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30
    return str(memory) if room else "/tmp"


def _free_port() -> int:
    """One below those that the system gives to whoever connects, lest somebody has it by the time the server begins."""
    for port in SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr


def processor_seconds(cluster: Postgres) -> float:
    """Processor seconds of a cluster and of its connections that are closed."""
    fields = Path(f"/proc/{cluster.process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def ask_nobody() -> str:
    raise AssertionError("nobody was to be asked for a password")


def rows(address: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What somebody else reads there."""
    with psycopg.connect(address) as connection:
        return connection.execute(statement, values or None).fetchall()
