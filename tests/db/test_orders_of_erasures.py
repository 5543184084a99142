"""Offices that write, erase and take in each other's files by chance: whichever file comes first, nothing is lost."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.data_file import create
from db.erasure_items import ran_by_themselves, waiting
from db.file_check import check
from db.merging.merge import merge_files
from db.merging.source import find_sources
from desktop_app.domain.merging import ALL, Source
from tests.db.office import Office, a_clock
from tests.db.test_scope import PLAN, SEEDS

STEPS = 14
Place = tuple[str, str, bytes]  # record, field, stamp

_VALUES = """
SELECT r.id, f.name, c.stamp, c.value FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind
JOIN field f ON f.no = c.field WHERE k.name <> 'erasure'
"""
_NOTES = "SELECT c.stamp FROM change_log c JOIN field f ON f.no = c.field WHERE f.name = 'note' AND c.value IS NOT NULL"


@pytest.fixture
def made() -> Iterator[list[Office]]:
    offices: list[Office] = []
    yield offices
    for one in offices:
        one.close()


def an_office(folder: Path, made: list[Office], unit: str) -> Office:
    path = folder / f"{unit}-{len(made)}.db"
    made.append(Office(create(path, PLAN, unit, unit, a_clock(path.name), SEEDS), unit))
    return made[-1]


def take(office: Office, others: list[Office], *, everything: bool) -> None:
    found = find_sources([other.file.path for other in others], {}, office.file.path)
    wanted = (ALL,) if everything else ()
    merge_files(office.file, [Source(one.path, one.name, take=wanted) for one in found], dry_run=False)


def do_something(chance: random.Random, office: Office, others: list[Office], step: int) -> None:
    what = chance.random()
    if what < 0.4:
        unit = chance.choice([office.file.unit, office.file.unit, "111", "112"])
        office.create("trip", unit=unit, note=f"ghi {step}")
    elif what < 0.7:
        take(office, [chance.choice(others)], everything=chance.random() < 0.7)
    elif stamps := [stamp for (stamp,) in office.run(_NOTES)]:
        office.erase(chance.choice(stamps))


def offices_at_work(folder: Path, made: list[Office], chance: random.Random) -> list[Office]:
    files = [an_office(folder, made, unit) for unit in ("111", "112", "11")]
    for step in range(STEPS):
        office = chance.choice(files)
        do_something(chance, office, [one for one in files if one is not office], step)
    return files


def values(office: Office) -> dict[Place, object]:
    return {(record, field, stamp): value for record, field, stamp, value in office.run(_VALUES)}


@pytest.mark.parametrize("seed", [12, 24, 53, 64, 68, 71, 85, 88, 96])
def test_a_value_stands_in_every_order_or_its_erasure_is_asked_about(
    made: list[Office], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    files = offices_at_work(tmp_path, made, chance)
    ledgers = []
    for at_once in (False, False, True):
        chance.shuffle(files)
        ledgers.append(an_office(tmp_path, made, "1"))
        for some in [[*files]] if at_once else [[one] for one in files]:
            take(ledgers[-1], some, everything=True)
        take(ledgers[-1], files, everything=True)
        assert check(ledgers[-1].file) == []
    held = [values(one) for one in ledgers]
    assert held[0].keys() == held[1].keys() == held[2].keys()
    differing = {place for place, value in held[0].items() if any(one[place] != value for one in held)}
    for ledger, here in zip(ledgers, held, strict=True):
        asked = {item.change.stamp for item in waiting(ledger.file.connection)}
        ran = {item.change.stamp for item in ran_by_themselves(ledger.file.connection)}
        assert all(
            stamp in (ran if here[record, field, stamp] is None else asked) for record, field, stamp in differing
        )


@pytest.mark.parametrize("seed", [13, 16, 142])
def test_merges_with_erasures_are_taken_back_and_done_again_in_any_order(
    made: list[Office], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    files = offices_at_work(tmp_path, made, chance)
    province = an_office(tmp_path, made, "1")
    for one in files:
        take(province, [one], everything=True)
    before, acts = values(province), [act for (act,) in province.run("SELECT act FROM _merge")]
    chance.shuffle(acts)
    undone = [act for act in acts if province.undo_merge(act).act]
    assert check(province.file) == []
    chance.shuffle(undone)
    for act in undone:
        province.redo_merge(act)
    assert (values(province), check(province.file)) == (before, [])
