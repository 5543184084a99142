"""Kills of the core: `python -m tests.harness.kills.core [kills]`; what was acknowledged before is there, whole.

A forked child does one act after the other through the rooms of the session, tells before and after each, and is killed
at any moment. Each act gives names that nobody had before, so what stands in the file tells which acts are there.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from desktop_app.session import OpenFile, editing, exchange, imports, maintenance, records
from tests.harness.works import World, prepare

KILLS, LONGEST, LIVES = 1000, 0.2, 50  # seconds until a kill, at most; kills of one file
MEMORY = Path("/dev/shm")
Act = dict[str, Any]


class Names(NamedTuple):
    """What stands in a file: the names of its places, the texts of its drafts."""

    places: frozenset[str]
    drafts: frozenset[str]

    def after(self, act: Act) -> "Names":
        """What stands there once an act is done: its names are gone and come."""
        gone, come = set(act.get("gone", ())), set(act.get("come", ()))
        if act["act"] == "draft":
            return self._replace(drafts=(self.drafts - gone) | come)
        return self._replace(places=(self.places - gone) | come)


@dataclass
class Tally:
    """How many kills, how many acts were acknowledged before them; what must not be."""

    kills: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.kills += other.kills
        self.acts.update(other.acts)
        self.findings.update(other.findings)

    def said(self, seconds: float) -> str:
        acts = ", ".join(f"{count:,} {name}" for name, count in sorted(self.acts.items()))
        found = [f"{count:,} times: {one}" for one, count in self.findings.most_common()]
        head = f"{self.kills:,} kills in {seconds:.0f} s, {self.acts.total():,} acts acknowledged ({acts})"
        return "\n".join([head, *(found or ["nothing lost, nothing half-done"])])


def run(kills: int, *, early: bool = False) -> Tally:
    """Kill on all cores; `early`: acts are acknowledged before they are done, which must be found."""
    whole, lives = Tally(), [min(LIVES, kills - done) for done in range(0, kills, LIVES)]
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(prefix="kills-", dir=memory) as root,
        ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool,
    ):
        for job in [pool.submit(lives_of, Path(root, str(n)), life, early) for n, life in enumerate(lives)]:
            whole.add(job.result())
    return whole


def lives_of(root: Path, kills: int, early: bool) -> Tally:
    """One file, that many times opened and written by a process that is killed."""
    world, tally = World(root), Tally()
    prepare(world)
    with world.open() as file:
        known = names_in(file)
    for number in range(kills):
        told = killed(world, f"{number}", random.SystemRandom().uniform(0, LONGEST), early)
        for act in told.done:
            known = known.after(act)
        tally.kills += 1
        tally.acts.update(act["act"] for act in told.done)
        try:
            found, wrong = seen(world)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            tally.findings[repr(error)] += 1
            break
        tally.findings.update(wrong)
        if found not in (known, known.after(told.begun) if told.begun else known):
            tally.findings[f"not what was acknowledged, killed in {told.begun and told.begun['act']}"] += 1
        known = found
    shutil.rmtree(root)
    return tally


class Told(NamedTuple):
    """The acts that a process said it had done, and the one that it had begun."""

    done: list[Act]
    begun: Act | None


def killed(world: World, seed: str, after: float, early: bool) -> Told:
    """Let a process work and kill it so many seconds after its first word."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        _live(world, seed, writable, early)
    os.close(writable)
    with open(readable, "rb") as pipe:  # noqa: PTH123  # it is no path
        first = pipe.readline()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        words = [json.loads(line) for line in [first, *pipe] if line.endswith(b"\n")]
    done = [word["done"] for word in words if "done" in word]
    begun = [word["begun"] for word in words if "begun" in word]
    return Told(done, begun[-1] if len(begun) > len(done) else None)


def seen(world: World) -> tuple[Names, Iterable[str]]:
    """What a following process finds, and what must not be."""
    world.enter()
    with world.open() as file:
        maintenance.finish_interrupted(file)
        wrong = [f"check: {found}" for found in maintenance.check(file)]
        found = names_in(file)
    left = [path for path in world.root.rglob("*") if path.is_file() and not path.name.startswith("lock")]
    own = (world.file, world.brought, *world.made())
    wrong += [f"left: {path.suffix or path.name}" for path in left if path not in own]
    for path in world.stick.iterdir():
        path.unlink()
    return found, wrong


def names_in(file: OpenFile) -> Names:
    places = frozenset(str(row.values["name"]) for row in records.rows(file, "place"))
    texts = file.connection.execute("SELECT text FROM main._draft").fetchall()
    return Names(places, frozenset(text for (text,) in texts))


# --- in the child -----------------------------------------------------------------------------------------------------


def _live(world: World, seed: str, writable: int, early: bool) -> None:
    """Do one act after the other, for ever."""
    world.enter()
    chance, number = Random(f"{seed} {os.getpid()}"), 0

    def tell(**what: Act) -> None:
        os.write(writable, json.dumps(what).encode() + b"\n")

    with world.open() as file:
        while True:
            number += 1
            name = f"{seed}-{os.getpid()}-{number}"
            at = {str(row.values["name"]): row.id for row in records.rows(file, "place")}
            act, old = _chosen(chance, name, sorted(name for name in at if not name.startswith("Chợ")))
            tell(begun=act)
            if early:
                tell(done=act)
            _do(world, file, act, at.get(old, ""))
            if not early:
                tell(done=act)


def _chosen(chance: Random, name: str, there: list[str]) -> tuple[Act, str]:
    """An act with the names that go and come by it, and the name of the record that it is done to."""
    old = chance.choice(there)  # to none of these does another record refer
    kinds = {
        "make": 4,
        "change": 6,
        "draft": 3,
        "delete": 2 if len(there) > 20 else 0,
        "import": 1,
        "backup": 1,
        "send": 1,
    }
    kind = chance.choices(list(kinds), list(kinds.values()))[0]
    gone = [old] if kind in ("change", "delete") else []
    come = (
        [f"{name} {n}" for n in range(10)]
        if kind == "import"
        else [name]
        if kind in ("make", "change", "draft")
        else []
    )
    return {"act": kind, "gone": gone, "come": come}, old


def _do(world: World, file: OpenFile, act: Act, record: str) -> None:
    kind, come = act["act"], act["come"]
    if kind == "make":
        assert editing.new_record(file, "place", {"name": come[0], "unit": "11"}).saved
    elif kind == "change":
        assert editing.set_value(file, record, "name", come[0]).saved
    elif kind == "draft":
        editing.save_draft(file, come[0], "name", come[0])
    elif kind == "delete":
        editing.delete(file, record)
    elif kind == "import":
        lines = [json.dumps({"kind": "place", "fields": {"name": name, "unit": "11"}}) for name in come]
        assert not imports.import_lines(file, lines).problems
    elif kind == "backup":
        maintenance.back_up(file)
    else:
        exchange.send(file, world.stick)


def main(kills: int) -> int:
    began = time.monotonic()
    tally = run(kills)
    sys.stdout.write(tally.said(time.monotonic() - began) + "\n")
    return int(bool(tally.findings))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
