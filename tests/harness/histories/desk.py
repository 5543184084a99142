"""A copy of the file at work, the program's and the model's, and the file that all begin with."""

import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from db import store
from db.data_file import create
from db.editions import switch
from db.meta import mark_head, set_meta
from tests.db.office import Office, Timepiece, a_clock
from tests.harness.histories import act_facts
from tests.harness.histories.aside import Aside
from tests.harness.histories.facts import Act, Copy, Fact, Value, numbers
from tests.harness.histories.plan import SEEDS, UNITS, source_of

SHARED_MEMORY = Path("/dev/shm")  # where the machine has it: nothing here is about durability
LATEST_ACT = "SELECT id FROM act ORDER BY no DESC LIMIT 1"
CHANGES_OF_ACT = (
    "SELECT r.id, f.name, c.value, c.stamp, c.replaces, c.covers FROM change_log c JOIN act a ON a.no = c.act"
    " JOIN record r ON r.no = c.record JOIN field f ON f.no = c.field WHERE a.id = ?"
)


def scratch() -> Path:
    return Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))


class Desk:
    """What somebody works with: a file of the program, and what the model knows of it."""

    def __init__(self, path: Path, copy: Copy, aside: Aside | None = None) -> None:
        self.path = path
        self.copy = copy
        self.aside = aside or Aside()
        self.aside.catch_up(copy)
        self.timepiece = Timepiece()
        self.office = Office.open(path, path.stem, a_clock(path.name, self.timepiece))
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF"):
            self.office.run(f"PRAGMA {pragma}")

    def put_in_force(self, edition: int) -> None:
        """Somebody puts an edition of the plan in force, or takes a later one back."""
        switch(self.office.file, source_of(edition), SEEDS if edition > self.copy.edition else (), lambda: None)
        self.copy.adopt(edition)

    def unite(self, far: "Desk") -> None:
        """The bare union of two logs, as salvaging uses it: no scope, no plan."""
        new = self.office.absorb(far.path)
        assert new == self.absorb(far.copy)[0]
        self.aside.forget(self.copy)

    def absorb(self, far: Copy) -> tuple[int, set[int]]:
        """The union of what both know; returns how many facts were new, and those of which the value returned."""
        before, returning = set(self.copy.facts), self.copy.returning(far, self.copy.came_empty())
        new = self.copy.absorb(far)
        self.regain(self.copy, before, returning)
        self.copy.add(())
        return new, {fact.no for fact in returning}

    def regain(self, copy: Copy, before: set[int], returning: Iterable[Fact] = ()) -> None:
        """What comes again without its value has it still; `returning`: what came with the value that it lacked."""
        aside = self.aside.facts
        again = (aside[no] for no in copy.facts.keys() & aside.keys() - before if copy.facts[no].value is None)
        copy.regain([*returning, *again])


@cache
def beginning(unit: str) -> tuple[bytes, Copy]:
    """What all offices know from the start, so that every rule finds something to do: a file of a unit."""
    if unit != "1":
        return _in_the_name_of(unit)
    folder, copy = scratch(), Copy(unit)
    path = folder / "start.db"
    office = Office(create(path, source_of(1), unit, "Lan", a_clock("start"), SEEDS), "Lan")
    _know_seeds(office, copy)

    def enter(kind: str, **values: Value) -> str:
        record = office.create(kind, **values)
        made = act_facts.create(copy, record, kind, values)
        act = office.run(LATEST_ACT).fetchone()[0]
        stamps = {name: stamp for _, name, _, stamp, *_ in office.run(CHANGES_OF_ACT, (act,))}
        for fact in made:
            fact.stamp = stamps[fact.field]
        copy.commit(made, "edit", act)
        return record

    here, there = enter("spot", name="a", unit="11"), enter("spot", name="b", unit="111")
    stop = enter("stop", visit=enter("visit", date="2022-05-01", spot=here, n=2))
    enter("item", stop=stop, k=1, spot=there)
    office.close()
    content = path.read_bytes()
    shutil.rmtree(folder)
    return content, copy


def _know_seeds(office: Office, copy: Copy) -> None:
    act = office.run(LATEST_ACT).fetchone()[0]
    copy.acts[0] = Act(0, "plan", None, None, act)
    rows = office.run(CHANGES_OF_ACT, (act,)).fetchall()
    copy.add([Fact(next(numbers), r, "spot", name, value, stamp=stamp) for r, name, value, stamp, *_ in rows])


def _in_the_name_of(unit: str) -> tuple[bytes, Copy]:
    content, copy = beginning("1")
    folder = scratch()
    path = folder / "start.db"
    path.write_bytes(content)
    office = Office.open(path)
    with store.writing(office.file):
        set_meta(office.file.connection, {"unit": unit})
        mark_head(office.file.connection)
    office.close()
    content = path.read_bytes()
    shutil.rmtree(folder)
    return content, copy.copy(unit)


@cache
def later_plan() -> bytes:
    """The file of an office that has a later edition of the plan and no record yet."""
    folder = scratch()
    path = folder / "later.db"
    Office(create(path, source_of(2), "1", "Mai", a_clock("later"), SEEDS), "Mai").close()
    content = path.read_bytes()
    shutil.rmtree(folder)
    return content


ALL_UNITS = tuple(UNITS)
