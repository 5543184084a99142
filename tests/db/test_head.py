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
from db.data_file import open_data_file
from db.file_check import check
from db.meta import mark_head
from db.rescue.plan_repair import fitting, plans_in, repair
from desktop_app.domain.plan import canonical_json, plan_digest
from desktop_app.errors import AppError
from tests.db.office import Office
from tests.db.test_merge import alter
from tests.sentences import refused
from tests.small_plan import SOURCE

TOLD = ("plan", "meta")


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


CERTAIN = {"unit": meta("unit"), "plan": meta("plan"), "unit_version": meta("unit_version"), "id": of_plan("id")}


@pytest.mark.parametrize("place", [*CERTAIN, "digest", "mark"])
def test_a_bit_that_flips_beside_the_plan_is_told_and_does_no_harm(lan: Office, place: str) -> None:
    places = CERTAIN | {"digest": of_plan("digest"), "mark": meta("head")}
    lan.close()
    length = {"digest": 8 * 64, "mark": 8 * 100}.get(place, 8 * 2)
    for bit in range(0, length, 1 if length < 100 else 7):
        damaged = Office.open(flipped(lan.file.path, *places[place], bit))
        assert (damaged.file.unit, damaged.file.plan.source, damaged.file.certain) == ("11", SOURCE, True)
        assert place == "mark" or set(check(damaged.file)) & {*TOLD}, bit
        damaged.create("visit", n=2)
        damaged.close()


@pytest.mark.parametrize("edition", [0, 2, 3, 1 << 40, -1])
def test_another_number_of_the_edition_is_told(lan: Office, edition: int) -> None:
    lan.close()
    damaged = Office.open(alter(lan.file.path, f"UPDATE plan SET edition = {edition}"))
    assert (damaged.file.plan.edition, check(damaged.file)) == (1, ["plan"])
    repair(damaged.file, SOURCE)
    assert check(damaged.file) == []
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


def test_a_damaged_plan_is_replaced_by_the_very_same_one_from_another_file(lan: Office) -> None:
    source = lan.file.path.with_name("bản sao.db")
    shutil.copy(lan.file.path, source)
    lan.close()
    label = SOURCE["plan"]["label"]
    damaged = Office.open(alter(lan.file.path, f"UPDATE plan SET body = replace(body, '{label}', 'Kế hoạch nhớ')"))
    found = fitting(damaged.file, plans_in(source, None))
    assert found is not None
    repair(damaged.file, found)
    assert (check(damaged.file), damaged.file.certain, damaged.file.plan.source) == ([], True, SOURCE)
    damaged.create("visit", n=1)
    damaged.close()


def test_another_plan_of_the_same_name_is_not_put_in(lan: Office) -> None:
    other = {**SOURCE, "plan": {**SOURCE["plan"], "label": "Khác"}}
    lan.close()
    damaged = Office.open(alter(lan.file.path, "UPDATE plan SET body = replace(body, 'Nơi', 'Nòi')"))
    assert fitting(damaged.file, [other]) is None
    assert fitting(damaged.file, [other, SOURCE]) == SOURCE
    damaged.close()


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


def test_what_comes_with_the_program_takes_the_place_of_a_lost_plan(lan: Office) -> None:
    lan.close()
    path = alter(lan.file.path, "UPDATE plan SET body = 'x', id = 'y'")
    with open_data_file(path, lan.file.clock, find_plan=lambda name, _: SOURCE if name == "small" else None) as file:
        assert (file.certain, file.plan.source, check(file)) == (True, SOURCE, ["plan"])
        found = fitting(file, [])
        assert found
        repair(file, found)
        assert check(file) == []


@pytest.mark.parametrize("value", ["NULL", "x'00ff'", "7", "1.5", "'99'"])
def test_a_head_of_another_type_is_told(lan: Office, value: str) -> None:
    lan.close()
    for key in ("unit", "plan", "unit_version"):
        connection = connect(copy := Path(shutil.copy(lan.file.path, lan.file.path.with_name("khác.db"))))
        connection.execute(f"UPDATE meta SET value = {value} WHERE key = '{key}'")
        connection.close()
        damaged = Office.open(copy)
        assert damaged.file.unit == "11"
        assert check(damaged.file) == ["meta"]
        damaged.close()


def test_a_later_edition_that_no_mark_names_is_not_in_force(lan: Office) -> None:
    later = {**SOURCE, "plan": {**SOURCE["plan"], "edition": 2}}
    values = ("small", 2, plan_digest(later), json.dumps(later))
    lan.run("INSERT INTO plan VALUES (?, ?, ?, ?)", values)
    lan.close()
    with Office.open(lan.file.path).file as file:
        assert (file.plan.edition, file.certain, check(file)) == (1, True, ["meta"])


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


def test_a_plan_that_is_gone_is_a_fault_though_the_program_has_it(lan: Office) -> None:
    lan.close()
    path = alter(lan.file.path, "DELETE FROM plan")
    with open_data_file(path, lan.file.clock, find_plan=lambda *_: SOURCE) as file:
        assert (file.certain, check(file)) == (True, ["plan"])
