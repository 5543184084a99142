"""One step of the simulation as a process of its own: the program's command line, with its time, memory and disk."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from msgspec import Struct

from tests.server.postgres import Postgres, processor_seconds


class FailedError(Exception):
    """What the program said where it could not do it."""


class Step(Struct):
    """What steps of one kind took in all: seconds on the clock, of the processor, and the most memory in MB."""

    seconds: float = 0
    processor: float = 0
    memory: int = 0

    def add(self, other: "Step") -> None:
        self.seconds += other.seconds
        self.processor += other.processor
        self.memory = max(self.memory, other.memory)


def done(work: Callable[[], object]) -> Step:
    """Something done in this process."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return Step(time.perf_counter() - began, time.process_time() - spent)


def run(*arguments: str, clusters: Sequence[Postgres] = ()) -> Step:
    """A command of the program, with what the clusters do for it; FailedError: it could not."""
    began, spent = time.perf_counter(), sum(map(processor_seconds, clusters))
    command = [sys.executable, "-m", "desktop_app", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    said = process.stdout.read()  # why a file was refused stands on either
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(arguments[0], said.strip()[-2000:])
    spent = sum(map(processor_seconds, clusters)) - spent
    return Step(time.perf_counter() - began, used.ru_utime + used.ru_stime + spent, used.ru_maxrss // 1024)


def megabytes(paths: Sequence[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def megabytes_there(addresses: Sequence[str]) -> float:
    """How much disk the databases take."""
    total = 0
    for address in addresses:
        with psycopg.connect(address) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            total += row[0] if row else 0
    return total / 1e6
