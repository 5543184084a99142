"""The ugly sheets once more, as blocks that are pasted into the cells of a list: what has one reading goes in so."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.values import Value, to_json
from desktop_app.session import OpenFile, cell_blocks, sheet_import
from desktop_app.session.cell_blocks import BlockReading, Place
from desktop_app.session.cell_writing import Row
from desktop_app.session.sheet_import import Wishes
from desktop_app.sheets.grid import Book
from desktop_app.sheets.sheet_rows import SheetReading
from tests.sheets.making import district
from tests.sheets.test_ugly_sheets import SHEETS, written
from tests.sheets.ugly import Ugly

Blocks = list[tuple[Ugly, BlockReading]]
Imported = list[tuple[Book, SheetReading]]
# a broken rule between fields is saved and shown at its cell, as in the form; of one key the first row is made, and the
# other one is named when it is written (tests/desktop_app/test_cell_writing.py)
CHECKED = {"checks refuse", "one key with two values"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("cells")) as opened:
        yield opened


@pytest.fixture(scope="module")
def blocks(file: OpenFile, tmp_path_factory: pytest.TempPathFactory) -> Blocks:
    """Each sheet with what comes of it as a block; read once for all tests."""
    folder = tmp_path_factory.mktemp("blocks")
    return [(one, pasted(file, one, folder)) for one in SHEETS]


@pytest.fixture(scope="module")
def imported(file: OpenFile, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The book of each sheet, and what an import says of it."""
    folder = tmp_path_factory.mktemp("imported")
    books = [(one, sheet_import.open_book(written(one, folder), Wishes())) for one in SHEETS]
    return [(book, sheet_import.read(file, book, one.kind, Wishes(**one.wishes))) for one, book in books]


def pasted(file: OpenFile, found: Ugly, folder: Path) -> BlockReading:
    """The block of a sheet below the last row of a list that shows all fields; what is asked is answered first."""
    book = sheet_import.open_book(written(found, folder), Wishes())
    columns = list(file.kind(found.kind).fields)
    answers: dict[str, str] = {}
    while True:
        reading = cell_blocks.read_block(file, found.kind, book, Place(columns, [], columns, offered=True), answers)
        if not reading.questions:
            return reading
        answers |= {question.id: question.choices[0] for question in reading.questions}


def rows_of(reading: BlockReading) -> list[Mapping[str, Value]]:
    """What each row would say, without its empty cells."""
    rows: dict[Row, dict[str, Value]] = {}
    for one in reading.entries:
        if one.value is not None:
            rows.setdefault(one.row, {})[one.field] = one.value
    return list(rows.values())


def says(row: Mapping[str, Value], record: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether a row says what a record says, but for what was given for all rows."""
    return all(to_json(row.get(name)) == value for name, value in record.items() if name not in given)


def test_rows_with_one_reading_go_into_cells_as_they_are_read(blocks: Blocks) -> None:
    expected = found_again = 0
    for one, reading in blocks:
        rows = rows_of(reading)
        given = one.wishes.get("values", {})
        expected += len(one.records)
        found_again += sum(any(says(row, record, given) for row in rows) for record in one.records.values())
    assert found_again * 100 >= expected * 95, f"{found_again} of {expected}"


@pytest.mark.parametrize("name", ["three rows of headings, merged", "title, measure and numbers of columns above"])
def test_a_title_merged_over_a_block_stands_above_its_heading(file: OpenFile, tmp_path: Path, name: str) -> None:
    one = next(one for one in SHEETS if one.name.startswith(name))
    rows = rows_of(pasted(file, one, tmp_path))
    assert len(rows) == len(one.records)
    assert all(any(says(row, record, {}) for row in rows) for record in one.records.values())


def test_what_an_import_would_ask_about_is_never_saved_as_a_value(blocks: Blocks, imported: Imported) -> None:
    """A cell that import holds back is a draft, or stays out with its column."""
    wrong = []
    for (one, block), (_, reading) in zip(blocks, imported, strict=True):
        doubts = (doubt for row in reading.asked for doubt in row.doubts if doubt.question is None)
        doubted = {(doubt.field, str(doubt.value)) for doubt in doubts}
        wrong += [
            (one.name, entry.field, entry.raw)
            for entry in block.entries
            if entry.why is None and entry.value is not None and (entry.field, entry.raw) in doubted
        ]
    assert [one for one in wrong if one[0] not in CHECKED] == [], wrong


def test_where_an_import_asks_nothing_no_cell_takes_another_value(blocks: Blocks, imported: Imported) -> None:
    wrong, seen = [], 0
    for (one, block), (book, reading) in zip(blocks, imported, strict=True):
        if reading.asked or reading.questions or one.wishes or book.sheets[0].hidden:
            continue
        said = {(name, str(value)) for row in reading.rows for name, value in row.values.items()}
        entries = [entry for entry in block.entries if entry.value is not None]
        seen += len(entries)
        wrong += [
            (one.name, entry.field, entry.raw) for entry in entries if (entry.field, str(entry.value)) not in said
        ]
    assert (wrong, seen > 1000) == ([], True)


def test_a_measure_of_a_row_leaves_its_numbers_open(file: OpenFile, tmp_path: Path) -> None:
    rows = [("Nội dung", "Kinh phí", "ĐVT"), ("Một", 500, "nghìn đồng"), ("Hai", 500000, "đồng")]
    reading = pasted(file, Ugly("measures", rows, {}), tmp_path)
    assert [row.get("cost") for row in rows_of(reading)] == [None, 500000]
    assert [entry.raw for entry in reading.entries if entry.why is not None] == ["500"]


def test_no_row_becomes_a_record_that_import_says_is_none(blocks: Blocks, imported: Imported) -> None:
    wrong = []
    for (one, block), (_, reading) in zip(blocks, imported, strict=True):
        made = len({entry.row for entry in block.entries if entry.value is not None or entry.why})
        doubted = sum(row.what in ("hidden", "struck") for row in reading.skipped)  # there they are drafts
        if reading.header_rows and made > reading.counts["records"] + reading.counts["asked"] + doubted:
            wrong.append((one.name, made, reading.counts))
    assert wrong == []


def test_no_cell_takes_what_import_says_may_name_somebody(blocks: Blocks, imported: Imported) -> None:
    taken, seen = [], 0
    for (one, block), (book, reading) in zip(blocks, imported, strict=True):
        people = [column.column for column in reading.columns if column.people]
        texts = {str(row[n].value) for row in book.sheets[0].rows.values() for n in people if n in row}
        seen += len(texts)
        taken += [(one.name, entry.raw) for entry in block.entries if entry.raw in texts - {""}]
    assert (taken, seen > 20) == ([], True)


def test_a_column_of_a_block_that_has_no_heading_is_told(file: OpenFile, tmp_path: Path) -> None:
    rows = [("Nội dung", None, "Số buổi"), ("Một", "gì đó", 1)]
    assert pasted(file, Ugly("headless", rows, {}), tmp_path).unmatched == ["Cột B"]


def test_a_block_with_titles_like_totals_and_signatures_is_whole(file: OpenFile, tmp_path: Path) -> None:
    rows = [
        ("Nội dung", "Ngày thực hiện", "Số buổi"), ("Cộng đồng chung tay", "14/05/2022", 1),
        ("Ký tên cam kết", date(2022, 5, 14), 2), ("Đại diện hộ dân", "2022-05-14", 3), ("Tổng cộng", None, 6),
    ]  # fmt: skip
    reading = pasted(file, Ugly("titles", rows, {}), tmp_path)
    assert [row["title"] for row in rows_of(reading)] == [str(row[0]) for row in rows[1:4]]
    assert reading.no_records == 1
