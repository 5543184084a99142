"""Every fault of every work, shared out among the cores."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

from db import store
from desktop_app.texts import read_messages
from tests.harness.faults.injecting import Call, Fault, calls_in, faults_of, tried
from tests.harness.faults.judging import judged
from tests.harness.faults.operations import OPERATIONS, Facts, facts_of
from tests.harness.works import World, prepare

MEMORY = Path("/dev/shm")


@dataclass
class Tally:
    """How many faults were done to which work, how the work ended, and what must not be, with an example of each."""

    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Fault] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.faults.update(other.faults)
        self.ends.update(other.ends)
        self.findings.update(other.findings)
        self.examples = other.examples | self.examples

    def said(self, seconds: float) -> str:
        works = ", ".join(f"{count:,} {name}" for name, count in self.faults.items())
        ends = ", ".join(f"{count:,} {end}" for end, count in self.ends.most_common())
        found = self.findings.most_common()
        lines = [f"{count:,} times: {one} (as {self.examples[one].expression})" for one, count in found]
        return "\n".join([f"{self.faults.total():,} faults ({works}) in {seconds:.0f} s", f"ended: {ends}", *lines])


def run(
    names: Sequence[str] = tuple(OPERATIONS), most: int | None = None, only: str = "", *, key: str | None = None,
    trusting: bool = False, cores: int = 0,
) -> Tally:  # fmt: skip
    """Do every fault to each of these works; `most`: so many of each work, chosen at random; `only`: to this call.

    `key`: the files are encrypted with it. `trusting`: what a failed commit left is not read again, so that the
    harness must find harm. `cores`: 0 for all; each of them does every work once without a fault first.
    """
    whole, cores = Tally(), cores or os.cpu_count() or 1
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="faults-", dir=memory) as root,
        ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool,
    ):
        jobs = [
            pool.submit(tally_of, World(Path(root, f"{name}-{core}"), key), name, (core, cores), most, only, trusting)
            for name in names
            for core in range(cores)
        ]
        for job in jobs:
            whole.add(job.result())
    return whole


def tally_of(
    place: World, operation: str, share: tuple[int, int], most: int | None, only: str, trusting: bool
) -> Tally:
    """The share of one core, this of so many, in the faults of a work."""
    right = store._is_stored
    if trusting:
        store._is_stored = lambda file: False
    try:
        return _tally_of(place, operation, share, most, only)
    finally:
        store._is_stored = right


def _tally_of(place: World, operation: str, share: tuple[int, int], most: int | None, only: str) -> Tally:
    prepare(place._replace(root=place.root / "template"))
    calls, before, after = _without_fault(place, operation)
    faults, tally = [fault for fault in faults_of(calls) if only in ("", fault.call)], Tally()
    if most is not None:
        faults = Random(1).sample(faults, min(most, len(faults)))
    for fault in faults[share[0] :: share[1]]:
        world = _fresh(place)
        said = tried(world, operation, fault, place.root / "log")
        first = str(said.get("first", "killed"))
        tally.faults[operation] += 1
        tally.ends["traceback" if "Traceback" in first else first] += 1
        for one in judged(world, operation, said, before, after):
            tally.findings[f"{operation}: {one}"] += 1
            tally.examples.setdefault(f"{operation}: {one}", fault)
    return tally


def _fresh(place: World) -> World:
    """The computer as it was before the work."""
    world = place._replace(root=place.root / "world")
    shutil.rmtree(world.root, ignore_errors=True)
    shutil.copytree(place.root / "template", world.root)
    return world


def _without_fault(place: World, operation: str) -> tuple[list[Call], Facts, Facts]:
    """The calls of a whole work, and the facts before and after it; by then all that it imports is there."""
    world = _fresh(place)
    world.enter()
    read_messages()
    with world.open() as file:
        before = facts_of(world, file, operation)
        OPERATIONS[operation](world, file)
    world = _fresh(place)
    said = tried(world, operation, None, place.root / "log")
    assert said["first"] == "done", said
    with world.open() as file:
        return calls_in(place.root / "log", world.root), before, facts_of(world, file, operation)
