"""Erasures on a server: in whichever order files are published, and whoever still reads there."""

import random
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desktop_app.domain.publication_scope import TEXT
from tests.db.office import Office
from tests.db.test_erasing import stamps_of
from tests.db.test_orders_of_erasures import an_office, offices_at_work, take
from tests.server.postgres import Postgres, rows
from tests.server.published import ALL, rows_here, rows_there, send
from tests.server.random_orders import LOG
from tests.server.test_erased_bytes import SECRET, files_with


@pytest.fixture
def made() -> Iterator[list[Office]]:
    offices: list[Office] = []
    yield offices
    for one in offices:
        one.close()


def log_there(address: str) -> list[tuple[Any, ...]]:
    return rows(address, LOG)


def emptied_below(folder: Path, made: list[Office], text: str) -> tuple[Office, Office]:
    """An office, and one below it or beside it that has emptied what the first one wrote."""
    writer, other = an_office(folder, made, "11"), an_office(folder, made, "111")
    writer.create("trip", unit="111", note=text)
    take(other, [writer], everything=True)
    other.erase(*stamps_of(other, text))
    return writer, other


@pytest.mark.parametrize("include", [ALL, ALL - {TEXT}], ids=("text", "no text"))
def test_what_an_office_may_not_erase_stays_whoever_publishes_first(
    made: list[Office], tmp_path: Path, postgres: Postgres, include: frozenset[str]
) -> None:
    offices, found = emptied_below(tmp_path, made, "của huyện"), []
    for order in permutations(offices):
        address = postgres.database()
        for office in (*order, *order):
            send(office.file, address, include)
        found.append((log_there(address), rows_there(offices[0].file, address)))
        claims = rows(address, "SELECT about FROM small._claim")
        assert claims == [("erasure",)]
    assert found[0] == found[1]
    written = [value for *_, name, _, value, withheld in found[0][0] if name == "note"]
    assert written == ([None] if TEXT not in include else ["của huyện"])
    assert [row[-1] for row in found[0][0] if row[2] == "note"] == [TEXT not in include]


@pytest.mark.no_cover
@pytest.mark.parametrize("include", [ALL, frozenset()], ids=("all", "nothing"))
@pytest.mark.parametrize("seed", [1, 2, 5, 12, 24, 53])
def test_offices_that_erase_by_chance_may_publish_in_any_order(
    seed: int, include: frozenset[str], made: list[Office], tmp_path: Path, postgres: Postgres
) -> None:
    chance, found = random.Random(seed), []
    files = offices_at_work(tmp_path, made, chance)
    for _ in range(3):
        address = postgres.database()
        for office in [*chance.choices(files, k=2), *chance.sample(files, len(files))]:
            send(office.file, address, include)
        found.append((log_there(address), rows_there(files[0].file, address)))
    assert found[0] == found[1] == found[2]


def test_a_value_that_came_empty_and_returns_is_published_too(
    made: list[Office], tmp_path: Path, postgres: Postgres
) -> None:
    address = postgres.database()
    writer, other, above = (an_office(tmp_path, made, unit) for unit in ("111", "112", "11"))
    writer.create("trip", unit="111", note="của xã")
    take(other, [writer], everything=True)
    other.erase(*stamps_of(other, "của xã"))
    take(above, [other], everything=True)
    assert not stamps_of(above, "của xã")
    send(above.file, address)
    take(above, [writer], everything=True)
    assert stamps_of(above, "của xã")
    assert rows_here(above.file) == shown_after(above, address)


def shown_after(office: Office, address: str) -> dict[str, list[tuple[Any, ...]]]:
    send(office.file, address)
    return rows_there(office.file, address)


def test_what_was_erased_is_cleaned_from_files_once_nobody_reads_it_any_more(lan: Office, postgres: Postgres) -> None:
    address = postgres.database()
    lan.create("place", name=SECRET, unit="11")
    send(lan.file, address)
    with psycopg.connect(address) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")
        lan.erase(*stamps_of(lan, SECRET))
        done = send(lan.file, address)
        assert done.erased
        assert done.still_read
        assert files_with(address, SECRET)
    done = send(lan.file, address)
    assert done.erased
    assert not done.still_read
    assert files_with(address, SECRET) == []
    assert not send(lan.file, address).erased
