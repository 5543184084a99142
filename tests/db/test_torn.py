"""A plain copy that mixes pages of several moments is recognised, unless it is as the file was at one of them."""

import random
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import Connection, connect
from db.data_file import open_data_file
from db.file_check import check
from db.merging.inspection import inspect_copy
from db.merging.source import refusing
from db.queries import Filter, rows
from db.searching import search
from desktop_app.domain.merging import Source
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock
from tests.sentences import refused

PAGE, MIXES = 4096, 150
Log = frozenset[tuple[Any, ...]]
States = list[tuple[bytes, Log]]  # of one file: its bytes and its log after each of a number of acts


def log_of(connection: Connection) -> Log:
    query = (
        "SELECT r.id, f.name, c.stamp, c.value FROM change_log c JOIN record r ON r.no = c.record"
        " JOIN field f ON f.no = c.field"
    )
    return frozenset(connection.execute(query).fetchall())


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    office = Office.new(tmp_path_factory.mktemp("torn") / "lan.db")
    places = [office.create("place", name=f"Nơi {number}", unit="11") for number in range(40)]
    found = []
    for number in range(30):
        if number % 5 == 4:
            office.delete(places.pop())
        elif number % 5 == 3:
            office.create("place", name="Nơi mới " * 30, unit="11")
        else:
            office.put(places[number], name=f"Tên khác {number}")
        found.append((office.file.path.read_bytes(), log_of(office.file.connection)))
    office.close()
    return found


def mixed(states: States, chosen: Iterable[int]) -> bytes:
    """A copy whose pages were read at different moments, one after the other."""
    pages = [states[moment][0][at * PAGE : (at + 1) * PAGE] for at, moment in enumerate(chosen)]
    return b"".join(pages)


def log_when_opened(file: Path) -> Log | None:
    """The log of a file that opens and checks out; None where it does not."""
    try:
        data = open_data_file(file, a_clock("Lan"))
        with closing(data.connection):
            return None if check(data) else log_of(data.connection)
    except AppError:
        return None


def log_when_merged(file: Path) -> Log | None:
    """The log of a file that a merge would take; None where it is refused."""
    try:
        with refusing(Source(file, file.name)):
            inspect_copy(Source(file, file.name), file, lambda: None)
    except AppError:
        return None
    with closing(connect(file)) as connection:
        return log_of(connection)


def judge(file: Path, copy: bytes, wholes: list[Log]) -> int:
    """How often it is recognised; where it is not, it holds the log of one of the moments at which it was read."""
    file.write_bytes(copy)
    found = [log_when_opened(file), log_when_merged(file)]
    assert all(one is None or one in wholes for one in found)
    return found.count(None)


@pytest.mark.no_cover
def test_a_copy_that_took_longer_than_some_acts_is_recognised(states: States, tmp_path: Path) -> None:
    chance, pages, torn = random.Random(1), len(states[-1][0]) // PAGE, 0
    for number in range(MIXES):
        first = chance.randrange(len(states) - 1)
        last = chance.randrange(first + 1, min(first + 6, len(states)))
        moments = sorted(chance.choices(range(first, last + 1), k=pages))
        wholes = [known for _, known in states[first : last + 1]]
        torn += judge(tmp_path / f"{number}.db", mixed(states, moments), wholes)
    assert torn > MIXES // 2


@pytest.mark.no_cover
def test_any_pages_of_two_moments_are_recognised(states: States, tmp_path: Path) -> None:
    chance, pages, torn = random.Random(2), len(states[-1][0]) // PAGE, 0
    for number in range(MIXES):
        moment = chance.randrange(len(states) - 1)
        moments = chance.choices((moment, moment + 1), k=pages)
        wholes = [states[moment][1], states[moment + 1][1]]
        torn += judge(tmp_path / f"{number}.db", mixed(states, moments), wholes)
    assert torn > MIXES // 2


def test_each_page_of_an_earlier_moment_is_recognised(states: States, tmp_path: Path) -> None:
    (old, before), (new, after) = states[10], states[20]
    differing = [at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    torn = 0
    for at in differing:
        copy = new[:at] + old[at : at + PAGE] + new[at + PAGE :]
        torn += judge(tmp_path / f"{at}.db", copy, [before, after])
    assert len(differing) > 5
    assert torn >= len(differing)


def test_a_name_in_the_schema_that_is_no_text_is_damage(lan: Office) -> None:
    lan.close()
    raw = lan.file.path.read_bytes()
    lan.file.path.write_bytes(raw.replace(b"CREATE INDEX act_target", b"CREATE INDEX \xff\xd8\xc0target"))
    with refused("bị hỏng"):
        Office.open(lan.file.path)


def test_a_row_without_a_state_is_damage(lan: Office) -> None:
    lan.create("visit", n=1)
    lan.run("PRAGMA writable_schema = ON")
    lan.run("UPDATE sqlite_schema SET sql = replace(sql, '_state INTEGER NOT NULL', '_state INTEGER')")
    lan.run("PRAGMA writable_schema = RESET")
    lan.run("UPDATE visit SET _state = NULL")
    with refused("bị hỏng"):
        lan.file.run(lambda file: list(rows(file, file.kind("visit"), Filter())))


def test_a_search_that_is_of_no_format_is_damage(lan: Office) -> None:
    lan.create("visit", n=1)
    lan.run("UPDATE _search_text_config SET v = 99 WHERE k = 'version'")
    lan.close()
    again = Office.open(lan.file.path)
    with refused("bị hỏng"):
        again.file.run(lambda file: search(file, "luot"))
    again.close()
