"""Works with everything on a stick: what its driver writes is recorded, and the image cut at many of these writes; or
the stick is pulled out in the middle.
"""

import copy
import os
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from desktop_app.errors import AppError
from desktop_app.session import OpenFile
from tests.harness.power.judging import Moment
from tests.harness.power.worker import log_in
from tests.harness.sticks import image
from tests.harness.sticks.judging import Judge, said, stamps_of
from tests.harness.works import WORKS, World, ledger_of, log_of, prepare

NAMES = ("save", "import", "merge", "erase", "send", "new")
MEMORY = Path("/dev/shm")
TORN = 0.3  # of the cuts are inside a write
Found = TypeVar("Found")
Done = Callable[[World, str], list[tuple[float, Moment]]]  # a work, and what stood where when each step was done


@dataclass
class Tally:
    """How often a stick was cut and pulled out, how its ledger was found, and what must not be."""

    cuts: int = 0
    pulls: int = 0
    writes: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def said(self, seconds: float) -> str:
        head = f"{self.cuts:,} cuts, {self.pulls:,} times pulled out, {seconds:.0f} s"
        writes = ", ".join(f"{count:,} in {name}" for name, count in self.writes.items())
        ends = (f"{count:,} times {end}" for end, count in self.ends.most_common())
        faults = (f"FAULT, {count:,} times: {fault}" for fault, count in self.faults.most_common())
        return "\n".join([head, f"recorded writes: {writes}", *ends, *faults])


class Recorded(NamedTuple):
    """A work as it was done once: the image before, the writes, and what stood where when each step was done."""

    name: str
    before: bytearray
    writes: list[image.Write]
    moments: list[Moment]
    times: list[float]

    @property
    def lasts(self) -> float:
        """How long it takes when nobody watches, in seconds: about half of what it took."""
        return (self.times[-1] - self.times[0]) / 2


@dataclass
class Bench:
    """Where images of one kind lie and are plugged in."""

    kind: image.Kind
    root: Path
    tally: Tally
    chance: Random
    done: Done

    def recorded(self, name: str) -> Recorded:
        """Do a work once, on a stick whose writes are recorded."""
        path, place = self.root / "whole.img", self.root / "stick"
        image.make(self.kind, path)
        with image.plugged_in(self.kind, path, place):
            prepare(World(place / "world"))
        before = bytearray(path.read_bytes())
        with image.plugged_in(self.kind, path, place) as stick, image.recording(stick, self.root / "log"):
            done = self.done(World(place / "world"), name)
        times, moments = [at for at, _ in done], [moment for _, moment in done]
        return Recorded(name, before, image.writes_in(self.root / "log"), moments, times)

    def cut(self, one: Recorded, number: int) -> None:
        """Cut the image at so many of the writes of a work, spread over it, and judge what is left."""
        self.tally.writes[one.name] += len(one.writes)
        judge = Judge(self.root, one.moments, self.tally.ends)
        for last in sorted(self.chance.sample(range(len(one.writes)), min(number, len(one.writes)))):
            until = one.writes[last + 1].time if last + 1 < len(one.writes) else time.time()
            sectors = len(one.writes[last].raw) // image.SECTOR
            torn = self.chance.randrange(1, sectors) if sectors > 1 and self.chance.random() < TORN else 0
            raw = image.cut(one.before, one.writes[: last + 1], torn)
            self._judge(judge, one.name, raw, sum(at < until for at in one.times))
            self.tally.cuts += 1

    def pull(self, one: Recorded, number: int) -> None:
        """Pull the stick out at any moment of a work: it ends in a sentence, and what was said to be done is there."""
        judge = Judge(self.root, one.moments, self.tally.ends)
        path, place = self.root / "pulled.img", self.root / "stick"
        for _ in range(number):
            path.write_bytes(one.before)
            stamps = set[bytes]()
            with image.plugged_in(self.kind, path, place) as stick:
                end = self._pulled(stick, one.name, self.chance.random() * one.lasts, stamps)
            self.tally.pulls += 1
            self.tally.ends[f"pulled out: {end}"] += 1
            if not end.startswith(("done", "sentence")):
                self.tally.faults[f"{one.name}: pulled out: {end}"] += 1
            self.tally.faults.update(f"{one.name}: {fault}" for fault in judge.lost(self.kind, path, stamps))

    def _pulled(self, stick: image.Stick, name: str, delay: float, stamps: set[bytes]) -> str:
        """How a work ended; `stamps` gets those of all that was acknowledged."""
        hand = threading.Timer(delay, image.pull_out, [stick])
        try:
            for found in steps(World(stick.folder / "world"), name, lambda _, file: stamps_of(file.connection)):
                stamps |= found
                if not hand.ident:
                    hand.start()
        except AppError as error:
            return said(error)
        except AssertionError:
            return "done in part, and its result says so"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            return repr(error)[:100]
        finally:
            hand.cancel()
            if hand.ident:
                hand.join()
        return "done before"

    def _judge(self, judge: Judge, name: str, raw: bytearray, said: int) -> None:
        path = self.root / "cut.img"
        path.write_bytes(raw)
        self.tally.faults.update(f"{name}: {fault}" for fault in judge.faults(self.kind, path, said))


def steps(world: World, name: str, look: Callable[[World, OpenFile], Found]) -> Iterator[Found]:
    """What is seen after each step of a work that is acknowledged, opening among them."""
    world.enter()
    with world.open() as file:
        yield look(world, file)
        for _ in WORKS[name](world, file):
            yield look(world, file)


def done_here(world: World, name: str) -> list[tuple[float, Moment]]:
    """Do a work in this process."""
    return [(time.time(), moment) for moment in steps(world, name, _moment)]


def _moment(world: World, file: OpenFile) -> Moment:
    made = {path.relative_to(world.root).as_posix(): log_in(path, world.key) for path in world.made()}
    return {"ledger": ledger_of(file.connection), "log": log_of(file.connection), "made": made}


@contextmanager
def own_world() -> Iterator[None]:
    """What `World.enter` sets is set back."""
    environment, temporary = copy.copy(dict(os.environ)), tempfile.tempdir
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        tempfile.tempdir = temporary


def run(
    cuts: int,
    pulls: int,
    kind: image.Kind,
    names: tuple[str, ...] = NAMES,
    seed: int | None = None,
    done: Done = done_here,
) -> Tally:
    """So many cuts and pulls of each work on sticks of a kind; `done`: who does the work that is cut."""
    tally, chance = Tally(), Random(seed)
    root = Path(tempfile.mkdtemp(prefix="stick-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    try:
        bench = Bench(kind, root, tally, chance, done)
        for name in names:
            with own_world():
                one = bench.recorded(name)
                bench.cut(one, cuts)
                bench.pull(one, pulls)
    finally:
        shutil.rmtree(root)
    return tally
