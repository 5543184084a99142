"""`check` looks at free pages as well: one that is in use would be written over by what comes next."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.data_file import open_data_file
from db.file_check import check
from db.keys import PAGE_BYTES, new_key
from desktop_app.errors import AppError
from tests.db.office import Office, a_clock

FIRST_FREE, HOW_MANY = slice(32, 36), slice(36, 40)  # of the header
NEXT, LEAVES, LEAF = slice(0, 4), slice(4, 8), slice(8, 12)  # of the page that lists them


def freed(path: Path, key: str | None = None) -> Path:
    with closing(Office.new(path, key=key)) as office:
        office.create("place", name="Chợ", unit="11")
        office.run("CREATE TABLE junk AS SELECT zeroblob(200000) AS a")
        office.run("DROP TABLE junk")
    return path


def found(path: Path, key: str | None = None) -> list[str]:
    try:
        with open_data_file(path, a_clock("x"), key) as file:
            return check(file)
    except AppError as error:
        return [error.key]


def put(raw: bytearray, page: int, place: slice, number: int) -> None:
    at = (page - 1) * PAGE_BYTES
    raw[at + place.start : at + place.stop] = number.to_bytes(4)


def put_all(raw: bytearray, *places: slice) -> None:
    for place in places:
        put(raw, 1, place, 0)


def list_page(raw: bytearray) -> int:
    return int.from_bytes(raw[FIRST_FREE])


DAMAGES: dict[str, Callable[[bytearray], None]] = {
    "a page in use is listed": lambda raw: put(raw, list_page(raw), LEAF, 6),
    "a page is listed twice": lambda raw: put(
        raw, list_page(raw), LEAF, int.from_bytes(raw[(list_page(raw) - 1) * PAGE_BYTES :][12:16])
    ),
    "the list follows itself": lambda raw: put(raw, list_page(raw), NEXT, list_page(raw)),
    "one is counted too much": lambda raw: put(raw, 1, HOW_MANY, int.from_bytes(raw[HOW_MANY]) + 1),
    "one is counted too little": lambda raw: put(raw, 1, HOW_MANY, int.from_bytes(raw[HOW_MANY]) - 1),
    "the list is forgotten": lambda raw: put_all(raw, FIRST_FREE, HOW_MANY),
    "the list is longer than its page": lambda raw: put(raw, list_page(raw), LEAVES, 5000),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_list_of_free_pages_that_is_wrong_is_found(tmp_path: Path, damage: Callable[[bytearray], None]) -> None:
    path = freed(tmp_path / "lan.db")
    raw = bytearray(path.read_bytes())
    damage(raw)
    path.write_bytes(raw)
    before = path.read_bytes()
    assert found(path) != []
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", [None, new_key("núi cao rừng xa")], ids=["plain", "encrypted"])
def test_free_pages_that_are_right_are_no_finding_and_nothing_is_written(tmp_path: Path, key: str | None) -> None:
    path = freed(tmp_path / "lan.db", key)
    before = path.read_bytes()
    assert found(path, key) == []
    assert path.read_bytes() == before
