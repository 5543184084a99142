"""All works are recorded, and their states shared out among the cores."""

import copy
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.harness.power.disk import any_luck, digest_of, state_after_cut
from tests.harness.power.judging import Judge, Moment
from tests.harness.power.recording import Call, Playback, record
from tests.harness.works import KEY, WORKS, World, prepare

MEMORY = Path("/dev/shm")
MOVED = 0.2  # of the states are opened in another folder


class Recorded(NamedTuple):
    """A work as it was done once: the disk before, its calls, and what stood where after each acknowledgement."""

    name: str
    key: str | None
    playback: Playback
    calls: list[Call]
    moments: list[Moment]


@dataclass
class Tally:
    """How many states were built, how many were different ones, how many files were opened; what was wrong."""

    states: int = 0
    distinct: int = 0
    opened: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.states += other.states
        self.distinct += other.distinct
        self.opened += other.opened
        self.faults.update(other.faults)

    def said(self, seconds: float) -> str:
        head = f"{self.states:,} states, {self.distinct:,} different, {self.opened:,} files opened, {seconds:.0f} s"
        return "\n".join([head, *(f"{count:,} times: {fault}" for fault, count in self.faults.most_common())])


def run(
    states: int, names: Sequence[str] = tuple(WORKS), keys: Sequence[str | None] = (None, KEY), spoiled: str = "",
    seed: int | None = None,
) -> Tally:  # fmt: skip
    """Build and judge about so many states of these works; `spoiled`: a safety that is taken out (`worker.spoil`)."""
    whole, chance, cores = Tally(), Random(seed), os.cpu_count() or 1
    share = max(states // (len(names) * len(keys) * cores), 1)
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="power-", dir=memory) as root,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as pool,
    ):
        recording = [pool.submit(recorded, Path(root), name, key, spoiled) for key in keys for name in names]
        judging = [
            pool.submit(judged, one.result(), Path(root, f"{number}-{core}"), share, chance.getrandbits(64))
            for number, one in enumerate(recording)
            for core in range(cores)
        ]
        for job in judging:
            whole.add(job.result())
    return whole


def recorded(root: Path, name: str, key: str | None, spoiled: str) -> Recorded:
    """Do a work once, in a process that is watched."""
    world = World(root / f"{name}-{'encrypted' if key else 'plain'}", key)
    said_in = world.root.with_suffix(".said")
    prepare(world)
    playback = Playback.of(world.root, said_in)
    arguments = (name, str(world.root), str(said_in), spoiled, key or "")
    calls = record(world.root.with_suffix(".log"), "tests.harness.power.worker", *arguments)
    moments = json.loads(Path(f"{said_in}.json").read_text(encoding="utf-8"))
    return Recorded(name, key, playback, calls, moments)


def judged(one: Recorded, root: Path, states: int, seed: int) -> Tally:
    """Cut the power after each call, several times, and judge what may be left."""
    root.mkdir()
    chance, tally, seen = Random(seed), Tally(), set[bytes]()
    judge = Judge(root, one.key, one.moments, erases=one.name == "erase")
    cuts = sum(1 for _ in _cuts(copy.deepcopy(one.playback), one.calls))
    for said in _cuts(one.playback, one.calls):
        for _ in range(states // cuts + (chance.random() < states % cuts / cuts)):
            state = state_after_cut(one.playback.disk, chance, any_luck(chance))
            tally.states += 1
            known = digest_of(state)
            if known not in seen:
                seen.add(known)
                found = judge.faults(state, said, moved=chance.random() < MOVED)
                tally.faults.update(f"{one.name}: {fault}" for fault in found)
    tally.distinct, tally.opened = len(seen), len(judge.verdicts)
    return tally


def _cuts(playback: Playback, calls: Iterable[Call]) -> Iterator[int]:
    """After each call that changes something: how many steps were acknowledged by then."""
    for call in calls:
        said = playback.said
        if playback.do(call) or playback.said > said:
            yield playback.said
