"""Of a file whose head or header alone is damaged everything comes out, with the right plan and of the right office."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import FILE_FORMAT
from db.data_file import describe, open_data_file
from db.file_check import check
from db.rescue.carving import carve
from db.rescue.pages import PageRow
from db.rescue.salvage import salvage
from desktop_app.domain.salvaged import Salvaged
from desktop_app.texts import in_words
from tests.db.office import Office, a_clock
from tests.db.test_foreign_parts import alter
from tests.db.test_salvage import LONG, log_of
from tests.sentences import refused
from tests.small_plan import SOURCE

Source = Mapping[str, Any]
RECORDS = 30


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(Office.new(tmp_path / "lan.db")) as office:
        for n in range(RECORDS):
            office.create("place", name=f"{LONG[: n * 300]}{n}", unit="11")
    return tmp_path / "lan.db"


def edition(number: int, label: str = "Kế hoạch nhỏ") -> Source:
    return {**SOURCE, "plan": {**SOURCE["plan"], "edition": number, "label": label}}


def saved(path: Path, plans: Iterable[Source] = ()) -> tuple[Salvaged, dict[str, Any]]:
    """What came out, and what the new file says of itself."""
    out = path.with_name("mới.db")
    told = salvage(path, out, a_clock("s"), lambda _: plans)
    with open_data_file(out, a_clock("x")) as file:
        assert check(file) == []
        return told, describe(file) | {"label": in_words(file.plan.label)}


@pytest.mark.parametrize(("at", "header"), [(20, b"\xff"), (20, b"\x01"), (16, b"\x20\x00"), (16, b"\x02\x00")])
def test_a_header_that_says_another_layout_of_pages_costs_no_change(path: Path, at: int, header: bytes) -> None:
    before, raw = log_of(path), bytearray(path.read_bytes())
    raw[at : at + len(header)] = header
    path.write_bytes(raw)
    told, _ = saved(path)
    assert (told.changes, told.lost, log_of(path.with_name("mới.db"))) == (len(before), 0, before)


def test_a_file_of_another_format_is_refused_and_nothing_is_written(path: Path) -> None:
    alter(path, f"PRAGMA user_version = {FILE_FORMAT + 1}")
    there = set(path.parent.iterdir())
    with refused("không theo định dạng tệp"):
        saved(path)
    with path.open("rb+") as file:  # also where some of it is damaged
        file.seek(-4096, 2)
        file.write(bytes(4096))
    with refused("không theo định dạng tệp"):
        saved(path)
    assert set(path.parent.iterdir()) == there


@pytest.mark.parametrize("size", [512, 8192, 65536])
def test_pages_of_another_size_are_read_as_they_are(path: Path, size: int) -> None:
    before = log_of(path)
    alter(path, f"PRAGMA page_size = {size}", "VACUUM")
    saved(path)
    assert log_of(path.with_name("mới.db")) == before


@pytest.mark.parametrize("value", ["3", "'smalk'", "NULL"])
@pytest.mark.parametrize("mark", ["", "DELETE FROM meta WHERE key = 'head'"])
def test_where_the_name_of_the_plan_is_damaged_the_plan_of_the_file_is_taken(path: Path, value: str, mark: str) -> None:
    alter(path, f"UPDATE meta SET value = {value} WHERE key = 'plan'", *filter(None, [mark]))
    assert saved(path)[0] == Salvaged(2 * RECORDS, 0)


def test_where_its_plan_is_damaged_the_very_same_is_taken_before_others(path: Path) -> None:
    alter(path, "UPDATE plan SET body = replace(body, 'Nơi', 'Noi')")
    told, says = saved(path, [edition(2), edition(1, "Kế hoạch khác"), SOURCE])
    assert (told.own_plan, says["plan_edition"], "nhỏ" in says["label"]) == (False, 1, True)


@pytest.mark.parametrize(("known", "taken"), [([edition(2), edition(1, "Khác")], 1), ([edition(2)], 2)])
def test_where_that_is_nowhere_one_of_its_number_is_or_the_last(path: Path, known: list[Source], taken: int) -> None:
    alter(path, "UPDATE plan SET body = replace(body, 'Nơi', 'Noi')")
    assert saved(path, known)[1]["plan_edition"] == taken


def test_without_any_plan_it_is_told_that_the_plan_is_missing(path: Path) -> None:
    alter(path, "DELETE FROM plan")
    with refused("Đọc được dữ liệu của “lan.db” nhưng không tìm thấy kế hoạch"):
        saved(path)
    assert not path.with_name("mới.db").exists()


@pytest.mark.parametrize("value", ["'99'", "'1!'", "x'0011'"])
@pytest.mark.parametrize("mark", ["", "DELETE FROM meta WHERE key = 'head'"])
def test_where_the_office_is_damaged_it_is_known_all_the_same(path: Path, value: str, mark: str) -> None:
    alter(path, f"UPDATE meta SET value = {value} WHERE key = 'unit'", *filter(None, [mark]))
    assert saved(path)[1]["unit"] == "11"


def test_a_row_of_the_index_of_plans_is_no_name_of_a_record(path: Path) -> None:
    alter(path, "DELETE FROM record WHERE no = 1")
    told, _ = saved(path)
    assert {record for record, *_ in log_of(path.with_name("mới.db")).values()} & {"small"} == set()
    assert (told.changes, told.lost) == (2 * RECORDS - 2, 2)


def test_a_name_of_a_record_is_believed_beside_a_row_of_the_index_of_plans() -> None:
    plan = PageRow(1, ("small", 1, "digest", "{}"))
    found = carve([PageRow(None, ("small", 1, 1)), PageRow(None, ("rx57", 1, 1)), plan])
    assert found.all_records() == {1: ("rx57", 1)}
