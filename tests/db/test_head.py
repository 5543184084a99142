"""What a file says of itself is known to be right, or said to be damaged: not one bit of it flips unseen."""

import gc
import json
import random
import shutil
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import head, plan_rows
from db.connection import connect
from db.file_check import check
from db.meta import mark_head
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.errors import AppError
from tests.db.office import Office
from tests.db.test_merge import alter
from tests.sentences import refused
from tests.small_plan import SOURCE


@pytest.fixture
def lan(lan: Office) -> Office:
    lan.create("place", name="Chợ", unit="11")
    lan.create("visit", n=3, m=1)
    return lan


def flipped(file: Path, query: str, update: str, bit: int) -> Path:
    """A copy of a file in which one bit of one value is another."""
    copy = Path(shutil.copy(file, file.with_name("lật.db")))
    connection = connect(copy)
    value = bytearray(connection.execute(query).fetchone()[0])
    value[bit // 8 % len(value)] ^= 1 << bit % 8
    connection.execute(update, (bytes(value),))
    connection.close()
    return copy


def meta(key: str) -> tuple[str, str]:
    where = f"FROM meta WHERE key = '{key}'"
    return f"SELECT CAST(value AS BLOB) {where}", f"UPDATE meta SET value = CAST(? AS TEXT) WHERE key = '{key}'"


def of_plan(column: str) -> tuple[str, str]:
    return f"SELECT CAST({column} AS BLOB) FROM plan", f"UPDATE plan SET {column} = CAST(? AS TEXT)"


PLACES = {
    "unit": meta("unit"), "plan": meta("plan"), "unit_version": meta("unit_version"), "mark": meta("head"),
    "id": of_plan("id"), "digest": of_plan("digest"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_bit_that_flips_beside_the_plan_is_told_and_nothing_is_written(lan: Office, place: str) -> None:
    lan.close()
    for bit in (0, 3, 9):
        try:
            damaged = Office.open(flipped(lan.file.path, *PLACES[place], bit))
        except AppError:
            continue  # not even records can be read
        assert (damaged.file.certain, check(damaged.file)) == (False, ["plan"])
        with refused("chưa tính số liệu"):
            damaged.create("visit", n=2)
        damaged.close()


@pytest.mark.parametrize("edition", [0, 2, 1 << 40, -1])
def test_another_number_of_the_edition_is_told(lan: Office, edition: int) -> None:
    lan.close()
    damaged = Office.open(alter(lan.file.path, f"UPDATE plan SET edition = {edition}"))
    assert (damaged.file.certain, check(damaged.file)) == (False, ["plan"])
    damaged.close()


def bits(seed: int) -> Iterator[int]:
    chance = random.Random(seed)
    yield from (chance.randrange(8 * 3000) for _ in range(60))


def test_a_bit_that_flips_in_the_plan_stops_figures_and_writing_but_not_reading(lan: Office) -> None:
    lan.close()
    read = 0
    for bit in bits(1):
        path = flipped(lan.file.path, *of_plan("body"), bit)
        try:
            damaged = Office.open(path)
        except AppError:
            continue
        read += 1
        assert check(damaged.file) == ["plan"]
        with refused("chưa tính số liệu"):
            damaged.file.refuse_uncertain()
        with refused("chưa tính số liệu"):
            damaged.create("visit", n=1)
        damaged.close()
    assert read > 10


def test_a_plan_that_is_none_any_more_is_said_to_be_lost(lan: Office) -> None:
    lan.close()
    for body in ("", "[]", "{", "null", '{"plan": 1}', "[" * 100_000):
        with refused("cứu dữ liệu"):
            Office.open(alter(lan.file.path, f"UPDATE plan SET body = '{body}'"))


def test_a_plan_that_holds_half_a_letter_is_none_be_it_marked_as_right(lan: Office) -> None:
    lan.close()
    path = alter(lan.file.path, "UPDATE plan SET body = replace(body, 'Nơi', '\\ud800')")
    with closing(connect(path)) as connection:
        mark_head(connection)
    with refused("cứu dữ liệu"):
        Office.open(path)


@pytest.mark.parametrize("value", ["NULL", "x'00ff'", "7", "1.5", "'99'"])
def test_a_head_of_another_type_is_told(lan: Office, value: str) -> None:
    lan.close()
    for key in ("unit", "plan", "unit_version"):
        connection = connect(copy := Path(shutil.copy(lan.file.path, lan.file.path.with_name("khác.db"))))
        connection.execute(f"UPDATE meta SET value = {value} WHERE key = '{key}'")
        connection.close()
        try:
            with Office.open(copy).file as damaged:
                assert (damaged.certain, check(damaged)) == (False, ["plan"])
        except AppError:
            continue  # not even records can be read


def unshipped(file: Path) -> Path:
    """A copy of a file whose plan, in one word, is not the one that comes with the program."""
    copy = Path(shutil.copy(file, file.with_name("bản riêng.db")))
    with closing(connect(copy)) as connection:
        source = json.loads(connection.execute("SELECT body FROM plan").fetchone()[0])
        source["plan"]["label"] = {"vi": "Kế hoạch riêng của Lai Châu", "en": ""}
        values = (canonical_json(source), plan_digest(source))
        connection.execute("UPDATE plan SET body = ?, digest = ?", values)
        mark_head(connection)
    return copy


@pytest.mark.parametrize("table", ["meta", "plan"])
def test_a_head_of_another_make_is_damage(lan: Office, table: str) -> None:
    lan.close()
    with refused("bị hỏng"):
        Office.open(alter(lan.file.path, f"DROP TABLE {table}", f"CREATE TABLE {table} (a, b, c)"))


@pytest.mark.parametrize("collecting", [True, False])
def test_an_opening_leaves_it_as_it_was_whether_garbage_is_looked_for(lan: Office, *, collecting: bool) -> None:
    source = {**SOURCE, "plan": {**SOURCE["plan"], "label": f"Kế hoạch {collecting}"}}  # which no test has read yet
    office = Office.new(lan.file.path.with_name("mới.db"), source=source)
    office.close()
    before = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        Office.open(office.file.path).close()
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()


def test_the_text_of_a_plan_is_not_kept_beside_the_plan_that_was_read_of_it(lan: Office) -> None:
    head._plans.clear()
    tracemalloc.start()
    try:
        with closing(Office.open(lan.file.path).file):
            kept = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, plan_rows.__file__)])
    finally:
        tracemalloc.stop()
    assert sum(trace.size for trace in kept.traces) < len(canonical_json(SOURCE)) / 2
