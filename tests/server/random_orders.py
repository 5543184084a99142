"""Offices that write, erase, take in each other's files and take that back, and publish meanwhile, by chance:
`python -m tests.server.random_orders [sets] [first]` holds each server against a fresh one and their files merged.
"""

import random
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from desktop_app.domain.publication_scope import INCLUDED
from desktop_app.errors import AppError
from tests.db.office import Office
from tests.server.postgres import Postgres, rows, running
from tests.server.published import ALL, rows_here, rows_there, send
from tests.server.test_publishing import copy_of, some_work

STEPS = 45
_ERASABLE = """
SELECT c.stamp FROM change_log c JOIN field f ON f.no = c.field
WHERE f.name IN ('name', 'note', 'n', 'place', 'near', 'date') AND c.value IS NOT NULL
"""
_RECORDS = "SELECT r.id FROM record r JOIN kind k ON k.no = r.kind WHERE k.name IN ('place', 'visit', 'stop', 'item')"
LOG = """
SELECT k.name, r.id, f.name, c.stamp, c.value, c.withheld FROM small.change_log c
JOIN small.record r ON r.root = c.root AND r.no = c.record JOIN small.kind k ON k.no = r.kind
JOIN small.field f ON f.no = c.field ORDER BY 1, 2, 3, 4
"""


class AtWork:
    """An office with the merges that it did; some never publish, so what others take back of theirs is nobody's."""

    def __init__(self, office: Office, merges: list[bytes], *, publishes: bool = True) -> None:
        self.office, self.merges, self.publishes = office, merges, publishes

    def do(self, chance: random.Random, others: list[Office]) -> None:
        """One act; what can't be done now is left."""
        office, what = self.office, chance.random()
        known = [record for (record,) in office.run(_RECORDS)]
        with suppress(AppError, IndexError):
            if what < 0.1:
                office.erase(chance.choice([stamp for (stamp,) in office.run(_ERASABLE)]))
            elif what < 0.2:
                office.absorb(chance.choice(others), erasing=True)
            elif what < 0.3:
                self.merges.append(office.merge(chance.choice(others), erasing=True))
            elif what < 0.45:
                turn = chance.choice((office.undo_merge, office.redo_merge))
                turn(chance.choice(self.merges))
            elif what < 0.55:
                stop = chance.choice([one for (one,) in office.run("SELECT id FROM main.stop")])
                office.create("item", stop=stop, k=chance.randint(1, 3), note=f"{what}")
            elif what < 0.6:
                office.correct(chance.choice([one for (one,) in office.run("SELECT id FROM main.item")]), k=4)
            else:
                some_work(office, chance, known)


def offices_at_work(folder: Path, chance: random.Random, address: str) -> list[AtWork]:
    """Some days of several offices, with old copies among them."""
    first = Office.new(folder / "lan.db")
    for _ in range(6):
        some_work(first, chance, [record for (record,) in first.run(_RECORDS)])
    working = [AtWork(first, []), AtWork(first.twin("mai"), []), AtWork(first.twin("tam"), [], publishes=False)]
    for step in range(STEPS):
        one, what = chance.choice(working), chance.random()
        if what < 0.2 and one.publishes:
            include = ALL if chance.random() < 0.5 else frozenset(part for part in INCLUDED if chance.random() < 0.5)
            send(one.office.file, address, include)
        elif what < 0.25:
            copy = copy_of(one.office, folder / f"cũ {step}.db")
            working.append(AtWork(copy, [*one.merges], publishes=one.publishes))
        else:
            one.do(chance, [other.office for other in working if other is not one])
    return working


def apart(cluster: Postgres, seed: int) -> Mapping[str, object]:
    """What differs between a server to which offices published by chance, a fresh one, and their files merged."""
    chance, address, fresh = random.Random(seed), cluster.database(), cluster.database()
    with tempfile.TemporaryDirectory() as folder:
        working = offices_at_work(Path(folder), chance, address)
        offices = [one.office for one in working if one.publishes]
        for where in (address, fresh):
            for office in chance.sample(offices, len(offices)):
                send(office.file, where)
        merged = copy_of(offices[0], Path(folder) / "chung.db")
        merged.absorb(*offices[1:], *offices, erasing=True)
        there, here = rows_there(merged.file, address), rows_here(merged.file)
        found = {
            "merged": [kind for kind in here if here[kind] != there[kind]],
            "fresh": [kind for kind in there if there[kind] != rows_there(merged.file, fresh)[kind]],
            "log": set(map(repr, rows(address, LOG))) ^ set(map(repr, rows(fresh, LOG))),
        }
        for office in (*(one.office for one in working), merged):
            office.close()
        return {name: one for name, one in found.items() if one}


def main(wanted: int, first: int) -> None:
    """Stops with the first difference."""
    began = time.perf_counter()
    with running() as cluster:
        for seed in range(first, first + wanted):
            assert (found := apart(cluster, seed)) == {}, (seed, found)
    print(f"{wanted} sets of offices from {first}, none apart, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 50, numbers[1] if len(numbers) > 1 else 0)
